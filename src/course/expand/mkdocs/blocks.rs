//! The two syntaxes for blocks: `!!! note "Title"` with indented content, and `/// note | Title` up to `///`.

use super::{Written, tags};
use crate::course::markdown::element;

/// A block whose content is indented by four.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Indented<'a> {
    pub indent: usize,
    pub opening: String,
    pub closing: Option<String>,
    /// As written.
    pub kind: &'a str,
}

/// A line of slashes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Slashed {
    Open { slashes: usize, opening: String, closing: String },
    Close { slashes: usize },
}

/// How many spaces stand in front.
pub(super) fn indent(line: &str) -> usize {
    line.chars().take_while(|c| *c == ' ').count()
}

/// `!!! kind "Title"`, `??? kind "Title"`, `=== "Title"`.
pub(super) fn indented(line: &str) -> Option<Indented<'_>> {
    let indent = indent(line);
    let text = line.trim();
    if let Some(title) = text.strip_prefix("===") {
        let title = quoted(title.trim_start_matches(['!', '+']).trim())?;
        let opening = element::open(element::TAB, &[("title", title)]);
        return Some(Indented { indent, opening, closing: None, kind: "tab" });
    }
    let rest = text.strip_prefix("!!!").or_else(|| text.strip_prefix("???+")).or_else(|| text.strip_prefix("???"))?;
    let rest = rest.strip_prefix(' ')?.trim();
    let (kinds, title) = match rest.find('"') {
        Some(quote) => (rest.get(..quote)?.trim(), quoted(rest.get(quote..)?)?),
        None => (rest, ""),
    };
    let kind = kinds.split_whitespace().next().unwrap_or("note");
    if !kind.starts_with(|c: char| c.is_ascii_alphabetic())
        || (title.is_empty() && kinds.split_whitespace().count() > 4)
    {
        return None;
    }
    let (opening, closing) = tags(kind, title);
    Some(Indented { indent, opening, closing: Some(closing), kind })
}

/// `/// kind | Title` or `///`.
pub(super) fn slashed(line: &str) -> Option<Slashed> {
    let text = line.trim();
    let slashes = text.chars().take_while(|c| *c == '/').count();
    if slashes < 3 {
        return None;
    }
    let rest = text.get(slashes..)?;
    if rest.trim().is_empty() {
        return Some(Slashed::Close { slashes });
    }
    let (kind, title) = rest.split_once('|').unwrap_or((rest, ""));
    let kind = kind.trim();
    let is_kind = kind.starts_with(|c: char| c.is_ascii_alphabetic())
        && kind.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !is_kind || !rest.starts_with(' ') {
        return None;
    }
    let (opening, closing) = tags(kind, title.trim());
    Some(Slashed::Open { slashes, opening, closing })
}

/// An option of a `///` block: `    type: warning`.
pub(super) fn is_option(line: &str) -> bool {
    let option = line.strip_prefix("    ").and_then(|option| option.split_once(": "));
    option.is_some_and(|(key, _)| !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
}

/// How many of `lines` belong to a block whose content is indented by `inner`.
pub(super) fn content_length(lines: &[Written], inner: usize) -> usize {
    let belongs = |(line, _): &&Written| line.trim().is_empty() || indent(line) >= inner;
    let count = lines.iter().take_while(belongs).count();
    // Blank lines at the end stand between the block and what follows.
    let blank = |(line, _): &&Written| line.trim().is_empty();
    let trailing = lines.get(..count).unwrap_or_default().iter().rev().take_while(blank).count();
    count - trailing
}

/// A tag that asks for its content to be read as Markdown: `<div class="grid" markdown>`.
pub(super) fn markdown_in_html(line: &str) -> Option<String> {
    let text = line.trim();
    let tag = text.strip_prefix('<')?.strip_suffix('>')?;
    let asks = tag.split_whitespace().skip(1).any(|word| word == "markdown" || word.starts_with("markdown="));
    (asks && !tag.contains('<')).then(|| text.to_owned())
}

fn quoted(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"').map(|title| title.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_told_from_prose() {
        for block in [
            "!!! note",
            "!!! tip \"A \\\"b\"",
            "??? info \"\"",
            "???+ question \"Why?\"",
            "=== \"macOS\"",
            "  === \"a\"",
        ] {
            assert!(indented(block).is_some(), "{block}");
        }
        for prose in ["!!!", "!!!note", "===", "=== a", "???", "!!! 5", "!!! this is a very long shout at all"] {
            assert!(indented(prose).is_none(), "{prose}");
        }
        assert_eq!(slashed("////"), Some(Slashed::Close { slashes: 4 }));
        assert!(matches!(slashed("/// note | Technical"), Some(Slashed::Open { slashes: 3, .. })));
        for prose in ["//", "///comment", "/// a b", "///// ?"] {
            assert!(!matches!(slashed(prose), Some(Slashed::Open { .. })), "{prose}");
        }
    }
}
