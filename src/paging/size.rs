//! How much a block takes at most, once it is written with markup: in UTF-16 units.
//!
//! Every character that markup may have to escape counts twice, every style with its marks, every line with its
//! indentation. A front end that writes more than this for a block breaks pages; its tests compare.

use crate::markup::{Admonition, Block, Code, RichText, Span, Table, Target};

/// Addresses longer than this are not written out; the text of the link stays.
pub(crate) const MAX_URL: usize = 512;
/// A code block's title, and the kind of an admonition that has no title, are cut after as many characters.
pub(crate) const MAX_TITLE: usize = 80;
/// A code block's language is cut after as many characters.
pub(crate) const MAX_LANGUAGE: usize = 20;
/// Tables up to this many columns on the screen are drawn, wider ones told row by row. A phone in portrait shows
/// about as much in its fixed-width face.
pub(crate) const MAX_TABLE_WIDTH: usize = 38;
/// Lists deeper than this are shown at this depth.
pub(crate) const MAX_DEPTH: usize = 3;

/// A blank line between two blocks.
const GAP: usize = 2;
/// The number of an ordered item, at most 20 digits, and a box of a task list.
const MARKER: usize = 26;
/// `</name:id>` of a command, `<t:…:R>` of a moment, `<#id>` of a channel.
const REFERENCE: usize = 64;

/// What stands before every line of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Margin {
    quoted: bool,
    depth: usize,
}

impl Margin {
    /// Inside a quote; quotes within quotes look like one.
    pub(crate) fn quote(self) -> Self {
        Self { quoted: true, ..self }
    }

    /// Inside an item of a list.
    pub(crate) fn item(self) -> Self {
        Self { depth: (self.depth + 1).min(MAX_DEPTH), ..self }
    }

    fn width(self) -> usize {
        usize::from(self.quoted) * 2 + self.depth * 3
    }
}

/// The size of `block` with the blank line after it.
pub(crate) fn block(block: &Block, margin: Margin) -> usize {
    let own = match block {
        Block::Paragraph(text) => paragraph(text, margin),
        Block::Heading(text) => paragraph(text, margin) + 6,
        Block::Code(of) => {
            code_frame(of, margin) + of.text.split('\n').map(|line| code_line(line, margin)).sum::<usize>()
        }
        Block::List(list) => {
            list.items.iter().map(|item| item_frame(margin) + blocks(&item.blocks, margin.item())).sum()
        }
        Block::Table(of) => {
            table_header(of, margin) + of.rows.iter().map(|row| table_row(of, row, margin)).sum::<usize>()
        }
        Block::Quote(inner) => blocks(inner, margin.quote()),
        Block::Admonition(of) => admonition_frame(of, margin) + blocks(&of.blocks, margin.quote()),
        Block::Image { alt, url: address } => margin.width() + prose(alt) + 16 + address.as_deref().map_or(0, url),
        Block::Rule => margin.width() + 12,
    };
    own + GAP + margin.width()
}

/// The size of `all`, one below the other.
pub(crate) fn blocks(all: &[Block], margin: Margin) -> usize {
    all.iter().map(|one| block(one, margin)).sum()
}

/// A paragraph, without the blank line after it.
pub(crate) fn paragraph(text: &RichText, margin: Margin) -> usize {
    let breaks: usize = text.spans().iter().map(|span| span.text.matches('\n').count()).sum();
    (1 + breaks) * margin.width() + rich(text)
}

/// The fence and the title of a code block.
pub(crate) fn code_frame(code: &Code, margin: Margin) -> usize {
    let title = code.title.as_ref().map_or(0, |title| 8 + cut_title(title));
    title + MAX_LANGUAGE + 10 + 3 * margin.width()
}

/// A line of code with its line feed.
pub(crate) fn code_line(line: &str, margin: Margin) -> usize {
    margin.width() + 1 + line.chars().map(literal).sum::<usize>()
}

/// What an item of a list adds to its blocks.
pub(crate) fn item_frame(margin: Margin) -> usize {
    margin.width() + MARKER
}

/// The header of a table with its fence.
pub(crate) fn table_header(table: &Table, margin: Margin) -> usize {
    2 * table_row(table, &table.header, margin) + 16 + 3 * margin.width()
}

/// A row of a table, drawn or told, whichever is longer.
pub(crate) fn table_row(table: &Table, row: &[RichText], margin: Margin) -> usize {
    let drawn: usize = row.iter().map(|cell| cell_text(cell) + 3).sum::<usize>() + MAX_TABLE_WIDTH;
    let told: usize =
        row.iter().zip(&table.header).map(|(cell, name)| rich(cell) + rich(name) + 8 + margin.width()).sum();
    drawn.max(told) + 2 + margin.width()
}

/// The first line of an admonition.
pub(crate) fn admonition_frame(admonition: &Admonition, margin: Margin) -> usize {
    let title = admonition.title.as_ref().map_or_else(|| cut_title(&admonition.kind), rich);
    // The kind is shown by its name in the reader's language, which may be longer.
    title + 24 + margin.quote().width()
}

fn cell_text(cell: &RichText) -> usize {
    cell.spans().iter().flat_map(|span| span.text.chars()).map(literal).sum()
}

fn rich(text: &RichText) -> usize {
    text.spans().iter().map(span).sum()
}

fn span(span: &Span) -> usize {
    let Span { text, style, target } = span;
    if text.is_empty() {
        return 0;
    }
    let inner = if style.code { code_span(text) } else { prose(text) };
    let marks = usize::from(style.strong) * 4 + usize::from(style.emphasis) * 2 + usize::from(style.strikethrough) * 4;
    let target = match target {
        Some(Target::Url(address)) => 6 + url(address),
        Some(Target::Command(_) | Target::Time(_) | Target::Channel(_)) => REFERENCE,
        None => 0,
    };
    // One invisible character keeps the marks of two neighbours apart.
    inner + marks + target + 1
}

/// Text between two backticks on each side, with a blank.
fn code_span(text: &str) -> usize {
    text.chars().map(literal).sum::<usize>() + 6
}

fn cut_title(title: &str) -> usize {
    title.chars().take(MAX_TITLE).map(escaped).sum()
}

fn prose(text: &str) -> usize {
    text.chars().map(escaped).sum()
}

fn escaped(c: char) -> usize {
    if c.is_ascii_punctuation() { 2 } else { c.len_utf16() }
}

/// A character where nothing is escaped; backticks are kept apart there by an invisible character each.
fn literal(c: char) -> usize {
    if c == '`' { 2 } else { c.len_utf16() }
}

/// An address with everything but letters and digits percent-encoded.
fn url(address: &str) -> usize {
    let encoded: usize = address.chars().map(|c| if c.is_ascii_alphanumeric() { 1 } else { 3 * c.len_utf8() }).sum();
    if address.len() > MAX_URL { 0 } else { encoded }
}
