//! What must hold whatever a file holds: one function for each reader, for fuzzers (`fuzz/`) and for the tests.
//!
//! Each takes bytes that nobody vouches for, reads them as a part of a course, and panics when a promise is broken:
//! positions lie in the file, what is shown is not much more than what was written, what is written is read back.
//! Exists in tests and under a fuzzer only.

pub(in crate::course) mod banks;
mod trees;

pub use self::{
    banks::{aiken, gift, mdbook_quiz, quiz},
    trees::{includes, repetition, site},
};
use super::{
    CourseKind, Position,
    front_matter::{self, Keys},
    lesson::{self, PageContext},
    markdown::{self, Dialect},
    problem::Problem,
    text::Text,
    yaml,
};
use crate::{
    ids::{CourseId, LessonId},
    markup::{Block, plain_text},
};

/// What the one file is called.
const FILE: &str = "a.md";
const KINDS: [CourseKind; 5] =
    [CourseKind::Native, CourseKind::Plain, CourseKind::MdBook, CourseKind::MkDocs, CourseKind::Docusaurus];

/// A page of any kind of course: the first byte says which.
pub fn page(data: &[u8]) {
    let (kind, text) = kind_and_text(data);
    let text = Text::of_file(&FILE.into(), &text);
    let dialect = Dialect { flavour: lesson::flavour(kind), address: &|_| None };
    nodes(&text, dialect);
    let (course, id) = (CourseId::parse("course").expect("a word"), LessonId::parse("lesson").expect("a word"));
    let read = lesson::read(&PageContext {
        course: &course,
        lesson: &id,
        kind,
        page_kind: lesson::page_kind(FILE, kind),
        dialect,
        text: &text,
        title: None,
        fallback_title: "Untitled",
    });
    assert!(!read.sections.is_empty(), "a lesson without a section");
    let places = read.sections.iter().map(|section| &section.at).chain(read.faq.iter().map(|entry| &entry.at));
    let lines: Vec<&str> = text.as_str().split('\n').collect();
    places.chain(read.facts.links.iter().map(|(_, at)| at)).for_each(|at| lies_on(at, &lines));
    all_lie_in(&read.problems, text.as_str());
}

/// What the Markdown reader makes of a page.
fn nodes(text: &Text, dialect: Dialect<'_>) {
    let page = markdown::page(text, dialect);
    let spans = page.links.iter().map(|link| &link.span).chain(&page.images_without_alt);
    spans.for_each(|span| assert!(text.as_str().get(span.clone()).is_some(), "{span:?} is no part of the page"));
    let starts = page.nodes.iter().map(|node| node.at).chain(page.codes.iter().map(|code| code.at));
    starts.for_each(|at| assert!(text.as_str().is_char_boundary(at), "{at} is no place on the page"));
    let blocks: Vec<Block> = page.nodes.into_iter().filter_map(markdown::Node::into_block).collect();
    no_longer_than(plain_text(&blocks).len(), text.as_str(), SHOWN);
}

/// What stands between the two `---` of a page's front matter, and YAML by itself.
pub fn front_matter(data: &[u8]) {
    let (kind, text) = kind_and_text(data);
    let keys = match kind {
        CourseKind::Native => Keys::Native,
        CourseKind::Plain => Keys::Plain,
        CourseKind::MdBook | CourseKind::MkDocs | CourseKind::Docusaurus => Keys::Foreign,
    };
    let file = format!("---\n{text}\n---\nrest\n");
    let text = Text::of_file(&FILE.into(), &file);
    let mut problems = Vec::new();
    let (_, rest) = front_matter::split(&text, keys, &mut problems);
    assert!(rest.as_str().ends_with("rest\n"), "the page is gone");
    all_lie_in(&problems, text.as_str());
    if let Err(error) = yaml::parse(text.as_str()) {
        lies_in(&Position { path: FILE.into(), line: error.line, column: error.column }, text.as_str());
    }
}

/// A page's blocks, for whoever shows them.
pub fn blocks(data: &[u8]) -> Vec<Block> {
    let (kind, text) = kind_and_text(data);
    let text = Text::of_file(&FILE.into(), &text);
    let flavour = lesson::flavour(kind);
    let address = |to: &str| to.starts_with("http").then(|| to.to_owned());
    let page = markdown::page(&text, Dialect { flavour, address: &address });
    page.nodes.into_iter().filter_map(markdown::Node::into_block).collect()
}

/// The kind that the first byte names, and the rest as text.
fn kind_and_text(data: &[u8]) -> (CourseKind, String) {
    let (first, rest) = data.split_first().unwrap_or((&0, &[]));
    let kind = KINDS.get(usize::from(*first) % KINDS.len()).copied().unwrap_or(CourseKind::Native);
    (kind, String::from_utf8_lossy(rest).into_owned())
}

/// By how much what is shown of a page may be longer than the page: a row of a table is filled up to its header.
const SHOWN: usize = 8;

#[track_caller]
fn no_longer_than(bytes: usize, written: &str, times: usize) {
    assert!(bytes <= written.len() * times + 200, "{bytes} bytes from {}", written.len());
}

#[track_caller]
fn all_lie_in(problems: &[Problem], file: &str) {
    let lines: Vec<&str> = file.split('\n').collect();
    problems.iter().for_each(|problem| lies_on(&problem.at, &lines));
}

/// A position is on a line of the file, or right behind its end, which is where an editor can go.
#[track_caller]
fn lies_in(at: &Position, file: &str) {
    lies_on(at, &file.split('\n').collect::<Vec<_>>());
}

#[track_caller]
fn lies_on(at: &Position, lines: &[&str]) {
    let line = usize::try_from(at.line).expect("lines are few");
    let column = usize::try_from(at.column).expect("columns are few");
    assert!(line >= 1 && line <= lines.len(), "line {line} of {}", lines.len());
    let text = lines.get(line - 1).copied().unwrap_or_default();
    assert!(column >= 1 && column <= text.chars().count() + 1, "{line}:{column} in {text:?}");
}

#[cfg(test)]
mod tests;
