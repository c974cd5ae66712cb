//! Days on which a learner read or answered, in their own calendar.

use sqlx::SqliteConnection;

use super::{Store, error::StoreError};
use crate::{
    calendar::{Day, Moment, Zone},
    clock::Timestamp,
    ids::LearnerId,
    streak::ActiveDay,
};

impl Store {
    /// The days on which the learner read or answered, from `since` on.
    pub async fn active_days(&self, learner: LearnerId, since: Day) -> Result<Vec<ActiveDay>, StoreError> {
        let rows = sqlx::query!(
            r#"select day as "day: Day", first_at as "first_at: Timestamp", first_offset as "first_offset: i32",
                   last_at as "last_at: Timestamp", last_offset as "last_offset: i32"
               from active_day where learner_id = ? and day >= ? order by day"#,
            learner,
            since
        )
        .fetch_all(&mut *self.reader().await?)
        .await?;
        let days = rows.into_iter().map(|row| ActiveDay {
            day: row.day,
            first: Moment { at: row.first_at, offset_seconds: row.first_offset },
            last: Moment { at: row.last_at, offset_seconds: row.last_offset },
        });
        Ok(days.collect())
    }

    /// How many answers of reviews the learner gave on that day.
    pub async fn reviews_on(&self, learner: LearnerId, day: Day) -> Result<usize, StoreError> {
        let reviews = sqlx::query_scalar!(
            r#"select reviews as "reviews: u32" from active_day where learner_id = ? and day = ?"#,
            learner,
            day
        )
        .fetch_optional(&mut *self.reader().await?)
        .await?;
        Ok(reviews.map_or(0, |reviews| reviews as usize))
    }
}

/// Where the learner lives, by their settings.
pub(super) async fn zone_of(db: &mut SqliteConnection, learner: LearnerId) -> Result<Zone, StoreError> {
    let name = sqlx::query_scalar!("select time_zone from learner where id = ?", learner).fetch_optional(db).await?;
    Ok(Zone::named(name.flatten().as_deref()))
}

/// Brings the days of one learner to another; what was done on the same day adds up.
pub(super) async fn merge(db: &mut SqliteConnection, from: LearnerId, into: LearnerId) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into active_day
             (learner_id, day, first_at, first_offset, last_at, last_offset, sections, answers, reviews)
         select ?, day, first_at, first_offset, last_at, last_offset, sections, answers, reviews
         from active_day where learner_id = ?
         on conflict (learner_id, day) do update set
             first_offset = case when excluded.first_at < active_day.first_at
                 then excluded.first_offset else active_day.first_offset end,
             first_at = case when excluded.first_at < active_day.first_at
                 then excluded.first_at else active_day.first_at end,
             last_offset = case when excluded.last_at > active_day.last_at
                 then excluded.last_offset else active_day.last_offset end,
             last_at = case when excluded.last_at > active_day.last_at
                 then excluded.last_at else active_day.last_at end,
             sections = active_day.sections + excluded.sections,
             answers = active_day.answers + excluded.answers,
             reviews = active_day.reviews + excluded.reviews",
        into,
        from
    )
    .execute(db)
    .await?;
    Ok(())
}
