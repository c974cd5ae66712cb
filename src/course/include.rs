//! Text that a page takes from other files: found, bounded, and never from outside of the repository.
//!
//! The syntax of each tool is its own business; here is what is common. A quiz is not to be read, so its lines do not
//! come in through an include either.

mod quiz_lines;

use std::{
    collections::{HashMap, HashSet},
    ops::RangeInclusive,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use super::{
    Position,
    files::{Files, Refusal, is_markdown, normalized},
    problem::{Code, Problem},
    text::{Origin, with_line_feeds},
};

/// How deep includes may lie in each other. mdBook stops at 10.
pub(super) const MAX_DEPTH: usize = 10;
/// What includes may add to one page: more than any learner reads.
const MAX_PAGE_BYTES: usize = 2 * 1024 * 1024;
/// What all includes of a course may bring in.
const MAX_COURSE_BYTES: usize = 128 * 1024 * 1024;
/// How many includes one page may have, those in included files counted too.
const MAX_PAGE_INCLUDES: usize = 5_000;
/// How many bytes of files may be looked through for the parts that one page includes.
const MAX_PAGE_SEARCHED: usize = 64 * 1024 * 1024;

/// Resolves the includes of one course.
pub(super) struct Includer<'a> {
    pub files: &'a Files,
    pub problems: Vec<Problem>,
    pub resolved: usize,
    pub unresolved: usize,
    /// Files that are pages of their own: a quiz in them is asked there.
    pages: HashSet<PathBuf>,
    cache: HashMap<PathBuf, Rc<Included>>,
    course_bytes: usize,
    page_bytes: usize,
    page_searched: usize,
    page_includes: usize,
}

/// A file that was included, with the lines of it that belong to quizzes.
struct Included {
    shown: Arc<str>,
    text: String,
    quizzes: Vec<RangeInclusive<usize>>,
}

/// Which part of a file is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Selection {
    Whole,
    /// Lines counted from 1; without an end, to the end of the file.
    Lines(Vec<(usize, Option<usize>)>),
    /// What stands between `ANCHOR: name` and `ANCHOR_END: name`.
    Anchor(String),
    /// What stands between `--8<-- [start:name]` and `--8<-- [end:name]`.
    Marked(String),
}

/// An include directive.
pub(super) struct Directive<'a> {
    /// Where it stands.
    pub at: Position,
    /// How many characters it takes.
    pub length: usize,
    /// As written, for messages.
    pub written: &'a str,
    pub selection: Selection,
    /// How many bytes the page puts in front of every line that it brings.
    pub indent: usize,
    /// Whether it stands where a heading in what it brings would be a heading of the page.
    pub place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Page,
    /// In a code fence, a quote or a list.
    Inside,
}

/// The lines that an include brings.
pub(super) type Lines = Vec<(String, Origin)>;

impl<'a> Includer<'a> {
    pub(super) fn new(files: &'a Files, pages: HashSet<PathBuf>) -> Self {
        Self {
            files,
            problems: Vec::new(),
            resolved: 0,
            unresolved: 0,
            pages,
            cache: HashMap::new(),
            course_bytes: 0,
            page_bytes: 0,
            page_searched: 0,
            page_includes: 0,
        }
    }

    pub(super) fn start_page(&mut self) {
        self.page_bytes = 0;
        self.page_searched = 0;
        self.page_includes = 0;
    }

    /// What `directive` brings from the first of `candidates` that is there; nothing, and a problem, when none is.
    pub(super) fn include(&mut self, directive: &Directive<'_>, candidates: &[PathBuf]) -> Option<(PathBuf, Lines)> {
        match self.find(directive, candidates).and_then(|path| Ok((self.lines(directive, &path)?, path))) {
            Ok((lines, path)) => {
                self.resolved += 1;
                Some((path, lines))
            }
            Err(problem) => {
                self.unresolved += 1;
                self.problems.push(problem.spanning(directive.length));
                None
            }
        }
    }

    /// Notes a snippet that is not there: MkDocs builds the page without it, and so does Docent.
    pub(super) fn missing_snippet(&mut self, directive: &Directive<'_>) {
        let message = format!("the snippet `{}` is not there and is left out", directive.written);
        let help = "if a program generates it, run that first; else check the path";
        let problem = Problem::new(Code::SnippetMissing, directive.at.clone(), message, help);
        self.problems.push(problem.spanning(directive.length));
    }

    /// Notes that a directive could not be understood or followed.
    pub(super) fn refuse(&mut self, code: Code, directive: &Directive<'_>, message: String, help: &str) {
        self.unresolved += 1;
        let problem = Problem::new(code, directive.at.clone(), message, help);
        self.problems.push(problem.spanning(directive.length));
    }

    fn find(&mut self, directive: &Directive<'_>, candidates: &[PathBuf]) -> Result<PathBuf, Problem> {
        self.page_includes += 1;
        if self.page_includes > MAX_PAGE_INCLUDES {
            let message = format!("this page includes more than {MAX_PAGE_INCLUDES} times");
            return Err(too_large(directive, message));
        }
        let mut refusal = Refusal::Missing;
        for candidate in candidates {
            let path = normalized(candidate);
            if self.cache.contains_key(&path) {
                return Ok(path);
            }
            match self.files.read(&path) {
                Ok(text) => {
                    self.keep(&path, &text);
                    return Ok(path);
                }
                Err(Refusal::Missing) => {}
                Err(other) => refusal = other,
            }
        }
        Err(refused(directive, &refusal))
    }

    fn keep(&mut self, path: &Path, text: &str) {
        let text = with_line_feeds(text).into_owned();
        let quizzes = if is_markdown(path) { quiz_lines::of(&text) } else { Vec::new() };
        let included = Included { shown: self.files.shown(path), text, quizzes };
        self.cache.insert(path.to_owned(), Rc::new(included));
    }

    fn lines(&mut self, directive: &Directive<'_>, path: &Path) -> Result<Lines, Problem> {
        let Some(included) = self.cache.get(path).cloned() else { return Ok(Vec::new()) };
        self.page_searched += included.text.len();
        if self.page_searched > MAX_PAGE_SEARCHED {
            let message = format!("this page includes from more than {MAX_PAGE_SEARCHED} bytes of files");
            return Err(too_large(directive, message));
        }
        if quiz_lines::is_bank(path, &included.text) {
            let message = format!("`{}` holds questions with their keys", directive.written);
            let help = "show it as a quiz; question banks are never shown as text";
            return Err(Problem::new(Code::IncludeOfQuiz, directive.at.clone(), message, help));
        }
        let numbers = select(&included.text, &directive.selection).ok_or_else(|| unknown_part(directive))?;
        if numbers.is_empty() && !included.text.is_empty() {
            let message = format!("`{}` selects no line of the file", directive.written);
            let help = "adapt the line numbers to the file";
            self.problems.push(Problem::new(Code::IncludeRangeEmpty, directive.at.clone(), message, help));
        }
        let hidden = self.hidden(&included, directive, path, &numbers);
        let file_lines: Vec<&str> = included.text.lines().collect();
        let mut lines = Vec::new();
        for number in numbers.into_iter().filter(|number| !hidden.contains(number)) {
            let Some(line) = number.checked_sub(1).and_then(|index| file_lines.get(index)) else { continue };
            if is_mark(line) {
                continue;
            }
            self.take_room(directive.indent + line.len() + 1).ok_or_else(|| {
                too_large(directive, "includes make this page larger than any learner reads".to_owned())
            })?;
            let origin = Origin { path: included.shown.clone(), line: u32::try_from(number).unwrap_or(1), indent: 0 };
            lines.push(((*line).to_owned(), origin));
        }
        Ok(lines)
    }

    /// Notes that a page grows by so many bytes; nothing when it must not.
    fn take_room(&mut self, bytes: usize) -> Option<()> {
        self.page_bytes += bytes;
        self.course_bytes += bytes;
        (self.page_bytes <= MAX_PAGE_BYTES && self.course_bytes <= MAX_COURSE_BYTES).then_some(())
    }

    /// The lines of quizzes that must not be read as prose.
    fn hidden(&self, included: &Included, directive: &Directive<'_>, path: &Path, numbers: &[usize]) -> HashSet<usize> {
        if included.quizzes.is_empty() {
            return HashSet::new();
        }
        let all = directive.place == Place::Inside || self.pages.contains(path);
        let shown: HashSet<usize> = if all { HashSet::new() } else { numbers.iter().copied().collect() };
        let hides = |quiz: &&RangeInclusive<usize>| all || !shown.contains(quiz.start());
        included.quizzes.iter().filter(hides).flat_map(Clone::clone).collect()
    }
}

/// The numbers of the lines that are meant, counted from 1; nothing when an anchor is not in the file.
fn select(text: &str, selection: &Selection) -> Option<Vec<usize>> {
    let count = text.lines().count();
    match selection {
        Selection::Whole => Some((1..=count).collect()),
        Selection::Lines(ranges) => {
            let lines = ranges.iter().flat_map(|(from, to)| (*from).max(1)..=to.unwrap_or(count).min(count));
            // The same lines may be named over and over; more than this cannot be brought in.
            Some(lines.take(MAX_PAGE_BYTES).collect())
        }
        Selection::Anchor(name) => {
            between(text, |line| anchor(line, "ANCHOR", name), |line| anchor(line, "ANCHOR_END", name))
        }
        Selection::Marked(name) => {
            let mark = |line: &str, kind: &str| line.contains("--8<--") && line.contains(&format!("[{kind}:{name}]"));
            between(text, |line| mark(line, "start"), |line| mark(line, "end"))
        }
    }
}

fn between(text: &str, starts: impl Fn(&str) -> bool, ends: impl Fn(&str) -> bool) -> Option<Vec<usize>> {
    let mut open = false;
    let mut found = false;
    let mut numbers = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        if starts(line) {
            (open, found) = (true, true);
        } else if ends(line) {
            open = false;
        } else if open {
            numbers.push(number);
        }
    }
    found.then_some(numbers)
}

/// Whether `line` holds the anchor `keyword: name`.
fn anchor(line: &str, keyword: &str, name: &str) -> bool {
    let named = |rest: &str| {
        let rest = rest.trim_start();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len());
        rest.get(..end) == Some(name)
    };
    line.split_once(&format!("{keyword}:")).is_some_and(|(_, rest)| named(rest))
}

/// Whether a line only marks a part for includes and is not for readers.
fn is_mark(line: &str) -> bool {
    let comment = line.trim_start().trim_start_matches(['/', '#', '-', '<', '!', '*', ';', ' ']);
    comment.starts_with("ANCHOR: ")
        || comment.starts_with("ANCHOR_END: ")
        || (line.contains("--8<-- [start:") || line.contains("--8<-- [end:"))
}

fn refused(directive: &Directive<'_>, refusal: &Refusal) -> Problem {
    let written = directive.written;
    let (code, message, help) = match refusal {
        Refusal::Missing => (
            Code::IncludeUnresolved,
            format!("there is no file `{written}`"),
            "check the path; it counts from the place that the tool documents",
        ),
        Refusal::Outside => (
            Code::IncludeOutside,
            format!("`{written}` lies outside of the course's repository"),
            "copy the file into the repository",
        ),
        Refusal::NoFile => (Code::IncludeUnresolved, format!("`{written}` is no file"), "name a text file"),
        Refusal::TooLarge(bytes) => {
            (Code::IncludeTooLarge, format!("`{written}` has {bytes} bytes"), "include the part that the page needs")
        }
        Refusal::NotUtf8(_) => (Code::IncludeUnresolved, format!("`{written}` is not UTF-8 text"), "save it as UTF-8"),
        Refusal::Fault(error) => {
            (Code::IncludeUnresolved, format!("cannot read `{written}`: {error}"), "check that Docent may read it")
        }
    };
    Problem::new(code, directive.at.clone(), message, help)
}

fn unknown_part(directive: &Directive<'_>) -> Problem {
    let message = match &directive.selection {
        Selection::Anchor(name) | Selection::Marked(name) => {
            format!("there is no part `{name}` in `{}`", directive.written)
        }
        Selection::Whole | Selection::Lines(_) => format!("`{}` selects nothing", directive.written),
    };
    let help = "mark the part in the file, or name another one";
    Problem::new(Code::IncludeAnchorUnknown, directive.at.clone(), message, help)
}

fn too_large(directive: &Directive<'_>, message: String) -> Problem {
    Problem::new(Code::IncludeTooLarge, directive.at.clone(), message, "include less, or split the page")
}

#[cfg(test)]
mod tests;
