//! What a learner has read and where they are in each course.

use std::collections::{HashMap, HashSet};

use sqlx::SqliteConnection;

use super::{
    Store,
    activity::{self, Activity},
    column::{self, Cell},
    error::StoreError,
    loader::Sought,
    writer::Work,
};
use crate::{
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
        r#"select cast(one.key as integer) as "number!: u32", course_id as "course: CourseId", lesson_id as "lesson: LessonId",
               section_id as "section: SectionId", page as "page: u16", opened_at as "opened_at: Timestamp"
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
        self.write(move |db| {
            Box::pin(async move {
                let first = sqlx::query!(
                    "insert into section_read (learner_id, course_id, lesson_id, section_id, read_at)
                     values (?, ?, ?, ?, ?) on conflict do nothing",
                    learner,
                    course,
                    lesson,
                    section,
                    now
                )
                .execute(&mut *db)
                .await?
                .rows_affected();
                sqlx::query!(
                    "insert into course_place (learner_id, course_id, lesson_id, section_id, page, opened_at)
                     values (?, ?, ?, ?, ?, ?)
                     on conflict (learner_id, course_id) do update set
                         lesson_id = excluded.lesson_id,
                         section_id = excluded.section_id,
                         page = excluded.page,
                         opened_at = excluded.opened_at",
                    learner,
                    course,
                    lesson,
                    section,
                    page,
                    now
                )
                .execute(&mut *db)
                .await?;
                activity::note(db, learner, Activity::Section, now).await?;
                Ok(if first == 1 { Opened::FirstTime } else { Opened::Again })
            })
        })
        .await
    }

    pub async fn reading(&self, learner: LearnerId, course: &CourseId) -> Result<Reading, StoreError> {
        let read = sqlx::query!(
            r#"select lesson_id as "lesson: LessonId", section_id as "section: SectionId" from section_read
               where learner_id = ? and course_id = ?"#,
            learner,
            course
        )
        .fetch_all(&mut *self.reader().await?)
        .await?;
        let place = sqlx::query_as!(
            ReadingPlace,
            r#"select lesson_id as "lesson: _", section_id as "section: _", page as "page: _",
                   opened_at as "opened_at: _"
               from course_place where learner_id = ? and course_id = ?"#,
            learner,
            course
        )
        .fetch_optional(&mut *self.reader().await?)
        .await?;
        let mut reading = Reading { place, ..Reading::default() };
        for row in read {
            reading.mark_read(row.lesson, row.section);
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
