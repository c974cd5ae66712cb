//! Reminders that learners asked for: rows with a due date by the calendar of the learner.
//!
//! When the hour has come, a reminder becomes a notice ([`super::notices`]), one a day at most.

use std::time::Duration;

use sqlx::SqliteConnection;

use super::{
    Store, activity,
    error::StoreError,
    notices::{NoticeKind, NoticeState},
};
use crate::{
    calendar::{Day, Hour, Zone},
    clock::Timestamp,
    ids::LearnerId,
};

/// A reminder that could not go out at its hour, because nothing ran then, is still welcome for so long.
const LATEST: Duration = Duration::from_secs(3 * 60 * 60);

/// Notices are of no use for longer.
const KEPT_DAYS: i32 = 30;

/// What a learner wants to be told, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminders {
    /// When something is due.
    pub daily: bool,
    /// On Mondays, how the week went.
    pub weekly: bool,
    pub hour: Hour,
}

impl Default for Reminders {
    fn default() -> Self {
        Self { daily: false, weekly: false, hour: Hour::EVENING }
    }
}

impl Store {
    pub async fn reminders(&self, learner: LearnerId) -> Result<Reminders, StoreError> {
        let row = sqlx::query_as!(
            Reminders,
            r#"select daily as "daily: bool", weekly as "weekly: bool", hour as "hour: Hour" from reminder
               where learner_id = ?"#,
            learner
        )
        .fetch_optional(&mut *self.reader().await?)
        .await?;
        Ok(row.unwrap_or_default())
    }

    /// Chooses what to be told, and plans it.
    pub async fn set_reminders(
        &self,
        learner: LearnerId,
        wanted: Reminders,
        locale: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let locale = locale.to_owned();
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!(
                    "insert into reminder (learner_id, daily, weekly, hour, locale) values (?, ?, ?, ?, ?)
                     on conflict (learner_id) do update set
                         daily = excluded.daily,
                         weekly = excluded.weekly,
                         hour = excluded.hour,
                         locale = excluded.locale,
                         refused = 0",
                    learner,
                    wanted.daily,
                    wanted.weekly,
                    wanted.hour,
                    locale
                )
                .execute(&mut *db)
                .await?;
                plan(db, learner, now).await
            })
        })
        .await
    }

    /// Makes notices of the reminders whose hour has come, and says how many hours those were.
    pub async fn make_notices(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                let due = sqlx::query_scalar!(
                    r#"select learner_id as "learner: LearnerId" from reminder where next_at <= ?
                       order by next_at limit 200"#,
                    now
                )
                .fetch_all(&mut *db)
                .await?;
                for learner in &due {
                    make_notice(db, *learner, now).await?;
                    plan(db, *learner, now).await?;
                }
                Ok(due.len())
            })
        })
        .await
    }
}

/// Sets the time of the next reminder by the learner's calendar.
pub(super) async fn plan(db: &mut SqliteConnection, learner: LearnerId, now: Timestamp) -> Result<(), StoreError> {
    let zone = activity::zone_of(db, learner).await?;
    let hour = sqlx::query_scalar!(
        r#"select hour as "hour: Hour" from reminder where learner_id = ? and (daily = 1 or weekly = 1)"#,
        learner
    )
    .fetch_optional(&mut *db)
    .await?;
    let next = hour.map(|hour| zone.next(hour, now));
    sqlx::query!("update reminder set next_at = ? where learner_id = ?", next, learner).execute(db).await?;
    Ok(())
}

struct Due {
    daily: bool,
    weekly: bool,
    hour: Hour,
    time_zone: Option<String>,
    on_discord: bool,
}

async fn make_notice(db: &mut SqliteConnection, learner: LearnerId, now: Timestamp) -> Result<(), StoreError> {
    let due = sqlx::query_as!(
        Due,
        r#"select reminder.daily as "daily: bool", reminder.weekly as "weekly: bool", reminder.hour as "hour: _",
               learner.time_zone,
               exists (select 1 from identity where identity.learner_id = learner.id
                   and identity.platform = 'discord') as "on_discord!: bool"
           from reminder join learner on learner.id = reminder.learner_id where reminder.learner_id = ?"#,
        learner
    )
    .fetch_one(&mut *db)
    .await?;
    let zone = Zone::named(due.time_zone.as_deref());
    let today = zone.day(now);
    // Nothing may have run for days: what counts is whether the hour has just come.
    let is_time = zone.last(due.hour, now).is_some_and(|at| now.since(at) <= LATEST && zone.day(at) == today);
    if !is_time {
        return Ok(());
    }
    let kind = if due.weekly && zone.is_monday(now) {
        NoticeKind::Week
    } else if due.daily && is_something_due(db, learner, today).await? {
        NoticeKind::Review
    } else {
        return Ok(());
    };
    // Who is not on Discord sees it when they come by.
    let state = if due.on_discord { NoticeState::Waiting } else { NoticeState::Missed };
    // The key allows one a day.
    sqlx::query!(
        "insert into notice (learner_id, day, kind, state, try_at) values (?, ?, ?, ?, ?) on conflict do nothing",
        learner,
        today,
        kind,
        state,
        now
    )
    .execute(&mut *db)
    .await?;
    let oldest = Day::from_number(today.number().saturating_sub(KEPT_DAYS));
    sqlx::query!("delete from notice where learner_id = ? and day < ?", learner, oldest).execute(db).await?;
    Ok(())
}

/// Who has reviewed today needs no reminding.
async fn is_something_due(db: &mut SqliteConnection, learner: LearnerId, today: Day) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from card where learner_id = ? and due_day <= ?)
               and not exists (select 1 from active_day where learner_id = ? and day = ? and reviews > 0)
               as "due!: bool""#,
        learner,
        today,
        learner,
        today
    )
    .fetch_one(db)
    .await?)
}

/// Brings the reminders of one learner to another who has chosen none. A notice keeps its number, which the platform may
/// know already; of two on one day the other one's stays.
pub(super) async fn merge(
    db: &mut SqliteConnection,
    from: LearnerId,
    into: LearnerId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into reminder (learner_id, daily, weekly, hour, locale, refused)
         select ?, daily, weekly, hour, locale, refused from reminder where learner_id = ?
         on conflict (learner_id) do nothing",
        into,
        from
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update notice set learner_id = ?
         where learner_id = ? and day not in (select day from notice where learner_id = ?)",
        into,
        from,
        into
    )
    .execute(&mut *db)
    .await?;
    plan(db, into, now).await
}
