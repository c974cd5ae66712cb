//! A line of output as pieces of text, each with its ink: what the text means, for whoever has colours.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::markup::Style;

/// What a piece of text is, and how the author set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Ink {
    pub role: Role,
    pub style: Style,
}

/// What a piece of text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Role {
    #[default]
    Body,
    Title,
    /// Where something is from, small print, bars and rules.
    Small,
    Code,
    Link,
    /// What to type: the number of an option, the letter of a choice.
    Key,
    Good,
    Half,
    Bad,
}

/// A run of text in one ink. Holds no control characters but line feeds, so that nothing from a course or a learner
/// reaches a terminal as a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    text: String,
    ink: Ink,
}

/// One line, without a line feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line(Vec<Segment>);

impl Ink {
    pub fn role(role: Role) -> Self {
        Self { role, ..Self::default() }
    }
}

impl Segment {
    pub fn new(text: &str, ink: Ink) -> Self {
        let text = text.replace('\t', "    ");
        Self { text: text.chars().filter(|c| *c == '\n' || !c.is_control()).collect(), ink }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn ink(&self) -> Ink {
        self.ink
    }
}

impl Line {
    pub fn new(text: &str, role: Role) -> Self {
        Self(vec![Segment::new(text, Ink::role(role))])
    }

    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    pub fn push(&mut self, segment: Segment) {
        match self.0.last_mut() {
            Some(last) if last.ink == segment.ink => last.text.push_str(&segment.text),
            _ => self.0.push(segment),
        }
    }

    pub fn extend(&mut self, other: Self) {
        other.0.into_iter().for_each(|segment| self.push(segment));
    }

    /// Adds blanks up to `columns`.
    pub fn pad_to(&mut self, columns: usize) {
        let missing = columns.saturating_sub(self.width());
        if missing > 0 {
            self.push(Segment::new(&" ".repeat(missing), Ink::default()));
        }
    }

    /// In columns of a terminal.
    pub fn width(&self) -> usize {
        self.0.iter().map(|segment| columns(&segment.text)).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|segment| segment.text.is_empty())
    }

    #[must_use]
    pub fn trimmed(mut self) -> Self {
        while let Some(last) = self.0.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            self.0.pop();
        }
        self
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|segment| f.write_str(&segment.text))
    }
}

/// How many columns `text` takes. Counted by what a reader sees as one character: a flag or a family is two columns.
pub fn columns(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Puts `first` before the first line and `rest` before the others.
pub fn indent(lines: Vec<Line>, first: &Line, rest: &str, role: Role) -> Vec<Line> {
    let indented = lines.into_iter().enumerate().map(|(index, line)| {
        let mut start = if index == 0 { first.clone() } else { Line::new(rest, role) };
        start.extend(line);
        start
    });
    indented.collect()
}

/// Puts the blocks below each other with a blank line in between; empty ones leave no gap.
pub fn stack(blocks: impl IntoIterator<Item = Vec<Line>>) -> Vec<Line> {
    let mut all = Vec::new();
    for lines in blocks.into_iter().filter(|lines| !lines.is_empty()) {
        if !all.is_empty() {
            all.push(Line::default());
        }
        all.extend(lines);
    }
    all
}
