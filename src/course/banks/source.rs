//! The text of a bank, and the line and column of a byte in it.

use std::{ops::Range, sync::Arc};

use crate::course::Position;

pub(super) struct Source<'t> {
    path: Arc<str>,
    text: &'t str,
    /// Where each line starts, in bytes.
    starts: Vec<usize>,
}

impl<'t> Source<'t> {
    pub(super) fn new(path: &Arc<str>, text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { path: path.clone(), text, starts }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Where each line starts, in bytes.
    pub(super) fn line_starts(&self) -> &[usize] {
        &self.starts
    }

    /// Where the byte at `offset` stands; the end of the text for one beyond it.
    pub(super) fn position(&self, offset: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or(0);
        let column = self.characters(start..offset.min(self.text.len())) + 1;
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position { path: self.path.clone(), line: small(line.max(1)), column: small(column) }
    }

    /// How many characters `span` takes within its first line.
    pub(super) fn characters(&self, span: Range<usize>) -> usize {
        let text = self.text.get(span).unwrap_or("");
        text.chars().take_while(|c| *c != '\n').count()
    }
}
