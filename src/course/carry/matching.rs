//! How alike two texts must be, and finding the few that are among many.

use std::collections::HashMap;

use super::Fingerprint;

/// Shares of two texts that stand in the other, 0 to 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Likeness {
    /// Of the old text, what is in the new one.
    pub of_old: f64,
    /// Of the new text, what is in the old one.
    pub of_new: f64,
    /// Of both together, what they share.
    pub both: f64,
}

impl Likeness {
    /// The same text, perhaps edited: more is shared than not.
    pub(super) fn is_same(self) -> bool {
        self.both >= 0.5
    }

    /// The new text is mostly taken from the old one, and enough of it.
    pub(super) fn is_part(self) -> bool {
        self.of_new >= 0.6 && self.of_old >= 0.1
    }

    /// The old text went into the new one.
    pub(super) fn is_whole(self) -> bool {
        self.of_old >= 0.6
    }

    /// Too much in common for chance.
    pub(super) fn shares_text(self) -> bool {
        self.of_old >= 0.2 || self.of_new >= 0.2
    }
}

/// The new texts by their hashes.
pub(super) struct Candidates<'a> {
    texts: Vec<&'a Fingerprint>,
    by_hash: HashMap<u64, Vec<usize>>,
}

/// A shingle in more texts than this (a licence, a prompt) finds nobody.
const COMMON: usize = 50;

impl<'a> Candidates<'a> {
    pub(super) fn new(texts: impl Iterator<Item = &'a Fingerprint>) -> Self {
        let texts: Vec<&Fingerprint> = texts.collect();
        let mut by_hash: HashMap<u64, Vec<usize>> = HashMap::new();
        for (index, text) in texts.iter().enumerate() {
            text.hashes().iter().for_each(|hash| by_hash.entry(*hash).or_default().push(index));
        }
        Self { texts, by_hash }
    }

    /// The texts that share something with `old`, in their order.
    pub(super) fn alike(&self, old: &Fingerprint) -> Vec<(usize, Likeness)> {
        let mut found: Vec<usize> = Vec::new();
        for sharing in old.hashes().iter().filter_map(|hash| self.by_hash.get(hash)) {
            if sharing.len() <= COMMON {
                found.extend(sharing);
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|index| (index, old.likeness(self.texts[index]))).collect()
    }
}
