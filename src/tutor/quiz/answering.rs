//! From a press or typed words to an answer that is recorded and what is said about it.

use std::sync::{Arc, OnceLock};

use super::{
    super::{Cx, Result},
    current, feedback, is_withheld, not_open, outcome,
    outcome::Answered,
    own_attempt, question, results, resume,
};
use crate::{
    action::Letters,
    course::{Question, QuestionBody, Selection},
    ids::AttemptId,
    library::QuestionAt,
    markup::RichText,
    quiz::{self, Given, order, typed},
    reply::{Block, Reply},
    store::{
        attempts::{
            Item, ItemAt, ItemState,
            record::{Finish, Recorded},
        },
        error::StoreError,
    },
};

/// Answers with letters, as they were shown in this attempt.
pub(in crate::tutor) async fn letters(cx: &Cx<'_>, id: AttemptId, position: u16, letters: Letters) -> Result<Reply> {
    let locale = cx.locale;
    grade(cx, id, position, move |question, order| {
        let shown = order.len();
        if letters.is_empty() || letters.indices().any(|index| index >= shown) {
            return Err(locale.no_such_letter(Letters::letter(shown.saturating_sub(1))));
        }
        match &question.body {
            QuestionBody::Choice(choice) if choice.selection == Selection::Single && letters.indices().count() > 1 => {
                Err(locale.one_letter_only())
            }
            QuestionBody::Choice(_) => Ok(order::chosen(order, letters.indices())),
            QuestionBody::Text(_) | QuestionBody::Number(_) | QuestionBody::Matching(_) | QuestionBody::Tracing(_) => {
                Err(locale.unreadable_answer())
            }
        }
    })
    .await
}

/// Answers with typed words: of a form, or of a line.
pub(in crate::tutor) async fn text(cx: &Cx<'_>, id: AttemptId, position: u16, text: &str) -> Result<Reply> {
    let (locale, text) = (cx.locale, text.to_owned());
    grade(cx, id, position, move |question, order| {
        typed::read(question, order, &text).map_err(|why| question::say_unreadable(locale, why, question, order))
    })
    .await
}

/// Reads, grades and records an answer, then says how it went. What cannot be read is asked again and not recorded.
///
/// The writer looks up the item and has it read: a look of our own before that would cost as much again.
async fn grade<R>(cx: &Cx<'_>, id: AttemptId, position: u16, read: R) -> Result<Reply>
where
    R: Fn(&Question, &[usize]) -> std::result::Result<Given, RichText> + Send + Sync + 'static,
{
    // Who has never come has no quiz.
    let Some(learner) = cx.learner else { return not_open(cx, id, position).await };
    let secret = cx.tutor.secret;
    // Drawn once, for the answer and for what is said about it.
    let shared = Arc::new((read, OnceLock::new()));
    let (library, once) = (Arc::clone(&cx.library), Arc::clone(&shared));
    let graded = move |ItemAt { drawn_for, item, .. }: &ItemAt| {
        let (read, order) = &*once;
        let at = current(&library, item).ok()?;
        let order = order.get_or_init(|| order::choice_order(at.question(), *drawn_for, id, &secret));
        let given = read(at.question(), order).ok()?;
        let verdict = quiz::grade(at.question(), &given).verdict;
        Some((given, verdict))
    };
    let answered = match cx.tutor.store.answer(id, learner, position, Box::new(graded), cx.now).await {
        // What was answered before can still be read.
        Err(error @ (StoreError::Full | StoreError::ReadOnly)) => {
            let attempt = cx.tutor.store.attempt(id).await?;
            let is_open = attempt.is_some_and(|attempt| attempt.is_open(position) && attempt.learner == learner);
            return if is_open { Err(error) } else { not_open(cx, id, position).await };
        }
        answered => answered?,
    };
    let Some(ItemAt { drawn_for, scope, items, item }) = answered.item else {
        return not_open(cx, id, position).await;
    };
    // Else it is skipped, said so, and what is left goes on.
    let Ok(at) = current(&cx.library, &item) else { return resume(cx, id).await };
    let (read, order) = &*shared;
    let order = order.get_or_init(|| order::choice_order(at.question(), drawn_for, id, &secret));
    match (answered.recorded, &item.state) {
        (Recorded::First(Finish::MoreToCome), _) if is_withheld(&at) => {
            let mut reply = resume(cx, id).await?;
            reply.blocks.insert(0, Block::Note(cx.locale.recorded_feedback_later()));
            Ok(reply)
        }
        (Recorded::First(Finish::MoreToCome), ItemState::Answered(answer)) => {
            let then = outcome::Then::NextQuestion;
            let answered = Answered { attempt: id, scope: &scope, items, position, answer, then };
            Ok(outcome::feedback(cx, &answered, &at, order))
        }
        (Recorded::First(Finish::Finished), _) if is_withheld(&at) => results(cx, id).await,
        // From here a way leads through the other answers.
        (Recorded::First(Finish::Finished), _) => feedback(cx, id, position).await,
        (Recorded::Unread, _) => ask_again(cx, id, &item, &at, read(at.question(), order)).await,
        _ => not_open(cx, id, position).await,
    }
}

/// Shows a question whose answer could not be read, and why.
async fn ask_again(
    cx: &Cx<'_>,
    id: AttemptId,
    item: &Item,
    at: &QuestionAt<'_>,
    read: std::result::Result<Given, RichText>,
) -> Result<Reply> {
    let attempt = match own_attempt(cx, id).await? {
        Ok(attempt) => attempt,
        Err(refusal) => return Ok(refusal),
    };
    let order = order::choice_order(at.question(), attempt.drawn_for, id, &cx.tutor.secret);
    let mut reply = question::show(cx, &attempt, item, at, &order);
    reply.blocks.extend(read.err().map(Block::Note));
    Ok(reply)
}
