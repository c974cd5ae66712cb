//! What a learner has read and where they are in each course.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use sqlx::SqliteConnection;

use super::{
    Store,
    column::{self, Cell},
    error::StoreError,
    loader::Sought,
    writer::{Together, Work},
};
use crate::{
    calendar::{Day, Zone},
    clock::Timestamp,
    ids::{CourseId, LearnerId, LessonId, SectionId},
};

/// Whether opening a section was news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Opened {
    FirstTime,
    Again,
}

/// How far a learner is in one course.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    pub read: HashMap<LessonId, HashSet<SectionId>>,
    /// The section opened last, and when.
    pub place: Option<ReadingPlace>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingPlace {
    pub lesson: LessonId,
    pub section: SectionId,
    /// Counted from 0.
    pub page: u16,
    pub opened_at: Timestamp,
}

/// Where a learner read last in one course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoursePlace {
    pub course: CourseId,
    pub lesson: LessonId,
    pub section: SectionId,
    /// Counted from 0.
    pub page: u16,
    pub opened_at: Timestamp,
}

impl Reading {
    pub fn has_read(&self, lesson: &LessonId, section: &SectionId) -> bool {
        self.read.get(lesson).is_some_and(|sections| sections.contains(section))
    }

    pub fn sections_read(&self) -> usize {
        self.read.values().map(HashSet::len).sum()
    }

    /// False when it was read before.
    pub fn mark_read(&mut self, lesson: LessonId, section: SectionId) -> bool {
        self.read.entry(lesson).or_default().insert(section)
    }
}

/// Where a learner is in each course begun.
#[derive(Debug)]
pub(super) struct PlacesOf(LearnerId);

impl Sought for PlacesOf {
    type Found = Vec<CoursePlace>;

    fn find<'c>(db: &'c mut SqliteConnection, all: &'c [Self]) -> Work<'c, Vec<Vec<CoursePlace>>> {
        Box::pin(places(db, all))
    }
}

async fn places(db: &mut SqliteConnection, all: &[PlacesOf]) -> Result<Vec<Vec<CoursePlace>>, StoreError> {
    let learners = column::json(all.iter().map(|PlacesOf(learner)| Cell(learner)))?;
    let rows = sqlx::query!(
        r#"select cast(one.key as integer) as "number!: u32", course_id as "course: CourseId",
               lesson_id as "lesson: LessonId", section_id as "section: SectionId", page as "page: u16", opened_at as "opened_at: Timestamp"
           from json_each(?) as one cross join course_place on course_place.learner_id = one.value
           order by opened_at desc, course_id"#,
        learners
    )
    .fetch_all(db)
    .await?;
    let mut found: Vec<Vec<CoursePlace>> = all.iter().map(|_| Vec::new()).collect();
    for row in rows {
        let (course, lesson, section) = (row.course, row.lesson, row.section);
        let place = CoursePlace { course, lesson, section, page: row.page, opened_at: row.opened_at };
        if let Some(places) = found.get_mut(row.number as usize) {
            places.push(place);
        }
    }
    Ok(found)
}

/// What a learner has read of one lesson.
#[derive(Debug)]
pub(super) struct ReadOf {
    learner: LearnerId,
    course: CourseId,
    lesson: LessonId,
}

impl Sought for ReadOf {
    type Found = HashSet<SectionId>;

    fn find<'c>(db: &'c mut SqliteConnection, all: &'c [Self]) -> Work<'c, Vec<HashSet<SectionId>>> {
        Box::pin(read(db, all))
    }
}

async fn read(db: &mut SqliteConnection, all: &[ReadOf]) -> Result<Vec<HashSet<SectionId>>, StoreError> {
    #[derive(Serialize)]
    struct Key<'a> {
        learner: Cell<LearnerId>,
        course: Cell<&'a CourseId>,
        lesson: Cell<&'a LessonId>,
    }
    let keys = column::json(all.iter().map(|ReadOf { learner, course, lesson }| Key {
        learner: Cell(*learner),
        course: Cell(course),
        lesson: Cell(lesson),
    }))?;
    let rows = sqlx::query!(
        r#"select cast(one.key as integer) as "number!: u32", section_id as "section: SectionId"
           from jsonb_each(?) as one
           cross join section_read on section_read.learner_id = one.value ->> 'learner'
               and section_read.course_id = one.value ->> 'course' and section_read.lesson_id = one.value ->> 'lesson'"#,
        keys
    )
    .fetch_all(db)
    .await?;
    let mut found: Vec<HashSet<SectionId>> = all.iter().map(|_| HashSet::new()).collect();
    for row in rows {
        if let Some(sections) = found.get_mut(row.number as usize) {
            sections.insert(row.section);
        }
    }
    Ok(found)
}

/// A section to be opened, and when.
#[derive(Debug)]
pub(super) struct Opening {
    learner: LearnerId,
    course: CourseId,
    lesson: LessonId,
    section: SectionId,
    page: u16,
    at: Timestamp,
}

impl Together for Opening {
    type Outcome = Opened;

    fn learner(&self) -> LearnerId {
        self.learner
    }

    fn write<'c>(db: &'c mut SqliteConnection, all: &'c [&'c Self]) -> Work<'c, Vec<Opened>> {
        Box::pin(open(db, all))
    }
}

/// An opening with everything that is written for it.
#[derive(Serialize)]
struct Row<'a> {
    learner: Cell<LearnerId>,
    course: Cell<&'a CourseId>,
    lesson: Cell<&'a LessonId>,
    section: Cell<&'a SectionId>,
    page: u16,
    at: Cell<Timestamp>,
    day: Cell<Day>,
    offset: i32,
}

impl Opening {
    fn row(&self, time_zone: Option<&str>) -> Row<'_> {
        let Self { learner, course, lesson, section, page, at } = self;
        let moment = Zone::named(time_zone).moment(*at);
        Row {
            learner: Cell(*learner),
            course: Cell(course),
            lesson: Cell(lesson),
            section: Cell(section),
            page: *page,
            at: Cell(*at),
            day: Cell(moment.day()),
            offset: moment.offset_seconds,
        }
    }
}

/// Opens sections, each for another learner, with what follows: it is read, the place in its course moves there, and the
/// day is one on which they learned.
async fn open(db: &mut SqliteConnection, all: &[&Opening]) -> Result<Vec<Opened>, StoreError> {
    let mut time_zones = vec![None; all.len()];
    let mut opened = vec![Opened::FirstTime; all.len()];
    for row in known(db, all).await? {
        let number = row.number as usize;
        if let (Some(time_zone), Some(opened)) = (time_zones.get_mut(number), opened.get_mut(number)) {
            *time_zone = row.time_zone;
            *opened = if row.is_read { Opened::Again } else { Opened::FirstTime };
        }
    }
    let rows = all.iter().zip(&time_zones).map(|(opening, time_zone)| opening.row(time_zone.as_deref()));
    write(db, &column::json(rows)?).await?;
    Ok(opened)
}

/// What is known of a section to be opened, and of who opens it.
struct Known {
    /// Among those to be opened.
    number: u32,
    time_zone: Option<String>,
    is_read: bool,
}

async fn known(db: &mut SqliteConnection, all: &[&Opening]) -> Result<Vec<Known>, StoreError> {
    #[derive(Serialize)]
    struct Key<'a> {
        learner: Cell<LearnerId>,
        course: Cell<&'a CourseId>,
        lesson: Cell<&'a LessonId>,
        section: Cell<&'a SectionId>,
    }
    let keys = column::json(all.iter().map(|Opening { learner, course, lesson, section, .. }| Key {
        learner: Cell(*learner),
        course: Cell(course),
        lesson: Cell(lesson),
        section: Cell(section),
    }))?;
    Ok(sqlx::query_as!(
        Known,
        r#"select cast(one.key as integer) as "number!: u32", learner.time_zone as "time_zone?",
               section_read.section_id is not null as "is_read!: bool"
           from jsonb_each(?) as one
           cross join learner on learner.id = one.value ->> 'learner'
           left join section_read on section_read.learner_id = learner.id
               and section_read.course_id = one.value ->> 'course' and section_read.lesson_id = one.value ->> 'lesson'
               and section_read.section_id = one.value ->> 'section'"#,
        keys
    )
    .fetch_all(db)
    .await?)
}

async fn write(db: &mut SqliteConnection, rows: &str) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into section_read (learner_id, course_id, lesson_id, section_id, read_at)
         select value ->> 'learner', value ->> 'course', value ->> 'lesson', value ->> 'section', value ->> 'at'
         from jsonb_each(?) where true
         on conflict do nothing;
         insert into course_place (learner_id, course_id, lesson_id, section_id, page, opened_at)
         select value ->> 'learner', value ->> 'course', value ->> 'lesson', value ->> 'section', value ->> 'page',
             value ->> 'at'
         from jsonb_each(?) where true
         on conflict (learner_id, course_id) do update set
             lesson_id = excluded.lesson_id,
             section_id = excluded.section_id,
             page = excluded.page,
             opened_at = excluded.opened_at;
         insert into active_day
             (learner_id, day, first_at, first_offset, last_at, last_offset, sections, answers, reviews)
         select value ->> 'learner', value ->> 'day', value ->> 'at', value ->> 'offset', value ->> 'at',
             value ->> 'offset', 1, 0, 0
         from jsonb_each(?) where true
         on conflict (learner_id, day) do update set
             last_at = excluded.last_at,
             last_offset = excluded.last_offset,
             sections = active_day.sections + 1",
        rows,
        rows,
        rows
    )
    .execute(db)
    .await?;
    Ok(())
}

impl Store {
    /// Where the learner is in each course begun, the latest first.
    pub async fn places(&self, learner: LearnerId) -> Result<Vec<CoursePlace>, StoreError> {
        self.often_read.places.find(PlacesOf(learner)).await
    }

    /// Marks a section as read, the day as one on which the learner learned, and moves the learner's place in its course
    /// to that page of it.
    pub async fn open_section(
        &self,
        learner: LearnerId,
        course: &CourseId,
        lesson: &LessonId,
        section: &SectionId,
        page: u16,
        now: Timestamp,
    ) -> Result<Opened, StoreError> {
        let (course, lesson, section) = (course.clone(), lesson.clone(), section.clone());
        self.openings.submit(Opening { learner, course, lesson, section, page, at: now }).await
    }

    /// The sections of a lesson that the learner has read.
    pub async fn read_sections(
        &self,
        learner: LearnerId,
        course: &CourseId,
        lesson: &LessonId,
    ) -> Result<HashSet<SectionId>, StoreError> {
        let (course, lesson) = (course.clone(), lesson.clone());
        self.often_read.sections.find(ReadOf { learner, course, lesson }).await
    }

    /// How far the learner is in a course. One statement, so that the place is one that was read; only the place has a
    /// page.
    pub async fn reading(&self, learner: LearnerId, course: &CourseId) -> Result<Reading, StoreError> {
        let rows = sqlx::query!(
            r#"select lesson_id as "lesson!: LessonId", section_id as "section!: SectionId", null as "page?: u16",
                   null as "opened_at?: Timestamp"
               from section_read where learner_id = ? and course_id = ?
               union all
               select lesson_id, section_id, page, opened_at
               from course_place where learner_id = ? and course_id = ?"#,
            learner,
            course,
            learner,
            course
        )
        .fetch_all(&mut *self.reader().await?)
        .await?;
        let mut reading = Reading::default();
        for row in rows {
            let (lesson, section) = (row.lesson, row.section);
            if let (Some(page), Some(opened_at)) = (row.page, row.opened_at) {
                reading.place = Some(ReadingPlace { lesson, section, page, opened_at });
            } else {
                reading.mark_read(lesson, section);
            }
        }
        Ok(reading)
    }

    /// The course in which the learner read last.
    pub async fn last_course(&self, learner: LearnerId) -> Result<Option<CourseId>, StoreError> {
        Ok(sqlx::query_scalar!(
            r#"select course_id as "course: CourseId" from course_place where learner_id = ?
               order by opened_at desc limit 1"#,
            learner
        )
        .fetch_optional(&mut *self.reader().await?)
        .await?)
    }
}
