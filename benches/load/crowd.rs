//! Many learners at once: in a closed loop each does the next thing as soon as the last one is answered; in an open
//! loop things happen at a rate, whether or not the bot keeps up.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    sync::{Mutex, oneshot},
    task::JoinSet,
    time::{sleep_until, timeout},
};

use crate::{
    discord::{Answer, Discord},
    learners::{Deed, Learner, Material},
};

/// Discord calls an interaction failed when it has no response after three seconds.
const PATIENCE: Duration = Duration::from_secs(3);

/// Who presses.
pub enum People {
    /// Learners who look at what is answered.
    Learners {
        learners: Vec<Mutex<Learner>>,
        material: Material,
        /// What they did, to be done again.
        recorded: std::sync::Mutex<Vec<String>>,
    },
    /// The very same interactions once more, for a bot that says nothing to press.
    Recorded { interactions: Vec<String>, next: AtomicUsize },
}

/// How fast.
#[derive(Debug, Clone, Copy)]
pub enum Pace {
    /// This many interactions altogether.
    Closed { interactions: usize },
    /// This many a second, for so long.
    Open { rate: u32, lasts: Duration },
}

/// From when an interaction was to be sent to its first response, or what came instead.
type Outcome = Result<Duration, String>;

/// How it went.
#[derive(Debug, Default)]
pub struct Figures {
    pub took: Duration,
    /// From when each interaction was to be sent to its first response, sorted.
    pub latencies: Vec<Duration>,
    /// What was no answer: none, a late one, or a refusal.
    pub errors: Vec<String>,
}

impl Figures {
    pub fn interactions(&self) -> usize {
        self.latencies.len() + self.errors.len()
    }

    /// As if what `more` is about had followed.
    pub fn add(&mut self, more: Self) {
        self.took += more.took;
        self.latencies.extend(more.latencies);
        self.latencies.sort_unstable();
        self.errors.extend(more.errors);
    }

    /// The latency that a share of all interactions, in thousandths, is below.
    pub fn latency(&self, thousandths: usize) -> Duration {
        let at = (self.latencies.len() * thousandths / 1000).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(at).copied().unwrap_or_default()
    }

    /// The first few errors, as far as a line goes.
    pub fn print_errors(&self) {
        for error in self.errors.iter().take(3) {
            println!("    {}", error.chars().take(1_000).collect::<String>());
        }
    }
}

impl People {
    pub fn learners(count: usize, material: Material) -> Self {
        let learners = (0..count).map(|number| Mutex::new(Learner::new(number))).collect();
        Self::Learners { learners, material, recorded: std::sync::Mutex::default() }
    }

    pub fn recorded(interactions: Vec<String>) -> Self {
        Self::Recorded { interactions, next: AtomicUsize::new(0) }
    }

    /// What was done since the last time.
    pub fn take_recorded(&self) -> Vec<String> {
        match self {
            Self::Learners { recorded, .. } => std::mem::take(&mut *recorded.lock().expect("nobody panics with it")),
            Self::Recorded { .. } => Vec::new(),
        }
    }

    /// The next interaction of one of them, meant to be sent at `intended`; or how it failed.
    async fn act(&self, number: usize, deed: Deed, discord: &Discord, intended: Instant) -> Outcome {
        match self {
            Self::Learners { learners, material, recorded } => {
                let mut learner = learners[number % learners.len()].lock().await;
                let (deed, interaction) = learner.next(deed, material);
                let answer = in_time(discord.send(&interaction)).await;
                recorded.lock().expect("nobody panics with it").push(interaction);
                let answer = answer.map_err(|none| format!("{}: {none}", deed.name()))?;
                learner.took(deed, &answer.body, material).map_err(|said| format!("{}: {said}", deed.name()))?;
                Ok(answer.at.saturating_duration_since(intended))
            }
            Self::Recorded { interactions, next } => {
                let interaction = &interactions[next.fetch_add(1, Ordering::Relaxed) % interactions.len()];
                let answer = in_time(discord.send(interaction)).await?;
                Ok(answer.at.saturating_duration_since(intended))
            }
        }
    }

    /// Begins as many quizzes as `answers` need, given in so many turns, so that afterwards only answers are given.
    pub async fn open_quizzes(&self, discord: &Discord, answers: usize, turns: usize) -> anyhow::Result<()> {
        let Self::Learners { learners, material, .. } = self else { return Ok(()) };
        // Who is quick in a turn comes to some learners twice.
        let each = answers.div_ceil(learners.len()) + turns;
        for learner in learners {
            let mut learner = learner.lock().await;
            while learner.open() < each {
                let answer = timeout(PATIENCE, discord.send(&learner.begin(material))).await??;
                let before = learner.open();
                learner.took(Deed::Answer, &answer.body, material).map_err(anyhow::Error::msg)?;
                anyhow::ensure!(learner.open() > before, "there are not enough questions to answer");
            }
        }
        Ok(())
    }

    /// Lets `count` of them do `deed`.
    pub async fn run(self: &Arc<Self>, discord: &Discord, deed: Deed, count: usize, pace: Pace) -> Figures {
        let started = Instant::now();
        let outcomes = match pace {
            Pace::Closed { interactions } => self.closed(discord, deed, count, interactions).await,
            Pace::Open { rate, lasts } => self.open(discord, deed, count, rate, lasts).await,
        };
        let took = started.elapsed();
        let (mut latencies, mut errors) = (Vec::with_capacity(outcomes.len()), Vec::new());
        for outcome in outcomes {
            match outcome {
                Ok(latency) => latencies.push(latency),
                Err(error) => errors.push(error),
            }
        }
        latencies.sort_unstable();
        Figures { took, latencies, errors }
    }

    async fn closed(
        self: &Arc<Self>,
        discord: &Discord,
        deed: Deed,
        count: usize,
        interactions: usize,
    ) -> Vec<Outcome> {
        let left = Arc::new(AtomicUsize::new(interactions));
        let mut tasks = JoinSet::new();
        for number in 0..count {
            let (people, discord, left) = (Arc::clone(self), discord.clone(), Arc::clone(&left));
            tasks.spawn(async move {
                let mut outcomes = Vec::new();
                let mut number = number;
                while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
                    outcomes.push(people.act(number, deed, &discord, Instant::now()).await);
                    if deed == Deed::Answer {
                        // Nobody has that many open questions: everybody answers in turn, so many at a time.
                        number += count;
                    }
                }
                outcomes
            });
        }
        tasks.join_all().await.concat()
    }

    async fn open(
        self: &Arc<Self>,
        discord: &Discord,
        deed: Deed,
        count: usize,
        rate: u32,
        lasts: Duration,
    ) -> Vec<Outcome> {
        let total = (f64::from(rate) * lasts.as_secs_f64()) as usize;
        let started = Instant::now();
        let mut tasks = JoinSet::new();
        for number in 0..total {
            let intended = started + lasts.mul_f64(number as f64 / total as f64);
            sleep_until(intended.into()).await;
            let (people, discord) = (Arc::clone(self), discord.clone());
            tasks.spawn(async move { people.act(number % count, deed, &discord, intended).await });
        }
        tasks.join_all().await
    }
}

/// The first response, unless Discord gives up before.
async fn in_time(answer: oneshot::Receiver<Answer>) -> Result<Answer, String> {
    let answer = timeout(PATIENCE, answer).await.map_err(|_| "no response in three seconds".to_owned())?;
    answer.map_err(|_| "the connection is gone".to_owned())
}
