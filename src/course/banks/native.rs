//! Questions as a quiz section of native Markdown, which a teacher can own and a Git forge shows well.
//!
//! The reader of what this writes is `quiz_section`; a test holds the two together. What the form cannot hold is said
//! question by question.

mod keys;

use super::markdown::{self, SEPARATOR};
use crate::{
    course::{
        QuestionBody, Selection,
        problem::{Code, Problem},
        question::Draft,
    },
    markup::{Block, RichText},
};

/// A page of questions and what was not kept.
#[derive(Debug, Default)]
pub struct Written {
    pub markdown: String,
    pub problems: Vec<Problem>,
}

/// A longer heading reads badly; then a label stands in its place.
const LONGEST_HEADING: usize = 160;

/// Info words that mean a key; a code block of a question's text must not begin with one.
const KEY_FENCES: [&str; 4] = ["answer", "number", "output", "error"];
const TYPED_FENCES: [&str; 2] = ["answer", "number"];

/// Writes a lesson that holds `drafts`, a quiz section for each category. The same drafts give the same text.
pub fn write(title: &str, drafts: &[Draft]) -> Written {
    let mut writer = Writer { written: Written::default(), number: 0 };
    writer.part(&format!("# {}", markdown::line(&RichText::plain(title))));
    for section in drafts.chunk_by(|a, b| a.category == b.category) {
        let category = section.first().and_then(|draft| draft.category.as_deref());
        writer.part(&section_heading(category));
        for group in section.chunk_by(|a, b| !a.context.is_empty() && a.context == b.context) {
            writer.group(group);
        }
    }
    writer.written
}

/// The last part of `top/a/b`; without one, the heading that every reader knows.
fn section_heading(category: Option<&str>) -> String {
    let name = category.and_then(|path| path.rsplit('/').map(str::trim).find(|part| !part.is_empty()));
    match name {
        Some(name) => format!("## {} {{.quiz}}", markdown::line(&RichText::plain(name))),
        None => "## Quiz".to_owned(),
    }
}

struct Writer {
    written: Written,
    /// Counts questions, for labels.
    number: usize,
}

impl Writer {
    /// Adds a part of the page, with a blank line before it.
    fn part(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.written.markdown.is_empty() {
            self.written.markdown.push('\n');
        }
        self.written.markdown.push_str(text);
        self.written.markdown.push('\n');
    }

    /// Writes questions of one context below a heading of their own.
    fn group(&mut self, drafts: &[Draft]) {
        let context = drafts.first().map_or(&[][..], |draft| &draft.context);
        if context.is_empty() || looks_like_key(context) {
            return drafts.iter().for_each(|draft| self.question("###", draft, context));
        }
        let (title, rest) = match context {
            [Block::Heading(title), rest @ ..] => (Some(markdown::line(title)), rest),
            context => (None, context),
        };
        match title.filter(|title| is_sound_heading(title)) {
            Some(title) => self.part(&format!("### {title}")),
            None => {
                let (from, to) = (self.number + 1, self.number + drafts.len());
                self.part(&format!("### Questions {from} to {to}\n<!-- docent: label -->"));
            }
        }
        self.part(&markdown::blocks(rest));
        for draft in drafts {
            self.question("####", draft, &[]);
        }
    }

    fn question(&mut self, level: &str, draft: &Draft, context: &[Block]) {
        self.number += 1;
        let mut stem: Vec<Block> = context.iter().chain(&draft.stem).cloned().collect();
        self.simplify(&mut stem, draft);
        let (heading, rest) = match stem.as_slice() {
            [Block::Paragraph(text), rest @ ..] => (Some(markdown::line(text)), rest),
            stem => (None, stem),
        };
        let heading = heading.filter(|heading| is_sound_heading(heading));
        let mut settings = self.settings(draft);
        let rest = match &heading {
            Some(_) => rest,
            None => {
                settings.push("label".to_owned());
                stem.as_slice()
            }
        };
        let heading = heading.unwrap_or_else(|| format!("Question {}", self.number));
        let comment = match settings.as_slice() {
            [] => String::new(),
            settings => format!("\n<!-- docent: {} -->", settings.join("; ")),
        };
        self.part(&format!("{level} {heading}{comment}"));
        self.part(&markdown::blocks(rest));
        self.key(draft, rest);
        self.part(&markdown::quote(&markdown::blocks(&draft.explanation)));
    }

    fn key(&mut self, draft: &Draft, stem: &[Block]) {
        let follows_list = matches!(stem.last(), Some(Block::List(_)));
        let (key, not_kept) = match &draft.body {
            QuestionBody::Choice(question) => keys::choices(question),
            QuestionBody::Text(question) => keys::texts(question),
            QuestionBody::Number(question) => keys::numbers(question),
            QuestionBody::Matching(question) => keys::pairs(question),
            QuestionBody::Tracing(question) => keys::program(question),
        };
        if follows_list && matches!(draft.body, QuestionBody::Choice(_)) {
            self.part(SEPARATOR);
        }
        self.part(&key);
        for message in not_kept {
            self.note(draft, message, "the question is written without it; mend it by hand");
        }
    }

    fn settings(&mut self, draft: &Draft) -> Vec<String> {
        let mut settings = Vec::new();
        let is_writable = |id: &str| !id.contains(';') && !id.contains("--") && !id.contains('>');
        let ids = draft.id.iter().chain(&draft.aliases);
        if let Some(id) = ids.map(crate::ids::QuestionId::as_str).find(|id| !is_writable(id)) {
            let message = format!("the id `{id}` holds a mark that a comment cannot");
            self.note(draft, message, "give the question another id");
        }
        settings.extend(draft.id.iter().filter(|id| is_writable(id.as_str())).map(|id| format!("id={id}")));
        let aliases = draft.aliases.iter().map(crate::ids::QuestionId::as_str).filter(|id| is_writable(id));
        let aliases: Vec<&str> = aliases.collect();
        if !aliases.is_empty() {
            settings.push(format!("aliases={}", aliases.join(" ")));
        }
        if let QuestionBody::Choice(question) = &draft.body {
            let right = question.choices.iter().filter(|choice| choice.is_right()).count();
            match question.selection {
                Selection::Multiple if right < 2 => settings.push("select=several".to_owned()),
                Selection::Single if right > 1 => settings.push("select=one".to_owned()),
                Selection::Multiple | Selection::Single => {}
            }
        }
        settings
    }

    /// Takes out of a question's text what would be read as its key.
    fn simplify(&mut self, stem: &mut [Block], draft: &Draft) {
        let is_choice = matches!(draft.body, QuestionBody::Choice(_));
        // Choices go before the two fences of a program's fate.
        let key_fences = if is_choice { &TYPED_FENCES[..] } else { &KEY_FENCES[..] };
        let mut dropped = Vec::new();
        for block in stem {
            match block {
                Block::Code(code) => {
                    let word = code.language.take_if(|word| key_fences.contains(&word.as_str()));
                    dropped.extend(word.map(|word| format!("a code block is no longer marked `{word}`")));
                }
                Block::List(list) if !is_choice && list.items.iter().any(|item| item.checked.is_some()) => {
                    list.items.iter_mut().for_each(|item| item.checked = None);
                    dropped.push("the boxes of a list in the question's text are gone".to_owned());
                }
                Block::Image { alt, url: None } => {
                    dropped.push(format!("a picture is not kept, only its description: {alt}"));
                }
                Block::Paragraph(_)
                | Block::List(_)
                | Block::Image { .. }
                | Block::Heading(_)
                | Block::Table(_)
                | Block::Quote(_)
                | Block::Admonition(_)
                | Block::Rule => {}
            }
        }
        for message in dropped {
            self.note(draft, message, "check the question's text");
        }
    }

    fn note(&mut self, draft: &Draft, message: String, help: &str) {
        self.written.problems.push(Problem::new(Code::BankSimplified, draft.at.clone(), message, help));
    }
}

/// Whether a heading with this text is read as that text.
fn is_sound_heading(heading: &str) -> bool {
    let ends_in_attributes = heading.ends_with('}') && heading.contains('{');
    let ends_in_marks = heading.ends_with('#');
    !heading.is_empty() && heading.chars().count() <= LONGEST_HEADING && !ends_in_attributes && !ends_in_marks
}

/// A context in which the reader would see a question's key.
fn looks_like_key(context: &[Block]) -> bool {
    context.iter().any(|block| match block {
        Block::Code(code) => code.language.as_deref().is_some_and(|word| KEY_FENCES.contains(&word)),
        Block::List(list) => list.items.iter().any(|item| item.checked.is_some()),
        Block::Table(table) => table.header.len() == 2,
        Block::Paragraph(_)
        | Block::Heading(_)
        | Block::Quote(_)
        | Block::Admonition(_)
        | Block::Image { .. }
        | Block::Rule => false,
    })
}

#[cfg(test)]
pub(super) mod tests;
