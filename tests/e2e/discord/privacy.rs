use discord_sim::ResponseKind;

use super::{School, says};

#[tokio::test]
async fn progress_typed_in_a_channel_opens_behind_a_door_for_its_owner_only() {
    let school = School::open().await;
    let door = school.ada.says(&school.room, "@Docent progress").answer().await;
    says(&door, "for your eyes only");
    assert!(!door.text().contains('%'), "nothing about Ada in public: {}", door.text());
    let opened = school.ada.presses(&door, "Open for me").await.message().await;
    assert!(opened.is_private());
    says(&opened, "Making tea");
    let foreign = school.bob.presses(&door, "Open for me").await.message().await;
    assert!(foreign.is_private());
    says(&foreign, "belongs to somebody else");
    school.close().await;
}

#[tokio::test]
async fn an_answer_is_shared_and_taken_back_by_its_owner() {
    let school = School::open().await;
    let ask = school.ada.in_channel(&school.room).command("ask").option("question", "Why does my tea taste bitter?");
    let answer = ask.await.message().await;
    assert!(school.in_the_room(&school.bob).is_empty());
    let press = school.ada.presses(&answer, "Share here").await;
    assert!(press.message().await.is_private());
    let shared = press.followup(1).await;
    says(&shared, "Shared by Ada");
    assert!(school.bob.sees(&shared));
    says(&school.bob.presses(&shared, "Remove").await.message().await, "Only the person who shared this");
    assert!(!shared.is_deleted());
    let removal = school.ada.presses(&shared, "Remove").await;
    says(&removal.followup(1).await, "Removed");
    assert!(shared.is_deleted());
    school.close().await;
}

#[tokio::test]
async fn everything_about_a_learner_goes_after_a_second_press() {
    let school = School::open().await;
    let seat = school.ada.in_channel(&school.room);
    seat.command("lesson").option("title", "Leaves").await;
    let privacy = seat.command("privacy").await.message().await;
    let asked = school.ada.presses(&privacy, "Delete").await;
    assert_eq!(asked.response_kind(), ResponseKind::Update);
    let done = school.ada.presses(&asked.message().await, "Delete for good").await.message().await;
    says(&done, "Deleted.");
    school.close().await;
}

#[tokio::test]
async fn a_language_chosen_in_the_settings_is_spoken() {
    let school = School::open().await;
    let seat = school.ada.in_channel(&school.room);
    let settings = seat.command("settings").await.message().await;
    school.ada.presses(&settings, "Deutsch").await;
    let question = seat.command("quiz").option("about", "Water").await.message().await;
    let feedback = school.ada.presses(&question, &super::letter_of(&question, "Boiling")).await.message().await;
    says(&feedback, "Nicht richtig.");
    says(&feedback, "deine Antwort, falsch");
    school.close().await;
}

#[tokio::test]
async fn a_time_zone_is_typed_into_a_form() {
    let school = School::open().await;
    let seat = school.ada.in_channel(&school.room);
    let settings = seat.command("settings").await.message().await;
    let asked = school.ada.presses(&settings, "Time zone").await;
    let form = asked.modal();
    let field = form.fields()[0].custom_id.clone();
    let saved = school.ada.submits(&form, &[(&field, "Europe/Vienna")]).await;
    assert_eq!(saved.response_kind(), ResponseKind::Update);
    says(&saved.message().await, "Europe/Vienna");
    school.close().await;
}
