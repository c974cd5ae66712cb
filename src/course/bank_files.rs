//! Question banks as files of a course: shown by a page, or lying beside it under its name.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    CourseKind, Position,
    banks::{Bank, aiken, gift, mdbook_quiz},
    files::{Files, Refusal, normalized},
    lesson::BankReference,
    plan::CoursePlan,
    problem::{Code, Problem},
    question::Draft,
};

/// Reads the banks of one course.
pub(super) struct BankFiles<'a> {
    files: &'a Files,
    source: PathBuf,
    /// The banks below the source folder that no page has shown yet, by path.
    unlinked: BTreeMap<PathBuf, Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    MdbookQuiz,
    Gift,
    Aiken,
}

impl<'a> BankFiles<'a> {
    pub(super) fn of(files: &'a Files, plan: &CoursePlan) -> Self {
        // Files whose ending says that they are banks. A TOML file may be anything until a page shows it, except in
        // our own form, where it is a bank if it says so.
        let by_ending = |path: &Path| match ending(path).as_str() {
            "gift" => Some(Format::Gift),
            "aiken" => Some(Format::Aiken),
            "toml" if plan.kind == CourseKind::Native => Some(Format::MdbookQuiz),
            _ => None,
        };
        let mut unlinked = BTreeMap::new();
        for path in files.list(&plan.source, |path| by_ending(path).is_some(), &mut Vec::new()) {
            let path = plan.source.join(path);
            if let Some(format) =
                by_ending(&path).filter(|format| *format != Format::MdbookQuiz || is_quiz(files, &path))
            {
                unlinked.insert(normalized(&path), format);
            }
        }
        Self { files, source: plan.source.clone(), unlinked }
    }

    /// The questions of a bank that a page shows.
    pub(super) fn read_shown(&mut self, path: &Path, shown: &BankReference, problems: &mut Vec<Problem>) -> Vec<Draft> {
        self.unlinked.remove(path);
        let content = match self.files.read(path) {
            Ok(content) => content,
            Err(refusal) => {
                let message = match refusal {
                    Refusal::Missing => format!("there is no question bank `{}`", shown.path),
                    other => other.problem(shown.at.clone()).message,
                };
                let help = "check the path; it counts from the page's own folder";
                problems.push(Problem::new(Code::BankMissing, shown.at.clone(), message, help));
                return Vec::new();
            }
        };
        let format = match ending(path).as_str() {
            "aiken" => Format::Aiken,
            "txt" if content.lines().any(|line| line.starts_with("ANSWER:")) => Format::Aiken,
            "gift" | "txt" => Format::Gift,
            _ => Format::MdbookQuiz,
        };
        read(&self.files.shown(path), &content, format, problems)
    }

    /// The questions of banks beside a page: `05-asyncio.gift` belongs to `05-asyncio.md`.
    pub(super) fn read_beside(&mut self, page: &str, problems: &mut Vec<Problem>) -> Vec<Draft> {
        let stem = normalized(&self.source.join(page)).with_extension("");
        let banks: Vec<_> = self
            .unlinked
            .iter()
            .filter(|(path, _)| path.with_extension("") == stem)
            .map(|(path, format)| (path.clone(), *format))
            .collect();
        let mut drafts = Vec::new();
        for (path, format) in banks {
            self.unlinked.remove(&path);
            if let Some(content) = self.files.read_or_report(&path, problems) {
                drafts.extend(read(&self.files.shown(&path), &content, format, problems));
            }
        }
        drafts
    }

    /// Banks that belong to no lesson are asked nowhere.
    pub(super) fn report_unlinked(&self, problems: &mut Vec<Problem>) {
        for path in self.unlinked.keys() {
            let at = Position { path: self.files.shown(path), line: 1, column: 1 };
            let message = "these questions belong to no lesson";
            let help = "give the file the name of its lesson, for instance 05-asyncio.gift beside 05-asyncio.md";
            problems.push(Problem::new(Code::BankUnlinked, at, message, help));
        }
    }
}

fn read(path: &Arc<str>, content: &str, format: Format, problems: &mut Vec<Problem>) -> Vec<Draft> {
    let Bank { questions, problems: found } = match format {
        Format::MdbookQuiz => mdbook_quiz::read(path, content),
        Format::Gift => gift::read(path, content),
        Format::Aiken => aiken::read(path, content),
    };
    problems.extend(found);
    questions
}

fn is_quiz(files: &Files, path: &Path) -> bool {
    files.read(path).is_ok_and(|text| text.lines().any(|line| line.trim() == "[[questions]]"))
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}
