//! Messages that go out by themselves: claimed before they are sent, so that none is lost or doubled.
//!
//! A claim is a commit of its own. Whoever finds a claimed notice afterwards knows that the sending was cut off: within
//! the platform's memory for doubles it is sent again under the same number, later it counts as sent and is shown when
//! the learner comes by.

use std::time::Duration;

use sqlx::SqliteConnection;

use super::{Store, error::StoreError};
use crate::{
    calendar::Day,
    clock::Timestamp,
    ids::{LearnerId, NoticeId},
};

/// Discord refuses a second message with the same `nonce` for "the past few minutes"; less than that here:
/// <https://discord.com/developers/docs/resources/message#create-message>.
pub const NONCE_WINDOW: Duration = Duration::from_secs(2 * 60);

/// After a sending that may have arrived or not; well within [`NONCE_WINDOW`].
const REPEAT: Duration = Duration::from_secs(30);

/// After so many messages in a row that did not come through, reminding ends.
pub const MAX_REFUSED: u32 = 3;

/// How long to wait before each further try; after the last one it counts as missed.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(60 * 60),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// Something is due for review.
    Review,
    /// How the week went.
    Week,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NoticeState {
    Waiting,
    Claimed,
    Sent,
    /// Not known to have arrived: shown when the learner comes by.
    Missed,
    Shown,
}

/// A message to somebody, claimed by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub learner: LearnerId,
    pub kind: NoticeKind,
    /// The learner's day that it is about.
    pub day: Day,
    /// The learner's id on Discord.
    pub recipient: String,
    pub locale: String,
}

/// A message that the learner has not seen, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed {
    pub kind: NoticeKind,
    /// Whether reminding has ended because messages did not come through.
    pub gave_up: bool,
}

/// How the sending of a notice went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sent {
    Delivered,
    /// The platform refuses messages to this person.
    Closed,
    /// It surely did not arrive and may the next time.
    NotYet,
    /// It may have arrived or not.
    Unclear,
    /// There was nothing to say after all.
    Needless,
}

impl Store {
    /// Takes the next notice to send. What an earlier process or an unclear sending left claimed comes first.
    pub async fn claim_notice(&self, now: Timestamp) -> Result<Option<Notice>, StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                give_up_old_claims(db, now).await?;
                claim(db, now).await
            })
        })
        .await
    }

    /// Writes down how the sending of a claimed notice went.
    pub async fn settle_notice(&self, id: NoticeId, how: Sent, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |db| Box::pin(async move { settle(db, id, how, now).await })).await
    }

    /// What the learner has not seen, newest first; from now on it counts as shown.
    pub async fn take_missed(&self, learner: LearnerId) -> Result<Option<Missed>, StoreError> {
        let any = sqlx::query_scalar!(
            r#"select exists (select 1 from notice where learner_id = ? and state = 'missed') as "any!: bool""#,
            learner
        )
        .fetch_one(&mut *self.reader().await?)
        .await?;
        if !any {
            return Ok(None);
        }
        self.write(move |db| Box::pin(async move { take_missed(db, learner).await })).await
    }
}

/// A claim that nobody settled in time: it may have arrived, and a second copy would not be refused any more.
async fn give_up_old_claims(db: &mut SqliteConnection, now: Timestamp) -> Result<(), StoreError> {
    let oldest = now.before(NONCE_WINDOW);
    sqlx::query!(
        // That it is one of two says which index holds it; without, all notices of all years would be read.
        "update notice set state = 'missed', claimed_at = null
         where state = 'claimed' and state in ('waiting', 'claimed') and claimed_at <= ?",
        oldest
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn claim(db: &mut SqliteConnection, now: Timestamp) -> Result<Option<Notice>, StoreError> {
    // A cross join keeps to this order: what is due comes first, and not everybody who is known.
    let next = sqlx::query_as!(
        Notice,
        r#"select notice.id as "id: _", notice.learner_id as "learner: _", notice.kind as "kind: _",
               notice.day as "day: _", identity.external_id as recipient, reminder.locale
           from notice
           cross join identity on identity.learner_id = notice.learner_id and identity.platform = 'discord'
           cross join reminder on reminder.learner_id = notice.learner_id
           where notice.state in ('waiting', 'claimed') and notice.try_at <= ?
           order by notice.try_at, notice.id, identity.created_at limit 1"#,
        now
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(notice) = next else { return Ok(None) };
    // Of a sending that was cut off the first claim counts: the platform's memory began then.
    sqlx::query!(
        "update notice set state = 'claimed', tries = tries + 1, claimed_at = coalesce(claimed_at, ?) where id = ?",
        now,
        notice.id
    )
    .execute(db)
    .await?;
    Ok(Some(notice))
}

async fn settle(db: &mut SqliteConnection, id: NoticeId, how: Sent, now: Timestamp) -> Result<(), StoreError> {
    let state = match how {
        Sent::Delivered => NoticeState::Sent,
        Sent::Needless => NoticeState::Shown,
        Sent::Closed => NoticeState::Missed,
        Sent::NotYet => return try_later(db, id, now).await,
        Sent::Unclear => return repeat_soon(db, id, now).await,
    };
    let learner = sqlx::query_scalar!(
        r#"update notice set state = ?, claimed_at = null where id = ? and state = 'claimed'
           returning learner_id as "learner: LearnerId""#,
        state,
        id
    )
    .fetch_optional(&mut *db)
    .await?;
    // Forgotten in the meantime.
    let Some(learner) = learner else { return Ok(()) };
    match how {
        Sent::Delivered => {
            sqlx::query!("update reminder set refused = 0 where learner_id = ?", learner).execute(db).await?;
            Ok(())
        }
        Sent::Closed => count_refusal(db, learner).await,
        Sent::NotYet | Sent::Unclear | Sent::Needless => Ok(()),
    }
}

/// Stays claimed, and is sent again under the same number while that is safe.
async fn repeat_soon(db: &mut SqliteConnection, id: NoticeId, now: Timestamp) -> Result<(), StoreError> {
    let try_at = now.after(REPEAT);
    sqlx::query!("update notice set try_at = ? where id = ? and state = 'claimed'", try_at, id).execute(db).await?;
    Ok(())
}

async fn try_later(db: &mut SqliteConnection, id: NoticeId, now: Timestamp) -> Result<(), StoreError> {
    let tries = sqlx::query_scalar!(r#"select tries as "tries: u32" from notice where id = ?"#, id)
        .fetch_optional(&mut *db)
        .await?;
    let pause = tries.and_then(|tries| PAUSES.get((tries as usize).saturating_sub(1)));
    let state = if pause.is_some() { NoticeState::Waiting } else { NoticeState::Missed };
    let try_at = now.after(pause.copied().unwrap_or_default());
    sqlx::query!(
        "update notice set state = ?, claimed_at = null, try_at = ? where id = ? and state = 'claimed'",
        state,
        try_at,
        id
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn count_refusal(db: &mut SqliteConnection, learner: LearnerId) -> Result<(), StoreError> {
    sqlx::query!(
        "update reminder set
             refused = refused + 1,
             daily = case when refused + 1 >= ? then 0 else daily end,
             weekly = case when refused + 1 >= ? then 0 else weekly end,
             next_at = case when refused + 1 >= ? then null else next_at end
         where learner_id = ?",
        MAX_REFUSED,
        MAX_REFUSED,
        MAX_REFUSED,
        learner
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn take_missed(db: &mut SqliteConnection, learner: LearnerId) -> Result<Option<Missed>, StoreError> {
    let newest = sqlx::query!(
        r#"select notice.kind as "kind: NoticeKind", coalesce(reminder.refused >= ?, 0) as "gave_up!: bool"
           from notice left join reminder on reminder.learner_id = notice.learner_id
           where notice.learner_id = ? and notice.state = 'missed' order by notice.day desc limit 1"#,
        MAX_REFUSED,
        learner
    )
    .fetch_optional(&mut *db)
    .await?;
    sqlx::query!("update notice set state = 'shown' where learner_id = ? and state = 'missed'", learner)
        .execute(db)
        .await?;
    Ok(newest.map(|row| Missed { kind: row.kind, gave_up: row.gave_up }))
}
