//! As much of JSX as it takes to leave it out: tags on lines of their own, imports, comments, white space in braces.

/// A tag that takes whole lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Open {
        name: String,
        title: Option<String>,
    },
    Close,
    /// `<Component />`
    Empty {
        name: String,
        title: Option<String>,
    },
    /// A tag of HTML, for the Markdown reader.
    Html,
}

/// How many lines one tag may take.
const MAX_TAG_LINES: usize = 60;
/// How long one tag may be, in bytes.
const MAX_TAG_BYTES: usize = 8 * 1024;
/// Elements of HTML that stand around Markdown.
const AROUND: [&str; 12] =
    ["div", "section", "article", "details", "figure", "center", "aside", "main", "header", "footer", "nav", "span"];

/// The tag that `line` is, with as many of the following lines as it takes.
pub(super) fn tag<'a>(line: &str, following: impl Iterator<Item = &'a str>) -> Option<(Tag, usize)> {
    let text = line.trim();
    if let Some(name) = text.strip_prefix("</").and_then(|rest| rest.strip_suffix('>')) {
        return is_component(name).then_some((Tag::Close, 0)).or_else(|| is_around(name).then_some((Tag::Html, 0)));
    }
    let inner = text.strip_prefix('<')?;
    let name: String = inner.chars().take_while(|c| c.is_alphanumeric() || *c == '.' || *c == '_').collect();
    if is_around(&name) && text.ends_with('>') && text.matches('<').count() == 1 {
        return Some((Tag::Html, 0));
    }
    if !is_component(&name) {
        return None;
    }
    let mut whole = text.to_owned();
    let mut taken = 0;
    let mut following = following.take(MAX_TAG_LINES);
    let mut inside = Inside::default();
    let mut end = inside.end(text);
    while end.is_none() && whole.len() <= MAX_TAG_BYTES {
        let next = following.next()?.trim();
        end = inside.end(next).map(|end| whole.len() + 1 + end);
        whole.push(' ');
        whole.push_str(next);
        taken += 1;
    }
    // Text follows on the same line: the Markdown reader knows inline tags.
    whole.get(end?..).filter(|rest| rest.trim().is_empty())?;
    let title = ["title", "label"].iter().find_map(|key| attribute(&whole, key));
    let title = title.or_else(|| if name == "TabItem" { attribute(&whole, "value") } else { None });
    let tag = if whole.trim_end().ends_with("/>") { Tag::Empty { name, title } } else { Tag::Open { name, title } };
    Some((tag, taken))
}

fn is_component(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '_')
}

fn is_around(name: &str) -> bool {
    AROUND.contains(&name)
}

/// Where in a tag the text so far has led: braces and quotation marks may hold a `>`.
#[derive(Default)]
struct Inside {
    braces: usize,
    quote: Option<char>,
}

impl Inside {
    /// Where the tag ends in `text`, which continues what was read before.
    fn end(&mut self, text: &str) -> Option<usize> {
        for (at, c) in text.char_indices() {
            match (self.quote, c) {
                (Some(open), c) if c == open => self.quote = None,
                (None, '"' | '\'' | '`') => self.quote = Some(c),
                (None, '{') => self.braces += 1,
                (None, '}') => self.braces = self.braces.saturating_sub(1),
                (None, '>') if self.braces == 0 => return Some(at + 1),
                (Some(_) | None, _) => {}
            }
        }
        None
    }
}

/// The literal text of an attribute: `title="…"` or `title={'…'}`.
fn attribute(tag: &str, key: &str) -> Option<String> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once(key) {
        let value = after.trim_start().strip_prefix('=');
        if let (true, Some(value)) = (before.ends_with(char::is_whitespace), value) {
            let value = value.trim_start().trim_start_matches('{').trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
            return Some(value.get(1..)?.split_once(quote)?.0.to_owned());
        }
        rest = after;
    }
    None
}

/// Whether a line is an import as a whole, and no prose that begins with the word.
pub(super) fn is_import(line: &str) -> bool {
    let quoted = |text: &str| text.starts_with(['\'', '"']) && text.len() > 2 && text.ends_with(['\'', '"']);
    line.strip_prefix("import ").is_some_and(|rest| {
        let rest = rest.trim_end().trim_end_matches(';');
        quoted(rest) || rest.rsplit_once(" from ").is_some_and(|(_, path)| quoted(path.trim()))
    })
}

/// The name and path of a Markdown file that is imported.
pub(super) fn import(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("import ")?;
    let (name, from) = rest.split_once(" from ")?;
    let path = from.trim().trim_end_matches(';').trim().trim_matches(['\'', '"']);
    let markdown = [".md", ".mdx"].iter().any(|ending| path.ends_with(ending));
    (markdown && is_component(name.trim())).then_some((name.trim(), path))
}

/// How many of the following lines a comment `{/* … */}` takes.
pub(super) fn comment_length<'a>(line: &str, mut following: impl Iterator<Item = &'a str>) -> usize {
    if ends_comment(line) {
        return 0;
    }
    // A comment without an end is a slip: only its first line goes.
    following.position(ends_comment).map_or(0, |end| end + 1)
}

pub(super) fn ends_comment(line: &str) -> bool {
    line.contains("*/}")
}

/// Takes `{' '}` and comments out of a line of prose; code spans stay as they are.
pub(super) fn without_expressions(line: &str) -> String {
    if !line.contains('{') {
        return line.to_owned();
    }
    let mut kept = String::new();
    for (index, piece) in line.split('`').enumerate() {
        if index > 0 {
            kept.push('`');
        }
        if index % 2 == 0 { kept.push_str(&prose(piece)) } else { kept.push_str(piece) }
    }
    kept
}

fn prose(text: &str) -> String {
    let text = text.replace("{' '}", " ").replace("{\" \"}", " ");
    let Some((before, rest)) = text.split_once("{/*") else { return text };
    match rest.split_once("*/}") {
        Some((_, after)) => format!("{before}{after}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_may_take_several_lines() {
        let (found, taken) = tag("<Tabs", ["  values={[{a: '>'}]}", "  groupId=\"x\">", "text"].into_iter()).unwrap();
        assert_eq!((found, taken), (Tag::Open { name: "Tabs".into(), title: None }, 2));
        let item = tag("<TabItem value='a' label=\"A b\">", std::iter::empty()).unwrap().0;
        assert_eq!(item, Tag::Open { name: "TabItem".into(), title: Some("A b".into()) });
        assert_eq!(tag("</TabItem>", std::iter::empty()), Some((Tag::Close, 0)));
        assert_eq!(tag("<Never", ["closed"].into_iter()), None);
        assert_eq!(tag("<Link to=\"x\">here</Link> is text", std::iter::empty()), None);
        assert_eq!(tag("a < b", std::iter::empty()), None);
    }

    #[test]
    fn code_keeps_its_braces() {
        assert_eq!(without_expressions("a{' '}b `{' '}` {/* no */}c"), "a b `{' '}` c");
        assert_eq!(import("import Note from './_note.mdx'"), Some(("Note", "./_note.mdx")));
        assert!(is_import("import 'a.css';") && is_import("import a from \"b\""));
        assert!(!is_import("import the file from your disk"));
        assert_eq!(import("import { x } from './x.md'"), None);
    }
}
