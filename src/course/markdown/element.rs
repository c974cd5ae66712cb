//! The HTML elements that the readers of course trees write where a generator has a syntax of its own.
//!
//! They are what an element is in Markdown: a line by itself between two blank lines. Their content is Markdown.

/// A note set apart: `kind`, perhaps `title`.
pub(crate) const ADMONITION: &str = "docent-admonition";
/// One of several alternatives: `title`.
pub(crate) const TAB: &str = "docent-tab";
/// A question bank shown here: `src`.
pub(crate) const QUIZ: &str = "docent-quiz";

/// The start of an element, with attributes.
pub(crate) fn open(name: &str, attributes: &[(&str, &str)]) -> String {
    let mut tag = format!("<{name}");
    for (key, value) in attributes {
        tag.push_str(&format!(" {key}=\"{}\"", escaped(value)));
    }
    tag.push('>');
    tag
}

/// The end of an element.
pub(crate) fn close(name: &str) -> String {
    format!("</{name}>")
}

fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
