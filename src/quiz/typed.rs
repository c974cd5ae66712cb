//! What a typed line says when a question is open: letters, a number, a choice's own words, pairs, or a program's fate.
//!
//! Reading is kept apart from grading so that a slip of the keyboard is asked back, not counted as wrong.

use std::{collections::BTreeMap, fmt::Write};

use super::{Given, compare, number};
use crate::{
    course::{ChoiceQuestion, MatchingQuestion, Question, QuestionBody, Selection},
    markup,
    quiz::order,
};

/// Longer than any form of a chat platform; more is no answer.
pub const MAX_CHARS: usize = 4_000;

/// Why a typed line is no answer to the open question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    Empty,
    TooLong,
    /// Neither letters of the choices shown nor the words of one.
    NoChoice,
    /// Several letters where one is asked for.
    OneOnly,
    NoNumber,
    /// Not of the form `1c 2a 3b`, or not every left-hand side is there once.
    NoPairs,
}

/// Reads `text` as an answer to `question`, whose choices or right-hand sides were shown in `order`.
pub fn read(question: &Question, order: &[usize], text: &str) -> Result<Given, Unreadable> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Unreadable::Empty);
    }
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err(Unreadable::TooLong);
    }
    match &question.body {
        QuestionBody::Choice(choice) => read_choices(choice, order, text),
        QuestionBody::Matching(matching) => read_pairs(matching, order, text),
        QuestionBody::Number(_) if number::readings(text).is_empty() => Err(Unreadable::NoNumber),
        QuestionBody::Number(_) | QuestionBody::Text(_) | QuestionBody::Tracing(_) => Ok(Given::Text(text.to_owned())),
    }
}

/// One letter goes before a choice's words, words go before the number of a place: with choices "1" and "2", a typed 2
/// means the choice that says so.
fn read_choices(question: &ChoiceQuestion, order: &[usize], text: &str) -> Result<Given, Unreadable> {
    let tokens = tokens(text);
    let single_letter = match tokens.as_slice() {
        [token] => letter(token).filter(|place| *place < order.len()),
        _ => None,
    };
    let wanted = compare::loose(text);
    let mut said = question.choices.iter().enumerate().filter(|(_, choice)| {
        let words = compare::loose(&markup::plain_text(&choice.content));
        words == wanted
    });
    let places = match (single_letter, said.next()) {
        (Some(place), _) => vec![place],
        (None, Some((index, _))) => order.iter().position(|canonical| *canonical == index).into_iter().collect(),
        (None, None) => places(&tokens, order.len()).ok_or(Unreadable::NoChoice)?,
    };
    match (question.selection, places.as_slice()) {
        (_, []) => Err(Unreadable::NoChoice),
        (Selection::Single, [_, _, ..]) => Err(Unreadable::OneOnly),
        (Selection::Single | Selection::Multiple, _) => Ok(order::chosen(order, places)),
    }
}

/// The words of `text` in lower case, without punctuation.
fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).map(str::to_lowercase).collect()
}

/// The places that `tokens` name: `ac`, `a c`, `a and c`, `option b`, `2`, `1 3`. `None` when anything else is said.
fn places(tokens: &[String], count: usize) -> Option<Vec<usize>> {
    const JOINING: &[&str] = &["and", "plus", "und", "et", "и"];
    const NAMING: &[&str] = &["answer", "answers", "option", "options", "choice", "choices", "letter", "letters"];
    let mut places = Vec::new();
    for (position, token) in tokens.iter().enumerate() {
        let is_filler = JOINING.contains(&token.as_str()) && position > 0 && position + 1 < tokens.len()
            || NAMING.contains(&token.as_str()) && position == 0;
        if is_filler {
            continue;
        }
        match token.parse::<usize>() {
            Ok(number) => places.push(number.checked_sub(1)?),
            Err(_) => places.extend(token.chars().map(letter_of).collect::<Option<Vec<_>>>()?),
        }
    }
    let mut distinct = places.clone();
    distinct.sort_unstable();
    distinct.dedup();
    // A letter twice is a word ("add"), not a set of letters.
    let sound = distinct.len() == places.len() && distinct.iter().all(|place| *place < count);
    sound.then_some(distinct)
}

fn letter(token: &str) -> Option<usize> {
    let mut chars = token.chars();
    let place = letter_of(chars.next()?)?;
    chars.next().is_none().then_some(place)
}

fn letter_of(c: char) -> Option<usize> {
    c.is_ascii_lowercase().then(|| usize::try_from(u32::from(c) - u32::from('a')).ok())?
}

/// Pairs of a number on the left and a letter on the right, as shown, become pairs as written.
fn read_pairs(question: &MatchingQuestion, order: &[usize], text: &str) -> Result<Given, Unreadable> {
    let shown = pairs(text).ok_or(Unreadable::NoPairs)?;
    let is_complete = shown.len() == question.pairs.len() && shown.keys().all(|left| *left < question.pairs.len());
    if !is_complete {
        return Err(Unreadable::NoPairs);
    }
    let mut canonical = String::new();
    for (left, place) in shown {
        let right = order.get(place).ok_or(Unreadable::NoPairs)?;
        let letter = u32::try_from(*right).ok().and_then(|right| char::from_u32(u32::from('a') + right));
        // Writing to a string does not fail.
        let _ = write!(canonical, "{}{} ", left + 1, letter.ok_or(Unreadable::NoPairs)?);
    }
    Ok(Given::Text(canonical.trim_end().to_owned()))
}

/// Each left-hand side with its right-hand side, counted from 0 in the order written; nothing when it cannot be read.
pub(super) fn canonical_pairs(given: &str) -> BTreeMap<usize, usize> {
    pairs(given).unwrap_or_default()
}

/// Reads `1c 2a`, `1-c, 2-a`, `1=C 2=A`, or bare letters in the order of the left-hand sides: `c a`, `ca`.
fn pairs(text: &str) -> Option<BTreeMap<usize, usize>> {
    let mut pairs = BTreeMap::new();
    let mut left: Option<usize> = None;
    let mut digits = String::new();
    let says_numbers = text.contains(|c: char| c.is_ascii_digit());
    for c in text.to_lowercase().chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            if left.is_some() {
                return None;
            }
            left = Some(digits.parse::<usize>().ok()?.checked_sub(1)?);
            digits.clear();
        }
        if c.is_alphanumeric() {
            let key = if says_numbers { left.take()? } else { pairs.len() };
            if pairs.insert(key, letter_of(c)?).is_some() {
                return None;
            }
        }
    }
    (digits.is_empty() && left.is_none() && !pairs.is_empty()).then_some(pairs)
}

/// Whether `text` says that a program does not compile, and at which line if it says so.
pub(super) fn read_tracing(text: &str) -> Option<Option<usize>> {
    /// What says so is short; anything longer is meant as output.
    const MOST_WORDS: usize = 9;
    let words = tokens(&compare::loose(text).replace('\'', ""));
    if words.len() > MOST_WORDS {
        return None;
    }
    let line =
        words.iter().zip(words.iter().skip(1)).find_map(|(word, next)| names_line(word).then(|| next.parse().ok())?);
    let is_only_line = matches!(words.as_slice(), [word, _] if names_line(word));
    let fails = words.iter().any(|word| FAILURE.iter().any(|stem| word.starts_with(stem)));
    let denies = words.iter().any(|word| DENIAL.contains(&word.as_str()));
    let compiling = words.iter().any(|word| COMPILING.iter().any(|stem| word.starts_with(stem)));
    let is_bare_failure = fails && (words.len() == 1 || line.is_some());
    (is_bare_failure || compiling && (denies || fails) || is_only_line && line.is_some()).then_some(line)
}

/// Word stems in the languages that learners most often type.
const COMPILING: &[&str] = &["compil", "kompil", "übersetz", "компил"];
const DENIAL: &[&str] = &[
    "not", "no", "doesnt", "dont", "wont", "cant", "cannot", "never", "isnt", "nicht", "ne", "pas", "non", "não",
    "nao", "не",
];
const FAILURE: &[&str] = &["error", "fail", "fehler", "erreur", "erro", "ошибк"];

fn names_line(word: &str) -> bool {
    ["line", "zeile", "línea", "linea", "ligne", "linha", "riga", "строка", "строке"].contains(&word)
}

#[cfg(test)]
mod tests;
