//! mdBook: `book.toml` names the book, `SUMMARY.md` gives the order of its chapters.

use std::{collections::HashMap, path::Path};

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use toml::de::{DeTable, DeValue};

use super::{CoursePlan, PagePlan, Planned, path_id};
use crate::course::{
    CourseKind, Position,
    addresses::beside,
    files::{Files, Refusal, is_markdown},
    order::is_index,
    problem::{Code, Problem},
    settings::{self, CourseSettings, toml_problem},
    text::Text,
};

/// The file's name.
pub(in crate::course) const FILE: &str = "book.toml";

/// Plans the book in `folder`.
pub(in crate::course) fn plan(files: &Files, folder: &Path) -> Planned {
    let mut problems = Vec::new();
    let settings = CourseSettings::read(files, folder, &mut problems).unwrap_or_default();
    let path = folder.join(FILE);
    let content = files.read_or_report(&path, &mut problems).unwrap_or_default();
    let text = Text::of_file(&files.shown(&path), &content);
    let book = Book::parse(&text, &mut problems);
    let source = folder.join(book.text("book", "src").unwrap_or("src"));
    let pages = chapters(files, &source, &mut problems);
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = settings.title.clone().or_else(|| book.text("book", "title").map(str::to_owned));
    let plan = CoursePlan {
        kind: CourseKind::MdBook,
        id: settings.id_or(title.as_deref().unwrap_or(&name)),
        title: title.unwrap_or_else(|| crate::course::lesson::title_from_path(&name)),
        description: settings.description.or_else(|| book.text("book", "description").map(str::to_owned)),
        language: settings
            .language
            .or_else(|| settings::language(book.text("book", "language")?))
            .unwrap_or_else(|| "en".to_owned()),
        base_url: settings.base_url.or_else(|| book.base_url()),
        folder: folder.to_owned(),
        source,
        at: text.start(),
        pages,
    };
    Planned { plan, problems }
}

/// The folder of the book's pages.
pub(in crate::course) fn source(files: &Files, folder: &Path) -> std::path::PathBuf {
    let content = files.read(&folder.join(FILE)).unwrap_or_default();
    let book = Book::parse(&Text::of_file(&"".into(), &content), &mut Vec::new());
    folder.join(book.text("book", "src").unwrap_or("src"))
}

/// The texts of `book.toml` by table and key.
struct Book(HashMap<(String, String), String>);

impl Book {
    fn parse(text: &Text, problems: &mut Vec<Problem>) -> Self {
        let mut texts = HashMap::new();
        match DeTable::parse(text.as_str()) {
            Ok(table) => collect(&mut texts, "", table.get_ref(), 0),
            Err(error) => problems.push(toml_problem(&error, text)),
        }
        Self(texts)
    }

    fn text(&self, table: &str, key: &str) -> Option<&str> {
        self.0.get(&(table.to_owned(), key.to_owned())).map(String::as_str)
    }

    /// Only a book with its own domain says where it is published.
    fn base_url(&self) -> Option<String> {
        let domain = self.text("output.html", "cname")?;
        let path = self.text("output.html", "site-url").unwrap_or("/").trim_matches('/');
        settings::base_url(&format!("https://{domain}/{path}"))
    }
}

fn collect(texts: &mut HashMap<(String, String), String>, name: &str, table: &DeTable<'_>, depth: usize) {
    for (key, value) in table {
        match value.get_ref() {
            DeValue::String(text) => {
                texts.insert((name.to_owned(), key.get_ref().to_string()), text.to_string());
            }
            DeValue::Table(inner) if depth < 4 => {
                let inner_name =
                    if name.is_empty() { key.get_ref().to_string() } else { format!("{name}.{}", key.get_ref()) };
                collect(texts, &inner_name, inner, depth + 1);
            }
            _ => {}
        }
    }
}

fn chapters(files: &Files, source: &Path, problems: &mut Vec<Problem>) -> Vec<PagePlan> {
    let path = source.join("SUMMARY.md");
    let text = match files.read(&path) {
        Ok(content) => Text::of_file(&files.shown(&path), &content),
        Err(Refusal::Missing) => {
            let at = Position { path: files.shown(&path), line: 1, column: 1 };
            let help = "write the list of chapters, as mdBook needs it too";
            problems.push(Problem::new(Code::SummaryMissing, at, "there is no SUMMARY.md", help));
            return Vec::new();
        }
        Err(refusal) => {
            problems.push(refusal.problem(Position { path: files.shown(&path), line: 1, column: 1 }));
            return Vec::new();
        }
    };
    let mut summary = Summary { text: &text, source, pages: Vec::new(), seen: HashMap::new(), problems };
    summary.read();
    let pages = summary.pages;
    if pages.is_empty() {
        let message = "SUMMARY.md names no chapter";
        problems.push(Problem::new(Code::SummarySyntax, text.start(), message, "write `- [Title](file.md)`"));
    }
    unreachable(files, source, &pages, problems);
    pages
}

/// Pages that the summary does not name are not in the book.
fn unreachable(files: &Files, source: &Path, pages: &[PagePlan], problems: &mut Vec<Problem>) {
    for path in files.list(source, is_markdown, problems) {
        if path != "SUMMARY.md" && !pages.iter().any(|page| page.path == path) {
            let at = Position { path: files.shown(&source.join(&path)), line: 1, column: 1 };
            let help = "add it to SUMMARY.md, or move it out of the book's source if other pages include it";
            problems.push(Problem::new(Code::LessonUnreachable, at, "SUMMARY.md does not name this page", help));
        }
    }
}

struct Summary<'a> {
    text: &'a Text,
    source: &'a Path,
    pages: Vec<PagePlan>,
    /// Paths with where they were named first.
    seen: HashMap<String, u32>,
    problems: &'a mut Vec<Problem>,
}

impl Summary<'_> {
    fn read(&mut self) {
        let mut part = None;
        let mut heading: Option<(HeadingLevel, String)> = None;
        let mut first_heading = true;
        let mut link: Option<(String, String, usize)> = None;
        for (event, span) in Parser::new(self.text.as_str()).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => heading = Some((level, String::new())),
                Event::End(TagEnd::Heading(_)) => {
                    // The first heading of level 1 is the summary's own.
                    if let Some((level, title)) = heading.take()
                        && !(std::mem::take(&mut first_heading) && level == HeadingLevel::H1)
                    {
                        part = Some(title);
                    }
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    link = Some((dest_url.to_string(), String::new(), span.start));
                }
                Event::End(TagEnd::Link) => {
                    if let Some((destination, title, at)) = link.take() {
                        self.chapter(&destination, &title, part.as_deref(), at);
                    }
                }
                // Code keeps its marks: the title is Markdown.
                Event::Code(code) => add(&mut link, &mut heading, &format!("`{code}`")),
                Event::Text(text) => add(&mut link, &mut heading, &text),
                _ => {}
            }
        }
    }

    fn chapter(&mut self, destination: &str, title: &str, part: Option<&str>, at: usize) {
        let at = self.text.position(at);
        // A link without a file is a draft.
        if destination.is_empty() {
            return;
        }
        let decoded = destination.replace("%20", " ");
        let Some(path) = beside("SUMMARY.md", &decoded) else {
            let message = format!("the chapter `{destination}` lies outside of the book's source");
            let problem = Problem::new(Code::ChapterMissing, at, message, "move it into the source folder");
            return self.problems.push(problem);
        };
        if let Some(first) = self.seen.get(&path) {
            let message = format!("the chapter `{path}` is already named in line {first}");
            return self.problems.push(Problem::new(Code::ChapterTwice, at, message, "remove one of the two"));
        }
        if !self.source.join(&path).is_file() {
            let message = format!("there is no chapter `{path}`");
            let help = "write it, mend its name, or leave the brackets empty for a draft";
            return self.problems.push(Problem::new(Code::ChapterMissing, at, message, help));
        }
        self.seen.insert(path.clone(), at.line);
        let title = (!title.trim().is_empty()).then(|| title.trim().to_owned());
        self.pages.push(PagePlan {
            at,
            id: path_id(&path),
            title,
            part: part.map(str::to_owned),
            address: address(&path),
            path,
        });
    }
}

fn add(link: &mut Option<(String, String, usize)>, heading: &mut Option<(HeadingLevel, String)>, text: &str) {
    match (link, heading) {
        (Some((_, title, _)), _) | (None, Some((_, title))) => title.push_str(text),
        (None, None) => {}
    }
}

fn address(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let stem = if is_index(name) { "index" } else { name.rsplit_once('.').map_or(name, |(stem, _)| stem) };
    if folder.is_empty() { format!("{stem}.html") } else { format!("{folder}/{stem}.html") }
}
