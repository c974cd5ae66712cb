//! How a learner has done in a course, lesson by lesson.

use std::collections::BTreeMap;

use sqlx::{Connection as _, SqliteConnection};

use crate::{
    ids::{CourseId, LearnerId, LessonId, QuestionId},
    store::{Store, error::StoreError},
};

/// How a learner stands with one lesson's questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonResult {
    pub lesson: LessonId,
    /// Of the whole lesson's quiz, when it was taken: retries of misses and quizzes across lessons count towards
    /// `misses` only.
    pub scores: Option<Scores>,
    /// Questions whose latest answer was right.
    pub right: Vec<QuestionId>,
    /// Questions whose latest answer was not right.
    pub misses: Vec<QuestionId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scores {
    pub attempts: u32,
    pub last: Score,
    pub best: Score,
}

/// Right answers out of the questions that could be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Score {
    pub correct: u32,
    pub items: u32,
}

impl Store {
    /// Every lesson of the course in which the learner has answered something. Attempts that were stopped before the
    /// first answer do not count; what was left open in one that was stopped later counts as not right.
    pub async fn results(&self, learner: LearnerId, course: &CourseId) -> Result<Vec<LessonResult>, StoreError> {
        let mut results = BTreeMap::new();
        let mut reader = self.reader().await?;
        let mut db = reader.begin().await?;
        add_scores(&mut db, learner, course, &mut results).await?;
        add_standings(&mut db, learner, course, &mut results).await?;
        db.commit().await?;
        Ok(results.into_values().collect())
    }
}

async fn add_scores(
    db: &mut SqliteConnection,
    learner: LearnerId,
    course: &CourseId,
    results: &mut BTreeMap<LessonId, LessonResult>,
) -> Result<(), StoreError> {
    // The last attempt and the best one of each lesson; of equally good ones the latest.
    let attempts = sqlx::query!(
        r#"select lesson_id as "lesson!: LessonId", attempts as "attempts!: u32", correct as "correct!: u32",
               items as "items!: u32", from_last as "from_last!: i64", from_best as "from_best!: i64"
           from (
               select lesson_id, correct, items,
                   count(*) over (partition by lesson_id) as attempts,
                   row_number() over (partition by lesson_id order by id desc) as from_last,
                   row_number() over (partition by lesson_id order by correct * 10000 / items desc, id desc)
                       as from_best
               from attempt
               where learner_id = ? and course_id = ? and lesson_id is not null and retry_of is null
                   and finished_at is not null and left_open < items
           ) as ranked
           where from_last = 1 or from_best = 1"#,
        learner,
        course
    )
    .fetch_all(db)
    .await?;
    for row in attempts {
        let score = Score { correct: row.correct, items: row.items };
        let scores = LessonResult::of(results, row.lesson).scores.get_or_insert(Scores {
            attempts: row.attempts,
            last: score,
            best: score,
        });
        if row.from_last == 1 {
            scores.last = score;
        }
        if row.from_best == 1 {
            scores.best = score;
        }
    }
    Ok(())
}

async fn add_standings(
    db: &mut SqliteConnection,
    learner: LearnerId,
    course: &CourseId,
    results: &mut BTreeMap<LessonId, LessonResult>,
) -> Result<(), StoreError> {
    let standings = sqlx::query!(
        r#"select lesson_id as "lesson: LessonId", question_id as "question: QuestionId",
               last_verdict <> 'right' as "missed!: bool"
           from card where learner_id = ? and course_id = ? order by question_id"#,
        learner,
        course
    )
    .fetch_all(db)
    .await?;
    for row in standings {
        let result = LessonResult::of(results, row.lesson);
        let questions = if row.missed { &mut result.misses } else { &mut result.right };
        questions.push(row.question);
    }
    Ok(())
}

impl LessonResult {
    fn of(results: &mut BTreeMap<LessonId, Self>, lesson: LessonId) -> &mut Self {
        results.entry(lesson.clone()).or_insert(Self { lesson, scores: None, right: Vec::new(), misses: Vec::new() })
    }
}
