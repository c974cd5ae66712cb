//! HTML inside Markdown: its prose, lists, tables and pictures stay, everything else is stripped.
//!
//! Tags are told apart by html5gum, not by hand. Elements that no browser knows are text (`Vec<T>`), except in MDX,
//! where they are components whose content is prose.

use html5gum::{StartTag, Token, Tokenizer};

use super::{
    Flavour, NodeKind,
    builder::{Builder, OpenCode, OpenHeading},
    element,
    frames::{FrameKind, TableRows},
    inline::Inline,
};
use crate::{course::markdown::Node, markup::Block};

/// What an element means for prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    /// Ends the paragraph before it and after it.
    Block,
    /// Its content goes with it.
    Dropped,
    Styled(Inline),
    /// Nothing to see: the text flows on.
    Transparent,
    Heading(u8),
    /// A line that stands for a heading.
    Caption,
    Unknown,
}

fn element(name: &str) -> Element {
    match name {
        "address" | "article" | "aside" | "body" | "center" | "dd" | "details" | "div" | "dl" | "fieldset"
        | "figcaption" | "figure" | "footer" | "form" | "header" | "html" | "main" | "nav" | "p" | "picture"
        | "section" | "tbody" | "thead" | "tfoot" | "listing" => Element::Block,
        "canvas" | "head" | "iframe" | "noscript" | "script" | "style" | "svg" | "template" | "video" | "audio"
        | "object" | "math" => Element::Dropped,
        "b" | "strong" => Element::Styled(Inline::Strong),
        "i" | "em" | "cite" | "var" => Element::Styled(Inline::Emphasis),
        "s" | "del" | "strike" => Element::Styled(Inline::Strikethrough),
        "code" | "kbd" | "samp" | "tt" => Element::Styled(Inline::Code),
        "abbr" | "bdi" | "bdo" | "big" | "button" | "caption" | "col" | "colgroup" | "data" | "dfn" | "font"
        | "input" | "ins" | "label" | "mark" | "q" | "rp" | "rt" | "ruby" | "small" | "source" | "span" | "sub"
        | "sup" | "textarea" | "time" | "u" | "wbr" | "select" | "option" | "link" | "meta" | "base" => {
            Element::Transparent
        }
        "h1" => Element::Heading(1),
        "h2" => Element::Heading(2),
        "h3" => Element::Heading(3),
        "h4" => Element::Heading(4),
        "h5" => Element::Heading(5),
        "h6" => Element::Heading(6),
        "summary" | "dt" | "legend" => Element::Caption,
        _ => Element::Unknown,
    }
}

impl Builder<'_> {
    /// Reads a block of HTML as a whole.
    pub(super) fn html_block(&mut self, html: &str, at: usize) {
        self.start_line(at);
        for Ok(token) in Tokenizer::new(html) {
            match token {
                Token::StartTag(tag) => self.start_tag(&tag, at),
                Token::EndTag(tag) => self.end_tag(&String::from_utf8_lossy(&tag.name), at),
                Token::String(text) => self.html_text(&String::from_utf8_lossy(&text)),
                Token::Comment(comment) => self.comment(&String::from_utf8_lossy(&comment), at),
                Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        if self.code.is_none() {
            self.end_line();
        }
    }

    /// Reads one tag or comment that stands in a line.
    pub(super) fn inline_html(&mut self, html: &str, at: usize) {
        for Ok(token) in Tokenizer::new(html) {
            match token {
                Token::StartTag(tag) if is_unknown(&tag.name) => self.unknown_tag(html),
                Token::EndTag(tag) if is_unknown(&tag.name) => self.unknown_tag(html),
                Token::StartTag(tag) => self.start_tag(&tag, at),
                Token::EndTag(tag) => self.end_tag(&String::from_utf8_lossy(&tag.name), at),
                Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }

    /// What looks like a tag but is none was meant as text (`Vec<T>`, `<name>`); in MDX it is a component.
    fn unknown_tag(&mut self, html: &str) {
        match self.dialect.flavour {
            Flavour::Docusaurus => {}
            Flavour::Forge | Flavour::MdBook | Flavour::MkDocs if self.dropped.is_some() => {}
            Flavour::Forge | Flavour::MdBook | Flavour::MkDocs => self.line.push(html),
        }
    }

    fn start_tag(&mut self, tag: &StartTag<()>, at: usize) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if self.dropped.is_some() {
            return;
        }
        for key in ["id", "name"] {
            self.page.anchors.extend(attribute(tag, key));
        }
        match name.as_str() {
            "br" => self.line.push("\n"),
            "hr" => self.html_rule(at),
            "a" => self.start_link(&attribute(tag, "href").unwrap_or_default(), at..at),
            "img" => self.html_picture(tag, at),
            "pre" => self.start_pre(at),
            "div" if attribute(tag, "class").is_some_and(|class| class == "termy") => self.terminal = true,
            "listing" => self.caption = listing_caption(tag),
            "ul" | "ol" | "menu" => {
                let start = (name == "ol").then(|| number(tag, "start").unwrap_or(1));
                self.open_frame(Some(&name), at, FrameKind::List { start, items: Vec::new(), offsets: Vec::new() });
            }
            "li" => {
                self.close_html_frame("li");
                self.open_frame(Some("li"), at, FrameKind::Item { checked: None });
            }
            "blockquote" => self.open_frame(Some("blockquote"), at, FrameKind::Quote),
            "table" => self.open_frame(Some("table"), at, FrameKind::Table(TableRows::default())),
            element::ADMONITION => self.start_admonition(tag, at),
            element::TAB => self.caption_line(&attribute(tag, "title").unwrap_or_default(), at),
            element::QUIZ => self.quiz(tag, at),
            _ => self.start_element(tag, &name, at),
        }
    }

    fn start_element(&mut self, tag: &StartTag<()>, name: &str, at: usize) {
        if self.code.is_some() {
            return;
        }
        match element(name) {
            Element::Block | Element::Caption => self.start_line(at),
            Element::Dropped if tag.self_closing => {}
            Element::Dropped => self.dropped = Some(name.to_owned()),
            Element::Styled(inline) => self.line.start(inline),
            Element::Transparent => {}
            Element::Heading(level) => {
                self.start_line(at);
                self.heading = Some(OpenHeading { at, level, id: attribute(tag, "id"), classes: Vec::new() });
            }
            Element::Unknown if name == "tr" || name == "td" || name == "th" => {}
            Element::Unknown => self.start_component(tag, at),
        }
    }

    /// A component of MDX or an unknown element around a block: what its `title` says is prose.
    fn start_component(&mut self, tag: &StartTag<()>, at: usize) {
        self.start_line(at);
        let title = ["title", "label", "summary"].iter().find_map(|key| attribute(tag, key));
        if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
            self.caption_line(&title, at);
        }
    }

    fn end_tag(&mut self, name: &str, at: usize) {
        if let Some(dropped) = &self.dropped {
            if dropped == name {
                self.dropped = None;
            }
            return;
        }
        match name {
            "a" => self.line.end_link(),
            "pre" => self.end_code(),
            _ if self.code.is_some() => {}
            "ul" | "ol" | "menu" | "li" | "blockquote" | "table" | element::ADMONITION => self.close_html_frame(name),
            "td" | "th" => self.end_cell(),
            "tr" => self.end_row(false),
            "thead" => self.end_row(true),
            "listing" => self.caption = None,
            "div" if self.terminal => self.terminal = false,
            _ => match element(name) {
                Element::Block | Element::Unknown => self.start_line(at),
                Element::Styled(inline) => self.line.end(inline),
                Element::Heading(_) => self.end_line(),
                Element::Caption => self.end_heading(),
                Element::Dropped | Element::Transparent => {}
            },
        }
    }

    fn html_text(&mut self, text: &str) {
        if self.dropped.is_some() {
            return;
        }
        match &mut self.code {
            Some(code) => code.text.push_str(text),
            None => self.line.push_collapsed(text),
        }
    }

    fn html_rule(&mut self, at: usize) {
        self.start_line(at);
        self.push(Block::Rule, at);
    }

    fn html_picture(&mut self, tag: &StartTag<()>, at: usize) {
        let alt = attribute(tag, "alt").unwrap_or_default();
        self.picture(&alt, &attribute(tag, "src").unwrap_or_default(), at..at);
    }

    fn start_pre(&mut self, at: usize) {
        self.start_line(at);
        self.code = Some(OpenCode { at, info: String::new(), text: String::new() });
    }

    fn start_admonition(&mut self, tag: &StartTag<()>, at: usize) {
        let kind = attribute(tag, "kind").unwrap_or_else(|| "note".to_owned());
        let title = attribute(tag, "title").filter(|title| !title.is_empty()).map(|title| super::line(&title));
        self.open_frame(Some(element::ADMONITION), at, FrameKind::Admonition { kind, title });
    }

    fn caption_line(&mut self, title: &str, at: usize) {
        self.start_line(at);
        if !title.trim().is_empty() {
            self.push(Block::Heading(super::line(title)), at);
        }
    }

    /// Comments are for the page's authors, except those that speak to Docent.
    fn comment(&mut self, comment: &str, at: usize) {
        if let Some(settings) = comment.trim().strip_prefix("docent:") {
            self.page.nodes.push(Node { at, kind: NodeKind::Settings(settings.trim().to_owned()) });
        }
    }

    fn quiz(&mut self, tag: &StartTag<()>, at: usize) {
        if let Some(src) = attribute(tag, "src") {
            self.page.nodes.push(Node { at, kind: NodeKind::Quiz(src) });
        }
    }
}

/// The text of code that is HTML.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for Ok(token) in Tokenizer::new(html) {
        if let Token::String(part) = token {
            text.push_str(&String::from_utf8_lossy(&part));
        }
    }
    text
}

/// Elements that [`Builder::start_tag`] treats by name.
fn own_handling(name: &str) -> bool {
    const NAMES: [&str; 15] =
        ["br", "hr", "a", "img", "pre", "listing", "ul", "ol", "menu", "li", "blockquote", "table", "tr", "td", "th"];
    NAMES.contains(&name)
}

fn is_unknown(name: &[u8]) -> bool {
    let name = String::from_utf8_lossy(name);
    let ours = name.starts_with("docent-") || own_handling(&name);
    !ours && element(&name) == Element::Unknown
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.iter().find(|(key, _)| key.as_slice() == name.as_bytes())?.1;
    Some(String::from_utf8_lossy(value).into_owned())
}

fn number(tag: &StartTag<()>, name: &str) -> Option<u64> {
    attribute(tag, name)?.parse().ok()
}

/// The caption of the rust-book's `<Listing number="4-1" file-name="src/main.rs" caption="…">`.
fn listing_caption(tag: &StartTag<()>) -> Option<String> {
    let number = attribute(tag, "number").map(|number| format!("Listing {number}"));
    let caption = attribute(tag, "caption").map(|caption| super::line(&caption).to_string());
    let parts = [number, attribute(tag, "file-name"), caption].into_iter().flatten();
    let parts: Vec<String> = parts.filter(|part| !part.trim().is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(": "))
}
