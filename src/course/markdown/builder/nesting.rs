//! Opening and closing what stands inside something else: where a finished block goes.

use super::{
    super::{
        Node, NodeKind,
        frames::{Finished, Frame, FrameKind, MAX_DEPTH, MAX_HTML_DEPTH},
    },
    Builder,
};
use crate::markup::{Block, ListItem, RichText};

impl Builder<'_> {
    pub(in crate::course::markdown) fn open_frame(&mut self, tag: Option<&str>, at: usize, kind: FrameKind) {
        self.end_line();
        self.line_at = at;
        if tag.is_some() && self.frames.len() >= MAX_HTML_DEPTH {
            return;
        }
        self.frames.push(Frame::new(tag, at, kind));
    }

    /// Closes what Markdown opened last, with the HTML elements left open inside.
    pub(super) fn close_markdown_frame(&mut self) {
        self.end_line();
        while self.frames.last().is_some_and(|frame| frame.tag.is_some()) {
            self.close_frame();
        }
        self.close_frame();
    }

    /// Closes the innermost `tag` that HTML opened, unless Markdown opened something inside it.
    pub(in crate::course::markdown) fn close_html_frame(&mut self, tag: &str) {
        self.end_line();
        let open = self.frames.iter().rev().take_while(|frame| frame.tag.is_some());
        let depth = open.map(|frame| frame.tag.as_deref()).position(|open| open == Some(tag));
        for _ in 0..depth.map_or(0, |depth| depth + 1) {
            self.close_frame();
        }
    }

    /// A heading that makes a section ends HTML elements around it, but not notes.
    pub(super) fn close_groups(&mut self) {
        let only_groups = |frame: &Frame| frame.tag.is_some() && !matches!(frame.kind, FrameKind::Admonition { .. });
        if self.frames.iter().all(only_groups) {
            while !self.frames.is_empty() {
                self.close_frame();
            }
        }
    }

    pub(super) fn close_frame(&mut self) {
        let flat = self.frames.len() > MAX_DEPTH;
        let Some(frame) = self.frames.pop() else { return };
        let at = frame.at;
        match frame.finish(flat) {
            Finished::Blocks(blocks) => blocks.into_iter().for_each(|block| self.push(block, at)),
            Finished::List(block, offsets) => self.push_listed(block, at, offsets),
            Finished::Item(item) => self.push_item(item, at),
        }
    }

    pub(in crate::course::markdown) fn push(&mut self, block: Block, at: usize) {
        self.push_listed(block, at, Vec::new());
    }

    fn push_listed(&mut self, block: Block, at: usize, items: Vec<usize>) {
        match self.frames.last_mut() {
            None => self.page.nodes.push(Node { at, kind: NodeKind::Block(block, items) }),
            Some(Frame { kind: FrameKind::List { .. }, .. }) => {
                self.push_item(ListItem { checked: None, blocks: vec![block] }, at);
            }
            Some(Frame { kind: FrameKind::Table(rows), .. }) => {
                let text = crate::markup::plain_text(&[block]);
                rows.row.push(RichText::plain(text.trim()));
            }
            Some(frame) => frame.blocks.push(block),
        }
    }

    fn push_item(&mut self, item: ListItem, at: usize) {
        match self.frames.last_mut() {
            Some(Frame { kind: FrameKind::List { items, offsets, .. }, .. }) => {
                items.push(item);
                offsets.push(at);
            }
            // An item outside of any list, as HTML allows.
            Some(_) | None => item.blocks.into_iter().for_each(|block| self.push(block, at)),
        }
    }
}
