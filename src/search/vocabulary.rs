//! All words of the library: each key's number, and the way from a written word to it.

use std::collections::{BTreeSet, HashMap};

use super::{
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
    tongues: Vec<Tongue>,
}

/// One language's words.
struct Tongue {
    language: String,
    speech: Speech,
    /// As they are written.
    spelled: HashMap<Box<str>, Spelled>,
    spellings: Spellings,
    /// What else a word of a question may be called.
    alike: HashMap<Term, Vec<Term>>,
}

#[derive(Clone, Copy)]
struct Spelled {
    term: Term,
    kind: Kind,
}

/// What the vocabulary has for a key.
pub(super) struct Known<'a> {
    pub(super) kind: Kind,
    /// None for a key that no text has, not even with another ending.
    pub(super) term: Option<Term>,
    pub(super) alike: &'a [Term],
}

impl Vocabulary {
    /// The tongue of `language`; its number stays valid.
    pub(super) fn tongue(&mut self, language: &str) -> usize {
        if let Some(known) = self.tongues.iter().position(|tongue| tongue.language == language) {
            return known;
        }
        let number = self.tongues.len();
        let speech = Speech::new(language);
        let lines = speech.alike();
        self.tongues.push(Tongue {
            language: language.to_owned(),
            speech,
            spelled: HashMap::new(),
            spellings: Spellings::default(),
            alike: HashMap::new(),
        });
        for (word, likes) in lines {
            let likes: Vec<Term> = likes.split_whitespace().filter_map(|like| self.learn_key(number, like)).collect();
            if let (Some(word), Some(tongue)) = (self.learn_key(number, word), self.tongues.get_mut(number)) {
                tongue.alike.entry(word).or_default().extend(likes);
            }
        }
        number
    }

    pub(super) fn len(&self) -> usize {
        self.terms.len()
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
        if let Some(spelled) = tongue.spelled.get(key) {
            return Some(spelled.term).filter(|_| spelled.kind != Kind::Stop);
        }
        let kind = tongue.speech.kind(key);
        let next = Term::try_from(self.terms.len()).ok()?;
        let term = *self.terms.entry(tongue.speech.stem(key).into()).or_insert(next);
        tongue.spelled.insert(key.into(), Spelled { term, kind });
        Some(term).filter(|_| kind != Kind::Stop)
    }

    /// Ends the learning: from now on words can be mended.
    pub(super) fn finish(&mut self) {
        for tongue in &mut self.tongues {
            tongue.spellings = Spellings::new(tongue.spelled.iter().map(|(word, spelled)| (&**word, spelled.term)));
        }
    }

    /// What is known of a key of a question: by its spelling, else by its stem.
    pub(super) fn look_up(&self, tongue: usize, key: &str) -> Known<'_> {
        let Some(tongue) = self.tongues.get(tongue) else {
            return Known { kind: Kind::Topic, term: None, alike: &[] };
        };
        let (kind, term) = match tongue.spelled.get(key) {
            Some(spelled) => (spelled.kind, Some(spelled.term)),
            None => (tongue.speech.kind(key), self.terms.get(tongue.speech.stem(key).as_str()).copied()),
        };
        Known { kind, term, alike: term.and_then(|term| tongue.alike.get(&term)).map_or(&[], Vec::as_slice) }
    }

    /// The stems of what `text` says, small words left out.
    pub(super) fn gist(&self, tongue: usize, text: &str) -> BTreeSet<String> {
        let mut gist = BTreeSet::new();
        words::each_word(text, |word| gist.extend(self.stems(tongue, word)));
        gist
    }

    /// The words of `text` that say something, as they are written, each once.
    pub(super) fn content_words<'a>(&self, tongue: usize, text: &'a str) -> Vec<&'a str> {
        let mut found: Vec<&str> = Vec::new();
        words::each_word(text, |word| {
            if !found.contains(&word) && !self.stems(tongue, word).is_empty() {
                found.push(word);
            }
        });
        found
    }

    /// The stems of a written word's parts, without small words; an identifier is what its parts are.
    fn stems(&self, tongue: usize, word: &str) -> Vec<String> {
        let mut stems = Vec::new();
        let Some(tongue) = self.tongues.get(tongue) else { return stems };
        words::each_key(word, |key, form| {
            if form != Form::Whole && tongue.speech.kind(key) != Kind::Stop {
                stems.push(tongue.speech.stem(key));
            }
        });
        stems
    }

    /// The word that `key` was probably meant to be.
    pub(super) fn mend(&self, tongue: usize, key: &str, frequency: impl Fn(Term) -> usize) -> Option<Term> {
        self.tongues.get(tongue)?.spellings.mend(key, frequency)
    }
}
