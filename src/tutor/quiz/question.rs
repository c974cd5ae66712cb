//! How a question is asked. Nothing of its key is in here.

use super::Cx;
use crate::{
    action::{Letters, Press},
    course::{ChoiceQuestion, Question, QuestionBody, Selection},
    library::QuestionAt,
    markup::{self, RichText},
    quiz::typed::Unreadable,
    reply::{Block, Button, LetterSelect, Options, Reply, ShownChoice},
    review::Confidence,
    store::attempts::{Attempt, Item, Scope},
    words::Locale,
};

pub(super) fn show(cx: &Cx<'_>, attempt: &Attempt, item: &Item, at: &QuestionAt<'_>, order: &[usize]) -> Reply {
    let question = at.question();
    let number = usize::from(item.position) + 1;
    let mut blocks = vec![
        cx.breadcrumb(at.course(), at.lesson(), Some(attempt_word(cx.locale, &attempt.scope).to_owned())),
        Block::Title(cx.locale.question_of(number, attempt.items.len()).into()),
    ];
    blocks.extend(stem(question));
    blocks.extend(body(cx.locale, question, order));
    let mut reply = Reply::new(blocks);
    reply.options.extend(answers(cx, attempt, item, question, order));
    let stop = Button::new(cx.locale.stop_button(), Press::Stop { attempt: attempt.id });
    reply.buttons(confidence(cx.locale, attempt, item).into_iter().chain([stop]))
}

/// The question itself, after what it shares with others.
pub(super) fn stem(question: &Question) -> impl Iterator<Item = Block> {
    let context = (!question.context.is_empty()).then(|| Block::Content(question.context.clone()));
    context.into_iter().chain([Block::Content(question.stem.clone())])
}

/// The program that a question is about.
pub(super) fn program(body: &QuestionBody) -> Option<Block> {
    match body {
        QuestionBody::Tracing(tracing) => {
            let (language, text) = (tracing.language.clone(), tracing.program.clone());
            let code = markup::Code { language, text, title: None, run: false };
            Some(Block::Content(vec![markup::Block::Code(code)]))
        }
        QuestionBody::Choice(_) | QuestionBody::Text(_) | QuestionBody::Number(_) | QuestionBody::Matching(_) => None,
    }
}

/// What the attempt is called.
pub(super) fn attempt_word(locale: Locale, scope: &Scope) -> &'static str {
    match scope {
        Scope::Review => locale.review_word(),
        Scope::Lesson { .. } | Scope::Course(_) => locale.quiz_word(),
    }
}

/// How sure somebody is, before they answer. Who does not care answers at once; the one that was pressed says so in its
/// label and takes it back when it is pressed again.
fn confidence(locale: Locale, attempt: &Attempt, item: &Item) -> [Button; 2] {
    let button = |level, label: fn(Locale, bool) -> &'static str| {
        let said = item.confidence == Some(level);
        let confidence = if said { None } else { Some(level) };
        Button::new(label(locale, said), Press::Say { attempt: attempt.id, item: item.position, confidence })
    };
    [button(Confidence::Sure, Locale::sure_button), button(Confidence::Unsure, Locale::unsure_button)]
}

/// What stands under the stem: choices, pairs, the program, and how to answer.
fn body(locale: Locale, question: &Question, order: &[usize]) -> Vec<Block> {
    match &question.body {
        QuestionBody::Choice(choice) => {
            let choices = Block::Choices(shown_choices(choice, order));
            let hint = (choice.selection == Selection::Multiple).then(|| Block::Note(locale.select_all()));
            [choices].into_iter().chain(hint).collect()
        }
        QuestionBody::Text(_) => vec![Block::Note(locale.type_answer())],
        QuestionBody::Number(_) => vec![Block::Note(locale.type_number()), Block::Note(locale.type_answer())],
        QuestionBody::Matching(matching) => {
            let left = matching.pairs.iter().map(|(left, _)| left.clone()).collect();
            let sides = matching.right_sides();
            let right = order.iter().enumerate().filter_map(|(index, side)| {
                let content = vec![markup::Block::Paragraph((*sides.get(*side)?).clone())];
                Some(ShownChoice { index, content, mark: None, reason: Vec::new(), tally: None })
            });
            vec![
                Block::Content(vec![numbered(left)]),
                Block::Choices(right.collect()),
                Block::Note(locale.type_pairs()),
            ]
        }
        QuestionBody::Tracing(_) => {
            program(&question.body).into_iter().chain([Block::Note(locale.type_trace())]).collect()
        }
    }
}

pub(super) fn shown_choices(choice: &ChoiceQuestion, order: &[usize]) -> Vec<ShownChoice> {
    let shown = order.iter().enumerate().filter_map(|(index, canonical)| {
        let content = choice.choices.get(*canonical)?.content.clone();
        Some(ShownChoice { index, content, mark: None, reason: Vec::new(), tally: None })
    });
    shown.collect()
}

fn numbered(lines: Vec<RichText>) -> markup::Block {
    let items = lines
        .into_iter()
        .map(|line| markup::ListItem { checked: None, blocks: vec![markup::Block::Paragraph(line)] })
        .collect();
    markup::Block::List(markup::List { start: Some(1), items })
}

/// What there is to press: a letter, several letters, or a form to type into.
fn answers(cx: &Cx<'_>, attempt: &Attempt, item: &Item, question: &Question, order: &[usize]) -> Option<Options> {
    let (id, position) = (attempt.id, item.position);
    match &question.body {
        QuestionBody::Choice(choice) if choice.selection == Selection::Multiple => {
            let items = order
                .iter()
                .filter_map(|index| choice.choices.get(*index))
                .map(|choice| markup::plain_text(&choice.content).trim().to_owned());
            Some(Options::Letters(LetterSelect {
                placeholder: cx.locale.select_letters().to_owned(),
                press: Press::Answer { attempt: id, item: position, chosen: Letters::NONE },
                items: items.collect(),
            }))
        }
        QuestionBody::Choice(_) => {
            let letters = (0..order.len()).filter_map(|index| {
                let chosen = Letters::one(index)?;
                Some(Button::letter(index, Press::Answer { attempt: id, item: position, chosen }))
            });
            Some(Options::Buttons(letters.collect()))
        }
        QuestionBody::Text(_) | QuestionBody::Number(_) | QuestionBody::Matching(_) | QuestionBody::Tracing(_) => {
            let form = Press::AnswerForm { attempt: id, item: position };
            Some(Options::Buttons(vec![Button::primary(cx.locale.answer_button(), form)]))
        }
    }
}

/// Why a typed line is no answer, and what one looks like.
pub(super) fn say_unreadable(locale: Locale, why: Unreadable, question: &Question, order: &[usize]) -> RichText {
    match why {
        Unreadable::NoChoice => locale.no_such_letter(Letters::letter(order.len().saturating_sub(1))),
        Unreadable::OneOnly => locale.one_letter_only(),
        Unreadable::NoNumber => locale.type_number(),
        Unreadable::NoPairs => locale.type_pairs(),
        Unreadable::Empty | Unreadable::TooLong => match &question.body {
            QuestionBody::Tracing(_) => locale.type_trace(),
            QuestionBody::Choice(_) | QuestionBody::Text(_) | QuestionBody::Number(_) | QuestionBody::Matching(_) => {
                locale.unreadable_answer()
            }
        },
    }
}
