//! Shares: replies that their owners made public.

use super::{Store, error::StoreError};
use crate::{
    action::Place,
    clock::Timestamp,
    ids::{LearnerId, ShareId},
};

impl Store {
    pub async fn create_share(&self, learner: LearnerId, place: Place, now: Timestamp) -> Result<ShareId, StoreError> {
        let (server, channel) = (place.server(), place.channel());
        self.write(move |db| {
            Box::pin(async move {
                Ok(sqlx::query_scalar!(
                    r#"insert into share (learner_id, server_id, channel_id, created_at) values (?, ?, ?, ?)
                       returning id as "id!: ShareId""#,
                    learner,
                    server,
                    channel,
                    now
                )
                .fetch_one(db)
                .await?)
            })
        })
        .await
    }

    /// Who may take the share back; `None` when it was, or when its owner's records were deleted.
    pub async fn share_owner(&self, id: ShareId) -> Result<Option<LearnerId>, StoreError> {
        Ok(sqlx::query_scalar!(r#"select learner_id as "id: LearnerId" from share where id = ?"#, id)
            .fetch_optional(&mut *self.reader().await?)
            .await?)
    }

    pub async fn remove_share(&self, id: ShareId) -> Result<(), StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!("delete from share where id = ?", id).execute(db).await?;
                Ok(())
            })
        })
        .await
    }
}
