//! A teacher edits, breaks, mends, deletes and renames while learners go on asking.

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use docent::{
    action::{Action, Actor, Identity, Place, Platform, Press, Privacy, Rights, typed},
    app::records,
    clock::Clock,
    course::load,
    library::{
        Library, Shelf,
        sync::{self, Refusal, Reloaded, Sync},
    },
    plain::{self, View},
    store::{OpenOptions, Store},
    tutor::{Policy, Tutor},
    words::Locale,
};
use tempfile::TempDir;
use tokio::{sync::mpsc, task::JoinHandle, time::timeout};
use tokio_util::sync::CancellationToken;

use crate::answers::bundled;

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Learners who ask without a pause.
const LEARNERS: usize = 4;

/// A Docent that follows a copy of the bundled course.
struct School {
    folder: TempDir,
    shelf: Arc<Shelf>,
    tutor: Arc<Tutor>,
    store: Store,
    reloads: mpsc::Receiver<Reloaded>,
    stop: CancellationToken,
    following: JoinHandle<()>,
}

impl School {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        let course = bundled().join("python-backend");
        fs::create_dir(&content).unwrap();
        for file in fs::read_dir(course).unwrap().map(Result::unwrap) {
            fs::copy(file.path(), content.join(file.file_name())).unwrap();
        }
        let loaded = load::load(&content).unwrap();
        let store = Store::open(&folder.path().join("docent.db"), &OpenOptions::default()).await.unwrap();
        let clock = Clock::System;
        let mut library = Library::new(loaded.courses.clone(), clock.now()).unwrap();
        records::carry(&store, &mut library, clock.now()).await.unwrap();
        let shelf = Arc::new(Shelf::new(library));
        let policy = Policy { words_kept_days: 30 };
        let tutor = Arc::new(Tutor::new(shelf.clone(), store.clone(), clock.clone(), policy).await.unwrap());
        let (stop, (listener, reloads)) = (CancellationToken::new(), mpsc::channel(64));
        let sync = Arc::new(Sync::new(&content, shelf.clone(), &loaded, records::before_swap(store.clone())));
        let following = tokio::spawn(sync::follow(sync, clock, stop.clone(), listener));
        Self { folder, shelf, tutor, store, reloads, stop, following }
    }

    fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }

    fn page(&self, name: &str) -> PathBuf {
        self.content().join(name)
    }

    /// Waits for a library of which `condition` holds.
    async fn until(&mut self, what: &str, condition: impl Fn(&Library) -> bool) {
        while !condition(&self.shelf.library()) {
            self.hears(what).await;
        }
        let library = self.shelf.library();
        let lessons = library.courses().iter().flat_map(|course| &course.lessons);
        let parsed: usize = lessons.map(|lesson| lesson.sections.len() + lesson.faq.len()).sum();
        assert_eq!(library.search().passages(), parsed, "what is indexed is what was parsed");
    }

    async fn hears(&mut self, what: &str) -> Reloaded {
        let heard = timeout(PATIENCE, self.reloads.recv()).await.unwrap_or_else(|_| panic!("no word of {what}"));
        heard.expect("it follows until it is stopped")
    }

    async fn types(&self, text: &str) -> String {
        does(&self.tutor, &learner("teacher"), typed::read(text)).await
    }

    async fn presses(&self, press: &Press) -> String {
        does(&self.tutor, &learner("teacher"), Action::Press(press.clone())).await
    }
}

fn learner(name: &str) -> Actor {
    Actor {
        identity: Identity { platform: Platform::Terminal, external_id: name.to_owned() },
        name: name.to_owned(),
        place: Place::Terminal,
        thread_of: None,
        rights: Rights::default(),
        locale: Locale::English,
        privacy: Privacy::Possible,
    }
}

async fn does(tutor: &Tutor, actor: &Actor, action: Action) -> String {
    let reply = tutor.handle(actor, action).await.reply;
    plain::render(&reply, View { width: 10_000, locale: Locale::English, now: Clock::System.now() })
}

/// Asks what no edit concerns until `stop`, and gets the same answer every time; gives how often.
async fn keeps_asking(tutor: Arc<Tutor>, name: String, stop: CancellationToken) -> usize {
    let (actor, mut asked) = (learner(&name), 0);
    while !stop.is_cancelled() {
        let text = does(&tutor, &actor, typed::read("does async make my code run faster?")).await;
        assert!(text.contains("Not a single task"), "{name} got no answer:\n{text}");
        asked += 1;
    }
    asked
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_teacher_edits_breaks_mends_deletes_and_renames_while_learners_ask() {
    let mut school = School::open().await;
    let ask = |n| tokio::spawn(keeps_asking(school.tutor.clone(), format!("learner {n}"), school.stop.clone()));
    let asking: Vec<_> = (0..LEARNERS).map(ask).collect();
    let has_lesson = |title: &'static str| {
        move |library: &Library| library.courses()[0].lessons.iter().any(|lesson| lesson.title.contains(title))
    };
    let lesson = |library: &Library, path: &str| {
        let course = &library.courses()[0];
        course.lessons.iter().find(|lesson| lesson.path == path).unwrap().clone()
    };

    // Edits: a new page is answered from.
    let page = "# Zanzibar\n\nThe zanzibar handshake greets every peer with three clove buds.\n";
    fs::write(school.page("09-zanzibar.md"), page).unwrap();
    school.until("a new page", has_lesson("Zanzibar")).await;
    assert!(school.types("what is the zanzibar handshake?").await.contains("three clove buds"));

    // Breaks: what is gone as a whole or holds nothing is refused, and the course from before goes on.
    let (before, away) = (school.shelf.library().version().to_owned(), school.folder.path().join("away"));
    fs::rename(school.content(), &away).unwrap();
    let Reloaded::Refused(Refusal::Unreadable(_)) = school.hears("a folder that is gone").await else {
        panic!("a folder that is gone was served");
    };
    assert_eq!(school.shelf.library().version(), before);
    assert!(school.types("about").await.contains("cannot be served"));

    // Mends, with one page less and a page that cannot be read: the others are there.
    fs::remove_file(away.join("09-zanzibar.md")).unwrap();
    fs::write(away.join("10-broken.md"), b"# Broken \xff\n").unwrap();
    fs::rename(&away, school.content()).unwrap();
    school.until("a mended folder", |library| !has_lesson("Zanzibar")(library)).await;
    assert!(!school.types("what is the zanzibar handshake?").await.contains("clove"));
    assert!(!school.types("about").await.contains("cannot be served"));

    // Deletes: nothing of the page is found any more.
    let production = lesson(&school.shelf.library(), "08-production.md");
    let old = Press::Lesson { lesson: production.key };
    fs::remove_file(school.page("08-production.md")).unwrap();
    let title = production.title.clone();
    school.until("a deleted page", |library| library.courses()[0].lessons.iter().all(|l| l.title != title)).await;
    assert!(school.presses(&old).await.contains("no longer there"));

    // Renames: what led to the page still does.
    let databases = lesson(&school.shelf.library(), "03-databases.md");
    let section = &databases.sections[1];
    let old = Press::Section { section: section.key, page: 0 };
    let seen = school.presses(&old).await;
    fs::rename(school.page("03-databases.md"), school.page("03-where-data-lives.md")).unwrap();
    school
        .until("a renamed page", |library| library.courses()[0].lessons.iter().any(|l| l.path.contains("lives")))
        .await;
    assert_eq!(school.presses(&old).await, seen);

    // A burst: as after `git pull`.
    for number in 0..500 {
        fs::write(school.page(&format!("20-note-{number}.md")), format!("# Note {number}\n\nNumber {number}.\n"))
            .unwrap();
    }
    let notes = |library: &Library| library.courses()[0].lessons.iter().filter(|l| l.path.starts_with("20-")).count();
    school.until("a burst of files", |library| notes(library) == 500).await;

    school.stop.cancel();
    for asked in asking {
        assert!(timeout(PATIENCE, asked).await.expect("a learner stops").unwrap() > 0);
    }
    school.following.await.unwrap();
    school.store.close().await;
}
