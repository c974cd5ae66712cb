//! The text of a page with where every line of it was written, so that a problem found after includes were resolved
//! still names the teacher's own file and line. Knows no Markdown.

use std::{borrow::Cow, sync::Arc};

use super::Position;

/// Lines put together from one or more files.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    text: String,
    lines: Vec<Line>,
    /// For positions in an empty text.
    path: Arc<str>,
}

/// One line of the text: where it starts there and where it was written.
#[derive(Debug, Clone)]
struct Line {
    start: usize,
    origin: Origin,
}

/// Where a line was written.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub path: Arc<str>,
    /// Counted from 1.
    pub line: u32,
    /// How many characters stood in front of the line in its file and were taken away; below zero, how many were put
    /// there.
    pub indent: i32,
}

impl Text {
    pub(crate) fn new(path: Arc<str>) -> Self {
        Self { text: String::new(), lines: Vec::new(), path }
    }

    /// The text of a whole file, without its byte order mark.
    pub(crate) fn of_file(path: &Arc<str>, content: &str) -> Self {
        let mut text = Self::new(path.clone());
        let content = content.strip_prefix('\u{feff}').unwrap_or(content);
        for (line, number) in with_line_feeds(content).lines().zip(1..) {
            text.push(line, Origin { path: path.clone(), line: number, indent: 0 });
        }
        text
    }

    /// Adds a line, which must not hold a line break.
    pub(crate) fn push(&mut self, line: &str, origin: Origin) {
        self.lines.push(Line { start: self.text.len(), origin });
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The lines without their line breaks.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&str, &Origin)> {
        self.text.lines().zip(self.lines.iter().map(|line| &line.origin))
    }

    /// Where the byte at `offset` was written; the last line for an offset beyond the end.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let index = self.lines.partition_point(|line| line.start <= offset);
        let Some(line) = index.checked_sub(1).and_then(|index| self.lines.get(index)) else {
            return Position { path: self.path.clone(), line: 1, column: 1 };
        };
        // The line break belongs to its line, but nothing can be mended behind it.
        let before = self.text.get(line.start..offset).map_or(0, |text| text.trim_end_matches('\n').chars().count());
        line.origin.position(before)
    }

    /// The file that the text is of, whatever it includes.
    pub(crate) fn start_path(&self) -> Arc<str> {
        self.path.clone()
    }

    /// Where the first line was written.
    pub(crate) fn start(&self) -> Position {
        self.position(0)
    }
}

/// The content of a file with a line feed for every line break, as Markdown, YAML and editors count lines: a carriage
/// return breaks a line by itself too.
pub(crate) fn with_line_feeds(content: &str) -> Cow<'_, str> {
    match content.contains('\r') {
        true => Cow::Owned(content.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(content),
    }
}

impl Origin {
    /// The position `characters` into the line.
    pub(crate) fn position(&self, characters: usize) -> Position {
        let before = i64::try_from(characters).unwrap_or(0) + i64::from(self.indent);
        let column = u32::try_from(before).unwrap_or(0).saturating_add(1);
        Position { path: self.path.clone(), line: self.line, column }
    }

    /// The same line after another `characters` were taken away in front.
    #[must_use]
    pub(crate) fn indented(&self, characters: usize) -> Self {
        let indent = self.indent.saturating_add(i32::try_from(characters).unwrap_or(0));
        Self { indent, ..self.clone() }
    }

    /// The same line after `characters` were put in front.
    #[must_use]
    pub(crate) fn outdented(&self, characters: usize) -> Self {
        let indent = self.indent.saturating_sub(i32::try_from(characters).unwrap_or(0));
        Self { indent, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Left in a line, it made a page's lines and those of its Markdown two different things.
    #[test]
    fn a_carriage_return_alone_breaks_a_line() {
        let text = Text::of_file(&"a.md".into(), "one\rtwo\r\nthree");
        assert_eq!(text.as_str(), "one\ntwo\nthree\n");
        assert_eq!(text.position(8).line, 3);
    }

    /// A snippet that was included with an indentation named places beyond the ends of its lines.
    #[test]
    fn a_position_counts_in_the_file_whatever_was_put_in_front() {
        let of_file = Origin { path: "a.md".into(), line: 3, indent: 0 };
        assert_eq!(of_file.outdented(7).position(7).column, 1);
        assert_eq!(of_file.outdented(7).indented(7).position(2).column, 3);
        assert_eq!(of_file.outdented(7).position(0).column, 1, "what was put there is at the line's beginning");
    }

    #[test]
    fn a_position_names_the_file_that_the_line_came_from() {
        let mut text = Text::of_file(&"a.md".into(), "\u{feff}one\r\ntwo");
        text.push("äx", Origin { path: "b.md".into(), line: 7, indent: 4 });
        assert_eq!(text.as_str(), "one\ntwo\näx\n");
        assert_eq!(text.position(4), Position { path: "a.md".into(), line: 2, column: 1 });
        assert_eq!(text.position(10), Position { path: "b.md".into(), line: 7, column: 6 });
        assert_eq!(text.position(9_999).line, 7);
        assert_eq!(text.position(text.as_str().len()), Position { path: "b.md".into(), line: 7, column: 7 });
    }
}
