//! Figures about the running process, for whoever watches it: what was done, how long it took, what is connected.
//!
//! One set for the process, since one process is what is watched. No figure is about a person: labels are names of
//! actions and outcomes. Knows nothing of what is measured; names follow
//! <https://prometheus.io/docs/practices/naming/>.

use std::{
    fmt,
    sync::{LazyLock, atomic::AtomicU64},
    time::Duration,
};

use prometheus_client::{
    encoding::text,
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
        info::Info,
    },
    registry::{Registry, Unit},
};

type Labels<const N: usize> = [(&'static str, &'static str); N];
type Seconds = Gauge<f64, AtomicU64>;

/// How an action ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    Done,
    /// Too many at once, or the database was busy.
    Busy,
    /// Nothing can be recorded: the disk is full, or the database read-only.
    NotRecorded,
    /// A bug, or a damaged database; the log has the reason.
    Fault,
}

/// All figures.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    actions: Family<Labels<2>, Histogram, fn() -> Histogram>,
    undelivered: Counter,
    pub shards_expected: Gauge,
    pub shards_connected: Gauge,
    pub session_starts: Counter,
    pub store_waiting: Gauge,
    pub store_units: Counter,
    pub store_failing: Gauge,
    commits: Histogram,
    pub passages: Gauge,
    pub content_loaded_at: Seconds,
    pub backup_at: Seconds,
    pub disk_free: Gauge,
    pub memory: Gauge,
    panics: Counter,
    loop_delays: Histogram,
    pub stalls: Counter,
}

static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);

/// The figures of this process.
pub fn of_this_process() -> &'static Metrics {
    &METRICS
}

impl Metrics {
    fn new() -> Self {
        let mut new = Self {
            registry: Registry::with_prefix("docent"),
            actions: Family::new_with_constructor(from_a_tenth_of_a_millisecond as fn() -> Histogram),
            undelivered: Counter::default(),
            shards_expected: Gauge::default(),
            shards_connected: Gauge::default(),
            session_starts: Counter::default(),
            store_waiting: Gauge::default(),
            store_units: Counter::default(),
            store_failing: Gauge::default(),
            commits: from_a_tenth_of_a_millisecond(),
            passages: Gauge::default(),
            content_loaded_at: Gauge::default(),
            backup_at: Gauge::default(),
            disk_free: Gauge::default(),
            memory: Gauge::default(),
            panics: Counter::default(),
            loop_delays: from_a_tenth_of_a_millisecond(),
            stalls: Counter::default(),
        };
        new.register();
        new
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        let seconds = || Unit::Seconds;
        registry.register("build", "The version that runs", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        let actions = self.actions.clone();
        registry.register_with_unit("action_duration", "Actions, by name and outcome", seconds(), actions);
        registry.register("answers_undelivered", "Answers that Discord did not take", self.undelivered.clone());
        registry.register("shards_expected", "Shards that Discord asks for", self.shards_expected.clone());
        registry.register("shards_connected", "Shards that are connected", self.shards_connected.clone());
        registry.register("session_starts", "Connections begun by this process", self.session_starts.clone());
        registry.register("store_waiting", "Units of writing that wait", self.store_waiting.clone());
        registry.register("store_units", "Units of writing that were committed", self.store_units.clone());
        registry.register("store_failing", "1 while nothing can be recorded", self.store_failing.clone());
        registry.register_with_unit("store_commit_duration", "Commits", seconds(), self.commits.clone());
        registry.register("content_passages", "Passages that can be found", self.passages.clone());
        let loaded_at = self.content_loaded_at.clone();
        registry.register("content_loaded_timestamp_seconds", "When the content in use was read", loaded_at);
        let backup_at = self.backup_at.clone();
        registry.register("backup_timestamp_seconds", "When this process last made a backup", backup_at);
        registry.register_with_unit("disk_free", "Room beside the database", Unit::Bytes, self.disk_free.clone());
        registry.register_with_unit("memory_resident", "Memory in use", Unit::Bytes, self.memory.clone());
        registry.register("panics", "Bugs that were survived", self.panics.clone());
        let delays = self.loop_delays.clone();
        registry.register_with_unit("event_loop_delay", "How late a tick was", seconds(), delays);
        registry.register("event_loop_stalls", "Ticks that were late enough for people to notice", self.stalls.clone());
    }

    /// Counts one action.
    pub fn action(&self, name: &'static str, outcome: Outcome, took: Duration) {
        let labels = [("action", name), ("outcome", outcome.name())];
        self.actions.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// An answer was made and did not arrive.
    pub fn answer_undelivered(&self) {
        self.undelivered.inc();
    }

    /// A commit of so many units has ended.
    pub fn commit(&self, units: usize, took: Duration, waiting: usize, is_failing: bool) {
        self.commits.observe(took.as_secs_f64());
        self.store_waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        self.store_failing.set(i64::from(is_failing));
        if !is_failing {
            self.store_units.inc_by(u64::try_from(units).unwrap_or(0));
        }
    }

    /// A tick of the event loop was so late.
    pub fn loop_delay(&self, late: Duration) {
        self.loop_delays.observe(late.as_secs_f64());
    }

    /// Why people would not be answered, if they would not be.
    pub fn unready(&self) -> Option<&'static str> {
        let (expected, connected) = (self.shards_expected.get(), self.shards_connected.get());
        if expected == 0 || connected < expected {
            Some("not connected to Discord")
        } else if self.store_failing.get() != 0 {
            Some("nothing can be recorded: see the log")
        } else {
            None
        }
    }

    /// All figures in the text form of OpenMetrics.
    pub fn text(&self) -> Result<String, fmt::Error> {
        self.panics.inner().store(crate::panics::count(), std::sync::atomic::Ordering::Relaxed);
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

impl Outcome {
    const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Busy => "busy",
            Self::NotRecorded => "not_recorded",
            Self::Fault => "fault",
        }
    }
}

/// 0.1 ms to 3.3 s, which is Discord's deadline and a little more.
fn from_a_tenth_of_a_millisecond() -> Histogram {
    Histogram::new(exponential_buckets(0.0001, 2.0, 16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_conventional_names_and_know_nobody() {
        let metrics = Metrics::new();
        metrics.action("ask", Outcome::Done, Duration::from_millis(2));
        metrics.commit(3, Duration::from_millis(4), 0, false);
        let text = metrics.text().unwrap();
        for line in [
            "docent_action_duration_seconds_count{action=\"ask\",outcome=\"done\"} 1",
            "docent_store_units_total 3",
            "docent_store_commit_duration_seconds_count 1",
            "docent_panics_total",
            "docent_build_info{version=",
        ] {
            assert!(text.contains(line), "no {line} in\n{text}");
        }
        assert_eq!(metrics.unready(), Some("not connected to Discord"));
        metrics.shards_expected.set(1);
        metrics.shards_connected.set(1);
        assert_eq!(metrics.unready(), None);
        metrics.commit(1, Duration::ZERO, 0, true);
        assert!(metrics.unready().is_some());
    }
}
