//! Settings: what the file, the environment and the command line say, checked once, all problems at a time.
//!
//! [`Raw`] is what was written, [`Config`] what it means; nothing else in the program sees the first. The token comes
//! from the environment alone and is never shown: not by `Debug`, not in a message, not in a log.

mod file;

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    str::FromStr,
};

use secrecy::SecretString;
use url::{Host, Url};

use self::file::{File, Written};

/// Read when no other settings file is named; it may be absent.
pub const DEFAULT_FILE: &str = "docent.toml";

const CONTENT: &str = "DOCENT_CONTENT";
const DATABASE: &str = "DOCENT_DATABASE";
const BACKUPS: &str = "DOCENT_BACKUPS";
const METRICS: &str = "DOCENT_METRICS";
const LOG: &str = "DOCENT_LOG";
const TOKEN: &str = "DISCORD_TOKEN";
const API_URL: &str = "DISCORD_API_URL";

/// What Docent runs with.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder that holds a course, or a folder for each of several.
    pub content: PathBuf,
    pub database: PathBuf,
    /// After how many days the words of a question are deleted.
    pub keep_words_days: u32,
    pub log: LogFormat,
    pub discord: Discord,
    /// Copies that `serve` makes by itself; `None` makes none.
    pub backups: Option<Backups>,
    /// Where `serve` answers questions about its health; `None` answers nobody.
    pub metrics: Option<SocketAddr>,
}

/// Where copies of the database go by themselves, and how many are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backups {
    pub folder: PathBuf,
    /// The newest of so many days.
    pub daily: u16,
    /// And of so many weeks.
    pub weekly: u16,
}

/// How to reach Discord.
#[derive(Debug, Clone)]
pub struct Discord {
    /// Needed by `serve` only.
    pub token: Option<SecretString>,
    pub api: Api,
}

/// Where Discord's interface is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Api {
    Official,
    /// A test server, or a proxy: `https`, or `http` on this machine. Without a path.
    At(Url),
}

/// What log lines look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// What the command line says about settings.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub file: Option<PathBuf>,
    pub content: Option<PathBuf>,
    pub database: Option<PathBuf>,
    pub log: Option<LogFormat>,
}

/// Everything that is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct BadConfig(Vec<Problem>);

/// One thing that is wrong, and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Problem {
    place: String,
    message: String,
}

impl Config {
    /// Settings of the file, then of the environment, then of the command line: the last one that says something
    /// counts.
    pub fn read(flags: &Flags, environment: impl Fn(&str) -> Option<String>) -> Result<Self, BadConfig> {
        let mut problems = Vec::new();
        let file = match File::read(flags.file.as_deref()) {
            Ok(file) => file,
            Err(problem) => {
                problems.push(problem);
                File::default()
            }
        };
        let raw = Raw { flags, file, environment: |name: &str| environment(name).filter(|value| !value.is_empty()) };
        let config = Self {
            content: raw.content(),
            database: raw.database(),
            keep_words_days: raw.keep_words_days(&mut problems),
            log: raw.log(&mut problems),
            discord: Discord { token: (raw.environment)(TOKEN).map(Into::into), api: raw.api(&mut problems) },
            backups: raw.backups(&mut problems),
            metrics: raw.metrics(&mut problems),
        };
        if problems.is_empty() { Ok(config) } else { Err(BadConfig(problems)) }
    }
}

/// What was written, before anybody looked at what it means.
struct Raw<'a, E> {
    flags: &'a Flags,
    file: File,
    environment: E,
}

impl<E: Fn(&str) -> Option<String>> Raw<'_, E> {
    fn content(&self) -> PathBuf {
        self.path(self.flags.content.as_deref(), CONTENT, self.file.content.as_ref(), "content")
    }

    fn database(&self) -> PathBuf {
        self.path(self.flags.database.as_deref(), DATABASE, self.file.database.as_ref(), "docent.db")
    }

    /// A path of the settings file starts at that file's folder, any other at the working folder.
    fn path(&self, flag: Option<&Path>, name: &str, written: Option<&Written<String>>, default: &str) -> PathBuf {
        let named = || (self.environment)(name).map(PathBuf::from);
        let written = || written.map(|written| self.file.folder.join(&written.value));
        flag.map(Path::to_owned).or_else(named).or_else(written).unwrap_or_else(|| default.into())
    }

    fn keep_words_days(&self, problems: &mut Vec<Problem>) -> u32 {
        const USUAL: u32 = 30;
        let Some(written) = &self.file.keep_words_days else { return USUAL };
        let days = u32::try_from(written.value).ok().filter(|days| *days <= 3650);
        days.unwrap_or_else(|| {
            problems.push(written.problem("`keep_words_days` is a number of days from 0 to 3650"));
            USUAL
        })
    }

    fn log(&self, problems: &mut Vec<Problem>) -> LogFormat {
        let parse = |text: &str| <LogFormat as clap::ValueEnum>::from_str(text, true).ok();
        let message = "the log format is `text` or `json`";
        let (format, problem) = if let Some(format) = self.flags.log {
            (Some(format), None)
        } else if let Some(text) = (self.environment)(LOG) {
            (parse(&text), Some(Problem::new(LOG, message)))
        } else if let Some(written) = &self.file.log {
            (parse(&written.value), Some(written.problem(message)))
        } else {
            (Some(LogFormat::Text), None)
        };
        if format.is_none() {
            problems.extend(problem);
        }
        format.unwrap_or(LogFormat::Text)
    }

    fn backups(&self, problems: &mut Vec<Problem>) -> Option<Backups> {
        let table = &self.file.backups;
        let mut copies = |name: &str, written: Option<&Written<i64>>, usual: u16| {
            let Some(written) = written else { return usual };
            u16::try_from(written.value).ok().filter(|copies| *copies <= 366).unwrap_or_else(|| {
                problems.push(written.problem(format!("`{name}` is a number of copies from 0 to 366")));
                usual
            })
        };
        let (daily, weekly) = (copies("daily", table.daily.as_ref(), 7), copies("weekly", table.weekly.as_ref(), 4));
        let named = (self.environment)(BACKUPS).map(PathBuf::from);
        let written = || table.folder.as_ref().map(|written| self.file.folder.join(&written.value));
        named.or_else(written).map(|folder| Backups { folder, daily: daily.max(1), weekly })
    }

    fn metrics(&self, problems: &mut Vec<Problem>) -> Option<SocketAddr> {
        let message = "the address for metrics is a port of this machine, as 9100, or an address with a port";
        let (text, problem) = match ((self.environment)(METRICS), &self.file.metrics) {
            (Some(text), _) => (text, Problem::new(METRICS, message)),
            (None, Some(written)) => (written.value.clone(), written.problem(message)),
            (None, None) => return None,
        };
        let address = text.parse().ok().or_else(|| Some(SocketAddr::from(([127, 0, 0, 1], text.parse().ok()?))));
        if address.is_none() {
            problems.push(problem);
        }
        address
    }

    fn api(&self, problems: &mut Vec<Problem>) -> Api {
        let named = (self.environment)(API_URL);
        let (text, problem): (_, &dyn Fn(String) -> Problem) = match (&named, &self.file.discord.api_url) {
            (Some(text), _) => (text, &|message| Problem::new(API_URL, message)),
            (None, Some(written)) => (&written.value, &|message| written.problem(message)),
            (None, None) => return Api::Official,
        };
        text.parse().unwrap_or_else(|BadApi(message)| {
            problems.push(problem(message));
            Api::Official
        })
    }
}

/// Why a text is no address to send a token to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadApi(String);

impl FromStr for Api {
    type Err = BadApi;

    /// Accepts what a token may be sent to: `https` anywhere, `http` on this machine only.
    fn from_str(text: &str) -> Result<Self, BadApi> {
        let url = Url::parse(text).map_err(|error| BadApi(format!("{text:?} is no address: {error}")))?;
        let local = match url.host() {
            Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
            Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        if !(url.scheme() == "https" || url.scheme() == "http" && local) {
            return Err(BadApi(format!("{text:?} must begin with https://, or with http:// for this machine")));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
            return Err(BadApi(format!("{text:?} must end after the host and port; Docent adds the rest")));
        }
        Ok(Self::At(url))
    }
}

impl Problem {
    fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

impl BadConfig {
    /// Each as its place and what is wrong there.
    pub fn problems(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|Problem { place, message }| format!("{place}: {message}"))
    }
}

impl fmt::Display for BadConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot use these settings:")?;
        self.problems().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

#[cfg(test)]
mod tests;
