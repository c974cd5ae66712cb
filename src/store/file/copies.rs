//! Copies of a database: made while it is in use, and brought back.

use std::{
    fs,
    io::ErrorKind,
    path::{self, Path, PathBuf},
};

use sqlx::{Connection, SqliteConnection};
use tempfile::NamedTempFile;

use super::{DatabaseFile, Found, identify, newest, problems};
use crate::store::{
    OpenOptions,
    error::{CopyError, StoreError},
};

/// Writes a copy of the database as it is at this moment to a new file, while others read and write.
pub(in crate::store) async fn back_up(file: &DatabaseFile, to: &Path) -> Result<(), CopyError> {
    let to = path::absolute(to).map_err(|source| CopyError::Unwritable { path: to.to_owned(), source })?;
    if to.exists() {
        return Err(CopyError::Exists { path: to });
    }
    if let Some(folder) = to.parent().filter(|folder| !folder.is_dir()) {
        return Err(CopyError::NoFolder { folder: folder.to_owned(), path: to });
    }
    let mut db = file.reader().await.map_err(CopyError::of_database)?;
    let copied = copy(&mut db, &to).await;
    let _ = db.close().await;
    put_in_place(copied?, to).await
}

/// Puts a copy in the place of the database at `path`. The replaced one moves to `aside`, if there is one.
pub(in crate::store) async fn restore(from: &Path, path: &Path, aside: &Path) -> Result<Option<PathBuf>, CopyError> {
    let path = path::absolute(path).map_err(|source| CopyError::Unwritable { path: path.to_owned(), source })?;
    let copied = checked_copy(from, &path).await?;
    if !path.exists() {
        put_in_place(copied, path).await?;
        return Ok(None);
    }
    let lock = lock_for_replacing(&path).await?;
    let placed = match move_aside(&path, aside) {
        Ok(()) => put_in_place(copied, path.clone()).await,
        Err(source) => Err(CopyError::Unwritable { path: aside.to_owned(), source }),
    };
    if placed.is_err() && !path.exists() {
        // Back where it was; when even that fails, it is whole under its other name.
        let _ = move_aside(aside, &path);
    }
    if let Some(lock) = lock {
        let _ = lock.close().await;
    }
    placed.map(|()| Some(aside.to_owned()))
}

/// Writes what `db` holds into a nameless file beside `to`.
async fn copy(db: &mut SqliteConnection, to: &Path) -> Result<NamedTempFile, CopyError> {
    let unwritable = |source| CopyError::Unwritable { path: to.to_owned(), source };
    let folder = to.parent().unwrap_or(Path::new("."));
    let copied = tempfile::Builder::new().prefix(".docent-copy-").tempfile_in(folder).map_err(unwritable)?;
    let name = copied.path().to_str().ok_or_else(|| unwritable(ErrorKind::InvalidFilename.into()))?;
    match sqlx::query("vacuum into ?").bind(name).execute(db).await.map_err(StoreError::from) {
        Ok(_) => Ok(copied),
        Err(StoreError::Full) => Err(unwritable(ErrorKind::StorageFull.into())),
        Err(other) => Err(CopyError::Store(other)),
    }
}

/// Gives a finished copy its name, once it is surely on the disk. Never replaces a file.
async fn put_in_place(copied: NamedTempFile, to: PathBuf) -> Result<(), CopyError> {
    let path = to.clone();
    let placed = tokio::task::spawn_blocking(move || {
        copied.as_file().sync_all()?;
        copied.persist_noclobber(&to).map_err(|refused| refused.error)?;
        // The name is on the disk when its folder is; elsewhere than on Unix a folder cannot be opened for that.
        to.parent().filter(|_| cfg!(unix)).map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
    });
    match placed.await.map_err(|panic| CopyError::Store(StoreError::fault(panic)))? {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(CopyError::Exists { path }),
        Err(source) => Err(CopyError::Unwritable { path, source }),
    }
}

/// Copies a backup to beside `path`, sure that this version of Docent can open it and that it is whole.
async fn checked_copy(from: &Path, path: &Path) -> Result<NamedTempFile, CopyError> {
    let bad = |why: String| CopyError::BadCopy { path: from.to_owned(), why };
    let unreadable = |error: sqlx::Error| bad(unfit(error));
    if !from.is_file() {
        return Err(CopyError::NoCopy { path: from.to_owned() });
    }
    let backup = DatabaseFile { path: from.to_owned(), options: OpenOptions::default() };
    let mut db = backup.reader().await.map_err(unreadable)?;
    let copied = match identify(&mut db).await {
        Ok(Found::Ours { version }) if version > newest() => {
            Err(bad(format!("a newer Docent made it (schema {version}, this one knows up to {})", newest())))
        }
        Ok(Found::Ours { .. }) => match problems(&mut db).await {
            Ok(problems) if problems.is_empty() => copy(&mut db, path).await,
            Ok(problems) => Err(bad(format!("it is damaged ({})", problems.join("; ")))),
            Err(error) => Err(unreadable(error)),
        },
        Ok(Found::Nothing | Found::Foreign) => Err(bad("it is no database of Docent's".to_owned())),
        Err(error) => Err(unreadable(error)),
    };
    let _ = db.close().await;
    copied
}

/// What is wrong with a file that SQLite cannot read as a database.
fn unfit(error: sqlx::Error) -> String {
    match StoreError::from(error) {
        StoreError::Damaged(detail) => format!("it is damaged, or no database ({detail})"),
        other => other.to_string(),
    }
}

/// Takes the database at `path` for ourselves, with its log folded in. A database that cannot be read any more cannot
/// be locked either; it is what a copy is brought back for.
async fn lock_for_replacing(path: &Path) -> Result<Option<SqliteConnection>, CopyError> {
    let file = DatabaseFile { path: path.to_owned(), options: OpenOptions::default() };
    let Ok(mut db) = file.connect().await else { return Ok(None) };
    for statement in ["pragma locking_mode = exclusive", "pragma journal_mode = delete", "begin exclusive"] {
        match sqlx::query(statement).execute(&mut db).await.map_err(StoreError::from) {
            Ok(_) => {}
            Err(StoreError::Busy) => return Err(CopyError::InUse { path: path.to_owned() }),
            Err(StoreError::Damaged(_)) => return Ok(None),
            Err(other) => return Err(CopyError::Store(other)),
        }
    }
    Ok(Some(db))
}

/// Moves the database away with what belongs to it: another database must not find its log.
fn move_aside(path: &Path, aside: &Path) -> std::io::Result<()> {
    fs::rename(path, aside)?;
    for suffix in ["-wal", "-shm", "-journal"] {
        let beside = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            PathBuf::from(name)
        };
        match fs::rename(beside(path), beside(aside)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

impl CopyError {
    fn of_database(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
