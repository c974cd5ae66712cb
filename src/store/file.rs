//! The database as a file: opening it or saying why not, how SQLite is set up, bringing the schema up to date.
//!
//! All that is SQLite's own and not SQL is here. Knows no table of ours but the secret that is made with them.

mod copies;

use std::{
    fs,
    io::ErrorKind,
    path::{self, Path, PathBuf},
    time::{Duration, Instant},
};

use sqlx::{
    ConnectOptions, Connection, SqliteConnection,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteSynchronous},
};

pub(super) use self::copies::{back_up, restore};
use super::{
    OpenOptions,
    error::{Integrity, OpenError, StoreError},
    meta,
    readers::Readers,
};

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!();

/// Rows that SQLite's thread may be ahead of their reader: as many as one look at many learners brings. A thread that
/// waits for each to be taken costs more than the rows.
const ROWS_AHEAD: usize = 1024;

/// "Doce": says in the file's header whose database this is, <https://www.sqlite.org/pragma.html#pragma_application_id>.
const APPLICATION_ID: i32 = 0x446f_6365;

/// Reads that run at the same time. They share two or three cores with everything else.
const READERS: usize = 4;

/// Up to this size a database is read through and checked at every start, which takes some 50 ms on a busy machine; a
/// larger one would hold up the start and is left to [`integrity`].
const CHECKED_AT_START_BYTES: u64 = 2 * 1024 * 1024;

/// KiB, by SQLite's way of writing it, for the pages that one connection keeps. Each commit makes those of a reader stale.
const READER_CACHE: &str = "-512";

/// Likewise for the one that writes, whose pages nobody else makes stale.
const WRITER_CACHE: &str = "-4096";

/// So many pages of the WAL go back into the file together: a page that many learners share is written there once.
const WAL_PAGES: &str = "4000";

/// The WAL is cut back to this size when it has been larger.
const WAL_KEPT_BYTES: &str = "16777216";

/// Where the database is and how to connect to it.
#[derive(Debug, Clone)]
pub(super) struct DatabaseFile {
    path: PathBuf,
    options: OpenOptions,
}

impl DatabaseFile {
    pub(super) fn new(path: PathBuf, options: OpenOptions) -> Self {
        Self { path, options }
    }

    /// Opens the connection that writes. The file is there: were it made anew here, one that was moved away under a
    /// running Docent would seem empty rather than gone.
    pub(super) async fn connect(&self) -> Result<SqliteConnection, sqlx::Error> {
        let mut options = self
            .connection()
            .synchronous(SqliteSynchronous::Full)
            // What is deleted is overwritten: a forgotten learner's words do not stay behind in free pages.
            .pragma("secure_delete", "on")
            .pragma("temp_store", "memory")
            .pragma("cache_size", WRITER_CACHE)
            .pragma("wal_autocheckpoint", WAL_PAGES)
            .pragma("journal_size_limit", WAL_KEPT_BYTES);
        if let Some(pages) = self.options.max_pages {
            options = options.pragma("max_page_count", pages.to_string());
        }
        options.connect().await
    }

    /// Opens the connections that read.
    pub(super) async fn readers(&self) -> Result<Readers, OpenError> {
        let mut connections = Vec::with_capacity(READERS);
        for _ in 0..READERS {
            connections.push(self.reader().await.map_err(|error| OpenError::new(self.path.clone(), error))?);
        }
        Ok(Readers::new(connections))
    }

    /// A connection beside the others, for what takes long.
    pub(super) async fn reader(&self) -> Result<SqliteConnection, sqlx::Error> {
        self.connection().read_only(true).pragma("cache_size", READER_CACHE).connect().await
    }

    fn connection(&self) -> SqliteConnectOptions {
        // Neither statements nor slow ones are logged: that is work for every query, and no word of a learner may
        // come near a log.
        SqliteConnectOptions::new()
            .filename(&self.path)
            .busy_timeout(self.options.patience)
            .foreign_keys(true)
            .row_buffer_size(ROWS_AHEAD)
            .disable_statement_logging()
    }
}

/// Opens a database only to look at it: it is neither made nor brought up to date.
pub(super) async fn look_at(path: &Path) -> Result<SqliteConnection, sqlx::Error> {
    DatabaseFile::new(path::absolute(path)?, OpenOptions::default()).reader().await
}

/// Opens the database for writing, made or brought up to date when need be.
pub(super) async fn open(path: &Path, options: &OpenOptions) -> Result<(DatabaseFile, SqliteConnection), OpenError> {
    let fault = |error: std::io::Error| OpenError::Fault { path: path.to_owned(), source: error.into() };
    // An absolute path, because SQLite takes one that begins with `file:` for an address.
    let file = DatabaseFile { path: path::absolute(path).map_err(fault)?, options: *options };
    try_access(&file.path, Access::MadeIfMissing)?;
    let mut db = file.connect().await.map_err(|error| OpenError::new(file.path.clone(), error))?;
    match prepare(&mut db, &file).await {
        Ok(()) => Ok((file, db)),
        Err(refusal) => {
            // Awaited, so that nothing happens to the file any more once the refusal is out.
            let _ = db.close().await;
            Err(refusal)
        }
    }
}

async fn prepare(db: &mut SqliteConnection, file: &DatabaseFile) -> Result<(), OpenError> {
    let path = || file.path.clone();
    match identify(db).await.map_err(|error| OpenError::new(path(), error))? {
        Found::Nothing => {}
        Found::Ours { version } if version > newest() => {
            return Err(OpenError::Newer { path: path(), found: version, known: newest() });
        }
        Found::Ours { .. } => check(&file.path, db).await?,
        Found::Foreign => return Err(OpenError::Foreign { path: path() }),
    }
    use_wal(db, file.options.patience).await.map_err(|error| OpenError::new(path(), error))?;
    migrate(db, &file.path).await
}

/// Whether a file that is not there is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    MadeIfMissing,
    ThatIsThere,
}

/// Asks the system whether the file can be written, since SQLite's own answer names neither file nor folder.
pub(super) fn try_access(path: &Path, access: Access) -> Result<(), OpenError> {
    let path_buf = || path.to_owned();
    if path.is_dir() {
        return Err(OpenError::IsFolder { path: path_buf() });
    }
    let mut options = fs::OpenOptions::new();
    options.append(true).create(access == Access::MadeIfMissing);
    // What learners wrote is nobody's business on a shared machine; the files beside the database follow its mode.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) => Err(match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                OpenError::NoFolder { path: path_buf(), folder: path.parent().map(Path::to_owned).unwrap_or_default() }
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => OpenError::ReadOnly { path: path_buf() },
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => OpenError::Full { path: path_buf() },
            _ => OpenError::Fault { path: path_buf(), source: error.into() },
        }),
    }
}

/// What a file turns out to be.
pub(super) enum Found {
    Nothing,
    Ours { version: i64 },
    Foreign,
}

pub(super) async fn identify(db: &mut SqliteConnection) -> Result<Found, sqlx::Error> {
    let tables: i64 = sqlx::query_scalar("select count(*) from sqlite_schema").fetch_one(&mut *db).await?;
    if tables == 0 {
        return Ok(Found::Nothing);
    }
    let application: i32 = sqlx::query_scalar("pragma application_id").fetch_one(&mut *db).await?;
    if application != APPLICATION_ID {
        return Ok(Found::Foreign);
    }
    let version = sqlx::query_scalar("select coalesce(max(version), 0) from _sqlx_migrations").fetch_one(db).await?;
    Ok(Found::Ours { version })
}

/// The newest schema that this program knows.
pub(super) fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

async fn check(path: &Path, db: &mut SqliteConnection) -> Result<(), OpenError> {
    if fs::metadata(path).is_ok_and(|file| file.len() > CHECKED_AT_START_BYTES) {
        return Ok(());
    }
    let found: String = sqlx::query_scalar("pragma quick_check(1)")
        .fetch_one(db)
        .await
        .map_err(|error| OpenError::new(path.to_owned(), error))?;
    if found == "ok" { Ok(()) } else { Err(OpenError::Damaged { path: path.to_owned(), detail: found }) }
}

/// Switches to the write-ahead log, which stays with the file. SQLite does not wait for the lock that this takes, so we
/// do.
async fn use_wal(db: &mut SqliteConnection, patience: Duration) -> Result<(), sqlx::Error> {
    const PAUSE: Duration = Duration::from_millis(20);
    let start = Instant::now();
    loop {
        let busy = match sqlx::query("pragma journal_mode = wal").execute(&mut *db).await {
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("5") => error,
            done => return done.map(|_| ()),
        };
        if start.elapsed() >= patience {
            return Err(sqlx::Error::Database(busy));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Brings the schema up to date in one transaction: another process sees all of it or nothing, and a crash leaves
/// nothing half done.
async fn migrate(db: &mut SqliteConnection, path: &Path) -> Result<(), OpenError> {
    let failed = |error| OpenError::new(path.to_owned(), error);
    if matches!(identify(db).await.map_err(failed)?, Found::Ours { version } if version == newest()) {
        return Ok(());
    }
    let mut transaction = db.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
    MIGRATIONS.run_direct(None, &mut *transaction, false).await.map_err(|error| match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => failed(error),
        other => OpenError::Fault { path: path.to_owned(), source: other.into() },
    })?;
    sqlx::query!("insert into secret (id, bytes) values (1, ?) on conflict do nothing", meta::new_secret())
        .execute(&mut *transaction)
        .await
        .map_err(failed)?;
    sqlx::query("pragma application_id = 0x446f6365").execute(&mut *transaction).await.map_err(failed)?;
    transaction.commit().await.map_err(failed)
}

/// Reads all of the database and checks it.
pub(super) async fn integrity(file: &DatabaseFile) -> Result<Integrity, StoreError> {
    let mut db = file.reader().await?;
    let found = problems(&mut db).await;
    let _ = db.close().await;
    match found.map_err(StoreError::from) {
        Ok(problems) if problems.is_empty() => Ok(Integrity::Sound),
        Ok(problems) => Ok(Integrity::Damaged(problems)),
        Err(StoreError::Damaged(problem)) => Ok(Integrity::Damaged(vec![problem])),
        Err(other) => Err(other),
    }
}

pub(super) async fn problems(db: &mut SqliteConnection) -> Result<Vec<String>, sqlx::Error> {
    let mut problems: Vec<String> = sqlx::query_scalar("pragma integrity_check(20)").fetch_all(&mut *db).await?;
    problems.retain(|problem| problem != "ok");
    let orphans: Vec<String> =
        sqlx::query_scalar("select distinct \"table\" from pragma_foreign_key_check").fetch_all(db).await?;
    problems.extend(orphans.into_iter().map(|table| format!("rows of {table} have lost what they belong to")));
    Ok(problems)
}
