//! What Docent remembers: every row it keeps, every query it makes, in one SQLite file.
//!
//! Writes go to one task that commits many of them at once ([`writer`]) and are answered after the commit; reads go
//! to a few read-only connections beside it, the most frequent ones many at once ([`loader`]). The schema under
//! `migrations/` decides races: a double press meets a key, forgetting somebody is a cascade. Functions take and return
//! Docent's own types; no sqlx type leaves this module, and nothing here knows what a course says or how a reply looks.

mod activity;
pub mod asked;
pub mod asks;
pub mod attempts;
mod column;
pub mod content;
pub mod error;
pub mod examine;
mod file;
pub mod learners;
pub mod linking;
pub mod live;
mod loader;
pub mod meta;
pub mod notices;
pub mod pins;
pub mod privacy;
mod readers;
pub mod reading;
pub mod reminders;
pub mod reviews;
pub mod servers;
pub mod shares;
mod writer;

#[cfg(test)]
mod tests;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::SqliteConnection;

use self::{
    asks::Asking,
    attempts::answers::Answering,
    error::{CopyError, Integrity, OpenError, StoreError},
    file::DatabaseFile,
    learners::Arriving,
    loader::Loader,
    pins::PinsOf,
    readers::{Reader, Readers},
    reading::{Opening, PlacesOf, ReadOf},
    writer::{Lane, Work, Writer},
};
use crate::{clock::Timestamp, ids::AttemptId};

/// Docent's database, open. Cheap to clone; all clones are the same database.
#[derive(Debug, Clone)]
pub struct Store {
    file: DatabaseFile,
    readers: Readers,
    writer: Writer,
    often_read: OftenRead,
    asks: Lane<Asking>,
    answers: Lane<Answering>,
    openings: Lane<Opening>,
}

/// What most actions read, for many of them at once.
#[derive(Debug, Clone)]
struct OftenRead {
    arrivals: Loader<Arriving>,
    pins: Loader<PinsOf>,
    places: Loader<PlacesOf>,
    sections: Loader<ReadOf>,
    attempts: Loader<AttemptId>,
}

impl OftenRead {
    fn start(readers: &Readers) -> Self {
        Self {
            arrivals: Loader::start(readers.clone()),
            pins: Loader::start(readers.clone()),
            places: Loader::start(readers.clone()),
            sections: Loader::start(readers.clone()),
            attempts: Loader::start(readers.clone()),
        }
    }
}

/// How to open a database.
#[derive(Debug, Clone, Copy)]
pub struct OpenOptions {
    /// How long to wait while another process holds the lock, on opening and for each commit. Below the ten seconds
    /// that an orderly stop may take, above the few that a backup tool holds a lock.
    pub patience: Duration,
    /// The largest file to make, in pages of 4 KiB; `None` leaves it to the disk.
    pub max_pages: Option<u32>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { patience: Duration::from_secs(8), max_pages: None }
    }
}

impl Store {
    /// Opens the database at `path`, which is made on first use and brought up to date when it is older.
    pub async fn open(path: &Path, options: &OpenOptions) -> Result<Self, OpenError> {
        let (file, connection) = file::open(path, options).await?;
        let readers = file.readers().await?;
        let often_read = OftenRead::start(&readers);
        let writer = Writer::start(file.clone(), connection, readers.clone());
        let (asks, answers, openings) =
            (Lane::new(writer.clone()), Lane::new(writer.clone()), Lane::new(writer.clone()));
        Ok(Self { file, readers, writer, often_read, asks, answers, openings })
    }

    /// Writes a copy to a new file, as the database is at this moment, while others read and write.
    pub async fn back_up(&self, to: &Path) -> Result<(), CopyError> {
        file::back_up(&self.file, to).await
    }

    /// Brings a copy back to `path`, once it is known to be whole. A database that is there already is kept beside it,
    /// under the name returned; it must not be in use.
    pub async fn restore(from: &Path, path: &Path, now: Timestamp) -> Result<Option<PathBuf>, CopyError> {
        let mut aside = path.as_os_str().to_owned();
        aside.push(format!(".replaced-{}", now.as_millis()));
        file::restore(from, path, Path::new(&aside)).await
    }

    /// Reads all of the database and checks it; minutes for a very large one.
    pub async fn integrity(&self) -> Result<Integrity, StoreError> {
        file::integrity(&self.file).await
    }

    /// Stops taking writes, carries out those that wait, and closes the file. Clones answer [`StoreError::Closed`]
    /// from then on.
    pub async fn close(&self) {
        self.writer.close().await;
    }

    /// A connection for a query or a few that must see the same moment.
    async fn reader(&self) -> Result<Reader<'_>, StoreError> {
        self.readers.acquire().await
    }

    /// Carries out `work` as one unit: all of it or nothing, whether or not the caller still waits. Returns after the
    /// commit.
    async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        self.writer.submit(work).await
    }
}
