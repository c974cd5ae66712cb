//! Attempts at quizzes and their answers: each answer counts once, whoever presses how often.

pub mod answers;
mod found;
pub mod record;
pub mod results;

use std::num::NonZeroUsize;

use sqlx::SqliteConnection;

use self::record::End;
use super::{Store, error::StoreError};
use crate::{
    action::Place,
    clock::Timestamp,
    course::Revision,
    ids::{AttemptId, CourseId, LearnerId, LessonId, LessonKey, QuestionId},
    quiz::{Given, Verdict},
    review::Confidence,
};

/// What an attempt is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    Lesson {
        course: CourseId,
        lesson: LessonId,
    },
    /// Questions from across a course.
    Course(CourseId),
    /// What is about to be forgotten, whatever course it is of.
    Review,
}

/// The columns of a scope.
type ScopeColumns<'a> = (Kind, Option<&'a CourseId>, Option<&'a LessonId>);

/// How a scope is told from another one in its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Kind {
    Quiz,
    Review,
}

impl Scope {
    /// The lesson that the attempt is about, if it is one.
    pub fn lesson(&self) -> Option<LessonKey> {
        match self {
            Self::Lesson { course, lesson } => Some(LessonKey::new(course, lesson)),
            Self::Course(_) | Self::Review => None,
        }
    }

    fn columns(&self) -> ScopeColumns<'_> {
        match self {
            Self::Lesson { course, lesson } => (Kind::Quiz, Some(course), Some(lesson)),
            Self::Course(course) => (Kind::Quiz, Some(course), None),
            Self::Review => (Kind::Review, None, None),
        }
    }

    fn from_columns(course: Option<CourseId>, lesson: Option<LessonId>) -> Self {
        match (course, lesson) {
            (Some(course), Some(lesson)) => Self::Lesson { course, lesson },
            (Some(course), None) => Self::Course(course),
            (None, _) => Self::Review,
        }
    }
}

/// An attempt to be.
#[derive(Debug, Clone)]
pub struct NewAttempt {
    pub learner: LearnerId,
    pub place: Place,
    pub scope: Scope,
    /// The attempt whose misses this one takes up.
    pub retry_of: Option<AttemptId>,
    /// In the order asked; at least one.
    pub items: Vec<NewItem>,
}

/// A question as it stands at the start of an attempt.
#[derive(Debug, Clone)]
pub struct NewItem {
    pub course: CourseId,
    pub lesson: LessonId,
    pub question: QuestionId,
    pub revision: Revision,
}

/// One learner's run through a quiz.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    pub id: AttemptId,
    pub learner: LearnerId,
    /// Whom the order of choices is drawn for: who began it, also after names were linked.
    pub drawn_for: LearnerId,
    pub scope: Scope,
    pub retry_of: Option<AttemptId>,
    pub started_at: Timestamp,
    /// When the last item was answered or skipped, or the learner stopped.
    pub finished_at: Option<Timestamp>,
    /// By position, from 0.
    pub items: Vec<Item>,
}

/// One question of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub position: u16,
    pub course: CourseId,
    pub lesson: LessonId,
    pub question: QuestionId,
    pub revision: Revision,
    /// What the learner said about the answer to come.
    pub confidence: Option<Confidence>,
    pub state: ItemState,
}

/// One question of an attempt without the others, and what is true of all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemAt {
    /// As [`Attempt::drawn_for`].
    pub drawn_for: LearnerId,
    pub scope: Scope,
    /// How many the attempt has.
    pub items: usize,
    pub item: Item,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ItemState {
    Open,
    Answered(StoredAnswer),
    /// Cannot be graded any more and does not count.
    Skipped(SkipReason),
}

/// Why an item is not graded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SkipReason {
    /// The question was edited after the attempt began.
    Changed,
    Removed,
}

/// An answer that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    pub given: Given,
    pub verdict: Verdict,
    pub answered_at: Timestamp,
}

impl Attempt {
    /// How many items were answered right.
    pub fn right_answers(&self) -> usize {
        let is_right =
            |item: &&Item| matches!(&item.state, ItemState::Answered(given) if given.verdict == Verdict::Right);
        self.items.iter().filter(is_right).count()
    }

    /// Whether the item at `position` can be answered.
    pub fn is_open(&self, position: u16) -> bool {
        let item = self.items.get(usize::from(position));
        self.finished_at.is_none() && item.is_some_and(|item| item.state == ItemState::Open)
    }

    /// The next item to ask.
    pub fn next_open(&self) -> Option<&Item> {
        self.items.iter().find(|item| item.state == ItemState::Open)
    }
}

impl Store {
    /// Begins an attempt. An older open one stays open, because its buttons are still there to press; the one that asked
    /// last is what [`Store::open_attempt`] finds.
    pub async fn start_attempt(&self, attempt: NewAttempt, now: Timestamp) -> Result<AttemptId, StoreError> {
        let Some(items) = NonZeroUsize::new(attempt.items.len()) else {
            return Err(StoreError::fault(anyhow::anyhow!("an attempt needs a question")));
        };
        self.write(move |db| Box::pin(async move { record::start(db, &attempt, items, now).await })).await
    }

    /// The learner's unfinished attempt at a lesson's whole quiz, wherever it was begun.
    pub async fn open_quiz(
        &self,
        learner: LearnerId,
        course: &CourseId,
        lesson: &LessonId,
    ) -> Result<Option<Attempt>, StoreError> {
        let open = open_quiz(&mut *self.reader().await?, learner, course, lesson).await?;
        match open {
            Some(id) => self.attempt(id).await,
            None => Ok(None),
        }
    }

    /// Begins a lesson's quiz, or gives the attempt at it that is open: two presses are one attempt.
    pub async fn start_quiz(&self, attempt: NewAttempt, now: Timestamp) -> Result<AttemptId, StoreError> {
        let Some(items) = NonZeroUsize::new(attempt.items.len()) else {
            return Err(StoreError::fault(anyhow::anyhow!("a quiz needs a question")));
        };
        self.write(move |db| {
            Box::pin(async move {
                let open = match &attempt.scope {
                    Scope::Lesson { course, lesson } => open_quiz(db, attempt.learner, course, lesson).await?,
                    Scope::Course(_) | Scope::Review => None,
                };
                match open {
                    Some(open) => Ok(open),
                    None => record::start(db, &attempt, items, now).await,
                }
            })
        })
        .await
    }

    /// An attempt with all its items, whoever's it is.
    pub async fn attempt(&self, id: AttemptId) -> Result<Option<Attempt>, StoreError> {
        self.often_read.attempts.find(id).await
    }

    /// The unfinished attempt that asked the learner last: one begun in `place` first, else any.
    pub async fn open_attempt(&self, learner: LearnerId, place: Place) -> Result<Option<Attempt>, StoreError> {
        let (server, channel) = (place.server(), place.channel());
        let newest = sqlx::query_scalar!(
            r#"select id as "id: AttemptId" from attempt where learner_id = ? and finished_at is null
               order by case when server_id is not distinct from ? and channel_id is not distinct from ?
                   then 0 else 1 end,
                   (select max(shown_at) from item
                       where item.learner_id = attempt.learner_id and item.attempt_id = attempt.id) desc,
                   id desc
               limit 1"#,
            learner,
            server,
            channel
        )
        .fetch_optional(&mut *self.reader().await?)
        .await?;
        match newest {
            Some(id) => self.attempt(id).await,
            None => Ok(None),
        }
    }

    /// The question that the learner saw last, answered or not.
    pub async fn asked_last(&self, learner: LearnerId) -> Result<Option<(AttemptId, u16)>, StoreError> {
        let last = sqlx::query!(
            r#"select attempt_id as "attempt!: AttemptId", position as "position!: u16" from item
               where learner_id = ? and shown_at is not null
               order by shown_at desc, attempt_id desc, position desc limit 1"#,
            learner
        )
        .fetch_optional(&mut *self.reader().await?)
        .await?;
        Ok(last.map(|item| (item.attempt, item.position)))
    }

    /// Ends an attempt before its last item. Other people's attempts stay as they are.
    pub async fn finish_attempt(&self, id: AttemptId, learner: LearnerId, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |db| Box::pin(async move { record::end(db, &[End::of(id, learner, now)]).await })).await
    }
}

async fn open_quiz(
    db: &mut SqliteConnection,
    learner: LearnerId,
    course: &CourseId,
    lesson: &LessonId,
) -> Result<Option<AttemptId>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: AttemptId" from attempt
           where learner_id = ? and finished_at is null and course_id = ? and lesson_id = ? and retry_of is null
           order by id desc limit 1"#,
        learner,
        course,
        lesson
    )
    .fetch_optional(db)
    .await?)
}

fn given_from_columns(choices: Option<i64>, text: Option<String>) -> Option<Given> {
    choices.map(|bits| Given::Choices(bits.cast_unsigned())).or_else(|| text.map(Given::Text))
}

fn given_into_columns(given: Given) -> (Option<i64>, Option<String>) {
    match given {
        Given::Choices(bits) => (Some(bits.cast_signed()), None),
        Given::Text(text) => (None, Some(text)),
    }
}
