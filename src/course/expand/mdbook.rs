//! mdBook: `{{#include file:part}}` and its kin, in text and in code fences alike; `{{#quiz file}}`; `{{#title …}}`.

use std::path::PathBuf;

use super::{
    PageFile,
    fences::{Fences, Line},
};
use crate::course::{
    include::{Directive, Includer, Lines, MAX_DEPTH, Place, Selection},
    markdown::element,
    problem::Code,
    text::{Origin, Text},
};

/// Expands a page.
pub(super) fn expand(text: &Text, file: &PageFile<'_>, includer: &mut Includer<'_>) -> Text {
    let mut expander = Expander {
        includer,
        out: Text::new(text.start().path),
        fences: Fences::default(),
        stack: vec![file.path.to_owned()],
    };
    for (line, origin) in text.lines() {
        expander.line(line, origin);
    }
    expander.out
}

struct Expander<'i, 'f> {
    includer: &'i mut Includer<'f>,
    out: Text,
    fences: Fences,
    /// The page and the files that are being included, outermost first.
    stack: Vec<PathBuf>,
}

/// A `{{#name argument}}` in a line.
struct Found<'a> {
    before: &'a str,
    name: &'a str,
    argument: &'a str,
    after: &'a str,
    /// Characters that it takes.
    length: usize,
}

impl Expander<'_, '_> {
    fn line(&mut self, line: &str, origin: &Origin) {
        let kind = self.fences.line(line);
        let mut prefix = String::new();
        let mut rest = line;
        let mut taken = 0;
        while let Some(found) = find(rest) {
            prefix.push_str(found.before);
            let column = taken + found.before.chars().count();
            let place = if kind == Line::Code || !prefix.is_empty() { Place::Inside } else { Place::Page };
            self.directive(&found, &mut prefix, place, origin, column);
            taken = column + found.length;
            rest = found.after;
        }
        prefix.push_str(rest);
        if taken == 0 || !prefix.trim().is_empty() {
            self.out.push(&prefix.replace("\\{{#", "{{#"), origin.clone());
        }
    }

    fn directive(&mut self, found: &Found<'_>, prefix: &mut String, place: Place, origin: &Origin, column: usize) {
        let (written, selection) = match found.name {
            "include" | "rustdoc_include" => selection(found.argument),
            "playground" | "playpen" => {
                (found.argument.split_whitespace().next().unwrap_or_default(), Selection::Whole)
            }
            _ => (found.argument, Selection::Whole),
        };
        let directive =
            Directive { at: origin.position(column), length: found.length, written, selection, indent: 0, place };
        match found.name {
            "include" | "rustdoc_include" => self.include(&directive, prefix, None, origin),
            "playground" | "playpen" => self.include(&directive, prefix, Some("rust"), origin),
            "quiz" if place == Place::Page || !self.fences.is_open() => self.quiz(found.argument, prefix, origin),
            "title" => {}
            name => {
                let message = format!("unknown directive `{{{{#{name}}}}}`");
                let help = "Docent knows include, rustdoc_include, playground, title and quiz";
                self.includer.refuse(Code::IncludeSyntax, &directive, message, help);
            }
        }
    }

    fn include(&mut self, directive: &Directive<'_>, prefix: &mut String, fence: Option<&str>, origin: &Origin) {
        let folder = self.stack.last().and_then(|file| file.parent()).map(ToOwned::to_owned).unwrap_or_default();
        if self.stack.len() > MAX_DEPTH {
            let message = format!("includes lie more than {MAX_DEPTH} deep in each other");
            return self.includer.refuse(Code::IncludeLoop, directive, message, "include the innermost file directly");
        }
        let Some((path, lines)) = self.includer.include(directive, &[folder.join(directive.written)]) else { return };
        if self.stack.contains(&path) {
            let message = format!("`{}` includes itself", directive.written);
            self.includer.resolved = self.includer.resolved.saturating_sub(1);
            return self.includer.refuse(Code::IncludeLoop, directive, message, "remove one of the includes");
        }
        self.stack.push(path);
        if let Some(language) = fence {
            self.line(&format!("```{language}"), origin);
        }
        self.lines(lines, prefix);
        if fence.is_some() {
            self.line("```", origin);
        }
        self.stack.pop();
    }

    /// Brings lines in; what stands before the directive on its line goes before the first.
    fn lines(&mut self, lines: Lines, prefix: &mut String) {
        for (index, (line, origin)) in lines.into_iter().enumerate() {
            if index == 0 && !prefix.is_empty() {
                let first = format!("{}{line}", std::mem::take(prefix));
                self.line(&first, &origin);
            } else {
                self.line(&line, &origin);
            }
        }
    }

    fn quiz(&mut self, path: &str, prefix: &mut String, origin: &Origin) {
        if !prefix.trim().is_empty() {
            self.out.push(prefix, origin.clone());
        }
        prefix.clear();
        self.out.push("", origin.clone());
        self.out.push(&element::open(element::QUIZ, &[("src", path.trim())]), origin.clone());
        self.out.push("", origin.clone());
    }
}

/// The first directive of a line that is not escaped.
fn find(line: &str) -> Option<Found<'_>> {
    let mut from = 0;
    loop {
        let open = from + line.get(from..)?.find("{{")?;
        let (before, inner) = (line.get(..open)?, line.get(open + 2..)?);
        let directive = inner.trim_start().strip_prefix('#').filter(|_| !before.ends_with('\\'));
        if let Some(directive) = directive {
            // Without an end none of the following has one either.
            let (directive, after) = directive.split_once("}}")?;
            let (name, argument) = directive.split_once(char::is_whitespace).unwrap_or((directive, ""));
            let length = line.get(open..line.len() - after.len())?.chars().count();
            return Some(Found { before, name, argument: argument.trim(), after, length });
        }
        from = open + 2;
    }
}

/// `file`, `file:anchor`, `file:3`, `file:3:`, `file::9`, `file:3:9`.
fn selection(argument: &str) -> (&str, Selection) {
    let mut parts = argument.splitn(4, ':');
    let path = parts.next().unwrap_or_default();
    let (first, second) = (parts.next(), parts.next());
    let number = |text: &str| text.trim().parse::<usize>().ok();
    let selection = match (first.map(str::trim), second.map(str::trim)) {
        (Some(""), Some(end)) => Selection::Lines(vec![(1, number(end))]),
        (None, _) | (Some(""), None) => Selection::Whole,
        (Some(start), second) => match (number(start), second) {
            (Some(start), None) => Selection::Lines(vec![(start, Some(start))]),
            (Some(start), Some(end)) => Selection::Lines(vec![(start, number(end))]),
            (None, _) => Selection::Anchor(start.to_owned()),
        },
    };
    (path, selection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_file_may_be_named_in_every_way() {
        let lines = |from, to| Selection::Lines(vec![(from, to)]);
        assert_eq!(selection("a.rs"), ("a.rs", Selection::Whole));
        assert_eq!(selection("a.rs:3").1, lines(3, Some(3)));
        assert_eq!(selection("a.rs:3:").1, lines(3, None));
        assert_eq!(selection("a.rs::9").1, lines(1, Some(9)));
        assert_eq!(selection("a.rs:3:9").1, lines(3, Some(9)));
        assert_eq!(selection("a.rs:here").1, Selection::Anchor("here".to_owned()));
    }

    #[test]
    fn an_escaped_directive_is_text() {
        let found = find(r"a \{{#include x}} b {{ #include y.rs }} c").unwrap();
        assert_eq!((found.name, found.argument, found.after), ("include", "y.rs", " c"));
        assert!(find("{{name}} {{#").is_none());
    }
}
