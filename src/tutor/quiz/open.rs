//! What is typed to the quiz that is open: it is found from its rows, wherever it was begun.
//!
//! Each comes twice: with its reply, and with the press behind which the reply waits where others read along.

use super::{Cx, Result, answering, resume, stop};
use crate::{action::Press, ids::AttemptId, reply::Reply};

/// Answers the question that is open, wherever it was asked.
pub(in crate::tutor) async fn reply(cx: &Cx<'_>, text: &str) -> Result<Reply> {
    match open_item(cx).await? {
        // What was not asked just now is not answered: a letter typed twice must not count for the question after, nor for
        // one that somebody left open days ago.
        Some(open) if !open.is_last => resume(cx, open.attempt).await,
        Some(open) => answering::text(cx, open.attempt, open.position, text).await,
        None => Ok(Reply::notice(cx.locale.no_open_question())),
    }
}

/// As [`reply`], where others read along: records the answer and gives the press that shows how it went.
pub(in crate::tutor) async fn reply_for(cx: &Cx<'_>, text: &str) -> Result<Press> {
    match open_item(cx).await? {
        Some(open) if !open.is_last => Ok(Press::Resume { attempt: open.attempt }),
        Some(open) => {
            answering::text(cx, open.attempt, open.position, text).await?;
            Ok(Press::Feedback { attempt: open.attempt, item: open.position })
        }
        None => Ok(Press::QuizMenu { page: 0 }),
    }
}

/// What waits for an answer.
pub(super) struct OpenItem {
    pub(super) attempt: AttemptId,
    pub(super) position: u16,
    /// Whether nothing was asked since.
    is_last: bool,
}

pub(super) async fn open_item(cx: &Cx<'_>) -> Result<Option<OpenItem>> {
    let learner = cx.learner()?;
    let Some(attempt) = cx.tutor.store.open_attempt(learner, cx.actor.place).await? else { return Ok(None) };
    let Some(position) = attempt.next_open().map(|item| item.position) else { return Ok(None) };
    let is_last = cx.tutor.store.asked_last(learner).await? == Some((attempt.id, position));
    Ok(Some(OpenItem { attempt: attempt.id, position, is_last }))
}

/// Ends the attempt that is open, wherever it was begun.
pub(in crate::tutor) async fn stop_it(cx: &Cx<'_>) -> Result<Reply> {
    match cx.tutor.store.open_attempt(cx.learner()?, cx.actor.place).await? {
        Some(open) => stop(cx, open.id).await,
        None => Ok(Reply::notice(cx.locale.no_open_question())),
    }
}

/// As [`stop_it`], where others read along: ends it and gives the press that shows its results.
pub(in crate::tutor) async fn stop_for(cx: &Cx<'_>) -> Result<Press> {
    match cx.tutor.store.open_attempt(cx.learner()?, cx.actor.place).await? {
        Some(open) => {
            stop(cx, open.id).await?;
            Ok(Press::Results { attempt: open.id })
        }
        None => Ok(Press::QuizMenu { page: 0 }),
    }
}
