//! All words of the library: each key's number, and the way from a written word to it.

use std::collections::HashMap;

use super::{
    english,
    words::{self, Form, Speech},
};

/// A key's number, the same in every course of the index.
pub(super) type Term = u32;

/// What a word is to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Grammar: says nothing of the subject.
    Stop,
    /// Said about everything: may break a tie, and a course that lacks it lacks nothing.
    Everyday,
    Topic,
}

#[derive(Default)]
pub(super) struct Vocabulary {
    terms: HashMap<Box<str>, Term>,
    names: Vec<Box<str>>,
    tongues: Vec<Tongue>,
}

/// One language's words as they are written.
pub(super) struct Tongue {
    language: String,
    speech: Speech,
    spelled: HashMap<Box<str>, Term>,
}

impl Vocabulary {
    /// The tongue of `language`; its number stays valid.
    pub(super) fn tongue(&mut self, language: &str) -> usize {
        if let Some(known) = self.tongues.iter().position(|tongue| tongue.language == language) {
            return known;
        }
        self.tongues.push(Tongue {
            language: language.to_owned(),
            speech: Speech::new(language),
            spelled: HashMap::new(),
        });
        self.tongues.len() - 1
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Calls `each` with every key of `text` that is no stop word, new ones being added.
    pub(super) fn learn(&mut self, tongue: usize, text: &str, mut each: impl FnMut(Term, Form)) {
        words::each_word(text, |word| {
            words::each_key(word, |key, form| {
                if let Some(term) = self.learn_key(tongue, key) {
                    each(term, form);
                }
            });
        });
    }

    fn learn_key(&mut self, tongue: usize, key: &str) -> Option<Term> {
        let tongue = self.tongues.get_mut(tongue)?;
        if let Some(term) = tongue.spelled.get(key) {
            return Some(*term);
        }
        if tongue.speech.kind(key) == Kind::Stop {
            return None;
        }
        let stem = tongue.speech.stem(key).into_boxed_str();
        let next = Term::try_from(self.names.len()).ok()?;
        let term = *self.terms.entry(stem.clone()).or_insert(next);
        if term == next {
            self.names.push(stem);
        }
        tongue.spelled.insert(key.into(), term);
        Some(term)
    }

    pub(super) fn kind(&self, tongue: usize, key: &str) -> Kind {
        self.tongues.get(tongue).map_or(Kind::Topic, |tongue| tongue.speech.clone().kind(key))
    }

    /// The key's term, by its spelling, else by its stem.
    pub(super) fn find(&self, tongue: usize, key: &str) -> Option<Term> {
        let tongue = self.tongues.get(tongue)?;
        tongue.spelled.get(key).or_else(|| self.terms.get(tongue.speech.clone().stem(key).as_str())).copied()
    }

    /// Words that ask for the same thing as `key`.
    pub(super) fn alike(&self, tongue: usize, key: &str) -> &'static [&'static str] {
        match self.tongues.get(tongue) {
            Some(tongue) if tongue.speech.english => english::alike(key),
            _ => &[],
        }
    }

    /// The course's word that `key` was probably meant to be: at most one slip, two in a long word, never in the first
    /// letter; the likeliest by `weight` among the nearest.
    pub(super) fn repair(&self, tongue: usize, key: &str, weight: impl Fn(Term) -> usize) -> Option<Term> {
        const SHORTEST: usize = 5;
        const LONG: usize = 8;
        let count = key.chars().count();
        if count < SHORTEST || key.chars().any(char::is_numeric) {
            return None;
        }
        let slips = if count >= LONG { 2 } else { 1 };
        let first = key.chars().next();
        let spelled = &self.tongues.get(tongue)?.spelled;
        spelled
            .iter()
            .filter(|(word, _)| word.chars().next() == first && word.len().abs_diff(key.len()) <= slips)
            .filter(|(_, term)| weight(**term) > 0)
            .map(|(word, term)| (strsim::osa_distance(word, key), usize::MAX - weight(*term), *term))
            .filter(|(distance, ..)| *distance <= slips)
            .min()
            .map(|(.., term)| term)
    }
}
