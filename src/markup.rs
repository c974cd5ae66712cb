//! Text with meaning and without a platform: what lessons hold and replies are made of.
//!
//! Readers of course files produce it, front ends lay it out. It carries no Markdown, no Discord syntax and no
//! colours; escaping is the business of whoever writes it out.

#[cfg(test)]
pub(crate) mod any;

use std::fmt;

use crate::{clock::Timestamp, ids::ChannelId};

/// A line or paragraph of text with styles, links and the few things that front ends show in their own way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct RichText(Vec<Span>);

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Span {
    pub text: String,
    pub style: Style,
    pub target: Option<Target>,
}

/// How a run of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Style {
    pub strong: bool,
    pub emphasis: bool,
    pub strikethrough: bool,
    /// Set in a fixed-width face, taken literally.
    pub code: bool,
}

/// What a run of text points to. The span's text is what shows where the target cannot.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// An absolute `http` or `https` address.
    Url(String),
    /// One of Docent's commands, by its English name without the slash.
    Command(&'static str),
    /// A moment, shown in the reader's own zone as relative time.
    Time(Timestamp),
    /// A channel of the server.
    Channel(ChannelId),
}

impl RichText {
    pub fn new(spans: Vec<Span>) -> Self {
        Self(spans)
    }

    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Span::plain(text)])
    }

    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.text.is_empty())
    }

    pub fn push(&mut self, span: Span) {
        match self.0.last_mut() {
            Some(last) if last.style == span.style && last.target == span.target => last.text.push_str(&span.text),
            _ => self.0.push(span),
        }
    }

    pub fn extend(&mut self, other: &RichText) {
        other.0.iter().for_each(|span| self.push(span.clone()));
    }

    /// Adds plain text; for building sentences: `RichText::default().text("See ").code("await")`.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.push(Span::plain(text));
        self
    }

    #[must_use]
    pub fn strong(mut self, text: impl Into<String>) -> Self {
        self.push(Span { style: Style { strong: true, ..Style::default() }, ..Span::plain(text) });
        self
    }

    #[must_use]
    pub fn emphasis(mut self, text: impl Into<String>) -> Self {
        self.push(Span { style: Style { emphasis: true, ..Style::default() }, ..Span::plain(text) });
        self
    }

    #[must_use]
    pub fn code(mut self, text: impl Into<String>) -> Self {
        self.push(Span { style: Style { code: true, ..Style::default() }, ..Span::plain(text) });
        self
    }

    #[must_use]
    pub fn link(mut self, text: impl Into<String>, url: impl Into<String>) -> Self {
        self.push(Span { target: Some(Target::Url(url.into())), ..Span::plain(text) });
        self
    }

    /// Adds one of Docent's commands, for instance `quiz`.
    #[must_use]
    pub fn command(mut self, name: &'static str) -> Self {
        self.push(Span { target: Some(Target::Command(name)), ..Span::plain(format!("/{name}")) });
        self
    }

    /// Adds a moment, which readers see in their own time.
    #[must_use]
    pub fn time(mut self, at: Timestamp) -> Self {
        self.push(Span { target: Some(Target::Time(at)), ..Span::plain(at.to_string()) });
        self
    }

    #[must_use]
    pub fn rich(mut self, other: &RichText) -> Self {
        self.extend(other);
        self
    }
}

/// The bare text, as search and screen readers see it.
impl fmt::Display for RichText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|span| f.write_str(&span.text))
    }
}

impl From<&str> for RichText {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<String> for RichText {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

impl Span {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: Style::default(), target: None }
    }
}

/// A piece of a page: what stands between two blank lines.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Block {
    Paragraph(RichText),
    /// A heading inside a section: level 4 and below, or a bold line that stands for one.
    Heading(RichText),
    Code(Code),
    List(List),
    Table(Table),
    Quote(Vec<Block>),
    /// A note, tip or warning set apart from the text.
    Admonition(Admonition),
    /// A picture; chat shows its alternative text and a link.
    Image {
        alt: String,
        url: Option<String>,
    },
    Rule,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Code {
    /// The first word of the info string, lower case: `python`.
    pub language: Option<String>,
    /// Without the fence and without a final newline.
    pub text: String,
    /// A caption or file name, where the course gives one.
    pub title: Option<String>,
    /// The teacher means learners to run it (the word `run` in the info string).
    pub run: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    pub items: Vec<ListItem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ListItem {
    /// Of a task list: whether its box is ticked.
    pub checked: Option<bool>,
    pub blocks: Vec<Block>,
}

/// Every row has as many cells as the header.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Table {
    pub header: Vec<RichText>,
    pub rows: Vec<Vec<RichText>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Admonition {
    /// The kind as written, lower case: `note`, `tip`, `warning`, `danger`, …
    pub kind: String,
    pub title: Option<RichText>,
    pub blocks: Vec<Block>,
}

/// The bare text of `blocks`, a line or more a block, code included: what word counts and fingerprints are made from.
pub fn plain_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    write_plain(blocks, &mut text);
    text
}

fn write_plain(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(rich) | Block::Heading(rich) => push_line(out, &rich.to_string()),
            Block::Code(code) => push_line(out, &code.text),
            Block::List(list) => list.items.iter().for_each(|item| write_plain(&item.blocks, out)),
            Block::Table(table) => {
                for row in std::iter::once(&table.header).chain(&table.rows) {
                    let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
                    push_line(out, &cells.join(" | "));
                }
            }
            Block::Quote(blocks) => write_plain(blocks, out),
            Block::Admonition(admonition) => {
                if let Some(title) = &admonition.title {
                    push_line(out, &title.to_string());
                }
                write_plain(&admonition.blocks, out);
            }
            Block::Image { alt, .. } => push_line(out, alt),
            Block::Rule => {}
        }
    }
}

fn push_line(out: &mut String, line: &str) {
    if !line.is_empty() {
        out.push_str(line);
        out.push('\n');
    }
}
