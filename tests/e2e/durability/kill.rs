//! kill -9 while 512 learners answer, over and over on one database.

use std::{
    collections::HashSet,
    io::{BufRead, BufReader},
    path::Path,
    time::{Duration, Instant},
};

use docent::{
    ids::AttemptId,
    quiz::{Given, Verdict},
    store::{
        attempts::{
            ItemState,
            record::{NewAnswer, Recorded},
        },
        error::Integrity,
    },
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use tempfile::TempDir;
use tokio::task::JoinSet;

use super::{NOON, child, child_database, learner, open, quiz};
use crate::program::Running;

const LEARNERS: usize = 512;
const QUESTIONS: usize = 4;

/// How often the process is killed: a hundred times to measure, a few every day.
fn rounds() -> usize {
    std::env::var("DOCENT_TEST_KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(8)
}

/// Answers that the child has acknowledged when it is killed: from the first commit on.
const ACKNOWLEDGED: std::ops::Range<usize> = 1..2000;

#[tokio::test]
async fn no_acknowledged_answer_is_lost_or_doubled_by_kill_nine() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("docent.db");
    let mut random = StdRng::seed_from_u64(20_261_122);
    let (started, mut acknowledged) = (Instant::now(), HashSet::new());
    for round in 0..rounds() {
        let enough = random.random_range(ACKNOWLEDGED);
        for answer in answers_until_killed(&path, enough) {
            assert!(acknowledged.insert(answer), "round {round}: {answer:?} was recorded twice");
        }
        let store = open(&path).await;
        assert_eq!(store.integrity().await.unwrap(), Integrity::Sound, "round {round}");
        store.close().await;
    }
    let store = open(&path).await;
    let (mut there, mut attempts) = (HashSet::new(), HashSet::new());
    for (id, _) in &acknowledged {
        if !attempts.insert(*id) {
            continue;
        }
        let attempt = store.attempt(*id).await.unwrap().expect("an attempt with an acknowledged answer");
        for item in attempt.items {
            if let ItemState::Answered(answer) = item.state {
                assert_eq!(answer.given, given(*id, item.position));
                there.insert((*id, item.position));
            }
        }
    }
    let lost = acknowledged.difference(&there).count();
    println!(
        "{} rounds, {} answers acknowledged, {lost} lost, 0 doubled, {:.1} s",
        rounds(),
        acknowledged.len(),
        started.elapsed().as_secs_f64()
    );
    assert_eq!(lost, 0);
    store.close().await;
}

/// Runs a child until it has acknowledged `enough` answers, kills it, and returns all that it acknowledged.
fn answers_until_killed(path: &Path, enough: usize) -> Vec<(AttemptId, u16)> {
    let mut child = Running::start(&mut child("durability::kill::child_answers_until_it_is_killed", path));
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let (mut answers, mut line) = (Vec::new(), String::new());
    while output.read_line(&mut line).unwrap() > 0 {
        // What was cut off in the middle was not said.
        if line.ends_with('\n') {
            answers.extend(acknowledgement(&line));
        }
        if answers.len() == enough {
            child.kill().unwrap();
        }
        line.clear();
    }
    child.wait().unwrap();
    assert!(answers.len() >= enough, "the child ended by itself after {} of {enough} answers", answers.len());
    answers
}

/// Reads `recorded ATTEMPT POSITION`, whatever the test harness wrote before it on the line.
fn acknowledgement(line: &str) -> Option<(AttemptId, u16)> {
    let (_, rest) = line.split_once("recorded ")?;
    let (attempt, position) = rest.trim().split_once(' ')?;
    Some((AttemptId::parse(attempt).unwrap(), position.parse().unwrap()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_answers_until_it_is_killed() {
    let Some(path) = child_database() else { return };
    let store = open(&path).await;
    let mut learners = JoinSet::new();
    for n in 0..LEARNERS {
        let store = store.clone();
        learners.spawn(async move {
            let learner = learner(&store, &format!("learner-{n}")).await;
            loop {
                let attempt = store.start_attempt(quiz(learner, QUESTIONS), NOON).await.unwrap();
                for position in (0..).take(QUESTIONS) {
                    let verdict = Verdict::Right;
                    let answer = NewAnswer { attempt, learner, position, given: given(attempt, position), verdict };
                    // Pressed twice at once, as impatient people do.
                    let (one, two) =
                        tokio::join!(store.record_answer(answer.clone(), NOON), store.record_answer(answer, NOON));
                    for pressed in [one.unwrap(), two.unwrap()] {
                        if matches!(pressed, Recorded::First(_)) {
                            println!("recorded {attempt} {position}");
                        }
                    }
                }
            }
        });
    }
    let ended = tokio::time::timeout(Duration::from_secs(60), learners.join_next()).await;
    panic!("nobody killed this process: {ended:?}");
}

/// What is answered follows from where it is answered, so that a mix-up shows.
fn given(attempt: AttemptId, position: u16) -> Given {
    Given::Text(format!("answer {position} of {attempt}"))
}
