//! What is left of a text when only its likeness to other texts matters.

use super::matching::Likeness;

/// Words in a shingle: long enough that two texts on one subject share few.
const WORDS: usize = 3;
/// How many shingles are kept: a kilobyte a section, and an estimate good to some five percent.
const KEPT: usize = 128;

/// The smallest hashes of a text's shingles. Two texts share hashes as they share shingles, parts included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fingerprint {
    /// In order, each once, at most [`KEPT`].
    hashes: Vec<u64>,
    /// Whether there were more.
    truncated: bool,
}

impl Fingerprint {
    /// The fingerprint of a text. Letter case, punctuation and white space do not count.
    pub fn of(text: &str) -> Self {
        let text = text.to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let width = WORDS.min(words.len().max(1));
        let mut hashes: Vec<u64> = words.windows(width).map(hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let truncated = hashes.len() > KEPT;
        hashes.truncate(KEPT);
        Self { hashes, truncated }
    }

    /// For a database.
    pub fn to_bytes(&self) -> Vec<u8> {
        let hashes = self.hashes.iter().flat_map(|hash| hash.to_be_bytes());
        std::iter::once(u8::from(self.truncated)).chain(hashes).collect()
    }

    /// Reads what [`Self::to_bytes`] wrote; nothing from anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (truncated, hashes) = bytes.split_first()?;
        let (hashes, rest) = hashes.as_chunks::<8>();
        let hashes: Vec<u64> = hashes.iter().map(|bytes| u64::from_be_bytes(*bytes)).collect();
        let sound = rest.is_empty() && *truncated <= 1 && hashes.is_sorted() && hashes.len() <= KEPT;
        sound.then_some(Self { hashes, truncated: *truncated == 1 })
    }

    pub(super) fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// How much of `self`, the old text, and of `new` is in the other.
    pub(super) fn likeness(&self, new: &Self) -> Likeness {
        // Beyond its largest hash a truncated fingerprint knows nothing.
        let limit = self.limit().min(new.limit());
        let below = |hashes: &[u64]| hashes.partition_point(|hash| *hash <= limit);
        let (old_count, new_count) = (below(&self.hashes), below(&new.hashes));
        let new_hashes = new.hashes.get(..new_count).unwrap_or_default();
        let old_hashes = self.hashes.get(..old_count).unwrap_or_default();
        let shared = old_hashes.iter().filter(|hash| new_hashes.binary_search(hash).is_ok()).count();
        let share = |of: usize| if of == 0 { 0.0 } else { shared as f64 / of as f64 };
        Likeness { of_old: share(old_count), of_new: share(new_count), both: share(old_count + new_count - shared) }
    }

    fn limit(&self) -> u64 {
        match self.hashes.last() {
            Some(largest) if self.truncated => *largest,
            Some(_) | None => u64::MAX,
        }
    }
}

fn hash(words: &[&str]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for word in words {
        hasher.update(word.as_bytes()).update(&[0]);
    }
    let mut bytes = [0; 8];
    hasher.finalize_xof().fill(&mut bytes);
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("word{n} ")).collect()
    }

    #[test]
    fn likeness_is_about_right_for_parts_and_wholes() {
        let whole = Fingerprint::of(&text(0, 1000));
        let part = Fingerprint::of(&text(0, 300));
        let likeness = whole.likeness(&part);
        assert!((likeness.of_old - 0.3).abs() < 0.1 && likeness.of_new > 0.9, "{likeness:?}");
        assert!(whole.likeness(&whole).both > 0.99);
        assert!(whole.likeness(&Fingerprint::of(&text(2000, 2500))).both < 0.01);
        assert!(Fingerprint::of("Yes.").likeness(&Fingerprint::of("yes")).is_same());
        assert!(!Fingerprint::of("").likeness(&Fingerprint::of("")).is_same());
    }

    #[test]
    fn bytes_bring_it_back() {
        let fingerprint = Fingerprint::of(&text(0, 500));
        assert_eq!(Fingerprint::from_bytes(&fingerprint.to_bytes()), Some(fingerprint));
        assert_eq!(Fingerprint::from_bytes(&[]), None);
        assert_eq!(Fingerprint::from_bytes(&[0, 1, 2]), None);
        assert_eq!(Fingerprint::from_bytes(&[9]), None);
    }
}
