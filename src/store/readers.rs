//! The connections that read: a few, each lent to one query at a time.
//!
//! sqlx's own pool asks every connection that comes back whether it is still alive, in a task of its own: two more ways
//! to SQLite's thread for each query. A connection to a file does not go stale, so here it is just put back.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, PoisonError},
};

use sqlx::{Connection, SqliteConnection};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::error::StoreError;

/// All connections that read. Clones lend the same ones.
#[derive(Debug, Clone)]
pub(super) struct Readers(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    idle: Mutex<Vec<SqliteConnection>>,
    /// As many permits as there are idle connections.
    free: Semaphore,
    count: u32,
}

/// A connection, until it is dropped.
pub(super) struct Reader<'a> {
    /// Always there but while it is given back.
    connection: Option<SqliteConnection>,
    idle: &'a Mutex<Vec<SqliteConnection>>,
    /// Goes after the connection is back.
    _permit: SemaphorePermit<'a>,
}

impl Readers {
    pub(super) fn new(connections: Vec<SqliteConnection>) -> Self {
        let free = Semaphore::new(connections.len());
        let count = u32::try_from(connections.len()).unwrap_or(u32::MAX);
        Self(Arc::new(Inner { idle: Mutex::new(connections), free, count }))
    }

    /// Lends a connection; whoever comes while all are lent waits in line.
    pub(super) async fn acquire(&self) -> Result<Reader<'_>, StoreError> {
        let permit = self.0.free.acquire().await.map_err(|_| StoreError::Closed)?;
        let connection = lock(&self.0.idle).pop().ok_or(StoreError::Closed)?;
        Ok(Reader { connection: Some(connection), idle: &self.0.idle, _permit: permit })
    }

    /// Lends nothing from now on, waits until all have come back, and closes them.
    pub(super) async fn close(&self) {
        let all = self.0.free.acquire_many(self.0.count).await;
        self.0.free.close();
        drop(all);
        let idle = std::mem::take(&mut *lock(&self.0.idle));
        for connection in idle {
            // Nothing was written over it that could be lost.
            let _ = connection.close().await;
        }
    }
}

fn lock(idle: &Mutex<Vec<SqliteConnection>>) -> std::sync::MutexGuard<'_, Vec<SqliteConnection>> {
    // A push or a pop leaves nothing half-done.
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Deref for Reader<'_> {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.connection.as_ref().expect("it is given back only on drop")
    }
}

impl DerefMut for Reader<'_> {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.connection.as_mut().expect("it is given back only on drop")
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        lock(self.idle).extend(self.connection.take());
    }
}
