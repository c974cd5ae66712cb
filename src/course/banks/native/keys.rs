//! The key of a question in native Markdown, with what it cannot hold.

use super::super::markdown::{self, SEPARATOR};
use crate::{
    course::{
        Choice, ChoiceOrder, ChoiceQuestion, Credit, MatchingQuestion, NumberQuestion, ResponseKind, Selection,
        TextAnswer, TextComparison, TextQuestion, TracingOutcome, TracingQuestion,
    },
    markup::{Block, List, RichText, Table},
};

/// Markdown, and what is not in it.
type Key = (String, Vec<String>);

/// A task list; numbered when the order is fixed.
pub(super) fn choices(question: &ChoiceQuestion) -> Key {
    let mut items = Vec::new();
    for (index, choice) in question.choices.iter().enumerate() {
        let marker = match question.order {
            ChoiceOrder::Shuffled => "- ".to_owned(),
            ChoiceOrder::Fixed => format!("{}. ", index + 1),
        };
        items.push(self::choice(&marker, choice, question.selection));
    }
    let is_loose = items.iter().any(|item| item.contains("\n\n"));
    (items.join(if is_loose { "\n\n" } else { "\n" }), Vec::new())
}

fn choice(marker: &str, choice: &Choice, selection: Selection) -> String {
    let mut text = markdown::blocks(&choice.content);
    let reason = reason(choice, selection);
    let ends_in_list = matches!(choice.content.last(), Some(Block::List(List { start: None, .. })));
    if ends_in_list {
        // The last list of a choice is its reason, even an empty one.
        text = format!("{text}\n\n{SEPARATOR}\n\n{}", markdown::item("- ", &reason));
    } else if !reason.is_empty() {
        let gap = if matches!(choice.content.as_slice(), [Block::Paragraph(_)]) { "\n" } else { "\n\n" };
        text = format!("{text}{gap}{}", markdown::item("- ", &reason));
    }
    markdown::task(marker, choice.is_right(), &choice.content, &text)
}

/// The reason, with what the choice is worth in front of it.
fn reason(choice: &Choice, selection: Selection) -> String {
    let percent = choice.credit.as_percent();
    let reason = markdown::blocks(&choice.reason);
    let is_part = selection == Selection::Single && choice.credit != Credit::NONE && !choice.is_right();
    match (is_part, choice.reason.first()) {
        (false, _) => reason,
        (true, Some(Block::Paragraph(_))) => format!("({percent} %) {reason}"),
        (true, Some(_)) => format!("({percent} %)\n\n{reason}"),
        (true, None) => format!("({percent} %)"),
    }
}

/// Fences with the answers that get full marks, then a list of the others and of reasons.
pub(super) fn texts(question: &TextQuestion) -> Key {
    let mut words = vec!["answer"];
    match question.comparison {
        TextComparison::Loose => {}
        TextComparison::Wildcard => words.push("wildcard"),
        TextComparison::Exact => words.push("exact"),
    }
    match question.response {
        ResponseKind::Short => {}
        ResponseKind::Long => words.push("long"),
        ResponseKind::Code => words.push("code"),
    }
    let info = words.join(" ");
    let full = question.answers.iter().filter(|answer| answer.credit == Credit::FULL).map(|answer| answer.text.trim());
    let full: Vec<&str> = full.collect();
    let key = if full.iter().any(|text| text.contains('\n')) {
        let fences = full.iter().map(|text| markdown::fence(&format!("{info} whole"), text));
        fences.collect::<Vec<_>>().join("\n\n")
    } else {
        markdown::fence(&info, &full.join("\n"))
    };
    let mut foreseen = Foreseen::default();
    for answer in &question.answers {
        foreseen.add(answer.text.trim(), answer.credit, &answer.reason);
    }
    foreseen.otherwise(&question.otherwise);
    if question.comparison == TextComparison::Wildcard && !question.answers.is_sorted_by_key(worth_less) {
        foreseen.not_kept.push("answers with full marks are now compared before those with less".to_owned());
    }
    foreseen.below(key)
}

fn worth_less(answer: &TextAnswer) -> bool {
    answer.credit != Credit::FULL
}

pub(super) fn numbers(question: &NumberQuestion) -> Key {
    let full = question.answers.iter().filter(|answer| answer.credit == Credit::FULL);
    let full: Vec<String> = full.map(|answer| answer.range.to_string()).collect();
    let mut foreseen = Foreseen::default();
    for answer in &question.answers {
        foreseen.add(&answer.range.to_string(), answer.credit, &answer.reason);
    }
    foreseen.otherwise(&question.otherwise);
    foreseen.below(markdown::fence("number", &full.join("\n")))
}

pub(super) fn pairs(question: &MatchingQuestion) -> Key {
    let header = question.header.clone().unwrap_or_default();
    let pairs = question.pairs.iter().map(|(left, right)| vec![left.clone(), right.clone()]);
    let others = question.distractors.iter().map(|right| vec![RichText::default(), right.clone()]);
    let table = Table { header: vec![header.0, header.1], rows: pairs.chain(others).collect() };
    (markdown::table(&table), Vec::new())
}

pub(super) fn program(question: &TracingQuestion) -> Key {
    let program = markdown::fence(question.language.as_deref().unwrap_or_default(), &question.program);
    let outcome = match &question.outcome {
        TracingOutcome::Prints(text) => markdown::fence("output", text),
        TracingOutcome::DoesNotCompile { line: Some(line) } => markdown::fence("error", &format!("line {line}")),
        TracingOutcome::DoesNotCompile { line: None } => markdown::fence("error", ""),
    };
    (format!("{program}\n\n{outcome}"), Vec::new())
}

/// The list of answers that are not simply right.
#[derive(Default)]
struct Foreseen {
    items: Vec<String>,
    not_kept: Vec<String>,
}

impl Foreseen {
    fn add(&mut self, answer: &str, credit: Credit, reason: &[Block]) {
        if credit == Credit::FULL && reason.is_empty() {
            return;
        }
        if answer.contains('\n') || answer.is_empty() || answer == "*" {
            self.not_kept.push(format!("what is said about the answer `{}` has no place", answer.replace('\n', " ")));
            return;
        }
        let credit = match credit {
            Credit::FULL | Credit::NONE => String::new(),
            part => format!(" ({} %)", part.as_percent()),
        };
        self.push(&format!("{}{credit}", markdown::code(answer)), reason);
    }

    fn otherwise(&mut self, reason: &[Block]) {
        if !reason.is_empty() {
            self.push("`*`", reason);
        }
    }

    fn push(&mut self, answer: &str, reason: &[Block]) {
        let text = markdown::blocks(reason);
        let text = match reason.first() {
            None => answer.to_owned(),
            Some(Block::Paragraph(_)) => format!("{answer}: {text}"),
            Some(_) => format!("{answer}:\n\n{text}"),
        };
        self.items.push(markdown::item("- ", &text));
    }

    fn below(self, key: String) -> Key {
        let is_loose = self.items.iter().any(|item| item.contains("\n\n"));
        let list = self.items.join(if is_loose { "\n\n" } else { "\n" });
        (if list.is_empty() { key } else { format!("{key}\n\n{list}") }, self.not_kept)
    }
}
