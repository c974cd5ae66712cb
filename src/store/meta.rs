//! Facts about the database as a whole: its secret, and small values that must outlive a process.

use rand::RngCore;

use super::{Store, error::StoreError};

/// As many as a BLAKE3 key has.
const SECRET_BYTES: usize = 32;

/// The secret of a database that is being made.
pub(super) fn new_secret() -> Vec<u8> {
    let mut bytes = vec![0; SECRET_BYTES];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

impl Store {
    /// The random bytes that were made with the database; what keys the order of choices.
    pub async fn secret(&self) -> Result<[u8; SECRET_BYTES], StoreError> {
        let bytes = sqlx::query_scalar!("select bytes from secret").fetch_one(&mut *self.reader().await?).await?;
        bytes.try_into().map_err(|_| StoreError::Damaged("the secret has another length".into()))
    }

    pub async fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar!("select value from meta where key = ?", key)
            .fetch_optional(&mut *self.reader().await?)
            .await?)
    }

    pub async fn set_meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let (key, value) = (key.to_owned(), value.to_owned());
        self.write(|db| {
            Box::pin(async move {
                sqlx::query!(
                    "insert into meta (key, value) values (?, ?)
                     on conflict (key) do update set value = excluded.value",
                    key,
                    value
                )
                .execute(db)
                .await?;
                Ok(())
            })
        })
        .await
    }
}
