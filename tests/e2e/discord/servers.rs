//! What a server decides, and what it is told.

use discord_sim::Permissions;

use super::{School, requests, says};

#[tokio::test]
async fn a_new_server_is_greeted_once() {
    let mut school = School::open().await;
    school.world.wait_until(|world| requests(world, "POST", "/messages") == 1, "a greeting").await;
    let greeting = &school.world.channel_messages(&school.entrance)[0];
    says(greeting, "Making tea");
    school.restart().await;
    let help = school.ada.in_channel(&school.room).command("help").await;
    help.message().await;
    assert_eq!(requests(&school.world, "POST", "/messages"), 1);
    school.close().await;
}

#[tokio::test]
async fn staff_choose_where_mentions_are_answered() {
    let school = School::open().await;
    let quiet = school.server.channel("quiet");
    let staff = school.server.role("staff", Permissions::MANAGE_GUILD);
    school.bob.gets(staff);
    assert!(!school.ada.in_channel(&school.room).is_offered("setup"));
    let panel = school.bob.in_channel(&school.room).command("setup").await.message().await;
    says(&panel, "Making tea");
    school.bob.selects(&panel, "Channels for mentions (none: all)", &[&school.room.id().to_string()]).await;
    let elsewhere = school.ada.says(&quiet, "@Docent why does my tea taste bitter?").answer().await;
    says(&elsewhere, "I answer mentions in");
    let here = school.ada.says(&school.room, "@Docent why does my tea taste bitter?").answer().await;
    says(&here, "Mostly because");
    school.close().await;
}

#[tokio::test]
async fn what_is_chosen_for_a_channel_holds_in_its_threads() {
    let mut school = School::open().await;
    let staff = school.server.role("staff", Permissions::MANAGE_GUILD);
    school.bob.gets(staff);
    let (forum, other) = (school.server.channel("forum"), school.server.channel("other"));
    let (old, elsewhere) = (forum.thread("bitter tea"), other.thread("chat"));
    let panel = school.bob.in_channel(&school.room).command("setup").await.message().await;
    school.bob.selects(&panel, "Channels for mentions (none: all)", &[&forum.id().to_string()]).await;
    let asks = async |school: &School, place: &discord_sim::Channel| {
        school.ada.says(place, "@Docent why does my tea taste bitter?").answer().await
    };
    says(&asks(&school, &old).await, "Mostly because");
    says(&asks(&school, &elsewhere).await, "I answer mentions in");
    // Known from the server's own list, too, and one that is opened later.
    school.restart().await;
    says(&asks(&school, &old).await, "Mostly because");
    says(&asks(&school, &forum.thread("pots")).await, "Mostly because");
    says(&asks(&school, &elsewhere).await, "I answer mentions in");
    school.close().await;
}

#[tokio::test]
async fn staff_pin_an_answer_that_learners_then_get() {
    let school = School::open().await;
    let staff = school.server.role("staff", Permissions::MANAGE_GUILD);
    school.bob.gets(staff);
    let (ada, bob) = (school.ada.in_channel(&school.room), school.bob.in_channel(&school.room));
    assert!(!ada.is_offered("questions"));
    let asked = ada.command("ask").option("question", "@everyone how much **sugar** goes in?").await;
    says(&asked.message().await, "does not seem to cover");
    let list = bob.command("questions").await.message().await;
    assert!(list.is_private());
    says(&list, "@everyone how much **sugar** goes in?");
    assert!(list.pings().is_empty());
    let desk = school.bob.selects(&list, "Open a question", &["@everyone how much **sugar** goes in?"]).await;
    let desk = desk.message().await;
    assert_ne!(desk.id(), list.id(), "the list stays beside it");
    let pinned = school.bob.selects(&desk, "Pin as the answer", &["Pin as the answer: A timer"]).await;
    says(&pinned.message().await, "Pinned");
    assert_eq!(pinned.message().await.id(), desk.id());
    let again = ada.command("ask").option("question", "everyone: how much sugar goes in").await.message().await;
    says(&again, "Water › A timer");
    let own = bob.command("ask").option("question", "How much sugar goes in, everyone?").await.message().await;
    let desk = school.bob.presses(&own, "Staff: pin or suppress").await.message().await;
    let pins = school.bob.presses(&desk, "Drop: Water › A timer").await.message().await;
    says(&pins, "There are no pins here");
    school.close().await;
}
