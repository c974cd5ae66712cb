//! Mends typing errors: from a word that the course does not have to the one that was probably meant.

use super::vocabulary::Term;

/// All written words of one language, by first letter and length.
#[derive(Default)]
pub(super) struct Spellings {
    sorted: Vec<Spelling>,
}

struct Spelling {
    first: char,
    length: usize,
    /// A bit for each letter, folded to 32: an edit changes at most two of them.
    letters: u32,
    word: Box<str>,
    term: Term,
}

impl Spellings {
    pub(super) fn new<'a>(words: impl Iterator<Item = (&'a str, Term)>) -> Self {
        let spelling = |(word, term): (&str, Term)| {
            let first = word.chars().next()?;
            Some(Spelling { first, length: word.chars().count(), letters: letters(word), word: word.into(), term })
        };
        let mut sorted: Vec<Spelling> = words.filter_map(spelling).collect();
        sorted.sort_unstable_by(|a, b| (a.first, a.length, &a.word).cmp(&(b.first, b.length, &b.word)));
        Self { sorted }
    }

    /// The word that `typed` was probably meant to be: at most one slip, two in a long word, never in the first letter;
    /// among the nearest the most frequent by `frequency`, which is zero for words out of scope.
    pub(super) fn mend(&self, typed: &str, frequency: impl Fn(Term) -> usize) -> Option<Term> {
        const SHORTEST: usize = 5;
        const LONG: usize = 8;
        let length = typed.chars().count();
        if length < SHORTEST || typed.chars().any(char::is_numeric) {
            return None;
        }
        let slips = if length >= LONG { 2 } else { 1 };
        let first = typed.chars().next()?;
        let wanted = letters(typed);
        let from = self.sorted.partition_point(|s| (s.first, s.length) < (first, length - slips));
        let near = self.sorted.iter().skip(from).take_while(|s| (s.first, s.length) <= (first, length + slips));
        let candidates = near.filter(|s| (s.letters ^ wanted).count_ones() as usize <= 2 * slips);
        let measured = candidates.filter_map(|s| {
            let distance = strsim::osa_distance(&s.word, typed);
            let frequency = (distance <= slips).then(|| frequency(s.term)).filter(|frequency| *frequency > 0)?;
            Some((distance, std::cmp::Reverse(frequency), s.term))
        });
        measured.min().map(|(.., term)| term)
    }
}

fn letters(word: &str) -> u32 {
    word.chars().fold(0, |letters, c| letters | 1 << (u32::from(c) % u32::BITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_meant_and_of_equals_the_frequent_one() {
        let spellings = Spellings::new([("example", 0), ("examples", 1), ("exempt", 2), ("integer", 3)].into_iter());
        let mend = |typed: &str| spellings.mend(typed, |term| [9, 2, 1, 1][term as usize]);
        assert_eq!(mend("exemple"), Some(0));
        assert_eq!(mend("interger"), Some(3));
        assert_eq!(mend("exmaples"), Some(1));
        assert_eq!(mend("unrelated"), None);
        assert_eq!(mend("exam"), None, "a short word is as it is");
        assert_eq!(spellings.mend("exemple", |_| 0), None, "what is out of scope is not there");
    }
}
