//! Scores passages for a question: BM25F over fields, raised by nearness and by what the lesson around a passage says.

use super::{
    passages::{BREAK, Passages},
    postings::{Posting, Postings},
    query::{Query, Unit},
    vocabulary::{Kind, Term},
    weights::Weights,
};

/// How many of the best passages are read for nearness.
const READ_CLOSELY: usize = 40;

/// A question with what its words weigh in the courses that are searched together.
pub(super) struct Weighed<'a> {
    pub(super) query: &'a Query,
    /// Per unit: its inverse document frequency, the greatest for a word that nothing in scope holds.
    pub(super) mass: Vec<f32>,
    own: Vec<Vec<(Term, f32)>>,
    alike: Vec<Vec<(Term, f32)>>,
}

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

impl<'a> Weighed<'a> {
    /// `frequency` says in how many passages of the scope a term occurs, `passages` how many there are.
    pub(super) fn new(query: &'a Query, passages: usize, frequency: impl Fn(Term) -> usize, weights: &Weights) -> Self {
        let idf = |frequency: usize| {
            let (all, holding) = (passages as f32, frequency as f32);
            (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln()
        };
        let weigh = |terms: &[(Term, f32)], cap: f32| {
            terms.iter().map(|(term, weight)| (*term, weight * idf(frequency(*term)).min(cap))).collect::<Vec<_>>()
        };
        let mass_of = |unit: &Unit| {
            let known = unit.own.iter().map(|(term, _)| idf(frequency(*term))).reduce(f32::max);
            match (known, unit.kind) {
                (Some(mass), Kind::Everyday) => mass * weights.everyday,
                (None, Kind::Everyday) => 0.0,
                (known, _) => known.unwrap_or_else(|| idf(0)),
            }
        };
        Self {
            query,
            mass: query.units.iter().map(mass_of).collect(),
            own: query.units.iter().map(|unit| weigh(&unit.own, f32::MAX)).collect(),
            alike: query
                .units
                .iter()
                .map(|unit| {
                    weigh(
                        &unit.alike,
                        unit.own
                            .iter()
                            .map(|(term, _)| idf(frequency(*term)))
                            .reduce(f32::max)
                            .map_or(f32::MAX, |mass| mass.max(1.0)),
                    )
                })
                .collect(),
        }
    }
}

impl Weighed<'_> {
    /// How much of each unit `words` hold.
    pub(super) fn held_in(&self, words: &[Term]) -> Vec<f32> {
        let holds = |terms: &[(Term, f32)]| terms.iter().any(|(term, _)| words.contains(term));
        let units = self.query.units.iter();
        units
            .map(|unit| {
                if holds(&unit.own) {
                    1.0
                } else if holds(&unit.alike) {
                    ALIKE_HELD
                } else {
                    0.0
                }
            })
            .collect()
    }
}

/// How much of a word its like is, when it is counted what of a question a text holds.
const ALIKE_HELD: f32 = 0.3;

/// Scores of documents, added up unit by unit.
struct Scores {
    total: Vec<f32>,
    unit: Vec<f32>,
    touched: Vec<u32>,
}

impl Scores {
    fn new(documents: usize) -> Self {
        Self { total: vec![0.0; documents], unit: vec![0.0; documents], touched: Vec::new() }
    }

    /// Adds what one unit of the question is worth everywhere; calls `held` with where it was found and as what.
    fn add_unit(
        &mut self,
        postings: &Postings,
        saturation: f32,
        own: &[(Term, f32)],
        alike: &[(Term, f32)],
        mut held: impl FnMut(u32, f32),
    ) {
        let value = |weight: f32, posting: &Posting| {
            weight * posting.weight * (saturation + 1.0) / (posting.weight + saturation)
        };
        for (term, weight) in own {
            for posting in postings.of(*term) {
                let score = &mut self.unit[posting.at as usize];
                if *score == 0.0 {
                    self.touched.push(posting.at);
                    held(posting.at, 1.0);
                }
                *score += value(*weight, posting);
            }
        }
        for (term, weight) in alike {
            for posting in postings.of(*term) {
                let score = &mut self.unit[posting.at as usize];
                if *score == 0.0 {
                    self.touched.push(posting.at);
                    held(posting.at, ALIKE_HELD);
                }
                *score = score.max(value(*weight, posting));
            }
        }
        for at in self.touched.drain(..) {
            self.total[at as usize] += std::mem::take(&mut self.unit[at as usize]);
        }
    }
}

/// Ranks the passages of one course. `hidden` is a lesson to leave out.
pub(super) fn rank(
    course: &Passages,
    question: &Weighed<'_>,
    hidden: Option<usize>,
    weights: &Weights,
    limit: usize,
) -> Ranking {
    let mut sections = Scores::new(course.sections.documents());
    let mut pages = Scores::new(course.pages.documents());
    let mut covered = vec![0f32; course.sections.documents()];
    for ((own, alike), mass) in question.own.iter().zip(&question.alike).zip(&question.mass) {
        sections.add_unit(&course.sections, weights.section.saturation, own, alike, |at, share| {
            covered[at as usize] += mass * share;
        });
        pages.add_unit(&course.pages, weights.page.saturation, own, alike, |_, _| ());
    }
    if let Some(lesson) = hidden.and_then(|hidden| course.lessons.get(hidden)) {
        sections.total[lesson.clone()].fill(0.0);
    }
    raise_near(course, question, &mut sections.total, weights);
    let ranked = raise_by_lesson(course, &sections.total, &pages.total, weights, limit);
    let asked: f32 = question.mass.iter().sum();
    let confidence = ranked
        .first()
        .map_or(0.0, |best| sections.total[best.passage] * covered[best.passage] / asked.max(f32::MIN_POSITIVE));
    Ranking { ranked, confidence }
}

/// Adds to the best passages what neighbouring words of the question are worth that are neighbours there too.
fn raise_near(course: &Passages, question: &Weighed<'_>, scores: &mut [f32], weights: &Weights) {
    let mut best: Vec<usize> = (0..scores.len()).filter(|at| scores[*at] > 0.0).collect();
    if best.len() > READ_CLOSELY {
        best.select_nth_unstable_by(READ_CLOSELY, |a, b| scores[*b].total_cmp(&scores[*a]));
        best.truncate(READ_CLOSELY);
    }
    for at in best {
        scores[at] += weights.pair * pairs(question, course.words_of(at))
            + weights.heading_pair * heading_pairs(question, course.headings_of(at));
    }
}

/// The mass of the question's neighbouring words that stand next to each other, or with one word between, in `words`.
fn pairs(question: &Weighed<'_>, words: &[Term]) -> f32 {
    let units = &question.query.units;
    let mut found = vec![false; units.len()];
    let mut last: Option<(usize, usize)> = None;
    for (position, term) in words.iter().enumerate() {
        if *term == BREAK {
            last = None;
            continue;
        }
        if let Some(unit) =
            units.iter().position(|unit| unit.kind == Kind::Topic && unit.own.iter().any(|(own, _)| own == term))
        {
            if last.is_some_and(|(before, previous)| unit == previous + 1 && position - before <= 2) {
                found[unit] = true;
            }
            last = Some((position, unit));
        }
    }
    (1..units.len()).filter(|unit| found[*unit]).map(|unit| question.mass[unit].min(question.mass[unit - 1])).sum()
}

/// The mass of the question's neighbouring words that are both in the headings.
fn heading_pairs(question: &Weighed<'_>, headings: &[Term]) -> f32 {
    let held = |unit: &Unit| unit.kind == Kind::Topic && unit.own.iter().any(|(own, _)| headings.contains(own));
    let pairs = question.query.units.windows(2).zip(question.mass.windows(2));
    pairs
        .filter(|(units, _)| units.iter().all(held))
        .map(|(_, mass)| mass.iter().copied().fold(f32::MAX, f32::min))
        .sum()
}

/// Raises each passage by its lesson, and picks the best.
fn raise_by_lesson(course: &Passages, scores: &[f32], pages: &[f32], weights: &Weights, limit: usize) -> Vec<Ranked> {
    let mut ranked = Vec::new();
    for (lesson, page) in course.lessons.iter().zip(pages) {
        let mut inside: Vec<Ranked> = lesson
            .clone()
            .map(|passage| Ranked { passage, score: scores[passage] })
            .filter(|ranked| ranked.score > 0.0)
            .collect();
        inside.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
        let others = |number: usize| {
            let mut others =
                inside.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, ranked)| ranked.score);
            weights.next * others.next().unwrap_or(0.0) + weights.after_next * others.next().unwrap_or(0.0)
        };
        let raised = inside.iter().enumerate().take(weights.per_lesson);
        ranked.extend(
            raised.map(|(number, one)| Ranked { score: one.score + others(number) + weights.lesson * page, ..*one }),
        );
    }
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
    ranked.truncate(limit);
    ranked
}
