//! What is open while a page is read: quotes, lists, tables and notes inside each other.

use crate::markup::{Admonition, Block, List, ListItem, RichText, Table};

/// Blocks lie at most this deep in each other; what is deeper is shown at this depth. Real pages stay below ten, and
/// everything that walks over blocks may recurse without fear.
pub(super) const MAX_DEPTH: usize = 24;
/// HTML opens no more elements than this inside each other; what is deeper stands in the innermost of them. Markdown
/// needs no such bound, since its depth costs characters in every line.
pub(super) const MAX_HTML_DEPTH: usize = 200;

/// Something that holds blocks and is not finished yet.
#[derive(Debug)]
pub(super) struct Frame {
    /// The element that opened it; nothing when Markdown did.
    pub tag: Option<String>,
    /// Byte offset.
    pub at: usize,
    pub kind: FrameKind,
    pub blocks: Vec<Block>,
}

#[derive(Debug)]
pub(super) enum FrameKind {
    Quote,
    Admonition {
        kind: String,
        title: Option<RichText>,
    },
    Footnote(String),
    List {
        start: Option<u64>,
        items: Vec<ListItem>,
        offsets: Vec<usize>,
    },
    Item {
        checked: Option<bool>,
    },
    Table(TableRows),
    /// A row or cell of an HTML table, or anything else that only groups.
    Group,
}

#[derive(Debug, Default)]
pub(super) struct TableRows {
    pub header: Option<Vec<RichText>>,
    pub rows: Vec<Vec<RichText>>,
    pub row: Vec<RichText>,
}

/// What a finished frame leaves to the one around it.
pub(super) enum Finished {
    Blocks(Vec<Block>),
    List(Block, Vec<usize>),
    Item(ListItem),
}

impl Frame {
    pub(super) fn new(tag: Option<&str>, at: usize, kind: FrameKind) -> Self {
        Self { tag: tag.map(str::to_owned), at, kind, blocks: Vec::new() }
    }

    /// Turns the frame into what it stands for; `flat` when it lies too deep to keep its own shape.
    pub(super) fn finish(self, flat: bool) -> Finished {
        let blocks = self.blocks;
        match self.kind {
            FrameKind::List { items, .. } if flat => {
                Finished::Blocks(items.into_iter().flat_map(|item| item.blocks).collect())
            }
            FrameKind::List { start, items, offsets } => Finished::List(Block::List(List { start, items }), offsets),
            FrameKind::Item { checked } => Finished::Item(ListItem { checked, blocks }),
            FrameKind::Table(rows) => Finished::Blocks(rows.finish().into_iter().collect()),
            FrameKind::Footnote(label) => Finished::Blocks(footnote(&label, blocks)),
            _ if flat => Finished::Blocks(blocks),
            FrameKind::Quote if blocks.is_empty() => Finished::Blocks(blocks),
            FrameKind::Quote => Finished::Blocks(vec![Block::Quote(blocks)]),
            FrameKind::Admonition { kind, title } => {
                Finished::Blocks(vec![Block::Admonition(Admonition { kind, title, blocks })])
            }
            FrameKind::Group => Finished::Blocks(blocks),
        }
    }
}

impl TableRows {
    pub(super) fn end_row(&mut self, is_header: bool) {
        let row = std::mem::take(&mut self.row);
        if row.is_empty() {
            return;
        }
        if is_header && self.header.is_none() && self.rows.is_empty() {
            self.header = Some(row);
        } else {
            self.rows.push(row);
        }
    }

    /// Every row as long as the header; a table without a header takes its first row.
    fn finish(mut self) -> Option<Block> {
        self.end_row(false);
        let mut rows = self.rows.into_iter();
        let mut header = self.header.or_else(|| rows.next())?;
        let mut rows: Vec<Vec<RichText>> = rows.collect();
        let width = rows.iter().map(Vec::len).chain([header.len()]).max()?;
        header.resize(width, RichText::default());
        rows.iter_mut().for_each(|row| row.resize(width, RichText::default()));
        Some(Block::Table(Table { header, rows }))
    }
}

fn footnote(label: &str, mut blocks: Vec<Block>) -> Vec<Block> {
    let mark = format!("[{label}] ");
    match blocks.first_mut() {
        Some(Block::Paragraph(text)) => *text = RichText::plain(mark).rich(text),
        Some(_) | None => blocks.insert(0, Block::Paragraph(RichText::plain(mark.trim()))),
    }
    blocks
}
