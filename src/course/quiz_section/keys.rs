//! The key of a written question: which of its parts it is, and what it says.

use super::{Fences, settings::Settings};
use crate::{
    course::{
        Choice, ChoiceOrder, ChoiceQuestion, Credit, MatchingQuestion, NumberAnswer, NumberQuestion, NumberRange,
        Position, QuestionBody, ResponseKind, Selection, TextAnswer, TextComparison, TextQuestion, TracingOutcome,
        TracingQuestion,
        markdown::{Node, NodeKind},
        outline::is_task_list,
        problem::{Code, Problem},
        text::Text,
    },
    markup::{Block, List, ListItem, RichText, Span, Table},
};

/// The key among a question's nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    pub kind: KeyKind,
    /// Index of its first node.
    pub first: usize,
    /// Index of its last node.
    pub last: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyKind {
    Choice,
    Text,
    Number,
    Tracing,
    Matching,
}

/// A question has a task list and a fence to type in, the latter at this offset.
#[derive(Debug)]
pub(super) struct TwoKeys(pub usize);

/// What the keys of one question are read with.
pub(super) struct KeyContext<'a> {
    pub fences: &'a Fences,
    pub text: &'a Text,
    pub settings: &'a Settings,
    /// The question's own place.
    pub at: &'a Position,
}

/// Finds the key: a task list, else `answer` fences, else `number`, else `output` or `error`, else a table of two
/// columns.
pub(super) fn find(nodes: &[Node], fences: &Fences) -> Result<Option<Key>, TwoKeys> {
    let fence = |names: &[&str]| nodes.iter().position(|node| fence_is(node, fences, names));
    let typed = fence(&["answer", "number"]);
    let choices = nodes
        .iter()
        .rposition(|node| matches!(&node.kind, NodeKind::Block(Block::List(list), _) if is_task_list(list)));
    let one = |kind, index| Ok(Some(Key { kind, first: index, last: index }));
    if let Some(index) = choices {
        return match typed.and_then(|typed| nodes.get(typed)) {
            Some(node) => Err(TwoKeys(node.at)),
            None => one(KeyKind::Choice, index),
        };
    }
    if let Some(first) = fence(&["answer"]) {
        let more = nodes.iter().skip(first + 1).take_while(|node| fence_is(node, fences, &["answer"])).count();
        return Ok(Some(Key { kind: KeyKind::Text, first, last: first + more }));
    }
    if let Some(index) = typed {
        return one(KeyKind::Number, index);
    }
    if let Some(index) = fence(&["output", "error"]) {
        return one(KeyKind::Tracing, index);
    }
    let pairs = |node: &Node| matches!(&node.kind, NodeKind::Block(Block::Table(table), _) if table.header.len() == 2);
    match nodes.iter().rposition(pairs) {
        Some(index) => one(KeyKind::Matching, index),
        None => Ok(None),
    }
}

/// Reads the key. A program to trace is taken out of the stem.
pub(super) fn body(
    cx: &KeyContext<'_>,
    kind: KeyKind,
    key: Vec<Node>,
    stem: &mut Vec<Node>,
    problems: &mut Vec<Problem>,
) -> Result<QuestionBody, Box<Problem>> {
    match kind {
        KeyKind::Choice => cx.choices(key),
        KeyKind::Text => Ok(cx.answers(&key, problems)),
        KeyKind::Number => cx.numbers(&key),
        KeyKind::Tracing => cx.tracing(&key, stem),
        KeyKind::Matching => cx.matching(key),
    }
}

fn fence_is(node: &Node, fences: &Fences, names: &[&str]) -> bool {
    info(node, fences).is_some_and(|info| names.contains(&info.split_whitespace().next().unwrap_or_default()))
}

fn info<'f>(node: &Node, fences: &'f Fences) -> Option<&'f str> {
    match node.kind {
        NodeKind::Block(Block::Code(_), _) => fences.get(&node.at).map(|fence| fence.info.as_str()),
        NodeKind::Block(..) | NodeKind::Heading(_) | NodeKind::Quiz(_) | NodeKind::Settings(_) => None,
    }
}

fn code(node: &Node) -> &str {
    match &node.kind {
        NodeKind::Block(Block::Code(code), _) => &code.text,
        NodeKind::Block(..) | NodeKind::Heading(_) | NodeKind::Quiz(_) | NodeKind::Settings(_) => "",
    }
}

impl KeyContext<'_> {
    fn choices(&self, key: Vec<Node>) -> Result<QuestionBody, Box<Problem>> {
        let mut choices = Vec::new();
        let mut order = ChoiceOrder::Shuffled;
        for node in key {
            let NodeKind::Block(Block::List(list), offsets) = node.kind else { continue };
            if list.start.is_some() {
                order = ChoiceOrder::Fixed;
            }
            for (item, offset) in list.items.into_iter().zip(offsets) {
                choices.push(choice(item).ok_or_else(|| {
                    let at = self.text.position(offset);
                    let help = "begin it with `[ ]` or `[x]`, as the others";
                    Box::new(Problem::new(Code::QuizSyntax, at, "this choice has no box to tick", help))
                })?);
            }
        }
        let right = choices.iter().filter(|choice| choice.is_right()).count();
        let several = self.settings.several || right > 1 && !self.settings.one;
        let selection = if several { Selection::Multiple } else { Selection::Single };
        if several {
            choices.iter_mut().filter(|choice| !choice.is_right()).for_each(|choice| choice.credit = Credit::NONE);
        }
        Ok(QuestionBody::Choice(ChoiceQuestion { choices, selection, order }))
    }

    fn answers(&self, key: &[Node], problems: &mut Vec<Problem>) -> QuestionBody {
        let mut question = TextQuestion {
            answers: Vec::new(),
            otherwise: Vec::new(),
            comparison: TextComparison::Loose,
            response: ResponseKind::Short,
        };
        for (index, node) in key.iter().enumerate() {
            let mut whole = false;
            for word in info(node, self.fences).unwrap_or_default().split_whitespace().skip(1) {
                match word {
                    "whole" => whole = true,
                    "exact" if index == 0 => question.comparison = TextComparison::Exact,
                    "wildcard" if index == 0 => question.comparison = TextComparison::Wildcard,
                    "short" if index == 0 => question.response = ResponseKind::Short,
                    "long" if index == 0 => question.response = ResponseKind::Long,
                    "code" if index == 0 => question.response = ResponseKind::Code,
                    "loose" | "exact" | "wildcard" | "short" | "long" | "code" => {}
                    word => problems.push(self.unknown_word(node, word)),
                }
            }
            let texts: Vec<&str> = if whole { vec![code(node)] } else { code(node).lines().map(str::trim).collect() };
            let texts = texts.into_iter().filter(|text| !text.trim().is_empty());
            question.answers.extend(texts.map(|text| TextAnswer {
                text: text.to_owned(),
                credit: Credit::FULL,
                reason: Vec::new(),
            }));
        }
        QuestionBody::Text(question)
    }

    fn unknown_word(&self, node: &Node, word: &str) -> Problem {
        let message = format!("unknown word `{word}` after `answer`");
        let help = "known are exact, wildcard, loose, short, long, code and whole";
        Problem::new(Code::QuizUnknownSetting, self.text.position(node.at), message, help)
    }

    fn numbers(&self, key: &[Node]) -> Result<QuestionBody, Box<Problem>> {
        let mut answers = Vec::new();
        for node in key {
            for (line, below) in code(node).lines().zip(1..) {
                let line = line.trim();
                if line.is_empty() {
                    continue;
                }
                let range = NumberRange::parse(line).ok_or_else(|| {
                    let mut at = self.text.position(node.at);
                    at.line += below;
                    let message = format!("`{line}` is no number");
                    let help = "write `42`, `3.14 ± 0.01` or `2..3`, one a line";
                    Box::new(Problem::new(Code::QuizSyntax, at, message, help))
                })?;
                answers.push(NumberAnswer { range, credit: Credit::FULL, reason: Vec::new() });
            }
        }
        Ok(QuestionBody::Number(NumberQuestion { answers, otherwise: Vec::new() }))
    }

    fn tracing(&self, key: &[Node], stem: &mut Vec<Node>) -> Result<QuestionBody, Box<Problem>> {
        let program = stem.iter().rposition(|node| matches!(node.kind, NodeKind::Block(Block::Code(_), _)));
        let Some(NodeKind::Block(Block::Code(program), _)) = program.map(|index| stem.remove(index).kind) else {
            let message = "there is no program above this output";
            let help = "put the program into a code fence before it";
            return Err(Box::new(Problem::new(Code::QuizWithoutProgram, self.at.clone(), message, help)));
        };
        let outcome = match key.first() {
            Some(node) if fence_is(node, self.fences, &["error"]) => {
                let line = code(node).trim().strip_prefix("line").and_then(|line| line.trim().parse().ok());
                TracingOutcome::DoesNotCompile { line }
            }
            Some(node) => TracingOutcome::Prints(code(node).to_owned()),
            None => TracingOutcome::Prints(String::new()),
        };
        Ok(QuestionBody::Tracing(TracingQuestion { program: program.text, language: program.language, outcome }))
    }

    fn matching(&self, key: Vec<Node>) -> Result<QuestionBody, Box<Problem>> {
        let table = key.into_iter().find_map(|node| match node.kind {
            NodeKind::Block(Block::Table(table), _) => Some(table),
            NodeKind::Block(..) | NodeKind::Heading(_) | NodeKind::Quiz(_) | NodeKind::Settings(_) => None,
        });
        let Some(Table { header, rows }) = table else {
            let help = "write a table of two columns";
            return Err(Box::new(Problem::new(Code::QuizSyntax, self.at.clone(), "there is no table", help)));
        };
        let header = match <[RichText; 2]>::try_from(header) {
            Ok([left, right]) if !(left.is_empty() && right.is_empty()) => Some((left, right)),
            Ok(_) | Err(_) => None,
        };
        let (mut pairs, mut distractors) = (Vec::new(), Vec::new());
        for row in rows {
            match <[RichText; 2]>::try_from(row) {
                Ok([left, right]) if left.is_empty() => distractors.push(right),
                Ok([left, right]) => pairs.push((left, right)),
                Err(_) => {}
            }
        }
        Ok(QuestionBody::Matching(MatchingQuestion { header, pairs, distractors }))
    }
}

/// One item of a task list; nothing when it has no box.
fn choice(item: ListItem) -> Option<Choice> {
    let right = item.checked?;
    let mut content = item.blocks;
    let mut reason: Vec<Block> = match content.last() {
        Some(Block::List(list)) if content.len() > 1 && list.start.is_none() && !is_task_list(list) => {
            match content.pop() {
                Some(Block::List(list)) => list.items.into_iter().flat_map(|item| item.blocks).collect(),
                Some(_) | None => Vec::new(),
            }
        }
        Some(_) | None => Vec::new(),
    };
    let credit = match (right, reason.first_mut()) {
        (true, _) => Credit::FULL,
        (false, Some(Block::Paragraph(text))) => take_credit(text).unwrap_or(Credit::NONE),
        (false, _) => Credit::NONE,
    };
    if matches!(reason.first(), Some(Block::Paragraph(text)) if text.is_empty()) {
        reason.remove(0);
    }
    Some(Choice { content, credit, reason })
}

/// Cuts `(50 %)` off the start of a reason.
fn take_credit(text: &mut RichText) -> Option<Credit> {
    let mut spans = text.spans().to_vec();
    let first = spans.first_mut()?;
    let (number, rest) = first.text.strip_prefix('(')?.split_once("%)")?;
    let number = number.strip_suffix(' ').unwrap_or(number);
    let credit = Credit::percent(number.parse().ok().filter(|_| number.len() <= 2)?);
    first.text = rest.trim_start().to_owned();
    spans.retain(|span| !span.text.is_empty());
    *text = RichText::new(spans);
    Some(credit)
}

/// Whether a list below the key names foreseen answers.
pub(super) fn takes_foreseen(body: &QuestionBody) -> bool {
    matches!(body, QuestionBody::Text(_) | QuestionBody::Number(_))
}

/// Reads foreseen answers: "- `yield` (50 %): hands out a value". Returns what could not be read.
pub(super) fn foreseen(list: List, body: &mut QuestionBody, at: &Position) -> Vec<Problem> {
    let mut problems = Vec::new();
    for item in list.items {
        let Some((answer, credit, reason)) = foreseen_answer(item) else {
            let message = "a foreseen answer must begin with the answer in backquotes";
            let help = "write \"- `yield`: why it is wrong\"";
            problems.push(Problem::new(Code::QuizSyntax, at.clone(), message, help));
            continue;
        };
        if add_foreseen(body, &answer, credit, reason).is_none() {
            let message = format!("`{answer}` is no number");
            let help = "write `42`, `3.14 ± 0.01`, `2..3`, or `*` for any other answer";
            problems.push(Problem::new(Code::QuizSyntax, at.clone(), message, help));
        }
    }
    problems
}

fn foreseen_answer(item: ListItem) -> Option<(String, Credit, Vec<Block>)> {
    let mut blocks = item.blocks.into_iter();
    let Block::Paragraph(first) = blocks.next()? else { return None };
    let mut spans = first.spans().iter().cloned();
    let answer = spans.next().filter(|span| span.style.code)?.text;
    let mut rest: Vec<Span> = spans.collect();
    if let Some(span) = rest.first_mut() {
        span.text = span.text.trim_start().to_owned();
    }
    let mut rest = RichText::new(rest);
    let credit = take_credit(&mut rest).unwrap_or(Credit::NONE);
    let mut rest: Vec<Span> = rest.spans().to_vec();
    if let Some(span) = rest.first_mut() {
        let text = span.text.trim_start();
        span.text = text.strip_prefix(':').unwrap_or(text).trim_start().to_owned();
    }
    rest.retain(|span| !span.text.is_empty());
    let rest = RichText::new(rest);
    let reason = (!rest.is_empty()).then_some(Block::Paragraph(rest)).into_iter().chain(blocks).collect();
    Some((answer, credit, reason))
}

fn add_foreseen(body: &mut QuestionBody, answer: &str, credit: Credit, reason: Vec<Block>) -> Option<()> {
    match body {
        QuestionBody::Text(question) if answer == "*" => question.otherwise = reason,
        QuestionBody::Text(question) => match question.answers.iter_mut().find(|known| known.text == answer) {
            Some(known) => known.reason = reason,
            None => question.answers.push(TextAnswer { text: answer.to_owned(), credit, reason }),
        },
        QuestionBody::Number(question) if answer == "*" => question.otherwise = reason,
        QuestionBody::Number(question) => {
            let range = NumberRange::parse(answer)?;
            match question.answers.iter_mut().find(|known| known.range == range) {
                Some(known) => known.reason = reason,
                None => question.answers.push(NumberAnswer { range, credit, reason }),
            }
        }
        QuestionBody::Choice(_) | QuestionBody::Matching(_) | QuestionBody::Tracing(_) => {}
    }
    Some(())
}
