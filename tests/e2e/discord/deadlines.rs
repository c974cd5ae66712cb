//! Discord wants a first response within three seconds, whatever happens here or there.

use std::time::Duration;

use discord_sim::{ResponseKind, Visibility};
use serde_json::json;

use super::{School, says};

#[tokio::test]
async fn a_failed_callback_is_tried_again() {
    let school = School::open().await;
    for status in [500, 502] {
        let fault = school.world.rest("POST /interactions/*/*/callback").times(2).answers(status);
        let help = school.ada.in_channel(&school.room).command("help").await;
        says(&help.message().await, "/ask");
        assert_eq!(fault.hits(), 2);
        assert!(help.answered_after() < Duration::from_secs(3));
    }
    school.close().await;
}

#[tokio::test]
async fn a_rate_limit_on_the_callback_is_waited_out() {
    let school = School::open().await;
    let told = Duration::from_millis(600);
    let fault = school.world.rest("POST /interactions/*/*/callback").times(2).rate_limited(told);
    let help = school.ada.in_channel(&school.room).command("help").await;
    says(&help.message().await, "/ask");
    assert_eq!(fault.hits(), 2);
    assert!(help.answered_after() >= told * 2, "asked again after {:?}, told twice {told:?}", help.answered_after());
    school.close().await;
}

#[tokio::test]
async fn a_rate_limit_of_whoever_stands_before_discord_is_waited_out() {
    let school = School::open().await;
    let fault = school.world.rest("POST /interactions/*/*/callback").once();
    let fault = fault.answers_with(429, json!("error code: 1015"), &[("Retry-After", "1")]);
    let help = school.ada.in_channel(&school.room).command("help").await;
    says(&help.message().await, "/ask");
    assert_eq!(fault.hits(), 1);
    assert!(help.answered_after() >= Duration::from_secs(1), "asked again after {:?}", help.answered_after());
    school.close().await;
}

#[tokio::test]
async fn a_rate_limit_beyond_the_three_seconds_is_not_asked_again() {
    let school = School::open().await;
    let fault = school.world.rest("POST /interactions/*/*/callback").rate_limited(Duration::from_mins(1));
    let help = school.ada.in_channel(&school.room).command("help").dispatch();
    help.may_stay_unanswered();
    school.world.wait_until(|_| fault.hits() > 0, "a first try").await;
    // What is under way comes to its end first.
    school.close().await;
    assert_eq!(fault.hits(), 1);
}

#[tokio::test]
async fn a_callback_whose_receipt_is_lost_is_not_answered_twice() {
    let school = School::open().await;
    school.world.expect_error(40060);
    let fault = school.world.rest("POST /interactions/*/*/callback").but_done().once().stays_silent();
    let help = school.ada.in_channel(&school.room).command("help").await;
    school
        .world
        .wait_until(|world| world.violations().len() + usize::from(help.errors().len() == 1) > 0, "a second try")
        .await;
    assert_eq!(help.response_kind(), ResponseKind::Message);
    assert!(help.followups().is_empty());
    assert_eq!(fault.hits(), 1);
    school.close().await;
}

#[tokio::test]
async fn an_edit_that_fails_is_tried_again() {
    let school = School::open().await;
    let fault = school.world.rest("POST /channels/*/messages").times(2).answers(503);
    let answer = school.ada.says(&school.room, "@Docent help").answer().await;
    says(&answer, "/ask");
    assert_eq!(fault.hits(), 2);
    let mine = |message: &&discord_sim::Message| message.author() == school.world.bot();
    assert_eq!(school.world.channel_messages(&school.room).iter().filter(mine).count(), 1);
    school.close().await;
}

#[tokio::test]
async fn a_writer_held_for_five_seconds_does_not_lose_the_learner() {
    let school = School::open().await;
    let seat = school.ada.in_channel(&school.room);
    let question = seat.command("quiz").option("about", "Water").await.message().await;
    let held = hold_the_writer(&school, Duration::from_secs(5)).await;
    let press = school.ada.presses(&question, &super::letter_of(&question, "70 to 80")).await;
    assert_eq!(press.response_kind(), ResponseKind::DeferredUpdate);
    let waited = press.answered_after();
    assert!(waited > Duration::from_millis(1_500) && waited < Duration::from_secs(3), "{waited:?}");
    let feedback = question.latest().edited().await;
    says(&feedback, "Right.");
    held.await.unwrap();
    school.close().await;
}

#[tokio::test]
async fn a_late_answer_to_a_command_stays_as_private_as_it_was_promised() {
    let school = School::open().await;
    let held = hold_the_writer(&school, Duration::from_secs(4)).await;
    let ask = school.bob.in_channel(&school.room).command("ask").option("question", "Why is my tea bitter?").await;
    assert_eq!(ask.response_kind(), ResponseKind::DeferredMessage);
    assert_eq!(ask.visibility(), Visibility::Private);
    let answer = ask.message().await;
    says(&answer, "Mostly because the water was too hot");
    assert!(answer.is_private());
    held.await.unwrap();
    school.close().await;
}

/// Another program holds the database's one lock for writing.
async fn hold_the_writer(school: &School, time: Duration) -> tokio::task::JoinHandle<()> {
    let path = school.docent.folder.as_ref().unwrap().path().join("docent.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::raw_sql("begin immediate").execute(&mut connection).await.unwrap();
    tokio::spawn(async move {
        tokio::time::sleep(time).await;
        sqlx::raw_sql("rollback").execute(&mut connection).await.unwrap();
    })
}
