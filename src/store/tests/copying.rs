//! Copies of a database in use, the way back, and the check of what is there.

use std::fs;

use tempfile::TempDir;
use tokio::task::JoinSet;

use super::{NOON, World, ask, forgetting::live_a_little};
use crate::store::{
    OpenOptions, Store,
    asks::Tier,
    error::{CopyError, Integrity},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_taken_while_learners_answer_is_whole_and_opens() {
    let world = World::new().await;
    let ada = world.ada().await;
    live_a_little(&world.store, ada, "what is await?").await;
    let mut writes = JoinSet::new();
    for _ in 0..200 {
        let store = world.store.clone();
        writes.spawn(async move { store.record_ask(ask(ada, "and now?", Tier::Maybe), NOON).await.unwrap() });
    }
    let copy = world.folder.path().join("copy.db");
    world.store.back_up(&copy).await.unwrap();
    writes.join_all().await;
    let restored = Store::open(&copy, &OpenOptions::default()).await.unwrap();
    assert_eq!(restored.integrity().await.unwrap(), Integrity::Sound);
    assert_eq!(restored.secret().await.unwrap(), world.store.secret().await.unwrap());
    let kept = restored.kept_about(ada).await.unwrap();
    assert!((1..=201).contains(&kept.asks) && kept.asks == kept.words, "{kept:?}");
    restored.close().await;
}

#[tokio::test]
async fn a_copy_never_replaces_a_file() {
    let world = World::new().await;
    let copy = world.folder.path().join("copy.db");
    fs::write(&copy, "precious").unwrap();
    assert!(matches!(world.store.back_up(&copy).await, Err(CopyError::Exists { .. })));
    assert_eq!(fs::read_to_string(&copy).unwrap(), "precious");
    let nowhere = world.folder.path().join("backups/copy.db");
    assert!(matches!(world.store.back_up(&nowhere).await, Err(CopyError::NoFolder { .. })));
}

#[tokio::test]
async fn a_copy_comes_back_and_what_it_replaces_is_kept() {
    let world = World::new().await;
    let ada = world.ada().await;
    live_a_little(&world.store, ada, "what is await?").await;
    let copy = world.folder.path().join("copy.db");
    world.store.back_up(&copy).await.unwrap();
    world.store.forget(ada).await.unwrap();
    world.store.close().await;

    let replaced = Store::restore(&copy, &world.path(), NOON).await.unwrap().unwrap();

    let store = world.second_store().await;
    assert_eq!(store.kept_about(ada).await.unwrap().asks, 1);
    let before = Store::open(&replaced, &OpenOptions::default()).await.unwrap();
    assert_eq!(before.kept_about(ada).await.unwrap().asks, 0);
    assert_eq!(
        names(&world.folder),
        [
            "copy.db",
            "docent.db",
            "docent.db-shm",
            "docent.db-wal",
            "docent.db.replaced-1790000000000",
            "docent.db.replaced-1790000000000-shm",
            "docent.db.replaced-1790000000000-wal"
        ]
    );
    before.close().await;
    store.close().await;
}

#[tokio::test]
async fn a_copy_comes_back_where_there_is_nothing_or_only_ruins() {
    let world = World::new().await;
    let ada = world.ada().await;
    let copy = world.folder.path().join("copy.db");
    world.store.back_up(&copy).await.unwrap();
    let fresh = world.folder.path().join("fresh.db");
    assert_eq!(Store::restore(&copy, &fresh, NOON).await.unwrap(), None);
    let ruin = world.folder.path().join("ruin.db");
    fs::write(&ruin, "not a database at all".repeat(1000)).unwrap();
    fs::write(world.folder.path().join("ruin.db-wal"), "the log of something else").unwrap();
    Store::restore(&copy, &ruin, NOON).await.unwrap();
    for path in [fresh, ruin] {
        let store = Store::open(&path, &OpenOptions::default()).await.unwrap();
        assert_eq!(store.kept_about(ada).await.unwrap().identities, 1);
        store.close().await;
    }
}

#[tokio::test]
async fn a_database_in_use_is_not_replaced() {
    let world = World::new().await;
    let ada = world.ada().await;
    let copy = world.folder.path().join("copy.db");
    world.store.back_up(&copy).await.unwrap();
    let refused = Store::restore(&copy, &world.path(), NOON).await;
    assert!(matches!(refused, Err(CopyError::InUse { .. })), "{refused:?}");
    world.store.record_ask(ask(ada, "still here?", Tier::Maybe), NOON).await.unwrap();
    assert_eq!(names(&world.folder), ["copy.db", "docent.db", "docent.db-shm", "docent.db-wal"]);
}

#[tokio::test]
async fn a_bad_copy_is_refused_and_the_database_stays() {
    let world = World::new().await;
    let ada = world.ada().await;
    for n in 0..300 {
        world.store.record_ask(ask(ada, &format!("question {n}"), Tier::Maybe), NOON).await.unwrap();
    }
    let copy = world.folder.path().join("copy.db");
    world.store.back_up(&copy).await.unwrap();
    world.store.close().await;
    let before = fs::read(world.path()).unwrap();
    let mut bytes = fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 3 * 4096].fill(0xA5);
    let bad = world.folder.path().join("bad.db");
    for content in [&bytes[..], b"# A lesson", b""] {
        fs::write(&bad, content).unwrap();
        let refused = Store::restore(&bad, &world.path(), NOON).await;
        assert!(matches!(refused, Err(CopyError::BadCopy { .. })), "{refused:?}");
    }
    let missing = Store::restore(&world.folder.path().join("none.db"), &world.path(), NOON).await;
    assert!(matches!(missing, Err(CopyError::NoCopy { .. })));
    assert_eq!(fs::read(world.path()).unwrap(), before);
    assert!(!names(&world.folder).iter().any(|name| name.starts_with(".docent-copy-")));
}

#[tokio::test]
async fn the_check_finds_damage_inside_the_file() {
    let world = World::new().await;
    let ada = world.ada().await;
    for n in 0..300 {
        world.store.record_ask(ask(ada, &format!("question {n}"), Tier::Maybe), NOON).await.unwrap();
    }
    assert_eq!(world.store.integrity().await.unwrap(), Integrity::Sound);
    world.store.close().await;
    let store = world.second_store().await;
    let mut bytes = fs::read(world.path()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 3 * 4096].fill(0xA5);
    fs::write(world.path(), bytes).unwrap();
    assert!(matches!(store.integrity().await.unwrap(), Integrity::Damaged(problems) if !problems.is_empty()));
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}
