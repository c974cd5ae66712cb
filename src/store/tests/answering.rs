//! Quizzes: every answer once, whatever happens around it.

use tokio::task::JoinSet;

use super::{CHANNEL, NOON, World, after, answer, course, discord, lesson, question, quiz};
use crate::{
    action::Place,
    ids::{AttemptId, LearnerId},
    quiz::{Given, Verdict},
    store::{
        attempts::{
            ItemAt, ItemState, SkipReason, StoredAnswer,
            answers::Grader,
            record::{Finish, NewSkip, Recorded, Skipped},
            results::Score,
        },
        error::StoreError,
    },
};

#[tokio::test]
async fn an_attempt_comes_back_as_it_was_begun() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.quiz(ada, &["q1", "q2"]).await;
    let attempt = world.store.attempt(id).await.unwrap().unwrap();
    let begun = quiz(ada, &["q1", "q2"]);
    assert_eq!((attempt.learner, &attempt.scope, attempt.retry_of), (ada, &begun.scope, None));
    assert_eq!((attempt.started_at, attempt.finished_at), (NOON, None));
    let asked: Vec<_> = attempt.items.iter().map(|item| (item.position, item.question.as_str())).collect();
    assert_eq!(asked, [(0, "q1"), (1, "q2")]);
    assert_eq!(attempt.items[0].revision, begun.items[0].revision);
    assert_eq!(attempt.next_open().unwrap().position, 0);
}

#[tokio::test]
async fn the_last_answer_finishes_the_attempt() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.quiz(ada, &["q1", "q2"]).await;
    let first = world.store.record_answer(answer(id, ada, 1, Verdict::Right), NOON).await.unwrap();
    assert_eq!(first, Recorded::First(Finish::MoreToCome));
    let last = world.store.record_answer(answer(id, ada, 0, Verdict::Wrong), after(5)).await.unwrap();
    assert_eq!(last, Recorded::First(Finish::Finished));
    let attempt = world.store.attempt(id).await.unwrap().unwrap();
    assert_eq!(attempt.finished_at, Some(after(5)));
    assert_eq!(world.store.open_attempt(ada, CHANNEL).await.unwrap(), None);
}

#[tokio::test]
async fn a_second_press_leaves_the_answer_that_counts() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.quiz(ada, &["q1", "q2"]).await;
    world.answer(id, ada, 0, Verdict::Right).await;
    let mut again = answer(id, ada, 0, Verdict::Wrong);
    again.given = Given::Text("something else".to_owned());
    let counted = StoredAnswer { given: Given::Choices(0b10), verdict: Verdict::Right, answered_at: NOON };
    assert_eq!(world.store.record_answer(again, after(1)).await.unwrap(), Recorded::NotOpen);
    let attempt = world.store.attempt(id).await.unwrap().unwrap();
    assert_eq!(attempt.items[0].state, ItemState::Answered(counted));
}

#[tokio::test]
async fn what_cannot_be_read_against_its_item_leaves_it_open() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.quiz(ada, &["q1", "q2"]).await;
    let unread = world.store.answer(id, ada, 1, Box::new(|_| None), NOON).await.unwrap();
    assert_eq!(unread.recorded, Recorded::Unread);
    let asked = unread.item.unwrap();
    assert_eq!((asked.item.question.as_str(), &asked.item.state, asked.items), ("q2", &ItemState::Open, 2));
    assert!(world.store.attempt(id).await.unwrap().unwrap().is_open(1));

    let reads_its_own =
        |asked: &ItemAt| (asked.item.question.as_str() == "q2").then_some((Given::Choices(1), Verdict::Right));
    let read = world.store.answer(id, ada, 1, Box::new(reads_its_own), after(5)).await.unwrap();
    assert_eq!(read.recorded, Recorded::First(Finish::MoreToCome));
    let counted = StoredAnswer { given: Given::Choices(1), verdict: Verdict::Right, answered_at: after(5) };
    assert_eq!(read.item.unwrap().item.state, ItemState::Answered(counted));
}

#[tokio::test]
async fn one_whose_answer_cannot_be_graded_for_a_bug_does_not_sink_the_others() {
    let world = World::new().await;
    let mut answers = JoinSet::new();
    for n in 0..40 {
        let learner = world.store.learner(&discord(&n.to_string()), NOON).await.unwrap();
        let id = world.quiz(learner, &["q1"]).await;
        let store = world.store.clone();
        answers.spawn(async move {
            let grader: Grader = match n {
                17 => Box::new(|_| panic!("a bug in one grader")),
                _ => Box::new(|_| Some((Given::Choices(1), Verdict::Right))),
            };
            (n, store.answer(id, learner, 0, grader, NOON).await)
        });
    }
    for (n, answered) in answers.join_all().await {
        match answered {
            Ok(answered) => assert_eq!(answered.recorded, Recorded::First(Finish::Finished), "learner {n}"),
            Err(error) => assert!(n == 17 && matches!(error, StoreError::Fault(_)), "{n}: {error}"),
        }
    }
}

#[tokio::test]
async fn a_thousand_presses_at_once_are_one_answer() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.quiz(ada, &["q1"]).await;
    let presses: Vec<_> = (0..1000)
        .map(|_| {
            let store = world.store.clone();
            tokio::spawn(async move { store.record_answer(answer(id, ada, 0, Verdict::Right), NOON).await.unwrap() })
        })
        .collect();
    let mut firsts = 0;
    for press in presses {
        match press.await.unwrap() {
            Recorded::First(_) => firsts += 1,
            Recorded::NotOpen => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(firsts, 1);
    let results = world.store.results(ada, &course()).await.unwrap();
    assert_eq!(results[0].scores.unwrap().last, Score { correct: 1, items: 1 });
}

/// The first question of an attempt, whose course is there no more.
fn left_out(attempt: AttemptId, learner: LearnerId, reason: SkipReason) -> NewSkip {
    NewSkip { attempt, learner, position: 0, reason, revision: None }
}

#[tokio::test]
async fn somebody_elses_attempt_cannot_be_answered_stopped_or_skipped() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    let id = world.quiz(ada, &["q1"]).await;
    let press = world.store.record_answer(answer(id, ben, 0, Verdict::Right), NOON).await.unwrap();
    assert_eq!(press, Recorded::NotOpen);
    world.store.finish_attempt(id, ben, NOON).await.unwrap();
    let skip = world.store.skip_item(left_out(id, ben, SkipReason::Changed), NOON).await.unwrap();
    assert_eq!(skip, Skipped::NotOpen);
    let attempt = world.store.attempt(id).await.unwrap().unwrap();
    assert_eq!((attempt.finished_at, &attempt.items[0].state), (None, &ItemState::Open));
}

#[tokio::test]
async fn what_is_not_there_cannot_be_answered() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.quiz(ada, &["q1", "q2"]).await;
    let beyond = world.store.record_answer(answer(id, ada, 2, Verdict::Right), NOON).await.unwrap();
    assert_eq!(beyond, Recorded::NotOpen);
    world.store.finish_attempt(id, ada, NOON).await.unwrap();
    let stopped = world.store.record_answer(answer(id, ada, 0, Verdict::Right), NOON).await.unwrap();
    assert_eq!(stopped, Recorded::NotOpen);
    let skip = world.store.skip_item(left_out(id, ada, SkipReason::Changed), NOON).await.unwrap();
    assert_eq!(skip, Skipped::NotOpen);
    world.store.forget(ada).await.unwrap();
    let forgotten = world.store.record_answer(answer(id, ada, 0, Verdict::Right), NOON).await.unwrap();
    assert_eq!(forgotten, Recorded::NotOpen);
}

#[tokio::test]
async fn a_skipped_item_neither_counts_nor_takes_an_answer() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.quiz(ada, &["q1", "q2"]).await;
    world.answer(id, ada, 1, Verdict::Right).await;
    let skip = world.store.skip_item(left_out(id, ada, SkipReason::Changed), after(3)).await.unwrap();
    assert_eq!(skip, Skipped::Now(Finish::Finished));
    let late = world.store.record_answer(answer(id, ada, 0, Verdict::Wrong), after(4)).await.unwrap();
    assert_eq!(late, Recorded::NotOpen);
    let attempt = world.store.attempt(id).await.unwrap().unwrap();
    assert_eq!(attempt.finished_at, Some(after(3)));
    assert_eq!(attempt.items[0].state, ItemState::Skipped(SkipReason::Changed));
    let results = world.store.results(ada, &course()).await.unwrap();
    assert_eq!(results[0].scores.unwrap().last, Score { correct: 1, items: 1 });
}

#[tokio::test]
async fn an_answered_item_is_not_skipped() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.quiz(ada, &["q1"]).await;
    world.answer(id, ada, 0, Verdict::Right).await;
    let skip = world.store.skip_item(left_out(id, ada, SkipReason::Removed), NOON).await.unwrap();
    assert_eq!(skip, Skipped::NotOpen);
}

#[tokio::test]
async fn the_open_attempt_of_this_place_comes_before_newer_ones() {
    let world = World::new().await;
    let ada = world.ada().await;
    let here = world.quiz(ada, &["q1"]).await;
    let mut elsewhere = quiz(ada, &["q1"]);
    elsewhere.place = Place::Terminal;
    let elsewhere = world.store.start_attempt(elsewhere, NOON).await.unwrap();
    let found = async |place| world.store.open_attempt(ada, place).await.unwrap().map(|attempt| attempt.id);
    assert_eq!(found(CHANNEL).await, Some(here));
    assert_eq!(found(Place::Terminal).await, Some(elsewhere));
    world.store.finish_attempt(elsewhere, ada, NOON).await.unwrap();
    assert_eq!(found(Place::Terminal).await, Some(here), "better another place's than none");
}

#[tokio::test]
async fn results_tell_the_last_and_the_best_score_and_what_is_still_missed() {
    let world = World::new().await;
    let ada = world.ada().await;
    let first = world.quiz(ada, &["q1", "q2", "q3"]).await;
    for (position, verdict) in [(0, Verdict::Right), (1, Verdict::Right), (2, Verdict::Partly)] {
        world.answer(first, ada, position, verdict).await;
    }
    let second = world.quiz(ada, &["q1", "q2", "q3"]).await;
    for (position, verdict) in [(0, Verdict::Wrong), (1, Verdict::Right), (2, Verdict::Wrong)] {
        world.answer(second, ada, position, verdict).await;
    }
    let mut retry = quiz(ada, &["q3"]);
    retry.retry_of = Some(second);
    let retry = world.store.start_attempt(retry, NOON).await.unwrap();
    world.answer(retry, ada, 0, Verdict::Right).await;
    let results = world.store.results(ada, &course()).await.unwrap();
    assert_eq!(results.len(), 1);
    let scores = results[0].scores.unwrap();
    assert_eq!(results[0].lesson, lesson("asyncio"));
    assert_eq!(scores.attempts, 2, "a retry of misses is no attempt at the lesson");
    assert_eq!(scores.last, Score { correct: 1, items: 3 });
    assert_eq!(scores.best, Score { correct: 2, items: 3 });
    assert_eq!(results[0].misses, [question("q1")], "the retry mended q3");
}

#[tokio::test]
async fn an_attempt_stopped_at_once_is_no_result() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.quiz(ada, &["q1"]).await;
    world.store.finish_attempt(id, ada, NOON).await.unwrap();
    assert_eq!(world.store.results(ada, &course()).await.unwrap(), []);
}

#[tokio::test]
async fn an_attempt_without_questions_is_refused() {
    let world = World::new().await;
    let ada = world.ada().await;
    assert!(world.store.start_attempt(quiz(ada, &[]), NOON).await.is_err());
}
