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

/// A text that went into a larger one is a little less sure than the text itself.
const MERGED: f64 = 0.8;

impl Likeness {
    /// The same text, perhaps edited: more is shared than not.
    pub(super) fn is_same(self) -> bool {
        self.both >= 0.5
    }

    /// The new text is mostly taken from the old one, and enough of it.
    pub(super) fn is_part(self) -> bool {
        self.of_new >= 0.6 && self.of_old >= 0.1
    }

    /// Whether texts are the pieces of one that was cut: several, none of them nearly all of it, and together it.
    pub(super) fn make_up_a_whole(parts: impl Iterator<Item = Self> + Clone) -> bool {
        let sum: f64 = parts.clone().map(|part| part.of_old).sum();
        let largest = parts.clone().map(|part| part.of_old).fold(0.0, f64::max);
        parts.count() > 1 && largest <= 0.85 && (0.75..=1.25).contains(&sum)
    }

    /// How surely the new text is where the old one went as a whole: itself, or as a part of something larger.
    pub(super) fn strength(self) -> Option<f64> {
        let merged = (self.of_old >= 0.6).then_some(self.of_old * MERGED);
        let same = self.is_same().then_some(self.both);
        same.into_iter().chain(merged).max_by(f64::total_cmp)
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
