//! Live quizzes: games of a group in a channel, from the lobby to everybody's records.
//!
//! A game moves from step to step, and only from the step that the mover has seen; what was answered counts once. What
//! the board shows is remembered with it, so that an edit is made when there is something new to see.

mod board;
mod play;

pub use board::Shown;
pub use play::{Answered, Joined, NewLive, NewLiveAnswer, Started};

use sqlx::Connection as _;

use super::{Store, error::StoreError};
use crate::{
    clock::Timestamp,
    course::Revision,
    ids::{AttemptId, ChannelId, CourseId, LearnerId, LessonId, LiveId, MessageId, QuestionId, ServerId},
    quiz::{
        Verdict,
        live::{Ending, Phase},
    },
};

/// A game as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    pub id: LiveId,
    pub server: ServerId,
    pub channel: ChannelId,
    /// The language of the board.
    pub locale: String,
    /// What it is about.
    pub title: String,
    pub course: CourseId,
    pub phase: Phase,
    /// The item that is open, or was last.
    pub position: u16,
    /// Grows with every phase.
    pub step: u32,
    /// When it goes on by itself; `None` until the board shows the step.
    pub due_at: Option<Timestamp>,
    pub ending: Option<Ending>,
    pub message: Option<MessageId>,
    /// What the board shows.
    pub shown: Option<Shown>,
    /// When the board may be touched again.
    pub edit_at: Timestamp,
    /// Edits in a row that did not arrive.
    pub tries: u32,
    pub players: u32,
    /// Answers to the item at `position`.
    pub answers: u32,
    pub items: Vec<LiveItem>,
}

/// A question of a game.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveItem {
    pub lesson: LessonId,
    pub course: CourseId,
    pub question: QuestionId,
    pub revision: Revision,
    pub state: ItemPhase,
    /// How many had answered when it closed, and how many of them rightly.
    pub answered: u32,
    pub correct: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemPhase {
    Waiting,
    Open,
    Closed,
    /// The course no longer asks it so.
    Skipped,
}

/// Somebody in a game.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LivePlayer {
    pub is_host: bool,
    /// Whether they play, not only host.
    pub plays: bool,
    pub points: u32,
    /// How many have more points.
    pub above: u32,
    /// How many others have as many.
    pub beside: u32,
    /// Answers to questions that are closed, by position.
    pub answers: Vec<ClosedAnswer>,
    /// Where the answers are among the learner's records.
    pub attempt: Option<AttemptId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosedAnswer {
    pub position: u16,
    pub given: u64,
    pub verdict: Verdict,
}

/// Who leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standings {
    /// Most points first; of equals, who joined first. Nobody without a point.
    pub best: Vec<Standing>,
    /// How many others have as many points as the last of the best.
    pub also: u32,
}

/// A line of the standings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub name: String,
    pub points: u32,
}

impl Live {
    /// The item that is open, or was last.
    pub fn item(&self) -> Option<&LiveItem> {
        self.items.get(usize::from(self.position))
    }

    /// Whether the board shows this step.
    pub fn is_shown(&self) -> bool {
        self.shown.is_some_and(|shown| shown.step == self.step)
    }

    /// What a board made of this shows.
    pub fn to_show(&self) -> Shown {
        let (players, answers) = match self.phase {
            Phase::Lobby => (self.players, 0),
            Phase::Open => (self.players, self.answers),
            // What happens then is nothing to see.
            Phase::Closed | Phase::Ended => (0, 0),
        };
        Shown { step: self.step, players, answers }
    }
}

impl Store {
    pub async fn live(&self, id: LiveId) -> Result<Option<Live>, StoreError> {
        let mut reader = self.reader().await?;
        let mut db = reader.begin().await?;
        let row = sqlx::query!(
            r#"select server_id as "server: ServerId", channel_id as "channel: ChannelId", locale, title,
                   course_id as "course: CourseId", phase as "phase: Phase", position as "position: u16",
                   step as "step: u32", due_at as "due_at: Timestamp", ending as "ending: Ending",
                   message_id as "message: MessageId", shown_step as "shown_step: u32",
                   shown_players as "shown_players: u32", shown_answers as "shown_answers: u32",
                   edit_at as "edit_at: Timestamp", tries as "tries: u32",
                   (select count(*) from live_player where live_id = live_quiz.id and joined_at is not null)
                       as "players!: u32",
                   (select count(*) from live_answer where live_id = live_quiz.id
                       and live_answer.position = live_quiz.position) as "answers!: u32"
               from live_quiz where id = ?"#,
            id
        )
        .fetch_optional(&mut *db)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let items = sqlx::query_as!(
            LiveItem,
            r#"select lesson_id as "lesson: _", course_id as "course: _", question_id as "question: _",
                   revision as "revision: _", state as "state: _", answered as "answered: _", correct as "correct: _"
               from live_item where live_id = ? order by position"#,
            id
        )
        .fetch_all(&mut *db)
        .await?;
        db.commit().await?;
        Ok(Some(Live {
            id,
            server: row.server,
            channel: row.channel,
            locale: row.locale,
            title: row.title,
            course: row.course,
            phase: row.phase,
            position: row.position,
            step: row.step,
            due_at: row.due_at,
            ending: row.ending,
            message: row.message,
            shown: Shown::from_columns(row.shown_step, row.shown_players, row.shown_answers),
            edit_at: row.edit_at,
            tries: row.tries,
            players: row.players,
            answers: row.answers,
            items,
        }))
    }

    /// Games with something left to do, oldest first.
    pub async fn unsettled_lives(&self) -> Result<Vec<LiveId>, StoreError> {
        Ok(sqlx::query_scalar!(r#"select id as "id: LiveId" from live_quiz where settled = 0 order by id"#)
            .fetch_all(&mut *self.reader().await?)
            .await?)
    }

    /// The best `most` players.
    pub async fn live_standings(&self, id: LiveId, most: u32) -> Result<Standings, StoreError> {
        let mut db = self.reader().await?;
        let best = sqlx::query_as!(
            Standing,
            r#"select name, points as "points: u32" from live_player
               where live_id = ? and joined_at is not null and points > 0
               order by points desc, joined_at, learner_id limit ?"#,
            id,
            most
        )
        .fetch_all(&mut *db)
        .await?;
        let last = best.last().map(|standing| standing.points);
        let as_many = sqlx::query_scalar!(
            r#"select count(*) as "count!: u32" from live_player
               where live_id = ? and joined_at is not null and points = ?"#,
            id,
            last
        )
        .fetch_one(&mut *db)
        .await?;
        let named = best.iter().filter(|standing| Some(standing.points) == last).count();
        Ok(Standings { also: as_many.saturating_sub(u32::try_from(named).unwrap_or(u32::MAX)), best })
    }

    /// What was answered to an item, as sets of choices, and how often each.
    pub async fn live_answers(&self, id: LiveId, position: u16) -> Result<Vec<(u64, u32)>, StoreError> {
        let rows = sqlx::query!(
            r#"select given_choices as given, count(*) as "count!: u32" from live_answer
               where live_id = ? and position = ? group by given_choices order by given_choices"#,
            id,
            position
        )
        .fetch_all(&mut *self.reader().await?)
        .await?;
        Ok(rows.into_iter().map(|row| (row.given.cast_unsigned(), row.count)).collect())
    }

    /// How the learner stands in a game; `None` when they are not in it.
    pub async fn live_player(&self, id: LiveId, learner: LearnerId) -> Result<Option<LivePlayer>, StoreError> {
        let row = sqlx::query!(
            r#"select is_host as "is_host: bool", joined_at is not null as "plays!: bool", points as "points: u32",
                   attempt_id as "attempt: AttemptId",
                   (select count(*) from live_player as other where other.live_id = live_player.live_id
                       and other.joined_at is not null and other.points > live_player.points) as "above!: u32",
                   (select count(*) from live_player as other where other.live_id = live_player.live_id
                       and other.joined_at is not null and other.points = live_player.points
                       and other.learner_id <> live_player.learner_id) as "beside!: u32"
               from live_player where live_id = ? and learner_id = ?"#,
            id,
            learner
        )
        .fetch_optional(&mut *self.reader().await?)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let answers = sqlx::query!(
            r#"select answer.position as "position: u16", answer.given_choices as given,
                   answer.verdict as "verdict: Verdict"
               from live_answer as answer
               join live_item on live_item.live_id = answer.live_id and live_item.position = answer.position
               where answer.live_id = ? and answer.learner_id = ? and live_item.state = 'closed'
               order by answer.position"#,
            id,
            learner
        )
        .fetch_all(&mut *self.reader().await?)
        .await?;
        let answers = answers.into_iter().map(|answer| ClosedAnswer {
            position: answer.position,
            given: answer.given.cast_unsigned(),
            verdict: answer.verdict,
        });
        Ok(Some(LivePlayer {
            is_host: row.is_host,
            plays: row.plays,
            points: row.points,
            above: row.above,
            beside: row.beside,
            answers: answers.collect(),
            attempt: row.attempt,
        }))
    }
}
