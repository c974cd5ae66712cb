//! Starting, joining, answering, and going on: each one unit of work.

use sqlx::SqliteConnection;

use crate::{
    clock::Timestamp,
    ids::{ChannelId, CourseId, LearnerId, LiveId, ServerId},
    quiz::{
        Verdict,
        live::{self, Ending, Next, Phase},
    },
    store::{Store, attempts::NewItem, error::StoreError},
};

/// A game to be.
#[derive(Debug, Clone)]
pub struct NewLive {
    pub server: ServerId,
    pub channel: ChannelId,
    pub locale: String,
    pub title: String,
    pub course: CourseId,
    pub host: LearnerId,
    /// What the host is called in that server.
    pub host_name: String,
    /// In the order asked.
    pub items: Vec<NewItem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Started {
    Now(LiveId),
    /// One is under way in this channel.
    Busy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Joined {
    Now,
    Already,
    /// It has ended, or there is no such game.
    Over,
}

/// An answer to the open question of a game.
#[derive(Debug, Clone)]
pub struct NewLiveAnswer {
    pub live: LiveId,
    pub learner: LearnerId,
    /// What the learner is called in that server.
    pub name: String,
    pub position: u16,
    /// Bit `n` is the choice with the canonical index `n`.
    pub given: u64,
    pub verdict: Verdict,
}

/// What became of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answered {
    First,
    /// In the place of the first answer.
    Changed,
    /// It is the answer that counts already.
    Same,
    /// The learner has changed their mind before; this answer stays.
    Kept(u64),
    /// The question is not open, or not any more.
    NotOpen,
}

impl Store {
    /// Opens a lobby. Of all who do so in a channel at once, one succeeds.
    pub async fn start_live(&self, new: NewLive, now: Timestamp) -> Result<Started, StoreError> {
        self.write(move |db| Box::pin(async move { start(db, new, now).await })).await
    }

    /// Adds a player. The name is what the board may show.
    pub async fn join_live(
        &self,
        id: LiveId,
        learner: LearnerId,
        name: String,
        now: Timestamp,
    ) -> Result<Joined, StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                let phase = sqlx::query_scalar!(r#"select phase as "phase: Phase" from live_quiz where id = ?"#, id)
                    .fetch_optional(&mut *db)
                    .await?;
                if phase.is_none_or(|phase| phase == Phase::Ended) {
                    return Ok(Joined::Over);
                }
                Ok(if join(db, id, learner, &name, now).await? { Joined::Now } else { Joined::Already })
            })
        })
        .await
    }

    /// Records an answer to the open question; the first press joins. A second, different answer takes the place of
    /// the first, a third does not.
    pub async fn answer_live(&self, answer: NewLiveAnswer, now: Timestamp) -> Result<Answered, StoreError> {
        self.write(move |db| Box::pin(async move { self::answer(db, &answer, now).await })).await
    }

    /// Moves a game on from `step`; says whether it was still there. `skipped` are items that the course no longer asks.
    pub async fn advance_live(&self, id: LiveId, step: u32, next: Next, skipped: Vec<u16>) -> Result<bool, StoreError> {
        self.write(move |db| Box::pin(async move { advance(db, id, step, next, &skipped).await })).await
    }
}

async fn start(db: &mut SqliteConnection, new: NewLive, now: Timestamp) -> Result<Started, StoreError> {
    let started = sqlx::query_scalar!(
        r#"insert into live_quiz (server_id, channel_id, locale, title, course_id, phase, started_at, edit_at)
           values (?, ?, ?, ?, ?, 'lobby', ?, ?)
           on conflict (channel_id) where phase <> 'ended' do nothing returning id as "id!: LiveId""#,
        new.server,
        new.channel,
        new.locale,
        new.title,
        new.course,
        now,
        now
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(id) = started else { return Ok(Started::Busy) };
    for (position, item) in (0_i64..).zip(&new.items) {
        sqlx::query!(
            "insert into live_item (live_id, position, course_id, lesson_id, question_id, revision)
             values (?, ?, ?, ?, ?, ?)",
            id,
            position,
            item.course,
            item.lesson,
            item.question,
            item.revision
        )
        .execute(&mut *db)
        .await?;
    }
    sqlx::query!(
        "insert into live_player (learner_id, live_id, name, is_host) values (?, ?, ?, 1)",
        new.host,
        id,
        new.host_name
    )
    .execute(db)
    .await?;
    Ok(Started::Now(id))
}

/// Whether the learner has not been playing before.
async fn join(
    db: &mut SqliteConnection,
    id: LiveId,
    learner: LearnerId,
    name: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let joined = sqlx::query!(
        "insert into live_player (learner_id, live_id, name, is_host, joined_at) values (?, ?, ?, 0, ?)
         on conflict (learner_id, live_id) do update set joined_at = excluded.joined_at
         where live_player.joined_at is null",
        learner,
        id,
        name,
        now
    )
    .execute(db)
    .await?
    .rows_affected();
    Ok(joined > 0)
}

async fn answer(db: &mut SqliteConnection, answer: &NewLiveAnswer, now: Timestamp) -> Result<Answered, StoreError> {
    let open = sqlx::query!(
        r#"select due_at as "due_at: Timestamp" from live_quiz where id = ? and phase = 'open' and position = ?"#,
        answer.live,
        answer.position
    )
    .fetch_optional(&mut *db)
    .await?;
    // Without a deadline the board has just been shown, and its receipt is under way.
    let is_open = open.is_some_and(|row| row.due_at.is_none_or(|due| now <= due.after(live::GRACE)));
    if !is_open {
        return Ok(Answered::NotOpen);
    }
    join(db, answer.live, answer.learner, &answer.name, now).await?;
    let before = sqlx::query!(
        r#"select given_choices as given, changes from live_answer
           where live_id = ? and learner_id = ? and position = ?"#,
        answer.live,
        answer.learner,
        answer.position
    )
    .fetch_optional(&mut *db)
    .await?;
    let outcome = match before {
        None => Answered::First,
        Some(row) if row.given.cast_unsigned() == answer.given => return Ok(Answered::Same),
        Some(row) if row.changes > 0 => return Ok(Answered::Kept(row.given.cast_unsigned())),
        Some(_) => Answered::Changed,
    };
    let given = answer.given.cast_signed();
    sqlx::query!(
        "insert into live_answer (learner_id, live_id, position, given_choices, verdict, answered_at)
         values (?, ?, ?, ?, ?, ?)
         on conflict (learner_id, live_id, position) do update set
             given_choices = excluded.given_choices,
             verdict = excluded.verdict,
             changes = live_answer.changes + 1,
             answered_at = excluded.answered_at",
        answer.learner,
        answer.live,
        answer.position,
        given,
        answer.verdict,
        now
    )
    .execute(db)
    .await?;
    Ok(outcome)
}

async fn advance(
    db: &mut SqliteConnection,
    id: LiveId,
    step: u32,
    next: Next,
    skipped: &[u16],
) -> Result<bool, StoreError> {
    let (phase, position, ending) = match next {
        Next::Open(position) => (Phase::Open, Some(position), None),
        Next::Close => (Phase::Closed, None, None),
        Next::End(ending) => (Phase::Ended, None, Some(ending)),
    };
    let moved = sqlx::query_scalar!(
        r#"update live_quiz set
               phase = ?, position = coalesce(?, position), ending = ?, step = step + 1, due_at = null, tries = 0
           where id = ? and step = ? and phase <> 'ended' returning position as "position!: u16""#,
        phase,
        position,
        ending,
        id,
        step
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(position) = moved else { return Ok(false) };
    for position in skipped {
        sqlx::query!("update live_item set state = 'skipped' where live_id = ? and position = ?", id, position)
            .execute(&mut *db)
            .await?;
    }
    match next {
        Next::Open(_) => {
            sqlx::query!("update live_item set state = 'open' where live_id = ? and position = ?", id, position)
                .execute(db)
                .await?;
        }
        Next::Close => close(db, id, position).await?,
        // A question that was open then does not count.
        Next::End(Ending::Played | Ending::Stopped | Ending::Deserted | Ending::Lost) => {}
    }
    Ok(true)
}

/// Counts the answers to the item that closes, with and without names.
async fn close(db: &mut SqliteConnection, id: LiveId, position: u16) -> Result<(), StoreError> {
    sqlx::query!(
        "update live_item set
             state = 'closed',
             answered = (select count(*) from live_answer as answer
                 where answer.live_id = live_item.live_id and answer.position = live_item.position),
             correct = (select count(*) from live_answer as answer
                 where answer.live_id = live_item.live_id and answer.position = live_item.position
                     and answer.verdict = 'right')
         where live_id = ? and position = ?",
        id,
        position
    )
    .execute(&mut *db)
    .await?;
    for verdict in [Verdict::Right, Verdict::Partly, Verdict::Wrong] {
        let points = live::points(verdict);
        if points == 0 {
            continue;
        }
        sqlx::query!(
            "update live_player set points = points + ? where live_id = ? and learner_id in
                 (select learner_id from live_answer where live_id = ? and position = ? and verdict = ?)",
            points,
            id,
            id,
            position,
            verdict
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}
