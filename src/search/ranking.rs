//! Scores passages for a question: BM25F over fields, raised by nearness, by headings that fit and by what the lesson
//! around a passage says.

use super::{
    passages::{BREAK, Passages},
    postings::Postings,
    vocabulary::{Kind, Term},
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
    let mut scores = add_up(&course.sections, question);
    let pages = add_up(&course.pages, question);
    if let Some(lesson) = hidden.and_then(|hidden| course.lessons.get(hidden)) {
        scores[lesson.clone()].fill(0.0);
    }
    raise_near(course, question, &mut scores, weights);
    let ranked = raise_by_lesson(course, &scores, &pages, weights, limit);
    let confidence = ranked.first().map_or(0.0, |best| confidence(best.score, question, weights));
    Ranking { ranked, confidence }
}

/// The best score for what was asked. A word that no course knows is asked for in full and brings nothing; the doubt
/// keeps two words that everybody uses from being a proof.
fn confidence(score: f32, question: &Weighed, weights: &Weights) -> f32 {
    score / (question.asked() + weights.doubt * question.unknown).max(f32::MIN_POSITIVE)
}

/// The score of every document, unit by unit: a unit's own terms add up, of its likes the best counts where it is worth
/// more.
fn add_up(postings: &Postings, question: &Weighed) -> Vec<f32> {
    let mut total = vec![0f32; postings.documents()];
    let mut unit_score = vec![0f32; postings.documents()];
    let mut touched: Vec<u32> = Vec::new();
    for unit in &question.units {
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
        for at in touched.drain(..) {
            total[at as usize] += std::mem::take(&mut unit_score[at as usize]);
        }
    }
    total
}

/// Reads the best passages closely: neighbouring words of the question that are neighbours there too, and headings and
/// titles that the question names.
fn raise_near(course: &Passages, question: &Weighed, scores: &mut [f32], weights: &Weights) {
    let mut best: Vec<usize> = (0..scores.len()).filter(|at| scores[*at] > 0.0).collect();
    if best.len() > READ_CLOSELY {
        best.select_nth_unstable_by(READ_CLOSELY, |a, b| scores[*b].total_cmp(&scores[*a]));
        best.truncate(READ_CLOSELY);
    }
    for at in best {
        let headings = course.headings_of(at);
        scores[at] += weights.pair * pairs(question, course.words_of(at))
            + weights.heading_pair * heading_pairs(question, headings.all)
            + weights.heading_fit * fit(question, headings.own)
            + weights.title_fit * fit(question, headings.title);
    }
}

/// The mass of the question's neighbouring words that stand next to each other, or with one word between, in `words`.
fn pairs(question: &Weighed, words: &[Term]) -> f32 {
    const NEAR: usize = 2;
    let mut found = vec![false; question.units.len()];
    let mut last: Option<(usize, usize)> = None;
    for (position, term) in words.iter().enumerate() {
        if *term == BREAK {
            last = None;
        } else if let Some(unit) = question.unit_of(*term) {
            if last.is_some_and(|(before, previous)| unit == previous + 1 && position - before <= NEAR) {
                found[unit] = true;
            }
            last = Some((position, unit));
        }
    }
    let pairs = question.units.windows(2).zip(found.iter().skip(1));
    pairs.filter(|(_, found)| **found).map(|(pair, _)| lesser_mass(pair)).sum()
}

/// The mass of the question's neighbouring words that are both in the headings.
fn heading_pairs(question: &Weighed, headings: &[Term]) -> f32 {
    let held = |unit: &WeighedUnit| unit.kind == Kind::Topic && unit.own.iter().any(|(own, _)| headings.contains(own));
    question.units.windows(2).filter(|pair| pair.iter().all(held)).map(lesser_mass).sum()
}

fn lesser_mass(pair: &[WeighedUnit]) -> f32 {
    pair.iter().map(|unit| unit.mass).fold(f32::MAX, f32::min)
}

/// The mass of the question's words in a heading, times the share of the heading that they are: "Caching" fits a
/// question on caching better than "Caching in continuous integration" does. Everyday words count here.
fn fit(question: &Weighed, heading: &[Term]) -> f32 {
    let in_heading = |terms: &[(Term, f32)]| terms.iter().any(|(term, _)| heading.contains(term));
    let mass: f32 = question.units.iter().filter(|unit| in_heading(&unit.own)).map(|unit| unit.full).sum();
    if mass == 0.0 {
        return 0.0;
    }
    let asked = |word: &&Term| {
        let mut terms = question.units.iter().flat_map(|unit| unit.own.iter().chain(&unit.alike));
        terms.any(|(term, _)| term == *word)
    };
    mass * heading.iter().filter(asked).count() as f32 / heading.len() as f32
}

/// Raises each passage by its lesson, and picks the best.
fn raise_by_lesson(course: &Passages, scores: &[f32], pages: &[f32], weights: &Weights, limit: usize) -> Vec<Ranked> {
    let mut ranked = Vec::new();
    let mut inside: Vec<Ranked> = Vec::new();
    for (lesson, page) in course.lessons.iter().zip(pages).filter(|(_, page)| **page > 0.0) {
        inside.clear();
        inside.extend(lesson.clone().map(|passage| Ranked { passage, score: scores[passage] }));
        inside.retain(|ranked| ranked.score > 0.0);
        inside.sort_by(best_first);
        for (number, one) in inside.iter().enumerate().take(weights.per_lesson) {
            let mut others = inside.iter().enumerate().filter(|(other, _)| *other != number);
            let mut next = || others.next().map_or(0.0, |(_, other)| other.score);
            let raise = weights.next * next() + weights.after_next * next() + weights.lesson * page;
            ranked.push(Ranked { score: one.score + raise, ..*one });
        }
    }
    ranked.sort_by(best_first);
    ranked.truncate(limit);
    ranked
}

fn best_first(a: &Ranked, b: &Ranked) -> std::cmp::Ordering {
    b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage))
}
