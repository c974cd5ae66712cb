//! A question against the courses it is put to: what each of its words weighs there.

use super::{
    query::{Query, Unit},
    vocabulary::{Kind, Term},
    weights::Weights,
};

/// A question with what its words weigh in the courses that are searched together.
pub(super) struct Weighed {
    pub(super) units: Vec<WeighedUnit>,
    /// The mass of a word that no passage holds.
    pub(super) unknown: f32,
    /// All terms of [`Self::units`], sorted, each with its unit's number.
    terms: Vec<(Term, usize)>,
    /// A bit for the last six of each term's: most words of a text are told from the question's by it.
    mask: u64,
}

/// A word of the question.
pub(super) struct WeighedUnit {
    pub(super) kind: Kind,
    /// Terms of the word itself, each with its weight times its inverse document frequency.
    pub(super) own: Vec<(Term, f32)>,
    /// Terms that ask for the same thing, likewise.
    pub(super) alike: Vec<(Term, f32)>,
    /// What the word is of the question: its inverse document frequency, little for an everyday word, and the greatest
    /// there is for a word that nothing in scope holds.
    pub(super) mass: f32,
    /// The same, with everyday words counted in full; nothing for unknown ones.
    pub(super) full: f32,
}

impl Weighed {
    /// `frequency` says in how many of the `passages` in scope a term occurs.
    pub(super) fn new(query: &Query, passages: usize, frequency: impl Fn(Term) -> usize, weights: &Weights) -> Self {
        let idf = |holding: usize| {
            let (all, holding) = (passages as f32, holding as f32);
            (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln()
        };
        let unknown = idf(0);
        let units: Vec<WeighedUnit> =
            query.units.iter().map(|unit| weigh(unit, unknown, |term| idf(frequency(term)), weights)).collect();
        let mut terms: Vec<(Term, usize)> = Vec::new();
        for (number, unit) in units.iter().enumerate().filter(|(_, unit)| unit.kind == Kind::Topic) {
            terms.extend(unit.own.iter().map(|(term, _)| (*term, number)));
        }
        terms.sort_unstable();
        let mask = terms.iter().fold(0, |mask, (term, _)| mask | bit(*term));
        Self { units, unknown, terms, mask }
    }

    /// The mass of everything asked.
    pub(super) fn asked(&self) -> f32 {
        self.units.iter().map(|unit| unit.mass).sum()
    }

    /// The unit that `term` belongs to; none for everyday words.
    pub(super) fn unit_of(&self, term: Term) -> Option<usize> {
        if self.mask & bit(term) == 0 {
            return None;
        }
        let first = self.terms.partition_point(|(known, _)| *known < term);
        self.terms.get(first).filter(|(known, _)| *known == term).map(|(_, unit)| *unit)
    }

    /// Whether `heading` says everything that is asked for. Never for everyday words alone, nor for unknown ones.
    pub(super) fn is_named_in(&self, heading: &[Term]) -> bool {
        let mut topics = self.units.iter().filter(|unit| unit.kind == Kind::Topic).peekable();
        topics.peek().is_some() && topics.all(|unit| unit.own.iter().any(|(term, _)| heading.contains(term)))
    }

    /// How much of each unit `words` hold.
    pub(super) fn held_in(&self, words: &[Term]) -> Vec<f32> {
        const ALIKE: f32 = 0.5;
        let holds = |terms: &[(Term, f32)]| terms.iter().any(|(term, _)| words.contains(term));
        let held = |unit: &WeighedUnit| match () {
            () if holds(&unit.own) => 1.0,
            () if holds(&unit.alike) => ALIKE,
            () => 0.0,
        };
        self.units.iter().map(held).collect()
    }
}

fn bit(term: Term) -> u64 {
    1 << (term % u64::BITS)
}

fn weigh(unit: &Unit, unknown: f32, idf: impl Fn(Term) -> f32, weights: &Weights) -> WeighedUnit {
    /// Even what stands for a frequent word says a little.
    const LEAST_ALIKE: f32 = 1.0;
    let known = unit.own.iter().map(|(term, _)| idf(*term)).reduce(f32::max);
    // A likeness must not be worth more than the word itself, however rare it is.
    let cap = known.map_or(f32::MAX, |mass| mass.max(LEAST_ALIKE));
    let share = match unit.kind {
        Kind::Everyday => weights.everyday,
        Kind::Stop | Kind::Topic => 1.0,
    };
    let full = known.unwrap_or(0.0);
    WeighedUnit {
        kind: unit.kind,
        own: unit.own.iter().map(|(term, weight)| (*term, weight * idf(*term))).collect(),
        alike: unit.alike.iter().map(|(term, weight)| (*term, weight * idf(*term).min(cap))).collect(),
        mass: match (known, unit.kind) {
            (None, Kind::Everyday) => 0.0,
            (known, _) => share * known.unwrap_or(unknown),
        },
        full,
    }
}
