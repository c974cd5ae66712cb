//! Finds the passages of a library that answer a question, says how sure it is, and cuts the answer out.
//!
//! The index is one immutable value, built whole from the courses and held in memory. It knows no reply, no file and no
//! learner. What the ranking is made of, and what each part is worth, stands in `docs/ranking.md`.

mod english;
mod excerpt;
#[cfg(any(test, fuzzing))]
pub mod hostile;
mod named;
mod opening;
mod passages;
mod pieces;
mod pins;
mod postings;
mod query;
mod question;
mod ranking;
mod repair;
mod segments;
mod suggest;
mod tiers;
mod vocabulary;
mod weighing;
mod weights;
mod words;

#[cfg(test)]
mod tests;

use std::{collections::BTreeSet, sync::Arc};

pub use self::{
    excerpt::Wanted,
    pins::{Gist, Pin, PinEffect},
    question::Question,
    tiers::Tier,
    weights::{Field, Weights},
};
use self::{
    named::OftenAsked,
    passages::Passages,
    query::{Query, Reading},
    suggest::Names,
    tiers::Cuts,
    vocabulary::{Term, Vocabulary},
    weighing::Weighed,
};
use crate::{
    course::{Course, FaqEntry, Lesson, Section},
    ids::CourseId,
    markup::Block,
};

/// Everything that can be found in a library.
pub struct SearchIndex {
    vocabulary: Vocabulary,
    courses: Vec<Passages>,
    names: Names,
    often_asked: OftenAsked,
    targets: Vec<Suggestion>,
    weights: Weights,
}

/// A question and what surrounds it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ask<'a> {
    pub text: &'a str,
    /// The courses to search; all when absent.
    pub scope: Option<&'a BTreeSet<CourseId>>,
    /// What the same learner asked shortly before in the same place.
    pub follows: Option<&'a str>,
    pub pins: &'a [Pin],
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Hits {
    pub tier: Tier,
    /// How sure it is that the courses cover the question, from 0 to 1; tiers are cut on it.
    pub score: f64,
    /// Best first. Also for an unknown question: the nearest.
    pub passages: Vec<Hit>,
    pub wanted: Wanted,
}

/// A passage found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    pub passage: PassageRef,
    /// Orders the passages of one search, and means nothing beyond it.
    pub score: f64,
}

/// Where a passage is in the courses that the index was built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageRef {
    pub course: usize,
    pub lesson: usize,
    pub part: Part,
}

/// A section or an FAQ entry, by its position in the lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Section(usize),
    Faq(usize),
}

/// The sentences that answer, word for word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    pub blocks: Vec<Block>,
    /// Nothing of the passage was left out.
    pub is_whole: bool,
}

/// Something that could be meant by what was typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub text: String,
    pub target: Target,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Lesson { course: usize, lesson: usize },
    Passage(PassageRef),
}

/// What a [`PassageRef`] points to.
#[derive(Debug, Clone, Copy)]
pub enum Found<'a> {
    Section(&'a Section),
    Faq(&'a FaqEntry),
}

impl SearchIndex {
    /// Reads, counts and weighs all passages of `courses`, and lets each course say where its tiers lie.
    pub fn build(courses: &[Arc<Course>]) -> anyhow::Result<Self> {
        Self::with_weights(courses, Weights::default())
    }

    /// As [`Self::build`], with other numbers: for `docs/ranking.md`.
    pub fn with_weights(courses: &[Arc<Course>], weights: Weights) -> anyhow::Result<Self> {
        let mut vocabulary = Vocabulary::default();
        let read: Vec<_> = courses.iter().map(|course| Passages::read(course, &mut vocabulary)).collect();
        vocabulary.finish();
        let mut index = Self {
            vocabulary,
            courses: Vec::new(),
            names: Names::default(),
            often_asked: OftenAsked::default(),
            targets: targets(courses),
            weights,
        };
        for (mut passages, counts) in read {
            passages.weigh(&counts, index.vocabulary.len(), &index.weights);
            anyhow::ensure!(
                passages.sections.documents() == passages.passages.len(),
                "the index of course `{}` holds {} of its {} passages",
                passages.course.id,
                passages.sections.documents(),
                passages.passages.len()
            );
            index.courses.push(passages);
        }
        index.names = Names::new(index.targets.iter().map(|suggestion| match suggestion.target {
            Target::Lesson { course, .. } => (suggestion.text.as_str(), course, 0),
            Target::Passage(PassageRef { course, part: Part::Faq(_), .. }) => (suggestion.text.as_str(), course, 1),
            Target::Passage(PassageRef { course, part: Part::Section(_), .. }) => (suggestion.text.as_str(), course, 2),
        }));
        index.often_asked = OftenAsked::new(&index.courses, &index.vocabulary);
        for course in 0..index.courses.len() {
            let cuts = index.calibrate(course);
            index.courses[course].cuts = cuts;
        }
        Ok(index)
    }

    /// How many courses can be searched.
    pub fn courses(&self) -> usize {
        self.courses.len()
    }

    /// Every lesson of every course, with the path of a file that it was read from.
    pub fn pages(&self) -> impl Iterator<Item = (&Lesson, &str)> {
        let lessons = self.courses.iter().flat_map(|course| &course.course.lessons);
        lessons.filter_map(|lesson| Some((lesson, &*lesson.sections.first()?.at.path)))
    }

    /// How many sections and FAQ entries can be found.
    pub fn passages(&self) -> usize {
        self.courses.iter().map(|course| course.passages.len()).sum()
    }

    /// Reads a question and searches for it: [`Question::search`].
    pub fn search(&self, ask: &Ask<'_>, limit: usize) -> Hits {
        self.read(ask).search(limit)
    }

    /// Reads a question and cuts its answer out of a passage: [`Question::excerpt`].
    pub fn excerpt(&self, passage: PassageRef, ask: &Ask<'_>) -> Excerpt {
        self.read(ask).excerpt(passage)
    }

    /// What the passage is.
    pub fn found(&self, passage: PassageRef) -> Option<(&Course, &Lesson, Found<'_>)> {
        let course = &self.courses.get(passage.course)?.course;
        let lesson = course.lessons.get(passage.lesson)?;
        let found = match passage.part {
            Part::Section(section) => Found::Section(lesson.sections.get(section)?),
            Part::Faq(entry) => Found::Faq(lesson.faq.get(entry)?),
        };
        Some((course, lesson, found))
    }

    /// Titles, sections and FAQ questions that continue what was typed, best first.
    pub fn suggest(&self, typed: &str, scope: Option<&BTreeSet<CourseId>>, limit: usize) -> Vec<&Suggestion> {
        let scope = self.scope(scope);
        let best = self.names.matching(typed, |course| scope.contains(&course), limit);
        best.into_iter().filter_map(|number| self.targets.get(number)).collect()
    }

    /// All passages of a lesson, in the order that they were read.
    pub fn passages_of(&self, course: usize, lesson: usize) -> Vec<PassageRef> {
        let found = self.courses.get(course).and_then(|found| Some((found, found.lessons.get(lesson)?.clone())));
        let passages = found.into_iter().flat_map(|(found, inside)| found.passages.get(inside).unwrap_or_default());
        passages.map(|passage| PassageRef { course, lesson, part: passage.part }).collect()
    }

    fn scope(&self, scope: Option<&BTreeSet<CourseId>>) -> Vec<usize> {
        let in_scope = |course: &Passages| scope.is_none_or(|scope| scope.contains(&course.course.id));
        (0..self.courses.len()).filter(|course| in_scope(&self.courses[*course])).collect()
    }

    /// A follow-up is read together with the question before it.
    fn full_text<'a>(&self, ask: &Ask<'a>) -> std::borrow::Cow<'a, str> {
        match ask.follows {
            Some(before) if opening::follows_up(ask.text) => format!("{before} {}", ask.text).into(),
            _ => ask.text.into(),
        }
    }

    fn query(&self, text: &str, tongue: usize, scope: &[usize]) -> Query {
        let passages = |term| self.frequency(term, scope);
        Reading { vocabulary: &self.vocabulary, tongue, passages, weights: &self.weights }.read(text)
    }

    fn weigh(&self, query: &Query, scope: &[usize]) -> Weighed {
        let passages = scope.iter().map(|course| self.courses[*course].passages.len()).sum();
        Weighed::new(query, passages, |term| self.frequency(term, scope), &self.weights)
    }

    /// In how many passages of `scope` a term occurs.
    fn frequency(&self, term: Term, scope: &[usize]) -> usize {
        scope.iter().map(|course| self.courses[*course].sections.of(term).len()).sum()
    }

    fn locate(&self, passage: PassageRef) -> Option<(&Passages, usize, &[Block])> {
        let course = self.courses.get(passage.course)?;
        let inside = course.lessons.get(passage.lesson)?.clone();
        let number = inside.into_iter().find(|number| course.passages[*number].part == passage.part)?;
        let lesson = course.course.lessons.get(passage.lesson)?;
        let blocks = match passage.part {
            Part::Section(section) => &lesson.sections.get(section)?.blocks,
            Part::Faq(entry) => &lesson.faq.get(entry)?.answer,
        };
        Some((course, number, blocks))
    }

    /// Asks for a sample of passages by their headings, each with its lesson hidden.
    fn calibrate(&self, number: usize) -> Cuts {
        let course = &self.courses[number];
        let scope = [number];
        let mut order: Vec<(u64, usize)> =
            (0..course.passages.len()).map(|passage| (course.key_of(passage), passage)).collect();
        order.sort_unstable();
        let questions = order.into_iter().filter_map(|(_, passage)| {
            let query = self.query(&course.title_of(passage), course.tongue, &scope);
            query.says_something().then_some((passage, query))
        });
        let confidences = questions.take(tiers::SAMPLE).map(|(passage, query)| {
            let hidden = Some(course.passages[passage].lesson);
            ranking::rank(course, &self.weigh(&query, &scope), hidden, &self.weights, 1).confidence
        });
        Cuts::from_hidden(confidences.collect())
    }
}

/// Everything that can be suggested: lessons, then what is in them.
fn targets(courses: &[Arc<Course>]) -> Vec<Suggestion> {
    let mut targets = Vec::new();
    for (course, content) in courses.iter().enumerate() {
        for (lesson, page) in content.lessons.iter().enumerate() {
            targets.push(Suggestion { text: page.title.clone(), target: Target::Lesson { course, lesson } });
            targets.extend(page.faq.iter().enumerate().map(|(entry, faq)| Suggestion {
                text: faq.question.to_string(),
                target: Target::Passage(PassageRef { course, lesson, part: Part::Faq(entry) }),
            }));
            targets.extend(page.sections.iter().enumerate().map(|(section, content)| Suggestion {
                text: content.title.to_string(),
                target: Target::Passage(PassageRef { course, lesson, part: Part::Section(section) }),
            }));
        }
    }
    targets
}
