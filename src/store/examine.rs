//! Looking at a database without changing it: can it be used, and is all of it whole.

use std::{
    fs,
    path::{self, Path},
    time::Duration,
};

use sqlx::{Connection, SqliteConnection};

use super::{
    OpenOptions, Store,
    error::OpenError,
    file::{self, Access, DatabaseFile, Found},
};

/// A database that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    pub bytes: u64,
    /// Whether the next start brings it up to date first.
    pub is_older: bool,
    /// Names of the time zones that learners live in.
    pub time_zones: Vec<String>,
}

/// Somebody who looks does not wait as long as somebody who works.
const PATIENCE: Duration = Duration::from_secs(2);

impl Store {
    /// Reads all of the database at `path`, which is there, and says whether it can be used: every fault that would
    /// keep [`Store::open`] from it, and damage anywhere in it.
    pub async fn examine(path: &Path) -> Result<Examined, OpenError> {
        let fault = |error: std::io::Error| OpenError::Fault { path: path.to_owned(), source: error.into() };
        let path = path::absolute(path).map_err(fault)?;
        file::try_access(&path, Access::ThatIsThere)?;
        let options = OpenOptions { patience: PATIENCE, ..OpenOptions::default() };
        let database = DatabaseFile::new(path.clone(), options);
        let mut db = database.reader().await.map_err(|error| OpenError::new(path.clone(), error))?;
        let examined = examine(&mut db, &path).await;
        let _ = db.close().await;
        examined
    }
}

async fn examine(db: &mut SqliteConnection, path: &Path) -> Result<Examined, OpenError> {
    let failed = |error| OpenError::new(path.to_owned(), error);
    let (known, path_buf) = (file::newest(), || path.to_owned());
    let bytes = fs::metadata(path).map_or(0, |file| file.len());
    let version = match file::identify(db).await.map_err(failed)? {
        Found::Nothing => return Ok(Examined { bytes, is_older: true, time_zones: Vec::new() }),
        Found::Foreign => return Err(OpenError::Foreign { path: path_buf() }),
        Found::Ours { version } if version > known => {
            return Err(OpenError::Newer { path: path_buf(), found: version, known });
        }
        Found::Ours { version } => version,
    };
    let problems = file::problems(db).await.map_err(failed)?;
    if !problems.is_empty() {
        return Err(OpenError::Damaged { path: path_buf(), detail: on_one_line(&problems) });
    }
    let is_older = version < known;
    let time_zones = if is_older { Vec::new() } else { time_zones(db).await.map_err(failed)? };
    Ok(Examined { bytes, is_older, time_zones })
}

/// SQLite writes a heading and a line for each of several problems.
fn on_one_line(problems: &[String]) -> String {
    let lines = problems.iter().flat_map(|problem| problem.lines()).filter(|line| !line.starts_with("***"));
    lines.take(5).collect::<Vec<_>>().join("; ")
}

async fn time_zones(db: &mut SqliteConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(r#"select distinct time_zone as "zone!" from learner where time_zone is not null order by 1"#)
        .fetch_all(db)
        .await
}
