//! The writer: one commit for many, each unit whole or not at all, whatever happens to callers, disk and neighbours.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    task::Poll,
    time::Duration,
};

use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::task::JoinSet;

use super::{CHANNEL, NOON, World, answer, ask, course, discord, lesson, quiz, section};
use crate::{
    ids::LearnerId,
    quiz::Verdict,
    store::{
        OpenOptions, Store,
        asks::Tier,
        attempts::record::{Finish, Recorded},
        error::StoreError,
    },
};

async fn other_process(world: &World) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(world.path()).busy_timeout(Duration::from_secs(5));
    SqliteConnection::connect_with(&options).await.unwrap()
}

/// Takes a write as far as the writer's queue.
async fn queue<T>(mut write: Pin<&mut impl Future<Output = T>>) {
    let first = poll_fn(|cx| Poll::Ready(write.as_mut().poll(cx))).await;
    assert!(first.is_pending());
}

/// A learner who was never there.
fn nobody() -> LearnerId {
    LearnerId::from_row(4711)
}

#[tokio::test]
async fn a_unit_that_breaks_a_rule_does_not_sink_the_others_in_its_commit() {
    let world = World::new().await;
    let ada = world.ada().await;
    let mut writes = JoinSet::new();
    for n in 0..200 {
        let store = world.store.clone();
        let learner = if n % 3 == 0 { nobody() } else { ada };
        let place = section(&format!("s{n}"));
        writes.spawn(async move {
            let result = store.open_section(learner, &course(), &lesson("http"), &place, 0, NOON).await;
            assert_eq!(result.is_ok(), learner != nobody());
            if let Err(error) = result {
                assert!(matches!(error, StoreError::OwnerGone), "{error}");
            }
        });
    }
    writes.join_all().await;
    assert_eq!(world.store.reading(ada, &course()).await.unwrap().sections_read(), 133);
}

#[tokio::test]
async fn a_unit_that_fails_half_way_leaves_nothing_of_itself() {
    let world = World::new().await;
    let ada = world.ada().await;
    let failed = world
        .store
        .write(move |db| {
            Box::pin(async move {
                sqlx::query("insert into meta (key, value) values ('half', 'done')").execute(&mut *db).await?;
                sqlx::query("insert into share (learner_id, created_at) values (4711, 0)").execute(db).await?;
                Ok(())
            })
        })
        .await;
    assert!(matches!(failed, Err(StoreError::OwnerGone)));
    assert_eq!(world.store.meta("half").await.unwrap(), None);
    world.store.create_share(ada, CHANNEL, NOON).await.unwrap();
}

#[tokio::test]
async fn a_bug_in_one_unit_does_not_stop_the_writer() {
    let world = World::new().await;
    let failed: Result<(), _> = world
        .store
        .write(move |db| {
            Box::pin(async move {
                sqlx::query("insert into meta (key, value) values ('half', 'done')").execute(&mut *db).await?;
                panic!("as a bug would")
            })
        })
        .await;
    assert!(matches!(failed, Err(StoreError::Fault(_))));
    assert_eq!(world.store.meta("half").await.unwrap(), None);
    world.store.set_meta("works", "still").await.unwrap();
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_leave_half_an_answer() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.quiz(ada, &["q1"]).await;
    // Another process holds the lock, so that the answer is surely still waiting when its caller goes.
    let mut other = other_process(&world).await;
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    {
        let mut press = pin!(world.store.record_answer(answer(id, ada, 0, Verdict::Right), NOON));
        queue(press.as_mut()).await;
    }
    lock.rollback().await.unwrap();
    world.store.close().await;
    let reopened = world.second_store().await;
    let attempt = reopened.attempt(id).await.unwrap().unwrap();
    assert_eq!(attempt.finished_at, Some(NOON), "the whole unit was carried out");
    assert_eq!(reopened.kept_about(ada).await.unwrap().cards, 1);
}

#[tokio::test]
async fn closing_carries_out_what_waits_and_refuses_what_comes_after() {
    let world = World::new().await;
    let ada = world.ada().await;
    let mut other = other_process(&world).await;
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let mut writes = JoinSet::new();
    let (queued, mut all_queued) = tokio::sync::mpsc::channel(100);
    for n in 0..100 {
        let (store, queued) = (world.store.clone(), queued.clone());
        writes.spawn(async move {
            let (course, lesson, place) = (course(), lesson("http"), section(&format!("s{n}")));
            let mut write = pin!(store.open_section(ada, &course, &lesson, &place, 0, NOON));
            queue(write.as_mut()).await;
            queued.send(()).await.unwrap();
            write.await.map(|_| ())
        });
    }
    for _ in 0..100 {
        all_queued.recv().await.unwrap();
    }
    let closing = tokio::spawn({
        let store = world.store.clone();
        async move { store.close().await }
    });
    lock.rollback().await.unwrap();
    closing.await.unwrap();
    assert!(writes.join_all().await.iter().all(Result::is_ok));
    assert!(matches!(world.store.set_meta("a", "b").await, Err(StoreError::Closed)));
    assert!(matches!(world.store.meta("a").await, Err(StoreError::Closed)));
    world.store.close().await;
    let reopened = world.second_store().await;
    assert_eq!(reopened.reading(ada, &course()).await.unwrap().sections_read(), 100);
}

#[tokio::test]
async fn a_lock_that_outlasts_one_commit_holds_up_the_stop_once() {
    let patience = Duration::from_millis(500);
    let world = World::with(OpenOptions { patience, ..OpenOptions::default() }).await;
    let mut other = other_process(&world).await;
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    // More than fit into three commits.
    let writes: JoinSet<_> = (0..1600)
        .map(|n| {
            let store = world.store.clone();
            async move { store.set_meta(&n.to_string(), "").await }
        })
        .collect();
    tokio::task::yield_now().await;
    let started = std::time::Instant::now();
    world.store.close().await;
    assert!(started.elapsed() < patience * 3, "{:?}", started.elapsed());
    assert!(writes.join_all().await.iter().all(|write| matches!(write, Err(StoreError::Busy | StoreError::Closed))));
    lock.rollback().await.unwrap();
}

#[tokio::test]
async fn the_connections_are_set_up_for_durability() {
    let world = World::new().await;
    let settings = world
        .store
        .write(|db| {
            Box::pin(async move {
                let mut settings = Vec::new();
                for pragma in ["pragma synchronous", "pragma foreign_keys", "pragma secure_delete"] {
                    settings.push(sqlx::query_scalar::<_, i64>(pragma).fetch_one(&mut *db).await?);
                }
                Ok(settings)
            })
        })
        .await
        .unwrap();
    assert_eq!(settings, [2, 1, 1], "2 is FULL");
    let mode: String =
        sqlx::query_scalar("pragma journal_mode").fetch_one(&mut *world.store.reader().await.unwrap()).await.unwrap();
    assert_eq!(mode, "wal");
    let write = sqlx::query("delete from learner").execute(&mut *world.store.reader().await.unwrap()).await;
    assert!(matches!(write.map_err(StoreError::from), Err(StoreError::ReadOnly)), "readers cannot write");
}

#[tokio::test]
async fn a_file_moved_away_is_not_made_anew() {
    let world = World::with(FEW_PAGES).await;
    let ada = world.ada().await;
    fill(&world.store, ada).await;
    let moved = world.folder.path().join("moved.db");
    std::fs::rename(world.path(), &moved).unwrap();
    // The full disk made the writer take a fresh connection for this one.
    let lost = world.store.record_ask(ask(ada, &"x".repeat(1_000_000), Tier::Maybe), NOON).await;
    assert!(lost.is_err());
    assert!(!world.path().exists());
}

#[tokio::test]
async fn writes_wait_while_another_process_holds_the_lock_and_reads_go_on() {
    let world = World::new().await;
    let ada = world.ada().await;
    let mut other = other_process(&world).await;
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let id = tokio::spawn({
        let store = world.store.clone();
        async move { store.start_attempt(quiz(ada, &["q1"]), NOON).await }
    });
    assert_eq!(world.ada().await, ada);
    assert!(!id.is_finished());
    lock.rollback().await.unwrap();
    assert!(id.await.unwrap().is_ok());
}

#[tokio::test]
async fn a_lock_held_too_long_is_said_and_recording_works_again_afterwards() {
    let patience = Duration::from_millis(60);
    let world = World::with(OpenOptions { patience, ..OpenOptions::default() }).await;
    let mut other = other_process(&world).await;
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    assert!(matches!(world.store.set_meta("a", "b").await, Err(StoreError::Busy)));
    lock.rollback().await.unwrap();
    world.store.set_meta("a", "b").await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_write_one_database_at_the_same_time() {
    let world = World::new().await;
    let second = world.second_store().await;
    let ada = world.ada().await;
    let mut attempts = Vec::new();
    for _ in 0..40 {
        attempts.push(world.quiz(ada, &["q1"]).await);
    }
    let mut writes = JoinSet::new();
    for attempt in attempts {
        for store in [&world.store, &second] {
            let store = store.clone();
            writes.spawn(async move { store.record_answer(answer(attempt, ada, 0, Verdict::Right), NOON).await });
        }
    }
    let results = writes.join_all().await;
    let firsts = results.iter().filter(|result| matches!(result, Ok(Recorded::First(Finish::Finished)))).count();
    let again = results.iter().filter(|result| matches!(result, Ok(Recorded::NotOpen))).count();
    assert_eq!((firsts, again), (40, 40));
    second.close().await;
}

/// Room for the schema and some hundred rows.
const FEW_PAGES: OpenOptions = OpenOptions { patience: Duration::from_secs(5), max_pages: Some(90) };

async fn fill(store: &Store, learner: LearnerId) -> u64 {
    let words = "a question with a good many words in it, as learners write them ".repeat(20);
    let mut recorded = 0;
    loop {
        match store.record_ask(ask(learner, &words, Tier::Maybe), NOON).await {
            Ok(_) => recorded += 1,
            Err(StoreError::Full) => return recorded,
            Err(other) => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn on_a_full_disk_reading_goes_on_and_writing_works_again_when_there_is_room() {
    let world = World::with(FEW_PAGES).await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    let recorded = fill(&world.store, ada).await;
    assert!(recorded > 10, "{recorded}");
    assert_eq!(world.store.kept_about(ada).await.unwrap().asks, recorded, "what was said to be recorded is there");
    assert_eq!(fill(&world.store, ben).await, 0, "still full");
    world.store.forget(ada).await.unwrap();
    assert!(fill(&world.store, ben).await > 0, "the same store writes again");
    world.store.close().await;
    assert_eq!(world.second_store().await.learner(&discord("1001"), NOON).await.unwrap().to_string(), "3");
}

#[tokio::test]
async fn a_unit_too_large_for_the_disk_leaves_nothing_of_itself() {
    let world = World::with(FEW_PAGES).await;
    let ada = world.ada().await;
    let words = "x".repeat(1_000_000);
    let result = world.store.record_ask(ask(ada, &words, Tier::Maybe), NOON).await;
    assert!(matches!(result, Err(StoreError::Full)));
    assert_eq!(world.store.kept_about(ada).await.unwrap().asks, 0);
    world.store.record_ask(ask(ada, "short", Tier::Maybe), NOON).await.unwrap();
}

#[tokio::test]
async fn of_many_who_ask_at_once_one_without_a_record_does_not_sink_the_others() {
    let world = World::new().await;
    let mut asks = JoinSet::new();
    for n in 0..60 {
        let store = world.store.clone();
        asks.spawn(async move {
            let own = store.learner(&discord(&n.to_string()), NOON).await.unwrap();
            let learner = if n % 20 == 7 { nobody() } else { own };
            let words = format!("what is {n}\0?");
            let asked = store.record_ask(ask(learner, &words, Tier::Answer), NOON).await;
            match asked {
                Ok(id) => {
                    let kept = store.ask(id).await.unwrap().unwrap();
                    assert_eq!((kept.learner, kept.words, kept.shown.len()), (own, Some(words), 1));
                }
                Err(error) => assert!(learner == nobody() && matches!(error, StoreError::OwnerGone), "{error}"),
            }
        });
    }
    asks.join_all().await;
    assert_eq!(world.store.ask_totals(CHANNEL.server(), NOON).await.unwrap().answered, 57);
}

#[tokio::test]
async fn what_one_learner_does_many_times_at_once_is_kept_each_time() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.quiz(ada, &["q0", "q1", "q2", "q3"]).await;
    let mut writes = JoinSet::new();
    for position in 0..4 {
        let store = world.store.clone();
        writes.spawn(async move {
            let words = format!("question {position}");
            let asked = store.record_ask(ask(ada, &words, Tier::Maybe), NOON).await.unwrap();
            assert_eq!(store.ask(asked).await.unwrap().unwrap().words, Some(words));
            store.record_answer(answer(id, ada, position, Verdict::Right), NOON).await.unwrap()
        });
    }
    let recorded = writes.join_all().await;
    assert_eq!(recorded.iter().filter(|one| **one == Recorded::First(Finish::Finished)).count(), 1);
    assert_eq!(recorded.iter().filter(|one| **one == Recorded::First(Finish::MoreToCome)).count(), 3);
    assert_eq!(world.store.attempt(id).await.unwrap().unwrap().right_answers(), 4);
}

#[tokio::test]
async fn many_who_come_at_once_are_each_told_of_themselves() {
    let world = World::new().await;
    let mut arrivals = JoinSet::new();
    for n in 0..100 {
        let store = world.store.clone();
        arrivals.spawn(async move {
            let identity = discord(&format!("{}", n / 2));
            let first = store.arrive(&identity, CHANNEL, false, NOON, NOON).await.unwrap();
            let words = format!("asked by {n}");
            store.record_ask(ask(first.learner, &words, Tier::Answer), NOON).await.unwrap();
            let again = store.arrive(&identity, CHANNEL, false, NOON, NOON).await.unwrap();
            assert_eq!(again.learner, first.learner);
            let previous = again.previous.unwrap().words.unwrap();
            assert!([n, n ^ 1].iter().any(|asker| previous == format!("asked by {asker}")), "{previous}");
        });
    }
    arrivals.join_all().await;
}
