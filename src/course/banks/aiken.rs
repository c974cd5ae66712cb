//! Aiken as Moodle's `qformat_aiken` reads it, line by line: a question, its choices `A. …`, and `ANSWER: A`.
//!
//! One extension: Moodle throws a question away when another line follows it; here it goes on over several lines, and
//! that is said, because Moodle would not read such a file back.

use std::sync::Arc;

use super::Bank;
use crate::{
    course::{
        Choice, ChoiceOrder, ChoiceQuestion, Credit, Position, QuestionBody, Selection,
        problem::{Code, Problem},
        question::Draft,
        text::with_line_feeds,
    },
    markup::{Block, RichText},
};

/// Reads an Aiken file; `path` is what problems name.
pub fn read(path: &Arc<str>, content: &str) -> Bank {
    let mut reader = Reader { path: path.clone(), open: None, bank: Bank::default() };
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    for (line, number) in with_line_feeds(content).lines().zip(1..) {
        reader.line(line, number);
    }
    reader.drop_open();
    reader.bank
}

struct Reader {
    path: Arc<str>,
    open: Option<Open>,
    bank: Bank,
}

/// A question whose `ANSWER` line is still to come.
struct Open {
    at: Position,
    stem: Vec<String>,
    /// With the letter that labels it.
    choices: Vec<(char, String)>,
}

enum Line<'t> {
    Choice(char, &'t str),
    Answer(&'t str),
    Text(&'t str),
}

impl Reader {
    fn line(&mut self, line: &str, number: u32) {
        let text = line.trim();
        // Moodle skips what is shorter than two bytes, so a single letter cannot be a question.
        if text.len() < 2 {
            return;
        }
        let cut = line.chars().take_while(|c| c.is_whitespace()).count();
        let column = u32::try_from(cut).unwrap_or(0).saturating_add(1);
        let at = Position { path: self.path.clone(), line: number, column };
        match kind(text) {
            Line::Choice(label, text) => self.choice(label, text, at),
            Line::Answer(key) => self.answer(key, at),
            Line::Text(text) => self.text(text, at),
        }
    }

    fn choice(&mut self, label: char, text: &str, at: Position) {
        match &mut self.open {
            Some(open) => open.choices.push((label, text.to_owned())),
            None => {
                let message = "a choice stands here without a question before it";
                let help = "write the question in the line above; a question must not begin like a choice (`A. …`)";
                self.problem(Code::BankSyntax, at, message, help);
            }
        }
    }

    fn text(&mut self, text: &str, at: Position) {
        let is_miswritten_key = text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("ANSWER:"));
        if is_miswritten_key && self.open.take().is_some() {
            let message = "the line with the answer is not written `ANSWER:`, in capitals";
            return self.problem(Code::QuizWithoutKey, at, message, "write `ANSWER: ` and the letter of the choice");
        }
        if let Some(open) = self.open.as_mut().filter(|open| open.choices.is_empty()) {
            if open.stem.len() == 1 {
                let message = "the question goes on in a second line, where Moodle would drop it";
                self.bank.problems.push(Problem::new(
                    Code::BankSimplified,
                    at,
                    message,
                    "nothing to do for Docent; put it on one line to read it in Moodle too",
                ));
            }
            open.stem.push(text.to_owned());
            return;
        }
        self.drop_open();
        self.open = Some(Open { at, stem: vec![text.to_owned()], choices: Vec::new() });
    }

    fn answer(&mut self, key: &str, at: Position) {
        let Some(open) = self.open.take() else {
            let message = "an answer stands here without a question before it";
            return self.problem(Code::BankSyntax, at, message, "write question and choices above it");
        };
        // The letter counts places, whatever the labels say; Moodle reads it so.
        let letter = key.trim().chars().next();
        let place = letter.and_then(|letter| usize::try_from(u32::from(letter).checked_sub(u32::from('A'))?).ok());
        let Some(place) = place.filter(|place| *place < open.choices.len()) else {
            let said = letter.map_or_else(|| "nothing".to_owned(), |letter| format!("`{letter}`"));
            let message = format!("the answer is {said}, which is none of the {} choices", open.choices.len());
            let code = if open.choices.is_empty() { Code::QuizWithoutChoices } else { Code::QuizWithoutKey };
            return self.problem(code, at, message, "write the capital letter of the right choice: `ANSWER: A`");
        };
        self.check_labels(&open, at);
        self.bank.questions.push(open.finish(place));
    }

    fn check_labels(&mut self, open: &Open, at: Position) {
        let out_of_order = open.choices.iter().zip('A'..).find(|((label, _), expected)| label != expected);
        if let Some(((label, _), expected)) = out_of_order {
            let message = format!("choice {expected} is labelled `{label}`, and the answer counts places");
            self.problem(Code::BankSimplified, at, message, "label the choices A, B, C and so on");
        }
    }

    /// A question without its `ANSWER` line is said and left out.
    fn drop_open(&mut self) {
        if let Some(open) = self.open.take() {
            let message = "this question has no `ANSWER:` line";
            self.problem(Code::QuizWithoutKey, open.at, message, "add `ANSWER: ` and a letter behind its choices");
        }
    }

    fn problem(&mut self, code: Code, at: Position, message: impl Into<String>, help: &str) {
        self.bank.problems.push(Problem::new(code, at, message, help));
    }
}

impl Open {
    fn finish(self, right: usize) -> Draft {
        let choice = |(index, (_, text)): (usize, (char, String))| Choice {
            content: paragraph(text),
            credit: if index == right { Credit::FULL } else { Credit::NONE },
            reason: Vec::new(),
        };
        let choices = self.choices.into_iter().enumerate().map(choice).collect();
        let (selection, order) = (Selection::Single, ChoiceOrder::Shuffled);
        Draft {
            id: None,
            aliases: Vec::new(),
            category: None,
            context: Vec::new(),
            stem: paragraph(self.stem.join(" ")),
            body: QuestionBody::Choice(ChoiceQuestion { choices, selection, order }),
            explanation: Vec::new(),
            reread: None,
            at: self.at,
        }
    }
}

/// Aiken is plain text: `<` and `*` stand for themselves.
fn paragraph(text: String) -> Vec<Block> {
    if text.is_empty() { Vec::new() } else { vec![Block::Paragraph(RichText::plain(text))] }
}

fn kind(text: &str) -> Line<'_> {
    let mut chars = text.chars();
    if let (Some(label @ 'A'..='Z'), Some(')' | '.')) = (chars.next(), chars.next()) {
        return Line::Choice(label, chars.as_str().trim());
    }
    text.strip_prefix("ANSWER:").map_or(Line::Text(text), Line::Answer)
}

#[cfg(test)]
mod tests;
