//! Docusaurus: MDX without its JavaScript. Imports and exports go, components leave their prose, `:::note` becomes an
//! element, and a Markdown file used as a component is included.

mod jsx;

use std::collections::HashMap;

use self::jsx::Tag;
use super::{
    PageFile,
    fences::{Fences, Line},
};
use crate::course::{
    include::{Directive, Includer, MAX_DEPTH, Place, Selection},
    markdown::element,
    text::{Origin, Text},
};

/// Expands a page.
pub(super) fn expand(text: &Text, file: &PageFile<'_>, includer: &mut Includer<'_>) -> Text {
    let mut expander = Expander {
        file,
        includer,
        out: Text::new(text.start().path),
        components: HashMap::new(),
        admonitions: Vec::new(),
        indents: Vec::new(),
        depth: 0,
    };
    let lines: Vec<Written> = text.lines().map(|(line, origin)| (line.to_owned(), origin.clone())).collect();
    expander.lines(&lines);
    expander.out
}

type Written = (String, Origin);

struct Expander<'a, 'i> {
    file: &'a PageFile<'a>,
    includer: &'a mut Includer<'i>,
    out: Text,
    /// Markdown files by the name under which the page imports them.
    components: HashMap<String, String>,
    /// How many colons opened each admonition that is open.
    admonitions: Vec<usize>,
    /// How far the content of each open component is indented, once known.
    indents: Vec<Option<usize>>,
    /// How many included files the lines stand in.
    depth: usize,
}

impl Expander<'_, '_> {
    fn lines(&mut self, lines: &[Written]) {
        let mut fences = Fences::default();
        let mut index = 0;
        let mut starts_block = true;
        // Comments without an end are read once, not searched to the end of the page for each of them.
        let last_end = lines.iter().rposition(|(line, _)| jsx::ends_comment(line)).map_or(0, |last| last + 1);
        while let Some((line, origin)) = lines.get(index) {
            index += 1;
            if fences.line(line) != Line::Text {
                self.push(line, origin);
                starts_block = false;
                continue;
            }
            let rest = lines.get(index..).unwrap_or_default();
            if starts_block && (line.starts_with("import ") || line.starts_with("export ")) {
                index += self.module(line, rest);
                continue;
            }
            // An import may also stand below a comment.
            if jsx::is_import(line) {
                self.module(line, &[]);
                continue;
            }
            starts_block = line.trim().is_empty();
            index += if line.trim_start().starts_with("{/*") {
                jsx::comment_length(
                    line,
                    lines.get(index..last_end).unwrap_or_default().iter().map(|(line, _)| line.as_str()),
                )
            } else {
                self.line(line, origin, rest)
            };
        }
    }

    /// Imports and exports, up to the next blank line. Returns how many of the following lines belong to them.
    fn module(&mut self, line: &str, rest: &[Written]) -> usize {
        let count = rest.iter().take_while(|(line, _)| !line.trim().is_empty()).count();
        let following = rest.iter().take(count).map(|(line, _)| line.as_str());
        for line in std::iter::once(line).chain(following) {
            if let Some((name, path)) = jsx::import(line) {
                self.components.insert(name.to_owned(), path.to_owned());
            }
        }
        count
    }

    /// Takes one line outside of code; returns how many of the following it has taken too.
    fn line(&mut self, line: &str, origin: &Origin, rest: &[Written]) -> usize {
        if let Some(taken) = self.admonition(line, origin) {
            return taken;
        }
        if let Some((tag, taken)) = jsx::tag(line, rest.iter().map(|(line, _)| line.as_str())) {
            self.tag(&tag, line, origin);
            return taken;
        }
        self.push(&jsx::without_expressions(line), origin);
        0
    }

    fn admonition(&mut self, line: &str, origin: &Origin) -> Option<usize> {
        let text = line.trim();
        let colons = text.chars().take_while(|c| *c == ':').count();
        let rest = text.get(colons..)?.trim();
        if colons < 3 {
            return None;
        }
        if rest.is_empty() {
            self.admonitions.pop()?;
            self.element(&element::close(element::ADMONITION), line, origin);
            return Some(0);
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        let (kind, title) = rest.split_at_checked(end)?;
        let title = title.trim();
        let title = title.strip_prefix('[').and_then(|title| title.split_once(']')).map_or(title, |(title, _)| title);
        if kind.is_empty() {
            return None;
        }
        self.admonitions.push(colons);
        let tag = element::open(element::ADMONITION, &[("kind", &kind.to_lowercase()), ("title", title)]);
        self.element(&tag, line, origin);
        Some(0)
    }

    fn tag(&mut self, tag: &Tag, line: &str, origin: &Origin) {
        match tag {
            Tag::Open { name, title } => {
                if let Some(title) = title {
                    self.element(&element::open(element::TAB, &[("title", title)]), line, origin);
                } else {
                    self.element("", line, origin);
                }
                if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
                    self.indents.push(None);
                }
            }
            Tag::Close => {
                self.indents.pop();
                self.element("", line, origin);
            }
            Tag::Empty { name, title } => match (self.components.get(name).cloned(), title) {
                (Some(path), _) => self.include(&path, name, line, origin),
                (None, Some(title)) => self.element(&element::open(element::TAB, &[("title", title)]), line, origin),
                (None, None) => {}
            },
            Tag::Html => self.element(line.trim(), line, origin),
        }
    }

    /// A Markdown file that the page uses as a component.
    fn include(&mut self, path: &str, name: &str, line: &str, origin: &Origin) {
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let place = if indent == 0 && self.admonitions.is_empty() { Place::Page } else { Place::Inside };
        let length = line.trim().chars().count();
        let directive = Directive {
            at: origin.position(indent),
            length,
            written: path,
            selection: Selection::Whole,
            indent: 0,
            place,
        };
        let candidate = match path.strip_prefix("@site/") {
            Some(path) => self.file.folder.join(path),
            None => self.file.beside(path),
        };
        if self.depth >= MAX_DEPTH {
            let message = format!("the component `{name}` includes itself");
            let code = crate::course::problem::Code::IncludeLoop;
            return self.includer.refuse(code, &directive, message, "remove it from its own file");
        }
        let Some((_, lines)) = self.includer.include(&directive, &[candidate]) else { return };
        self.element("", line, origin);
        self.depth += 1;
        self.lines(&lines);
        self.depth -= 1;
        self.element("", line, origin);
    }

    /// An element by itself between two blank lines, as far in as the line that it stands for.
    fn element(&mut self, tag: &str, line: &str, origin: &Origin) {
        self.out.push("", origin.clone());
        if !tag.is_empty() {
            let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
            // Only inside a list may an element be indented: elsewhere it would become code.
            let indent = if self.indents.is_empty() { indent } else { String::new() };
            self.out.push(&format!("{indent}{tag}"), origin.clone());
            self.out.push("", origin.clone());
        }
    }

    /// A line of content. MDX knows no indented code: inside a component the indentation is only for the eye.
    fn push(&mut self, line: &str, origin: &Origin) {
        let own = line.chars().take_while(|c| *c == ' ').count();
        let innermost = self.indents.last_mut();
        let strip = match innermost {
            Some(indent) if !line.trim().is_empty() => (*indent.get_or_insert(own)).min(own),
            Some(_) | None => 0,
        };
        let kept: String = line.chars().skip(strip).collect();
        self.out.push(&kept, origin.indented(strip));
    }
}

#[cfg(test)]
mod tests;
