//! Reads that many callers want at the same moment: one query answers all that wait.
//!
//! The way to SQLite's thread costs more than most queries. There is no timer: who comes while a query runs is answered
//! by the next one, and who comes alone waits for nobody. Knows no table.

use std::{fmt, pin::pin};

use sqlx::SqliteConnection;
use tokio::{
    sync::{mpsc, oneshot},
    task::yield_now,
};

use super::{error::StoreError, readers::Readers, writer::Work};
use crate::panics;

/// Callers that may wait; whoever comes after waits for a place.
const QUEUE: usize = 4096;

/// Callers that one query answers.
const BATCH: usize = 256;

/// What is looked for many at once.
pub(super) trait Sought: Send + Sync + Sized + 'static {
    /// What its caller hears.
    type Found: Send + 'static;

    /// Looks for `all` in one moment of the database, and says what there is of each, in their order.
    fn find<'c>(db: &'c mut SqliteConnection, all: &'c [Self]) -> Work<'c, Vec<Self::Found>>;
}

type Caller<S> = oneshot::Sender<Result<<S as Sought>::Found, StoreError>>;

/// The way to the task that reads one kind of thing.
pub(super) struct Loader<S: Sought> {
    queue: mpsc::Sender<(S, Caller<S>)>,
}

impl<S: Sought> Loader<S> {
    /// Starts the task; it ends with the last loader.
    pub(super) fn start(readers: Readers) -> Self {
        let (queue, mut callers) = mpsc::channel(QUEUE);
        tokio::spawn(async move {
            let mut batch: Vec<(S, Caller<S>)> = Vec::new();
            while callers.recv_many(&mut batch, BATCH).await > 0 {
                // The first one wakes this task before all others that are about to ask; they go first.
                yield_now().await;
                let room = BATCH - batch.len();
                if !callers.is_empty() {
                    callers.recv_many(&mut batch, room).await;
                }
                let (sought, callers): (Vec<S>, Vec<Caller<S>>) = batch.drain(..).unzip();
                answer(&readers, &sought, callers).await;
            }
        });
        Self { queue }
    }

    pub(super) async fn find(&self, sought: S) -> Result<S::Found, StoreError> {
        let (caller, answer) = oneshot::channel();
        self.queue.send((sought, caller)).await.map_err(|_| StoreError::Closed)?;
        answer.await.unwrap_or(Err(StoreError::Closed))
    }
}

/// Looks for all at once. When that fails, each is looked for alone: a row of one that cannot be read is not the others'
/// fault.
async fn answer<S: Sought>(readers: &Readers, sought: &[S], callers: Vec<Caller<S>>) {
    match find(readers, sought).await {
        Err(StoreError::Fault(_) | StoreError::Damaged(_)) if sought.len() > 1 => {
            for (one, caller) in sought.chunks(1).zip(callers) {
                tell(vec![caller], find(readers, one).await);
            }
        }
        found => tell(callers, found),
    }
}

async fn find<S: Sought>(readers: &Readers, sought: &[S]) -> Result<Vec<S::Found>, StoreError> {
    let mut reader = readers.acquire().await?;
    // A panic is a bug in one query. It must not end the task that all others depend on.
    panics::survive(pin!(S::find(&mut reader, sought))).await.unwrap_or_else(|panicked| Err(panicked.into()))
}

/// A caller that has gone needs no answer.
fn tell<T>(callers: Vec<oneshot::Sender<Result<T, StoreError>>>, found: Result<Vec<T>, StoreError>) {
    match found {
        Ok(found) => callers.into_iter().zip(found).for_each(|(caller, found)| drop(caller.send(Ok(found)))),
        Err(error) => callers.into_iter().for_each(|caller| drop(caller.send(Err(error.clone())))),
    }
}

impl<S: Sought> Clone for Loader<S> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone() }
    }
}

impl<S: Sought> fmt::Debug for Loader<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loader").finish_non_exhaustive()
    }
}
