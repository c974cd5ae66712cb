//! Breaks text into lines of a width, where Unicode allows a break; inside a word only when it fits on no line, and
//! never inside an address.

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

use super::line::{Line, Role, Segment, columns};

/// Wraps `text` at `width` columns.
pub fn wrap(text: &[Segment], width: usize) -> Vec<Line> {
    let joined: String = text.iter().map(Segment::text).collect();
    let mut page = Page { text, width: width.max(1), lines: Vec::new(), line: Line::default() };
    let mut start = 0;
    for (end, opportunity) in linebreaks(&joined).filter(|(end, _)| !inside_link(text, *end)) {
        let word = joined.get(start..end).unwrap_or_default();
        page.put(word, start);
        if opportunity == BreakOpportunity::Mandatory {
            page.end_line();
        }
        start = end;
    }
    while page.lines.last().is_some_and(Line::is_empty) {
        page.lines.pop();
    }
    page.lines
}

/// Whether byte `at` of the text is within an address: one that is broken cannot be clicked or copied.
fn inside_link(text: &[Segment], at: usize) -> bool {
    let mut start = 0;
    text.iter().any(|segment| {
        let before = at.checked_sub(start).and_then(|at| segment.text().get(..at));
        let end = start + segment.text().len();
        start = end;
        let in_word = before.is_some_and(|before| before.chars().next_back().is_some_and(|c| !c.is_whitespace()));
        segment.ink().role == Role::Link && in_word && at < end
    })
}

/// The columns of the longest piece that cannot be broken: no narrower column can hold the text well.
pub fn longest_word(text: &str) -> usize {
    let mut start = 0;
    let words = linebreaks(text).map(|(end, _)| {
        let word = text.get(start..end).unwrap_or_default();
        start = end;
        columns(word.trim_end())
    });
    words.max().unwrap_or(0)
}

struct Page<'a> {
    text: &'a [Segment],
    width: usize,
    lines: Vec<Line>,
    line: Line,
}

impl Page<'_> {
    /// Adds a word with the blanks after it, which stands at byte `start` of the text.
    fn put(&mut self, word: &str, start: usize) {
        let visible = word.trim_end();
        if !self.line.is_empty() && self.line.width() + columns(visible) > self.width {
            self.end_line();
        }
        let blanks = word.trim_end_matches('\n').len();
        if columns(visible) > self.width && !self.is_link(start + visible.len()) {
            self.put_broken(visible, start);
            self.copy(start + visible.len()..start + blanks);
        } else {
            self.copy(start..start + blanks);
        }
    }

    /// Whether the byte before `end` belongs to an address, which stays whole even when it is too long.
    fn is_link(&self, end: usize) -> bool {
        let mut from = 0;
        self.text.iter().any(|segment| {
            let range = from..from + segment.text().len();
            from = range.end;
            segment.ink().role == Role::Link && end > 0 && range.contains(&(end - 1))
        })
    }

    fn put_broken(&mut self, word: &str, start: usize) {
        for (offset, grapheme) in word.grapheme_indices(true) {
            if !self.line.is_empty() && self.line.width() + columns(grapheme) > self.width {
                self.end_line();
            }
            self.copy(start + offset..start + offset + grapheme.len());
        }
    }

    /// Copies bytes of the text to the current line, each in its own ink.
    fn copy(&mut self, range: Range<usize>) {
        let mut from = 0;
        for segment in self.text {
            let to = from + segment.text().len();
            let part = range.start.max(from)..range.end.min(to);
            if part.start < part.end
                && let Some(text) = segment.text().get(part.start - from..part.end - from)
            {
                self.line.push(Segment::new(text, segment.ink()));
            }
            from = to;
        }
    }

    fn end_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line).trimmed());
    }
}

#[cfg(test)]
mod tests {
    use super::{super::line::Ink, *};

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        wrap(&[Segment::new(text, Ink::default())], width).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("", 7), Vec::<String>::new());
    }

    #[test]
    fn a_word_that_fits_on_no_line_is_cut_between_characters() {
        assert_eq!(wrapped("see abcdefghij now", 4), ["see", "abcd", "efgh", "ij", "now"]);
    }

    #[test]
    fn wide_characters_count_twice_and_break_anywhere() {
        assert_eq!(wrapped("日本語を読む", 5), ["日本", "語を", "読む"]);
    }

    #[test]
    fn an_emoji_of_several_code_points_is_one_character() {
        assert_eq!(wrapped("👨‍👩‍👧‍👦👨‍👩‍👧‍👦 ok", 2), ["👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦", "ok"]);
        assert_eq!(columns("e\u{301}"), 1);
    }

    #[test]
    fn a_line_feed_breaks_and_control_characters_vanish() {
        assert_eq!(wrapped("one\ntwo \u{1b}[31mred", 20), ["one", "two [31mred"]);
    }
}
