//! Fairness: a flood of one person's is for that person alone to wait for.
//!
//! Whoever does many things at once gets them done a few at a time, so that they never stand before everybody else's;
//! whoever goes on like that is asked to slow down. Nobody who learns meets either. Knows no action.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use governor::{Quota, RateLimiter, middleware::NoOpMiddleware, state::keyed::HashMapStateStore};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{action::Identity, clock::Clock};

/// Of one person at the same time: somebody who presses twice before the first reply is there.
const AT_ONCE: usize = 4;

/// What one person may do for a long time: far more than hands can, and less than a tenth of a small machine.
const A_SECOND: NonZeroU32 = NonZeroU32::new(200).expect("it is not zero");

/// What one person may do before that counts: a stuck key, or a thousand presses sent together after a dropped line.
const IN_A_RUSH: NonZeroU32 = NonZeroU32::new(1_500).expect("it is not zero");

/// After as many actions those who have become quiet are forgotten.
const TIDY_EVERY: u32 = 4_096;

pub(super) struct Fairness {
    pace: RateLimiter<Identity, HashMapStateStore<Identity>, Ticking, NoOpMiddleware<Duration>>,
    checked: AtomicU32,
    lines: Mutex<HashMap<Identity, Line>>,
}

/// The actions of one person that are under way.
struct Line {
    count: usize,
    turns: Arc<Semaphore>,
}

/// Docent's clock, as the limiter wants it.
struct Ticking(Clock);

/// Leave to act, until it is dropped.
pub(super) struct Turn<'a> {
    _permit: OwnedSemaphorePermit,
    _place: Place<'a>,
}

/// A place in somebody's line.
struct Place<'a> {
    fairness: &'a Fairness,
    whose: &'a Identity,
}

impl Fairness {
    pub(super) fn new(clock: Clock) -> Self {
        let quota = Quota::per_second(A_SECOND).allow_burst(IN_A_RUSH);
        let pace = RateLimiter::hashmap_with_clock(quota, Ticking(clock));
        Self { pace, checked: AtomicU32::new(0), lines: Mutex::default() }
    }

    /// Whether this person has been asking for more than their share.
    pub(super) fn is_too_fast(&self, who: &Identity) -> bool {
        if self.checked.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            self.pace.retain_recent();
        }
        self.pace.check_key(who).is_err()
    }

    /// Waits until few enough other actions of this person are under way.
    pub(super) async fn turn<'a>(&'a self, who: &'a Identity) -> Option<Turn<'a>> {
        let turns = {
            let mut lines = self.lines();
            let line = lines.entry(who.clone()).or_insert_with(Line::new);
            line.count += 1;
            Arc::clone(&line.turns)
        };
        // Whoever stops waiting leaves the line, too.
        let place = Place { fairness: self, whose: who };
        let permit = turns.acquire_owned().await.ok()?;
        Some(Turn { _permit: permit, _place: place })
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<Identity, Line>> {
        // A count that a panic left too high only keeps an empty line.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    fn new() -> Self {
        Self { count: 0, turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut lines = self.fairness.lines();
        if let Some(line) = lines.get_mut(self.whose) {
            line.count -= 1;
            if line.count == 0 {
                lines.remove(self.whose);
            }
        }
    }
}

impl governor::clock::Clock for Ticking {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.now().as_millis()).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{action::Platform, clock::Timestamp};

    fn person(name: &str) -> Identity {
        Identity { platform: Platform::Discord, external_id: name.to_owned() }
    }

    fn fairness() -> (Fairness, Clock) {
        let clock = Clock::fixed(Timestamp::from_millis(1_795_000_000_000));
        (Fairness::new(clock.clone()), clock)
    }

    #[tokio::test]
    async fn many_things_at_once_wait_for_themselves_and_nobody_else() {
        let (fairness, _) = fairness();
        let (ada, bob) = (person("ada"), person("bob"));
        let mut turns = Vec::new();
        for _ in 0..AT_ONCE {
            turns.push(fairness.turn(&ada).await);
        }
        let mut waiting = Box::pin(fairness.turn(&ada));
        assert!(futures_are_pending(waiting.as_mut()));
        assert!(fairness.turn(&bob).await.is_some());
        drop(turns.pop());
        assert!(waiting.await.is_some());
    }

    #[tokio::test]
    async fn nothing_is_kept_of_those_who_have_gone() {
        let (fairness, _) = fairness();
        let ada = person("ada");
        let turn = fairness.turn(&ada).await;
        assert_eq!(fairness.lines().len(), 1);
        drop(turn);
        assert!(fairness.lines().is_empty());
    }

    #[test]
    fn only_what_hands_cannot_do_is_too_fast_and_it_passes() {
        let (fairness, clock) = fairness();
        let ada = person("ada");
        assert!((0..IN_A_RUSH.get()).all(|_| !fairness.is_too_fast(&ada)));
        assert!(fairness.is_too_fast(&ada));
        assert!(!fairness.is_too_fast(&person("bob")));
        clock.advance(Duration::from_secs(1));
        assert!((0..A_SECOND.get()).all(|_| !fairness.is_too_fast(&ada)));
    }

    #[test]
    fn memory_is_bounded_by_who_was_here_lately() {
        let (fairness, clock) = fairness();
        for number in 0..3 * TIDY_EVERY {
            clock.advance(Duration::from_millis(10));
            fairness.is_too_fast(&person(&number.to_string()));
        }
        assert!(fairness.pace.len() <= TIDY_EVERY as usize, "{}", fairness.pace.len());
    }

    fn futures_are_pending<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> bool {
        future.poll(&mut std::task::Context::from_waker(std::task::Waker::noop())).is_pending()
    }
}
