//! Which old and new texts have something in common, found without comparing each with each.

use super::sketch::{Overlap, Sketch};

/// A shingle of more texts than this tells nothing about any of them: boilerplate, headers of samples, licences.
const MAX_TEXTS_PER_SHINGLE: usize = 8;

/// An old and a new text that have something in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub old: usize,
    pub new: usize,
    pub overlap: Overlap,
    pub equal: bool,
}

impl Pair {
    pub(super) fn of((old, before): (usize, &Sketch), (new, after): (usize, &Sketch)) -> Self {
        Self { old, new, overlap: before.overlap(after), equal: before == after && before.shingles() > 0 }
    }
}

/// Pairs by old text, those with most in common first.
pub(super) fn pairs(olds: &[&Sketch], news: &[&Sketch]) -> Vec<Vec<Pair>> {
    let (old_hashes, new_hashes) = (postings(olds), postings(news));
    let mut sharing: Vec<(usize, usize)> = Vec::new();
    let mut rest = new_hashes.as_slice();
    for chunk in old_hashes.chunk_by(|a, b| a.0 == b.0) {
        let Some((hash, _)) = chunk.first() else { continue };
        let before = rest.iter().take_while(|(other, _)| other < hash).count();
        rest = rest.get(before..).unwrap_or_default();
        let (matching, _) = rest.split_at(rest.iter().take_while(|(other, _)| other == hash).count());
        if chunk.len().max(matching.len()) > MAX_TEXTS_PER_SHINGLE {
            continue;
        }
        for (_, old) in chunk {
            sharing.extend(matching.iter().map(|(_, new)| (*old, *new)));
        }
    }
    sharing.sort_unstable();
    sharing.dedup();
    let mut by_old = vec![Vec::new(); olds.len()];
    for (old, new) in sharing {
        by_old[old].push(Pair::of((old, olds[old]), (new, news[new])));
    }
    for pairs in &mut by_old {
        pairs.sort_by(|a, b| {
            b.overlap.resemblance().total_cmp(&a.overlap.resemblance()).then_with(|| a.new.cmp(&b.new))
        });
    }
    by_old
}

/// Every hash with the text that has it, in the order of hashes.
fn postings(texts: &[&Sketch]) -> Vec<(u32, usize)> {
    let of = |(index, sketch): (usize, &&Sketch)| sketch.hashes().iter().map(|hash| (*hash, index)).collect::<Vec<_>>();
    let mut postings: Vec<(u32, usize)> = texts.iter().enumerate().flat_map(of).collect();
    postings.sort_unstable();
    postings
}
