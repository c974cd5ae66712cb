//! All words of the library: each key's number, and the way from a written word to it.

use std::collections::HashMap;

use super::{
    english,
    repair::Spellings,
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
    spellings: Spellings,
    /// By stem: words that ask for the same thing.
    alike: HashMap<String, Vec<&'static str>>,
}

impl Vocabulary {
    /// The tongue of `language`; its number stays valid.
    pub(super) fn tongue(&mut self, language: &str) -> usize {
        if let Some(known) = self.tongues.iter().position(|tongue| tongue.language == language) {
            return known;
        }
        let speech = Speech::new(language);
        let mut alike: HashMap<String, Vec<&'static str>> = HashMap::new();
        let english = speech.english;
        for (word, likes) in english::alike().filter(|_| english) {
            alike.entry(speech.stem(word)).or_default().extend(likes.split_whitespace());
        }
        self.tongues.push(Tongue {
            language: language.to_owned(),
            speech,
            spelled: HashMap::new(),
            spellings: Spellings::default(),
            alike,
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
        self.tongues.get(tongue).map_or(Kind::Topic, |tongue| tongue.speech.kind(key))
    }

    /// The key's term, by its spelling, else by its stem.
    pub(super) fn find(&self, tongue: usize, key: &str) -> Option<Term> {
        let tongue = self.tongues.get(tongue)?;
        tongue.spelled.get(key).or_else(|| self.terms.get(tongue.speech.stem(key).as_str())).copied()
    }

    /// Words that ask for the same thing as `key`.
    pub(super) fn alike(&self, tongue: usize, key: &str) -> &[&'static str] {
        let Some(tongue) = self.tongues.get(tongue) else { return &[] };
        tongue.alike.get(&tongue.speech.stem(key)).map_or(&[], Vec::as_slice)
    }

    /// Ends the learning: from now on words can be mended.
    pub(super) fn finish(&mut self) {
        for tongue in &mut self.tongues {
            tongue.spellings = Spellings::new(tongue.spelled.iter().map(|(word, term)| (&**word, *term)));
        }
    }

    /// The word that `key` was probably meant to be.
    pub(super) fn mend(&self, tongue: usize, key: &str, frequency: impl Fn(Term) -> usize) -> Option<Term> {
        self.tongues.get(tongue)?.spellings.mend(key, frequency)
    }
}
