//! What staff see of the questions of their place, and pins.

use super::*;
use crate::{ids::RoleId, store::asks::Mark};

const BITTER: &str = "why does my tea taste bitter?";
const SUGAR: &str = "how much sugar goes into the cup?";

impl School {
    fn staff(&self) -> Person<'_> {
        self.person("tess").in_channel().managing_the_server()
    }

    async fn opens(&self, question: &str) -> Seen {
        let staff = self.staff();
        let list = staff.types("/questions").await;
        staff.presses(&list, question).await
    }

    async fn pins(&self) -> Seen {
        let staff = self.staff();
        let list = staff.types("/questions").await;
        staff.presses(&list, "Pins").await
    }
}

#[tokio::test]
async fn staff_pin_an_answer_and_learners_get_it_in_other_words() {
    let school = School::open().await;
    let learner = school.ada().in_channel();
    learner.types(SUGAR).await.says("does not seem to cover");
    school.bob().in_channel().types("Sugar! How much goes into the cups??").await;
    let list = school.staff().types("/questions").await;
    list.says("Without an answer").says("asked 2 times").keeps_quiet_about("ada").keeps_quiet_about("bob");
    let desk = school.opens("Sugar!").await;
    desk.says("Learners get no answer, and nothing comes near").says("content words: Sugar goes");
    let pinned = school.staff().presses(&desk, "Pin as the answer: Temperature").await;
    pinned
        .says("Pinned")
        .says("Learners get the first of these as the answer")
        .says("answered with: Water › Temperature");
    learner.types("how much sugar goes in a cup").await.says("Water › Temperature").keeps_quiet_about("may not answer");
    school.staff().types("/questions").await.keeps_quiet_about("Without an answer");
    learner.types("how much sugar goes into a cake?").await.says("does not seem to cover");
    school.staff().types("/questions").await.says("• how much sugar goes into a cake? — asked once");
}

#[tokio::test]
async fn a_pin_holds_in_its_server_only() {
    let school = School::open().await;
    school.ada().in_channel().types(SUGAR).await;
    let desk = school.opens("how much").await;
    school.staff().presses(&desk, "Pin as the answer: Temperature").await;
    school.ada().types(SUGAR).await.says("does not seem to cover");
    school.ada().in_channel().types(SUGAR).await.says("Water › Temperature");
}

#[tokio::test]
async fn staff_suppress_a_passage_under_its_answer() {
    let school = School::open().await;
    let answer = school.staff().types(BITTER).await;
    let desk = school.staff().presses(&answer, "Staff: pin or suppress").await;
    desk.says("Learners get the first of these as the answer");
    let done = school.staff().presses(&desk, "Never show for this: Why does my tea").await;
    done.says("Suppressed").says("never shown: Water › Why does my tea taste bitter?");
    school.ada().in_channel().types(BITTER).await.keeps_quiet_about("Mostly because").says("may not answer");
    let dropped = school.staff().presses(&done, "Drop").await;
    dropped.says("Dropped").says("no pins");
    school.ada().in_channel().types(BITTER).await.says("Mostly because");
}

#[tokio::test]
async fn a_pin_lapses_when_its_passage_is_edited_and_staff_see_it() {
    let school = School::open().await;
    school.ada().in_channel().types(SUGAR).await;
    let desk = school.opens("how much").await;
    school.staff().presses(&desk, "Pin as the answer: Temperature").await;
    school.rewrites("02-water.md", |text| text.replace("five minutes", "six minutes"));
    school.ada().in_channel().types(SUGAR).await.says("does not seem to cover");
    let pins = school.pins().await;
    pins.says("One pin has lapsed").says("Lapsed: the");
    school.staff().presses(&pins, "Pin again").await.says("It holds again").keeps_quiet_about("Lapsed");
    school.ada().in_channel().types(SUGAR).await.says("six minutes");
    school.rewrites("02-water.md", |_| String::new());
    school.pins().await.says("not in");
    school.ada().in_channel().types(SUGAR).await.says("does not seem to cover");
}

#[tokio::test]
async fn a_pin_follows_its_passage_to_another_page() {
    let school = School::open().await;
    school.ada().in_channel().types(SUGAR).await;
    let desk = school.opens("how much").await;
    school.staff().presses(&desk, "Pin as the answer: Temperature").await;
    school
        .rearranges(|folder| std::fs::rename(folder.join("02-water.md"), folder.join("02-the-kettle.md")).unwrap())
        .await;
    school.pins().await.keeps_quiet_about("Lapsed");
    school.ada().in_channel().types(SUGAR).await.says("Water › Temperature");
}

#[tokio::test]
async fn there_is_one_pinned_answer_for_a_question() {
    let school = School::open().await;
    school.ada().in_channel().types(SUGAR).await;
    let desk = school.opens("how much").await;
    let first = desk.press("Pin as the answer: Temperature");
    let done = school.staff().does(Action::Press(first.clone())).await;
    school.staff().does(Action::Press(first)).await;
    let other = done
        .reply
        .presses()
        .into_iter()
        .find(|(label, _)| label.starts_with("Pin as the answer") && !label.contains("Temperature"));
    school.staff().does(Action::Press(other.unwrap().1)).await;
    assert_eq!(school.store.pins(Some(SERVER)).await.unwrap().len(), 1);
    school.ada().in_channel().types(SUGAR).await.keeps_quiet_about("Water › Temperature\n");
}

#[tokio::test]
async fn marks_are_shown_to_staff_and_move_nothing() {
    let school = School::open().await;
    let ada = school.ada().in_channel();
    let answer = ada.types(BITTER).await;
    let next = ada.presses(&answer, "Not what I meant").await;
    ada.presses(&answer, "Not what I meant").await;
    ada.presses(&next, "Helpful").await.says("Noted");
    ada.presses(&next, "Not what I meant").await;
    let list = school.staff().types("/questions").await;
    list.says("Answered, but not what was meant").says("shown: Water › Why does my tea taste");
    list.says("not meant 1, helpful 1").says("asked once");
    school.bob().in_channel().types(BITTER).await.says("Mostly because");
}

#[tokio::test]
async fn words_go_after_a_month_and_a_pin_stays_with_its_content_words() {
    let school = School::open().await;
    school.ada().in_channel().types(SUGAR).await;
    let desk = school.opens("how much").await;
    school.staff().presses(&desk, "Pin as the answer: Temperature").await;
    school.later(Duration::from_secs(31 * 24 * 60 * 60));
    school.store.purge_words(school.clock.now().before(Duration::from_secs(30 * 24 * 60 * 60))).await.unwrap();
    let list = school.staff().types("/questions").await;
    list.says("Nobody has asked anything").keeps_quiet_about("sugar");
    school.staff().presses(&desk, "Pin as the answer: Temperature").await.says("its words are deleted by now");
    school.pins().await.says("sugar goes cup").keeps_quiet_about("how much");
    school.ada().in_channel().types(SUGAR).await.says("Water › Temperature");
}

#[tokio::test]
async fn only_the_staff_of_the_place_get_to_its_desk() {
    let school = School::open().await;
    let answer = school.ada().in_channel().types(BITTER).await;
    answer.keeps_quiet_about("Staff");
    school.ada().in_channel().types("/questions").await.says("staff").keeps_quiet_about("bitter");
    school.ada().types("/questions").await.says("server").keeps_quiet_about("bitter");
    let list = school.staff().types("/questions").await;
    let open = list.press("why does");
    let never = school.staff().does(Action::Press(open.clone())).await.press("Never show for this: Why does my tea");
    for press in [open.clone(), never, list.press("why does")] {
        school.bob().in_channel().does(Action::Press(press)).await.says("staff").keeps_quiet_about("bitter");
    }
    let mut elsewhere = school.staff();
    elsewhere.actor.place = Place::Channel { server: ServerId::new(8), channel: CHANNEL };
    elsewhere.does(Action::Press(open)).await.keeps_quiet_about("bitter");
    elsewhere.types("/questions").await.says("Nobody has asked anything");
    assert!(school.store.pins(Some(SERVER)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_role_opens_the_desk_until_it_is_taken_away() {
    let school = School::open().await;
    let role = RoleId::new(77);
    school.staff().does(Action::SetStaffRole { role: Some(role) }).await;
    let mut bob = school.bob().in_channel();
    bob.actor.rights.roles = vec![role];
    let mut aloud = school.bob().aloud();
    aloud.actor.rights.roles = vec![role];
    let door = aloud.types("/questions").await;
    door.says("for your eyes only");
    bob.presses(&door, "Open for me").await.says("Nobody has asked anything");
    bob.actor.rights.roles.clear();
    bob.presses(&door, "Open for me").await.says("staff").keeps_quiet_about("asked anything");
}

#[tokio::test]
async fn in_the_terminal_the_owner_is_staff() {
    let school = School::open().await;
    let mut owner = school.person("owner");
    owner.actor.identity.platform = Platform::Terminal;
    owner.actor.place = Place::Terminal;
    owner.types("help").await.says("/questions").keeps_quiet_about("/setup");
    owner.types(SUGAR).await.keeps_quiet_about("Staff");
    let list = owner.types("questions").await;
    let desk = owner.presses(&list, "how much").await;
    owner.presses(&desk, "Pin as the answer: Temperature").await;
    owner.types(SUGAR).await.says("Water › Temperature");
    school.ada().types(SUGAR).await.says("Water › Temperature");
    school.ada().in_channel().types(SUGAR).await.says("does not seem to cover");
}

#[tokio::test]
async fn a_follow_up_stands_with_what_it_followed() {
    let school = School::open().await;
    let ada = school.ada().in_channel();
    ada.types("how long does black tea keep?").await;
    let more = ada.types("and green?").await;
    let next = ada.presses(&more, "Not what I meant").await;
    next.says("Then perhaps this");
    let list = school.staff().types("/questions").await;
    list.says("how long does black tea keep? and green?").says("asked once");
}

#[tokio::test]
async fn the_answer_that_is_shared_is_the_one_that_was_shown_last() {
    let school = School::open().await;
    let ada = school.ada().in_channel();
    let answer = ada.types(BITTER).await;
    let next = ada.presses(&answer, "Not what I meant").await;
    ada.presses(&next, "Share here").await.announced().keeps_quiet_about("Mostly because").says("Shared by ada");
}

#[tokio::test]
async fn the_first_mark_of_an_answer_counts_once() {
    let school = School::open().await;
    let ada = school.ada().in_channel();
    let answer = ada.types(BITTER).await;
    for label in ["Helpful", "Helpful", "Not what I meant"] {
        ada.presses(&answer, label).await;
    }
    let asked = school.store.asked(Some(SERVER), Timestamp::from_millis(0), 10).await.unwrap();
    assert_eq!(asked.iter().filter_map(|asked| asked.mark).collect::<Vec<_>>(), [Mark::Helpful]);
    let totals = school.store.ask_totals(Some(SERVER), Timestamp::from_millis(0)).await.unwrap();
    assert_eq!((totals.helpful, totals.not_meant), (1, 0));
}
