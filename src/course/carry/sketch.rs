//! What a text looks like, in a few hundred bytes: enough to find it again under another name.
//!
//! A text is the set of its runs of four words (shingles); of their hashes the smallest are kept. Two such sketches
//! tell how much the texts have in common and how much of the one is in the other: A. Broder, "On the resemblance and
//! containment of documents" (1997). Hashes are BLAKE3, so that sketches of different versions can be compared.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;

/// Words in a shingle. Fewer, and every text on one subject looks alike; more, and every edit destroys too many.
const SHINGLE_WORDS: usize = 4;

/// Hashes kept of a text. A share is then known to about five points in a hundred, and exactly for texts of up to as
/// many shingles.
const MAX_HASHES: usize = 128;

/// The smallest hashes of a text's shingles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Sketch {
    /// Ascending, at most [`MAX_HASHES`].
    hashes: Vec<u32>,
    /// Different shingles of the whole text.
    shingles: u32,
}

/// What two sketches have in common, among the hashes that both would hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overlap {
    pub shared: usize,
    ours: usize,
    theirs: usize,
}

impl Sketch {
    /// Letter case, punctuation and white space do not count.
    pub fn of(text: &str) -> Self {
        let (words, ends) = words(text);
        let starts = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
        let last_words = ends.iter().skip(SHINGLE_WORDS.min(ends.len()).saturating_sub(1));
        let shingles = starts.zip(last_words).filter_map(|(start, end)| words.get(start..*end));
        let mut hashes: Vec<u32> = shingles.map(hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let shingles = u32::try_from(hashes.len()).unwrap_or(u32::MAX);
        hashes.truncate(MAX_HASHES);
        Self { hashes, shingles }
    }

    /// Takes a sketch as it was kept: in the order of the hashes, which are given as little-endian numbers.
    pub fn from_bytes(bytes: &[u8], shingles: u32) -> Self {
        let (numbers, _) = bytes.as_chunks::<4>();
        let hashes: BTreeSet<u32> = numbers.iter().map(|number| u32::from_le_bytes(*number)).collect();
        let hashes: Vec<u32> = hashes.into_iter().take(MAX_HASHES).collect();
        let shingles = shingles.max(u32::try_from(hashes.len()).unwrap_or(u32::MAX));
        Self { hashes, shingles }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect()
    }

    /// How many different shingles the text has: its size, where sizes are compared.
    pub fn shingles(&self) -> u32 {
        self.shingles
    }

    pub(super) fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// Up to which hash the sketch holds all that the text has.
    fn complete_to(&self) -> u32 {
        match self.hashes.last() {
            Some(last) if usize::try_from(self.shingles).is_ok_and(|all| all > self.hashes.len()) => *last,
            Some(_) | None => u32::MAX,
        }
    }

    pub(super) fn overlap(&self, other: &Self) -> Overlap {
        let limit = self.complete_to().min(other.complete_to());
        let within = |sketch: &Self| sketch.hashes.partition_point(|hash| *hash <= limit);
        let (ours, theirs) = (within(self), within(other));
        let mut others = other.hashes.iter().take(theirs).peekable();
        let is_shared = |hash: &&u32| {
            while others.next_if(|other| other < hash).is_some() {}
            others.peek() == Some(hash)
        };
        let shared = self.hashes.iter().take(ours).filter(is_shared).count();
        Overlap { shared, ours, theirs }
    }
}

impl Overlap {
    /// The share of what is in both in what is in either.
    pub(super) fn resemblance(self) -> f64 {
        share(self.shared, self.ours + self.theirs - self.shared)
    }

    /// How much of our text is in theirs.
    pub(super) fn ours_in_theirs(self) -> f64 {
        share(self.shared, self.ours)
    }

    /// How much of their text is in ours.
    pub(super) fn theirs_in_ours(self) -> f64 {
        share(self.shared, self.theirs)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}

/// The words in lower case, a space between two, and where each ends.
fn words(text: &str) -> (String, Vec<usize>) {
    let mut words = String::with_capacity(text.len());
    let mut ends = Vec::new();
    for word in text.unicode_words() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(word.chars().flat_map(char::to_lowercase));
        ends.push(words.len());
    }
    (words, ends)
}

fn hash(shingle: &str) -> u32 {
    let [first, second, third, fourth, ..] = *blake3::hash(shingle.as_bytes()).as_bytes();
    u32::from_le_bytes([first, second, third, fourth])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words that do not repeat, from `from` to `to`.
    fn text(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("word{n} ")).collect()
    }

    #[track_caller]
    fn assert_near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 0.12, "{found} instead of {expected}");
    }

    #[test]
    fn layout_and_letter_case_do_not_count() {
        assert_eq!(Sketch::of("The event loop\n\nruns *one* task."), Sketch::of("the Event loop runs one task"));
        assert_eq!(Sketch::of(" \n"), Sketch::default());
        assert_eq!(Sketch::of("Two words").shingles(), 1);
    }

    #[test]
    fn shares_are_exact_for_short_texts_and_near_for_long_ones() {
        let overlap = Sketch::of(&text(0, 103)).overlap(&Sketch::of(&text(50, 103)));
        assert_eq!((overlap.shared, overlap.theirs_in_ours()), (50, 1.0));
        assert_near(overlap.ours_in_theirs(), 0.5);

        let (whole, third) = (Sketch::of(&text(0, 1500)), Sketch::of(&text(900, 1400)));
        assert_near(whole.overlap(&third).theirs_in_ours(), 1.0);
        assert_near(whole.overlap(&third).ours_in_theirs(), 1.0 / 3.0);
        assert_near(whole.overlap(&third).resemblance(), 1.0 / 3.0);
        assert_eq!(whole.overlap(&Sketch::of(&text(2000, 2600))).shared, 0);
    }

    #[test]
    fn a_sketch_comes_back_as_it_was_kept() {
        let sketch = Sketch::of(&text(0, 700));
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes(), sketch.shingles()), sketch);
        assert_eq!(sketch.to_bytes().len(), 512);
    }

    #[test]
    fn the_same_text_gives_the_same_sketch_in_every_version() {
        assert_eq!(Sketch::of("one two three four").to_bytes(), [198, 219, 248, 108]);
    }
}
