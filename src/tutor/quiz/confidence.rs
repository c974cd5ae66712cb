//! How sure a learner is, said before the answer. It goes into the grade of the answer's card.

use super::{Cx, Result, open::open_item, own_attempt, resume};
use crate::{action::Press, ids::AttemptId, reply::Reply, review::Confidence};

/// Keeps how sure the learner is of the answer to come, and asks on.
pub(in crate::tutor) async fn say(
    cx: &Cx<'_>,
    id: AttemptId,
    position: u16,
    confidence: Option<Confidence>,
) -> Result<Reply> {
    match own_attempt(cx, id).await? {
        Ok(attempt) => {
            cx.tutor.store.set_confidence(id, attempt.learner, position, confidence).await?;
            resume(cx, id).await
        }
        Err(refusal) => Ok(refusal),
    }
}

/// As [`say`], of the question that is open.
pub(in crate::tutor) async fn say_of_open(cx: &Cx<'_>, confidence: Confidence) -> Result<Reply> {
    match open_item(cx).await? {
        Some(open) => say(cx, open.attempt, open.position, Some(confidence)).await,
        None => Ok(Reply::notice(cx.locale.no_open_question())),
    }
}

/// As [`say_of_open`], where others read along.
pub(in crate::tutor) async fn say_for(cx: &Cx<'_>, confidence: Confidence) -> Result<Press> {
    match open_item(cx).await? {
        Some(open) => {
            say(cx, open.attempt, open.position, Some(confidence)).await?;
            Ok(Press::Resume { attempt: open.attempt })
        }
        None => Ok(Press::QuizMenu { page: 0 }),
    }
}
