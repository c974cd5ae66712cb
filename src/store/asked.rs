//! What was asked in one place and what became of it, for its staff: words without names, and sums.

use super::{
    Store,
    asks::{Mark, NO_SERVER, Tier},
    error::StoreError,
};
use crate::{
    clock::Timestamp,
    ids::{AskId, ServerId},
};

/// One ask whose words are still there; whose it was is not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub id: AskId,
    pub words: String,
    pub tier: Tier,
    pub mark: Option<Mark>,
    pub follows: Option<AskId>,
}

/// How answers turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AskTotals {
    pub answered: u64,
    pub maybe: u64,
    pub unknown: u64,
    pub helpful: u64,
    pub not_meant: u64,
}

impl Store {
    /// What was asked in a server, or outside of any, since `since`: the latest first, at most `limit`.
    pub async fn asked(
        &self,
        server: Option<ServerId>,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Asked>, StoreError> {
        Ok(sqlx::query_as!(
            Asked,
            r#"select id as "id: AskId", words as "words!", tier as "tier: Tier", mark as "mark: Mark",
                   follows as "follows: AskId"
               from ask where words is not null and server_id is not distinct from ? and asked_at >= ?
               order by asked_at desc, id desc limit ?"#,
            server,
            since,
            limit
        )
        .fetch_all(&mut *self.reader().await?)
        .await?)
    }

    /// The sums of all days from that of `since`.
    pub async fn ask_totals(&self, server: Option<ServerId>, since: Timestamp) -> Result<AskTotals, StoreError> {
        let (server, day) = (server.unwrap_or(NO_SERVER), super::asks::day(since));
        let rows = sqlx::query!(
            r#"select tier as "tier: Tier", sum(asked) as "asked!: u64", sum(helpful) as "helpful!: u64",
                   sum(not_meant) as "not_meant!: u64"
               from ask_count where server_id = ? and day >= ? group by tier"#,
            server,
            day
        )
        .fetch_all(&mut *self.reader().await?)
        .await?;
        let mut totals = AskTotals::default();
        for row in rows {
            match row.tier {
                Tier::Answer => totals.answered += row.asked,
                Tier::Maybe => totals.maybe += row.asked,
                Tier::Unknown => totals.unknown += row.asked,
            }
            totals.helpful += row.helpful;
            totals.not_meant += row.not_meant;
        }
        Ok(totals)
    }
}
