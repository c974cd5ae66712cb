//! A bot in a process of its own, so that its processor time and memory are its alone.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::Context as _;
use tempfile::TempDir;
use tokio::time::{Instant, sleep, timeout};

use crate::discord::Discord;

/// A token of the usual form: the application's id in base64, a time, a signature.
const TOKEN: &str = "MTA5Mzc1MDAwMDAwMDAwMDAwMQ==.GsimuL.a-made-up-signature_for-the-simulator0";
/// A bot that is not connected by then never will be.
const START: Duration = Duration::from_secs(120);
const STOP: Duration = Duration::from_secs(12);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Docent,
    FixedText,
}

impl Which {
    pub fn name(self) -> &'static str {
        match self {
            Self::Docent => "docent",
            Self::FixedText => "fixed text",
        }
    }
}

/// A running bot and the Discord it is connected to.
pub struct Bot {
    child: Child,
    folder: TempDir,
    pub discord: Discord,
}

impl Bot {
    /// Starts a bot and waits until it is connected. Docent reads `content` and uses `database`, or a new one.
    pub async fn start(which: Which, content: &Path, database: Option<&Path>) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let discord = Discord::start().await?;
        let database = database.map_or_else(|| folder.path().join("docent.db"), Path::to_owned);
        let child = command(which)?
            .current_dir(folder.path())
            .env_clear()
            .env("DOCENT_CONTENT", content)
            .env("DOCENT_DATABASE", database)
            .env("DISCORD_API_URL", discord.api_url())
            .env("DISCORD_TOKEN", TOKEN)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(folder.path().join("log"))?)
            .spawn()?;
        let bot = Self { child, folder, discord };
        if timeout(START, bot.discord.connected()).await.is_err() {
            anyhow::bail!("{} is not connected in time: {}", which.name(), bot.log());
        }
        Ok(bot)
    }

    /// What it wrote to its log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Processor time used so far, of all its threads, also those that have ended.
    pub fn cpu(&self) -> anyhow::Result<Duration> {
        /// Linux counts in hundredths of a second for programs, whatever it does inside.
        const TICK: Duration = Duration::from_millis(10);
        let stat = fs::read_to_string(self.proc("stat")).context("processor time is read from /proc")?;
        // The name, in brackets, may hold spaces.
        let (_, fields) = stat.rsplit_once(')').context("/proc/PID/stat has no name")?;
        let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u32>().ok());
        Ok(TICK * ticks.sum::<u32>())
    }

    /// The most memory that it had at any time, in KiB; or has now.
    pub fn memory(&self, peak: bool) -> anyhow::Result<u64> {
        let name = if peak { "VmHWM:" } else { "VmRSS:" };
        let status = fs::read_to_string(self.proc("status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).context("/proc/PID/status has no memory")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    fn proc(&self, file: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{file}", self.child.id()))
    }

    /// Ends it as a service manager does.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        let deadline = Instant::now() + STOP;
        while self.child.try_wait()?.is_none() {
            if Instant::now() > deadline {
                anyhow::bail!("the bot does not stop: {}", self.log());
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // It has ended already, unless something went wrong before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(which: Which) -> anyhow::Result<Command> {
    Ok(match which {
        Which::Docent => {
            let mut docent = Command::new(env!("CARGO_BIN_EXE_docent"));
            docent.args(["serve", "--log", "json"]);
            docent
        }
        Which::FixedText => {
            let mut this = Command::new(std::env::current_exe()?);
            this.arg("fixed-text");
            this
        }
    })
}
