//! Scores passages for a question: BM25F over fields, raised by nearness, by headings that fit and by what the lesson
//! around a passage says.

use std::ops::Range;

use super::{
    passages::{BREAK, Passages},
    postings::Postings,
    vocabulary::Term,
    weighing::{Weighed, WeighedUnit},
    weights::Weights,
};

/// How many of the best passages are read for nearness.
const READ_CLOSELY: usize = 40;

/// A passage and its score.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    pub(super) passage: usize,
    pub(super) score: f32,
}

/// What a course has for a question.
pub(super) struct Ranking {
    /// Best first.
    pub(super) ranked: Vec<Ranked>,
    /// How sure the course can be that it covers the question.
    pub(super) confidence: f32,
}

/// Ranks the passages of one course. `hidden` is a lesson to leave out.
pub(super) fn rank(
    course: &Passages,
    question: &Weighed,
    hidden: Option<usize>,
    weights: &Weights,
    limit: usize,
) -> Ranking {
    let Scores { of: mut scores, touched } = add_up(&course.sections, question);
    let pages = add_up(&course.pages, question).of;
    if let Some(lesson) = hidden.and_then(|hidden| course.lessons.get(hidden)) {
        scores[lesson.clone()].fill(0.0);
    }
    let mut matching = Vec::with_capacity(touched.iter().map(|bits| bits.count_ones() as usize).sum());
    matching.extend(
        numbers(&touched).filter(|at| scores[*at] > 0.0).map(|passage| Ranked { passage, score: scores[passage] }),
    );
    raise_near(course, question, &matching, &mut scores, weights);
    let ranked = raise_by_lesson(&course.lessons, &scores, &pages, weights, limit);
    let confidence = ranked.first().map_or(0.0, |best| confidence(best.score, question, weights));
    Ranking { ranked, confidence }
}

/// What every document scores.
struct Scores {
    of: Vec<f32>,
    /// A bit for each document that holds something of the question.
    touched: Vec<u64>,
}

/// The numbers of the bits that are set, in order.
fn numbers(bits: &[u64]) -> impl Iterator<Item = usize> {
    bits.iter().enumerate().flat_map(|(word, bits)| {
        let rest = |bits: &u64| Some(bits & (bits - 1)).filter(|rest| *rest != 0);
        let set = std::iter::successors(Some(*bits).filter(|bits| *bits != 0), rest);
        set.map(move |bits| word * u64::BITS as usize + bits.trailing_zeros() as usize)
    })
}

/// The best score for what was asked. A word that no course knows is asked for in full and brings nothing; the doubt
/// keeps two words that everybody uses from being a proof.
fn confidence(score: f32, question: &Weighed, weights: &Weights) -> f32 {
    score / (question.asked() + weights.doubt * question.unknown).max(f32::MIN_POSITIVE)
}

/// The score of every document, unit by unit: a unit's own terms add up, of its likes the best counts where it is worth
/// more.
fn add_up(postings: &Postings, question: &Weighed) -> Scores {
    let documents = postings.documents();
    let mut scores = Scores { of: vec![0.0; documents], touched: vec![0; documents.div_ceil(u64::BITS as usize)] };
    let mut unit_score: Vec<f32> = Vec::new();
    let mut touched: Vec<u32> = Vec::new();
    for unit in &question.units {
        // Most words have one term, and nothing to compare.
        if let ([(term, weight)], []) | ([], [(term, weight)]) = (&*unit.own, &*unit.alike) {
            postings.of(*term).iter().for_each(|posting| scores.add(posting.at, weight * posting.weight));
            continue;
        }
        unit_score.resize(documents, 0.0);
        for (term, weight) in &unit.own {
            for posting in postings.of(*term) {
                let score = &mut unit_score[posting.at as usize];
                if *score == 0.0 {
                    touched.push(posting.at);
                }
                *score += weight * posting.weight;
            }
        }
        for (term, weight) in &unit.alike {
            for posting in postings.of(*term) {
                let score = &mut unit_score[posting.at as usize];
                if *score == 0.0 {
                    touched.push(posting.at);
                }
                *score = score.max(weight * posting.weight);
            }
        }
        touched.drain(..).for_each(|at| scores.add(at, std::mem::take(&mut unit_score[at as usize])));
    }
    scores
}

impl Scores {
    #[inline]
    fn add(&mut self, at: u32, score: f32) {
        self.of[at as usize] += score;
        self.touched[(at / u64::BITS) as usize] |= 1 << (at % u64::BITS);
    }
}

/// Reads the best of the `matching` passages closely: neighbouring words of the question that are neighbours there too,
/// and headings and titles that the question names.
fn raise_near(course: &Passages, question: &Weighed, matching: &[Ranked], scores: &mut [f32], weights: &Weights) {
    let mut found = vec![false; question.units.len()];
    for passage in best_of(matching) {
        let headings = course.headings_of(passage);
        scores[passage] += weights.pair * pairs(question, course.words_of(passage), &mut found)
            + weights.heading_pair * heading_pairs(question, headings.all, &mut found)
            + weights.heading_fit * fit(question, headings.own, &mut found)
            + weights.title_fit * fit(question, headings.title, &mut found);
    }
}

/// The passages to read closely; of those with the same score the first.
fn best_of(matching: &[Ranked]) -> impl Iterator<Item = usize> {
    // Scores are above zero, and so their bits are in their order: one number says all, and comparing it is quick.
    let key = |one: &Ranked| u64::from(one.score.to_bits()) << u32::BITS | u64::from(!(one.passage as u32));
    let mut best: Vec<u64> = matching.iter().map(key).collect();
    if best.len() > READ_CLOSELY {
        best.select_nth_unstable_by(READ_CLOSELY, |a, b| b.cmp(a));
        best.truncate(READ_CLOSELY);
    }
    best.into_iter().map(|key| !(key as u32) as usize)
}

/// The mass of the question's neighbouring words that stand next to each other, or with one word between, in `words`.
/// `found` is room for a mark of each unit.
fn pairs(question: &Weighed, words: &[Term], found: &mut [bool]) -> f32 {
    found.fill(false);
    // Which of a block's first two places have a hit within two places in the block before.
    let mut carried = 0;
    for (block, some) in (0..).step_by(u64::BITS as usize).zip(words.chunks(u64::BITS as usize)) {
        let hits = question.may_be_topics(some);
        let mut close = hits & (hits << 1 | hits << 2 | carried);
        carried = hits >> (u64::BITS - 1) | hits >> (u64::BITS - 2);
        while close != 0 {
            let at: usize = block + close.trailing_zeros() as usize;
            close &= close - 1;
            if let Some(unit) = second_of_pair(question, words, at) {
                found[unit] = true;
            }
        }
    }
    let pairs = question.units.windows(2).zip(found.iter().skip(1));
    pairs.filter(|(_, found)| **found).map(|(pair, _)| lesser_mass(pair)).sum()
}

/// The unit that is named at `at`, if the one before it in the question is named just before, or with one word between
/// that is neither of the question nor the end of a sentence.
fn second_of_pair(question: &Weighed, words: &[Term], at: usize) -> Option<usize> {
    let named = |back: usize| words.get(at.checked_sub(back)?).copied();
    let unit = question.unit_of(named(0)?)?;
    let between = named(1)?;
    let previous = match question.unit_of(between) {
        Some(previous) => previous,
        None if between == BREAK => return None,
        None => question.unit_of(named(2)?)?,
    };
    (unit == previous + 1).then_some(unit)
}

/// The mass of the question's neighbouring words that are both in the headings. `held` is room for a mark of each unit.
fn heading_pairs(question: &Weighed, headings: &[Term], held: &mut [bool]) -> f32 {
    question.mark_topics(headings, held);
    let pairs = question.units.windows(2).zip(held.windows(2));
    pairs.filter(|(_, held)| held.iter().all(|held| *held)).map(|(pair, _)| lesser_mass(pair)).sum()
}

fn lesser_mass(pair: &[WeighedUnit]) -> f32 {
    pair.iter().map(|unit| unit.mass).fold(f32::MAX, f32::min)
}

/// The mass of the question's words in a heading, times the share of the heading that they are: "Caching" fits a
/// question on caching better than "Caching in continuous integration" does. Everyday words count here. `held` is room
/// for a mark of each unit.
fn fit(question: &Weighed, heading: &[Term], held: &mut [bool]) -> f32 {
    let asked = question.mark_named(heading, held);
    if asked == 0 {
        return 0.0;
    }
    let named = question.units.iter().zip(held).filter(|(_, held)| **held);
    let mass: f32 = named.map(|(unit, _)| unit.full).sum();
    mass * asked as f32 / heading.len() as f32
}

/// Raises each passage that scores by its lesson, and picks the best.
fn raise_by_lesson(
    lessons: &[Range<usize>],
    scores: &[f32],
    pages: &[f32],
    weights: &Weights,
    limit: usize,
) -> Vec<Ranked> {
    // `next` and `after_next` are the best and second best of the others in the lesson.
    let raised = |own: f32, next: f32, after_next: f32, page: f32| {
        own + (weights.next * next + weights.after_next * after_next + weights.lesson * page)
    };
    let best_inside = |lesson: &Range<usize>| scores[lesson.clone()].iter().copied().fold(0.0, f32::max);
    let scoring = lessons.iter().zip(pages).filter(|(_, page)| **page > 0.0);
    let scoring: Vec<_> =
        scoring.map(|(lesson, page)| (lesson, best_inside(lesson), *page)).filter(|(_, own, _)| *own > 0.0).collect();
    // Each lesson has a passage that scores at least as much as its best would alone, since no weight is below zero: the
    // `limit`th of these is a floor for the results.
    let least = nth_best(scoring.iter().map(|(_, own, page)| raised(*own, 0.0, 0.0, *page)), limit);
    let mut ranked = Vec::new();
    let mut best = Vec::with_capacity(weights.per_lesson + 3);
    for (lesson, own, page) in scoring {
        // No lesson raises a passage by more than if all in it were as good as its best.
        if raised(own, own, own, page) < least {
            continue;
        }
        best.clear();
        for (passage, score) in lesson.clone().zip(&scores[lesson.clone()]).filter(|(_, score)| **score > 0.0) {
            keep_best(&mut best, passage, *score, weights.per_lesson + 2);
        }
        for (number, one) in best.iter().enumerate().take(weights.per_lesson) {
            let mut others = best.iter().enumerate().filter(|(other, _)| *other != number);
            let mut next = || others.next().map_or(0.0, |(_, other)| other.score);
            ranked.push(Ranked { score: raised(one.score, next(), next(), page), ..*one });
        }
    }
    if ranked.len() > limit {
        ranked.select_nth_unstable_by(limit, best_first);
        ranked.truncate(limit);
    }
    ranked.sort_unstable_by(best_first);
    ranked
}

/// The `n`th of `scores` from the best; less than any score when there are not as many.
fn nth_best(scores: impl Iterator<Item = f32>, n: usize) -> f32 {
    let mut scores: Vec<f32> = scores.collect();
    if n == 0 || scores.len() < n {
        return f32::MIN;
    }
    *scores.select_nth_unstable_by(n - 1, |a, b| b.total_cmp(a)).1
}

/// Puts a passage, which comes after all that are there, into its place among the best, of which there are at most
/// `most`.
#[inline]
fn keep_best(best: &mut Vec<Ranked>, passage: usize, score: f32, most: usize) {
    if best.len() == most {
        if best.last().is_none_or(|last| score <= last.score) {
            return;
        }
        best.pop();
    }
    let mut place = best.len();
    best.push(Ranked { passage, score });
    while place > 0 && best[place - 1].score < score {
        best.swap(place - 1, place);
        place -= 1;
    }
}

fn best_first(a: &Ranked, b: &Ranked) -> std::cmp::Ordering {
    b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::{
        query::{Query, Unit},
        vocabulary::Kind,
    };

    /// A question of `words` topics: the terms 0, 1, 2 and so on.
    fn a_question(words: Term) -> Weighed {
        let unit = |term| Unit { own: vec![(term, 1.0)], alike: Vec::new(), kind: Kind::Topic };
        let query = Query { units: (0..words).map(unit).collect() };
        // Each rarer than the one before, so that every pair has a mass of its own.
        Weighed::new(&query, 100, |term| 50 - term as usize, &Weights::default())
    }

    /// Words of the question, and others; one of these shares its place with a word of the question.
    fn a_text() -> impl Strategy<Value = Vec<Term>> {
        let word = prop_oneof![3 => 0..5_u32, 1 => Just(BREAK), 1 => Just(1024 + 2), 2 => 100..110_u32];
        prop::collection::vec(word, 0..200)
    }

    /// The rule of [`pairs`] as it is said, word by word.
    fn pairs_by_the_rule(question: &Weighed, words: &[Term]) -> f32 {
        let named: Vec<(usize, usize)> =
            words.iter().enumerate().filter_map(|(at, term)| Some((at, question.unit_of(*term)?))).collect();
        let is_pair = |first: usize| {
            named.windows(2).any(|two| {
                let [(before, previous), (at, unit)] = *two else { return false };
                previous == first && unit == first + 1 && at - before <= 2 && !words[before..at].contains(&BREAK)
            })
        };
        let pairs = question.units.windows(2).enumerate().filter(|(first, _)| is_pair(*first));
        pairs.map(|(_, pair)| lesser_mass(pair)).sum()
    }

    /// Lessons of up to six passages, each with its page's score and those of its passages; many are alike, many zero.
    fn a_course() -> impl Strategy<Value = Vec<(f32, Vec<f32>)>> {
        let score = || prop_oneof![Just(0.0_f32), Just(1.5), (0_u8..40).prop_map(|tenths| f32::from(tenths) / 10.0)];
        prop::collection::vec((score(), prop::collection::vec(score(), 0..6)), 0..40)
    }

    proptest! {
        #[test]
        fn neighbours_are_found_wherever_they_stand(text in a_text()) {
            let question = a_question(5);
            let mut found = vec![false; question.units.len()];
            prop_assert_eq!(pairs(&question, &text, &mut found), pairs_by_the_rule(&question, &text));
        }

        #[test]
        fn lessons_that_are_passed_over_have_none_of_the_best(course in a_course(), limit in 0_usize..12) {
            let pages: Vec<f32> = course.iter().map(|(page, _)| *page).collect();
            let scores: Vec<f32> = course.iter().flat_map(|(_, inside)| inside.clone()).collect();
            let mut first = 0;
            let lessons: Vec<Range<usize>> = course
                .iter()
                .map(|(_, inside)| {
                    let lesson = first..first + inside.len();
                    first = lesson.end;
                    lesson
                })
                .collect();
            let best = |limit| {
                let ranked = raise_by_lesson(&lessons, &scores, &pages, &Weights::default(), limit);
                ranked.into_iter().map(|one| (one.passage, one.score)).collect::<Vec<_>>()
            };
            // Among so many none is passed over.
            let mut all = best(scores.len() + 1);
            all.truncate(limit);
            prop_assert_eq!(best(limit), all);
        }
    }
}
