//! What a course says of itself: an FAQ entry whose question was asked, and headings that name what was asked for.
//!
//! Both are surer than any score: a teacher wrote the question down, or put the word above a section.

use std::collections::{BTreeSet, HashMap};

use super::{
    Hit, Hits, Part, PassageRef, SearchIndex, Tier, passages::Passages, ranking::Ranked, vocabulary::Vocabulary,
    weighing::Weighed,
};

/// FAQ entries by what their questions ask for: the stems of their words, small ones left out, in any order.
#[derive(Default)]
pub(super) struct OftenAsked(HashMap<BTreeSet<String>, Vec<PassageRef>>);

impl OftenAsked {
    pub(super) fn new(courses: &[Passages], vocabulary: &Vocabulary) -> Self {
        let mut entries: HashMap<_, Vec<PassageRef>> = HashMap::new();
        for (number, course) in courses.iter().enumerate() {
            for (at, passage) in course.passages.iter().enumerate().filter(|(_, it)| matches!(it.part, Part::Faq(_))) {
                let gist = vocabulary.gist(course.tongue, &course.title_of(at));
                let entry = PassageRef { course: number, lesson: passage.lesson, part: passage.part };
                entries.entry(gist).or_default().push(entry);
            }
        }
        entries.remove(&BTreeSet::new());
        Self(entries)
    }
}

impl SearchIndex {
    /// Puts the FAQ entry that has the question of `text` first: it is the answer, whatever else ranks high.
    pub(super) fn prefer_often_asked(&self, text: &str, scope: &[usize], hits: &mut Hits) {
        /// The least score of an answer.
        const ANSWER: f64 = 0.5;
        if self.often_asked.0.is_empty() {
            return;
        }
        let asked = |number: &usize| {
            let gist = self.vocabulary.gist(self.courses[*number].tongue, text);
            self.often_asked.0.get(&gist)?.iter().find(|entry| entry.course == *number).copied()
        };
        let Some(passage) = scope.iter().find_map(asked) else { return };
        let score = hits.passages.first().map_or(1.0, |first| first.score);
        hits.passages.retain(|hit| hit.passage != passage);
        hits.passages.insert(0, Hit { passage, score });
        (hits.tier, hits.score) = (Tier::Answer, hits.score.max(ANSWER));
    }
}

/// Whether one of the best passages stands below headings that say all that is asked for: a word that a course is about
/// stands everywhere in it and so counts for little, and yet the course covers it.
pub(super) fn is_named(course: &Passages, best: &[Ranked], question: &Weighed) -> bool {
    const BEST: usize = 3;
    best.iter().take(BEST).any(|one| question.is_named_in(course.headings_of(one.passage).all))
}
