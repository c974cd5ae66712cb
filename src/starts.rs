//! Sessions with Discord that were started, remembered across processes.
//!
//! Discord allows 1,000 a day and resets the token of a bot that takes more, so a process that crashes after every
//! start must become slower by itself: <https://discord.com/developers/docs/events/gateway#session-start-limit>. Knows
//! the database and no gateway.

use std::time::Duration;

use crate::{
    clock::{Clock, Timestamp},
    store::Store,
};

/// Where the database keeps them.
const KEY: &str = "discord.starts";
/// So many starts within [`RECENT`] need no pause: an update, a changed setting, a network that comes and goes.
const FREE: usize = 5;
const RECENT: Duration = Duration::from_secs(60 * 60);
/// The pause after the free ones, doubled with each further start: at its longest there are 288 starts a day.
const FIRST_PAUSE: Duration = Duration::from_secs(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(5 * 60);
/// Nobody looks further back.
const REMEMBERED: usize = 32;

/// How many sessions Discord still lets us start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    pub left: u64,
    pub a_day: u64,
    /// Until there are `a_day` again.
    pub renewed_in: Duration,
    /// What one start takes at least: one for each shard.
    pub shards: u64,
}

/// Starts so far, and when the next may be.
#[derive(Debug, Clone)]
pub struct Starts {
    store: Store,
    clock: Clock,
}

/// One start, and what was left before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Start {
    at: Timestamp,
    left: u64,
}

impl Starts {
    pub fn new(store: Store, clock: Clock) -> Self {
        Self { store, clock }
    }

    /// How long to wait before the next start.
    pub async fn pause(&self, allowance: Allowance) -> Duration {
        pause(&self.past().await, self.clock.now(), allowance)
    }

    /// Remembers that one begins now; before it does, so that no crash can hide it.
    pub async fn note(&self, allowance: Allowance) {
        let mut past = self.past().await;
        past.push(Start { at: self.clock.now(), left: allowance.left });
        let oldest = past.len().saturating_sub(REMEMBERED);
        let lines: Vec<String> =
            past.iter().skip(oldest).map(|start| format!("{} {}", start.at.as_millis(), start.left)).collect();
        if let Err(error) = self.store.set_meta(KEY, &lines.join("\n")).await {
            tracing::warn!(%error, "cannot remember that a session starts");
        }
    }

    async fn past(&self) -> Vec<Start> {
        let kept = self.store.meta(KEY).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot read when sessions were started");
            None
        });
        kept.unwrap_or_default().lines().filter_map(Start::read).collect()
    }
}

impl Start {
    fn read(line: &str) -> Option<Self> {
        let (at, left) = line.split_once(' ')?;
        Some(Self { at: Timestamp::from_millis(at.parse().ok()?), left: left.parse().ok()? })
    }
}

fn pause(past: &[Start], now: Timestamp, allowance: Allowance) -> Duration {
    let Some(last) = past.last() else { return scarce(None, allowance) };
    let since_last = now.since(last.at);
    // What was left after each. A start that cost nothing did not come as far as Discord, in an outage for instance.
    let after = past.iter().skip(1).map(|next| next.left).chain([allowance.left]);
    let counts = |(start, left): &(&Start, u64)| now.since(start.at) < RECENT && start.left != *left;
    let recent = past.iter().zip(after).filter(counts).count();
    let crowded = match u32::try_from(recent.saturating_sub(FREE)) {
        Ok(0) if recent < FREE => Duration::ZERO,
        Ok(more) => FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(more)).min(LONGEST_PAUSE),
        Err(_) => LONGEST_PAUSE,
    };
    let spread = crowded.max(scarce(Some(last), allowance)).saturating_sub(since_last);
    // The last start that is left is kept until there are new ones.
    if allowance.left <= cost(last, allowance) { allowance.renewed_in } else { spread }
}

/// What the last start cost, which may have tried several times before it failed; a twentieth of a day at most, for
/// other processes may have used the token since.
fn cost(last: &Start, allowance: Allowance) -> u64 {
    last.left.saturating_sub(allowance.left).min(allowance.a_day / 20).max(allowance.shards)
}

/// Below half of what a day has, starts are spread over the time that is left; a start is taken to cost what the last
/// one did.
fn scarce(last: Option<&Start>, allowance: Allowance) -> Duration {
    let Allowance { left, a_day, renewed_in, shards } = allowance;
    if left < shards {
        return renewed_in;
    }
    if left >= a_day / 2 {
        return Duration::ZERO;
    }
    let cost = last.map_or(shards, |last| cost(last, allowance));
    let more = u32::try_from(left / cost).unwrap_or(u32::MAX).max(1);
    renewed_in / more
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(1_795_000_000_000);
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    const PLENTY: Allowance = Allowance { left: 1000, a_day: 1000, renewed_in: DAY, shards: 1 };

    #[test]
    fn a_crash_loop_becomes_slow_and_never_uses_up_a_day() {
        let (mut now, mut past, mut left) = (NOON, Vec::new(), 1000);
        while now.since(NOON) < DAY {
            let allowance = Allowance { left, renewed_in: DAY.saturating_sub(now.since(NOON)), ..PLENTY };
            now = now.after(pause(&past, now, allowance));
            past.push(Start { at: now, left });
            left -= 1;
            // It lives for three seconds.
            now = now.after(Duration::from_secs(3));
        }
        let starts = past.len();
        println!("a crash loop of a day starts {starts} sessions of 1000");
        assert!((100..400).contains(&starts), "{starts}");
    }

    #[test]
    fn even_starts_that_cost_twenty_each_leave_some() {
        let (mut now, mut past, mut left) = (NOON, Vec::new(), 1000_u64);
        while now.since(NOON) < DAY {
            let allowance = Allowance { left, renewed_in: DAY.saturating_sub(now.since(NOON)), ..PLENTY };
            now = now.after(pause(&past, now, allowance));
            if now.since(NOON) >= DAY {
                break;
            }
            past.push(Start { at: now, left });
            left = left.saturating_sub(20);
            now = now.after(Duration::from_secs(180));
        }
        assert!(left > 0, "{} starts", past.len());
    }

    #[test]
    fn a_few_starts_need_no_pause_and_old_ones_are_forgiven() {
        let at = |seconds| Start { at: NOON.after(Duration::from_secs(seconds)), left: 900 - seconds };
        let past: Vec<Start> = (0..4).map(|n| at(n * 10)).collect();
        let now = NOON.after(Duration::from_secs(40));
        assert_eq!(pause(&past, now, PLENTY), Duration::ZERO);
        let past: Vec<Start> = (0..6).map(|n| at(n * 10)).collect();
        assert_eq!(pause(&past, NOON.after(Duration::from_secs(50)), PLENTY), Duration::from_secs(20));
        assert_eq!(pause(&past, NOON.after(Duration::from_secs(2 * 60 * 60)), PLENTY), Duration::ZERO);
    }

    #[test]
    fn an_outage_in_which_no_start_came_through_is_not_held_against_anybody() {
        let past: Vec<Start> = (0..30).map(|n| Start { at: NOON.after(Duration::from_secs(n)), left: 900 }).collect();
        let now = NOON.after(Duration::from_secs(30));
        assert_eq!(pause(&past, now, Allowance { left: 900, ..PLENTY }), Duration::ZERO);
        assert_eq!(pause(&past, now, Allowance { left: 899, ..PLENTY }), Duration::ZERO, "only the last came through");
    }

    #[test]
    fn when_none_are_left_new_ones_are_waited_for() {
        let none = Allowance { left: 1, shards: 2, ..PLENTY };
        assert_eq!(pause(&[], NOON, none), DAY);
    }
}
