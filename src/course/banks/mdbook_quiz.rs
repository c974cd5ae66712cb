//! mdbook-quiz TOML, all of its schema: multiple choice, short answer, tracing, shared context, ids.
//!
//! Where a file is no TOML, the questions in front of and behind the fault are still read.

mod fields;
mod questions;

use std::{ops::Range, sync::Arc};

use toml::de::{DeTable, DeValue};

use self::fields::Fields;
use super::{Bank, source::Source};
use crate::course::{
    problem::{Code, Problem},
    text::with_line_feeds,
};

/// Reads a quiz file; `path` is what problems name.
pub fn read(path: &Arc<str>, content: &str) -> Bank {
    let content = &*with_line_feeds(content.strip_prefix('\u{feff}').unwrap_or(content));
    let mut reader = Reader { source: Source::new(path, content), bank: Bank::default() };
    let whole = 0..content.len();
    match DeTable::parse(content) {
        Ok(document) => reader.documents(vec![(whole, document.into_inner())]),
        Err(_) => reader.pieces(),
    }
    reader.bank.problems.sort_by_key(|problem| (problem.at.line, problem.at.column));
    reader.bank
}

struct Reader<'t> {
    source: Source<'t>,
    bank: Bank,
}

impl<'t> Reader<'t> {
    /// Reads the tables of a broken file one by one, so that a fault costs the table that it stands in.
    fn pieces(&mut self) {
        let mut documents = Vec::new();
        for span in pieces(&self.source) {
            let piece = self.source.text().get(span.clone()).unwrap_or_default();
            match DeTable::parse(piece) {
                Ok(document) => documents.push((span, document.into_inner())),
                Err(fault) => {
                    let at = span.start + fault_start(piece, fault.span());
                    let message = format!("this is no TOML: {}", fault.message());
                    let help = "mend the syntax; the questions before and after it are read";
                    self.problem(Code::BankSyntax, at..at, message, help);
                }
            }
        }
        self.documents(documents);
    }

    /// Reads tables that together are one file, each with where its text stands.
    fn documents(&mut self, documents: Vec<(Range<usize>, DeTable<'t>)>) {
        let mut contexts = Fields::empty();
        let mut questions = Vec::new();
        for (span, document) in documents {
            let mut fields = Fields::new(document, span.start, span.start..span.start);
            if let Some(table) = self.table(&mut fields, "multipart") {
                contexts.extend(table);
            }
            questions.extend(self.tables(&mut fields, "questions"));
            self.unknown_keys(&fields, &["questions", "multipart"]);
        }
        if questions.is_empty() && self.bank.problems.is_empty() {
            let help = "write each question as a table `[[questions]]`";
            self.problem(Code::BankSyntax, 0..0, "this quiz has no questions", help);
        }
        for question in questions {
            match self.question(question, &contexts) {
                Ok(draft) => self.bank.questions.push(draft),
                Err(problem) => self.bank.problems.push(*problem),
            }
        }
    }

    fn problem(&mut self, code: Code, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let problem = self.fault(code, span, message, help);
        self.bank.problems.push(*problem);
    }

    fn fault(
        &self,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Box<Problem> {
        let length = self.source.characters(span.clone());
        Box::new(Problem::new(code, self.source.position(span.start), message, help).spanning(length))
    }
}

/// From one line that opens a table of the quiz to the next.
fn pieces(source: &Source<'_>) -> Vec<Range<usize>> {
    let opens_table = |start: &usize| {
        let line = source.text().get(*start..).unwrap_or_default().trim_start_matches([' ', '\t']);
        let name = line.trim_start_matches('[').trim_start_matches([' ', '\t']);
        line.starts_with('[')
            && (name.starts_with("questions]") || name.starts_with("questions ") || name.starts_with("multipart"))
    };
    let mut starts: Vec<usize> = source.line_starts().iter().copied().filter(opens_table).collect();
    starts.insert(0, 0);
    starts.dedup();
    let ends = starts.iter().copied().skip(1).chain([source.text().len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Where a fault of syntax begins. A text that is never closed is found out at the end, but begins at its last mark.
fn fault_start(piece: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start);
    let opening = ["\"\"\"", "'''"].iter().filter_map(|mark| piece.rfind(mark)).max();
    opening.filter(|_| start >= piece.trim_end().len()).unwrap_or(start)
}

/// What a TOML value is called.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests;
