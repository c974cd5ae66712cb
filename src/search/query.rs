//! A question as search reads it: its words, what each could mean in the course, and how much each matters.

use super::{
    vocabulary::{Kind, Known, Term, Vocabulary},
    weights::Weights,
    words::{self, Form},
};

/// A written word of the question.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Its keys, mended or joined where need be, each with its weight.
    pub(super) own: Vec<(Term, f32)>,
    /// Keys that ask for the same thing; the best one counts.
    pub(super) alike: Vec<(Term, f32)>,
    pub(super) kind: Kind,
}

/// The units of a question, each word once.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    pub(super) units: Vec<Unit>,
}

/// What is needed to read a question: the words, and which of them the courses in question hold.
pub(super) struct Reading<'a, F: Fn(Term) -> usize> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) tongue: usize,
    /// In how many passages in scope a term occurs.
    pub(super) passages: F,
    pub(super) weights: &'a Weights,
}

impl<F: Fn(Term) -> usize> Reading<'_, F> {
    pub(super) fn read(&self, text: &str) -> Query {
        let mut query = Query::default();
        let mut previous: Option<String> = None;
        words::each_word(text, |word| {
            let (unit, plain) = self.unit(word, previous.as_deref());
            previous = plain;
            if let Some(unit) = unit {
                query.add(unit);
            }
        });
        query.weigh_everyday(self.weights.everyday);
        query
    }

    /// The unit of `word`, and the word when it is no identifier: what the next one may be joined to.
    fn unit(&self, word: &str, previous: Option<&str>) -> (Option<Unit>, Option<String>) {
        let mut unit = Unit { own: Vec::new(), alike: Vec::new(), kind: Kind::Stop };
        let mut plain = None;
        words::each_key(word, |key, form| {
            let known = self.vocabulary.look_up(self.tongue, key);
            if known.kind == Kind::Stop {
                return;
            }
            if form != Form::Whole && unit.kind != Kind::Topic {
                unit.kind = known.kind;
            }
            self.add_key(&mut unit, key, form, &known);
            if form == Form::Plain {
                plain = Some(key.to_owned());
            }
        });
        if let (Some(previous), Some(plain)) = (previous, &plain) {
            let joined = self.find(&format!("{previous}{plain}"));
            joined.into_iter().for_each(|term| unit.add(term, self.weights.joined));
        }
        let own = &unit.own;
        unit.alike.retain(|(term, _)| !own.iter().any(|(own, _)| own == term));
        (Some(unit).filter(|unit| unit.kind != Kind::Stop), plain)
    }

    fn add_key(&self, unit: &mut Unit, key: &str, form: Form, known: &Known<'_>) {
        let weight = match form {
            Form::Plain => 1.0,
            Form::Part => self.weights.asked_part,
            Form::Whole => self.weights.asked_whole,
        };
        match known.term.filter(|term| self.is_in_scope(*term)) {
            Some(term) => unit.add(term, weight),
            None if form == Form::Plain && known.kind == Kind::Topic => {
                let meant = self.vocabulary.mend(self.tongue, key, &self.passages);
                meant.into_iter().for_each(|term| unit.add(term, self.weights.repaired));
            }
            None => {}
        }
        let alike = known.alike.iter().filter(|term| self.weights.alike > 0.0 && self.is_in_scope(**term));
        unit.alike.extend(alike.map(|term| (*term, self.weights.alike)));
    }

    fn find(&self, key: &str) -> Option<Term> {
        self.vocabulary.look_up(self.tongue, key).term.filter(|term| self.is_in_scope(*term))
    }

    fn is_in_scope(&self, term: Term) -> bool {
        (self.passages)(term) > 0
    }
}

impl Unit {
    fn add(&mut self, term: Term, weight: f32) {
        if weight <= 0.0 {
            return;
        }
        match self.own.iter_mut().find(|(own, _)| *own == term) {
            Some((_, own)) => *own = own.max(weight),
            None => self.own.push((term, weight)),
        }
    }
}

impl Query {
    /// Whether it could be a question: "Recap" and "0.95.2" are none.
    pub(super) fn says_something(&self) -> bool {
        const FEWEST: usize = 2;
        self.units.iter().filter(|unit| unit.kind == Kind::Topic).count() >= FEWEST
    }

    /// Adds a unit; a word said twice is said once.
    fn add(&mut self, unit: Unit) {
        let first = unit.own.first().map(|(term, _)| *term);
        let said =
            self.units.iter_mut().find(|said| first.is_some() && said.own.first().map(|(term, _)| *term) == first);
        match said {
            Some(said) => unit.own.into_iter().for_each(|(term, weight)| said.add(term, weight)),
            None => self.units.push(unit),
        }
    }

    /// Everyday words count less, unless the question has nothing else.
    fn weigh_everyday(&mut self, weight: f32) {
        if self.units.iter().all(|unit| unit.kind == Kind::Everyday) {
            self.units.iter_mut().for_each(|unit| unit.kind = Kind::Topic);
        }
        let everyday = self.units.iter_mut().filter(|unit| unit.kind == Kind::Everyday);
        everyday.flat_map(|unit| &mut unit.own).for_each(|(_, own)| *own *= weight);
    }
}
