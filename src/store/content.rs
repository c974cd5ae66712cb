//! What each course looked like when it was read last, and moving records when it is rearranged.
//!
//! What goes where is decided by [`crate::course::carry`]; here it is carried out, all of it or nothing.

mod moving;

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use sqlx::{Connection, SqliteConnection, SqliteExecutor};

use super::{Store, error::StoreError, file};
use crate::{
    clock::Timestamp,
    course::carry::{Carried, KnownState, Name, Part, PieceKind, Sketch},
    ids::{CourseId, LessonId},
};

/// What became of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Settled {
    Done,
    /// Another process has read the course meanwhile: what goes where has to be decided anew.
    Outdated,
}

/// What a database remembers of a course.
#[derive(Debug, Default)]
pub struct Memory {
    pub known: KnownState,
    /// How many learners have something recorded: a section that they read, a question that they answered.
    pub records: HashMap<Name, u32>,
}

/// What the database at `path`, which stays as it is, remembers of courses: nothing where it is from before they were
/// remembered.
pub async fn look_at(path: &Path) -> Result<BTreeMap<CourseId, Memory>, StoreError> {
    let mut db = file::look_at(path).await?;
    let memories = match is_remembered(&mut db).await? {
        Remembered::Yes => memories(&mut db).await?,
        Remembered::NotYet => BTreeMap::new(),
    };
    db.close().await?;
    Ok(memories)
}

async fn memories(db: &mut SqliteConnection) -> Result<BTreeMap<CourseId, Memory>, StoreError> {
    let mut memories = BTreeMap::new();
    for course in known_courses(&mut *db).await? {
        let memory = Memory { known: known_state(db, &course).await?, records: records(db, &course).await? };
        memories.insert(course, memory);
    }
    Ok(memories)
}

async fn known_courses(db: impl SqliteExecutor<'_>) -> Result<Vec<CourseId>, StoreError> {
    Ok(sqlx::query_scalar!(r#"select course_id as "course: CourseId" from course_state"#).fetch_all(db).await?)
}

async fn records(db: &mut SqliteConnection, course: &CourseId) -> Result<HashMap<Name, u32>, StoreError> {
    let read = sqlx::query!(
        r#"select lesson_id as "lesson: LessonId", section_id as id, count(*) as "learners: u32"
           from section_read where course_id = ? group by lesson_id, section_id"#,
        course
    )
    .fetch_all(&mut *db)
    .await?;
    let answered = sqlx::query!(
        r#"select lesson_id as "lesson: LessonId", question_id as id, count(*) as "learners: u32"
           from card where course_id = ? group by lesson_id, question_id"#,
        course
    )
    .fetch_all(&mut *db)
    .await?;
    let read = read.into_iter().map(|row| Ok((name(PieceKind::Section, row.lesson, &row.id)?, row.learners)));
    let answered = answered.into_iter().map(|row| Ok((name(PieceKind::Question, row.lesson, &row.id)?, row.learners)));
    read.chain(answered).collect()
}

enum Remembered {
    Yes,
    NotYet,
}

async fn is_remembered(db: &mut SqliteConnection) -> Result<Remembered, StoreError> {
    let tables: i64 =
        sqlx::query_scalar("select count(*) from sqlite_schema where name = 'former_name'").fetch_one(db).await?;
    Ok(if tables > 0 { Remembered::Yes } else { Remembered::NotYet })
}

impl Store {
    /// The courses that were read at some time.
    pub async fn known_courses(&self) -> Result<Vec<CourseId>, StoreError> {
        known_courses(&mut *self.reader().await?).await
    }

    /// How the course looked when it was read last; new when it never was.
    pub async fn known_state(&self, course: &CourseId) -> Result<KnownState, StoreError> {
        let mut reader = self.reader().await?;
        let mut db = reader.begin().await?;
        let known = known_state(&mut db, course).await?;
        db.commit().await?;
        Ok(known)
    }

    /// Moves the records of everybody as `carried` says, which was decided on `known`, and keeps the new state.
    pub async fn carry(
        &self,
        course: &CourseId,
        known: KnownState,
        carried: Carried,
        now: Timestamp,
    ) -> Result<Settled, StoreError> {
        let course = course.clone();
        self.write(move |db| {
            Box::pin(async move {
                if revision(db, &course).await? != known.revision {
                    return Ok(Settled::Outdated);
                }
                moving::move_records(db, &course, &carried).await?;
                keep_state(db, &course, &known, &carried.state, now).await?;
                Ok(Settled::Done)
            })
        })
        .await
    }
}

async fn known_state(db: &mut SqliteConnection, course: &CourseId) -> Result<KnownState, StoreError> {
    let revision = revision(db, course).await?;
    let (present, gone) = parts(db, course).await?;
    let former = former(db, course).await?;
    Ok(KnownState { revision, present, gone, former })
}

async fn revision(db: &mut SqliteConnection, course: &CourseId) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar!("select revision from course_state where course_id = ?", course).fetch_optional(db).await?)
}

/// What is in the course, and what is gone, the latest last.
async fn parts(db: &mut SqliteConnection, course: &CourseId) -> Result<(Vec<Part>, Vec<Part>), StoreError> {
    let rows = sqlx::query!(
        r#"select kind as "kind: PieceKind", lesson_id as "lesson: LessonId", part_id, mark, sketch,
               shingles as "shingles: u32", gone_at
           from course_part where course_id = ? order by gone_at, kind, lesson_id, part_id"#,
        course
    )
    .fetch_all(db)
    .await?;
    let (mut present, mut gone) = (Vec::new(), Vec::new());
    for row in rows {
        let part = Part {
            name: name(row.kind, row.lesson, &row.part_id)?,
            mark: row.mark,
            sketch: Sketch::from_bytes(&row.sketch, row.shingles),
        };
        let list = if row.gone_at.is_some() { &mut gone } else { &mut present };
        list.push(part);
    }
    Ok((present, gone))
}

async fn former(db: &mut SqliteConnection, course: &CourseId) -> Result<Vec<(Name, Name)>, StoreError> {
    let rows = sqlx::query_as!(
        FormerRow,
        r#"select kind as "kind: _", from_lesson_id as "from_lesson: _", from_id, to_lesson_id as "to_lesson: _", to_id
           from former_name where course_id = ? order by position"#,
        course
    )
    .fetch_all(db)
    .await?;
    let pair = |row: FormerRow| {
        Ok((name(row.kind, row.from_lesson, &row.from_id)?, name(row.kind, row.to_lesson, &row.to_id)?))
    };
    rows.into_iter().map(pair).collect()
}

struct FormerRow {
    kind: PieceKind,
    from_lesson: LessonId,
    from_id: String,
    to_lesson: LessonId,
    to_id: String,
}

fn name(kind: PieceKind, lesson: LessonId, id: &str) -> Result<Name, StoreError> {
    Name::new(kind, lesson, id).map_err(|bad| StoreError::Damaged(format!("a piece of a course has no name: {bad}")))
}

/// Writes what differs: a course of ten thousand sections is not written anew for one of them.
async fn keep_state(
    db: &mut SqliteConnection,
    course: &CourseId,
    known: &KnownState,
    state: &KnownState,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into course_state (course_id, revision, read_at) values (?, ?, ?)
         on conflict (course_id) do update set revision = excluded.revision, read_at = excluded.read_at",
        course,
        state.revision,
        now
    )
    .execute(&mut *db)
    .await?;
    let (before, after) = (by_name(known), by_name(state));
    for part in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
        forget_part(db, course, part.0).await?;
    }
    for (name, (part, presence)) in after.iter().filter(|(name, part)| before.get(*name) != Some(part)) {
        keep_part(db, course, name, part, presence.gone_at(now)).await?;
    }
    if known.former != state.former {
        keep_former(db, course, &state.former).await?;
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Present,
    Gone,
}

impl Presence {
    fn gone_at(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Present => None,
            Self::Gone => Some(now),
        }
    }
}

fn by_name(state: &KnownState) -> HashMap<&Name, (&Part, Presence)> {
    let gone = state.gone.iter().map(|part| (&part.name, (part, Presence::Gone)));
    gone.chain(state.present.iter().map(|part| (&part.name, (part, Presence::Present)))).collect()
}

async fn forget_part(db: &mut SqliteConnection, course: &CourseId, name: &Name) -> Result<(), StoreError> {
    let (kind, lesson, id) = (name.kind(), name.lesson(), name.id());
    sqlx::query!(
        "delete from course_part where course_id = ? and kind = ? and lesson_id = ? and part_id = ?",
        course,
        kind,
        lesson,
        id
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn keep_part(
    db: &mut SqliteConnection,
    course: &CourseId,
    name: &Name,
    part: &Part,
    gone_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let (kind, lesson, id) = (name.kind(), name.lesson(), name.id());
    let (sketch, shingles) = (part.sketch.to_bytes(), part.sketch.shingles());
    sqlx::query!(
        "insert into course_part (course_id, kind, lesson_id, part_id, mark, sketch, shingles, gone_at)
         values (?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (course_id, kind, lesson_id, part_id) do update set
             mark = excluded.mark,
             sketch = excluded.sketch,
             shingles = excluded.shingles,
             gone_at = excluded.gone_at",
        course,
        kind,
        lesson,
        id,
        part.mark,
        sketch,
        shingles,
        gone_at
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn keep_former(db: &mut SqliteConnection, course: &CourseId, former: &[(Name, Name)]) -> Result<(), StoreError> {
    sqlx::query!("delete from former_name where course_id = ?", course).execute(&mut *db).await?;
    for (position, (from, to)) in (0_i64..).zip(former) {
        let (kind, from_lesson, from_id) = (from.kind(), from.lesson(), from.id());
        let (to_lesson, to_id) = (to.lesson(), to.id());
        sqlx::query!(
            "insert into former_name (course_id, position, kind, from_lesson_id, from_id, to_lesson_id, to_id)
             values (?, ?, ?, ?, ?, ?, ?)",
            course,
            position,
            kind,
            from_lesson,
            from_id,
            to_lesson,
            to_id
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
