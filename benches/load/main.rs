//! How many learners Docent serves at once, and what each costs, beside a bot that answers with a fixed text.
//!
//! `cargo bench --bench load -- --content DIR` runs the real `docent serve` against a Discord on loopback, and prints a
//! table; `docs/load.md` says what is measured. Linux only: processor time and memory are read from `/proc`.

// `json!` recurses once for each few fields, and a server has many.
#![recursion_limit = "256"]

mod bots;
mod crowd;
mod discord;
mod events;
mod fixed_text;
mod growth;
mod learners;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Result;
use clap::{Parser, Subcommand};
use tokio::time::sleep;

use self::{
    bots::{Bot, Which},
    crowd::{Figures, Pace, People},
    learners::{Deed, Material},
};

/// Learners of the open loop, and of the wider closed one.
const MANY: usize = 1_000;
const FEW: usize = 64;
/// How everybody comes by before anything is measured: not all at once, which is a row of its own.
const COMING: Pace = Pace::Open { rate: 400, lasts: Duration::from_secs(5) };
/// How often the two bots take turns in a closed loop.
const TURNS: usize = 8;
/// What a bot still does after its last answer is over by then.
const CALM: Duration = Duration::from_millis(300);

/// Measures Docent under load, beside a bot that answers with a fixed text.
#[derive(Debug, Parser)]
struct Arguments {
    /// The content folder for asking and reading.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/content"))]
    content: PathBuf,
    /// The content folder for quizzes.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/content"))]
    quizzes: PathBuf,
    /// Interactions of each closed loop.
    #[arg(long, default_value_t = 10_000)]
    interactions: usize,
    /// Interactions a second of each open loop.
    #[arg(long, default_value_t = 200)]
    rate: u32,
    /// Seconds of each open loop.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Only rows of these, as `ask`.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// What cargo passes to every bench, behind everything else.
    #[arg(long, hide = true, global = true)]
    bench: bool,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The bot with the fixed text; the bench starts it by itself.
    #[command(hide = true)]
    FixedText,
    /// How cost grows with the passages of a course, and with learners and a year of their answers.
    Growth {
        #[arg(long, value_delimiter = ',', default_value = "1000,10000,100000")]
        passages: Vec<usize>,
        #[arg(long, value_delimiter = ',', default_value = "1000,100000")]
        learners: Vec<usize>,
    },
    /// A mix of everything for a long time, with the memory of each minute.
    Soak {
        #[arg(long, default_value_t = 10)]
        minutes: u32,
    },
}

/// One row of the table.
struct Scenario {
    deed: Deed,
    learners: usize,
    pace: Pace,
}

/// What a scenario cost.
#[derive(Default)]
struct Row {
    figures: Figures,
    /// Of the bot's process, altogether.
    total_cpu: Duration,
    /// The most that the bot's process has had until then, in MiB.
    memory_mb: f64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    match arguments.what {
        Some(What::FixedText) => fixed_text::run().await,
        Some(What::Growth { passages, learners }) => {
            growth::passages(&passages).await?;
            growth::learners(&arguments.quizzes, &learners).await
        }
        Some(What::Soak { minutes }) => soak(&arguments.quizzes, arguments.rate, minutes).await,
        None => table(&arguments).await,
    }
}

async fn table(arguments: &Arguments) -> Result<()> {
    let wanted = |scenario: &Scenario| {
        arguments.only.is_empty() || arguments.only.iter().any(|only| only == scenario.deed.name())
    };
    let closed = Pace::Closed { interactions: arguments.interactions };
    let open = Pace::Open { rate: arguments.rate, lasts: Duration::from_secs(arguments.seconds) };
    let scenario = |deed, learners, pace| Scenario { deed, learners, pace };
    let of_text = [Deed::Ask, Deed::Read, Deed::Progress].map(|deed| scenario(deed, FEW, closed));
    let of_text = of_text.into_iter().chain([scenario(Deed::Ask, MANY, closed), scenario(Deed::Mix, MANY, closed)]);
    let of_text = [Deed::Ask, Deed::Mix].map(|deed| scenario(deed, MANY, open)).into_iter().chain(of_text);
    compare(&arguments.content, &of_text.filter(wanted).collect::<Vec<_>>()).await?;
    let of_quizzes = [Deed::Answer, Deed::Quiz].map(|deed| scenario(deed, FEW, closed));
    let of_quizzes =
        of_quizzes.into_iter().chain([scenario(Deed::Quiz, MANY, closed), scenario(Deed::Mix, MANY, closed)]);
    let of_quizzes = [Deed::Quiz, Deed::Mix].map(|deed| scenario(deed, MANY, open)).into_iter().chain(of_quizzes);
    compare(&arguments.quizzes, &of_quizzes.filter(wanted).collect::<Vec<_>>()).await
}

/// Runs all scenarios with Docent, and the same interactions with the other bot. In a closed loop they take turns: a
/// machine that others use too is not as quick in one minute as in the next.
async fn compare(content: &Path, scenarios: &[Scenario]) -> Result<()> {
    if scenarios.is_empty() {
        return Ok(());
    }
    let material = Material::read(content)?;
    println!("\n{}: {} distinct questions", content.display(), material.questions.len());
    println!(
        "{:10} {:8} {:>5} {:>6} {:>7} {:>8} {:>8} {:>8} {:>8} {:>7} {:>6} {:>6}",
        "bot", "what", "who", "pace", "per s", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "CPU µs", "MB", "errors"
    );
    let docent = Bot::start(Which::Docent, content, None).await?;
    let fixed = Bot::start(Which::FixedText, content, None).await?;
    let people = Arc::new(People::learners(MANY, material));
    // Everybody has come by once: who is new is written down, which is no part of an ordinary interaction.
    people.run(&docent.discord, Deed::Ask, MANY, COMING).await;
    let coming = Arc::new(People::recorded(people.take_recorded()));
    coming.run(&fixed.discord, Deed::Ask, MANY, COMING).await;
    for scenario in scenarios {
        if let (Deed::Answer, Pace::Closed { interactions }) = (scenario.deed, scenario.pace) {
            people.open_quizzes(&docent.discord, interactions, TURNS).await?;
            people.take_recorded();
        }
        let (mut ours, mut theirs) = (Row::default(), Row::default());
        for turn in scenario.turns() {
            ours.add(measure(&docent, &people, &turn).await?);
            let recorded = Arc::new(People::recorded(people.take_recorded()));
            theirs.add(measure(&fixed, &recorded, &turn).await?);
        }
        ours.print(Which::Docent, scenario);
        theirs.print(Which::FixedText, scenario);
        println!("{:41} {:.2} times the CPU", "", ours.cpu().as_secs_f64() / theirs.cpu().as_secs_f64());
    }
    finish(docent, Which::Docent).await?;
    finish(fixed, Which::FixedText).await
}

/// A mix at a rate, minute by minute.
async fn soak(content: &Path, rate: u32, minutes: u32) -> Result<()> {
    let bot = Bot::start(Which::Docent, content, None).await?;
    let people = Arc::new(People::learners(MANY, Material::read(content)?));
    people.run(&bot.discord, Deed::Ask, MANY, COMING).await;
    println!(
        "\n{rate}/s\n{:>6} {:>7} {:>8} {:>8} {:>9} {:>6}",
        "minute", "CPU µs", "p99 ms", "max ms", "memory MB", "errors"
    );
    let pace = Pace::Open { rate, lasts: Duration::from_secs(60) };
    for minute in 1..=minutes {
        let row = measure(&bot, &people, &Scenario { deed: Deed::Mix, learners: MANY, pace }).await?;
        people.take_recorded();
        println!(
            "{minute:>6} {:>7} {:>8.1} {:>8.1} {:>9.1} {:>6}",
            row.cpu().as_micros(),
            row.figures.latency(990).as_secs_f64() * 1000.0,
            row.figures.latency(1000).as_secs_f64() * 1000.0,
            bot.memory(false)? as f64 / 1024.0,
            row.figures.errors.len(),
        );
        row.figures.print_errors();
    }
    finish(bot, Which::Docent).await
}

async fn measure(bot: &Bot, people: &Arc<People>, scenario: &Scenario) -> Result<Row> {
    sleep(CALM).await;
    let before = bot.cpu()?;
    let figures = people.run(&bot.discord, scenario.deed, scenario.learners, scenario.pace).await;
    sleep(CALM).await;
    Ok(Row { figures, total_cpu: bot.cpu()? - before, memory_mb: bot.memory(true)? as f64 / 1024.0 })
}

async fn finish(bot: Bot, which: Which) -> Result<()> {
    let (peak, strays) = (bot.memory(true)?, bot.discord.strays());
    println!("{:10} at most {:.1} MB of memory, {strays} other requests", which.name(), peak as f64 / 1024.0);
    bot.stop().await
}

impl Scenario {
    fn turns(&self) -> Vec<Self> {
        match self.pace {
            Pace::Closed { interactions } => {
                let pace = Pace::Closed { interactions: interactions.div_ceil(TURNS) };
                (0..TURNS).map(|_| Self { pace, ..*self }).collect()
            }
            Pace::Open { .. } => vec![Self { ..*self }],
        }
    }
}

impl Row {
    fn add(&mut self, turn: Self) {
        self.figures.add(turn.figures);
        self.total_cpu += turn.total_cpu;
        self.memory_mb = turn.memory_mb;
    }

    /// Of the bot's process, for each interaction.
    fn cpu(&self) -> Duration {
        self.total_cpu / u32::try_from(self.figures.interactions().max(1)).unwrap_or(u32::MAX)
    }

    fn print(&self, which: Which, scenario: &Scenario) {
        let Figures { took, errors, .. } = &self.figures;
        let pace = match scenario.pace {
            Pace::Closed { .. } => "closed".to_owned(),
            Pace::Open { rate, .. } => format!("{rate}/s"),
        };
        let millis = |thousandths| self.figures.latency(thousandths).as_secs_f64() * 1000.0;
        println!(
            "{:10} {:8} {:>5} {pace:>6} {:>7.0} {:>8.1} {:>8.1} {:>8.1} {:>8.1} {:>7} {:>6.1} {:>6}",
            which.name(),
            scenario.deed.name(),
            scenario.learners,
            self.figures.interactions() as f64 / took.as_secs_f64(),
            millis(500),
            millis(990),
            millis(999),
            millis(1000),
            self.cpu().as_micros(),
            self.memory_mb,
            errors.len(),
        );
        self.figures.print_errors();
    }
}
