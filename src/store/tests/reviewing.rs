//! Cards: made with the answer, graded by what the learner said and how long it took, kept apart from each other.

use std::time::Duration;

use super::{CHANNEL, NOON, World, after, answer, course, discord, lesson, question, quiz};
use crate::{
    calendar::{Day, Zone},
    clock::Timestamp,
    course::Revision,
    ids::{CourseId, LearnerId, LessonId},
    quiz::Verdict,
    review::{self, Confidence, Rating},
    store::{
        Store,
        attempts::{NewAttempt, NewItem, Scope},
        reviews::KnownCard,
    },
    streak,
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn all_cards(store: &Store, learner: LearnerId) -> Vec<KnownCard> {
    store.cards(learner, Day::from_number(i32::MAX)).await.unwrap()
}

pub(super) fn review_of(learner: LearnerId, cards: &[KnownCard]) -> NewAttempt {
    let items = cards.iter().map(|known| NewItem {
        course: known.course.clone(),
        lesson: known.lesson.clone(),
        question: known.question.clone(),
        revision: Revision::from_i64(-7),
    });
    NewAttempt { learner, place: CHANNEL, scope: Scope::Review, retry_of: None, items: items.collect() }
}

fn today(now: Timestamp) -> Day {
    Zone::UTC.day(now)
}

#[tokio::test]
async fn every_answered_question_becomes_a_card() {
    let world = World::new().await;
    let ada = world.ada().await;
    let attempt = world.quiz(ada, &["q1", "q2", "q3"]).await;
    world.answer(attempt, ada, 0, Verdict::Right).await;
    world.answer(attempt, ada, 1, Verdict::Wrong).await;
    let cards = all_cards(&world.store, ada).await;
    let due: Vec<_> = cards.iter().map(|known| (known.question.as_str(), known.card.due.since(today(NOON)))).collect();
    assert_eq!(due, [("q2", 1), ("q1", 2)]);
    assert!(world.store.cards(ada, today(NOON)).await.unwrap().is_empty());
    assert!(all_cards(&world.store, world.ben().await).await.is_empty());
}

#[tokio::test]
async fn the_card_is_the_one_that_the_answers_make() {
    let world = World::new().await;
    let ada = world.ada().await;
    let mut expected = None;
    for (day, verdict) in [(0, Verdict::Right), (2, Verdict::Right), (9, Verdict::Wrong), (10, Verdict::Partly)] {
        let now = NOON.after(DAY * day);
        let attempt = world.store.start_attempt(quiz(ada, &["q1"]), now).await.unwrap();
        world.store.record_answer(answer(attempt, ada, 0, verdict), now).await.unwrap();
        // A second press is refused, and so changes no card.
        world.store.record_answer(answer(attempt, ada, 0, Verdict::Wrong), now).await.unwrap();
        expected = Some(review::answer(expected, review::grade(verdict, None, None), today(now)));
    }
    let cards = all_cards(&world.store, ada).await;
    assert_eq!(cards.iter().map(|known| known.card).collect::<Vec<_>>(), [expected.unwrap()]);
}

#[tokio::test]
async fn the_tap_and_the_time_count_and_nothing_after_the_answer_does() {
    let world = World::new().await;
    let ada = world.ada().await;
    let attempt = world.quiz(ada, &["sure", "unsure", "slow", "taken-back"]).await;
    let say = async |position, confidence| {
        world.store.set_confidence(attempt, ada, position, confidence).await.unwrap();
        world.store.show_item(attempt, ada, position, NOON).await.unwrap();
        // Looking again does not start the clock again.
        world.store.show_item(attempt, ada, position, after(150)).await.unwrap();
    };
    say(0, Some(Confidence::Sure)).await;
    say(1, Some(Confidence::Unsure)).await;
    say(2, None).await;
    say(3, Some(Confidence::Sure)).await;
    world.store.set_confidence(attempt, ada, 3, None).await.unwrap();
    for (position, seconds) in [(0, 10), (1, 10), (2, 150), (3, 10)] {
        world.store.record_answer(answer(attempt, ada, position, Verdict::Right), after(seconds)).await.unwrap();
    }
    world.store.set_confidence(attempt, ada, 0, Some(Confidence::Unsure)).await.unwrap();
    let ratings: Vec<String> = sqlx::query_scalar("select rating from item order by position")
        .fetch_all(&mut *world.store.reader().await.unwrap())
        .await
        .unwrap();
    assert_eq!(ratings, ["easy", "hard", "hard", "good"]);
    let items = world.store.attempt(attempt).await.unwrap().unwrap().items;
    assert_eq!(items[0].confidence, Some(Confidence::Sure));
}

#[tokio::test]
async fn a_review_holds_cards_of_several_courses() {
    let world = World::new().await;
    let ada = world.ada().await;
    let rust = CourseId::parse("rust").unwrap();
    let other = NewItem {
        course: rust.clone(),
        lesson: LessonId::parse("ownership").unwrap(),
        question: question("q1"),
        revision: Revision::from_i64(3),
    };
    let own =
        NewItem { course: course(), lesson: lesson("asyncio"), question: question("q1"), revision: other.revision };
    let review = NewAttempt { items: vec![own, other], ..review_of(ada, &[]) };
    let id = world.store.start_review(review, NOON, NOON).await.unwrap();
    world.answer(id, ada, 0, Verdict::Right).await;
    world.answer(id, ada, 1, Verdict::Wrong).await;
    let attempt = world.store.attempt(id).await.unwrap().unwrap();
    assert_eq!(attempt.scope, Scope::Review);
    assert_eq!(attempt.items[1].course, rust);
    assert!(attempt.finished_at.is_some());
    // The same id in two courses is two questions.
    assert_eq!(all_cards(&world.store, ada).await.len(), 2);
    assert_eq!(world.store.results(ada, &rust).await.unwrap()[0].misses, [question("q1")]);
    assert_eq!(world.store.reviews_on(ada, today(NOON)).await.unwrap(), 2);
}

#[tokio::test]
async fn two_presses_are_one_review_until_the_day_is_over() {
    let world = World::new().await;
    let ada = world.ada().await;
    let attempt = world.quiz(ada, &["q1", "q2"]).await;
    world.answer(attempt, ada, 0, Verdict::Wrong).await;
    world.answer(attempt, ada, 1, Verdict::Wrong).await;
    let cards = all_cards(&world.store, ada).await;
    let begin = async |since, now| world.store.start_review(review_of(ada, &cards), since, now).await.unwrap();
    let first = begin(NOON, after(1)).await;
    assert_eq!(begin(NOON, after(2)).await, first);
    assert_eq!(world.store.open_review(ada, NOON).await.unwrap(), Some(first));
    assert_eq!(world.store.open_review(ada, after(60)).await.unwrap(), None);
    assert_ne!(begin(after(60), after(61)).await, first);
}

#[tokio::test]
async fn days_are_kept_by_the_learners_calendar() {
    let world = World::new().await;
    let ada = world.ada().await;
    world.store.set_time_zone(ada, Some("Pacific/Auckland"), NOON).await.unwrap();
    let auckland = Zone::named(Some("Pacific/Auckland"));
    let attempt = world.quiz(ada, &["q1", "q2"]).await;
    world.answer(attempt, ada, 0, Verdict::Right).await;
    let tomorrow = NOON.after(DAY);
    world.store.record_answer(answer(attempt, ada, 1, Verdict::Right), tomorrow).await.unwrap();
    // At 14:13 UTC it is the next day there already.
    assert_eq!(auckland.day(NOON).since(today(NOON)), 1);
    let days = world.store.active_days(ada, Day::from_number(0)).await.unwrap();
    assert_eq!(days.iter().map(|day| day.day).collect::<Vec<_>>(), [auckland.day(NOON), auckland.day(tomorrow)]);
    assert_eq!(streak::streak(&days, auckland.moment(tomorrow)).days, 2);
    let cards = all_cards(&world.store, ada).await;
    assert_eq!(cards[0].card.reviewed, auckland.day(NOON));
}

#[tokio::test]
async fn of_two_cards_on_one_question_linking_keeps_the_first() {
    for ada_is_first in [true, false] {
        let world = World::new().await;
        let (ada, ben) = (world.ada().await, world.ben().await);
        for (learner, is_first, verdict) in [(ada, ada_is_first, Verdict::Wrong), (ben, !ada_is_first, Verdict::Right)]
        {
            let now = if is_first { NOON } else { NOON.after(DAY) };
            let attempt = world.store.start_attempt(quiz(learner, &["q1"]), now).await.unwrap();
            world.store.record_answer(answer(attempt, learner, 0, verdict), now).await.unwrap();
        }
        let first = all_cards(&world.store, if ada_is_first { ada } else { ben }).await;
        let code = world.store.issue_link_code(ben, NOON).await.unwrap();
        world.store.redeem_link_code(&code, ada, NOON).await.unwrap();
        assert_eq!(all_cards(&world.store, ada).await, first);
        assert_eq!(world.store.active_days(ada, Day::from_number(0)).await.unwrap().len(), 2);
        assert_eq!(world.store.learner(&discord("1001"), NOON).await.unwrap(), ada);
    }
}

#[tokio::test]
async fn a_rating_is_kept_with_every_answer() {
    let world = World::new().await;
    let ada = world.ada().await;
    let attempt = world.quiz(ada, &["q1"]).await;
    world.answer(attempt, ada, 0, Verdict::Right).await;
    let rating: String = sqlx::query_scalar("select rating from item")
        .fetch_one(&mut *world.store.reader().await.unwrap())
        .await
        .unwrap();
    assert_eq!((rating.as_str(), review::grade(Verdict::Right, None, None)), ("good", Rating::Good));
}
