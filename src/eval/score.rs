//! The measures: success at k, reciprocal rank, discounted gain and the separation of two sets of numbers.

/// How deep a ranking is looked at.
const DEPTH: usize = 10;

/// The measures of one ranking, or their means over many.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Measures {
    pub(super) success_at_1: f64,
    pub(super) success_at_3: f64,
    pub(super) success_at_5: f64,
    pub(super) reciprocal_rank: f64,
    pub(super) discounted_gain: f64,
}

/// Measures a ranking by the grades of what it holds, best first; `ideal` are the grades of everything relevant.
pub(super) fn measure(grades: &[u8], ideal: &[u8]) -> Measures {
    let grades = grades.get(..DEPTH).unwrap_or(grades);
    let first = grades.iter().position(|grade| *grade > 0);
    let within = |k: usize| f64::from(u8::from(first.is_some_and(|first| first < k)));
    let mut best = ideal.to_vec();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let possible = gain(&best);
    Measures {
        success_at_1: within(1),
        success_at_3: within(3),
        success_at_5: within(5),
        reciprocal_rank: first.map_or(0.0, |first| 1.0 / (first as f64 + 1.0)),
        discounted_gain: if possible > 0.0 { gain(grades) / possible } else { 0.0 },
    }
}

fn gain(grades: &[u8]) -> f64 {
    let gains = grades.iter().take(DEPTH).enumerate();
    gains.map(|(rank, grade)| (f64::from(*grade).exp2() - 1.0) / (rank as f64 + 2.0).log2()).sum()
}

/// The mean of each measure; nothing when there is nothing to measure.
pub(super) fn mean(all: &[Measures]) -> Option<Measures> {
    let count = all.len() as f64;
    let of = |measure: fn(&Measures) -> f64| all.iter().map(measure).sum::<f64>() / count;
    (!all.is_empty()).then(|| Measures {
        success_at_1: of(|m| m.success_at_1),
        success_at_3: of(|m| m.success_at_3),
        success_at_5: of(|m| m.success_at_5),
        reciprocal_rank: of(|m| m.reciprocal_rank),
        discounted_gain: of(|m| m.discounted_gain),
    })
}

/// How probably a number of `high` is greater than one of `low`, ties counting half (the area under the ROC curve).
pub(super) fn separation(high: &[f64], low: &[f64]) -> Option<f64> {
    let mut both: Vec<(f64, bool)> = high.iter().map(|n| (*n, true)).chain(low.iter().map(|n| (*n, false))).collect();
    both.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut wins) = (0.0, 0.0);
    for ties in both.chunk_by(|a, b| a.0 == b.0) {
        let highs = ties.iter().filter(|(_, is_high)| *is_high).count() as f64;
        let lows = ties.len() as f64 - highs;
        wins += highs * (below + lows / 2.0);
        below += lows;
    }
    let pairs = high.len() as f64 * low.len() as f64;
    (pairs > 0.0).then(|| wins / pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_relevant_result_decides_success() {
        let measures = measure(&[0, 0, 2, 1], &[1, 2]);
        assert_eq!((measures.success_at_1, measures.success_at_3), (0.0, 1.0));
        assert!((measures.reciprocal_rank - 1.0 / 3.0).abs() < 1e-9);
        let ideal = 3.0 + 1.0 / 3f64.log2();
        assert!((measures.discounted_gain - (3.0 / 4f64.log2() + 1.0 / 5f64.log2()) / ideal).abs() < 1e-9);
        assert_eq!(measure(&[], &[2]), Measures::default());
    }

    #[test]
    fn separation_counts_pairs_and_halves_ties() {
        assert_eq!(separation(&[2.0, 3.0], &[0.0, 1.0]), Some(1.0));
        assert_eq!(separation(&[1.0], &[1.0]), Some(0.5));
        assert_eq!(separation(&[1.0, 0.0], &[0.5]), Some(0.5));
        assert_eq!(separation(&[], &[0.5]), None);
    }
}
