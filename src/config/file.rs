//! The settings file as it is written: known keys only, each value with the place where it stands.

use std::{
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use toml::Spanned;

use super::{DEFAULT_FILE, Problem};

/// The values of a settings file, and where paths in it start.
#[derive(Debug, Default)]
pub struct File {
    pub folder: PathBuf,
    pub content: Option<Written<String>>,
    pub database: Option<Written<String>>,
    pub log: Option<Written<String>>,
    pub keep_words_days: Option<Written<i64>>,
    pub discord: DiscordTable,
    pub backups: BackupsTable,
    pub metrics: Option<Written<String>>,
}

#[derive(Debug, Default)]
pub struct DiscordTable {
    pub api_url: Option<Written<String>>,
}

#[derive(Debug, Default)]
pub struct BackupsTable {
    pub folder: Option<Written<String>>,
    pub daily: Option<Written<i64>>,
    pub weekly: Option<Written<i64>>,
}

/// A value and where it was written, as `docent.toml:3:9`.
#[derive(Debug)]
pub struct Written<T> {
    pub value: T,
    place: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Keys {
    content: Option<Spanned<String>>,
    database: Option<Spanned<String>>,
    log: Option<Spanned<String>>,
    keep_words_days: Option<Spanned<i64>>,
    discord: DiscordKeys,
    backups: BackupsKeys,
    metrics: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct DiscordKeys {
    api_url: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct BackupsKeys {
    folder: Option<Spanned<String>>,
    daily: Option<Spanned<i64>>,
    weekly: Option<Spanned<i64>>,
}

impl File {
    /// Reads the file at `path`, which must be there; without a path, the usual one, which may be absent.
    pub fn read(path: Option<&Path>) -> Result<Self, Problem> {
        let path_or_default = path.unwrap_or(Path::new(DEFAULT_FILE));
        match fs::read_to_string(path_or_default) {
            Ok(text) => Self::parse(&text, path_or_default),
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.is_none() => Ok(Self::default()),
            Err(error) => Err(Problem::new(path_or_default.display().to_string(), format!("cannot read it: {error}"))),
        }
    }

    pub fn parse(text: &str, path: &Path) -> Result<Self, Problem> {
        let keys: Keys = toml::from_str(text).map_err(|error| {
            let at = error.span().unwrap_or_default();
            Problem::new(place(text, path, &at), explained(text, &at, error.message()))
        })?;
        let string = |value: Option<Spanned<String>>| written(value, text, path);
        Ok(Self {
            folder: path.parent().unwrap_or(Path::new("")).to_owned(),
            content: string(keys.content),
            database: string(keys.database),
            log: string(keys.log),
            keep_words_days: written(keys.keep_words_days, text, path),
            discord: DiscordTable { api_url: string(keys.discord.api_url) },
            backups: BackupsTable {
                folder: string(keys.backups.folder),
                daily: written(keys.backups.daily, text, path),
                weekly: written(keys.backups.weekly, text, path),
            },
            metrics: string(keys.metrics),
        })
    }
}

impl<T> Written<T> {
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(&self.place, message)
    }
}

fn written<T>(value: Option<Spanned<T>>, text: &str, path: &Path) -> Option<Written<T>> {
    value.map(|value| {
        let place = place(text, path, &value.span());
        Written { value: value.into_inner(), place }
    })
}

/// Line and column, both counted from 1.
fn place(text: &str, path: &Path, at: &Range<usize>) -> String {
    let before = text.get(..at.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{}:{line}:{column}", path.display())
}

/// Whoever writes a token here means well; say where it belongs, and not what was written.
fn explained(text: &str, at: &Range<usize>, message: &str) -> String {
    if text.get(at.clone()).is_some_and(|key| key.contains("token")) {
        return "the token does not belong into a file; set DISCORD_TOKEN in the environment".to_owned();
    }
    message.to_owned()
}
