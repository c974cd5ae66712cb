//! `docent check --format json`: a contract with scripts, and the only serialisable types under `course`.

use std::collections::HashMap;

use serde::Serialize;

use super::{
    Course, CourseKind,
    carry::{Carried, Name},
    files::relative,
    load::{Loaded, QuestionCounts},
    problem::Problem,
};
use crate::ids::CourseId;

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
    /// Where a database was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<RecordsReport>,
}

/// What would become of learners' records.
#[derive(Debug, Default, Serialize)]
pub struct RecordsReport {
    pub moved: Vec<MoveReport>,
    pub lost: Vec<LostReport>,
    /// Courses with records that the content does not have.
    pub absent: Vec<AbsentReport>,
}

#[derive(Debug, Serialize)]
pub struct MoveReport {
    pub course: String,
    pub from: String,
    pub to: String,
    pub because: &'static str,
    /// How many learners have something recorded under the old name.
    pub records: u32,
}

#[derive(Debug, Serialize)]
pub struct LostReport {
    pub course: String,
    pub name: String,
    pub records: u32,
}

#[derive(Debug, Serialize)]
pub struct AbsentReport {
    pub course: String,
    pub records: u32,
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
            records: None,
        }
    }
}

impl RecordsReport {
    /// Adds what became of a course; `records` says how many there are under a name.
    pub fn add(&mut self, course: &CourseId, carried: &Carried, records: &HashMap<Name, u32>) {
        let under = |name: &Name| records.get(name).copied().unwrap_or(0);
        self.moved.extend(carried.moves.iter().map(|moved| MoveReport {
            course: course.to_string(),
            from: moved.from.to_string(),
            to: moved.to.to_string(),
            because: moved.because.as_str(),
            records: under(&moved.from),
        }));
        self.lost.extend(carried.lost.iter().map(|lost| LostReport {
            course: course.to_string(),
            name: lost.name.to_string(),
            records: under(&lost.name),
        }));
    }

    /// Adds a course that the content does not have.
    pub fn add_absent(&mut self, course: &CourseId, records: &HashMap<Name, u32>) {
        self.absent.push(AbsentReport { course: course.to_string(), records: records.values().sum() });
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
