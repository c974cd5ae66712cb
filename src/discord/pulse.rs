//! Whether the gateway lives: a connection that is open but dead says nothing of its own accord.
//!
//! serenity itself starts a shard again whose heartbeat was not acknowledged. It has no limit for connecting, though:
//! a server that accepts a connection and then says nothing holds it for ever. This is the watch above it.

use std::{collections::HashMap, time::Duration};

use serenity::{
    all::{ConnectionStage, ShardId},
    gateway::ShardManager,
};
use tokio::time::Instant;

/// How often to look, at most.
const TICK: Duration = Duration::from_secs(5);
/// Shards are started so long after each other.
const BETWEEN_SHARDS: Duration = Duration::from_secs(6);

/// When each shard was last known to live.
#[derive(Debug)]
pub(super) struct Pulse {
    patience: Duration,
    shards: HashMap<ShardId, Sign>,
}

#[derive(Debug)]
struct Sign {
    /// How long the last acknowledgement took, to the nanosecond: with each further one it is another.
    latency: Option<Duration>,
    at: Instant,
}

/// What can be seen of a shard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    shard: ShardId,
    latency: Option<Duration>,
    pub(super) is_connected: bool,
}

impl Pulse {
    /// `patience` is how long a shard may show no sign of life.
    pub(super) fn new(shards: u32, patience: Duration, now: Instant) -> Self {
        let sign = |number: u32| (ShardId(number), Sign { latency: None, at: now + BETWEEN_SHARDS * number });
        Self { patience, shards: (0..shards).map(sign).collect() }
    }

    /// How long to wait before looking again.
    pub(super) fn pause(&self) -> Duration {
        TICK.min(self.patience / 4)
    }

    /// Whether a shard has been silent for too long.
    pub(super) fn is_lost(&mut self, seen: &[Seen], now: Instant) -> bool {
        for Seen { shard, latency, .. } in seen {
            if let Some(sign) = self.shards.get_mut(shard)
                && latency.is_some()
                && sign.latency != *latency
            {
                *sign = Sign { latency: *latency, at: now };
            }
        }
        self.shards.values().any(|sign| now.saturating_duration_since(sign.at) > self.patience)
    }
}

/// The shards that serenity runs.
pub(super) async fn look(manager: &ShardManager) -> Vec<Seen> {
    let runners = manager.runners.lock().await;
    let seen = runners.iter().map(|(shard, runner)| Seen {
        shard: *shard,
        latency: runner.latency,
        is_connected: runner.stage == ConnectionStage::Connected,
    });
    seen.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(180);

    fn seen(shard: u32, latency_ns: u64) -> Seen {
        let latency = (latency_ns > 0).then(|| Duration::from_nanos(latency_ns));
        Seen { shard: ShardId(shard), latency, is_connected: true }
    }

    #[test]
    fn a_shard_lives_as_long_as_its_heartbeats_are_acknowledged() {
        let start = Instant::now();
        let mut pulse = Pulse::new(2, PATIENCE, start);
        let later = |seconds| start + Duration::from_secs(seconds);
        assert!(!pulse.is_lost(&[seen(0, 11)], later(100)), "the second has not been started yet");
        assert!(!pulse.is_lost(&[seen(0, 12), seen(1, 21)], later(150)));
        assert!(!pulse.is_lost(&[seen(0, 13), seen(1, 22)], later(300)));
        assert!(pulse.is_lost(&[seen(0, 14), seen(1, 22)], later(481)), "the second is silent");
    }

    #[test]
    fn a_shard_that_never_connects_is_lost() {
        let start = Instant::now();
        let mut pulse = Pulse::new(1, PATIENCE, start);
        assert!(!pulse.is_lost(&[], start + PATIENCE));
        assert!(pulse.is_lost(&[seen(0, 0)], start + PATIENCE + Duration::from_secs(1)));
    }
}
