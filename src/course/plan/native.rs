//! Courses of our own form, and plain folders of Markdown: every file is a lesson, numbers in front give the order.

use std::path::Path;

use super::{CoursePlan, PagePlan, Planned, lesson_id};
use crate::course::{
    CourseKind, Position,
    files::{Files, is_markdown},
    order::compare_paths,
    settings::CourseSettings,
};

/// Plans the course in `folder`.
pub(in crate::course) fn plan(files: &Files, folder: &Path) -> Planned {
    let mut problems = Vec::new();
    let settings = CourseSettings::read(files, folder, &mut problems);
    let at = Position { path: files.shown(folder), line: 1, column: 1 };
    let mut paths = files.list(folder, is_markdown, &mut problems);
    paths.sort_by(|a, b| compare_paths(a, b));
    let pages = paths.into_iter().map(|path| page(files, folder, path)).collect();
    let kind = if settings.is_some() { CourseKind::Native } else { CourseKind::Plain };
    let settings = settings.unwrap_or_default();
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let plan = CoursePlan {
        kind,
        id: settings.id_or(&name),
        title: settings.title.unwrap_or_else(|| crate::course::lesson::title_from_path(&name)),
        description: settings.description,
        language: settings.language.unwrap_or_else(|| "en".to_owned()),
        base_url: settings.base_url,
        folder: folder.to_owned(),
        source: folder.to_owned(),
        at,
        pages,
    };
    Planned { plan, problems }
}

fn page(files: &Files, folder: &Path, path: String) -> PagePlan {
    PagePlan {
        at: Position { path: files.shown(&folder.join(&path)), line: 1, column: 1 },
        id: lesson_id(&path),
        title: None,
        part: None,
        address: path.clone(),
        path,
    }
}
