//! Moving everybody's records from old names to new ones, all at once: the goal of one move may be the start of another.
//!
//! Rows whose key changes step aside first, into a course that cannot be, so that no two meet on the way. Of two that
//! end in one place the first reading, the first and the last answer and the latest review count.

use std::collections::HashSet;

use sqlx::SqliteConnection;

use crate::{
    course::carry::{Carried, Name},
    ids::CourseId,
    store::error::StoreError,
};

/// Stands for the course of rows that are being moved. No course has it: an id has no space.
const ASIDE: &str = "being moved";

pub(super) async fn move_records(
    db: &mut SqliteConnection,
    course: &CourseId,
    carried: &Carried,
) -> Result<(), StoreError> {
    let moves = carried.record_moves();
    if moves.is_empty() {
        return Ok(());
    }
    let mut seen = HashSet::new();
    for (from, to) in moves {
        add_move(db, course, from, to, seen.insert(from.key())).await?;
    }
    move_reading(db, course).await?;
    move_places(db, course).await?;
    move_attempts(db, course).await?;
    move_cards(db, course).await?;
    move_counts(db, course).await?;
    move_shown(db, course).await?;
    move_pins(db, course).await?;
    sqlx::query!("delete from content_move where course_id = ?", course).execute(db).await?;
    Ok(())
}

async fn add_move(
    db: &mut SqliteConnection,
    course: &CourseId,
    from: &Name,
    to: &Name,
    is_main: bool,
) -> Result<(), StoreError> {
    let (kind, from_lesson, from_id, to_lesson, to_id) = (from.kind(), from.lesson(), from.id(), to.lesson(), to.id());
    sqlx::query!(
        "insert into content_move (course_id, kind, from_lesson_id, from_id, to_lesson_id, to_id, is_main)
         values (?, ?, ?, ?, ?, ?, ?)",
        course,
        kind,
        from_lesson,
        from_id,
        to_lesson,
        to_id,
        is_main
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn move_reading(db: &mut SqliteConnection, course: &CourseId) -> Result<(), StoreError> {
    sqlx::query!(
        "update section_read set course_id = ? where course_id = ?
         and exists (select 1 from content_move as move where move.course_id = section_read.course_id
             and move.kind = 'section' and move.from_lesson_id = section_read.lesson_id
             and move.from_id = section_read.section_id)",
        ASIDE,
        course
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into section_read (learner_id, course_id, lesson_id, section_id, read_at)
         select aside.learner_id, move.course_id, move.to_lesson_id, move.to_id, aside.read_at
         from section_read as aside join content_move as move on move.course_id = ? and move.kind = 'section'
             and move.from_lesson_id = aside.lesson_id and move.from_id = aside.section_id
         where aside.course_id = ?
         on conflict (learner_id, course_id, lesson_id, section_id) do update set read_at = excluded.read_at
         where excluded.read_at < section_read.read_at",
        course,
        ASIDE
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from section_read where course_id = ?", ASIDE).execute(db).await?;
    Ok(())
}

async fn move_places(db: &mut SqliteConnection, course: &CourseId) -> Result<(), StoreError> {
    sqlx::query!(
        "update course_place set lesson_id = move.to_lesson_id, section_id = move.to_id
         from content_move as move
         where course_place.course_id = ? and move.course_id = course_place.course_id and move.kind = 'section'
             and move.is_main = 1 and move.from_lesson_id = course_place.lesson_id
             and move.from_id = course_place.section_id",
        course
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Attempts go with their lesson, their items with their questions.
async fn move_attempts(db: &mut SqliteConnection, course: &CourseId) -> Result<(), StoreError> {
    sqlx::query!(
        "update attempt set lesson_id = move.to_lesson_id
         from content_move as move
         where attempt.course_id = ? and move.course_id = attempt.course_id and move.kind = 'lesson'
             and move.is_main = 1 and move.from_id = attempt.lesson_id",
        course
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update live_item set lesson_id = move.to_lesson_id, question_id = move.to_id
         from content_move as move
         where live_item.course_id = ? and move.course_id = live_item.course_id and move.kind = 'question'
             and move.is_main = 1 and move.from_id = live_item.question_id",
        course
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update item set lesson_id = move.to_lesson_id, question_id = move.to_id
         from content_move as move
         where item.course_id = ? and move.course_id = item.course_id and move.kind = 'question'
             and move.is_main = 1 and move.from_id = item.question_id",
        course
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn move_cards(db: &mut SqliteConnection, course: &CourseId) -> Result<(), StoreError> {
    sqlx::query!(
        "update card set course_id = ? where course_id = ?
         and exists (select 1 from content_move as move where move.course_id = card.course_id
             and move.kind = 'question' and move.from_id = card.question_id)",
        ASIDE,
        course
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into card
             (learner_id, course_id, question_id, lesson_id, since, first_verdict, last_verdict, last_at, stability,
                 difficulty, reviewed_day, due_day)
         select aside.learner_id, move.course_id, move.to_id, move.to_lesson_id, aside.since, aside.first_verdict,
             aside.last_verdict, aside.last_at, aside.stability, aside.difficulty, aside.reviewed_day, aside.due_day
         from card as aside join content_move as move on move.course_id = ? and move.kind = 'question'
             and move.is_main = 1 and move.from_id = aside.question_id
         where aside.course_id = ?
         on conflict (learner_id, course_id, question_id) do update set
             first_verdict = case when excluded.since < card.since
                 then excluded.first_verdict else card.first_verdict end,
             since = min(excluded.since, card.since),
             last_verdict = case when excluded.last_at > card.last_at
                 then excluded.last_verdict else card.last_verdict end,
             last_at = max(excluded.last_at, card.last_at),
             stability = case when excluded.reviewed_day > card.reviewed_day
                 then excluded.stability else card.stability end,
             difficulty = case when excluded.reviewed_day > card.reviewed_day
                 then excluded.difficulty else card.difficulty end,
             due_day = case when excluded.reviewed_day > card.reviewed_day then excluded.due_day else card.due_day end,
             reviewed_day = max(excluded.reviewed_day, card.reviewed_day)",
        course,
        ASIDE
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from card where course_id = ?", ASIDE).execute(db).await?;
    Ok(())
}

/// Nameless figures follow as well; two questions that became one are counted together.
async fn move_counts(db: &mut SqliteConnection, course: &CourseId) -> Result<(), StoreError> {
    sqlx::query!(
        "update item_count set course_id = ? where course_id = ?
         and exists (select 1 from content_move as move where move.course_id = item_count.course_id
             and move.kind = 'question' and move.from_id = item_count.question_id)",
        ASIDE,
        course
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into item_count (course_id, question_id, revision, lesson_id, answered, correct)
         select move.course_id, move.to_id, aside.revision, move.to_lesson_id, aside.answered, aside.correct
         from item_count as aside join content_move as move on move.course_id = ? and move.kind = 'question'
             and move.is_main = 1 and move.from_id = aside.question_id
         where aside.course_id = ?
         on conflict (course_id, question_id, revision) do update set
             answered = item_count.answered + excluded.answered,
             correct = item_count.correct + excluded.correct",
        course,
        ASIDE
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from item_count where course_id = ?", ASIDE).execute(db).await?;
    Ok(())
}

/// The passages that an answer showed.
async fn move_shown(db: &mut SqliteConnection, course: &CourseId) -> Result<(), StoreError> {
    sqlx::query!(
        "update ask_shown set lesson_id = move.to_lesson_id, section_id = move.to_id
         from content_move as move
         where ask_shown.course_id = ? and move.course_id = ask_shown.course_id and move.kind = 'section'
             and move.is_main = 1 and move.from_lesson_id = ask_shown.lesson_id
             and move.from_id = ask_shown.section_id",
        course
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update ask_shown set lesson_id = move.to_lesson_id, faq_id = move.to_id
         from content_move as move
         where ask_shown.course_id = ? and move.course_id = ask_shown.course_id and move.kind = 'faq'
             and move.is_main = 1 and move.from_lesson_id = ask_shown.lesson_id and move.from_id = ask_shown.faq_id",
        course
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A passage that was pinned stays pinned under its new name; whether it still says the same, its revision knows.
async fn move_pins(db: &mut SqliteConnection, course: &CourseId) -> Result<(), StoreError> {
    sqlx::query!(
        "update pin set lesson_id = move.to_lesson_id, section_id = move.to_id
         from content_move as move
         where pin.course_id = ? and move.course_id = pin.course_id and move.kind = 'section'
             and move.is_main = 1 and move.from_lesson_id = pin.lesson_id and move.from_id = pin.section_id",
        course
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update pin set lesson_id = move.to_lesson_id, faq_id = move.to_id
         from content_move as move
         where pin.course_id = ? and move.course_id = pin.course_id and move.kind = 'faq'
             and move.is_main = 1 and move.from_lesson_id = pin.lesson_id and move.from_id = pin.faq_id",
        course
    )
    .execute(db)
    .await?;
    Ok(())
}
