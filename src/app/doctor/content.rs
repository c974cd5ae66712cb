//! Whether the content folder gives a course.

use std::path::Path;

use super::report::Finding;
use crate::course::{
    load::{self, LoadError, Loaded},
    problem::{Problem, Severity},
};

pub(super) fn look(folder: &Path) -> Vec<Finding> {
    match load::load(folder) {
        Ok(loaded) => read(folder, &loaded),
        Err(error) => vec![unreadable(&error)],
    }
}

fn read(folder: &Path, loaded: &Loaded) -> Vec<Finding> {
    let mut findings = Vec::new();
    if loaded.courses.is_empty() {
        let message = format!("no course in {} can be read", folder.display());
        findings.push(Finding::error("content-empty", message, "`docent check` says what is wrong with each file"));
    } else {
        let (courses, lessons) = (loaded.courses.len(), loaded.counts.lessons);
        let message = format!("{} has {lessons} lessons in courses: {courses}", folder.display());
        findings.push(Finding::ok("content", message));
    }
    let of = |severity| loaded.problems.iter().filter(move |problem| problem.severity == severity);
    let remedy = "`docent check` shows all of them, each with its line and how to mend it";
    if let Some(first) = of(Severity::Error).next() {
        let message = found(of(Severity::Error).count(), "error", first);
        findings.push(Finding::error("content-errors", message, remedy));
    }
    if let Some(first) = of(Severity::Warning).next() {
        let message = found(of(Severity::Warning).count(), "warning", first);
        findings.push(Finding::warning("content-warnings", message, remedy));
    }
    findings
}

fn found(count: usize, what: &str, first: &Problem) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!(
        "{count} {what}{ending} in the content, the first at {}:{}: {}",
        first.at.path, first.at.line, first.message
    )
}

fn unreadable(error: &LoadError) -> Finding {
    match error {
        LoadError::Missing(folder) => Finding::error(
            "content-missing",
            format!("there is no content folder {}", folder.display()),
            "create it, or name another one with --content or DOCENT_CONTENT",
        ),
        LoadError::NoFolder(file) => Finding::error(
            "content-missing",
            format!("the content folder {} is a file", file.display()),
            "name the folder that holds your Markdown files",
        ),
        LoadError::Empty(folder) => Finding::error(
            "content-empty",
            format!("the content folder {} holds no Markdown", folder.display()),
            "put a file such as 01-welcome.md into it, or name another folder with --content or DOCENT_CONTENT",
        ),
        LoadError::Unreadable { path, source } => Finding::error(
            "content-unreadable",
            format!("cannot read {}: {source}", path.display()),
            "let the user that runs Docent read this folder and what is in it",
        ),
    }
}
