//! MkDocs: admonitions and tabs (`!!!`, `???`, `===`, `///`), snippets (`--8<--`), FastAPI's `{* file *}`, and what
//! only a build fills in (templates, API references), which is left out.

mod blocks;
mod includes;

use super::{
    PageFile,
    fences::{Fences, Line},
};
use crate::course::{
    include::{Includer, MAX_DEPTH},
    markdown::element,
    text::{Origin, Text},
};

/// Admonitions in admonitions beyond this are shown as text.
const MAX_NESTING: usize = 20;

/// Expands a page.
pub(super) fn expand(text: &Text, file: &PageFile<'_>, includer: &mut Includer<'_>) -> Text {
    let lines: Vec<Written> = text.lines().map(|(line, origin)| (line.to_owned(), origin.clone())).collect();
    let lines = includes::resolve(lines, file, includer);
    let mut expander = Expander { out: Text::new(text.start().path), open: Vec::new(), template_depth: 0 };
    expander.lines(&lines, 0);
    expander.out
}

/// A line with where it was written.
type Written = (String, Origin);

struct Expander {
    out: Text,
    /// The `///` blocks that are open: how many slashes, and what closes the element.
    open: Vec<(usize, String)>,
    /// How many `{% for %}` and `{% if %}` are open.
    template_depth: usize,
}

impl Expander {
    fn lines(&mut self, lines: &[Written], depth: usize) {
        let mut fences = Fences::default();
        let mut index = 0;
        while let Some((line, origin)) = lines.get(index) {
            index += 1;
            if fences.line(line) != Line::Text {
                if self.template_depth == 0 {
                    self.out.push(&without_raw(line), origin.clone());
                }
                continue;
            }
            if self.template(line) {
                continue;
            }
            let rest = lines.get(index..).unwrap_or_default();
            index += self.line(line, origin, rest, depth);
        }
    }

    /// Takes one line outside of code; returns how many of the following it has taken too.
    fn line(&mut self, line: &str, origin: &Origin, rest: &[Written], depth: usize) -> usize {
        if let Some(block) = blocks::indented(line).filter(|_| depth < MAX_NESTING) {
            return self.indented(&block, origin, rest, depth);
        }
        if let Some(block) = blocks::slashed(line) {
            return self.slashed(block, line, origin, rest);
        }
        if let Some(reference) = line.trim_start().strip_prefix("::: ").filter(|name| !name.trim().is_empty()) {
            // An API reference: only the build knows its text. Its options are indented below it.
            let _ = reference;
            return rest.iter().take_while(|(line, _)| line.starts_with("    ")).count();
        }
        if line.trim() == "[TOC]" || is_abbreviation(line) {
            return 0;
        }
        if let Some(tag) = blocks::markdown_in_html(line) {
            self.element(&tag, blocks::indent(line), origin);
            return 0;
        }
        self.out.push(&without_raw(line), origin.clone());
        0
    }

    fn indented(&mut self, block: &blocks::Indented<'_>, origin: &Origin, rest: &[Written], depth: usize) -> usize {
        let inner = block.indent + 4;
        let count = blocks::content_length(rest, inner);
        self.element(&block.opening, block.indent, origin);
        let content = rest.get(..count).unwrap_or_default();
        let dedented: Vec<Written> = content.iter().map(|line| dedent(line, inner, block.indent)).collect();
        self.lines(&dedented, depth + 1);
        if let Some(closing) = &block.closing {
            self.element(closing, block.indent, origin);
        }
        count
    }

    fn slashed(&mut self, block: blocks::Slashed, line: &str, origin: &Origin, rest: &[Written]) -> usize {
        let indent = blocks::indent(line);
        match block {
            blocks::Slashed::Open { .. } if self.open.len() >= MAX_NESTING => {
                self.out.push(line, origin.clone());
                0
            }
            blocks::Slashed::Open { slashes, opening, closing } => {
                self.element(&opening, indent, origin);
                self.open.push((slashes, closing));
                // Options of the block, indented below it.
                rest.iter().take_while(|(line, _)| blocks::is_option(line)).count()
            }
            blocks::Slashed::Close { slashes } => {
                match self.open.iter().rposition(|(open, _)| *open == slashes) {
                    Some(at) => {
                        let closings: Vec<_> = self.open.drain(at..).rev().collect();
                        closings.into_iter().for_each(|(_, closing)| self.element(&closing, indent, origin));
                    }
                    None => self.out.push(line, origin.clone()),
                }
                0
            }
        }
    }

    /// An element by itself between two blank lines.
    fn element(&mut self, tag: &str, indent: usize, origin: &Origin) {
        let blank = Origin { ..origin.clone() };
        self.out.push("", blank.clone());
        if !tag.is_empty() {
            self.out.push(&format!("{}{tag}", " ".repeat(indent)), origin.clone());
            self.out.push("", blank);
        }
    }

    /// Whether a line belongs to a template that the build fills in: `{% for … %}` to `{% endfor %}`.
    fn template(&mut self, line: &str) -> bool {
        let statements: Vec<&str> = line.split("{%").skip(1).filter_map(|rest| rest.split("%}").next()).collect();
        let was_inside = self.template_depth > 0;
        for statement in &statements {
            match statement.trim_matches(['-', ' ']).split_whitespace().next().unwrap_or_default() {
                "for" | "if" | "macro" | "block" | "call" | "filter" => self.template_depth += 1,
                word if word.starts_with("end") && word != "endraw" => {
                    self.template_depth = self.template_depth.saturating_sub(1);
                }
                _ => {}
            }
        }
        let is_statement = !statements.is_empty() && line.trim().starts_with("{%") && line.trim().ends_with("%}");
        let is_raw = line.contains("{% raw %}") || line.contains("{% endraw %}");
        was_inside || self.template_depth > 0 || (is_statement && !is_raw)
    }
}

fn dedent((line, origin): &Written, from: usize, to: usize) -> Written {
    let taken = line.chars().take(from).take_while(|c| *c == ' ').count();
    let rest: String = line.chars().skip(taken).collect();
    let kept = if rest.is_empty() { 0 } else { to.min(taken) };
    (format!("{}{rest}", " ".repeat(kept)), origin.indented(taken - kept))
}

fn without_raw(line: &str) -> String {
    if line.contains("{%") { line.replace("{% raw %}", "").replace("{% endraw %}", "") } else { line.to_owned() }
}

/// `*[HTML]: …` explains an abbreviation to the browser.
fn is_abbreviation(line: &str) -> bool {
    line.strip_prefix("*[").is_some_and(|rest| rest.contains("]: "))
}

/// The language of a file by its ending, as a fence names it.
fn language(path: &str) -> &str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "py" => "python",
        "rs" => "rust",
        "js" | "mjs" => "js",
        "yml" => "yaml",
        "md" => "markdown",
        "sh" => "bash",
        other => other,
    }
}

/// Whether includes may go on at this depth.
fn may_go_on(depth: usize) -> bool {
    depth < MAX_DEPTH
}

/// Opening and closing tag of a kind of block.
fn tags(kind: &str, title: &str) -> (String, String) {
    match kind {
        "tab" => (element::open(element::TAB, &[("title", title)]), String::new()),
        "html" => (String::new(), String::new()),
        _ => (
            element::open(element::ADMONITION, &[("kind", &kind.to_lowercase()), ("title", title)]),
            element::close(element::ADMONITION),
        ),
    }
}

#[cfg(test)]
mod tests;
