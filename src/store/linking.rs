//! Linking two names of one person: a one-time code brings the records of the one to the other.

use std::{fmt::Write, time::Duration};

use rand::Rng;
use sqlx::SqliteConnection;

use super::{
    Store, activity,
    error::StoreError,
    privacy::{self, Kept},
    reminders, reviews,
};
use crate::{clock::Timestamp, ids::LearnerId};

/// How long a code can be used: enough to change to another window, too short to guess in.
pub const CODE_LIFETIME: Duration = Duration::from_secs(10 * 60);

/// Crockford's base 32: no letter that reads like a digit. Eight of them hold 40 random bits.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LETTERS: usize = 8;

/// A one-time code as a person reads and types it: `4T7K-9QXM`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkCode(String);

/// What became of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redeemed {
    /// The records that moved.
    Linked(Kept),
    /// No such code: mistyped, used, or replaced by a newer one.
    Unknown,
    Expired,
    /// The code was made under the same person.
    SameLearner,
}

impl LinkCode {
    fn random() -> Self {
        let mut random = rand::rng();
        let letters = (0..CODE_LETTERS).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())]));
        Self(letters.collect())
    }

    /// Reads what a person typed: any case, with or without the dash, `O` for 0 and `I` or `L` for 1.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
        let code: String = letters.take(CODE_LETTERS + 1).collect();
        let known = code.len() == CODE_LETTERS && code.bytes().all(|byte| ALPHABET.contains(&byte));
        known.then_some(Self(code))
    }

    /// What the database keeps of it.
    fn hash(&self) -> Vec<u8> {
        blake3::hash(self.0.as_bytes()).as_bytes().to_vec()
    }
}

impl std::fmt::Display for LinkCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, letter) in self.0.chars().enumerate() {
            if index == CODE_LETTERS / 2 {
                f.write_char('-')?;
            }
            f.write_char(letter)?;
        }
        Ok(())
    }
}

impl Store {
    /// Makes a code for the learner. An earlier one ends with it.
    pub async fn issue_link_code(&self, learner: LearnerId, now: Timestamp) -> Result<LinkCode, StoreError> {
        let code = LinkCode::random();
        let (hash, expires_at) = (code.hash(), now.after(CODE_LIFETIME));
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!(
                    "insert into link_code (learner_id, code_hash, expires_at) values (?, ?, ?)
                     on conflict (learner_id) do update set
                         code_hash = excluded.code_hash,
                         expires_at = excluded.expires_at",
                    learner,
                    hash,
                    expires_at
                )
                .execute(db)
                .await?;
                Ok(())
            })
        })
        .await?;
        Ok(code)
    }

    /// Brings everything of the person who made the code to `into`, who then goes by both names.
    ///
    /// Nothing is lost: of a section read or a question answered on both sides the first time stays the first, the
    /// later place and answer stay the latest. Settings that `into` has not chosen are taken over.
    pub async fn redeem_link_code(
        &self,
        code: &LinkCode,
        into: LearnerId,
        now: Timestamp,
    ) -> Result<Redeemed, StoreError> {
        let hash = code.hash();
        self.write(move |db| Box::pin(async move { redeem(db, &hash, into, now).await })).await
    }
}

async fn redeem(
    db: &mut SqliteConnection,
    hash: &[u8],
    into: LearnerId,
    now: Timestamp,
) -> Result<Redeemed, StoreError> {
    let found = sqlx::query!(
        r#"select learner_id as "from: LearnerId", expires_at as "expires_at: Timestamp" from link_code
           where code_hash = ?"#,
        hash
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(code) = found else { return Ok(Redeemed::Unknown) };
    if code.from == into {
        return Ok(Redeemed::SameLearner);
    }
    if code.expires_at < now {
        return Ok(Redeemed::Expired);
    }
    let moved = privacy::kept(db, code.from).await?;
    move_rows(db, code.from, into).await?;
    merge_reading(db, code.from, into).await?;
    reviews::merge(db, code.from, into).await?;
    activity::merge(db, code.from, into).await?;
    merge_settings(db, code.from, into).await?;
    reminders::merge(db, code.from, into, now).await?;
    // Takes along what was merged and the code itself.
    sqlx::query!("delete from learner where id = ?", code.from).execute(db).await?;
    Ok(Redeemed::Linked(moved))
}

/// Rows with a number of their own keep it: their buttons go on working. What hangs on them follows by cascade.
async fn move_rows(db: &mut SqliteConnection, from: LearnerId, into: LearnerId) -> Result<(), StoreError> {
    sqlx::query!("update identity set learner_id = ? where learner_id = ?", into, from).execute(&mut *db).await?;
    sqlx::query!(
        "update attempt set drawn_for = coalesce(drawn_for, learner_id), learner_id = ? where learner_id = ?",
        into,
        from
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("update ask set learner_id = ? where learner_id = ?", into, from).execute(&mut *db).await?;
    sqlx::query!("update share set learner_id = ? where learner_id = ?", into, from).execute(&mut *db).await?;
    // Of two names in one game the other one stays.
    sqlx::query!(
        "update live_player set learner_id = ?
         where learner_id = ? and live_id not in (select live_id from live_player where learner_id = ?)",
        into,
        from,
        into
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn merge_reading(db: &mut SqliteConnection, from: LearnerId, into: LearnerId) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into section_read (learner_id, course_id, lesson_id, section_id, read_at)
         select ?, course_id, lesson_id, section_id, read_at from section_read where learner_id = ?
         on conflict (learner_id, course_id, lesson_id, section_id) do update set read_at = excluded.read_at
         where excluded.read_at < section_read.read_at",
        into,
        from
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into course_place (learner_id, course_id, lesson_id, section_id, page, opened_at)
         select ?, course_id, lesson_id, section_id, page, opened_at from course_place where learner_id = ?
         on conflict (learner_id, course_id) do update set
             lesson_id = excluded.lesson_id,
             section_id = excluded.section_id,
             page = excluded.page,
             opened_at = excluded.opened_at
         where excluded.opened_at > course_place.opened_at",
        into,
        from
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn merge_settings(db: &mut SqliteConnection, from: LearnerId, into: LearnerId) -> Result<(), StoreError> {
    sqlx::query!(
        "update learner set
             locale = coalesce(learner.locale, other.locale),
             time_zone = coalesce(learner.time_zone, other.time_zone),
             goal_days = coalesce(learner.goal_days, other.goal_days),
             created_at = case when other.created_at < learner.created_at
                 then other.created_at else learner.created_at end
         from (select locale, time_zone, goal_days, created_at from learner where id = ?) as other
         where learner.id = ?",
        from,
        into
    )
    .execute(db)
    .await?;
    Ok(())
}
