//! The one task that writes. It takes what waits, commits once, then answers all.
//!
//! A commit costs a flush of the disk, whatever it holds: with hundreds of writers at once the flush is shared and
//! durable writing costs almost nothing. Each unit has a savepoint of its own, so that one that breaks a rule of the
//! schema does not take the others with it. What is written most often waits in a [`Lane`] and is one unit together.
//! Knows no table.

mod lane;

use std::{
    future::Future,
    pin::{Pin, pin},
    time::Instant,
};

use sqlx::{Connection, SqliteConnection};
use tokio::{
    sync::{mpsc, oneshot},
    task::yield_now,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{error::StoreError, file::DatabaseFile, readers::Readers};
use crate::{metrics, panics};

pub(super) use self::lane::{Lane, Together};

/// Units that may wait; whoever comes after waits for a place. Some seconds of work on a slow disk.
const QUEUE: usize = 4096;

/// Units in one commit: beyond a few hundred the flush is no longer what costs.
const BATCH: usize = 512;

/// Undoes the unit under way.
const UNDO: &str = "ROLLBACK TO unit";

/// The future of a unit of work on the writing connection.
pub(super) type Work<'c, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'c>>;

/// The way to the writing task.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    queue: mpsc::Sender<Box<dyn Unit>>,
    closing: CancellationToken,
    task: TaskTracker,
}

impl Writer {
    pub(super) fn start(file: DatabaseFile, connection: SqliteConnection, readers: Readers) -> Self {
        let (queue, units) = mpsc::channel(QUEUE);
        let (closing, task) = (CancellationToken::new(), TaskTracker::new());
        let connection = Some(connection);
        let (failing, given_up) = (false, None);
        let writing = Writing { units, closing: closing.clone(), file, readers, connection, failing, given_up };
        task.spawn(writing.run());
        task.close();
        Self { queue, closing, task }
    }

    /// Queues `work` and waits until it is committed.
    pub(super) async fn submit<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let unit = Submitted { work: Some(work), result: None, caller };
        self.queue.send(Box::new(unit)).await.map_err(|_| StoreError::Closed)?;
        answer.await.unwrap_or(Err(StoreError::Closed))
    }

    /// A place in the queue, for a unit that is made once there is one.
    async fn place(&self) -> Result<mpsc::Permit<'_, Box<dyn Unit>>, StoreError> {
        self.queue.reserve().await.map_err(|_| StoreError::Closed)
    }

    /// Refuses what comes from now on, waits until what came before is committed, and closes the file.
    pub(super) async fn close(&self) {
        self.closing.cancel();
        self.task.wait().await;
    }
}

/// One intent of a caller, with the type of its result forgotten.
trait Unit: Send {
    /// Carries the work out. The result stays inside until the commit; an error comes back so that the unit's part
    /// can be undone.
    fn apply<'a>(&'a mut self, db: &'a mut SqliteConnection) -> Work<'a, ()>;

    /// Tells the caller: the unit's own result after a commit, the reason when there was none.
    fn settle(self: Box<Self>, commit: Result<(), StoreError>);

    /// How many intents it turned out to hold.
    fn intents(&self) -> usize;
}

struct Submitted<T, F> {
    work: Option<F>,
    result: Option<Result<T, StoreError>>,
    caller: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Unit for Submitted<T, F>
where
    T: Send,
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send,
{
    fn apply<'a>(&'a mut self, db: &'a mut SqliteConnection) -> Work<'a, ()> {
        Box::pin(async move {
            let Some(work) = self.work.take() else { return Ok(()) };
            // A panic is a bug in one unit. It must not end the task that all others depend on.
            let result = panics::survive(pin!(work(db))).await.unwrap_or_else(|panicked| Err(panicked.into()));
            let outcome = result.as_ref().map(|_| ()).map_err(StoreError::clone);
            self.result = Some(result);
            outcome
        })
    }

    fn settle(self: Box<Self>, commit: Result<(), StoreError>) {
        // A caller that has gone needs no answer.
        let _ = self.caller.send(answer(self.result, commit));
    }

    fn intents(&self) -> usize {
        1
    }
}

/// What a caller hears: its own result after a commit.
fn answer<T>(result: Option<Result<T, StoreError>>, commit: Result<(), StoreError>) -> Result<T, StoreError> {
    match (result, commit) {
        (Some(Err(own)), _) => Err(own),
        (_, Err(commit)) => Err(commit),
        (Some(Ok(value)), Ok(())) => Ok(value),
        (None, Ok(())) => Err(StoreError::Closed),
    }
}

struct Writing {
    units: mpsc::Receiver<Box<dyn Unit>>,
    closing: CancellationToken,
    file: DatabaseFile,
    readers: Readers,
    /// Taken out while something is wrong with it: the next commit begins with a fresh one.
    connection: Option<SqliteConnection>,
    /// Whether the last commit failed, so that a full disk is said once and not with every press.
    failing: bool,
    /// Why the rest of the queue is refused: a lock that outlasts one commit must not hold up the stop for each.
    given_up: Option<StoreError>,
}

impl Writing {
    async fn run(mut self) {
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            tokio::select! {
                taken = self.units.recv_many(&mut batch, BATCH) => if taken == 0 { break },
                () = self.closing.cancelled(), if !self.units.is_closed() => self.units.close(),
            }
            // The first one wakes this task before all others that are about to write; they go first.
            yield_now().await;
            let room = BATCH - batch.len();
            if !self.units.is_empty() {
                self.units.recv_many(&mut batch, room).await;
            }
            self.commit(&mut batch).await;
        }
        // The one that writes closes last: only it can fold the log back into the file.
        self.readers.close().await;
        if let Some(connection) = self.connection
            && let Err(error) = connection.close().await
        {
            tracing::warn!(event = "store.close", error = %error, "the database was not closed in order");
        }
    }

    async fn commit(&mut self, batch: &mut Vec<Box<dyn Unit>>) {
        if batch.is_empty() {
            return;
        }
        let started = Instant::now();
        let commit = match &self.given_up {
            Some(error) => Err(error.clone()),
            None => self.try_commit(batch).await,
        };
        let intents = batch.iter().map(|unit| unit.intents()).sum();
        metrics::of_this_process().commit(intents, started.elapsed(), self.units.len(), commit.is_err());
        match &commit {
            Ok(()) if self.failing => tracing::info!(event = "store.commit", "recording works again"),
            Err(error) if !self.failing => tracing::error!(event = "store.commit", error = %error, "cannot record"),
            Ok(()) | Err(_) => {}
        }
        self.failing = commit.is_err();
        if let Err(error) = &commit {
            self.connection = None;
            self.given_up = self.closing.is_cancelled().then(|| error.clone());
        }
        for unit in batch.drain(..) {
            unit.settle(commit.clone());
        }
    }

    async fn try_commit(&mut self, batch: &mut [Box<dyn Unit>]) -> Result<(), StoreError> {
        let db = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.file.connect().await?),
        };
        // The way to SQLite's thread is what costs: the beginning takes the first unit's along, the end of one unit that of
        // the next, and the commit ends the last one.
        let mut transaction = db.begin_with("BEGIN IMMEDIATE; SAVEPOINT unit").await?;
        for (number, unit) in batch.iter_mut().enumerate() {
            if number > 0 {
                sqlx::query("RELEASE unit; SAVEPOINT unit").execute(&mut *transaction).await?;
            }
            apply(unit.as_mut(), &mut transaction).await?;
        }
        Ok(transaction.commit().await?)
    }
}

/// Carries out one unit, or undoes it back to its savepoint. An error means that the whole transaction is lost: a full
/// disk, for instance, may roll all of it back.
async fn apply(unit: &mut dyn Unit, db: &mut SqliteConnection) -> Result<(), StoreError> {
    if let Err(error) = unit.apply(db).await
        && sqlx::query(UNDO).execute(db).await.is_err()
    {
        return Err(error);
    }
    Ok(())
}
