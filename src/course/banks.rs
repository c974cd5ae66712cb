//! Question banks that teachers already have: mdbook-quiz TOML, GIFT and Aiken in, native Markdown and GIFT out.
//!
//! A reader takes the text of one file and never fails: it gives the questions that are sound, and a problem with its
//! place for everything that could not be read or kept. `docs/question-banks.md` tells the grammars. Opens no files.

pub mod aiken;
pub mod gift;
pub mod import;
mod markdown;
pub mod mdbook_quiz;
pub mod native;
mod source;

use std::sync::Arc;

use super::{problem::Problem, question::Draft};

/// The form that a bank is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Gift,
    Aiken,
    MdbookQuiz,
}

impl Format {
    pub const ALL: [Self; 3] = [Self::Gift, Self::Aiken, Self::MdbookQuiz];

    /// As the command line names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::Aiken => "aiken",
            Self::MdbookQuiz => "mdbook-quiz",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }

    /// Reads one file; `path` is what problems name.
    pub fn read(self, path: &Arc<str>, content: &str) -> Bank {
        match self {
            Self::Gift => gift::read(path, content),
            Self::Aiken => aiken::read(path, content),
            Self::MdbookQuiz => mdbook_quiz::read(path, content),
        }
    }
}

/// What one file of questions holds.
#[derive(Debug, Default)]
pub struct Bank {
    /// In the order of the file, not yet checked.
    pub questions: Vec<Draft>,
    /// What is wrong and what was not kept, in the order of the file.
    pub problems: Vec<Problem>,
}
