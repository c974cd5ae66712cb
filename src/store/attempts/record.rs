//! Attempts as they change: starting one, answering its items once each, skipping what cannot be graded.

use std::num::NonZeroUsize;

use serde::Serialize;
use sqlx::SqliteConnection;

use super::{NewAttempt, SkipReason, answers::Answering};
use crate::{
    clock::Timestamp,
    ids::{AttemptId, LearnerId},
    quiz::{Given, Verdict},
    store::{
        Store,
        column::{self, Cell},
        error::StoreError,
    },
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
    /// It had been answered or skipped, its attempt is over, or there is no such item of this learner.
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
               (learner_id, server_id, channel_id, kind, course_id, lesson_id, retry_of, started_at, items, left_open)
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
           from item
           join attempt on attempt.id = item.attempt_id
           left join course_state on course_state.course_id = item.course_id
           where item.learner_id = ? and item.attempt_id = ? and item.position = ?
               and item.skipped is null and item.verdict is null and attempt.finished_at is null"#,
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
    sqlx::query!(
        "update attempt set items = items - 1, left_open = left_open - 1 where learner_id = ? and id = ?",
        learner,
        attempt
    )
    .execute(&mut *db)
    .await?;
    let more_open = sqlx::query_scalar!(
        r#"select exists (
               select 1 from item
               where learner_id = ? and attempt_id = ? and skipped is null and verdict is null
           ) as "more_open!: bool""#,
        learner,
        attempt
    )
    .fetch_one(&mut *db)
    .await?;
    if more_open {
        return Ok(Skipped::Now(Finish::MoreToCome));
    }
    end(db, &[End::of(attempt, learner, now)]).await?;
    Ok(Skipped::Now(Finish::Finished))
}

/// An attempt that ends.
#[derive(Serialize)]
pub(super) struct End {
    attempt: Cell<AttemptId>,
    learner: Cell<LearnerId>,
    at: Cell<Timestamp>,
}

impl End {
    pub(super) fn of(attempt: AttemptId, learner: LearnerId, at: Timestamp) -> Self {
        Self { attempt: Cell(attempt), learner: Cell(learner), at: Cell(at) }
    }
}

/// Ends attempts and counts what they came to. One that is over already, or not its learner's, stays as it is.
pub(super) async fn end(db: &mut SqliteConnection, ends: &[End]) -> Result<(), StoreError> {
    if ends.is_empty() {
        return Ok(());
    }
    let ends = column::json(ends)?;
    sqlx::query!(
        "update attempt set
             finished_at = given.value ->> 'at',
             left_open = (
                 select count(*) from item
                 where item.learner_id = attempt.learner_id and item.attempt_id = attempt.id
                     and item.skipped is null and item.verdict is null),
             correct = (
                 select count(*) from item
                 where item.learner_id = attempt.learner_id and item.attempt_id = attempt.id
                     and item.verdict = 'right')
         from jsonb_each(?) as given
         where attempt.id = given.value ->> 'attempt' and attempt.learner_id = given.value ->> 'learner'
             and attempt.finished_at is null",
        ends
    )
    .execute(db)
    .await?;
    Ok(())
}
