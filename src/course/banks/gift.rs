//! GIFT as Moodle's `qformat_gift` reads it, which is laxer than its manual.
//!
//! Questions stand between blank lines; only the first `{` and the first `}` count; the kind of a question follows from
//! what stands between them, tried in Moodle's order.

mod answers;
pub mod export;
mod text;

use std::{borrow::Cow, sync::Arc};

use self::{
    answers::Answers,
    text::{Format, Glyph},
};
use super::Bank;
use crate::{
    course::{
        Position,
        problem::{Code, Problem},
        question::Draft,
    },
    ids::QuestionId,
};

/// Reads a GIFT file; `path` is what problems name.
pub fn read(path: &Arc<str>, content: &str) -> Bank {
    // A carriage return is white space, unless there is no other line break.
    let content = if content.contains('\n') { Cow::Owned(content.replace('\r', " ")) } else { Cow::Borrowed(content) };
    let mut reader = Reader { path: path.clone(), category: None, bank: Bank::default() };
    for block in blocks(&content) {
        match reader.block(&block) {
            Ok(Some(draft)) => reader.bank.questions.push(draft),
            Ok(None) => {}
            Err(problem) => reader.bank.problems.push(*problem),
        }
    }
    reader.bank
}

/// The lines between two blank ones, trimmed, with their numbers and how many characters were cut off in front.
struct Lines<'t>(Vec<(u32, u32, &'t str)>);

fn blocks(content: &str) -> Vec<Lines<'_>> {
    let content = content.strip_prefix('\u{feff}').unwrap_or(content);
    // Old Macintosh files end their lines with a carriage return alone.
    let separator = if content.contains('\n') { '\n' } else { '\r' };
    let mut blocks = vec![Lines(Vec::new())];
    for (line, number) in content.split(separator).zip(1..) {
        let trimmed = line.trim();
        let cut = line.chars().take_while(|c| c.is_whitespace()).count();
        match blocks.last_mut() {
            Some(block) if !trimmed.is_empty() => block.0.push((number, u32::try_from(cut).unwrap_or(0), trimmed)),
            Some(block) if block.0.is_empty() => {}
            _ => blocks.push(Lines(Vec::new())),
        }
    }
    blocks.retain(|block| !block.0.is_empty());
    blocks
}

struct Reader {
    path: Arc<str>,
    /// Where the questions that follow are filed.
    category: Option<String>,
    bank: Bank,
}

impl Reader {
    /// Reads one block; `Ok(None)` when it holds no question.
    fn block(&mut self, lines: &Lines<'_>) -> Result<Option<Draft>, Box<Problem>> {
        let is_comment = |line: &str| line.starts_with("//");
        let comments: Vec<&str> = lines.0.iter().map(|line| line.2).filter(|line| is_comment(line)).collect();
        let glyphs = text::glyphs(lines.0.iter().filter(|line| !is_comment(line.2)).copied());
        let glyphs = text::trim(&glyphs);
        let Some(first) = glyphs.first().copied() else { return Ok(None) };
        if let Some(name) = text::strip_prefix(glyphs, "$CATEGORY:") {
            return self.enter_category(name).map(|()| None);
        }
        let (name, glyphs) = self.split_name(glyphs);
        let Parts { stem, answers } = self.split_parts(glyphs, first)?;
        let Some(answers) = answers else {
            let message = "a description asks nothing and is left out";
            return Err(self.fault(Code::BankUnsupported, first, message, "put the text into a lesson"));
        };
        let (answers, feedback) = match text::rfind_run(answers, '#', 4) {
            Some(at) => (text::trim(text::upto(answers, at)), text::from(answers, at + 4)),
            None => (answers, [].as_slice()),
        };
        let (format, stem) = text::format(text::trim(&stem), Format::Moodle);
        let shown = if text::trim(stem).is_empty() { name } else { stem };
        let body = Answers { reader: self, format, first }.read(answers)?;
        self.note_tags(&comments, first);
        Ok(Some(Draft {
            id: self.id(&comments, first)?,
            aliases: Vec::new(),
            category: self.category.clone(),
            context: Vec::new(),
            stem: text::blocks(shown, format),
            body,
            explanation: text::formatted(feedback, format),
            reread: None,
            at: self.position(first),
        }))
    }

    fn enter_category(&mut self, name: &[Glyph]) -> Result<(), Box<Problem>> {
        let name = text::trim(name);
        if let Some(next_line) = text::find(name, '\n').and_then(|at| name.get(at + 1)) {
            let message = "text follows the category without a blank line between them";
            let help = "put a blank line after the line with `$CATEGORY:`";
            return Err(self.fault(Code::BankSyntax, *next_line, message, help));
        }
        // A heading is one line; a carriage return by itself is white space in GIFT.
        let name = text::string(name).split_whitespace().collect::<Vec<_>>().join(" ");
        self.category = Some(name).filter(|name| !name.is_empty());
        Ok(())
    }

    /// The name between `::` and `::`, which stands for the question's text where there is none, and what follows.
    fn split_name<'g>(&mut self, glyphs: &'g [Glyph]) -> (&'g [Glyph], &'g [Glyph]) {
        let Some(rest) = text::strip_prefix(glyphs, "::") else { return (&[], glyphs) };
        match text::find_text(rest, "::") {
            Some(end) => (text::upto(rest, end), text::trim(text::from(rest, end + 2))),
            None => {
                if let Some(first) = glyphs.first() {
                    let message = "the name is not closed by `::`, so it is read as the question's text";
                    self.note(*first, message, "write `::name::` before the question");
                }
                (&[], rest)
            }
        }
    }

    fn split_parts<'g>(&mut self, glyphs: &'g [Glyph], first: Glyph) -> Result<Parts<'g>, Box<Problem>> {
        const HELP: &str = "a question needs `{` and `}` around its answers and no blank line inside (write `\\n` for \
                            one); braces of the text are written `\\{` and `\\}`";
        let (start, end) = match (text::find(glyphs, '{'), text::find(glyphs, '}')) {
            (None, None) => return Ok(Parts { stem: glyphs.to_vec(), answers: None }),
            (Some(start), Some(end)) if start < end => (start, end),
            (Some(at), None) => return Err(self.fault_at(glyphs, at, "this `{` is never closed", HELP)),
            (_, Some(at)) => return Err(self.fault_at(glyphs, at, "this `}` closes nothing", HELP)),
        };
        let tail = text::from(glyphs, end + 1);
        let inner = text::from(text::upto(glyphs, end), start + 1);
        if let Some(at) = text::find(inner, '{') {
            return Err(self.fault_at(inner, at, "this `{` stands inside the answers", HELP));
        }
        if let Some(at) = text::find(tail, '{').or_else(|| text::find(tail, '}')) {
            return Err(self.fault_at(tail, at, "only the first pair of braces counts, and this is another one", HELP));
        }
        let mut stem = text::upto(glyphs, start).to_vec();
        if !text::trim(tail).is_empty() {
            stem.extend("_____".chars().map(|c| Glyph { c, literal: true, ..first }));
            stem.extend_from_slice(tail);
        }
        Ok(Parts { stem, answers: Some(text::trim(inner)) })
    }

    fn id(&self, comments: &[&str], first: Glyph) -> Result<Option<QuestionId>, Box<Problem>> {
        let Some(id) = marks(comments, "[id:").into_iter().next() else { return Ok(None) };
        let id = id.split_whitespace().collect::<Vec<_>>().join("-");
        match QuestionId::parse(&id) {
            Ok(id) => Ok(Some(id)),
            Err(bad) => {
                let message = format!("the question's id cannot be used: {bad}");
                Err(self.fault(Code::BadId, first, message, "shorten the id in `[id:…]`"))
            }
        }
    }

    fn note_tags(&mut self, comments: &[&str], first: Glyph) {
        let tags = marks(comments, "[tag:");
        if !tags.is_empty() {
            let message = format!("tags are not kept: {}", tags.join(", "));
            self.note(first, message, "tag the lesson instead");
        }
    }

    /// Says what is not kept of a question that is kept otherwise.
    fn note(&mut self, at: Glyph, message: impl Into<String>, help: &str) {
        self.bank.problems.push(Problem::new(Code::BankSimplified, self.position(at), message, help));
    }

    fn fault(&self, code: Code, at: Glyph, message: impl Into<String>, help: &str) -> Box<Problem> {
        Box::new(Problem::new(code, self.position(at), message, help))
    }

    fn fault_at(&self, glyphs: &[Glyph], index: usize, message: &str, help: &str) -> Box<Problem> {
        let at = glyphs.get(index).or(glyphs.first()).copied().unwrap_or_default();
        Box::new(self.fault(Code::BankSyntax, at, message, help).spanning(1))
    }

    fn position(&self, glyph: Glyph) -> Position {
        Position { path: self.path.clone(), line: glyph.line, column: glyph.column }
    }
}

/// A question's text, with a gap for answers in its middle, and what stands between the braces.
struct Parts<'g> {
    stem: Vec<Glyph>,
    answers: Option<&'g [Glyph]>,
}

/// What comments mark with `opening` and `]`, where `\]` stands for a bracket.
fn marks(comments: &[&str], opening: &str) -> Vec<String> {
    let mut marks = Vec::new();
    for comment in comments {
        for rest in comment.split(opening).skip(1) {
            let mut mark = String::new();
            let mut chars = rest.chars().peekable();
            while let Some(c) = chars.next() {
                match c {
                    '\\' if chars.peek() == Some(&']') => mark.extend(chars.next()),
                    ']' => {
                        marks.push(mark.trim().to_owned());
                        break;
                    }
                    c => mark.push(c),
                }
            }
        }
    }
    marks.retain(|mark| !mark.is_empty());
    marks
}

#[cfg(test)]
mod tests;
