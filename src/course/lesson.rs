//! From a page to a lesson: sections and FAQ entries with their ids, anchors and positions, and what the page says
//! that later checks need.

mod faq;
mod sections;

use std::sync::Arc;

use super::{
    CourseKind, FaqEntry, Position, Section,
    markdown::{self, Dialect, Flavour, slug},
    outline::{self, Outline, PageKind, Special},
    problem::Problem,
    text::Text,
};
use crate::{
    ids::{BadId, CourseId, LessonId, MAX_TEXT_ID_BYTES},
    markup::RichText,
};

/// Where a page stands and how it is written.
pub(super) struct PageContext<'a> {
    pub course: &'a CourseId,
    pub lesson: &'a LessonId,
    pub kind: CourseKind,
    pub page_kind: PageKind,
    pub dialect: Dialect<'a>,
    pub text: &'a Text,
    /// The title that front matter or the course's table of contents gives.
    pub title: Option<&'a str>,
    /// What stands in for a title that nobody gives.
    pub fallback_title: &'a str,
}

/// A page as a lesson, still without its questions.
#[derive(Debug)]
pub(super) struct LessonPage {
    pub title: String,
    pub sections: Vec<Section>,
    pub faq: Vec<FaqEntry>,
    pub quizzes: Vec<QuizPart>,
    pub banks: Vec<BankReference>,
    pub facts: PageFacts,
    pub problems: Vec<Problem>,
}

/// A quiz section with the index of the section that stands before it.
#[derive(Debug)]
pub(super) struct QuizPart {
    pub special: Special,
    pub after_section: Option<usize>,
}

/// A question bank that the page shows.
#[derive(Debug)]
pub(super) struct BankReference {
    /// As written, from the page's folder.
    pub path: String,
    /// Byte offset on the page.
    pub offset: usize,
    pub at: Position,
    pub after_section: Option<usize>,
}

/// What checks across pages want to know about a page.
#[derive(Debug, Default)]
pub(super) struct PageFacts {
    /// The page's own file.
    pub path: Option<Arc<str>>,
    pub links: Vec<(String, Position)>,
    /// Every fragment that a link may name.
    pub anchors: Vec<String>,
    pub images_without_alt: Vec<Position>,
    pub codes: Vec<(Position, markdown::CodeFence)>,
}

/// Reads a page into sections, FAQ entries and the parts that hold questions.
pub(super) fn read(cx: &PageContext<'_>) -> LessonPage {
    let page = markdown::page(cx.text, cx.dialect);
    let facts = facts(&page, cx.text);
    let banks = banks(&page);
    let Outline { prose, quizzes, faqs } = outline::outline(page, cx.kind, cx.page_kind);
    let mut problems = Vec::new();
    let mut read = sections::read(cx, prose, &mut problems);
    let faq = faq::read(cx, faqs, &mut problems);
    if read.sections.is_empty() {
        read.sections.push(sections::table_of_questions(cx, &read.title, &faq));
    }
    let quizzes = quizzes.into_iter().map(|special| {
        let after_section = read.section_at(special.head.at);
        QuizPart { special, after_section }
    });
    let banks = banks.into_iter().map(|(path, offset)| BankReference {
        path,
        offset,
        at: cx.text.position(offset),
        after_section: read.section_at(offset),
    });
    LessonPage {
        title: read.title.to_string(),
        quizzes: quizzes.collect(),
        faq,
        banks: banks.collect(),
        sections: read.sections,
        facts,
        problems,
    }
}

impl LessonPage {
    /// Whether there is nothing to read and nothing to answer.
    pub(super) fn is_empty(&self) -> bool {
        let silent = self.sections.iter().all(|section| section.blocks.is_empty());
        silent && self.faq.is_empty() && self.quizzes.is_empty() && self.banks.is_empty()
    }
}

/// The question banks that a page shows, wherever on it, with their offsets.
fn banks(page: &markdown::Page) -> Vec<(String, usize)> {
    let bank = |node: &markdown::Node| match &node.kind {
        markdown::NodeKind::Quiz(path) => Some((path.clone(), node.at)),
        markdown::NodeKind::Heading(_) | markdown::NodeKind::Block(..) | markdown::NodeKind::Settings(_) => None,
    };
    page.nodes.iter().filter_map(bank).collect()
}

fn facts(page: &markdown::Page, text: &Text) -> PageFacts {
    let headings = page.nodes.iter().filter_map(|node| match &node.kind {
        markdown::NodeKind::Heading(heading) => Some(heading.anchor.clone()),
        markdown::NodeKind::Block(..) | markdown::NodeKind::Quiz(_) | markdown::NodeKind::Settings(_) => None,
    });
    PageFacts {
        path: Some(text.start_path()),
        links: page.links.iter().map(|link| (link.destination.clone(), text.position(link.span.start))).collect(),
        anchors: headings.chain(page.anchors.iter().cloned()).collect(),
        images_without_alt: page.images_without_alt.iter().map(|span| text.position(span.start)).collect(),
        codes: page.codes.iter().map(|code| (text.position(code.at), code.clone())).collect(),
    }
}

impl PageContext<'_> {
    /// `id` with a number behind it, which an id that is as long as it may be makes room for.
    fn numbered<Id>(&self, id: &str, number: usize, parse: impl Fn(&str) -> Result<Id, BadId>) -> Id {
        let number = format!("-{number}");
        let mut short = id.to_owned();
        while short.len() + number.len() > MAX_TEXT_ID_BYTES {
            short.pop();
        }
        self.id(&(short + &number), parse)
    }

    /// An id from an anchor: what does not fit is left out.
    fn id<Id>(&self, anchor: &str, parse: impl Fn(&str) -> Result<Id, BadId>) -> Id {
        match parse(anchor) {
            Ok(id) => id,
            Err(_) => {
                let mut short: String = anchor.split(|c: char| c.is_whitespace() || c.is_control()).collect();
                while short.len() > MAX_TEXT_ID_BYTES {
                    short.pop();
                }
                parse(&short).or_else(|_| parse("section")).expect("`section` is an id of any kind")
            }
        }
    }
}

/// Whether a page is all FAQ: `faq.md`, `09-FAQ.md`. Only in courses of our own; other tools know no such rule.
pub(super) fn page_kind(path: &str, kind: CourseKind) -> PageKind {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = super::order::without_number(name.split('.').next().unwrap_or(name));
    match kind {
        CourseKind::Native | CourseKind::Plain if stem.eq_ignore_ascii_case("faq") => PageKind::Faq,
        CourseKind::Native | CourseKind::Plain | CourseKind::MdBook | CourseKind::MkDocs | CourseKind::Docusaurus => {
            PageKind::Lesson
        }
    }
}

/// Whose Markdown a kind of course is written in.
pub(super) fn flavour(kind: CourseKind) -> Flavour {
    match kind {
        CourseKind::Native | CourseKind::Plain => Flavour::Forge,
        CourseKind::MdBook => Flavour::MdBook,
        CourseKind::MkDocs => Flavour::MkDocs,
        CourseKind::Docusaurus => Flavour::Docusaurus,
    }
}

/// A readable title from a file's name: `03-event_loop.md` is "Event loop".
pub(super) fn title_from_path(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let stem = |part: &str| super::order::without_number(part.split('.').next().unwrap_or(part)).to_owned();
    let mut name = stem(parts.next().unwrap_or(path));
    if matches!(name.to_lowercase().as_str(), "index" | "readme") {
        name = parts.next().map_or(name, stem);
    }
    let words = name.replace(['-', '_'], " ");
    let mut characters = words.trim().chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => "Untitled".to_owned(),
    }
}

/// The anchor of a page's start when no heading gives one.
fn start_anchor(title: &RichText) -> String {
    let slug = slug::forge(&title.to_string());
    if slug.is_empty() { "start".to_owned() } else { slug }
}

#[cfg(test)]
mod tests;
