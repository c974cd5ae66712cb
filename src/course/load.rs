//! From a content folder to courses: finds the courses in it, reads each, and says what is wrong with them.

mod counts;
mod detect;

use std::{
    collections::{BTreeSet, HashMap},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

pub use self::counts::{Counts, QuestionCounts};
use super::{
    Course, Position,
    files::Files,
    plan,
    problem::{Code, Problem, Severity},
    read, settings,
};

/// What a content folder holds.
#[derive(Debug)]
pub struct Loaded {
    /// In the order of their folders' names.
    pub courses: Vec<Arc<Course>>,
    /// In the order of files and lines.
    pub problems: Vec<Problem>,
    pub counts: Counts,
    /// What positions are relative to; absolute.
    pub content: PathBuf,
    /// Changes whenever a file that was read does.
    pub digest: blake3::Hash,
    /// Folders outside of the content folder that files were read from.
    pub outside: BTreeSet<PathBuf>,
}

/// Why a content folder gives no course at all.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("there is no folder {}: create it, or name another one with --content or DOCENT_CONTENT", .0.display())]
    Missing(PathBuf),
    #[error("{} is no folder: name the folder that holds your Markdown files", .0.display())]
    NoFolder(PathBuf),
    #[error("{} holds no Markdown: put a file such as 01-welcome.md into it", .0.display())]
    Empty(PathBuf),
    #[error("cannot read {}: {source}; check that Docent may read it", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
}

/// Reads all courses below `content`. Whatever is wrong with a file leaves the others as they are.
pub fn load(content: &Path) -> Result<Loaded, LoadError> {
    let found = detect::find(content)?;
    let mut courses = Vec::new();
    let mut problems = Vec::new();
    let mut counts = Counts::default();
    let mut ids = HashMap::new();
    for folder in found.courses {
        let planned = plan_course(&found.files, &folder);
        problems.extend(planned.problems);
        problems.extend(site_inside(&found.files, &folder));
        let at = planned.plan.at.clone();
        let read = read::read(&found.files, &planned.plan);
        problems.extend(read.problems.iter().cloned());
        if let Some(first) = ids.get(&read.course.id) {
            let message = format!("course id `{}` is already used by `{first}`", read.course.id);
            let help = "give one of them another `id` in its course.toml; progress is recorded by id";
            problems.push(Problem::new(Code::CourseIdTwice, at, message, help));
            continue;
        }
        if read.course.lessons.is_empty() {
            let message = format!("the course `{}` has no lesson", read.course.id);
            problems.push(Problem::new(Code::NoLessons, at, message, "add a Markdown file with some text"));
            continue;
        }
        ids.insert(read.course.id.clone(), at.path.clone());
        counts.add(&read);
        courses.push(Arc::new(read.course));
    }
    problems.sort_by(|a, b| (&a.at, a.code).cmp(&(&b.at, b.code)));
    problems.dedup();
    let content = found.files.content.clone();
    let (digest, outside) = found.files.finish();
    Ok(Loaded { courses, problems, counts, content, digest, outside })
}

fn plan_course(files: &Files, found: &detect::Found) -> plan::Planned {
    match found {
        detect::Found::Native(folder) => plan::native::plan(files, folder),
        detect::Found::MdBook(folder) => plan::mdbook::plan(files, folder),
        detect::Found::MkDocs(folder) => plan::mkdocs::plan(files, folder),
        detect::Found::Docusaurus(folder) => plan::docusaurus::plan(files, folder),
    }
}

/// What to say of a folder of loose pages that holds a site.
fn site_inside(files: &Files, found: &detect::Found) -> Option<Problem> {
    let detect::Found::Native(folder) = found else { return None };
    if folder.join(settings::FILE).is_file() {
        return None;
    }
    let site = detect::site_inside(folder)?;
    let shown = files.shown(&site);
    let inside = shown.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let message = format!("every page of this folder is read, though `{inside}` holds a site with an order of its own");
    let help = format!("to read that site alone, name it: --content {}", site.parent().unwrap_or(folder).display());
    Some(Problem::new(Code::SiteInside, Position { path: shown, line: 1, column: 1 }, message, help))
}

impl Loaded {
    /// Whether something was left out of the course.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}

#[cfg(test)]
mod faults;
#[cfg(test)]
mod tests;
