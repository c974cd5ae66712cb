//! What is kept about a person, and forgetting it.

use sqlx::SqliteConnection;

use super::{Store, error::StoreError};
use crate::ids::LearnerId;

/// How many records of each kind there are about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Names on platforms, each leading to the same settings.
    pub identities: u64,
    pub sections_read: u64,
    /// Courses in which their place is kept.
    pub places: u64,
    pub attempts: u64,
    pub answers: u64,
    pub asks: u64,
    /// Asks whose words are still there.
    pub words: u64,
    pub shares: u64,
    /// Questions of which it is kept how they stand with them, and when they are asked again.
    pub cards: u64,
    pub active_days: u64,
    /// Reminders sent or to be sent.
    pub notices: u64,
    /// Games of a group that they played or hosted.
    pub live_quizzes: u64,
}

impl Kept {
    /// Records of what the person did, all kinds together.
    pub fn records(&self) -> u64 {
        self.sections_read + self.places + self.attempts + self.answers + self.asks + self.shares
    }
}

impl Store {
    pub async fn kept_about(&self, learner: LearnerId) -> Result<Kept, StoreError> {
        kept(&mut *self.reader().await?, learner).await
    }

    /// Deletes everything about a person and says how much that was. Figures without a name stay.
    pub async fn forget(&self, learner: LearnerId) -> Result<Kept, StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                let kept = kept(db, learner).await?;
                sqlx::query!("delete from learner where id = ?", learner).execute(db).await?;
                Ok(kept)
            })
        })
        .await
    }
}

pub(super) async fn kept(db: &mut SqliteConnection, learner: LearnerId) -> Result<Kept, StoreError> {
    let row = sqlx::query!(
        r#"select
               (select count(*) from identity where learner_id = ?1) as "identities!: u64",
               (select count(*) from section_read where learner_id = ?1) as "sections_read!: u64",
               (select count(*) from course_place where learner_id = ?1) as "places!: u64",
               (select count(*) from attempt where learner_id = ?1) as "attempts!: u64",
               (select count(verdict) from item where learner_id = ?1) as "answers!: u64",
               (select count(*) from ask where learner_id = ?1) as "asks!: u64",
               (select count(words) from ask where learner_id = ?1) as "words!: u64",
               (select count(*) from share where learner_id = ?1) as "shares!: u64",
               (select count(*) from card where learner_id = ?1) as "cards!: u64",
               (select count(*) from active_day where learner_id = ?1) as "active_days!: u64",
               (select count(*) from notice where learner_id = ?1) as "notices!: u64",
               (select count(*) from live_player where learner_id = ?1) as "live_quizzes!: u64""#,
        learner
    )
    .fetch_one(db)
    .await?;
    Ok(Kept {
        identities: row.identities,
        sections_read: row.sections_read,
        places: row.places,
        attempts: row.attempts,
        answers: row.answers,
        asks: row.asks,
        words: row.words,
        shares: row.shares,
        cards: row.cards,
        active_days: row.active_days,
        notices: row.notices,
        live_quizzes: row.live_quizzes,
    })
}
