//! What is wrong with a course, said so that a teacher can mend it.

use super::Position;

/// One thing that a teacher should know about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub severity: Severity,
    /// A stable name that documentation and scripts use: `quiz-without-key`.
    pub code: &'static str,
    pub at: Position,
    /// How many characters of the line are meant; zero when it is the line as a whole.
    pub length: u32,
    /// What is wrong: lower case, no full stop, names the thing.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Works, but a learner would be better served otherwise.
    Warning,
    /// Something was left out of the course.
    Error,
}
