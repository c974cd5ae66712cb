//! A database whose log was cut or damaged, as a failing disk leaves it: what remains is a prefix of what was
//! acknowledged, never one with a hole.

use std::{collections::HashSet, fs, path::Path};

use docent::store::{Store, error::Integrity};
use rand::{Rng, SeedableRng, rngs::StdRng};
use tempfile::TempDir;

use super::{NOON, course, learner, lesson, open, section};

const WRITES: usize = 400;
const COPIES: usize = 60;

#[tokio::test]
async fn a_damaged_log_leaves_a_prefix_of_what_was_acknowledged() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("docent.db");
    let store = open(&path).await;
    let ada = learner(&store, "ada").await;
    for number in 0..WRITES {
        store.open_section(ada, &course(), &lesson(), &section(number), 0, NOON).await.unwrap();
    }
    let (database, log) = (fs::read(&path).unwrap(), fs::read(folder.path().join("docent.db-wal")).unwrap());
    let mut random = StdRng::seed_from_u64(4711);
    let mut kept = Vec::new();
    for copy in 0..COPIES {
        let mut log = log.clone();
        let at = random.random_range(0..log.len());
        if copy % 2 == 0 {
            log.truncate(at);
        } else {
            let end = (at + random.random_range(1..5000)).min(log.len());
            log[at..end].iter_mut().for_each(|byte| *byte ^= random.random_range(1..=255));
        }
        let path = folder.path().join(format!("copy-{copy}.db"));
        fs::write(&path, &database).unwrap();
        fs::write(folder.path().join(format!("copy-{copy}.db-wal")), log).unwrap();
        kept.push(prefix(&path).await);
    }
    kept.sort_unstable();
    println!("{COPIES} copies opened sound; writes kept of {WRITES}: {kept:?}");
    assert!(kept.iter().collect::<HashSet<_>>().len() > 10, "the cuts were not where they matter");
    store.close().await;
}

/// Opens a copy and returns how many writes it holds: the first ones and only they.
async fn prefix(path: &Path) -> usize {
    let store: Store = open(path).await;
    assert_eq!(store.integrity().await.unwrap(), Integrity::Sound);
    let ada = learner(&store, "ada").await;
    let reading = store.reading(ada, &course()).await.unwrap();
    store.close().await;
    let count = reading.sections_read();
    for number in 0..count {
        assert!(reading.has_read(&lesson(), &section(number)), "a hole at {number} of {count}");
    }
    if let Some(place) = reading.place {
        assert_eq!(place.section, section(count - 1), "half a unit");
    }
    count
}
