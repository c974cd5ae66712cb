//! Questions written in a lesson: headings under *Test your knowledge*, each with a key that a Git forge also shows
//! well (a task list, a fence, a table). What a question needs beyond its form is checked by [`super::question`].

mod keys;
mod settings;

use std::collections::HashMap;

use self::{
    keys::{Key, KeyContext, TwoKeys},
    settings::Settings,
};
use super::{
    Position, QuestionBody,
    markdown::{CodeFence, Heading, Node, NodeKind},
    outline::{Part, Special},
    problem::{Code, Problem},
    question::Draft,
    text::Text,
};
use crate::{ids::QuestionId, markup::Block};

/// The fences of a page by where they stand: a question's key may be one.
pub(super) type Fences = HashMap<usize, CodeFence>;

/// Reads the questions of a quiz section.
pub(super) fn read(quiz: Special, fences: &Fences, text: &Text) -> (Vec<Draft>, Vec<Problem>) {
    let at = text.position(quiz.head.at);
    let mut reader = Reader { fences, text, drafts: Vec::new(), problems: Vec::new() };
    reader.parts(quiz.parts, &[]);
    if reader.drafts.is_empty() && reader.problems.is_empty() {
        let message = "this quiz has no questions";
        let help = "write each question as a heading below it, with a list of `[ ]` and `[x]` under the heading";
        reader.problems.push(Problem::new(Code::QuizEmpty, at, message, help));
    }
    (reader.drafts, reader.problems)
}

struct Reader<'a> {
    fences: &'a Fences,
    text: &'a Text,
    drafts: Vec<Draft>,
    problems: Vec<Problem>,
}

/// A question as it is taken apart.
struct Open {
    heading: Heading,
    at: Position,
    settings: Settings,
    nodes: Vec<Node>,
}

impl Reader<'_> {
    /// Reads parts of one level as questions or groups, each with the deeper parts that follow it.
    fn parts(&mut self, parts: Vec<Part>, context: &[Block]) {
        let Some(level) = parts.iter().map(Part::level).min() else { return };
        let mut groups: Vec<(Part, Vec<Part>)> = Vec::new();
        for part in parts {
            match groups.last_mut() {
                Some((_, deeper)) if part.level() > level => deeper.push(part),
                Some(_) | None => groups.push((part, Vec::new())),
            }
        }
        for (part, deeper) in groups {
            let holds_questions = deeper.iter().any(|part| self.has_key(&part.nodes));
            if context.is_empty() && holds_questions && !self.has_key(&part.nodes) {
                self.group(part, deeper);
            } else {
                self.question(part, deeper, context);
            }
        }
    }

    fn group(&mut self, part: Part, questions: Vec<Part>) {
        let at = self.text.position(part.at);
        let (settings, nodes) = self.settings(part.nodes, &at);
        let title = part.heading.map(|heading| heading.title).unwrap_or_default();
        let mut context = Vec::new();
        if !settings.label {
            context.push(Block::Heading(title));
        }
        context.extend(nodes.into_iter().filter_map(Node::into_block));
        if context.is_empty() {
            // An empty context would look like none; a rule says "below this, they belong together".
            context.push(Block::Rule);
        }
        self.parts(questions, &context);
    }

    fn question(&mut self, part: Part, deeper: Vec<Part>, context: &[Block]) {
        let Some(heading) = part.heading else { return };
        let at = self.text.position(part.at);
        let (settings, mut nodes) = self.settings(part.nodes, &at);
        for part in deeper {
            let title = part.heading.map(|heading| heading.title).unwrap_or_default();
            nodes.push(Node { at: part.at, kind: NodeKind::Block(Block::Heading(title), Vec::new()) });
            nodes.extend(part.nodes);
        }
        let open = Open { heading, at, settings, nodes };
        match self.draft(open, context) {
            Ok(draft) => self.drafts.push(draft),
            Err(problem) => self.problems.push(*problem),
        }
    }

    fn draft(&mut self, mut open: Open, context: &[Block]) -> Result<Draft, Box<Problem>> {
        let id = open.settings.id.take().or_else(|| self.explicit_id(&open));
        let key = self.key(&open)?;
        let after = open.nodes.split_off(key.last + 1);
        let key_nodes = open.nodes.split_off(key.first);
        let mut stem = open.nodes;
        let cx = KeyContext { fences: self.fences, text: self.text, settings: &open.settings, at: &open.at };
        let mut body = keys::body(&cx, key.kind, key_nodes, &mut stem, &mut self.problems)?;
        let explanation = self.after(after, &mut body, &stem);
        let title = (!open.settings.label).then_some(Block::Paragraph(open.heading.title));
        let stem = title.into_iter().chain(stem.into_iter().filter_map(Node::into_block)).collect();
        let (aliases, context) = (open.settings.aliases, context.to_vec());
        Ok(Draft { id, aliases, category: None, context, stem, body, explanation, reread: None, at: open.at })
    }

    fn key(&self, open: &Open) -> Result<Key, Box<Problem>> {
        match keys::find(&open.nodes, self.fences) {
            Ok(Some(key)) => Ok(key),
            Ok(None) => {
                let message = format!("the question `{}` has no key", open.heading.title);
                let help = "add a task list whose right choices are ticked `[x]`, or an `answer` fence";
                Err(Box::new(Problem::new(Code::QuizWithoutKey, open.at.clone(), message, help)))
            }
            Err(TwoKeys(at)) => {
                let message = "this question has both choices and an answer to type";
                let help = "keep the task list or the fence, or make it two questions";
                Err(Box::new(Problem::new(Code::QuizTwoKeys, self.text.position(at), message, help)))
            }
        }
    }

    /// `{#id}` on the heading.
    fn explicit_id(&mut self, open: &Open) -> Option<QuestionId> {
        if !open.heading.explicit {
            return None;
        }
        match QuestionId::parse(&open.heading.anchor) {
            Ok(id) => Some(id),
            Err(error) => {
                self.problems.push(super::front_matter::bad_id(&open.heading.anchor, &error, open.at.clone()));
                None
            }
        }
    }

    /// What follows the key: the explanation, and the reasons of foreseen answers.
    fn after(&mut self, nodes: Vec<Node>, body: &mut QuestionBody, stem: &[Node]) -> Vec<Block> {
        let mut explanation = Vec::new();
        let mut quoted = false;
        for node in nodes {
            let at = self.text.position(node.at);
            match node.kind {
                NodeKind::Block(Block::Quote(blocks), _) => {
                    quoted = true;
                    explanation.extend(blocks);
                }
                NodeKind::Block(Block::List(list), _) if keys::takes_foreseen(body) && list.start.is_none() => {
                    self.problems.extend(keys::foreseen(list, body, &at));
                }
                NodeKind::Block(Block::Rule, _) | NodeKind::Settings(_) | NodeKind::Quiz(_) | NodeKind::Heading(_) => {}
                NodeKind::Block(block, _) => {
                    let message = "text after the key is taken as the explanation";
                    let help = "make it a block quote: begin its lines with `> `";
                    self.problems.push(Problem::new(Code::QuizTextAfterKey, at, message, help));
                    explanation.push(block);
                }
            }
        }
        let quote = stem.iter().find(|node| matches!(node.kind, NodeKind::Block(Block::Quote(_), _)));
        if let (Some(quote), false) = (quote, quoted) {
            let at = self.text.position(quote.at);
            let message = "a block quote before the key is shown with the question";
            let help = "move it below the key if it is the explanation";
            self.problems.push(Problem::new(Code::QuizQuoteBeforeKey, at, message, help));
        }
        explanation
    }

    /// Takes the settings out of a question's nodes.
    fn settings(&mut self, nodes: Vec<Node>, at: &Position) -> (Settings, Vec<Node>) {
        let mut settings = Settings::default();
        let mut others = Vec::new();
        for node in nodes {
            match &node.kind {
                NodeKind::Settings(text) => {
                    let at = if text.is_empty() { at.clone() } else { self.text.position(node.at) };
                    settings.read(text, &at, &mut self.problems);
                }
                NodeKind::Heading(_) | NodeKind::Block(..) | NodeKind::Quiz(_) => others.push(node),
            }
        }
        (settings, others)
    }

    fn has_key(&self, nodes: &[Node]) -> bool {
        !matches!(keys::find(nodes, self.fences), Ok(None))
    }
}

#[cfg(test)]
mod tests;
