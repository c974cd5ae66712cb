//! The sections of a page, in order.

use std::collections::{HashMap, HashSet};

use super::PageContext;
use crate::{
    course::{
        FaqEntry, Position, Section,
        markdown::{self, Heading, Node, NodeKind},
        outline::Part,
        problem::{Code, Problem},
    },
    ids::{SectionId, SectionKey},
    markup::{self, Block, List, ListItem, RichText},
};

/// The prose of a page.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub title: RichText,
    pub sections: Vec<Section>,
    /// Where each section begins, as a byte offset.
    starts: Vec<usize>,
}

impl Prose {
    /// The section that stands at `offset` or last before it.
    pub(super) fn section_at(&self, offset: usize) -> Option<usize> {
        self.starts.partition_point(|start| *start <= offset).checked_sub(1)
    }
}

pub(super) fn read(cx: &PageContext<'_>, parts: Vec<Part>, problems: &mut Vec<Problem>) -> Prose {
    let mut reader = Reader {
        cx,
        problems,
        title: cx.title.map(markdown::line),
        heading_title: None,
        open: Open::default(),
        above: Vec::new(),
        ids: HashSet::new(),
        counts: HashMap::new(),
        prose: Prose::default(),
    };
    for part in parts {
        reader.part(part);
    }
    reader.close();
    let mut prose = reader.prose;
    let title = reader.title.or(reader.heading_title).unwrap_or_else(|| RichText::plain(cx.fallback_title));
    // The text before the first heading is called after the page.
    if let Some(first) = prose.sections.first_mut().filter(|first| first.title.is_empty()) {
        first.title = title.clone();
    }
    prose.title = title;
    prose
}

/// What stands for the text of a page that has none: the questions that it answers.
pub(super) fn table_of_questions(cx: &PageContext<'_>, title: &RichText, faq: &[FaqEntry]) -> Section {
    let item = |entry: &FaqEntry| ListItem { checked: None, blocks: vec![Block::Paragraph(entry.question.clone())] };
    let items: Vec<_> = faq.iter().map(item).collect();
    let blocks = if items.is_empty() { Vec::new() } else { vec![Block::List(List { start: None, items })] };
    let id = cx.id(&super::start_anchor(title), SectionId::parse);
    Section {
        key: SectionKey::new(cx.course, cx.lesson, &id),
        id,
        title: title.clone(),
        ancestors: Vec::new(),
        anchor: String::new(),
        words: words(&blocks),
        blocks,
        at: cx.text.start(),
    }
}

struct Reader<'a> {
    cx: &'a PageContext<'a>,
    problems: &'a mut Vec<Problem>,
    /// As front matter or the table of contents has it.
    title: Option<RichText>,
    /// The page's own first heading.
    heading_title: Option<RichText>,
    open: Open,
    /// Headings that the next section may stand under, outermost first, with their level.
    above: Vec<(u8, String)>,
    ids: HashSet<SectionId>,
    /// How often an id was wanted that was given already.
    counts: HashMap<SectionId, usize>,
    prose: Prose,
}

/// The section being read.
#[derive(Debug, Default)]
struct Open {
    /// Nothing for the start of the page.
    heading: Option<Heading>,
    ancestors: Vec<String>,
    at: usize,
    blocks: Vec<Block>,
}

impl Reader<'_> {
    fn part(&mut self, part: Part) {
        if let Some(heading) = part.heading {
            match heading.level {
                1 if self.heading_title.is_none() && self.is_at_start() => {
                    self.heading_title = Some(heading.title.clone());
                    self.open.at = part.at;
                    self.open.heading = Some(heading);
                }
                1..=3 => self.start_section(heading, part.at),
                _ => self.open.blocks.push(Block::Heading(heading.title)),
            }
        }
        part.nodes.into_iter().for_each(|node| self.node(node));
    }

    fn is_at_start(&self) -> bool {
        self.prose.sections.is_empty() && self.open.heading.is_none() && self.above.is_empty()
    }

    fn start_section(&mut self, heading: Heading, at: usize) {
        self.close();
        self.above.retain(|(level, _)| *level < heading.level);
        let ancestors = self.above.iter().map(|(_, title)| title.clone()).collect();
        self.above.push((heading.level, heading.title.to_string()));
        self.open = Open { heading: Some(heading), ancestors, at, blocks: Vec::new() };
    }

    fn node(&mut self, node: Node) {
        match node.kind {
            NodeKind::Block(Block::Code(code), _) if code.text.trim().is_empty() => {}
            NodeKind::Block(block, _) => self.open.blocks.push(block),
            NodeKind::Heading(_) | NodeKind::Quiz(_) | NodeKind::Settings(_) => {}
        }
    }

    /// Ends the section being read. One that only groups others is none.
    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        if !open.blocks.iter().any(|block| !matches!(block, Block::Rule)) {
            return;
        }
        let is_start = open.heading.as_ref().is_none_or(|heading| Some(&heading.title) == self.heading_title.as_ref());
        let at = self.cx.text.position(open.at);
        let anchor = open.heading.as_ref().map(|heading| heading.anchor.clone()).unwrap_or_default();
        let id = if anchor.is_empty() {
            let title = self.title.clone().unwrap_or_else(|| RichText::plain(self.cx.fallback_title));
            super::start_anchor(&title)
        } else {
            anchor.clone()
        };
        let explicit = open.heading.as_ref().is_some_and(|heading| heading.explicit);
        let id = self.own_id(&id, explicit, &at);
        let title = match open.heading {
            Some(heading) if !(is_start && self.title.is_some()) => heading.title,
            Some(_) | None => RichText::default(),
        };
        self.prose.starts.push(open.at);
        self.prose.sections.push(Section {
            key: SectionKey::new(self.cx.course, self.cx.lesson, &id),
            id,
            title,
            ancestors: open.ancestors,
            anchor,
            words: words(&open.blocks),
            blocks: open.blocks,
            at,
        });
    }

    /// The id of a section: its anchor, with a number where the page uses it again.
    fn own_id(&mut self, anchor: &str, explicit: bool, at: &Position) -> SectionId {
        let wanted = self.cx.id(anchor, SectionId::parse);
        let mut id = wanted.clone();
        while !self.ids.insert(id.clone()) {
            let count = self.counts.entry(wanted.clone()).or_default();
            *count += 1;
            id = self.cx.numbered(wanted.as_str(), *count, SectionId::parse);
        }
        if explicit && id != wanted {
            let message = format!("the id `{anchor}` is used twice on this page");
            let help = "give one of the two headings another id; progress is recorded by id";
            self.problems.push(Problem::new(Code::SectionIdTwice, at.clone(), message, help));
        }
        id
    }
}

fn words(blocks: &[Block]) -> usize {
    markup::plain_text(blocks).split_whitespace().count()
}
