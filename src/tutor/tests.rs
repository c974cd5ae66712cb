//! What learners meet: an action in, a reply out, read as text.

mod asking;
mod desk;
mod flooding;
mod leaking;
mod measuring;
mod moving;
mod people;
mod playing;
mod quizzes;
mod reading;
mod reviewing;

use std::{path::Path, sync::Arc, time::Duration};

use tempfile::TempDir;

use super::{Policy, Tutor};
use crate::{
    action::{Action, Actor, Identity, Place, Platform, Press, Privacy, Rights, typed},
    app::records,
    clock::{Clock, Timestamp},
    course,
    ids::{ChannelId, ServerId},
    library::{Library, Shelf},
    panics,
    plain::{self, View},
    reply::Reply,
    store::{OpenOptions, Store},
    words::Locale,
};

const SERVER: ServerId = ServerId::new(7);
const CHANNEL: ChannelId = ChannelId::new(70);

/// A Docent with the tea course, a database in a folder of its own, and a clock that stands still.
struct School {
    tutor: Arc<Tutor>,
    store: Store,
    shelf: Arc<Shelf>,
    clock: Clock,
    folder: TempDir,
}

impl School {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(Timestamp::from_millis(1_795_000_000_000));
        Self::open_in(folder, clock).await
    }

    async fn open_in(folder: TempDir, clock: Clock) -> Self {
        let store = Store::open(&folder.path().join("docent.db"), &OpenOptions::default()).await.unwrap();
        let mut library = tea(&clock);
        records::carry(&store, &mut library, clock.now()).await.unwrap();
        let shelf = Arc::new(Shelf::new(library));
        let policy = Policy { words_kept_days: 30 };
        let tutor = Tutor::new(Arc::clone(&shelf), store.clone(), clock.clone(), policy).await.unwrap();
        Self { tutor: Arc::new(tutor), store, shelf, clock, folder }
    }

    /// The same database and course in a new process.
    async fn restarted(self) -> Self {
        self.store.close().await;
        Self::open_in(self.folder, self.clock).await
    }

    fn ada(&self) -> Person<'_> {
        self.person("ada")
    }

    fn bob(&self) -> Person<'_> {
        self.person("bob")
    }

    fn person(&self, name: &str) -> Person<'_> {
        let identity = Identity { platform: Platform::Discord, external_id: name.to_owned() };
        let actor = Actor {
            identity,
            name: name.to_owned(),
            place: Place::Direct(ChannelId::new(1)),
            thread_of: None,
            rights: Rights::default(),
            locale: Locale::English,
            privacy: Privacy::Possible,
        };
        Person { school: self, actor }
    }
}

fn tea(clock: &Clock) -> Library {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/courses/tea");
    let loaded = course::load::load(&content).unwrap();
    assert_eq!(loaded.problems, []);
    Library::new(loaded.courses, clock.now()).unwrap()
}

/// Somebody who acts.
struct Person<'a> {
    school: &'a School,
    actor: Actor,
}

impl Person<'_> {
    /// The code that links another name to this one.
    async fn link_code(&self) -> String {
        let text = self.does(Action::Press(Press::IssueCode)).await.text();
        let is_code = |word: &&str| word.len() == 9 && word.chars().nth(4) == Some('-');
        text.split_whitespace().map(|word| word.trim_matches(['`', '.', ':'])).find(is_code).unwrap().to_owned()
    }

    /// In a channel of a server, by slash command or press: replies can be private.
    fn in_channel(mut self) -> Self {
        self.actor.place = Place::Channel { server: SERVER, channel: CHANNEL };
        self
    }

    /// In a channel of a server, by a typed mention: everybody reads the reply.
    fn aloud(self) -> Self {
        let mut person = self.in_channel();
        person.actor.privacy = Privacy::Impossible;
        person
    }

    fn managing_the_server(mut self) -> Self {
        self.actor.rights.manages_server = true;
        self
    }

    async fn does(&self, action: Action) -> Seen {
        let reply = self.school.tutor.handle(&self.actor, action).await.reply;
        Seen { reply, now: self.school.clock.now() }
    }

    async fn types(&self, text: &str) -> Seen {
        self.does(typed::read(text)).await
    }

    /// Presses what is labelled `label` in `seen`.
    #[track_caller]
    fn presses(&self, seen: &Seen, label: &str) -> impl Future<Output = Seen> {
        self.does(Action::Press(seen.press(label)))
    }
}

/// A reply, and what it looks like.
#[derive(Clone)]
struct Seen {
    reply: Reply,
    now: Timestamp,
}

impl Seen {
    fn text(&self) -> String {
        plain::render(&self.reply, View { width: 72, locale: Locale::English, now: self.now })
    }

    #[track_caller]
    fn press(&self, label: &str) -> Press {
        let presses = self.reply.presses();
        match presses.iter().find(|(shown, _)| shown == label || shown.starts_with(label)) {
            Some((_, press)) => press.clone(),
            None => panic!("nothing is labelled {label:?} in\n{}", self.text()),
        }
    }

    /// What is shared with everybody beside the reply.
    #[track_caller]
    fn announced(&self) -> Seen {
        match &self.reply.announcement {
            Some(reply) => Seen { reply: (**reply).clone(), now: self.now },
            None => panic!("nothing was announced by\n{}", self.text()),
        }
    }

    #[track_caller]
    fn says(&self, words: &str) -> &Self {
        assert!(self.text().contains(words), "{words:?} is not in\n{}", self.text());
        self
    }

    #[track_caller]
    fn keeps_quiet_about(&self, words: &str) -> &Self {
        assert!(!self.text().contains(words), "{words:?} is in\n{}", self.text());
        self
    }
}

impl School {
    fn later(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Rearranges a copy of the tea course's files as `change` does, and serves it as a running Docent would.
    async fn rearranges(&self, change: impl FnOnce(&Path)) {
        let library = self.is_about_to_rearrange(change).await;
        self.shelf.put(library);
    }

    /// As far as records go: nobody has met the new library yet.
    async fn is_about_to_rearrange(&self, change: impl FnOnce(&Path)) -> Library {
        let copy = tempfile::tempdir().unwrap();
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/courses/tea");
        for entry in std::fs::read_dir(original).unwrap().map(Result::unwrap) {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
        change(copy.path());
        let mut library = Library::new(course::load::load(copy.path()).unwrap().courses, self.clock.now()).unwrap();
        records::carry(&self.store, &mut library, self.clock.now()).await.unwrap();
        library
    }

    /// Puts another course on the shelf, made from `change` of the tea course's files.
    fn rewrites(&self, file: &str, change: impl Fn(String) -> String) {
        let copy = tempfile::tempdir().unwrap();
        let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/courses/tea");
        for entry in std::fs::read_dir(original).unwrap() {
            let entry = entry.unwrap();
            let mut text = std::fs::read_to_string(entry.path()).unwrap();
            if entry.file_name() == file {
                text = change(text);
                if text.is_empty() {
                    continue;
                }
            }
            std::fs::write(copy.path().join(entry.file_name()), text).unwrap();
        }
        let loaded = course::load::load(copy.path()).unwrap();
        self.shelf.put(Library::new(loaded.courses, self.clock.now()).unwrap());
    }
}
