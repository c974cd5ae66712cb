//! Attempts as they are read, many at once.

use sqlx::SqliteConnection;

use super::{Attempt, Item, ItemState, Scope, SkipReason, StoredAnswer, given_from_columns};
use crate::{
    clock::Timestamp,
    course::Revision,
    ids::{AttemptId, CourseId, LearnerId, LessonId, QuestionId},
    quiz::Verdict,
    review::Confidence,
    store::{
        column::{self, Cell},
        error::StoreError,
        loader::Sought,
        writer::Work,
    },
};

impl Sought for AttemptId {
    type Found = Option<Attempt>;

    fn find<'c>(db: &'c mut SqliteConnection, all: &'c [Self]) -> Work<'c, Vec<Option<Attempt>>> {
        Box::pin(attempts(db, all))
    }
}

async fn attempts(db: &mut SqliteConnection, all: &[AttemptId]) -> Result<Vec<Option<Attempt>>, StoreError> {
    let ids = column::json(all.iter().map(Cell))?;
    let rows = sqlx::query_as!(
        Row,
        r#"select cast(one.key as integer) as "number!: u32", attempt.learner_id as "learner: _",
               coalesce(attempt.drawn_for, attempt.learner_id) as "drawn_for!: _",
               attempt.course_id as "scope_course: _", attempt.lesson_id as "scope_lesson: _",
               attempt.retry_of as "retry_of: _", attempt.started_at as "started_at: _",
               attempt.finished_at as "finished_at: _",
               item.position as "position: _", item.course_id as "course: _", item.lesson_id as "lesson: _",
               item.question_id as "question: _", item.revision as "revision: _", item.skipped as "skipped: _",
               item.confidence as "confidence: _",
               item.given_choices, item.given_text, item.verdict as "verdict: _",
               item.answered_at as "answered_at: _"
           from json_each(?) as one
           cross join attempt on attempt.id = one.value
           join item on item.learner_id = attempt.learner_id and item.attempt_id = attempt.id
           order by one.key, item.position"#,
        ids
    )
    .fetch_all(db)
    .await?;
    let mut of_each: Vec<Vec<Row>> = all.iter().map(|_| Vec::new()).collect();
    for row in rows {
        if let Some(rows) = of_each.get_mut(row.number as usize) {
            rows.push(row);
        }
    }
    Ok(all.iter().zip(of_each).map(|(id, rows)| Attempt::from_rows(*id, rows)).collect())
}

/// An item with its answer, and its attempt again in every row: one query, one moment.
struct Row {
    /// Of the attempt, among those looked for.
    number: u32,
    learner: LearnerId,
    drawn_for: LearnerId,
    scope_course: Option<CourseId>,
    scope_lesson: Option<LessonId>,
    retry_of: Option<AttemptId>,
    started_at: Timestamp,
    finished_at: Option<Timestamp>,
    position: u16,
    course: CourseId,
    lesson: LessonId,
    question: QuestionId,
    revision: Revision,
    skipped: Option<SkipReason>,
    confidence: Option<Confidence>,
    given_choices: Option<i64>,
    given_text: Option<String>,
    verdict: Option<Verdict>,
    answered_at: Option<Timestamp>,
}

impl Attempt {
    fn from_rows(id: AttemptId, rows: Vec<Row>) -> Option<Self> {
        let first = rows.first()?;
        Some(Self {
            id,
            learner: first.learner,
            drawn_for: first.drawn_for,
            scope: Scope::from_columns(first.scope_course.clone(), first.scope_lesson.clone()),
            retry_of: first.retry_of,
            started_at: first.started_at,
            finished_at: first.finished_at,
            items: rows.into_iter().map(Row::into_item).collect(),
        })
    }
}

impl Row {
    fn into_item(self) -> Item {
        let given = given_from_columns(self.given_choices, self.given_text);
        let state = match (self.skipped, given, self.verdict, self.answered_at) {
            (_, Some(given), Some(verdict), Some(answered_at)) => {
                ItemState::Answered(StoredAnswer { given, verdict, answered_at })
            }
            (Some(reason), ..) => ItemState::Skipped(reason),
            (None, ..) => ItemState::Open,
        };
        Item {
            position: self.position,
            course: self.course,
            lesson: self.lesson,
            question: self.question,
            revision: self.revision,
            confidence: self.confidence,
            state,
        }
    }
}
