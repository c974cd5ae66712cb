//! `docent chat`.

use std::{env, path::PathBuf};

use super::{Stop, read_content, service::Service};
use crate::{cli::Exit, clock::Clock, config::Config, terminal::Chat, words::Locale};

pub(super) async fn chat(config: &Config, name: String) -> Result<Exit, Stop> {
    let clock = Clock::System;
    let content = read_content(config, &clock)?;
    let service = Service::start(config, content, clock.clone()).await?;
    let tutor = service.tutor.clone();
    let talk = Chat { tutor, clock, name, locale: locale(), history: history() }.run().await;
    service.stop().await;
    talk?;
    Ok(Exit::Done)
}

/// The language of the terminal, as POSIX orders the variables; English where it says none that Docent speaks.
fn locale() -> Locale {
    let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
    let language = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    language.and_then(|code| Locale::from_code(&code)).unwrap_or_default()
}

/// Where the XDG base directories put what a program remembers for one person.
fn history() -> Option<PathBuf> {
    let folder = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")))?;
    Some(state.join("docent/history"))
}
