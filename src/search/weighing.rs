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
    /// The terms that [`Self::units`] own, but for everyday words.
    topics: Asked,
    /// All terms of [`Self::units`].
    all: Asked,
}

/// Terms of a question, and the units that each belongs to.
struct Asked {
    /// Each with its unit's number, and whether it is only alike; sorted by their places.
    terms: Vec<(Term, usize, bool)>,
    /// For each place, one more than where its terms begin; 0 for none. Nearly all other words of a text are told from
    /// the question's by it.
    places: Box<[u16; PLACES]>,
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
        let topics = units.iter().enumerate().filter(|(_, unit)| unit.kind == Kind::Topic);
        let topics =
            Asked::new(topics.flat_map(|(number, unit)| unit.own.iter().map(move |own| (own.0, number, false))));
        let all = Asked::new(units.iter().enumerate().flat_map(|(number, unit)| {
            let own = unit.own.iter().map(move |own| (own.0, number, false));
            own.chain(unit.alike.iter().map(move |alike| (alike.0, number, true)))
        }));
        Self { units, unknown, topics, all }
    }

    /// The mass of everything asked.
    pub(super) fn asked(&self) -> f32 {
        self.units.iter().map(|unit| unit.mass).sum()
    }

    /// The unit that `term` belongs to; none for everyday words.
    pub(super) fn unit_of(&self, term: Term) -> Option<usize> {
        self.topics.of(term).first().map(|(_, unit, _)| *unit)
    }

    /// A bit for each of up to 64 `words`, the first lowest: set for every one that [`Self::unit_of`] knows, and by chance
    /// for a few that it does not.
    #[inline]
    pub(super) fn may_be_topics(&self, words: &[Term]) -> u64 {
        let bits = (0..).zip(words).map(|(at, term)| u64::from(self.topics.places[place(*term)] != 0) << at);
        bits.fold(0, |all, bit| all | bit)
    }

    /// Marks in `held` the units, everyday words apart, of which `words` hold a term.
    pub(super) fn mark_topics(&self, words: &[Term], held: &mut [bool]) {
        held.fill(false);
        for (_, unit, _) in words.iter().flat_map(|term| self.topics.of(*term)) {
            held[*unit] = true;
        }
    }

    /// Marks in `held` the units that `words` name themselves. How many of the words are asked for, by their own name or
    /// another.
    pub(super) fn mark_named(&self, words: &[Term], held: &mut [bool]) -> usize {
        held.fill(false);
        let mut asked_for = 0;
        for units in words.iter().map(|term| self.all.of(*term)).filter(|units| !units.is_empty()) {
            asked_for += 1;
            for (_, unit, _) in units.iter().filter(|(.., is_alike)| !is_alike) {
                held[*unit] = true;
            }
        }
        asked_for
    }

    /// Whether `heading` says everything that is asked for. Never for everyday words alone, nor for unknown ones.
    pub(super) fn is_named_in(&self, heading: &[Term]) -> bool {
        let mut topics = self.units.iter().filter(|unit| unit.kind == Kind::Topic).peekable();
        topics.peek().is_some() && topics.all(|unit| unit.own.iter().any(|(term, _)| heading.contains(term)))
    }

    /// Sets in `held`, which begins with zeros, how much of each unit `words` hold.
    pub(super) fn mark_held(&self, words: &[Term], held: &mut [f32]) {
        const OWN: f32 = 1.0;
        const ALIKE: f32 = 0.5;
        for (_, unit, is_alike) in words.iter().flat_map(|term| self.all.of(*term)) {
            held[*unit] = held[*unit].max(if *is_alike { ALIKE } else { OWN });
        }
    }
}

impl Asked {
    fn new(terms: impl Iterator<Item = (Term, usize, bool)>) -> Self {
        let mut terms: Vec<(Term, usize, bool)> = terms.take(usize::from(u16::MAX) - 1).collect();
        terms.sort_unstable_by_key(|one| (place(one.0), *one));
        let mut places = Box::new([0; PLACES]);
        for (number, (term, ..)) in (1..).zip(&terms) {
            let first = &mut places[place(*term)];
            if *first == 0 {
                *first = number;
            }
        }
        Self { terms, places }
    }

    /// What `term` is to the question: nothing, mostly.
    #[inline]
    fn of(&self, term: Term) -> &[(Term, usize, bool)] {
        let place = place(term);
        let Some(first) = self.places[place].checked_sub(1) else { return &[] };
        let from = self.terms.get(usize::from(first)..).unwrap_or_default();
        let mut here = from.chunk_by(|a, b| a.0 == b.0).take_while(|same| self::place(same[0].0) == place);
        here.find(|same| same[0].0 == term).unwrap_or_default()
    }
}

/// Places for the terms of a question, some dozens at most.
const PLACES: usize = 1024;

/// Where `term` is looked for.
fn place(term: Term) -> usize {
    term as usize % PLACES
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
