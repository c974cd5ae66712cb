//! A question put to the courses in its scope: read and weighed once, for the search, for every excerpt and for the
//! lessons that come near.

use std::borrow::Cow;

use super::{
    Ask, Excerpt, Hit, Hits, Part, PassageRef, SearchIndex, Tier, Wanted, excerpt, named, opening, ranking,
    weighing::Weighed,
};

/// A question that was read. Made by [`SearchIndex::read`].
pub struct Question<'a> {
    index: &'a SearchIndex,
    ask: Ask<'a>,
    /// The numbers of the courses that are searched.
    scope: Vec<usize>,
    /// The question, with the one before it where it is a follow-up.
    text: Cow<'a, str>,
    wanted: Wanted,
    /// What it asks for in each language of the scope, by the language's number.
    readings: Vec<(usize, Weighed)>,
}

impl SearchIndex {
    /// Reads a question, to be searched for and to be answered.
    pub fn read<'a>(&'a self, ask: &Ask<'a>) -> Question<'a> {
        let scope = self.scope(ask.scope);
        let text = self.full_text(ask);
        let readings = self.readings(&text, &scope);
        Question { index: self, ask: *ask, scope, text, wanted: opening::wanted(ask.text), readings }
    }

    fn readings(&self, text: &str, scope: &[usize]) -> Vec<(usize, Weighed)> {
        let mut readings: Vec<(usize, Weighed)> = Vec::with_capacity(1);
        for tongue in scope.iter().map(|course| self.courses[*course].tongue) {
            if !readings.iter().any(|(read, _)| *read == tongue) {
                readings.push((tongue, self.read_in(text, tongue, scope)));
            }
        }
        readings
    }

    fn read_in(&self, text: &str, tongue: usize, scope: &[usize]) -> Weighed {
        self.weigh(&self.query(text, tongue, scope), scope)
    }

    fn rank(&self, readings: &[(usize, Weighed)], scope: &[usize], limit: usize) -> Hits {
        let mut passages: Vec<Hit> = Vec::with_capacity(limit.min(self.passages()));
        let (mut tier, mut score) = (Tier::Unknown, 0.0);
        for &number in scope {
            let course = &self.courses[number];
            let Some((_, weighed)) = readings.iter().find(|(tongue, _)| *tongue == course.tongue) else { continue };
            let ranking = ranking::rank(course, weighed, None, &self.weights, limit);
            let is_named = named::is_named(course, &ranking.ranked, weighed);
            let confidence = if is_named { ranking.confidence.max(course.cuts.maybe) } else { ranking.confidence };
            tier = tier.max(course.cuts.tier(confidence));
            score = f64::max(score, course.cuts.score(confidence));
            passages.extend(ranking.ranked.iter().filter_map(|ranked| {
                let passage = course.passages.get(ranked.passage)?;
                let passage = PassageRef { course: number, lesson: passage.lesson, part: passage.part };
                Some(Hit { passage, score: f64::from(ranked.score) })
            }));
        }
        passages.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
        passages.truncate(limit);
        Hits { tier, score, passages, wanted: Wanted::default() }
    }
}

impl Question<'_> {
    /// The best passages, and how sure it is that they answer. Never fails on what a person typed.
    pub fn search(&self, limit: usize) -> Hits {
        // Each pin may take one passage away.
        let mut hits = self.index.rank(&self.readings, &self.scope, limit + self.ask.pins.len());
        hits.wanted = self.wanted;
        self.index.prefer_often_asked(&self.text, &self.scope, &mut hits);
        self.index.apply_pins(&self.ask, &mut hits);
        hits.passages.truncate(limit);
        hits
    }

    /// The sentences of a passage that answer, with the code or table when that was asked for.
    pub fn excerpt(&self, passage: PassageRef) -> Excerpt {
        let Some((course, number, blocks)) = self.index.locate(passage) else {
            return Excerpt { blocks: Vec::new(), is_whole: true };
        };
        const SHORT_FAQ_WORDS: usize = 120;
        let words = course.words_of(number);
        if matches!(passage.part, Part::Faq(_)) && words.len() <= SHORT_FAQ_WORDS {
            return Excerpt { blocks: blocks.to_vec(), is_whole: true };
        }
        let segments = course.segments_of(number);
        let cut = match self.readings.iter().find(|(tongue, _)| *tongue == course.tongue) {
            Some((_, weighed)) => excerpt::cut(blocks, segments, words, weighed, self.wanted),
            // The passage is out of scope, and so is its language.
            None => {
                let weighed = self.index.read_in(&self.text, course.tongue, &self.scope);
                excerpt::cut(blocks, segments, words, &weighed, self.wanted)
            }
        };
        Excerpt { is_whole: cut == blocks, blocks: cut }
    }

    /// The lessons nearest to a question that the courses do not cover; the first ones when nothing is near.
    pub fn nearest_lessons(&self, limit: usize) -> Vec<(usize, usize)> {
        let hits = if *self.text == *self.ask.text {
            self.index.rank(&self.readings, &self.scope, 4 * limit)
        } else {
            self.index.rank(&self.index.readings(self.ask.text, &self.scope), &self.scope, 4 * limit)
        };
        let mut lessons: Vec<(usize, usize)> = Vec::new();
        let found = hits.passages.iter().map(|hit| (hit.passage.course, hit.passage.lesson));
        let lessons_of =
            |course: usize| (0..self.index.courses[course].lessons.len()).map(move |lesson| (course, lesson));
        let first = self.scope.iter().flat_map(|course| lessons_of(*course));
        for lesson in found.chain(first) {
            if lessons.len() == limit {
                break;
            }
            if !lessons.contains(&lesson) {
                lessons.push(lesson);
            }
        }
        lessons
    }
}
