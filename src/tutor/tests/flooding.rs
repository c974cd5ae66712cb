//! One who does far too much at once, and everybody else.

use tokio::task::JoinSet;

use super::*;

#[tokio::test]
async fn one_who_hammers_is_asked_to_slow_down_and_others_do_not_notice() {
    let school = School::open().await;
    let (ada, bob) = (school.ada(), school.bob());
    for _ in 0..1_500 {
        ada.does(Action::Press(Press::Help)).await.keeps_quiet_about("faster than I can follow");
    }
    ada.does(Action::Press(Press::Help)).await.says("faster than I can follow");
    bob.types("why does my tea taste bitter?").await.says("Mostly because the water was too hot");
    school.later(Duration::from_secs(5));
    ada.types("why does my tea taste bitter?").await.says("Mostly because the water was too hot");
}

#[tokio::test]
async fn a_thousand_questions_of_one_person_at_once_are_all_answered() {
    let school = School::open().await;
    let mut asking = JoinSet::new();
    for _ in 0..1_000 {
        let (tutor, actor) = (Arc::clone(&school.tutor), school.ada().actor);
        let question = Action::Ask { words: "why does my tea taste bitter?".into() };
        asking.spawn(async move { tutor.handle(&actor, question).await.reply });
    }
    for reply in asking.join_all().await {
        Seen { reply, now: school.clock.now() }.says("Mostly because the water was too hot");
    }
}
