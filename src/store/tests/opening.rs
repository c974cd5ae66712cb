//! Opening a database, or saying clearly why not and leaving the file alone.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use insta::assert_snapshot;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use super::{NOON, World, ask, discord};
use crate::store::{OpenOptions, Store, asks::Tier, error::OpenError};

const IMPATIENT: OpenOptions = OpenOptions { patience: Duration::from_millis(60), max_pages: None };

/// What a person reads who tries to open `path`. Neither the file nor its folder may change by that.
#[track_caller]
fn refusal(folder: &Path, path: &Path) -> impl Future<Output = String> {
    let (folder, path) = (folder.to_owned(), path.to_owned());
    async move {
        let before = contents(&folder);
        let Err(error) = Store::open(&path, &IMPATIENT).await else { panic!("{} was opened", path.display()) };
        assert_eq!(contents(&folder), before, "a refused database was changed");
        error.to_string().replace(&folder.display().to_string(), "[folder]")
    }
}

/// What lies in a folder, without the log and its index, which SQLite makes and leaves as it needs them.
fn contents(folder: &Path) -> Vec<(PathBuf, Option<blake3::Hash>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let entries = entries.filter(|path| !path.ends_with("docent.db-wal") && !path.ends_with("docent.db-shm"));
    let hash = |path: &Path| fs::read(path).ok().map(|bytes| blake3::hash(&bytes));
    let mut files: Vec<_> = entries.map(|path| (path.clone(), hash(&path))).collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

async fn raw(path: &Path) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path).create_if_missing(true)).await.unwrap()
}

/// A closed database with a few hundred asks in it.
async fn used_database() -> World {
    let world = World::new().await;
    let ada = world.ada().await;
    for n in 0..300 {
        world
            .store
            .record_ask(ask(ada, &format!("question {n} about the event loop"), Tier::Maybe), NOON)
            .await
            .unwrap();
    }
    world.store.close().await;
    world
}

#[tokio::test]
async fn a_database_is_made_on_first_use_and_found_again() {
    let world = World::new().await;
    let ada = world.ada().await;
    world.store.close().await;
    assert_eq!(contents(world.folder.path()).len(), 1, "one file remains");
    assert_eq!(world.second_store().await.learner(&discord("1001"), NOON).await.unwrap(), ada);
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_database_and_its_copies_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let world = World::new().await;
    world.ada().await;
    world.store.back_up(&world.folder.path().join("copy.db")).await.unwrap();
    let files = contents(world.folder.path());
    assert_eq!(files.len(), 2);
    for (path, _) in files {
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
}

#[tokio::test]
async fn two_processes_may_make_the_database_at_the_same_time() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("docent.db");
    let opens: Vec<_> = (0..6)
        .map(|_| {
            let path = path.clone();
            tokio::spawn(async move { Store::open(&path, &OpenOptions::default()).await.unwrap() })
        })
        .collect();
    let mut secrets = Vec::new();
    for open in opens {
        secrets.push(open.await.unwrap().secret().await.unwrap());
    }
    secrets.dedup();
    assert_eq!(secrets.len(), 1);
}

#[tokio::test]
async fn an_empty_file_is_a_new_database() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("docent.db");
    fs::write(&path, "").unwrap();
    Store::open(&path, &IMPATIENT).await.unwrap().close().await;
}

#[tokio::test]
async fn a_folder_that_is_not_there() {
    let folder = TempDir::new().unwrap();
    assert_snapshot!(
        refusal(folder.path(), &folder.path().join("data/docent.db")).await,
        @"cannot open database [folder]/data/docent.db: there is no folder [folder]/data; make the folder, or name another file with --database"
    );
}

#[tokio::test]
async fn a_folder_in_place_of_a_file() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("docent.db")).unwrap();
    assert_snapshot!(
        refusal(folder.path(), &folder.path().join("docent.db")).await,
        @"cannot open database [folder]/docent.db: it is a folder; name a file with --database"
    );
}

#[tokio::test]
async fn a_file_that_is_no_database() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("docent.db");
    fs::write(&path, "# Asyncio\n\nThis is a lesson.\n".repeat(100)).unwrap();
    assert_snapshot!(
        refusal(folder.path(), &path).await,
        @"cannot use [folder]/docent.db: it is no database, or its beginning is overwritten; name another file with --database, or bring back a copy with `docent restore FILE`"
    );
}

#[tokio::test]
async fn a_database_whose_beginning_is_overwritten() {
    let world = used_database().await;
    let mut bytes = fs::read(world.path()).unwrap();
    bytes[..100].fill(0xA5);
    fs::write(world.path(), bytes).unwrap();
    let error = Store::open(&world.path(), &IMPATIENT).await.unwrap_err();
    assert!(matches!(error, OpenError::NotADatabase { .. }), "{error}");
}

#[tokio::test]
async fn a_database_of_another_program() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("docent.db");
    let mut db = raw(&path).await;
    sqlx::query("create table bookmark (url text)").execute(&mut db).await.unwrap();
    db.close().await.unwrap();
    assert_snapshot!(
        refusal(folder.path(), &path).await,
        @"cannot use database [folder]/docent.db: another program made it; name another file with --database"
    );
}

#[tokio::test]
async fn a_database_of_a_newer_version() {
    let world = used_database().await;
    let mut db = raw(&world.path()).await;
    sqlx::query(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (9001, 'from the future', true, x'00', 0)",
    )
    .execute(&mut db)
    .await
    .unwrap();
    db.close().await.unwrap();
    let text = refusal(world.folder.path(), &world.path()).await;
    let known = crate::store::file::MIGRATIONS.iter().count();
    assert_snapshot!(
        text.replace(&format!("up to {known}"), "up to [known]"),
        @"cannot use database [folder]/docent.db: a newer Docent made it (schema 9001, this one knows up to [known]); start that newer version"
    );
}

#[tokio::test]
async fn a_database_that_another_program_keeps_locked() {
    let world = used_database().await;
    let mut other = raw(&world.path()).await;
    sqlx::query("pragma locking_mode = exclusive").execute(&mut other).await.unwrap();
    sqlx::query("delete from meta").execute(&mut other).await.unwrap();
    assert_snapshot!(
        refusal(world.folder.path(), &world.path()).await,
        @"cannot use database [folder]/docent.db: another program has locked it; close that program (a database browser, a copy tool) and start again"
    );
    other.close().await.unwrap();
    world.second_store().await.close().await;
}

#[tokio::test]
async fn a_database_with_overwritten_pages() {
    let world = used_database().await;
    let mut bytes = fs::read(world.path()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 3 * 4096].fill(0xA5);
    fs::write(world.path(), bytes).unwrap();
    let error = Store::open(&world.path(), &IMPATIENT).await.unwrap_err();
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
}

#[tokio::test]
async fn a_database_that_was_cut_short() {
    let world = used_database().await;
    let bytes = fs::read(world.path()).unwrap();
    fs::write(world.path(), &bytes[..bytes.len() / 2]).unwrap();
    let text = refusal(world.folder.path(), &world.path()).await;
    assert!(text.contains("it is damaged") && text.contains("`docent restore FILE`"), "{text}");
}

#[tokio::test]
async fn a_full_disk_on_first_use_leaves_nothing_half_made() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("docent.db");
    let full = OpenOptions { max_pages: Some(5), ..IMPATIENT };
    let error = Store::open(&path, &full).await.unwrap_err();
    assert_snapshot!(
        error.to_string().replace(&folder.path().display().to_string(), "[folder]"),
        @"cannot write database [folder]/docent.db: the disk or the quota is full; make room and start again, nothing is lost"
    );
    let mut db = raw(&path).await;
    let tables: i64 = sqlx::query_scalar("select count(*) from sqlite_schema").fetch_one(&mut db).await.unwrap();
    assert_eq!(tables, 0);
    db.close().await.unwrap();
    Store::open(&path, &IMPATIENT).await.unwrap().close().await;
}
