//! What the board of a game shows, and how a game is put away: its answers go into everybody's records.

use std::{num::NonZeroUsize, time::Duration};

use sqlx::SqliteConnection;

use super::Live;
use crate::{
    action::Place,
    clock::Timestamp,
    course::Revision,
    ids::{AttemptId, CourseId, LearnerId, LessonId, LiveId, MessageId, QuestionId},
    quiz::{Given, Verdict},
    store::{
        Store,
        attempts::{
            NewAttempt, NewItem, Scope,
            answers::{self, Answering},
            record::{self, NewAnswer},
        },
        error::StoreError,
    },
};

/// Discord slows down whoever edits a message more often; people read no faster.
const PACE: Duration = Duration::from_secs(1);
/// How long to wait after an edit that did not arrive: twice as long each time, up to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Players whose answers are put away in one commit.
const AT_ONCE: u32 = 25;

/// What a board shows, as far as it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shown {
    pub step: u32,
    pub players: u32,
    pub answers: u32,
}

impl Shown {
    pub(super) fn from_columns(step: Option<u32>, players: Option<u32>, answers: Option<u32>) -> Option<Self> {
        Some(Self { step: step?, players: players?, answers: answers? })
    }
}

impl Store {
    /// The board shows `shown` since `now`, in the message `message`. The first time that it shows a step, the time of
    /// that step runs until `due_at`.
    pub async fn live_board_shown(
        &self,
        id: LiveId,
        shown: Shown,
        message: MessageId,
        due_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let edit_at = now.after(PACE);
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!(
                    "update live_quiz set
                         message_id = ?, shown_step = ?, shown_players = ?, shown_answers = ?, edit_at = ?, tries = 0,
                         due_at = case when step = ? then coalesce(due_at, ?) else due_at end
                     where id = ?",
                    message,
                    shown.step,
                    shown.players,
                    shown.answers,
                    edit_at,
                    shown.step,
                    due_at,
                    id
                )
                .execute(db)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// The board did not arrive; says how often in a row that was.
    pub async fn live_board_delayed(&self, live: &Live, now: Timestamp) -> Result<u32, StoreError> {
        let (id, tries) = (live.id, live.tries.saturating_add(1));
        let pause = PACE.saturating_mul(2_u32.saturating_pow(live.tries.min(8))).min(LONGEST_PAUSE);
        let edit_at = now.after(pause);
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!("update live_quiz set tries = ?, edit_at = ? where id = ?", tries, edit_at, id)
                    .execute(db)
                    .await?;
                Ok(tries)
            })
        })
        .await
    }

    /// The board cannot be shown any more: the game ends here, and nothing is left to show.
    pub async fn lose_live(&self, id: LiveId) -> Result<(), StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!(
                    "update live_quiz set
                         phase = 'ended', ending = coalesce(ending, 'lost'), step = step + 1, due_at = null,
                         shown_step = step + 1, shown_players = 0, shown_answers = 0
                     where id = ?",
                    id
                )
                .execute(db)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Puts the answers of a game that has ended among everybody's own: each player gets an attempt, as if they had
    /// taken a quiz across the course. A few players at a time, so that others get in between; says whether that was
    /// all of them.
    pub async fn put_live_away(&self, live: &Live) -> Result<bool, StoreError> {
        let (id, course) = (live.id, live.course.clone());
        let place = Place::Channel { server: live.server, channel: live.channel };
        self.write(move |db| {
            Box::pin(async move {
                let waiting = sqlx::query_scalar!(
                    r#"select learner_id as "learner!: LearnerId" from live_player
                       where live_id = ? and recorded = 0 limit ?"#,
                    id,
                    AT_ONCE
                )
                .fetch_all(&mut *db)
                .await?;
                for learner in &waiting {
                    put_away(db, id, *learner, place, &course).await?;
                }
                if !waiting.is_empty() {
                    return Ok(false);
                }
                sqlx::query!("update live_quiz set settled = 1 where id = ? and phase = 'ended'", id)
                    .execute(db)
                    .await?;
                Ok(true)
            })
        })
        .await
    }
}

/// An answer with the question that it is to.
struct PlayersAnswer {
    course: CourseId,
    lesson: LessonId,
    question: QuestionId,
    revision: Revision,
    given: i64,
    verdict: Verdict,
    answered_at: Timestamp,
}

async fn put_away(
    db: &mut SqliteConnection,
    id: LiveId,
    learner: LearnerId,
    place: Place,
    course: &CourseId,
) -> Result<(), StoreError> {
    let attempt = copy_answers(db, id, learner, place, course).await?;
    sqlx::query!(
        "update live_player set recorded = 1, attempt_id = ? where live_id = ? and learner_id = ?",
        attempt,
        id,
        learner
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn copy_answers(
    db: &mut SqliteConnection,
    id: LiveId,
    learner: LearnerId,
    place: Place,
    course: &CourseId,
) -> Result<Option<AttemptId>, StoreError> {
    let answers = sqlx::query_as!(
        PlayersAnswer,
        r#"select item.course_id as "course: _", item.lesson_id as "lesson: _", item.question_id as "question: _",
               item.revision as "revision: _", answer.given_choices as given, answer.verdict as "verdict: _",
               answer.answered_at as "answered_at: _"
           from live_answer as answer
           join live_item as item on item.live_id = answer.live_id and item.position = answer.position
           join live_player as player on player.live_id = answer.live_id and player.learner_id = answer.learner_id
           where answer.live_id = ? and answer.learner_id = ? and item.state = 'closed' and player.recorded = 0
           order by answer.position"#,
        id,
        learner
    )
    .fetch_all(&mut *db)
    .await?;
    let (Some(count), Some(first)) = (NonZeroUsize::new(answers.len()), answers.first()) else { return Ok(None) };
    let began = first.answered_at;
    let items = answers.iter().map(|answer| NewItem {
        course: answer.course.clone(),
        lesson: answer.lesson.clone(),
        question: answer.question.clone(),
        revision: answer.revision,
    });
    let new =
        NewAttempt { learner, place, scope: Scope::Course(course.clone()), retry_of: None, items: items.collect() };
    let attempt = record::start(db, &new, count, began).await?;
    for (position, answer) in (0_u16..).zip(answers) {
        let given = Given::Choices(answer.given.cast_unsigned());
        let new = NewAnswer { attempt, learner, position, given, verdict: answer.verdict };
        answers::record(db, &[&Answering::of(new, answer.answered_at)]).await?;
    }
    Ok(Some(attempt))
}
