//! Question banks that teachers already have: mdbook-quiz TOML, GIFT and Aiken in, native Markdown and GIFT out.
//!
//! A reader takes the text of one file and never fails: it gives the questions that are sound, and a problem with its
//! place for everything that could not be read or kept. `docs/question-banks.md` tells the grammars. Opens no files.

pub mod aiken;
pub mod gift;
mod markdown;
pub mod mdbook_quiz;
pub mod native;
mod source;

use super::{problem::Problem, question::Draft};

/// What one file of questions holds.
#[derive(Debug, Default)]
pub struct Bank {
    /// In the order of the file, not yet checked.
    pub questions: Vec<Draft>,
    /// What is wrong and what was not kept, in the order of the file.
    pub problems: Vec<Problem>,
}
