//! Attempts as they change: starting one, answering its items once each, skipping what cannot be graded.

use std::num::NonZeroUsize;

use sqlx::SqliteConnection;

use super::{NewAttempt, SkipReason, answers::Answering};
use crate::{
    clock::Timestamp,
    ids::{AttemptId, LearnerId},
    quiz::{Given, Verdict},
    store::{Store, error::StoreError},
};

/// An answer to be, read and graded.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    pub attempt: AttemptId,
    /// Who presses.
    pub learner: LearnerId,
    /// The item's position, from 0.
    pub position: u16,
    pub given: Given,
    pub verdict: Verdict,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It counts.
    First(Finish),
    /// The item is open; what was given could not be read against it.
    Unread,
    /// There is nothing to answer: the item was answered or skipped before, the attempt was stopped or is somebody
    /// else's, or the records were deleted.
    NotOpen,
}

/// Whether an answer was an attempt's last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finish {
    MoreToCome,
    Finished,
}

/// An item that is to be left out because the course has another question, or none, in its place.
#[derive(Debug, Clone, Copy)]
pub struct NewSkip {
    pub attempt: AttemptId,
    pub learner: LearnerId,
    /// The item's position, from 0.
    pub position: u16,
    pub reason: SkipReason,
    /// Of the state of the course in which that was found; `None` when the course was not there.
    pub revision: Option<i64>,
}

/// What became of a skip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Skipped {
    Now(Finish),
    /// It had been answered or skipped, or there is no such item of this learner.
    NotOpen,
    /// Records follow another state of the course by now: what was found does not hold for the item as it is.
    Outdated,
}

impl Store {
    /// As [`Store::answer`], of an answer that has been read.
    pub async fn record_answer(&self, answer: NewAnswer, now: Timestamp) -> Result<Recorded, StoreError> {
        Ok(self.answers.submit(Answering::of(answer, now)).await?.recorded)
    }

    /// Takes an item out of the attempt because its question is no longer the one that was asked.
    pub async fn skip_item(&self, item: NewSkip, now: Timestamp) -> Result<Skipped, StoreError> {
        self.write(move |db| Box::pin(skip(db, item, now))).await
    }
}

pub(in crate::store) async fn start(
    db: &mut SqliteConnection,
    attempt: &NewAttempt,
    items: NonZeroUsize,
    now: Timestamp,
) -> Result<AttemptId, StoreError> {
    let count = i64::try_from(items.get()).map_err(StoreError::fault)?;
    let (server, channel) = (attempt.place.server(), attempt.place.channel());
    let (kind, course, lesson) = attempt.scope.columns();
    let id = sqlx::query_scalar!(
        r#"insert into attempt
               (learner_id, server_id, channel_id, kind, course_id, lesson_id, retry_of, started_at, items, open_items)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id as "id!: AttemptId""#,
        attempt.learner,
        server,
        channel,
        kind,
        course,
        lesson,
        attempt.retry_of,
        now,
        count,
        count
    )
    .fetch_one(&mut *db)
    .await?;
    for (position, item) in (0_i64..).zip(&attempt.items) {
        sqlx::query!(
            "insert into item (learner_id, attempt_id, position, course_id, lesson_id, question_id, revision)
             values (?, ?, ?, ?, ?, ?, ?)",
            attempt.learner,
            id,
            position,
            item.course,
            item.lesson,
            item.question,
            item.revision
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(id)
}

async fn skip(db: &mut SqliteConnection, item: NewSkip, now: Timestamp) -> Result<Skipped, StoreError> {
    let NewSkip { attempt, learner, position, reason, revision } = item;
    let followed = sqlx::query_scalar!(
        r#"select course_state.revision as "revision?"
           from item left join course_state on course_state.course_id = item.course_id
           where item.learner_id = ? and item.attempt_id = ? and item.position = ?
               and item.skipped is null and item.verdict is null"#,
        learner,
        attempt,
        position
    )
    .fetch_optional(&mut *db)
    .await?;
    match followed {
        None => return Ok(Skipped::NotOpen),
        Some(followed) if revision.is_some() && revision != followed => return Ok(Skipped::Outdated),
        Some(_) => {}
    }
    sqlx::query!(
        "update item set skipped = ? where learner_id = ? and attempt_id = ? and position = ?",
        reason,
        learner,
        attempt,
        position
    )
    .execute(&mut *db)
    .await?;
    let open = sqlx::query_scalar!(
        r#"update attempt set
               items = items - 1,
               open_items = open_items - 1,
               finished_at = case when finished_at is not null then finished_at when open_items = 1 then ? end
           where learner_id = ? and id = ? returning open_items as "open!: i64""#,
        now,
        learner,
        attempt
    )
    .fetch_one(db)
    .await?;
    Ok(Skipped::Now(Finish::of(open)))
}

impl Finish {
    pub(super) fn of(open_items: i64) -> Self {
        if open_items == 0 { Self::Finished } else { Self::MoreToCome }
    }
}
