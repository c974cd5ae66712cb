//! The gateway as it is on a bad day.

use discord_sim::{Resumable, World};
use serde_json::json;

use super::{School, requests, says};

#[tokio::test]
async fn a_dropped_gateway_is_resumed_and_nothing_is_lost() {
    let school = School::open().await;
    school.world.gateway().drop_connection();
    let help = school.ada.in_channel(&school.room).command("help").await;
    says(&help.message().await, "/ask");
    let counts = school.world.gateway().counts();
    assert_eq!((counts.identifies, counts.resumes), (1, 1));
    school.close().await;
}

#[tokio::test]
async fn a_session_that_is_over_is_started_again_without_registering_anew() {
    let school = School::open().await;
    let before = requests(&school.world, "PUT", "/commands");
    school.world.gateway().invalidate(Resumable::No);
    school.world.wait_until(|world| world.gateway().counts().identifies == 2, "a second session").await;
    school.world.bot_ready().await;
    let help = school.ada.in_channel(&school.room).command("help").await;
    says(&help.message().await, "/ask");
    assert_eq!(requests(&school.world, "PUT", "/commands"), before);
    school.close().await;
}

#[tokio::test]
async fn an_event_delivered_twice_takes_effect_once() {
    let school = School::open().await;
    let ask = school.ada.in_channel(&school.room).command("help").await;
    ask.message().await;
    school.world.replay(&ask);
    let after = school.ada.in_channel(&school.room).command("about").await;
    after.message().await;
    assert!(ask.errors().is_empty(), "no second response was tried: {:?}", ask.errors());
    school.close().await;
}

#[tokio::test]
async fn an_interaction_that_cannot_be_read_is_answered_all_the_same() {
    let school = School::open().await;
    school.world.expect_error(10062);
    school
        .world
        .inject("INTERACTION_CREATE", &json!({"id": "1234567890123", "token": "torn", "type": 3, "locale": "de"}));
    school
        .world
        .wait_until(|world| requests(world, "POST", "/callback") == 1, "an answer to what cannot be read")
        .await;
    school.world.inject("SOMETHING_NEW", &json!({"words": "never seen before"}));
    let help = school.ada.in_channel(&school.room).command("help").await;
    says(&help.message().await, "/ask");
    school.close().await;
}

#[tokio::test]
async fn two_shards_serve_two_servers() {
    let school = School::open_in(World::builder().shards(2)).await;
    assert_eq!(school.world.gateway().live_shards(), 2);
    for shard in [0, 1] {
        let server = school.world.guild_on_shard("Another", shard);
        let room = server.channel("tea");
        school.ada.joins(&server);
        let help = school.ada.in_channel(&room).command("help").await;
        says(&help.message().await, "/ask");
    }
    school.close().await;
}
