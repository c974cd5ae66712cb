//! What could be meant, while somebody types: titles, sections and FAQ questions.

use std::collections::HashMap;

use super::words;

/// The names of all lessons, sections and FAQ entries, by their words.
#[derive(Default)]
pub(super) struct Names {
    names: Vec<Name>,
    /// Sorted, each with the names that hold it.
    words: Vec<(Box<str>, Vec<u32>)>,
}

struct Name {
    folded: Box<str>,
    word_count: usize,
    course: usize,
    /// Lessons before FAQ questions before sections.
    rank: u8,
}

/// A word of the question matched; how well.
const EXACT: f32 = 3.0;
const PREFIX: f32 = 2.0;
const MISTYPED: f32 = 1.0;

impl Names {
    /// From all names in order: the text, its course's number and its rank among equals.
    pub(super) fn new<'a>(all: impl Iterator<Item = (&'a str, usize, u8)>) -> Self {
        let mut by_word: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        let mut names = Vec::new();
        for (number, (text, course, rank)) in (0u32..).zip(all) {
            let words = split(text);
            for word in &words {
                let held = by_word.entry(word.as_str().into()).or_default();
                if held.last() != Some(&number) {
                    held.push(number);
                }
            }
            names.push(Name { folded: words.join(" ").into(), word_count: words.len(), course, rank });
        }
        let mut words: Vec<_> = by_word.into_iter().collect();
        words.sort();
        Self { names, words }
    }

    /// The names that best continue what was typed, best first, each text once.
    pub(super) fn matching(&self, typed: &str, in_scope: impl Fn(usize) -> bool, limit: usize) -> Vec<usize> {
        let asked = split(typed);
        let mut scores: HashMap<u32, (f32, usize)> = HashMap::new();
        for (number, word) in asked.iter().enumerate() {
            let is_last = number + 1 == asked.len() && !typed.ends_with(char::is_whitespace);
            for (name, quality) in self.holding(word, is_last) {
                let score = scores.entry(name).or_insert((0.0, usize::MAX));
                if score.1 != number {
                    *score = (score.0 + quality, number);
                }
            }
        }
        let folded = asked.join(" ");
        let mut found: Vec<(f32, u8, usize, u32)> = scores
            .into_iter()
            .filter_map(|(number, (score, _))| {
                let name = self.names.get(number as usize).filter(|name| in_scope(name.course))?;
                let begins = if name.folded.starts_with(folded.as_str()) { EXACT } else { 0.0 };
                Some((score + begins - 0.05 * name.word_count as f32, name.rank, name.word_count, number))
            })
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2, a.3).cmp(&(b.1, b.2, b.3))));
        let mut seen: Vec<&str> = Vec::new();
        let mut best = Vec::new();
        for (.., number) in found {
            let Some(name) = self.names.get(number as usize) else { continue };
            if !seen.contains(&&*name.folded) {
                seen.push(&name.folded);
                best.push(number as usize);
            }
            if best.len() == limit {
                break;
            }
        }
        best
    }

    /// The names that hold `word`, begin with it where it is still being typed, or hold what it was meant to be.
    fn holding(&self, word: &str, is_last: bool) -> Vec<(u32, f32)> {
        const MOST: usize = 400;
        let start = self.words.partition_point(|(known, _)| &**known < word);
        let mut held = Vec::new();
        for (known, names) in self.words.get(start..).unwrap_or_default() {
            let quality = if **known == *word {
                EXACT
            } else if known.starts_with(word) && (is_last || word.len() >= 4) {
                PREFIX
            } else {
                break;
            };
            held.extend(names.iter().map(|name| (*name, quality)));
            if held.len() >= MOST {
                break;
            }
        }
        if held.is_empty() && word.chars().count() >= 4 {
            let first = word.chars().next();
            let alike = |known: &str| {
                let cut: String =
                    if is_last { known.chars().take(word.chars().count()).collect() } else { known.to_owned() };
                known.chars().next() == first
                    && cut.len().abs_diff(word.len()) <= 1
                    && strsim::osa_distance(&cut, word) <= 1
            };
            let mistyped = self.words.iter().filter(|(known, _)| alike(known));
            held.extend(mistyped.flat_map(|(_, names)| names.iter().map(|name| (*name, MISTYPED))));
        }
        held
    }
}

fn split(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    words::each_word(text, |word| {
        let lower = word.to_lowercase();
        words::each_key(&lower, |key, form| {
            if form != words::Form::Whole {
                keys.push(key.to_owned());
            }
        });
    });
    keys
}
