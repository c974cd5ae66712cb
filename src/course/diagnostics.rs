//! Problems as a person at a terminal reads them: the source line, what is meant in it, what to do.
//!
//! Colours are always in the text; whoever prints it goes through `anstream`, which takes them out for pipes and
//! `NO_COLOR`.

use std::{
    collections::HashMap,
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};

use super::{
    Position,
    files::MAX_FILE_BYTES,
    load::Loaded,
    problem::{Problem, Severity},
};

/// How problems are laid out.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Columns of the terminal.
    pub width: usize,
    pub frame: Frame,
}

/// What the lines around source code are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    Ascii,
    Unicode,
}

/// All problems of a content folder, one after the other, errors where they stand.
pub fn human(loaded: &Loaded, layout: Layout) -> String {
    let renderer = Renderer::styled().term_width(layout.width.max(40)).decor_style(match layout.frame {
        Frame::Ascii => DecorStyle::Ascii,
        Frame::Unicode => DecorStyle::Unicode,
    });
    let mut sources = Sources { content: &loaded.content, files: HashMap::new() };
    let mut text = String::new();
    for problem in &loaded.problems {
        text.push_str(&render(&renderer, problem, sources.line(&problem.at)));
        text.push_str("\n\n");
    }
    text
}

fn render(renderer: &Renderer, problem: &Problem, line: Option<&str>) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&problem.message).id(problem.code.as_str());
    let group = match line.filter(|line| !line.trim().is_empty()) {
        Some(line) => title.element(
            Snippet::source(line)
                .path(problem.at.path.as_ref())
                .line_start(usize::try_from(problem.at.line).unwrap_or(1))
                .annotation(AnnotationKind::Primary.span(span(line, problem))),
        ),
        None => title.element(Origin::path(problem.at.path.as_ref())),
    };
    let help = Group::with_title(Level::HELP.secondary_title(&problem.help));
    renderer.render(&[group, help])
}

/// The bytes of the line that are meant: so many characters from the column on, else the rest of the line.
fn span(line: &str, problem: &Problem) -> Range<usize> {
    let end_of_text = line.trim_end().len();
    let byte = |characters: u32| {
        let at = line.char_indices().nth(usize::try_from(characters).unwrap_or(usize::MAX));
        at.map_or(end_of_text, |(byte, _)| byte)
    };
    let start = byte(problem.at.column.saturating_sub(1)).min(end_of_text);
    let end = match problem.length {
        0 => end_of_text,
        length => byte(problem.at.column.saturating_sub(1).saturating_add(length)),
    };
    start..end.max(start)
}

/// The files that problems point into, read when the first problem asks.
struct Sources<'a> {
    content: &'a Path,
    files: HashMap<PathBuf, String>,
}

impl Sources<'_> {
    fn line(&mut self, at: &Position) -> Option<&str> {
        let path = self.content.join(at.path.as_ref());
        let text = self.files.entry(path).or_insert_with_key(|path| {
            // A folder, or a file that was too large to read, has no line to show.
            let readable = fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= MAX_FILE_BYTES);
            let bytes = if readable { fs::read(path).unwrap_or_default() } else { Vec::new() };
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        text.lines().nth(usize::try_from(at.line.checked_sub(1)?).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::problem::Code;

    fn plain(problem: &Problem, line: Option<&str>) -> String {
        render(&Renderer::plain(), problem, line)
    }

    #[test]
    fn a_problem_shows_its_line_and_what_to_do() {
        let at = Position { path: "a/05-asyncio.md".into(), line: 12, column: 3 };
        let problem = Problem::new(Code::LinkDead, at, "there is no page `x.md`", "mend the link").spanning(4);
        insta::assert_snapshot!(plain(&problem, Some("ä [größe](x.md)")), @"
        warning[link-dead]: there is no page `x.md`
          --> a/05-asyncio.md:12:3
           |
        12 | ä [größe](x.md)
           |   ^^^^
           |
        help: mend the link
        ");
    }

    #[test]
    fn a_problem_of_a_whole_folder_shows_its_name() {
        let at = Position { path: "b".into(), line: 1, column: 1 };
        let problem = Problem::new(Code::NoLessons, at, "the course `b` has no lesson", "add a page");
        insta::assert_snapshot!(plain(&problem, None), @"
        error[no-lessons]: the course `b` has no lesson
        --> b
         |
        help: add a page
        ");
    }

    #[test]
    fn a_column_beyond_the_line_does_no_harm() {
        let at = Position { path: "b".into(), line: 1, column: 90 };
        let problem = Problem::new(Code::NoLessons, at, "m", "h").spanning(7);
        assert_eq!(span("ä ", &problem), 2..2);
    }
}
