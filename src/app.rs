//! Puts the parts together: settings → library → store → tutor → a front end. The only file that knows them all, and
//! the one that decides how a run ends.

mod ask;
mod chat;
mod check;
mod serve;
mod upkeep;

use std::{sync::Arc, time::Instant};

use crate::{
    cli::{Cli, Command, Exit},
    clock::Clock,
    config::Config,
    course::load,
    library::{Library, Shelf},
    logging::{self, Loudness},
    store::{OpenOptions, Store, error::OpenError},
    tutor::{Policy, Tutor},
};

/// Why a command ended before its time.
#[derive(Debug, thiserror::Error)]
enum Stop {
    /// The person who started it can mend it: settings, content, arguments.
    #[error("{0}")]
    Usage(String),
    #[error("{0:#}")]
    Fault(#[from] anyhow::Error),
}

/// Since when the process runs.
#[derive(Debug, Clone, Copy)]
struct Uptime(Instant);

impl Uptime {
    fn millis(self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// Runs one command to its end. `started` is when the process was.
pub fn run(cli: Cli, started: Instant) -> Exit {
    let uptime = Uptime(started);
    let loudness = match cli.command {
        Command::Serve => Loudness::Service,
        Command::Chat { .. } | Command::Ask { .. } | Command::Check { .. } => Loudness::Prompt,
    };
    let result = match Config::read(&cli.settings.flags(), |name| std::env::var(name).ok()) {
        Ok(config) => {
            logging::start(config.log, loudness);
            carry_out(cli.command, &config, uptime)
        }
        Err(error) => Err(Stop::Usage(error.to_string())),
    };
    result.unwrap_or_else(|stop| {
        anstream::eprintln!("error: {stop}");
        match stop {
            Stop::Usage(_) => Exit::Usage,
            Stop::Fault(_) => Exit::Fault,
        }
    })
}

fn carry_out(command: Command, config: &Config, uptime: Uptime) -> Result<Exit, Stop> {
    match command {
        Command::Ask { question, json } => ask::ask(config, &question.join(" "), json, uptime),
        Command::Check { format, deny } => check::check(config, format, deny),
        Command::Chat { name } => with_runtime(chat::chat(config, name)),
        Command::Serve => with_runtime(serve::serve(config, uptime)),
    }
}

fn with_runtime(work: impl Future<Output = Result<Exit, Stop>>) -> Result<Exit, Stop> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| anyhow::Error::new(error).context("cannot start the runtime"))?;
    let result = runtime.block_on(work);
    // A thread that still waits for a line at the prompt must not hold up the end.
    runtime.shutdown_background();
    result
}

/// Reads the content folder. Problems are counted in the log; `check` shows them.
fn read_library(config: &Config, clock: &Clock) -> Result<Library, Stop> {
    let loaded = load::load(&config.content).map_err(|error| Stop::Usage(error.to_string()))?;
    if loaded.courses.is_empty() {
        let folder = config.content.display();
        return Err(Stop::Usage(format!(
            "no course in {folder} can be read: `docent check` says what is wrong with it"
        )));
    }
    if !loaded.problems.is_empty() {
        tracing::warn!(problems = loaded.problems.len(), "the content has problems: `docent check` shows them");
    }
    Ok(Library::new(loaded.courses, clock.now())?)
}

/// Everything a front end talks to, and how to put it away.
struct Service {
    tutor: Arc<Tutor>,
    store: Store,
}

impl Service {
    async fn start(config: &Config, library: Library, clock: Clock) -> Result<Self, Stop> {
        let store = Store::open(&config.database, &OpenOptions::default()).await.map_err(|error| match error {
            OpenError::Fault { .. } => Stop::Fault(error.into()),
            error => Stop::Usage(error.to_string()),
        })?;
        let policy = Policy { words_kept_days: config.keep_words_days };
        let tutor = Tutor::new(Arc::new(Shelf::new(library)), store.clone(), clock, policy)
            .await
            .map_err(|error| anyhow::Error::new(error).context("cannot read the database"))?;
        Ok(Self { tutor: Arc::new(tutor), store })
    }

    /// Carries out what was promised and closes the database.
    async fn stop(self) {
        self.store.close().await;
    }
}
