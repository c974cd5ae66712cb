//! Intents of one kind that wait together and are written together.
//!
//! The way to SQLite's thread costs more than most statements. So what is written most often does not stand in the
//! queue one by one: the first that waits puts one unit there for all that will wait when its turn comes, and a few
//! statements write them all. One that breaks a rule of the schema makes the unit start again, intent by intent.

use std::{
    collections::HashSet,
    fmt, mem,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sqlx::SqliteConnection;
use tokio::sync::oneshot;

use super::{UNDO, Unit, Work, Writer, answer};
use crate::{ids::LearnerId, panics, store::error::StoreError};

/// What is written many at once.
pub(in crate::store) trait Together: Send + Sync + 'static {
    /// What its caller hears.
    type Outcome: Send + 'static;

    /// Whose rows it writes.
    fn learner(&self) -> LearnerId;

    /// Writes `all`, each of another learner, and says what became of each, in their order.
    fn write<'c>(db: &'c mut SqliteConnection, all: &'c [&'c Self]) -> Work<'c, Vec<Self::Outcome>>;
}

/// Where intents of one kind wait for the writer.
pub(in crate::store) struct Lane<T: Together> {
    waiting: Arc<Waiting<T>>,
    writer: Writer,
}

type Waiting<T> = Mutex<Vec<Member<T>>>;

struct Member<T: Together> {
    intent: T,
    result: Option<Result<T::Outcome, StoreError>>,
    caller: oneshot::Sender<Result<T::Outcome, StoreError>>,
}

impl<T: Together> Lane<T> {
    pub(in crate::store) fn new(writer: Writer) -> Self {
        Self { waiting: Arc::default(), writer }
    }

    /// Has `intent` written and waits until it is committed.
    pub(in crate::store) async fn submit(&self, intent: T) -> Result<T::Outcome, StoreError> {
        let (caller, answer) = oneshot::channel();
        // Kept until the answer is there, also by those whose unit is queued already: it bounds how many wait.
        let place = self.writer.place().await?;
        {
            let mut waiting = lock(&self.waiting);
            waiting.push(Member { intent, result: None, caller });
            // Whoever finds others waiting has come before their unit took them.
            if waiting.len() == 1 {
                place.send(Box::new(Group { waiting: Arc::clone(&self.waiting), members: Vec::new() }));
            }
        }
        answer.await.unwrap_or(Err(StoreError::Closed))
    }
}

impl<T: Together> Clone for Lane<T> {
    fn clone(&self) -> Self {
        Self { waiting: Arc::clone(&self.waiting), writer: self.writer.clone() }
    }
}

impl<T: Together> fmt::Debug for Lane<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lane").finish_non_exhaustive()
    }
}

fn lock<T: Together>(waiting: &Waiting<T>) -> MutexGuard<'_, Vec<Member<T>>> {
    // A push and a take leave nothing half-done.
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The unit of all that wait in a lane.
struct Group<T: Together> {
    waiting: Arc<Waiting<T>>,
    members: Vec<Member<T>>,
}

impl<T: Together> Group<T> {
    /// One statement cannot write two rows of one learner that build on each other: who is there twice is written
    /// again, alone.
    async fn write(&mut self, db: &mut SqliteConnection) -> Result<(), StoreError> {
        let mut learners = HashSet::new();
        let (first, mut alone): (Vec<_>, Vec<_>) =
            self.members.iter_mut().partition(|member| learners.insert(member.intent.learner()));
        if let Some(undone) = write_together(db, first).await? {
            alone.splice(0..0, undone);
        }
        for member in alone {
            write_alone(db, member).await?;
        }
        Ok(())
    }
}

/// Writes them all, or none: then they come back.
async fn write_together<'m, T: Together>(
    db: &mut SqliteConnection,
    mut members: Vec<&'m mut Member<T>>,
) -> Result<Option<Vec<&'m mut Member<T>>>, StoreError> {
    let intents: Vec<&T> = members.iter().map(|member| &member.intent).collect();
    let written = write(db, &intents).await;
    match written {
        Ok(outcomes) => {
            members.iter_mut().zip(outcomes).for_each(|(member, outcome)| member.result = Some(Ok(outcome)));
            Ok(None)
        }
        Err(error) => match sqlx::query(UNDO).execute(db).await {
            Ok(_) => Ok(Some(members)),
            Err(_) => Err(error),
        },
    }
}

async fn write_alone<T: Together>(db: &mut SqliteConnection, member: &mut Member<T>) -> Result<(), StoreError> {
    sqlx::query("SAVEPOINT alone").execute(&mut *db).await?;
    let result = write(db, &[&member.intent]).await;
    let end = if result.is_ok() { "RELEASE alone" } else { "ROLLBACK TO alone; RELEASE alone" };
    let ended = sqlx::query(end).execute(db).await;
    let result = result.and_then(|mut outcomes| outcomes.pop().ok_or(StoreError::Closed));
    let lost = ended.err().map(|error| result.as_ref().err().cloned().unwrap_or_else(|| error.into()));
    member.result = Some(result);
    lost.map_or(Ok(()), Err)
}

/// A panic is a bug in one intent. It must not end the task that all others depend on.
async fn write<T: Together>(db: &mut SqliteConnection, intents: &[&T]) -> Result<Vec<T::Outcome>, StoreError> {
    panics::survive(pin!(T::write(db, intents))).await.unwrap_or_else(|panicked| Err(panicked.into()))
}

impl<T: Together> Unit for Group<T> {
    fn apply<'a>(&'a mut self, db: &'a mut SqliteConnection) -> Work<'a, ()> {
        Box::pin(async move {
            self.members = mem::take(&mut *lock(&self.waiting));
            let written = self.write(db).await;
            if let Err(error) = &written {
                // Whatever was written is undone with the unit.
                self.members.iter_mut().for_each(|member| member.result = Some(Err(error.clone())));
            }
            written
        })
    }

    fn settle(mut self: Box<Self>, commit: Result<(), StoreError>) {
        if self.members.is_empty() {
            // There was no transaction to take them into.
            self.members = mem::take(&mut *lock(&self.waiting));
        }
        for member in self.members {
            // A caller that has gone needs no answer.
            let _ = member.caller.send(answer(member.result, commit.clone()));
        }
    }

    fn intents(&self) -> usize {
        self.members.len()
    }
}
