//! Course text as Discord's own Markdown, everything else escaped.
//!
//! What Discord's clients read as markup was taken from how they behave: a backslash takes the meaning from any
//! punctuation, in prose; a code block always ends at the next three backticks, however long its fence is, so that
//! runs inside are kept apart by an invisible character; quotes within quotes and tables do not exist. How much this
//! writes at most is what [`crate::paging::size`] says.

mod inline;

use std::fmt::Write as _;

use self::inline::{Inline, prose};
use super::{limits, table};
use crate::{
    markup::{Admonition, Block, Code, List, ListItem, RichText, Span, Style, Target},
    paging::size::{MAX_DEPTH, MAX_LANGUAGE, MAX_TITLE},
    words::Locale,
};

/// Shows nothing and takes no room, but keeps what stands left and right of it apart.
const NOTHING: char = '\u{200b}';

/// What the reader's place and language add to the text.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'a> {
    pub locale: Locale,
    pub commands: &'a CommandIds,
}

/// The ids under which Discord knows the commands, so that they can be shown as something to tap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommandIds(pub Vec<(&'static str, u64)>);

impl CommandIds {
    fn of(&self, name: &str) -> Option<u64> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, id)| *id)
    }
}

/// What stands before every line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Margin {
    pub(super) quoted: bool,
    depth: usize,
}

impl Margin {
    /// Quotes within quotes look like one.
    pub(super) fn quote(self) -> Self {
        Self { quoted: true, ..self }
    }

    fn item(self) -> Self {
        Self { depth: (self.depth + 1).min(MAX_DEPTH), ..self }
    }

    /// For what Discord does not recognise when it is indented.
    fn flush(self) -> Self {
        Self { depth: 0, ..self }
    }

    pub(super) fn start_line(self, out: &mut String) {
        if self.quoted {
            out.push_str("> ");
        }
        (0..self.depth).for_each(|_| out.push_str("  "));
    }

    pub(super) fn new_line(self, out: &mut String) {
        out.push('\n');
        self.start_line(out);
    }
}

/// Writes `blocks` with blank lines between them, but for those under a heading.
pub(super) fn blocks(out: &mut String, blocks: &[Block], voice: Voice<'_>, margin: Margin) {
    let mut above: Option<&Block> = None;
    for one in blocks {
        let before = out.len();
        match above {
            Some(Block::Heading(_)) => out.push('\n'),
            Some(_) => {
                out.push('\n');
                margin.start_line(out);
                out.push('\n');
            }
            None => {}
        }
        let start = out.len();
        block(out, one, voice, margin);
        if out.len() == start {
            out.truncate(before);
        } else {
            above = Some(one);
        }
    }
}

fn block(out: &mut String, block: &Block, voice: Voice<'_>, margin: Margin) {
    match block {
        Block::Paragraph(text) => paragraph(out, text, voice, margin),
        Block::Heading(text) => strong_line(out, text, voice, margin),
        Block::Code(of) => code(out, of, margin.flush()),
        Block::List(of) => list(out, of, voice, margin),
        Block::Table(of) => table::table(out, of, voice, margin.flush()),
        Block::Quote(inner) => blocks(out, inner, voice, margin.flush().quote()),
        Block::Admonition(of) => admonition(out, of, voice, margin.flush().quote()),
        Block::Image { alt, url } => image(out, alt, url.as_deref(), voice, margin),
        Block::Rule => {
            margin.start_line(out);
            out.push_str("──────────");
        }
    }
}

fn paragraph(out: &mut String, text: &RichText, voice: Voice<'_>, margin: Margin) {
    let start = out.len();
    margin.start_line(out);
    let content = out.len();
    rich(out, text, voice, margin);
    if out.len() == content {
        out.truncate(start);
    }
}

/// A heading inside a section, and the first cell of a record: a line in bold.
pub(super) fn strong_line(out: &mut String, text: &RichText, voice: Voice<'_>, margin: Margin) {
    let start = out.len();
    margin.start_line(out);
    out.push_str("**");
    let content = out.len();
    let mut writer = Inline { out, margin, voice, line_start: true, closed: true, strong: true };
    text.spans().iter().for_each(|span| writer.span(span));
    let closed = writer.closed;
    if out.len() == content {
        out.truncate(start);
        return;
    }
    if closed {
        out.push(NOTHING);
    }
    out.push_str("**");
}

pub(super) fn code(out: &mut String, code: &Code, margin: Margin) {
    margin.start_line(out);
    if let Some(title) = code.title.as_deref().filter(|title| !title.trim().is_empty()) {
        out.push_str("-# ");
        let title: String = title.chars().take(MAX_TITLE).map(|c| if c == '\n' { ' ' } else { c }).collect();
        escape(out, &title);
        margin.new_line(out);
    }
    out.push_str("```");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '#' | '.' | '_');
    if let Some(language) = code.language.as_deref().filter(|l| l.len() <= MAX_LANGUAGE && l.chars().all(plain)) {
        out.push_str(language);
    }
    fenced(out, code.text.lines(), margin);
}

/// The lines of a code block and the fence after them.
pub(super) fn fenced<'a>(out: &mut String, lines: impl Iterator<Item = &'a str>, margin: Margin) {
    let start = out.len();
    for line in lines {
        margin.new_line(out);
        let mut run = 0;
        for c in line.chars() {
            run = if c == '`' { run + 1 } else { 0 };
            if run > 0 && run % 3 == 0 {
                out.push(NOTHING);
            }
            out.push(c);
        }
    }
    if out.get(start..).is_none_or(|text| text.trim().is_empty()) {
        // Discord shows the fences themselves when nothing stands between them.
        margin.new_line(out);
        out.push(NOTHING);
    }
    margin.new_line(out);
    out.push_str("```");
}

fn list(out: &mut String, list: &List, voice: Voice<'_>, margin: Margin) {
    let mut number = list.start;
    for (index, item) in list.items.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        list_item(out, item, number, voice, margin);
        number = number.map(|number| number.saturating_add(1));
    }
}

fn list_item(out: &mut String, item: &ListItem, number: Option<u64>, voice: Voice<'_>, margin: Margin) {
    margin.start_line(out);
    match number {
        Some(number) => write!(out, "{number}. ").expect("writing into a String cannot fail"),
        None => out.push_str("- "),
    }
    match item.checked {
        Some(true) => out.push_str("☑ "),
        Some(false) => out.push_str("☐ "),
        None => {}
    }
    let margin = margin.item();
    let rest = match item.blocks.split_first() {
        Some((Block::Paragraph(text), rest)) => {
            rich(out, text, voice, margin);
            rest
        }
        _ => item.blocks.as_slice(),
    };
    for one in rest {
        let before = out.len();
        out.push('\n');
        block(out, one, voice, margin);
        if out.len() == before + 1 {
            out.truncate(before);
        }
    }
}

fn admonition(out: &mut String, admonition: &Admonition, voice: Voice<'_>, margin: Margin) {
    let title = match &admonition.title {
        Some(title) if !title.is_empty() => title.clone(),
        _ => RichText::plain(limits::cut(&voice.locale.admonition(&admonition.kind), MAX_TITLE)),
    };
    strong_line(out, &title, voice, margin);
    out.push('\n');
    let before = out.len();
    blocks(out, &admonition.blocks, voice, margin);
    if out.len() == before {
        out.truncate(before - 1);
    }
}

fn image(out: &mut String, alt: &str, url: Option<&str>, voice: Voice<'_>, margin: Margin) {
    margin.start_line(out);
    out.push_str("🖼 ");
    let target = url.map(|url| Target::Url(url.to_owned()));
    let alt = if alt.trim().is_empty() { voice.locale.picture() } else { alt };
    let span = Span { text: alt.replace('\n', " "), style: Style::default(), target };
    rich(out, &RichText::new(vec![span]), voice, margin);
}

/// Writes a run of styled text; line breaks in it begin lines with `margin`.
pub(super) fn rich(out: &mut String, text: &RichText, voice: Voice<'_>, margin: Margin) {
    let mut writer = Inline { out, margin, voice, line_start: true, closed: false, strong: false };
    text.spans().iter().for_each(|span| writer.span(span));
}

/// Writes text of somebody else as one run of prose.
pub(super) fn escape(out: &mut String, text: &str) {
    prose(out, text, Margin::default(), true);
}

#[cfg(test)]
mod tests;
