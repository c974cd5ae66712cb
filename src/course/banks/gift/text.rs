//! The characters of a GIFT question, with where each stands and whether a backslash took its meaning, and the four
//! text formats in which they can be written.

use crate::{
    course::markdown,
    markup::{Block, RichText},
};

/// One character after escapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Glyph {
    pub c: char,
    /// Escaped: part of the text, whatever it would mean otherwise.
    pub literal: bool,
    pub line: u32,
    pub column: u32,
}

/// How a text is marked up; `[html]` in front of it says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// HTML in which line breaks count, as Moodle's own editor once wrote it.
    Moodle,
    Html,
    Plain,
    Markdown,
}

/// What a backslash in front of makes part of the text.
const ESCAPED: &str = ":#={}~";

/// Joins trimmed lines and resolves escapes: `\n` is a line break, `\\` a backslash, others stay as they are.
pub(super) fn glyphs<'t>(lines: impl Iterator<Item = (u32, u32, &'t str)>) -> Vec<Glyph> {
    let mut glyphs: Vec<Glyph> = Vec::new();
    for (line, cut, text) in lines {
        if let Some(last) = glyphs.last().copied() {
            glyphs.push(Glyph { c: '\n', literal: false, column: last.column + 1, ..last });
        }
        let mut chars = text.chars().zip(cut + 1..).peekable();
        while let Some((c, column)) = chars.next() {
            let next = chars.peek().map(|(next, _)| *next);
            let (c, literal) = match next {
                Some(next) if c == '\\' && (ESCAPED.contains(next) || next == '\\') => (next, true),
                Some('n') if c == '\\' => ('\n', true),
                _ => (c, false),
            };
            if literal {
                chars.next();
            }
            glyphs.push(Glyph { c, literal, line, column });
        }
    }
    glyphs
}

pub(super) fn trim(mut glyphs: &[Glyph]) -> &[Glyph] {
    while let [first, rest @ ..] = glyphs
        && first.c.is_whitespace()
    {
        glyphs = rest;
    }
    while let [rest @ .., last] = glyphs
        && last.c.is_whitespace()
    {
        glyphs = rest;
    }
    glyphs
}

pub(super) fn upto(glyphs: &[Glyph], end: usize) -> &[Glyph] {
    glyphs.get(..end).unwrap_or(glyphs)
}

pub(super) fn from(glyphs: &[Glyph], start: usize) -> &[Glyph] {
    glyphs.get(start..).unwrap_or(&[])
}

/// The first `c` that has its meaning.
pub(super) fn find(glyphs: &[Glyph], c: char) -> Option<usize> {
    glyphs.iter().position(|glyph| glyph.c == c && !glyph.literal)
}

/// The first place where `text` stands with its meaning.
pub(super) fn find_text(glyphs: &[Glyph], text: &str) -> Option<usize> {
    let wanted: Vec<char> = text.chars().collect();
    let fits = |window: &[Glyph]| window.iter().zip(&wanted).all(|(glyph, c)| glyph.c == *c && !glyph.literal);
    glyphs.windows(wanted.len()).position(fits)
}

/// The last place where `c` stands `count` times with its meaning.
pub(super) fn rfind_run(glyphs: &[Glyph], c: char, count: usize) -> Option<usize> {
    glyphs.windows(count).rposition(|window| window.iter().all(|glyph| glyph.c == c && !glyph.literal))
}

pub(super) fn strip_prefix<'g>(glyphs: &'g [Glyph], prefix: &str) -> Option<&'g [Glyph]> {
    (find_text(upto(glyphs, prefix.len()), prefix) == Some(0)).then(|| from(glyphs, prefix.len()))
}

/// The parts between every `c` that has its meaning.
pub(super) fn split(glyphs: &[Glyph], c: char) -> Vec<&[Glyph]> {
    glyphs.split(|glyph| glyph.c == c && !glyph.literal).collect()
}

pub(super) fn string(glyphs: &[Glyph]) -> String {
    glyphs.iter().map(|glyph| glyph.c).collect()
}

/// Takes `[markdown]` and its like off the front; any other text in brackets is just text.
pub(super) fn format(glyphs: &[Glyph], default: Format) -> (Format, &[Glyph]) {
    const NAMES: [(&str, Format); 4] = [
        ("[moodle]", Format::Moodle),
        ("[html]", Format::Html),
        ("[plain]", Format::Plain),
        ("[markdown]", Format::Markdown),
    ];
    let named = |(name, format): &(&str, Format)| strip_prefix(glyphs, name).map(|rest| (*format, rest));
    NAMES.iter().find_map(named).unwrap_or((default, glyphs))
}

/// A text that may name its format.
pub(super) fn formatted(glyphs: &[Glyph], default: Format) -> Vec<Block> {
    let (format, glyphs) = format(trim(glyphs), default);
    blocks(glyphs, format)
}

pub(super) fn blocks(glyphs: &[Glyph], format: Format) -> Vec<Block> {
    let glyphs = trim(glyphs);
    match format {
        Format::Markdown => markdown::blocks(&markdown_source(glyphs)),
        Format::Html => markdown::html(&string(glyphs)),
        Format::Moodle => markdown::html(&html_of_moodle(glyphs)),
        Format::Plain => plain(glyphs),
    }
}

/// In one line, for what has no room for more.
pub(super) fn line(glyphs: &[Glyph], default: Format) -> RichText {
    match formatted(glyphs, default).as_slice() {
        [Block::Paragraph(text)] => text.clone(),
        blocks => {
            let text = crate::markup::plain_text(blocks);
            RichText::plain(text.split_whitespace().collect::<Vec<_>>().join(" "))
        }
    }
}

/// A gap alone in its line would be a rule.
fn markdown_source(glyphs: &[Glyph]) -> String {
    let is_gap = |glyph: &Glyph| glyph.c == '_' && glyph.literal;
    glyphs.iter().map(|glyph| if is_gap(glyph) { "\\_".to_owned() } else { glyph.c.to_string() }).collect()
}

/// Line breaks of the file are spaces, those written `\n` count; `<` starts a tag only where one is known.
fn html_of_moodle(glyphs: &[Glyph]) -> String {
    let mut html = String::new();
    let mut rest = glyphs;
    while let [first, after @ ..] = rest {
        match (first.c, first.literal) {
            ('\n', false) => html.push(' '),
            ('\n', true) if after.first().is_some_and(|next| next.c == '\n' && next.literal) => html.push_str("<p>"),
            ('\n', true) => html.push_str("<br>"),
            ('<', _) if !starts_tag(after) => html.push_str("&lt;"),
            (c, _) => html.push(c),
        }
        rest = after;
    }
    html
}

/// Whether a known element's name follows a `<`.
fn starts_tag(glyphs: &[Glyph]) -> bool {
    const ELEMENTS: [&str; 38] = [
        "a",
        "b",
        "blockquote",
        "br",
        "center",
        "code",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ];
    let glyphs = strip_prefix(glyphs, "/").unwrap_or(glyphs);
    let name: String = glyphs.iter().map(|glyph| glyph.c).take_while(char::is_ascii_alphanumeric).collect();
    let closes =
        glyphs.get(name.len()).is_some_and(|glyph| glyph.c == '>' || glyph.c == '/' || glyph.c.is_whitespace());
    let name = name.to_ascii_lowercase();
    closes && (ELEMENTS.contains(&name.as_str()) || ["s", "u", "tbody", "thead"].contains(&name.as_str()))
}

fn plain(glyphs: &[Glyph]) -> Vec<Block> {
    let text: String =
        glyphs.iter().map(|glyph| if glyph.c == '\n' && !glyph.literal { ' ' } else { glyph.c }).collect();
    let paragraphs = text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    paragraphs.map(|text| Block::Paragraph(RichText::plain(text))).collect()
}
