//! What was said to be recorded is there, whatever happens to the process, the disk and the log.

mod full_disk;
mod kill;
mod read_only;
mod torn_log;

use std::{
    path::Path,
    process::{Command, Stdio},
};

use docent::{
    action::{Identity, Place, Platform},
    clock::Timestamp,
    course::Revision,
    ids::{CourseId, LearnerId, LessonId, QuestionId, SectionId},
    store::{
        OpenOptions, Store,
        attempts::{NewAttempt, NewItem, Scope},
    },
};

const NOON: Timestamp = Timestamp::from_millis(1_790_000_000_000);

/// Names the database for a test that runs as a child process.
const CHILD_DATABASE: &str = "DOCENT_TEST_DATABASE";

/// This test program again, to run only the test `name` on the database at `path`.
fn child(name: &str, path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    as_child(&mut command, name, path);
    command
}

fn as_child(command: &mut Command, name: &str, path: &Path) {
    command
        .args([name, "--exact", "--nocapture", "--test-threads=1"])
        .env(CHILD_DATABASE, path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
}

/// The database for this process, when it is a child; otherwise its test has nothing to do.
fn child_database() -> Option<std::path::PathBuf> {
    std::env::var_os(CHILD_DATABASE).map(Into::into)
}

async fn open(path: &Path) -> Store {
    Store::open(path, &OpenOptions::default()).await.unwrap()
}

async fn learner(store: &Store, name: &str) -> LearnerId {
    let identity = Identity { platform: Platform::Terminal, external_id: name.to_owned() };
    store.learner(&identity, NOON).await.unwrap()
}

fn course() -> CourseId {
    CourseId::parse("python-backend").unwrap()
}

fn lesson() -> LessonId {
    LessonId::parse("asyncio").unwrap()
}

fn section(number: usize) -> SectionId {
    SectionId::parse(&format!("s{number}")).unwrap()
}

fn quiz(learner: LearnerId, questions: usize) -> NewAttempt {
    let items = (0..questions).map(|n| NewItem {
        course: course(),
        lesson: lesson(),
        question: QuestionId::parse(&format!("q{n}")).unwrap(),
        revision: Revision::from_i64(1),
    });
    NewAttempt {
        learner,
        place: Place::Terminal,
        scope: Scope::Lesson { course: course(), lesson: lesson() },
        retry_of: None,
        items: items.collect(),
    }
}
