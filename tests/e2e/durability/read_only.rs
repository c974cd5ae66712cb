//! Files and folders that may not be written: said before anything is done.

use std::{
    fs::{self, Permissions},
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    path::Path,
};

use docent::store::{OpenOptions, Store, error::OpenError};
use tempfile::TempDir;

use super::{child, child_database, open};

/// Nobody's, on every system that has a nobody.
const NOBODY: u32 = 65534;

#[tokio::test]
async fn a_folder_that_may_not_be_written_is_said() {
    let folder = TempDir::new().unwrap();
    allow(folder.path(), 0o555);
    assert_refused(&folder.path().join("docent.db"));
    allow(folder.path(), 0o755);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_file_that_may_not_be_written_is_said() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("docent.db");
    open(&path).await.close().await;
    let before = fs::read(&path).unwrap();
    allow(folder.path(), 0o777);
    allow(&path, 0o444);
    assert_refused(&path);
    assert_eq!(fs::read(&path).unwrap(), before);
}

/// SQLite needs the folder too, for the log.
#[tokio::test]
async fn a_file_in_a_folder_that_may_not_be_written_is_said() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("docent.db");
    open(&path).await.close().await;
    let before = fs::read(&path).unwrap();
    allow(&path, 0o666);
    allow(folder.path(), 0o555);
    assert_refused(&path);
    allow(folder.path(), 0o755);
    assert_eq!(fs::read(&path).unwrap(), before);
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Opens the database in a child, as somebody whom permissions bind: they do not bind root.
#[track_caller]
fn assert_refused(path: &Path) {
    let mut child = child("durability::read_only::child_is_refused", path);
    if fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
        child.uid(NOBODY).gid(NOBODY);
    }
    match child.output() {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "{text}");
            assert!(text.contains("let the user that runs Docent write this file and its folder"), "{text}");
        }
        Err(error) => println!("skipped: this test program cannot run as nobody: {error}"),
    }
}

#[tokio::test]
async fn child_is_refused() {
    let Some(path) = child_database() else { return };
    match Store::open(&path, &OpenOptions::default()).await {
        Err(error @ OpenError::ReadOnly { .. }) => println!("{error}"),
        other => panic!("{other:?}"),
    }
}
