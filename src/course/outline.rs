//! A page taken apart at its headings: what is prose, what is a quiz, what are frequently asked questions.
//!
//! This is where nothing of a quiz gets through to the prose, wherever on the page it stands.

use std::iter::Peekable;

use super::{
    CourseKind,
    markdown::{Heading, Node, NodeKind, Page},
};
use crate::markup::{Block, List};

/// A heading with what stands under it up to the next heading of any level.
#[derive(Debug)]
pub(super) struct Part {
    /// Nothing for what stands before the first heading.
    pub heading: Option<Heading>,
    /// Byte offset of the heading.
    pub at: usize,
    pub nodes: Vec<Node>,
}

/// Questions or FAQ entries: the heading that announces them and the parts below it.
#[derive(Debug)]
pub(super) struct Special {
    pub head: Part,
    pub parts: Vec<Part>,
}

/// The page's parts, told apart.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub prose: Vec<Part>,
    pub quizzes: Vec<Special>,
    pub faqs: Vec<Special>,
}

/// What the page as a whole is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageKind {
    Lesson,
    /// `faq.md`: all of it is FAQ.
    Faq,
}

/// Tells the parts of a page apart.
pub(super) fn outline(page: Page, kind: CourseKind, page_kind: PageKind) -> Outline {
    let mut sorter = Sorter { kind, outline: Outline::default() };
    let mut parts = parts(page.nodes);
    if page_kind == PageKind::Faq {
        sorter.faq_page(parts);
    } else {
        parts.iter_mut().for_each(|part| strip_nested_quizzes(&mut part.nodes));
        sorter.sort(parts);
    }
    sorter.outline
}

impl Part {
    pub(super) fn level(&self) -> u8 {
        self.heading.as_ref().map_or(0, |heading| heading.level)
    }

    pub(super) fn title(&self) -> String {
        self.heading.as_ref().map(|heading| heading.title.to_string()).unwrap_or_default()
    }

    fn says(&self, class: &str) -> bool {
        self.heading.as_ref().is_some_and(|heading| heading.classes.iter().any(|given| given == class))
    }

    fn is_quiz(&self) -> bool {
        self.heading.as_ref().is_some_and(is_quiz_heading)
    }

    fn is_faq(&self) -> bool {
        self.heading.as_ref().is_some_and(|heading| is_headed(heading, "faq", &FAQ_TITLES))
    }

    fn has_task_list(&self) -> bool {
        self.nodes.iter().any(|node| matches!(&node.kind, NodeKind::Block(Block::List(list), _) if is_task_list(list)))
    }
}

const QUIZ_TITLES: [&str; 2] = ["quiz", "test your knowledge"];
const FAQ_TITLES: [&str; 3] = ["faq", "faqs", "frequently asked questions"];

/// Whether a heading announces questions, by its words or by `{.quiz}`.
pub(super) fn is_quiz_heading(heading: &Heading) -> bool {
    is_headed(heading, "quiz", &QUIZ_TITLES)
}

fn is_headed(heading: &Heading, class: &str, titles: &[&str]) -> bool {
    let title = heading.title.to_string();
    let title = title.trim().trim_end_matches(['?', '!', ':']).to_lowercase();
    heading.classes.iter().any(|given| given == class) || titles.contains(&title.as_str())
}

pub(super) fn is_task_list(list: &List) -> bool {
    list.items.iter().any(|item| item.checked.is_some())
}

fn parts(nodes: Vec<Node>) -> Vec<Part> {
    let mut parts = vec![Part { heading: None, at: 0, nodes: Vec::new() }];
    for node in nodes {
        match node.kind {
            NodeKind::Heading(heading) => {
                parts.push(Part { heading: Some(heading), at: node.at, nodes: Vec::new() });
            }
            NodeKind::Block(..) | NodeKind::Quiz(_) | NodeKind::Settings(_) => {
                if let Some(part) = parts.last_mut() {
                    part.nodes.push(node);
                }
            }
        }
    }
    parts.retain(|part| part.heading.is_some() || !part.nodes.is_empty());
    parts
}

struct Sorter {
    kind: CourseKind,
    outline: Outline,
}

impl Sorter {
    fn sort(&mut self, parts: Vec<Part>) {
        let mut parts = parts.into_iter().peekable();
        while let Some(part) = parts.next() {
            if part.is_quiz() {
                let children = children(&mut parts, part.level());
                self.quiz(part, children);
            } else if part.is_faq() {
                let children = children(&mut parts, part.level());
                self.faq(part, children);
            } else {
                self.outline.prose.push(part);
            }
        }
    }

    fn quiz(&mut self, head: Part, parts: Vec<Part>) {
        // In other tools' trees "Quiz" may be an ordinary heading: there it takes a list of boxes to make a quiz.
        let ours = matches!(self.kind, CourseKind::Native | CourseKind::Plain) || head.says("quiz");
        if ours || parts.iter().any(Part::has_task_list) {
            self.outline.quizzes.push(Special { head, parts });
        } else {
            self.outline.prose.push(head);
            self.sort(parts);
        }
    }

    fn faq(&mut self, head: Part, parts: Vec<Part>) {
        let (quizzes, entries) = without_quizzes(parts);
        quizzes.into_iter().for_each(|(head, parts)| self.quiz(head, parts));
        if entries.is_empty() && !head.says("faq") {
            self.outline.prose.push(head);
            return;
        }
        self.outline.faqs.push(Special { head, parts: entries });
    }

    /// A page of FAQ: its title and what stands before the first question is prose.
    fn faq_page(&mut self, parts: Vec<Part>) {
        let (quizzes, parts) = without_quizzes(parts);
        quizzes.into_iter().for_each(|(head, parts)| self.quiz(head, parts));
        let (prose, entries): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.level() < 2);
        self.outline.prose.extend(prose);
        let head = Part { heading: None, at: entries.first().map_or(0, |part| part.at), nodes: Vec::new() };
        self.outline.faqs.push(Special { head, parts: entries });
    }
}

/// The quizzes among `parts`, each with what belongs to it, and the other parts.
fn without_quizzes(parts: Vec<Part>) -> (Vec<(Part, Vec<Part>)>, Vec<Part>) {
    let (mut quizzes, mut others) = (Vec::new(), Vec::new());
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        if part.is_quiz() {
            let children = children(&mut parts, part.level());
            quizzes.push((part, children));
        } else {
            others.push(part);
        }
    }
    (quizzes, others)
}

/// Takes the parts below a heading of `level`.
fn children(parts: &mut Peekable<impl Iterator<Item = Part>>, level: u8) -> Vec<Part> {
    std::iter::from_fn(|| parts.next_if(|part| part.level() > level)).collect()
}

/// A quiz inside a quote, list or note cannot be asked, but it must not be read as prose either.
fn strip_nested_quizzes(nodes: &mut [Node]) {
    for node in nodes {
        if let NodeKind::Block(block, _) = &mut node.kind {
            strip_block(block);
        }
    }
}

fn strip_block(block: &mut Block) {
    match block {
        Block::Quote(blocks) => strip_blocks(blocks),
        Block::Admonition(admonition) => strip_blocks(&mut admonition.blocks),
        Block::List(list) => list.items.iter_mut().for_each(|item| strip_blocks(&mut item.blocks)),
        Block::Paragraph(_)
        | Block::Heading(_)
        | Block::Code(_)
        | Block::Table(_)
        | Block::Image { .. }
        | Block::Rule => {}
    }
}

fn strip_blocks(blocks: &mut Vec<Block>) {
    let quiz = blocks.iter().position(|block| match block {
        Block::Heading(title) => QUIZ_TITLES.contains(&title.to_string().trim().to_lowercase().as_str()),
        _ => false,
    });
    if let Some(quiz) = quiz {
        blocks.truncate(quiz);
    }
    blocks.iter_mut().for_each(strip_block);
}
