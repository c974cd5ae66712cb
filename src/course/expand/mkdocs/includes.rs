//! The ways in which MkDocs sites take text from other files.

use std::path::PathBuf;

use super::{Written, language, may_go_on};
use crate::course::{
    expand::{
        PageFile,
        fences::{Fences, Line},
    },
    include::{Directive, Includer, Lines, Place, Selection},
    problem::Code,
    text::Origin,
};

/// Resolves all includes of a page, also those in what is included.
pub(super) fn resolve(lines: Vec<Written>, file: &PageFile<'_>, includer: &mut Includer<'_>) -> Vec<Written> {
    let mut resolver = Resolver { file, includer, out: Vec::new(), fences: Fences::default(), stack: Vec::new() };
    resolver.lines(lines);
    resolver.out
}

struct Resolver<'a, 'i> {
    file: &'a PageFile<'a>,
    includer: &'a mut Includer<'i>,
    out: Vec<Written>,
    fences: Fences,
    /// The files being included, outermost first.
    stack: Vec<PathBuf>,
}

/// An include as written on a line of its own.
#[derive(Debug, PartialEq, Eq)]
enum Include<'a> {
    /// `--8<-- "file:part"`: the file may be missing unless the site says otherwise.
    Snippet { path: &'a str, selection: Selection },
    /// `--8<--` alone opens or closes a list of files.
    SnippetList,
    /// `{* file ln[1:3] *}`: becomes a code fence.
    Code { path: &'a str, ranges: Option<Vec<(usize, Option<usize>)>> },
    /// `{! file !}`: its text as it is.
    Text { path: &'a str },
}

impl Resolver<'_, '_> {
    fn lines(&mut self, lines: Vec<Written>) {
        let mut in_list = false;
        for (line, origin) in lines {
            let kind = self.fences.line(&line);
            match find(&line, kind) {
                Some(Include::SnippetList) => in_list = !in_list,
                Some(include) => self.include(&include, &line, &origin, kind),
                None if in_list => {
                    let (path, selection) = selection(line.trim());
                    if !path.is_empty() {
                        self.include(&Include::Snippet { path, selection }, &line, &origin, kind);
                    }
                }
                None => self.out.push((escaped(line), origin)),
            }
        }
    }

    fn include(&mut self, include: &Include<'_>, line: &str, origin: &Origin, kind: Line) {
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let (path, selection) = match include {
            Include::Snippet { path, selection } => (*path, selection.clone()),
            Include::Code { path, ranges: Some(ranges) } => (*path, Selection::Lines(ranges.clone())),
            Include::Code { path, ranges: None } | Include::Text { path } => (*path, Selection::Whole),
            Include::SnippetList => return,
        };
        let place = if kind == Line::Text && indent == 0 { Place::Page } else { Place::Inside };
        let length = line.trim().chars().count();
        let directive = Directive { at: origin.position(indent), length, written: path, selection, indent, place };
        // Snippets from the web are none of a course's files.
        if path.contains("://") {
            return self.includer.refuse(
                Code::IncludeUnresolved,
                &directive,
                format!("`{path}` lies on another machine"),
                "copy the text into the repository",
            );
        }
        let candidates = self.candidates(path);
        if matches!(include, Include::Snippet { .. }) && !candidates.iter().any(|path| path.exists()) {
            return self.includer.missing_snippet(&directive);
        }
        let Some((path, lines)) = self.includer.include(&directive, &candidates) else { return };
        if self.stack.contains(&path) || self.file.path == path || !may_go_on(self.stack.len()) {
            self.includer.resolved = self.includer.resolved.saturating_sub(1);
            let message = format!("`{}` includes itself", directive.written);
            return self.includer.refuse(Code::IncludeLoop, &directive, message, "remove one of the includes");
        }
        self.stack.push(path);
        let indent: String = line.chars().take(indent).collect();
        match include {
            Include::Code { path, ranges } => self.code(lines, path, ranges.is_some(), &indent, origin),
            Include::Snippet { .. } | Include::Text { .. } | Include::SnippetList => {
                self.lines(lines.into_iter().map(|line| indented(line, &indent)).collect());
            }
        }
        self.stack.pop();
    }

    fn code(&mut self, lines: Lines, path: &str, is_part: bool, indent: &str, origin: &Origin) {
        self.out.push((format!("{indent}````{}", language(path)), origin.clone()));
        let mut before: Option<u32> = None;
        for line in lines {
            let number = line.1.line;
            // Lines left out in between are said, as the site does.
            if is_part && before.is_some_and(|before| before + 1 < number) {
                self.out.push((format!("{indent}# …"), line.1.clone()));
            }
            before = Some(number);
            self.out.push(indented(line, indent));
        }
        self.out.push((format!("{indent}````"), origin.clone()));
    }

    /// Sites count from where they are built; some from the docs folder or the page.
    fn candidates(&self, path: &str) -> Vec<PathBuf> {
        let parent = self.file.folder.parent().unwrap_or(self.file.folder);
        vec![
            self.file.folder.join(path),
            self.file.source.join(path),
            self.file.beside(path),
            // Built from the repository's root while the configuration lies one folder below.
            parent.join(path),
        ]
    }
}

fn indented((line, origin): Written, indent: &str) -> Written {
    if line.is_empty() {
        return (line, origin);
    }
    let origin = origin.outdented(indent.chars().count());
    (format!("{indent}{line}"), origin)
}

/// The include that a line is.
fn find(line: &str, kind: Line) -> Option<Include<'_>> {
    let text = line.trim();
    if text == "--8<--" || text == "-8<-" {
        return Some(Include::SnippetList);
    }
    if let Some(path) = text.strip_prefix("--8<-- \"").or_else(|| text.strip_prefix("-8<- \"")) {
        let (path, selection) = selection(path.strip_suffix('"')?);
        return Some(Include::Snippet { path, selection });
    }
    if let Some(inner) = text.strip_prefix("{!").and_then(|text| text.strip_suffix("!}")) {
        return Some(Include::Text { path: inner.trim_start_matches('>').trim() });
    }
    if kind == Line::Text
        && let Some(inner) = text.strip_prefix("{*").and_then(|text| text.strip_suffix("*}"))
    {
        let mut words = inner.split_whitespace();
        let path = words.next()?;
        let ranges = words.find_map(|word| word.strip_prefix("ln[")?.strip_suffix(']'));
        return Some(Include::Code { path, ranges: ranges.map(ranges_of) });
    }
    None
}

/// `;--8<--` is how a page shows the mark itself.
fn escaped(line: String) -> String {
    if line.contains(";--8<--") { line.replace(";--8<--", "--8<--") } else { line }
}

/// `file`, `file:part`, `file:3:7`, `file:1:3,5:6`.
fn selection(written: &str) -> (&str, Selection) {
    let Some((path, part)) = written.split_once(':').filter(|_| !written.contains("://")) else {
        return (written, Selection::Whole);
    };
    let numbers = part.chars().all(|c| c.is_ascii_digit() || ":,-".contains(c));
    if numbers { (path, Selection::Lines(ranges_of(part))) } else { (path, Selection::Marked(part.to_owned())) }
}

fn ranges_of(text: &str) -> Vec<(usize, Option<usize>)> {
    let range = |range: &str| {
        let number = |text: &str| text.trim().parse::<usize>().ok();
        match range.split_once(':') {
            Some((from, to)) => (number(from).unwrap_or(1), number(to)),
            None => (number(range).unwrap_or(1), number(range)),
        }
    };
    text.split(',').map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn includes_are_found_in_every_syntax() {
        let text = |line| find(line, Line::Text);
        assert_eq!(
            text("--8<-- \"a/b.md:part\""),
            Some(Include::Snippet { path: "a/b.md", selection: Selection::Marked("part".to_owned()) })
        );
        assert_eq!(
            text("{* ../x.py ln[1:3,7] hl[2] *}"),
            Some(Include::Code { path: "../x.py", ranges: Some(vec![(1, Some(3)), (7, Some(7))]) })
        );
        assert_eq!(find("{!> ../x.py!}", Line::Code), Some(Include::Text { path: "../x.py" }));
        assert_eq!(find("{* a *}", Line::Code), None);
        assert_eq!(text(";--8<-- \"a\""), None);
        assert_eq!(text("{*a"), None);
    }
}
