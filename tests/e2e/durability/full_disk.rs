//! A file system that takes no more: said in so many words, reading goes on, and writing again once there is room.
//!
//! The limit on file size that a shell can set stands for the full disk: the system refuses the write itself.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdout, Command, Stdio},
};

use docent::{
    action::Place,
    store::{
        asks::{NewAsk, Tier},
        error::{Integrity, StoreError},
    },
};
use tempfile::TempDir;

use super::{NOON, as_child, child_database, learner, open};
use crate::program::Running;

#[tokio::test]
async fn a_full_disk_is_said_and_writing_goes_on_when_there_is_room() {
    if !cfg!(target_os = "linux") || Command::new("prlimit").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("skipped: this needs prlimit");
        return;
    }
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("docent.db");
    // Without the trap, the signal that comes with the limit would end the process.
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -S -f 1500; exec \"$0\" \"$@\""]);
    shell.arg(std::env::current_exe().unwrap());
    as_child(&mut shell, "durability::full_disk::child_fills_the_disk", &path);
    let mut child = Running::start(&mut shell);
    let mut output = BufReader::new(child.stdout.take().unwrap());

    let recorded: u64 = said(&mut output, "full after ").parse().unwrap();
    assert!(recorded > 10, "{recorded}");
    make_room(&child);
    child.stdin.take().unwrap().write_all(b"there is room\n").unwrap();
    let more: u64 = said(&mut output, "works again after ").parse().unwrap();
    assert!(child.wait().unwrap().success());

    let store = open(&path).await;
    assert_eq!(store.integrity().await.unwrap(), Integrity::Sound);
    let ada = learner(&store, "ada").await;
    assert_eq!(store.kept_about(ada).await.unwrap().asks, recorded + more);
    store.close().await;
}

fn make_room(child: &Child) {
    let status = Command::new("prlimit").args(["--pid", &child.id().to_string(), "--fsize=unlimited:"]).status();
    assert!(status.unwrap().success());
}

#[track_caller]
fn said(output: &mut BufReader<ChildStdout>, what: &str) -> String {
    let mut line = String::new();
    while output.read_line(&mut line).unwrap() > 0 {
        if let Some((_, rest)) = line.split_once(what) {
            return rest.trim().to_owned();
        }
        line.clear();
    }
    panic!("the child did not say {what:?}");
}

#[tokio::test]
async fn child_fills_the_disk() {
    let Some(path) = child_database() else { return };
    let store = open(&path).await;
    let ada = learner(&store, "ada").await;
    let ask = || NewAsk {
        learner: ada,
        place: Place::Terminal,
        aloud: false,
        words: "why does this not work? ".repeat(100),
        tier: Tier::Maybe,
        score: 0.5,
        shown: vec![],
        follows: None,
    };
    let mut recorded = 0;
    let error = loop {
        match store.record_ask(ask(), NOON).await {
            Ok(_) => recorded += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full), "{error}");
    assert_eq!(store.kept_about(ada).await.unwrap().asks, recorded, "reading goes on");
    assert!(matches!(store.record_ask(ask(), NOON).await, Err(StoreError::Full)));
    println!("full after {recorded}");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    for _ in 0..100 {
        store.record_ask(ask(), NOON).await.unwrap();
    }
    println!("works again after 100");
    store.close().await;
}
