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
