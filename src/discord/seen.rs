//! What was delivered already: a gateway that resumes may deliver an event twice.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Mutex, PoisonError},
};

/// Remembers as many ids. A resumed session repeats the events of some seconds.
const REMEMBERED: usize = 8192;

/// The ids of the last events.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<Ids>);

#[derive(Debug, Default)]
struct Ids {
    known: HashSet<u64>,
    oldest_first: VecDeque<u64>,
}

impl Seen {
    /// Whether `id` comes for the first time.
    pub(super) fn is_new(&self, id: u64) -> bool {
        let mut ids = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !ids.known.insert(id) {
            return false;
        }
        ids.oldest_first.push_back(id);
        if ids.oldest_first.len() > REMEMBERED
            && let Some(oldest) = ids.oldest_first.pop_front()
        {
            ids.known.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_again_is_known_and_memory_is_bounded() {
        let seen = Seen::default();
        assert!(seen.is_new(1));
        assert!(!seen.is_new(1));
        (2..20_000).for_each(|id| assert!(seen.is_new(id)));
        assert_eq!(seen.0.lock().unwrap().known.len(), REMEMBERED);
        assert!(seen.is_new(1), "forgotten long ago");
    }
}
