//! `docent backup` and `docent restore`.

use std::{io::Write, path::Path};

use anyhow::Context;

use super::{Stop, service};
use crate::{
    cli::Exit,
    clock::Clock,
    config::Config,
    store::{Store, error::CopyError},
};

/// Writes a copy of the database while others use it.
pub(super) async fn back_up(config: &Config, to: &Path) -> Result<Exit, Stop> {
    if !config.database.exists() {
        return Err(Stop::Usage(format!(
            "there is no database {}: name one with --database or DOCENT_DATABASE",
            config.database.display()
        )));
    }
    let store = service::open(config).await?;
    let copied = store.back_up(to).await;
    store.close().await;
    copied.map_err(explain)?;
    say(&format!("wrote {}", to.display()))
}

/// Puts a copy in the place of the database.
pub(super) async fn restore(config: &Config, from: &Path) -> Result<Exit, Stop> {
    let kept = Store::restore(from, &config.database, Clock::System.now()).await.map_err(explain)?;
    let done = format!("{} is now the copy {}", config.database.display(), from.display());
    say(&match kept {
        Some(kept) => format!("{done}\nwhat it replaced is kept as {}", kept.display()),
        None => done,
    })
}

fn say(done: &str) -> Result<Exit, Stop> {
    writeln!(anstream::stdout(), "{done}").context("cannot write what was done")?;
    Ok(Exit::Done)
}

fn explain(error: CopyError) -> Stop {
    match error {
        CopyError::Exists { .. }
        | CopyError::NoFolder { .. }
        | CopyError::InUse { .. }
        | CopyError::NoCopy { .. }
        | CopyError::BadCopy { .. } => Stop::Usage(error.to_string()),
        CopyError::Unwritable { .. } | CopyError::Store(_) => Stop::Fault(error.into()),
    }
}
