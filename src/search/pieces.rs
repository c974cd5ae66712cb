//! A passage taken apart: its leaves in reading order, and the sentences of each.
//!
//! The index and the excerpt walk the same pieces in the same order, so that a sentence's number means the same to both.

use std::ops::Range;

use crate::markup::{Block, Code, List, RichText, Table};

/// A leaf of a passage's blocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) leaf: Leaf<'a>,
    /// The outermost list around it, with the item's number.
    pub(super) list: Option<(&'a List, usize)>,
    /// The innermost note or quotation around it; zero for none. A thought does not run from one into the next.
    pub(super) aside: usize,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Leaf<'a> {
    Text(&'a RichText),
    /// A heading inside a section, or an admonition's title.
    Label(&'a RichText),
    Code(&'a Code),
    Table(&'a Table),
    Image(&'a str),
}

/// The leaves of `blocks`, in reading order.
pub(super) fn pieces(blocks: &[Block]) -> Vec<Piece<'_>> {
    let mut walk = Walk { pieces: Vec::new(), asides: 0 };
    blocks.iter().for_each(|block| walk.visit(block, None, 0));
    walk.pieces
}

struct Walk<'a> {
    pieces: Vec<Piece<'a>>,
    asides: usize,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, block: &'a Block, list: Option<(&'a List, usize)>, aside: usize) {
        let mut add = |leaf| self.pieces.push(Piece { leaf, list, aside });
        match block {
            Block::Paragraph(rich) => add(Leaf::Text(rich)),
            Block::Heading(rich) => add(Leaf::Label(rich)),
            Block::Code(code) => add(Leaf::Code(code)),
            Block::Table(table) => add(Leaf::Table(table)),
            Block::Image { alt, .. } => add(Leaf::Image(alt)),
            Block::List(inner) => {
                for (number, item) in inner.items.iter().enumerate() {
                    let list = list.or(Some((inner, number)));
                    item.blocks.iter().for_each(|block| self.visit(block, list, aside));
                }
            }
            Block::Quote(blocks) => self.visit_aside(None, blocks, list),
            Block::Admonition(admonition) => self.visit_aside(admonition.title.as_ref(), &admonition.blocks, list),
            Block::Rule => {}
        }
    }

    fn visit_aside(&mut self, title: Option<&'a RichText>, blocks: &'a [Block], list: Option<(&'a List, usize)>) {
        self.asides += 1;
        let aside = self.asides;
        self.pieces.extend(title.map(|title| Piece { leaf: Leaf::Label(title), list, aside }));
        blocks.iter().for_each(|block| self.visit(block, list, aside));
    }
}

/// The sentences of `text`, as byte ranges that cover it but for the space between them.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let ends = match c {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => {
                let rest = text.get(end..).unwrap_or_default();
                let closed = rest.trim_start_matches(['"', '\'', ')', '”', '’']);
                (closed.is_empty() || closed.starts_with(char::is_whitespace))
                    && !continues(closed)
                    && !(c == '.' && is_abbreviation(text.get(start..at).unwrap_or_default()))
            }
            _ => false,
        };
        if ends {
            let rest = text.get(end..).unwrap_or_default();
            let closing = rest.len() - rest.trim_start_matches(['"', '\'', ')', '”', '’', '」', '』']).len();
            push(text, start..end + closing, &mut sentences);
            start = end + closing;
            while chars.next_if(|(at, _)| *at < start).is_some() {}
        }
    }
    push(text, start..text.len(), &mut sentences);
    sentences
}

/// A sentence does not begin with a small letter, unless it is the last thing in the text.
fn continues(rest: &str) -> bool {
    rest.trim_start().chars().next().is_some_and(char::is_lowercase)
}

fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit([' ', '(', '\u{a0}']).next().unwrap_or_default();
    matches!(word, "e.g" | "i.e" | "etc" | "vs" | "cf" | "approx" | "Mr" | "Ms" | "Dr" | "No" | "Fig" | "al")
}

fn push(text: &str, range: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let sentence = text.get(range.clone()).unwrap_or_default();
    let leading = sentence.len() - sentence.trim_start().len();
    let trailing = sentence.len() - sentence.trim_end().len();
    if leading < sentence.len() {
        sentences.push(range.start + leading..range.end - trailing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_pauses() {
        assert_eq!(cut("One. Two?  Three!"), ["One.", "Two?", "Three!"]);
        assert_eq!(
            cut("Use `a.b` in 3.12, e.g. here. (Not there.) Then"),
            ["Use `a.b` in 3.12, e.g. here.", "(Not there.)", "Then"]
        );
        assert_eq!(cut("Say \"stop.\" Then go."), ["Say \"stop.\"", "Then go."]);
        assert_eq!(cut("事件循环。它很快！"), ["事件循环。", "它很快！"]);
        assert!(cut("  ").is_empty());
    }
}
