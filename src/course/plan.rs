//! What a course consists of, before its pages are read: which tool it was made for, what it is called, which files
//! are its lessons and in which order.
//!
//! Each kind of course has its own planner; [`super::load`] finds out which one a folder needs.

pub(super) mod docusaurus;
pub(super) mod mdbook;
pub(super) mod mkdocs;
pub(super) mod native;

use std::path::PathBuf;

use super::{CourseKind, Position, problem::Problem};
use crate::ids::{CourseId, LessonId};

/// A course as its folder and configuration describe it.
#[derive(Debug)]
pub(super) struct CoursePlan {
    pub kind: CourseKind,
    pub id: CourseId,
    pub title: String,
    pub description: Option<String>,
    pub language: String,
    /// With a final slash.
    pub base_url: Option<String>,
    /// The folder that holds course and configuration.
    pub folder: PathBuf,
    /// The folder that lesson paths are relative to.
    pub source: PathBuf,
    /// Where the course is described, for problems that concern it as a whole.
    pub at: Position,
    /// In reading order.
    pub pages: Vec<PagePlan>,
}

/// A page that is to become a lesson.
#[derive(Debug)]
pub(super) struct PagePlan {
    /// Relative to [`CoursePlan::source`], with forward slashes.
    pub path: String,
    /// Where the table of contents names it.
    pub at: Position,
    /// Its id unless its front matter gives one.
    pub id: Option<LessonId>,
    /// As the table of contents has it.
    pub title: Option<String>,
    pub part: Option<String>,
    /// Its address below [`CoursePlan::base_url`].
    pub address: String,
}

/// A plan with what was wrong on the way to it.
#[derive(Debug)]
pub(super) struct Planned {
    pub plan: CoursePlan,
    pub problems: Vec<Problem>,
}

/// The id of a page in the tree of another tool: its path without ending. Its numbers belong to its name.
fn path_id(path: &str) -> Option<LessonId> {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    checked_id(&stem.split_whitespace().collect::<Vec<_>>().join("-"))
}

/// The id of a page of our own form: its path without numbers and ending; nothing for a path that makes none.
fn lesson_id(path: &str) -> Option<LessonId> {
    checked_id(&super::order::lesson_id(path))
}

fn checked_id(id: &str) -> Option<LessonId> {
    LessonId::parse(id).ok().or_else(|| {
        // Too long for an id: what makes it unique is mostly at its end.
        let short: Vec<char> = id.chars().rev().take(crate::ids::MAX_TEXT_ID_BYTES / 4).collect();
        LessonId::parse(&short.into_iter().rev().collect::<String>()).ok()
    })
}
