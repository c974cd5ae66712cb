//! One `docent serve` for a database: two would both answer every mention.
//!
//! The lock is on a file beside the database and is the system's, so it goes with the process, however that ends.

use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

/// Whose database it is.
#[derive(Debug)]
pub(super) enum Claim {
    /// Ours until this is dropped.
    Ours(#[expect(dead_code, reason = "held, so that the lock stays")] File),
    Taken,
}

/// Somebody who only looks holds the lock for a moment.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(25);

/// Claims the database at `path` for this process.
pub(super) fn claim(database: &Path) -> io::Result<Claim> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true).read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(lock_of(database))?;
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => {
                file.set_len(0)?;
                writeln!(file, "{}", std::process::id())?;
                return Ok(Claim::Ours(file));
            }
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(Claim::Taken)
}

/// The number of the process that serves from the database at `path`, as text; `None` when nobody does.
pub(super) fn owner(database: &Path) -> Option<String> {
    let path = lock_of(database);
    let file = File::open(&path).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {
            let number = fs::read_to_string(path).unwrap_or_default();
            Some(number.trim().to_owned()).filter(|number| !number.is_empty()).or_else(|| Some("?".to_owned()))
        }
        Ok(()) | Err(TryLockError::Error(_)) => None,
    }
}

fn lock_of(database: &Path) -> PathBuf {
    let mut name = OsString::from(database);
    name.push(".lock");
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_served_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("docent.db");
        assert_eq!(owner(&database), None);
        let first = claim(&database).unwrap();
        assert!(matches!(first, Claim::Ours(_)));
        assert!(matches!(claim(&database).unwrap(), Claim::Taken));
        assert_eq!(owner(&database), Some(std::process::id().to_string()));
        drop(first);
        assert_eq!(owner(&database), None);
        assert!(matches!(claim(&database).unwrap(), Claim::Ours(_)));
    }
}
