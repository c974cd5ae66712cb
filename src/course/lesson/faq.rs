//! Frequently asked questions: headings that ask, with the prose that answers.

use std::collections::{HashMap, HashSet};

use super::PageContext;
use crate::{
    course::{
        FaqEntry,
        markdown::Node,
        outline::{Part, Special},
        problem::{Code, Problem},
    },
    ids::{FaqId, FaqKey},
    markup::Block,
};

pub(super) fn read(cx: &PageContext<'_>, faqs: Vec<Special>, problems: &mut Vec<Problem>) -> Vec<FaqEntry> {
    let mut entries: Vec<FaqEntry> = Vec::new();
    for faq in faqs {
        stray_prose(cx, &faq.head, problems);
        let mut reader = Reader { cx, problems, entries: Vec::new(), open: None };
        let mut parts = faq.parts.into_iter().peekable();
        while let Some(part) = parts.next() {
            let next = parts.peek().map(|next| (next.level(), asks(next)));
            reader.part(part, next);
        }
        reader.close();
        entries.append(&mut reader.entries);
    }
    number_repeats(cx, &mut entries);
    entries
}

/// Prose between the heading and the first question belongs to no entry.
fn stray_prose(cx: &PageContext<'_>, head: &Part, problems: &mut Vec<Problem>) {
    if let (Some(node), true) = (head.nodes.first(), head.heading.is_some()) {
        let at = cx.text.position(node.at);
        let message = "this text belongs to no question of the FAQ and is not shown";
        let help = "put it under a question, or before the FAQ";
        problems.push(Problem::new(Code::FaqNotEntry, at, message, help));
    }
}

struct Reader<'a> {
    cx: &'a PageContext<'a>,
    problems: &'a mut Vec<Problem>,
    entries: Vec<FaqEntry>,
    /// The entry being read, with the level of its heading.
    open: Option<(FaqEntry, u8)>,
}

impl Reader<'_> {
    fn part(&mut self, part: Part, next: Option<(u8, bool)>) {
        let level = part.level();
        let groups = part.nodes.is_empty() && next.is_some_and(|(next, _)| next > level);
        let part_asks = asks(&part);
        let Some(heading) = part.heading else { return };
        let answer = part.nodes.into_iter().filter_map(Node::into_block);
        // A deeper heading belongs to the answer, unless it is the one that asks.
        if let Some((entry, open_level)) = &mut self.open
            && level > *open_level
            && (!part_asks || entry.question.to_string().trim_end().ends_with('?'))
        {
            entry.answer.push(Block::Heading(heading.title));
            entry.answer.extend(answer);
            return;
        }
        self.close();
        if groups && !part_asks {
            return;
        }
        let id = self.cx.id(&heading.anchor, FaqId::parse);
        let entry = FaqEntry {
            key: FaqKey::new(self.cx.course, self.cx.lesson, &id),
            id,
            question: heading.title,
            anchor: heading.anchor,
            answer: answer.collect(),
            at: self.cx.text.position(part.at),
        };
        self.open = Some((entry, level));
    }

    fn close(&mut self) {
        let Some((entry, _)) = self.open.take() else { return };
        if entry.answer.is_empty() {
            let message = format!("the question `{}` has no answer", entry.question);
            let help = "write the answer under it, or remove the question";
            self.problems.push(Problem::new(Code::FaqEmpty, entry.at, message, help));
        } else {
            self.entries.push(entry);
        }
    }
}

fn asks(part: &Part) -> bool {
    part.title().trim_end().ends_with('?')
}

/// An id that the page gives twice gets a number, so that no entry hides another.
fn number_repeats(cx: &PageContext<'_>, entries: &mut [FaqEntry]) {
    let mut seen = HashSet::new();
    let mut counts: HashMap<FaqId, usize> = HashMap::new();
    for entry in entries {
        let mut id = entry.id.clone();
        while !seen.insert(id.clone()) {
            let count = counts.entry(entry.id.clone()).or_default();
            *count += 1;
            id = cx.numbered(entry.id.as_str(), *count, FaqId::parse);
        }
        entry.key = FaqKey::new(cx.course, cx.lesson, &id);
        entry.id = id;
    }
}
