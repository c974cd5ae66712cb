//! How much was read.

use crate::course::{Course, QuestionBody, read::ReadCourse};

/// What really came out of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub lessons: usize,
    pub sections: usize,
    pub faq_entries: usize,
    pub questions: QuestionCounts,
    pub code_blocks: usize,
    pub includes_resolved: usize,
    pub includes_unresolved: usize,
}

/// Questions by what is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionCounts {
    pub choice: usize,
    pub text: usize,
    pub number: usize,
    pub matching: usize,
    pub tracing: usize,
}

impl Counts {
    /// What search can return.
    pub fn passages(&self) -> usize {
        self.sections + self.faq_entries
    }

    pub(super) fn add(&mut self, read: &ReadCourse) {
        let Course { lessons, .. } = &read.course;
        self.lessons += lessons.len();
        self.sections += lessons.iter().map(|lesson| lesson.sections.len()).sum::<usize>();
        self.faq_entries += lessons.iter().map(|lesson| lesson.faq.len()).sum::<usize>();
        self.code_blocks += read.code_blocks;
        self.includes_resolved += read.includes_resolved;
        self.includes_unresolved += read.includes_unresolved;
        lessons.iter().flat_map(|lesson| &lesson.questions).for_each(|question| self.questions.add(&question.body));
    }
}

impl QuestionCounts {
    pub fn total(&self) -> usize {
        self.choice + self.text + self.number + self.matching + self.tracing
    }

    fn add(&mut self, body: &QuestionBody) {
        let count = match body {
            QuestionBody::Choice(_) => &mut self.choice,
            QuestionBody::Text(_) => &mut self.text,
            QuestionBody::Number(_) => &mut self.number,
            QuestionBody::Matching(_) => &mut self.matching,
            QuestionBody::Tracing(_) => &mut self.tracing,
        };
        *count += 1;
    }
}
