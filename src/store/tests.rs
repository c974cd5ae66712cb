//! The store on real files, each test in a folder of its own.

mod answering;
mod committing;
mod copying;
mod forgetting;
mod linking;
mod migrating;
mod moving;
mod opening;
mod planning;
mod playing;
mod remembering;
mod reminding;
mod reviewing;

use std::time::Duration;

use tempfile::TempDir;

use super::{
    OpenOptions, Store,
    asks::{NewAsk, Shown, ShownEntry, Tier},
    attempts::{NewAttempt, NewItem, Scope, record::NewAnswer},
};
use crate::{
    action::{Identity, Place, Platform},
    clock::Timestamp,
    course::Revision,
    ids::{AttemptId, ChannelId, CourseId, LearnerId, LessonId, QuestionId, SectionId, ServerId},
    quiz::{Given, Verdict},
};

const NOON: Timestamp = Timestamp::from_millis(1_790_000_000_000);

const CHANNEL: Place = Place::Channel { server: ServerId::new(900), channel: ChannelId::new(901) };

fn after(seconds: u64) -> Timestamp {
    NOON.after(Duration::from_secs(seconds))
}

/// A database in a folder that goes with it.
struct World {
    folder: TempDir,
    store: Store,
}

impl World {
    async fn new() -> Self {
        Self::with(OpenOptions::default()).await
    }

    async fn with(options: OpenOptions) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join("docent.db"), &options).await.unwrap();
        Self { folder, store }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("docent.db")
    }

    /// Another connection to the same file, as another process would have.
    async fn second_store(&self) -> Store {
        Store::open(&self.path(), &OpenOptions::default()).await.unwrap()
    }

    async fn ada(&self) -> LearnerId {
        self.store.learner(&discord("1001"), NOON).await.unwrap()
    }

    async fn ben(&self) -> LearnerId {
        self.store.learner(&terminal("ben"), NOON).await.unwrap()
    }

    /// A quiz on asyncio with the questions `names`.
    async fn quiz(&self, learner: LearnerId, names: &[&str]) -> AttemptId {
        self.store.start_attempt(quiz(learner, names), NOON).await.unwrap()
    }

    async fn answer(&self, attempt: AttemptId, learner: LearnerId, position: u16, verdict: Verdict) {
        self.store.record_answer(answer(attempt, learner, position, verdict), NOON).await.unwrap();
    }
}

fn discord(id: &str) -> Identity {
    Identity { platform: Platform::Discord, external_id: id.to_owned() }
}

fn terminal(name: &str) -> Identity {
    Identity { platform: Platform::Terminal, external_id: name.to_owned() }
}

fn course() -> CourseId {
    CourseId::parse("python-backend").unwrap()
}

fn lesson(id: &str) -> LessonId {
    LessonId::parse(id).unwrap()
}

fn section(id: &str) -> SectionId {
    SectionId::parse(id).unwrap()
}

fn question(id: &str) -> QuestionId {
    QuestionId::parse(id).unwrap()
}

fn quiz(learner: LearnerId, names: &[&str]) -> NewAttempt {
    let items = names.iter().map(|name| NewItem {
        course: course(),
        lesson: lesson("asyncio"),
        question: question(name),
        revision: Revision::from_i64(-7),
    });
    NewAttempt {
        learner,
        place: CHANNEL,
        scope: Scope::Lesson { course: course(), lesson: lesson("asyncio") },
        retry_of: None,
        items: items.collect(),
    }
}

fn answer(attempt: AttemptId, learner: LearnerId, position: u16, verdict: Verdict) -> NewAnswer {
    NewAnswer { attempt, learner, position, given: Given::Choices(0b10), verdict }
}

fn ask(learner: LearnerId, words: &str, tier: Tier) -> NewAsk {
    let shown = Shown { course: course(), lesson: lesson("asyncio"), entry: ShownEntry::Section(section("await")) };
    NewAsk {
        learner,
        place: CHANNEL,
        aloud: false,
        words: words.to_owned(),
        tier,
        score: 0.75,
        shown: vec![shown],
        follows: None,
    }
}
