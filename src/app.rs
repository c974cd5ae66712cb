//! Puts the parts together: settings → library → store → tutor → a front end. The only file that knows them all, and
//! the one that decides how a run ends.

mod ask;
mod backup;
mod backups;
mod banks;
mod chat;
mod check;
mod doctor;
mod eval;
mod health;
mod instance;
pub mod records;
mod serve;
mod service;
mod stalls;
mod upkeep;

use std::{
    error::Error,
    io::{self, Write},
    time::Instant,
};

use crate::{
    cli::{Cli, Command, Exit},
    clock::Clock,
    config::{Config, Flags},
    course::load::{self, Loaded},
    library::Library,
    logging::{self, Loudness},
    panics,
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
        Command::Chat { .. }
        | Command::Ask { .. }
        | Command::Check { .. }
        | Command::Eval { .. }
        | Command::Import { .. }
        | Command::Export { .. }
        | Command::Backup { .. }
        | Command::Doctor { .. }
        | Command::Restore { .. } => Loudness::Prompt,
    };
    let flags = cli.settings.flags();
    let result = match (Config::read(&flags, |name| std::env::var(name).ok()), cli.command) {
        (Ok(config), command) => {
            logging::start(config.log, loudness);
            panics::log_them();
            carry_out(command, &config, &flags, uptime)
        }
        (Err(error), Command::Doctor { json }) => doctor::bad_settings(&error, json),
        (Err(error), _) => Err(Stop::Usage(error.to_string())),
    };
    result.unwrap_or_else(Stop::end)
}

impl Stop {
    /// Says why, unless nobody reads any more: `docent check | head` has shown what was wanted.
    fn end(self) -> Exit {
        if let Self::Fault(error) = &self
            && error.chain().any(is_closed_pipe)
        {
            return Exit::Done;
        }
        // Without a standard error there is nobody to tell.
        let _ = writeln!(anstream::stderr(), "error: {self}");
        match self {
            Self::Usage(_) => Exit::Usage,
            Self::Fault(_) => Exit::Fault,
        }
    }
}

fn is_closed_pipe(cause: &(dyn Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn carry_out(command: Command, config: &Config, flags: &Flags, uptime: Uptime) -> Result<Exit, Stop> {
    match command {
        Command::Ask { question, json } => ask::ask(config, &question.join(" "), json, uptime),
        Command::Check { format, deny } => check::check(config, format, deny),
        Command::Chat { name } => with_runtime(chat::chat(config, name)),
        Command::Serve => with_runtime(serve::serve(config, uptime)),
        Command::Eval { questions, format } => eval::eval(config, &questions, format),
        Command::Import { format, files } => banks::import(format, &files),
        Command::Export { format } => banks::export(config, format),
        Command::Backup { file } => with_runtime(backup::back_up(config, &file)),
        Command::Doctor { json } => with_runtime(doctor::doctor(config, flags, json)),
        Command::Restore { file } => with_runtime(backup::restore(config, &file)),
    }
}

fn with_runtime<T>(work: impl Future<Output = Result<T, Stop>>) -> Result<T, Stop> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| anyhow::Error::new(error).context("cannot start the runtime"))?;
    let result = runtime.block_on(work);
    // A thread that still waits for a line at the prompt must not hold up the end.
    runtime.shutdown_background();
    result
}

/// The content folder as it stands, and the library made of it.
struct Content {
    loaded: Loaded,
    library: Library,
}

/// Reads the content folder. Problems are counted in the log; `check` shows them.
fn read_content(config: &Config, clock: &Clock) -> Result<Content, Stop> {
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
    let library = Library::new(loaded.courses.clone(), clock.now())?;
    Ok(Content { loaded, library })
}
