//! An inverted index: for every term the passages that hold it, each with its weight there.

use super::{
    vocabulary::Term,
    weights::{Field, FieldWeights},
};

/// A place where a term occurs: the number of a section or page, and how much the term counts there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posting {
    pub(super) at: u32,
    /// The term's frequency over all fields, weighted, made comparable between long and short fields, and saturated
    /// (BM25F without the inverse document frequency).
    pub(super) weight: f32,
}

/// The postings of all terms, one after the other.
#[derive(Default)]
pub(super) struct Postings {
    starts: Vec<u32>,
    postings: Vec<Posting>,
    documents: usize,
}

/// One document's words, counted by field.
#[derive(Default, Clone)]
pub(super) struct Counts {
    pub(super) words: Vec<(Term, Field, f32)>,
    pub(super) lengths: [f32; Field::COUNT],
}

impl Postings {
    /// Counts, weighs and sorts. `terms` is how many terms the vocabulary has.
    pub(super) fn build(documents: &[Counts], terms: usize, weights: &FieldWeights) -> Self {
        let mut average = [0f32; Field::COUNT];
        for document in documents {
            average.iter_mut().zip(document.lengths).for_each(|(sum, length)| *sum += length / documents.len() as f32);
        }
        let mut entries: Vec<(Term, Posting)> = Vec::new();
        for (at, document) in (0u32..).zip(documents) {
            let mut words: Vec<(Term, f32)> = document
                .words
                .iter()
                .filter_map(|&(term, field, count)| {
                    let field = field as usize;
                    let (weight, b) = (weights.weight[field], weights.length[field]);
                    let norm = 1.0 - b + b * document.lengths[field] / average[field].max(1.0);
                    (weight > 0.0).then_some((term, weight * count / norm))
                })
                .collect();
            words.sort_unstable_by_key(|(term, _)| *term);
            for word in words.chunk_by(|a, b| a.0 == b.0) {
                let count: f32 = word.iter().map(|(_, count)| count).sum();
                let weight = count * (weights.saturation + 1.0) / (count + weights.saturation);
                entries.extend(word.first().map(|(term, _)| (*term, Posting { at, weight })));
            }
        }
        entries.sort_by_key(|(term, _)| *term);
        let mut starts = vec![0u32; terms + 1];
        entries.iter().for_each(|(term, _)| starts[*term as usize + 1] += 1);
        (1..starts.len()).for_each(|i| starts[i] += starts[i - 1]);
        Self { starts, postings: entries.into_iter().map(|(_, posting)| posting).collect(), documents: documents.len() }
    }

    pub(super) fn of(&self, term: Term) -> &[Posting] {
        let term = term as usize;
        match (self.starts.get(term), self.starts.get(term + 1)) {
            (Some(&start), Some(&end)) => self.postings.get(start as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    pub(super) fn documents(&self) -> usize {
        self.documents
    }
}
