//! When a typed text counts as the one that the teacher wrote.

use unicode_normalization::UnicodeNormalization;

use crate::course::TextComparison;

/// Whether `given` counts as `accepted`.
pub fn text_fits(comparison: TextComparison, accepted: &str, given: &str) -> bool {
    match comparison {
        TextComparison::Exact => as_written(accepted) == as_written(unwrapped(given, accepted)),
        TextComparison::Loose => loose(accepted) == loose(unwrapped(given, accepted)),
        TextComparison::Wildcard => matches_pattern(&loose(accepted), &loose(unwrapped(given, accepted))),
    }
}

/// Whether `given` is what a program prints: line by line, without regard to white space at the end of a line, to
/// blank lines around it, or to quotation marks that a phone has curled.
pub fn output_fits(printed: &str, given: &str) -> bool {
    let lines = |text: &str| {
        let text = plain_quotes(&text.nfc().collect::<String>());
        let lines = text.trim().lines().map(|line| line.trim_end().to_owned());
        lines.collect::<Vec<_>>()
    };
    lines(printed) == lines(given) || lines(printed) == lines(unwrapped(given, printed))
}

/// The form in which [`TextComparison::Loose`] compares: composed, lower case, plain quotation marks and hyphens, single
/// spaces.
pub fn loose(text: &str) -> String {
    let text = plain_quotes(&text.nfc().collect::<String>()).to_lowercase();
    // Lower case can come out decomposed: "İ" gives "i" and a dot.
    text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

fn as_written(text: &str) -> String {
    text.trim().replace("\r\n", "\n").nfc().collect()
}

/// What phones and word processors make of what was typed.
fn plain_quotes(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => '"',
            '\u{2010}'..='\u{2014}' | '\u{2212}' => '-',
            other => other,
        })
        .collect()
}

/// `given` without the marks that set it as code in chat, unless the accepted text has them as well.
fn unwrapped<'t>(given: &'t str, accepted: &str) -> &'t str {
    let given = given.trim();
    if accepted.trim().starts_with('`') {
        return given;
    }
    if let Some(inner) = given.strip_prefix("```").and_then(|rest| rest.strip_suffix("```")) {
        // The first line is the info string, if anything follows it.
        return inner.split_once('\n').map_or(inner, |(_, code)| code).trim_end();
    }
    match given.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        Some(inner) if !inner.contains('`') => inner,
        Some(_) | None => given,
    }
}

/// Whether all of `text` fits `pattern`, in which `*` stands for any run of characters and `\*` for itself.
///
/// Goes back to the last `*` only, so it takes at most pattern × text steps and no recursion.
fn matches_pattern(pattern: &str, text: &str) -> bool {
    let pattern = pattern_of(pattern);
    let text: Vec<char> = text.chars().collect();
    let (mut at_pattern, mut at_text) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while at_text < text.len() {
        match pattern.get(at_pattern) {
            Some(None) => {
                last_star = Some((at_pattern, at_text));
                at_pattern += 1;
            }
            Some(Some(c)) if text.get(at_text) == Some(c) => {
                at_pattern += 1;
                at_text += 1;
            }
            Some(Some(_)) | None => match &mut last_star {
                Some((star, eaten)) => {
                    *eaten += 1;
                    (at_pattern, at_text) = (*star + 1, *eaten);
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(at_pattern).all(Option::is_none)
}

/// The characters of a pattern; `None` is a wildcard.
fn pattern_of(text: &str) -> Vec<Option<char>> {
    let mut pattern = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'*') => pattern.extend(chars.next().map(Some)),
            '*' => pattern.push(None),
            other => pattern.push(Some(other)),
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loose_comparison_forgives_what_keyboards_do() {
        let fits = |accepted, given| text_fits(TextComparison::Loose, accepted, given);
        assert!(fits("Mutex", "  mutex "));
        assert!(fits("an async  function", "An async\nfunction"));
        assert!(fits("don't", "don\u{2019}t"));
        assert!(fits("caf\u{e9}", "cafe\u{301}"));
        assert!(fits("mut", "`mut`"));
        assert!(fits("let x = 1;", "```rust\nlet x = 1;\n```"));
        assert!(fits("`mut`", "`mut`"));
        assert!(fits("STRASSE", "strasse"));
        assert!(!fits("chair", "air"));
        assert!(!fits("f(x)", "f (x)"));
        assert!(!fits("*", "anything"));
    }

    #[test]
    fn exact_comparison_forgives_only_white_space_around() {
        let fits = |accepted, given| text_fits(TextComparison::Exact, accepted, given);
        assert!(fits("let x;\nlet y;", " let x;\r\nlet y;\n"));
        assert!(!fits("let X;", "let x;"));
        assert!(!fits("a b", "a  b"));
    }

    #[test]
    fn a_star_stands_for_any_run_of_characters() {
        let fits = |accepted, given| text_fits(TextComparison::Wildcard, accepted, given);
        assert!(fits("*", ""));
        assert!(fits("async*", "Async function"));
        assert!(fits("*loop*", "the event loop, of course"));
        assert!(fits("a*b*c", "aXbbXc"));
        assert!(!fits("a*b*c", "aXbbX"));
        assert!(fits(r"2 \* 3", "2 * 3"));
        assert!(!fits(r"2 \* 3", "2 and 3"));
    }

    #[test]
    fn output_is_compared_line_by_line() {
        assert!(output_fits("1\n2\n", "1  \r\n2"));
        assert!(output_fits("\"a\"", "\u{201c}a\u{201d}"));
        assert!(output_fits("1\n2", "```\n1\n2\n```"));
        assert!(!output_fits("1\n2", "1 2"));
        assert!(!output_fits("Hello", "hello"));
    }

    #[test]
    fn many_stars_take_no_more_than_pattern_times_text() {
        let text = "a".repeat(8_000);
        assert!(!text_fits(TextComparison::Wildcard, &format!("{}b", "a*".repeat(200)), &text));
    }
}
