//! Reminders: at the learner's own hour, one a day at most, through restarts, changes of the clocks and closed doors.

use std::time::Duration;

use super::{World, answer, discord, quiz, terminal};
use crate::{
    calendar::{Hour, Zone},
    clock::Timestamp,
    ids::LearnerId,
    quiz::Verdict,
    store::{
        notices::{MAX_REFUSED, Missed, NONCE_WINDOW, Notice, NoticeKind, Sent},
        reminders::Reminders,
    },
};

const DAILY: Reminders = Reminders { daily: true, weekly: false, hour: Hour::EVENING };
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const MINUTE: Duration = Duration::from_secs(60);

fn at(text: &str) -> Timestamp {
    Timestamp::from_millis(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

impl World {
    /// Somebody in Berlin who has missed a question at noon on a Tuesday, and wants to be reminded.
    async fn forgetful(&self, reminders: Reminders) -> LearnerId {
        let ada = self.store.learner(&discord("1001"), at("2026-10-20T10:00:00Z")).await.unwrap();
        let now = at("2026-10-20T10:00:00Z");
        self.store.set_time_zone(ada, Some("Europe/Berlin"), now).await.unwrap();
        self.misses_a_question(ada, now).await;
        self.store.set_reminders(ada, reminders, "de", now).await.unwrap();
        ada
    }

    async fn misses_a_question(&self, learner: LearnerId, now: Timestamp) {
        let attempt = self.store.start_attempt(quiz(learner, &["q1"]), now).await.unwrap();
        self.store.record_answer(answer(attempt, learner, 0, Verdict::Wrong), now).await.unwrap();
    }

    async fn claim(&self, now: Timestamp) -> Option<Notice> {
        self.store.make_notices(now).await.unwrap();
        self.store.claim_notice(now).await.unwrap()
    }
}

#[tokio::test]
async fn nobody_is_reminded_who_did_not_ask_for_it() {
    let world = World::new().await;
    let ada = world.forgetful(Reminders { daily: false, ..DAILY }).await;
    assert_eq!(world.claim(at("2026-10-21T16:00:00Z")).await, None);
    assert_eq!(world.store.reminders(world.ben().await).await.unwrap(), Reminders::default());
    assert!(!world.store.reminders(ada).await.unwrap().daily);
}

#[tokio::test]
async fn a_reminder_goes_out_at_the_learners_hour_also_when_the_clocks_change() {
    let world = World::new().await;
    world.forgetful(DAILY).await;
    // Nothing is due on the day of the answer. On the 25th the clocks go back.
    let (mut now, mut sent) = (at("2026-10-20T10:00:00Z"), Vec::new());
    while now < at("2026-10-28T00:00:00Z") {
        if let Some(notice) = world.claim(now).await {
            sent.push(now.to_string());
            world.store.settle_notice(notice.id, Sent::Delivered, now).await.unwrap();
        }
        now = now.after(15 * MINUTE);
    }
    let expected = ["21 16:00", "22 16:00", "23 16:00", "24 16:00", "25 17:00", "26 17:00", "27 17:00"];
    assert_eq!(sent, expected.map(|day| format!("2026-10-{day} UTC")));
}

#[tokio::test]
async fn who_has_reviewed_today_or_has_nothing_due_is_left_alone() {
    let world = World::new().await;
    let ada = world.forgetful(DAILY).await;
    assert_eq!(world.claim(at("2026-10-20T16:00:00Z")).await, None, "nothing is due yet");
    let cards = world.store.cards(ada, Zone::UTC.day(at("2026-10-21T10:00:00Z"))).await.unwrap();
    let review = super::reviewing::review_of(ada, &cards);
    let noon = at("2026-10-21T10:00:00Z");
    let attempt = world.store.start_review(review, noon, noon).await.unwrap();
    world.store.record_answer(answer(attempt, ada, 0, Verdict::Wrong), noon).await.unwrap();
    assert_eq!(world.claim(at("2026-10-21T16:00:00Z")).await, None, "reviewed today");
    assert!(world.claim(at("2026-10-22T16:00:00Z")).await.is_some());
}

#[tokio::test]
async fn one_a_day_is_the_most_whatever_is_changed_in_between() {
    let world = World::new().await;
    let ada = world.forgetful(DAILY).await;
    let six = at("2026-10-21T16:00:00Z");
    let notice = world.claim(six).await.unwrap();
    world.store.settle_notice(notice.id, Sent::Delivered, six).await.unwrap();
    let later = Reminders { hour: Hour::new(20).unwrap(), ..DAILY };
    world.store.set_reminders(ada, later, "de", six).await.unwrap();
    assert_eq!(world.claim(at("2026-10-21T18:00:00Z")).await, None);
    assert!(world.claim(at("2026-10-22T18:00:00Z")).await.is_some());
}

#[tokio::test]
async fn a_new_time_zone_takes_the_hour_along() {
    let world = World::new().await;
    let ada = world.forgetful(DAILY).await;
    world.store.set_time_zone(ada, Some("America/New_York"), at("2026-10-21T10:00:00Z")).await.unwrap();
    assert_eq!(world.claim(at("2026-10-21T16:00:00Z")).await, None);
    assert!(world.claim(at("2026-10-21T22:00:00Z")).await.is_some());
}

#[tokio::test]
async fn the_week_is_told_on_mondays_in_place_of_the_daily_reminder() {
    let world = World::new().await;
    world.forgetful(Reminders { weekly: true, ..DAILY }).await;
    let mut kinds = Vec::new();
    for day in 0..8 {
        let now = at("2026-10-20T17:00:00Z").after(DAY * day);
        if let Some(notice) = world.claim(now).await {
            kinds.push(notice.kind);
            world.store.settle_notice(notice.id, Sent::Delivered, now).await.unwrap();
        }
    }
    let daily = NoticeKind::Review;
    assert_eq!(kinds, [daily, daily, daily, daily, daily, NoticeKind::Week, daily]);
}

#[tokio::test]
async fn a_sending_that_was_cut_off_is_repeated_under_its_number_or_shown_later() {
    let world = World::new().await;
    let ada = world.forgetful(DAILY).await;
    let six = at("2026-10-21T16:00:00Z");
    let notice = world.claim(six).await.unwrap();
    world.store.close().await;

    let store = world.second_store().await;
    let again = store.claim_notice(six.after(MINUTE)).await.unwrap();
    assert_eq!(again.as_ref(), Some(&notice), "the same number, so that a double is refused");
    store.close().await;

    let store = world.second_store().await;
    assert_eq!(store.claim_notice(six.after(NONCE_WINDOW)).await.unwrap(), None, "a double would go through");
    let missed = Missed { kind: NoticeKind::Review, gave_up: false };
    assert_eq!(store.take_missed(ada).await.unwrap(), Some(missed));
    assert_eq!(store.take_missed(ada).await.unwrap(), None, "once is enough");
}

#[tokio::test]
async fn what_does_not_go_through_is_tried_again_with_longer_pauses_and_then_shown() {
    let world = World::new().await;
    let ada = world.forgetful(DAILY).await;
    let (mut now, mut tried) = (at("2026-10-21T16:00:00Z"), Vec::new());
    let first = now;
    world.store.make_notices(now).await.unwrap();
    while now < first.after(DAY / 2) {
        if let Some(notice) = world.store.claim_notice(now).await.unwrap() {
            tried.push(now.since(first).as_secs() / 60);
            world.store.settle_notice(notice.id, Sent::NotYet, now).await.unwrap();
        }
        now = now.after(MINUTE);
    }
    assert_eq!(tried, [0, 1, 6, 21, 51, 111]);
    assert!(world.store.take_missed(ada).await.unwrap().is_some());
}

#[tokio::test]
async fn an_unclear_sending_is_repeated_only_while_a_double_would_be_refused() {
    let world = World::new().await;
    world.forgetful(DAILY).await;
    let (six, mut tried) = (at("2026-10-21T16:00:00Z"), Vec::new());
    world.store.make_notices(six).await.unwrap();
    for seconds in (0..600).step_by(30) {
        let now = six.after(Duration::from_secs(seconds));
        if let Some(notice) = world.store.claim_notice(now).await.unwrap() {
            tried.push(seconds);
            world.store.settle_notice(notice.id, Sent::Unclear, now).await.unwrap();
        }
    }
    assert_eq!(tried, [0, 30, 60, 90]);
}

#[tokio::test]
async fn closed_doors_are_respected_after_the_third() {
    let world = World::new().await;
    let ada = world.forgetful(DAILY).await;
    for day in 0..u32::from(u8::MAX) {
        let now = at("2026-10-21T17:00:00Z").after(DAY * day);
        match world.claim(now).await {
            Some(notice) => world.store.settle_notice(notice.id, Sent::Closed, now).await.unwrap(),
            None => {
                assert_eq!(day, MAX_REFUSED);
                break;
            }
        }
    }
    assert!(!world.store.reminders(ada).await.unwrap().daily);
    let told = Missed { kind: NoticeKind::Review, gave_up: true };
    assert_eq!(world.store.take_missed(ada).await.unwrap(), Some(told));
}

#[tokio::test]
async fn an_hour_that_passed_while_nothing_ran_waits_for_the_next_day() {
    let world = World::new().await;
    let ada = world.forgetful(DAILY).await;
    assert_eq!(world.claim(at("2026-10-21T20:00:00Z")).await, None, "ten at night is no time to be reminded");
    assert!(world.claim(at("2026-10-22T16:00:00Z")).await.is_some());
    assert_eq!(world.store.take_missed(ada).await.unwrap(), None);
}

#[tokio::test]
async fn who_is_not_on_discord_is_reminded_when_they_come_by() {
    let world = World::new().await;
    let ben = world.store.learner(&terminal("ben"), at("2026-10-20T10:00:00Z")).await.unwrap();
    world.misses_a_question(ben, at("2026-10-20T10:00:00Z")).await;
    world.store.set_reminders(ben, DAILY, "en", at("2026-10-20T10:00:00Z")).await.unwrap();
    assert_eq!(world.claim(at("2026-10-21T18:00:00Z")).await, None);
    assert!(world.store.take_missed(ben).await.unwrap().is_some());
}

#[tokio::test]
async fn who_is_forgotten_while_a_message_is_under_way_gets_no_other() {
    let world = World::new().await;
    let ada = world.forgetful(DAILY).await;
    let six = at("2026-10-21T16:00:00Z");
    let notice = world.claim(six).await.unwrap();
    world.store.forget(ada).await.unwrap();
    for how in [Sent::NotYet, Sent::Closed, Sent::Delivered] {
        world.store.settle_notice(notice.id, how, six).await.unwrap();
    }
    assert_eq!(world.claim(at("2026-10-22T16:00:00Z")).await, None);
}
