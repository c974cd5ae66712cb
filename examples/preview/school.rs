//! A Docent with a database in a folder of its own, a clock that stands still, and learners who act.

use std::{path::Path, sync::Arc, time::Duration};

use docent::{
    action::{Action, Actor, Identity, Place, Platform, Press, Privacy, Rights},
    boards::{Boards, Handover, Posted},
    clock::{Clock, Timestamp},
    course::{Course, Lesson, load},
    ids::{ChannelId, LearnerId, MessageId, ServerId},
    library::{Library, Shelf},
    quiz::{Given, Verdict},
    store::{
        OpenOptions, Store,
        attempts::{NewAttempt, NewItem, Scope, record::NewAnswer},
    },
    tutor::{Outcome, Policy, Tutor},
    words::Locale,
};
use tempfile::TempDir;
use tokio::sync::mpsc;

/// A Monday in November.
const NOW: Timestamp = Timestamp::from_millis(1_795_424_400_000);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Longer than the pause between two edits of a board.
const A_WHILE: Duration = Duration::from_secs(2);
const CHANNEL: Place = Place::Channel { server: ServerId::new(7), channel: ChannelId::new(70) };

pub struct School {
    pub course: Arc<Course>,
    tutor: Arc<Tutor>,
    store: Store,
    clock: Clock,
    _folder: TempDir,
}

impl School {
    /// With the first course under `content`.
    pub async fn open(content: &Path) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let clock = Clock::fixed(NOW);
        let store = Store::open(&folder.path().join("docent.db"), &OpenOptions::default()).await?;
        let library = Library::new(load::load(content)?.courses, clock.now())?;
        let course = library.courses().first().map(Arc::clone);
        let shelf = Arc::new(Shelf::new(library));
        let tutor = Tutor::new(shelf, store.clone(), clock.clone(), Policy { words_kept_days: 30 }).await?;
        let course = course.ok_or_else(|| anyhow::anyhow!("{} has no course", content.display()))?;
        Ok(Self { course, tutor: Arc::new(tutor), store, clock, _folder: folder })
    }

    /// Somebody in a channel of a server, who sees their replies alone.
    pub fn learner(&self, name: &str) -> Learner<'_> {
        let actor = Actor {
            identity: Identity { platform: Platform::Discord, external_id: name.to_owned() },
            name: name.to_owned(),
            place: CHANNEL,
            thread_of: None,
            rights: Rights::default(),
            locale: Locale::English,
            privacy: Privacy::Possible,
        };
        Learner { school: self, actor }
    }

    /// Lets a while pass, and takes the board of the live quiz if there is something new on it.
    pub async fn board(&self) -> anyhow::Result<Option<Outcome>> {
        self.clock.advance(A_WHILE);
        let (post, mut boards) = mpsc::channel::<Handover>(1);
        let games = Boards::new(self.store.clone(), Arc::clone(&self.tutor), self.clock.clone());
        let ticking = async move { games.tick(&post).await };
        let showing = async {
            let Handover { board, receipt } = boards.recv().await?;
            // The game waits for this word.
            let _ = receipt.send(Posted::Shown(MessageId::new(5)));
            Some(Outcome { reply: board.reply, locale: board.locale })
        };
        let (ticked, shown) = tokio::join!(ticking, showing);
        ticked?;
        Ok(shown)
    }
}

pub struct Learner<'a> {
    school: &'a School,
    pub actor: Actor,
}

impl Learner<'_> {
    pub async fn does(&self, action: Action) -> Outcome {
        self.school.tutor.handle(&self.actor, action).await
    }

    pub async fn presses(&self, press: Press) -> Outcome {
        self.does(Action::Press(press)).await
    }

    /// Opens all sections of the course's first `lessons`, and half of the next lesson's.
    pub async fn has_read(&self, lessons: usize) -> anyhow::Result<()> {
        let course = &self.school.course;
        let learner = self.id().await?;
        for (index, lesson) in course.lessons.iter().take(lessons + 1).enumerate() {
            let sections = if index < lessons { lesson.sections.len() } else { lesson.sections.len() / 2 };
            for section in lesson.sections.iter().take(sections) {
                let store = &self.school.store;
                store.open_section(learner, &course.id, &lesson.id, &section.id, 0, self.ago(1)).await?;
            }
        }
        Ok(())
    }

    /// Takes the quiz of a lesson so many days ago, with the first `right` questions right.
    pub async fn has_answered(&self, lesson: &Lesson, days_ago: u32, right: usize) -> anyhow::Result<()> {
        let (course, learner) = (&self.school.course.id, self.id().await?);
        let items = lesson.questions.iter().map(|question| NewItem {
            course: course.clone(),
            lesson: lesson.id.clone(),
            question: question.id.clone(),
            revision: question.revision,
        });
        let scope = Scope::Lesson { course: course.clone(), lesson: lesson.id.clone() };
        let new = NewAttempt { learner, place: CHANNEL, scope, retry_of: None, items: items.collect() };
        let then = self.ago(days_ago);
        let attempt = self.school.store.start_attempt(new, then).await?;
        for (position, index) in (0..).zip(0..lesson.questions.len()) {
            let verdict = if index < right { Verdict::Right } else { Verdict::Wrong };
            let answer = NewAnswer { attempt, learner, position, given: Given::Choices(1), verdict };
            self.school.store.record_answer(answer, then).await?;
        }
        Ok(())
    }

    async fn id(&self) -> anyhow::Result<LearnerId> {
        Ok(self.school.store.learner(&self.actor.identity, self.ago(30)).await?)
    }

    fn ago(&self, days: u32) -> Timestamp {
        self.school.clock.now().before(DAY * days)
    }
}
