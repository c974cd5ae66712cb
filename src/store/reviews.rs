//! Cards: how well a learner remembers each question answered, and when to ask it again.
//!
//! A card changes in the same unit of work as the answer that changes it; what it becomes is [`crate::review`]'s to say.

use std::num::NonZeroUsize;

use sqlx::SqliteConnection;

use super::{
    Store,
    attempts::{NewAttempt, record},
    error::StoreError,
};
use crate::{
    calendar::Day,
    clock::Timestamp,
    ids::{AttemptId, CourseId, LearnerId, LessonId, QuestionId},
    review::{Card, Confidence, Memory},
};

/// A question that the learner has answered, with how it is remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownCard {
    pub course: CourseId,
    pub lesson: LessonId,
    pub question: QuestionId,
    pub card: Card,
}

impl Store {
    /// The learner's cards that are due on `until` or before.
    pub async fn cards(&self, learner: LearnerId, until: Day) -> Result<Vec<KnownCard>, StoreError> {
        let rows = sqlx::query!(
            r#"select course_id as "course: CourseId", lesson_id as "lesson: LessonId",
                   question_id as "question: QuestionId", stability as "stability: f32",
                   difficulty as "difficulty: f32", reviewed_day as "reviewed: Day", due_day as "due: Day"
               from card where learner_id = ? and due_day <= ? order by due_day, course_id, question_id"#,
            learner,
            until
        )
        .fetch_all(&mut *self.reader().await?)
        .await?;
        let cards = rows.into_iter().map(|row| KnownCard {
            course: row.course,
            lesson: row.lesson,
            question: row.question,
            card: Card {
                memory: Memory { stability: row.stability, difficulty: row.difficulty },
                reviewed: row.reviewed,
                due: row.due,
            },
        });
        Ok(cards.collect())
    }

    /// The review that the learner has begun since `since` and not ended.
    pub async fn open_review(&self, learner: LearnerId, since: Timestamp) -> Result<Option<AttemptId>, StoreError> {
        open_review(&mut *self.reader().await?, learner, since).await
    }

    /// Begins a review, or gives the one that the learner has begun since `since`: two presses are one review.
    pub async fn start_review(
        &self,
        attempt: NewAttempt,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<AttemptId, StoreError> {
        let Some(items) = NonZeroUsize::new(attempt.items.len()) else {
            return Err(StoreError::fault(anyhow::anyhow!("a review needs a question")));
        };
        self.write(move |db| {
            Box::pin(async move {
                match open_review(db, attempt.learner, since).await? {
                    Some(open) => Ok(open),
                    None => record::start(db, &attempt, items, now).await,
                }
            })
        })
        .await
    }

    /// Remembers when an item was asked: first, or again after another attempt came between.
    pub async fn show_item(
        &self,
        attempt: AttemptId,
        learner: LearnerId,
        position: u16,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!(
                    "update item set shown_at = ?
                     where learner_id = ? and attempt_id = ? and position = ?
                         and (shown_at is null or exists (select 1 from item as other
                             where other.learner_id = item.learner_id and other.attempt_id <> item.attempt_id
                                 and other.shown_at > item.shown_at))",
                    now,
                    learner,
                    attempt,
                    position
                )
                .execute(db)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Keeps what the learner says about the answer to come. Of no effect once it is given: then it would be hindsight.
    pub async fn set_confidence(
        &self,
        attempt: AttemptId,
        learner: LearnerId,
        position: u16,
        confidence: Option<Confidence>,
    ) -> Result<(), StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!(
                    "update item set confidence = ?
                     where learner_id = ? and attempt_id = ? and position = ? and skipped is null
                         and verdict is null",
                    confidence,
                    learner,
                    attempt,
                    position
                )
                .execute(db)
                .await?;
                Ok(())
            })
        })
        .await
    }
}

async fn open_review(
    db: &mut SqliteConnection,
    learner: LearnerId,
    since: Timestamp,
) -> Result<Option<AttemptId>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: AttemptId" from attempt
           where learner_id = ? and finished_at is null and kind = 'review' and retry_of is null and started_at >= ?
           order by id desc limit 1"#,
        learner,
        since
    )
    .fetch_optional(db)
    .await?)
}

/// Brings the cards of one learner to another. Of two on the same question the memory of the one that was there first
/// stays; the first answer is the earlier one, the last the later.
pub(super) async fn merge(db: &mut SqliteConnection, from: LearnerId, into: LearnerId) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into card
             (learner_id, course_id, question_id, lesson_id, since, first_verdict, last_verdict, last_at, stability,
                 difficulty, reviewed_day, due_day)
         select ?, course_id, question_id, lesson_id, since, first_verdict, last_verdict, last_at, stability,
             difficulty, reviewed_day, due_day
         from card where learner_id = ?
         on conflict (learner_id, course_id, question_id) do update set
             lesson_id = case when excluded.last_at > card.last_at then excluded.lesson_id else card.lesson_id end,
             last_verdict = case when excluded.last_at > card.last_at
                 then excluded.last_verdict else card.last_verdict end,
             last_at = max(excluded.last_at, card.last_at),
             first_verdict = case when excluded.since < card.since
                 then excluded.first_verdict else card.first_verdict end,
             stability = case when excluded.since < card.since then excluded.stability else card.stability end,
             difficulty = case when excluded.since < card.since then excluded.difficulty else card.difficulty end,
             reviewed_day = case when excluded.since < card.since
                 then excluded.reviewed_day else card.reviewed_day end,
             due_day = case when excluded.since < card.since then excluded.due_day else card.due_day end,
             since = min(excluded.since, card.since)",
        into,
        from
    )
    .execute(db)
    .await?;
    Ok(())
}
