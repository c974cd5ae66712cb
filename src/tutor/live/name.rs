//! What a board calls a player: a short line that can be seen, and that stays in its place among others.

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Discord's own limit is 32; longer names are cut.
const MAX_CHARS: usize = 40;
/// Marks over and under a letter; languages need three at most, and a heap of them covers the lines around it.
const MAX_MARKS: usize = 3;
/// Letters and signs without ink.
const BLANK: [char; 3] = ['\u{115f}', '\u{1160}', '\u{2800}'];

/// `name` as a board shows it; `None` when nothing of it could be seen.
pub(super) fn shown(name: &str) -> Option<String> {
    let kept: String = name.chars().filter(|c| c.is_whitespace() || !disturbs(*c)).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let (mut line, mut chars) = (String::new(), 0);
    for cluster in words.join(" ").graphemes(true) {
        let mut marks = 0;
        let few = |c: &char| {
            marks += usize::from(is_combining_mark(*c));
            marks <= MAX_MARKS
        };
        let cluster: String = cluster.chars().filter(few).collect();
        chars += cluster.chars().count();
        if chars > MAX_CHARS {
            line.push('…');
            break;
        }
        line.push_str(&cluster);
    }
    let has_ink = line.graphemes(true).any(|cluster| cluster.width() > 0 && cluster != " " && !cluster.contains(BLANK));
    has_ink.then(|| if line.chars().any(is_right_to_left) { format!("\u{2068}{line}\u{2069}") } else { line })
}

/// Controls, and marks that turn the direction of what follows.
fn disturbs(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Of a script that is written from right to left: kept apart, or the points behind it would move.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line_that_can_be_seen() {
        assert_eq!(shown("  Ada\n Lovelace ").as_deref(), Some("Ada Lovelace"));
        assert_eq!(shown("**@everyone**").as_deref(), Some("**@everyone**"), "layout takes care of marks");
        assert_eq!(shown("👩🏽‍🚀").as_deref(), Some("👩🏽‍🚀"), "one picture of several signs");
        for blank in ["", " ", "\u{200b}\u{200b}", "\u{3164}", "\u{2800}", "\u{202e}", "\u{1160}"] {
            assert_eq!(shown(blank), None, "{blank:?}");
        }
        let long = shown(&"Bob ".repeat(20)).unwrap();
        assert_eq!((long.chars().count(), long.ends_with('…')), (MAX_CHARS + 1, true), "{long}");
    }

    #[test]
    fn a_name_stays_within_its_line() {
        assert_eq!(shown("\u{202e}Eve").as_deref(), Some("Eve"), "nothing behind it is turned round");
        assert_eq!(shown("مريم").as_deref(), Some("\u{2068}مريم\u{2069}"));
        let heap = format!("Z{}o", "\u{351}".repeat(50));
        assert_eq!(shown(&heap).as_deref(), Some("Z\u{351}\u{351}\u{351}o"));
        assert_eq!(shown("Nguyễn").as_deref(), Some("Nguyễn"));
    }
}
