//! Learners: who they are on each platform, and their own settings.

use sqlx::SqliteConnection;

use super::{Store, error::StoreError, reminders};
use crate::{action::Identity, clock::Timestamp, ids::LearnerId};

/// What a learner has chosen; `None` leaves it to the place and the platform.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LearnerSettings {
    pub locale: Option<String>,
    /// An IANA name, for instance `Europe/Vienna`.
    pub time_zone: Option<String>,
    /// Days a week on which they want to learn.
    pub goal_days: Option<u8>,
}

impl Store {
    /// The learner behind an identity, made when nobody has come under it yet.
    pub async fn learner(&self, identity: &Identity, now: Timestamp) -> Result<LearnerId, StoreError> {
        let known = sqlx::query_scalar!(
            r#"select learner_id as "id: LearnerId" from identity where platform = ? and external_id = ?"#,
            identity.platform,
            identity.external_id
        )
        .fetch_optional(&self.readers)
        .await?;
        if let Some(learner) = known {
            return Ok(learner);
        }
        let identity = identity.clone();
        self.write(move |db| Box::pin(async move { find_or_add(db, &identity, now).await })).await
    }

    pub async fn settings(&self, learner: LearnerId) -> Result<LearnerSettings, StoreError> {
        let settings = sqlx::query_as!(
            LearnerSettings,
            r#"select locale, time_zone, goal_days as "goal_days: u8" from learner where id = ?"#,
            learner
        )
        .fetch_optional(&self.readers)
        .await?;
        Ok(settings.unwrap_or_default())
    }

    pub async fn set_locale(&self, learner: LearnerId, locale: Option<&str>) -> Result<(), StoreError> {
        let locale = locale.map(str::to_owned);
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!("update learner set locale = ? where id = ?", locale, learner).execute(db).await?;
                Ok(())
            })
        })
        .await
    }

    /// Moves the learner to another time zone; their reminders go along.
    pub async fn set_time_zone(
        &self,
        learner: LearnerId,
        time_zone: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let time_zone = time_zone.map(str::to_owned);
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!("update learner set time_zone = ? where id = ?", time_zone, learner)
                    .execute(&mut *db)
                    .await?;
                reminders::plan(db, learner, now).await
            })
        })
        .await
    }

    /// Sets how many days a week the learner wants to learn; `None` for no goal.
    pub async fn set_goal(&self, learner: LearnerId, days: Option<u8>) -> Result<(), StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!("update learner set goal_days = ? where id = ?", days, learner).execute(db).await?;
                Ok(())
            })
        })
        .await
    }
}

/// Looks again, now as the only writer: two first presses at once are one learner.
async fn find_or_add(db: &mut SqliteConnection, identity: &Identity, now: Timestamp) -> Result<LearnerId, StoreError> {
    let known = sqlx::query_scalar!(
        r#"select learner_id as "id: LearnerId" from identity where platform = ? and external_id = ?"#,
        identity.platform,
        identity.external_id
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(learner) = known {
        return Ok(learner);
    }
    let learner =
        sqlx::query_scalar!(r#"insert into learner (created_at) values (?) returning id as "id!: LearnerId""#, now)
            .fetch_one(&mut *db)
            .await?;
    sqlx::query!(
        "insert into identity (platform, external_id, learner_id, created_at) values (?, ?, ?, ?)",
        identity.platform,
        identity.external_id,
        learner,
        now
    )
    .execute(db)
    .await?;
    Ok(learner)
}
