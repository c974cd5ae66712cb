//! What fuzz targets share: a course of the project, and a tutor that teaches one.

use std::{path::Path, sync::Arc};

use docent::{
    clock::Clock,
    course::load::{self, Loaded},
    library::{Library, Shelf},
    store::{OpenOptions, Store},
    tutor::{Policy, Tutor},
};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// Loads a course of the project, by its path from the project's folder.
pub fn load(path: &str) -> Loaded {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    load::load(&project.join(path)).expect("the project's courses can be read")
}

/// A tutor of the tea course, with a database that goes with it.
pub struct School {
    pub runtime: Runtime,
    pub tutor: Tutor,
    _folder: TempDir,
}

impl School {
    pub fn open() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let tutor = runtime.block_on(tutor(&folder.path().join("docent.db")));
        Self { runtime, tutor, _folder: folder }
    }
}

async fn tutor(database: &Path) -> Tutor {
    let store = Store::open(database, &OpenOptions::default()).await.expect("the database can be made");
    let courses = load("tests/fixtures/courses/tea").courses;
    let library = Library::new(courses, Clock::System.now()).expect("the course can be indexed");
    let policy = Policy { words_kept_days: 30 };
    Tutor::new(Arc::new(Shelf::new(library)), store, Clock::System, policy).await.expect("the database can be read")
}
