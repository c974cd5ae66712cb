//! What can go wrong with the database, told apart where a caller must decide: each with its remedy in the message.

use std::{path::PathBuf, sync::Arc};

use crate::panics::Panicked;

/// Why a database was not opened. Nothing was changed in it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("cannot open database {}: there is no folder {}; make the folder, or name another file with --database", path.display(), folder.display())]
    NoFolder { path: PathBuf, folder: PathBuf },
    #[error("cannot open database {}: it is a folder; name a file with --database", path.display())]
    IsFolder { path: PathBuf },
    #[error("cannot write database {}: let the user that runs Docent write this file and its folder, or name another file with --database", path.display())]
    ReadOnly { path: PathBuf },
    #[error("cannot write database {}: the disk or the quota is full; make room and start again, nothing is lost", path.display())]
    Full { path: PathBuf },
    #[error("cannot use database {}: another program has locked it; close that program (a database browser, a copy tool) and start again", path.display())]
    Locked { path: PathBuf },
    #[error("cannot use database {}: it is damaged ({detail}); bring back a copy with `docent restore FILE`, or move the file away to begin anew", path.display())]
    Damaged { path: PathBuf, detail: String },
    #[error("cannot use {}: it is no database, or its beginning is overwritten; name another file with --database, or bring back a copy with `docent restore FILE`", path.display())]
    NotADatabase { path: PathBuf },
    #[error("cannot use database {}: another program made it; name another file with --database", path.display())]
    Foreign { path: PathBuf },
    #[error("cannot use database {}: a newer Docent made it (schema {found}, this one knows up to {known}); start that newer version", path.display())]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("cannot open database {}", path.display())]
    Fault { path: PathBuf, source: anyhow::Error },
}

/// Why a copy was not written or not brought back. Both files are as they were.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error("cannot write {}: it exists already; name a new file", path.display())]
    Exists { path: PathBuf },
    #[error("cannot write {}", path.display())]
    Unwritable { path: PathBuf, source: std::io::Error },
    #[error("cannot replace database {}: another process uses it; stop Docent first", path.display())]
    InUse { path: PathBuf },
    #[error("cannot write {}: there is no folder {}; make the folder, or name another file", path.display(), folder.display())]
    NoFolder { path: PathBuf, folder: PathBuf },
    #[error("cannot bring {} back: there is no such file; name a copy that `docent backup` or the daily copies made", path.display())]
    NoCopy { path: PathBuf },
    /// The file to bring back is no copy that this version can read.
    #[error("cannot bring {} back: {why}; name another copy, the database is as it was", path.display())]
    BadCopy { path: PathBuf, why: String },
    #[error("cannot copy the database")]
    Store(#[source] StoreError),
}

/// What a full check of the database found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Integrity {
    Sound,
    /// Some of what is wrong, for the log.
    Damaged(Vec<String>),
}

/// Why something was not read or not recorded. What was not recorded left no trace.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    #[error("cannot write to the database: the disk or the quota is full; make room, Docent goes on by itself")]
    Full,
    #[error(
        "cannot write to the database: the file or its folder is read-only; let the user that runs Docent write it"
    )]
    ReadOnly,
    #[error("cannot reach the database: another program keeps it locked")]
    Busy,
    #[error("the database is closed")]
    Closed,
    #[error("the database is damaged ({0}); stop, and bring back a copy with `docent restore FILE`")]
    Damaged(String),
    /// What the row belongs to, mostly a learner, was deleted in the meantime.
    #[error("the record that this belongs to has been deleted in the meantime")]
    OwnerGone,
    #[error("cannot use the database: {0:#}")]
    Fault(Arc<anyhow::Error>),
}

impl StoreError {
    pub(super) fn fault(error: impl Into<anyhow::Error>) -> Self {
        Self::Fault(Arc::new(error.into()))
    }
}

impl From<Panicked> for StoreError {
    fn from(panicked: Panicked) -> Self {
        Self::fault(panicked)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match Cause::of(&error) {
            Cause::Full => Self::Full,
            Cause::ReadOnly => Self::ReadOnly,
            Cause::Busy => Self::Busy,
            Cause::Damaged | Cause::NotADatabase => Self::Damaged(error.to_string()),
            Cause::OwnerGone => Self::OwnerGone,
            Cause::Closed => Self::Closed,
            Cause::Other => Self::fault(error),
        }
    }
}

impl OpenError {
    pub(super) fn new(path: PathBuf, error: sqlx::Error) -> Self {
        match Cause::of(&error) {
            Cause::Full => Self::Full { path },
            Cause::ReadOnly => Self::ReadOnly { path },
            Cause::Busy => Self::Locked { path },
            Cause::Damaged => Self::Damaged { path, detail: error.to_string() },
            Cause::NotADatabase => Self::NotADatabase { path },
            Cause::OwnerGone | Cause::Closed | Cause::Other => Self::Fault { path, source: error.into() },
        }
    }
}

/// What an error of the driver means to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    Full,
    ReadOnly,
    Busy,
    Damaged,
    NotADatabase,
    OwnerGone,
    Closed,
    Other,
}

impl Cause {
    fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) if error.is_foreign_key_violation() => Self::OwnerGone,
            sqlx::Error::Database(error) => {
                error.code().and_then(|code| code.parse().ok()).map_or(Self::Other, Self::of_code)
            }
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed => Self::Closed,
            _ => Self::Other,
        }
    }

    /// Sorts SQLite's extended result codes, <https://www.sqlite.org/rescode.html>. The low byte is the primary code.
    fn of_code(code: i32) -> Self {
        /// A write that the system refused otherwise than with "no space": a quota or a limit on file size.
        const IOERR_WRITE: i32 = 10 | (3 << 8);
        /// The WAL's index could not grow.
        const IOERR_SHMSIZE: i32 = 10 | (19 << 8);
        match (code, code & 0xff) {
            (IOERR_WRITE | IOERR_SHMSIZE, _) | (_, 13) => Self::Full,
            // 14, cannot open: the files beside the database cannot be made; the database itself was tried before.
            (_, 8 | 14) => Self::ReadOnly,
            // 15: the WAL is being fought over.
            (_, 5 | 6 | 15) => Self::Busy,
            (_, 11) => Self::Damaged,
            (_, 26) => Self::NotADatabase,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extended_codes_keep_the_meaning_of_their_family() {
        assert_eq!(Cause::of_code(13), Cause::Full);
        assert_eq!(Cause::of_code(778), Cause::Full);
        assert_eq!(Cause::of_code(4874), Cause::Full);
        assert_eq!(Cause::of_code(1544), Cause::ReadOnly, "SQLITE_READONLY_DIRECTORY");
        assert_eq!(Cause::of_code(517), Cause::Busy, "SQLITE_BUSY_SNAPSHOT");
        assert_eq!(Cause::of_code(267), Cause::Damaged, "SQLITE_CORRUPT_VTAB");
        assert_eq!(Cause::of_code(26), Cause::NotADatabase);
        assert_eq!(Cause::of_code(1), Cause::Other);
    }
}
