//! `docent check --format json`: a contract with scripts, and the only serialisable types under `course`.

use serde::Serialize;

use super::{
    Course, CourseKind,
    files::relative,
    load::{Loaded, QuestionCounts},
    problem::Problem,
};

/// The object that the command prints.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    pub courses: Vec<CourseReport<'a>>,
    pub lessons: usize,
    pub sections: usize,
    pub passages: usize,
    pub faq_entries: usize,
    pub questions: usize,
    pub questions_by_type: QuestionsByType,
    pub code_blocks: usize,
    pub includes: Includes,
    pub problems: Vec<ProblemReport<'a>>,
}

#[derive(Debug, Serialize)]
pub struct CourseReport<'a> {
    pub id: &'a str,
    pub kind: &'static str,
    /// The folder that lesson paths are relative to, seen from the content folder.
    pub path: String,
}

#[derive(Debug, Serialize)]
pub struct QuestionsByType {
    pub choice: usize,
    pub text: usize,
    pub number: usize,
    pub matching: usize,
    pub tracing: usize,
}

#[derive(Debug, Serialize)]
pub struct Includes {
    pub resolved: usize,
    pub unresolved: usize,
}

#[derive(Debug, Serialize)]
pub struct ProblemReport<'a> {
    pub severity: &'static str,
    pub code: &'static str,
    pub path: &'a str,
    pub line: u32,
    pub column: u32,
    pub message: &'a str,
    pub help: &'a str,
}

impl<'a> Report<'a> {
    pub fn of(loaded: &'a Loaded) -> Self {
        let counts = &loaded.counts;
        Self {
            courses: loaded.courses.iter().map(|course| CourseReport::of(course, loaded)).collect(),
            lessons: counts.lessons,
            sections: counts.sections,
            passages: counts.passages(),
            faq_entries: counts.faq_entries,
            questions: counts.questions.total(),
            questions_by_type: QuestionsByType::of(&counts.questions),
            code_blocks: counts.code_blocks,
            includes: Includes { resolved: counts.includes_resolved, unresolved: counts.includes_unresolved },
            problems: loaded.problems.iter().map(ProblemReport::of).collect(),
        }
    }
}

impl<'a> CourseReport<'a> {
    fn of(course: &'a Course, loaded: &Loaded) -> Self {
        let path = relative(&loaded.content, &course.source);
        let path = if path.is_empty() { ".".to_owned() } else { path };
        Self { id: course.id.as_str(), kind: course.kind.as_str(), path }
    }
}

impl QuestionsByType {
    fn of(counts: &QuestionCounts) -> Self {
        let QuestionCounts { choice, text, number, matching, tracing } = *counts;
        Self { choice, text, number, matching, tracing }
    }
}

impl<'a> ProblemReport<'a> {
    fn of(problem: &'a Problem) -> Self {
        Self {
            severity: problem.severity.as_str(),
            code: problem.code.as_str(),
            path: &problem.at.path,
            line: problem.at.line,
            column: problem.at.column,
            message: &problem.message,
            help: &problem.help,
        }
    }
}

impl CourseKind {
    /// As the report and the documentation name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::MdBook => "mdbook",
            Self::Docusaurus => "docusaurus",
            Self::MkDocs => "mkdocs",
            Self::Plain => "plain",
        }
    }
}
