//! Writing attempts: starting one, answering its items once each, skipping what cannot be graded.

use std::num::NonZeroUsize;

use sqlx::SqliteConnection;

use super::{NewAttempt, SkipReason, StoredAnswer, given_from_columns, given_into_columns};
use crate::{
    clock::Timestamp,
    ids::{AttemptId, LearnerId},
    quiz::{Given, Verdict},
    store::{Store, error::StoreError, reviews},
};

/// An answer to be.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// It counts.
    First(Finish),
    /// The item had been answered; this is the answer that counts.
    Already(StoredAnswer),
    /// The attempt is somebody else's.
    NotYours,
    /// There is nothing to answer: the item was skipped, the attempt was stopped, or the records were deleted.
    Gone,
}

/// Whether an answer was an attempt's last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finish {
    MoreToCome,
    Finished,
}

/// What became of a skip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Skipped {
    Now(Finish),
    /// It had been answered or skipped, or there is no such item of this learner.
    NotOpen,
}

impl Store {
    /// Records an answer once, with all that follows from it: the attempt's end, how the learner stands with the
    /// question and when to ask it again, the day as one on which they learned, and the question's nameless figures.
    pub async fn record_answer(&self, answer: NewAnswer, now: Timestamp) -> Result<Recorded, StoreError> {
        self.write(move |db| Box::pin(async move { record(db, answer, now).await })).await
    }

    /// Takes an item out of the attempt because its question is no longer the one that was asked.
    pub async fn skip_item(
        &self,
        attempt: AttemptId,
        learner: LearnerId,
        position: u16,
        reason: SkipReason,
        now: Timestamp,
    ) -> Result<Skipped, StoreError> {
        self.write(move |db| Box::pin(async move { skip(db, attempt, learner, position, reason, now).await })).await
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

pub(in crate::store) async fn record(
    db: &mut SqliteConnection,
    answer: NewAnswer,
    now: Timestamp,
) -> Result<Recorded, StoreError> {
    let NewAnswer { attempt, learner, position, given, verdict } = answer;
    let (choices, text) = given_into_columns(given);
    // The key of `answer` decides a race; the item's row says whether there is something to answer.
    let first = sqlx::query!(
        "insert into answer (learner_id, attempt_id, position, given_choices, given_text, verdict, answered_at)
         select item.learner_id, item.attempt_id, item.position, ?, ?, ?, ?
         from item join attempt on attempt.learner_id = item.learner_id and attempt.id = item.attempt_id
         where item.learner_id = ? and item.attempt_id = ? and item.position = ?
             and item.skipped is null and attempt.finished_at is null
         on conflict do nothing",
        choices,
        text,
        verdict,
        now,
        learner,
        attempt,
        position
    )
    .execute(&mut *db)
    .await?
    .rows_affected();
    if first == 0 {
        return why_not_recorded(db, attempt, learner, position).await;
    }
    let finish = close_item(db, attempt, learner, verdict, now).await?;
    update_standing(db, attempt, learner, position, verdict, now).await?;
    reviews::answered(db, attempt, learner, position, verdict, now).await?;
    Ok(Recorded::First(finish))
}

async fn why_not_recorded(
    db: &mut SqliteConnection,
    attempt: AttemptId,
    learner: LearnerId,
    position: u16,
) -> Result<Recorded, StoreError> {
    let earlier = sqlx::query!(
        r#"select given_choices, given_text, verdict as "verdict: Verdict", answered_at as "answered_at: Timestamp"
           from answer where learner_id = ? and attempt_id = ? and position = ?"#,
        learner,
        attempt,
        position
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(row) = earlier
        && let Some(given) = given_from_columns(row.given_choices, row.given_text)
    {
        return Ok(Recorded::Already(StoredAnswer { given, verdict: row.verdict, answered_at: row.answered_at }));
    }
    let owner = sqlx::query_scalar!(r#"select learner_id as "id: LearnerId" from attempt where id = ?"#, attempt)
        .fetch_optional(db)
        .await?;
    Ok(if owner.is_some_and(|owner| owner != learner) { Recorded::NotYours } else { Recorded::Gone })
}

async fn close_item(
    db: &mut SqliteConnection,
    attempt: AttemptId,
    learner: LearnerId,
    verdict: Verdict,
    now: Timestamp,
) -> Result<Finish, StoreError> {
    let correct = correct(verdict);
    let open = sqlx::query_scalar!(
        r#"update attempt set
               open_items = open_items - 1,
               correct = correct + ?,
               finished_at = case when open_items = 1 then ? end
           where learner_id = ? and id = ? returning open_items as "open!: i64""#,
        correct,
        now,
        learner,
        attempt
    )
    .fetch_one(db)
    .await?;
    Ok(Finish::of(open))
}

/// How the learner stands with the question from now on, the first verdict kept beside the last; and the question's
/// nameless figures. Both with one way to SQLite's thread.
async fn update_standing(
    db: &mut SqliteConnection,
    attempt: AttemptId,
    learner: LearnerId,
    position: u16,
    verdict: Verdict,
    now: Timestamp,
) -> Result<(), StoreError> {
    let correct = correct(verdict);
    sqlx::query!(
        "insert into question_result
             (learner_id, course_id, question_id, lesson_id, first_verdict, first_at, last_verdict, last_at)
         select item.learner_id, item.course_id, item.question_id, item.lesson_id, ?, ?, ?, ?
         from item where item.learner_id = ? and item.attempt_id = ? and item.position = ?
         on conflict (learner_id, course_id, question_id) do update set
             lesson_id = excluded.lesson_id,
             last_verdict = excluded.last_verdict,
             last_at = excluded.last_at;
         insert into item_count (course_id, question_id, revision, lesson_id, answered, correct)
         select item.course_id, item.question_id, item.revision, item.lesson_id, 1, ?
         from item where item.learner_id = ? and item.attempt_id = ? and item.position = ?
         on conflict (course_id, question_id, revision) do update set
             answered = item_count.answered + 1,
             correct = item_count.correct + excluded.correct",
        verdict,
        now,
        verdict,
        now,
        learner,
        attempt,
        position,
        correct,
        learner,
        attempt,
        position
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn skip(
    db: &mut SqliteConnection,
    attempt: AttemptId,
    learner: LearnerId,
    position: u16,
    reason: SkipReason,
    now: Timestamp,
) -> Result<Skipped, StoreError> {
    let skipped = sqlx::query!(
        "update item set skipped = ?
         where learner_id = ? and attempt_id = ? and position = ? and skipped is null
             and not exists (select 1 from answer where answer.learner_id = item.learner_id
                 and answer.attempt_id = item.attempt_id and answer.position = item.position)",
        reason,
        learner,
        attempt,
        position
    )
    .execute(&mut *db)
    .await?
    .rows_affected();
    if skipped == 0 {
        return Ok(Skipped::NotOpen);
    }
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
    fn of(open_items: i64) -> Self {
        if open_items == 0 { Self::Finished } else { Self::MoreToCome }
    }
}

/// A question is right or it is not: what is partly right counts as to be learned.
fn correct(verdict: Verdict) -> i64 {
    match verdict {
        Verdict::Right => 1,
        Verdict::Partly | Verdict::Wrong => 0,
    }
}
