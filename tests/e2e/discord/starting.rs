//! Starting, and what ends a start before it began.

use std::time::Duration;

use discord_sim::World;
use docent::{
    config::Api,
    discord::start::{Ended, SILENCE, Settings},
};
use serde_json::json;

use super::{Docent, PATIENCE, School, requests};

async fn ending(world: &World, token: &str) -> Ended {
    let api = Api::At(world.api_url().parse().unwrap());
    let settings = Settings { token: token.to_owned().into(), api, silence: SILENCE };
    let mut docent = Docent::start_with(settings, tempfile::tempdir().unwrap()).await;
    docent.ends().await.unwrap_err()
}

#[tokio::test]
async fn commands_are_registered_when_they_differ_and_only_then() {
    let mut school = School::open().await;
    assert_eq!(school.world.commands().len(), 15);
    assert_eq!(requests(&school.world, "PUT", "/commands"), 1);
    school.restart().await;
    assert_eq!(requests(&school.world, "PUT", "/commands"), 1);
    school.close().await;
}

#[tokio::test]
async fn a_wrong_token_ends_the_start_with_the_remedy() {
    let world = World::start().await;
    world.expect_error(401);
    let ended = ending(&world, "not.the-token").await;
    assert_eq!(ended, Ended::WrongToken);
    assert!(ended.to_string().contains("DISCORD_TOKEN"));
    world.finish();
}

#[tokio::test]
async fn a_gateway_on_another_host_never_gets_the_token() {
    let world = World::start().await;
    let named = json!({"url": "wss://gateway.example", "shards": 1,
        "session_start_limit": {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}});
    world.rest("GET /gateway/bot").answers_with(200, named, &[]);
    let ended = ending(&world, world.token()).await;
    assert!(matches!(ended, Ended::ForeignGateway { asked: "GET /gateway/bot", .. }), "{ended}");
    assert_eq!(world.gateway().counts().connects, 0);
    world.finish();
}

#[tokio::test]
async fn a_session_that_would_be_resumed_elsewhere_is_given_up() {
    let world = World::start().await;
    world.gateway().set_resume_url("wss://gateway.example");
    let ended = ending(&world, world.token()).await;
    assert!(matches!(ended, Ended::ForeignGateway { asked: "READY", .. }), "{ended}");
    world.finish();
}

#[tokio::test]
async fn refused_intents_end_the_start() {
    let world = World::start().await;
    let api = Api::At(world.api_url().parse().unwrap());
    let settings = Settings { token: world.token().to_owned().into(), api, silence: SILENCE };
    let mut docent = Docent::start_with(settings, tempfile::tempdir().unwrap()).await;
    world.bot_ready().await;
    world.gateway().close(discord_sim::close_code::DISALLOWED_INTENTS);
    assert_eq!(docent.ends().await, Err(Ended::DisallowedIntents));
    world.finish();
}

#[tokio::test]
async fn a_discord_that_is_down_is_waited_for() {
    let world = World::builder().patience(PATIENCE).start().await;
    let down = world.rest("GET /gateway").times(3).answers(503);
    let mut docent = Docent::start(&world, tempfile::tempdir().unwrap()).await;
    docent.is_ready().await;
    assert_eq!(down.hits(), 3);
    docent.stop().await;
    world.finish();
}

#[tokio::test]
async fn all_session_starts_used_up_are_waited_for_without_connecting() {
    let world = World::builder().patience(PATIENCE).start().await;
    let limit = json!({"url": world.gateway_url(), "shards": 1,
        "session_start_limit": {"total": 1000, "remaining": 0, "reset_after": 3_600_000, "max_concurrency": 1}});
    world.rest("GET /gateway/bot").answers_with(200, limit, &[]);
    let mut docent = Docent::start(&world, tempfile::tempdir().unwrap()).await;
    world.command_registered("ask").await;
    docent.stop().await;
    assert_eq!(world.gateway().counts().identifies, 0);
    world.finish();
}

#[tokio::test]
async fn the_invite_asks_for_exactly_what_is_used() {
    let world = World::builder().patience(PATIENCE).start().await;
    let mut docent = Docent::start(&world, tempfile::tempdir().unwrap()).await;
    let ready = docent.is_ready().await;
    assert_eq!((ready.commands, ready.shards), (15, 1));
    let id = world.application_id();
    let expected = format!(
        "https://discord.com/oauth2/authorize?client_id={id}&scope=bot+applications.commands&permissions=274877975552"
    );
    assert_eq!(ready.invite, expected);
    docent.stop().await;
    world.finish();
}

#[tokio::test]
async fn a_shutdown_finishes_what_is_under_way() {
    let mut school = School::open().await;
    let slow = school.world.rest("POST /interactions/*/*/callback").once().delayed(Duration::from_millis(700));
    let help = school.ada.in_channel(&school.room).command("help").dispatch();
    school.world.wait_until(|_| slow.hits() == 1, "the answer under way").await;
    school.docent.stop().await;
    help.message().await;
    school.world.finish();
}
