//! Markdown as blocks of markup: headings, prose, code, lists, tables, with where each was written.
//!
//! One reader for all kinds of course. What only one site generator knows (admonitions, tabs, includes, quizzes) has
//! been turned into HTML elements of our own by then (`docent-…`, see [`element`]); HTML itself is understood as
//! far as prose goes and stripped without losing any. Knows no lessons and no files.

mod builder;
pub(crate) mod element;
mod fence;
mod frames;
mod html;
mod inline;
mod shortcodes;
pub(crate) mod slug;

use std::ops::Range;

use pulldown_cmark::{Options, Parser, TextMergeWithOffset};

use self::{builder::Builder, slug::SlugRules};
use super::text::Text;
use crate::markup::{Block, RichText};

/// Whose Markdown it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// As Git forges show it.
    Forge,
    MdBook,
    MkDocs,
    /// MDX: capitalised tags are components.
    Docusaurus,
}

/// How a page is to be read.
#[derive(Clone, Copy)]
pub(crate) struct Dialect<'a> {
    pub flavour: Flavour,
    /// The absolute address of what a link or picture on the page points to, if it has one.
    pub address: &'a dyn Fn(&str) -> Option<String>,
}

/// What a page holds, in the order written.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub nodes: Vec<Node>,
    pub links: Vec<Link>,
    pub codes: Vec<CodeFence>,
    /// Pictures whose alternative text is empty, by the bytes they take.
    pub images_without_alt: Vec<Range<usize>>,
    /// Fragments that HTML `id` and `name` attributes define.
    pub anchors: Vec<String>,
}

/// A heading, block or quiz at the top of the page.
#[derive(Debug)]
pub(crate) struct Node {
    /// Byte offset in the page's text.
    pub at: usize,
    pub kind: NodeKind,
}

#[derive(Debug)]
pub(crate) enum NodeKind {
    Heading(Heading),
    /// With the offsets of the items when it is a list.
    Block(Block, Vec<usize>),
    /// A question bank that the page shows here: its path as written.
    Quiz(String),
    /// What a comment `<!-- docent: … -->` says.
    Settings(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    /// 1 to 6.
    pub level: u8,
    pub title: RichText,
    pub anchor: String,
    /// The teacher wrote the anchor.
    pub explicit: bool,
    pub classes: Vec<String>,
}

/// A link or picture as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub destination: String,
    pub span: Range<usize>,
}

/// What a code fence says besides its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CodeFence {
    pub at: usize,
    /// The info string as written.
    pub info: String,
    pub language: Option<String>,
    pub run: bool,
}

/// Reads a page. Never fails: whatever is no Markdown is prose.
pub(crate) fn page(text: &Text, dialect: Dialect<'_>) -> Page {
    read(text.as_str(), dialect)
}

/// Reads a short text, such as the prompt of a question in a bank. Only absolute links remain links.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let nodes = read(text, Dialect { flavour: Flavour::Forge, address: &absolute }).nodes;
    nodes.into_iter().filter_map(Node::into_block).collect()
}

/// Reads a short text of HTML, such as the question of a bank.
pub(crate) fn html(text: &str) -> Vec<Block> {
    let dialect = Dialect { flavour: Flavour::Forge, address: &absolute };
    let mut builder = Builder::new(dialect, SlugRules::Forge);
    builder.html_block(text, 0);
    builder.finish().nodes.into_iter().filter_map(Node::into_block).collect()
}

/// Reads a text that stands in one line, such as a title in a configuration file.
pub(crate) fn line(text: &str) -> RichText {
    match blocks(text).as_slice() {
        [Block::Paragraph(rich)] => rich.clone(),
        _ => RichText::plain(text.trim()),
    }
}

/// A text without a page of its own has nothing that a relative address could start from.
fn absolute(address: &str) -> Option<String> {
    let is_absolute = address.starts_with("https://") || address.starts_with("http://");
    is_absolute.then(|| address.to_owned())
}

fn read(text: &str, dialect: Dialect<'_>) -> Page {
    let rules = match dialect.flavour {
        Flavour::MkDocs => SlugRules::PythonMarkdown,
        Flavour::Forge | Flavour::MdBook | Flavour::Docusaurus => SlugRules::Forge,
    };
    let mut builder = Builder::new(dialect, rules);
    let events = Parser::new_ext(text, options(dialect.flavour)).into_offset_iter();
    for (event, span) in TextMergeWithOffset::new(events) {
        builder.event(event, span);
    }
    builder.finish()
}

fn options(flavour: Flavour) -> Options {
    let common = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    match flavour {
        Flavour::MkDocs => common | Options::ENABLE_DEFINITION_LIST,
        Flavour::Forge | Flavour::MdBook | Flavour::Docusaurus => common,
    }
}

impl Node {
    /// The node as a block of running text: a heading stays one, a quiz and settings are none.
    pub(crate) fn into_block(self) -> Option<Block> {
        match self.kind {
            NodeKind::Heading(heading) => Some(Block::Heading(heading.title)),
            NodeKind::Block(block, _) => Some(block),
            NodeKind::Quiz(_) | NodeKind::Settings(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
