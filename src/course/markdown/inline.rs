//! The line of text being read: styles that are on, the link it stands in, white space as HTML has it.

use crate::markup::{RichText, Span, Style, Target};

/// Running text under construction.
#[derive(Debug, Default)]
pub(super) struct Line {
    text: RichText,
    strong: usize,
    emphasis: usize,
    strikethrough: usize,
    code: usize,
    /// The links it stands in; nothing for one without an address.
    links: Vec<Option<Target>>,
}

/// A style that inline markup turns on and off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inline {
    Strong,
    Emphasis,
    Strikethrough,
    Code,
}

impl Line {
    pub(super) fn start(&mut self, inline: Inline) {
        *self.counter(inline) += 1;
    }

    pub(super) fn end(&mut self, inline: Inline) {
        let counter = self.counter(inline);
        *counter = counter.saturating_sub(1);
    }

    pub(super) fn start_link(&mut self, address: Option<String>) {
        self.links.push(address.map(Target::Url));
    }

    pub(super) fn end_link(&mut self) {
        self.links.pop();
    }

    /// Adds text as it is.
    pub(super) fn push(&mut self, text: &str) {
        self.push_styled(text, false);
    }

    pub(super) fn push_code(&mut self, text: &str) {
        self.push_styled(text, true);
    }

    /// Adds text of an HTML element, where a run of white space is one space and none at the start of a line.
    pub(super) fn push_collapsed(&mut self, text: &str) {
        let mut collapsed = String::new();
        for c in text.chars() {
            let after_space = if collapsed.is_empty() { self.ends_in_space() } else { ends_in_space(&collapsed) };
            match (c.is_ascii_whitespace(), after_space) {
                (false, _) => collapsed.push(c),
                (true, false) => collapsed.push(' '),
                (true, true) => {}
            }
        }
        self.push(&collapsed);
    }

    /// Takes the line, white space at its ends removed; nothing when it is blank. Styles stay on.
    pub(super) fn take(&mut self) -> Option<RichText> {
        let mut spans = std::mem::take(&mut self.text).spans().to_vec();
        while let Some(last) = spans.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            spans.pop();
        }
        let blank = spans.iter().take_while(|span| span.text.trim().is_empty()).count();
        spans.drain(..blank);
        if let Some(first) = spans.first_mut() {
            first.text = first.text.trim_start().to_owned();
        }
        (!spans.is_empty()).then(|| RichText::new(spans))
    }

    fn push_styled(&mut self, text: &str, code: bool) {
        if text.is_empty() {
            return;
        }
        let style = Style {
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            strikethrough: self.strikethrough > 0,
            code: code || self.code > 0,
        };
        self.text.push(Span { text: text.to_owned(), style, target: self.links.last().cloned().flatten() });
    }

    fn ends_in_space(&self) -> bool {
        self.text.spans().last().is_none_or(|span| ends_in_space(&span.text))
    }

    fn counter(&mut self, inline: Inline) -> &mut usize {
        match inline {
            Inline::Strong => &mut self.strong,
            Inline::Emphasis => &mut self.emphasis,
            Inline::Strikethrough => &mut self.strikethrough,
            Inline::Code => &mut self.code,
        }
    }
}

fn ends_in_space(text: &str) -> bool {
    text.ends_with(char::is_whitespace)
}
