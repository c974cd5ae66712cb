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
    sync::Mutex,
    task::JoinSet,
    time::{sleep_until, timeout},
};

use crate::{
    discord::Discord,
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

/// How it went.
#[derive(Debug, Default)]
pub struct Figures {
    pub took: Duration,
    /// From when each interaction was to be sent to its first response, sorted.
    pub latencies: Vec<Duration>,
    /// No response, a late one, or a refusal.
    pub errors: usize,
}

impl Figures {
    pub fn interactions(&self) -> usize {
        self.latencies.len() + self.errors
    }

    /// The latency that a share of all interactions, in thousandths, is below.
    pub fn latency(&self, thousandths: usize) -> Duration {
        let at = (self.latencies.len() * thousandths / 1000).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(at).copied().unwrap_or_default()
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

    /// The next interaction of one of them, meant to be sent at `intended`; `None` when it failed.
    async fn act(&self, number: usize, deed: Deed, discord: &Discord, intended: Instant) -> Option<Duration> {
        match self {
            Self::Learners { learners, material, recorded } => {
                let mut learner = learners[number % learners.len()].lock().await;
                let (deed, interaction) = learner.next(deed, material);
                let answer = timeout(PATIENCE, discord.send(&interaction)).await;
                recorded.lock().expect("nobody panics with it").push(interaction);
                let answer = answer.ok()?.ok()?;
                let latency = answer.at.saturating_duration_since(intended);
                learner.took(deed, &answer.body, material).then_some(latency)
            }
            Self::Recorded { interactions, next } => {
                let interaction = &interactions[next.fetch_add(1, Ordering::Relaxed) % interactions.len()];
                let answer = timeout(PATIENCE, discord.send(interaction)).await.ok()?.ok()?;
                Some(answer.at.saturating_duration_since(intended))
            }
        }
    }

    /// Begins as many quizzes as `answers` need, so that afterwards only answers are given.
    pub async fn open_quizzes(&self, discord: &Discord, answers: usize) -> anyhow::Result<()> {
        let Self::Learners { learners, material, .. } = self else { return Ok(()) };
        let each = answers.div_ceil(learners.len()) + 1;
        for learner in learners {
            let mut learner = learner.lock().await;
            while learner.open() < each {
                let answer = timeout(PATIENCE, discord.send(&learner.begin(material))).await??;
                let before = learner.open();
                learner.took(Deed::Answer, &answer.body, material);
                anyhow::ensure!(learner.open() > before, "a quiz does not begin");
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
        let errors = outcomes.iter().filter(|outcome| outcome.is_none()).count();
        let mut latencies: Vec<Duration> = outcomes.into_iter().flatten().collect();
        latencies.sort_unstable();
        Figures { took, latencies, errors }
    }

    async fn closed(
        self: &Arc<Self>,
        discord: &Discord,
        deed: Deed,
        count: usize,
        interactions: usize,
    ) -> Vec<Option<Duration>> {
        let left = Arc::new(AtomicUsize::new(interactions));
        let mut tasks = JoinSet::new();
        for number in 0..count {
            let (people, discord, left) = (Arc::clone(self), discord.clone(), Arc::clone(&left));
            tasks.spawn(async move {
                let mut outcomes = Vec::new();
                while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok() {
                    outcomes.push(people.act(number, deed, &discord, Instant::now()).await);
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
    ) -> Vec<Option<Duration>> {
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
