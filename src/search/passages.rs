//! One course as search sees it: its passages and lessons, counted, and their words in order.

use std::{ops::Range, sync::Arc};

use super::{
    postings::{Counts, Postings},
    segments::{self, Segment},
    vocabulary::{Term, Vocabulary},
    weights::{Field, Weights},
    words::Form,
};
use crate::{
    course::{Course, FaqEntry, Lesson, Section},
    markup::Block,
    search::{Part, tiers::Cuts},
};

/// Separates sentences, code blocks and tables in [`Passages::words`].
pub(super) const BREAK: Term = Term::MAX;

/// A course's part of the index.
pub(super) struct Passages {
    pub(super) course: Arc<Course>,
    pub(super) tongue: usize,
    pub(super) sections: Postings,
    pub(super) pages: Postings,
    pub(super) passages: Vec<Passage>,
    /// Per lesson: its passages.
    pub(super) lessons: Vec<Range<usize>>,
    words: Vec<Term>,
    segments: Vec<Segment>,
    headings: Vec<Term>,
    pub(super) cuts: Cuts,
}

/// A section or FAQ entry.
pub(super) struct Passage {
    pub(super) lesson: usize,
    pub(super) part: Part,
    words: Range<usize>,
    segments: Range<usize>,
    /// In [`Passages::headings`].
    headings: Range<usize>,
    /// Likewise, of its own heading or question alone.
    own: Range<usize>,
    /// Likewise, of the lesson's title alone.
    title: Range<usize>,
}

/// The words above a passage.
pub(super) struct Headings<'a> {
    /// Of all levels, separated by [`BREAK`].
    pub(super) all: &'a [Term],
    /// Of its own heading or question.
    pub(super) own: &'a [Term],
    /// Of the lesson's title.
    pub(super) title: &'a [Term],
}

impl Passages {
    /// Reads a course. Postings are empty until [`Self::weigh`], when all courses have taught the vocabulary their words.
    pub(super) fn read(course: &Arc<Course>, vocabulary: &mut Vocabulary) -> (Self, Vec<Counts>) {
        let tongue = vocabulary.tongue(&course.language);
        let mut reader = Reader {
            vocabulary,
            tongue,
            passages: Vec::new(),
            counts: Vec::new(),
            words: Vec::new(),
            segments: Vec::new(),
            headings: Vec::new(),
        };
        let mut lessons = Vec::new();
        for (number, lesson) in course.lessons.iter().enumerate() {
            let first = reader.passages.len();
            lesson.sections.iter().enumerate().for_each(|(i, section)| reader.section(number, lesson, i, section));
            lesson.faq.iter().enumerate().for_each(|(i, entry)| reader.entry(number, lesson, i, entry));
            lessons.push(first..reader.passages.len());
        }
        let Reader { passages, counts, words, segments, headings, .. } = reader;
        let read = Self {
            course: course.clone(),
            tongue,
            sections: Postings::default(),
            pages: Postings::default(),
            passages,
            lessons,
            words,
            segments,
            headings,
            cuts: Cuts::default(),
        };
        (read, counts)
    }

    /// Makes the postings.
    pub(super) fn weigh(&mut self, counts: &[Counts], terms: usize, weights: &Weights) {
        self.sections = Postings::build(counts, terms, &weights.section);
        let pages: Vec<Counts> =
            self.lessons.iter().map(|lesson| page(counts.get(lesson.clone()).unwrap_or_default())).collect();
        self.pages = Postings::build(&pages, terms, &weights.page);
    }

    /// The passage's words in order, sentences separated by [`BREAK`].
    pub(super) fn words_of(&self, passage: usize) -> &[Term] {
        self.passages.get(passage).and_then(|passage| self.words.get(passage.words.clone())).unwrap_or_default()
    }

    /// The passage's sentences and what stands between them; as many as [`Self::words_of`] has runs of words.
    pub(super) fn segments_of(&self, passage: usize) -> &[Segment] {
        self.passages.get(passage).and_then(|passage| self.segments.get(passage.segments.clone())).unwrap_or_default()
    }

    /// What stands above the passage.
    pub(super) fn headings_of(&self, passage: usize) -> Headings<'_> {
        let passage = &self.passages[passage];
        let terms = |range: &Range<usize>| &self.headings[range.clone()];
        Headings { all: terms(&passage.headings), own: terms(&passage.own), title: terms(&passage.title) }
    }

    /// A number that is the same for the same passage in every process, and tells nothing.
    pub(super) fn key_of(&self, passage: usize) -> u64 {
        let lesson = &self.course.lessons[self.passages[passage].lesson];
        let bytes = match self.passages[passage].part {
            Part::Section(section) => lesson.sections[section].key.to_string(),
            Part::Faq(entry) => lesson.faq[entry].key.to_string(),
        };
        u64::from_str_radix(&bytes, 16).unwrap_or_default()
    }

    /// What stands above the passage: its heading or question.
    pub(super) fn title_of(&self, passage: usize) -> String {
        let lesson = &self.course.lessons[self.passages[passage].lesson];
        match self.passages[passage].part {
            Part::Section(section) => lesson.sections[section].title.to_string(),
            Part::Faq(entry) => lesson.faq[entry].question.to_string(),
        }
    }
}

/// A lesson as one document: its title and path counted once.
fn page(passages: &[Counts]) -> Counts {
    let mut page = Counts::default();
    for (number, passage) in passages.iter().enumerate() {
        let wanted = |field: Field| match field {
            Field::Prose | Field::Code => true,
            Field::Heading => number > 0,
            Field::Title | Field::Path => number == 0,
            Field::Ancestors => false,
        };
        page.words.extend(passage.words.iter().filter(|(_, field, _)| wanted(*field)));
        page.lengths.iter_mut().zip(passage.lengths).for_each(|(sum, length)| *sum += length);
    }
    page
}

struct Reader<'a> {
    vocabulary: &'a mut Vocabulary,
    tongue: usize,
    passages: Vec<Passage>,
    counts: Vec<Counts>,
    words: Vec<Term>,
    segments: Vec<Segment>,
    headings: Vec<Term>,
}

impl Reader<'_> {
    fn section(&mut self, number: usize, lesson: &Lesson, index: usize, section: &Section) {
        let mut counts = Counts::default();
        let own = self.name(&mut counts, Field::Heading, &section.title.to_string());
        self.headings.push(BREAK);
        for title in &section.ancestors {
            self.name(&mut counts, Field::Ancestors, title);
        }
        self.finish(number, lesson, Part::Section(index), own, counts, &section.blocks);
    }

    fn entry(&mut self, number: usize, lesson: &Lesson, index: usize, entry: &FaqEntry) {
        let mut counts = Counts::default();
        let own = self.name(&mut counts, Field::Heading, &entry.question.to_string());
        self.headings.push(BREAK);
        self.finish(number, lesson, Part::Faq(index), own, counts, &entry.answer);
    }

    fn finish(
        &mut self,
        number: usize,
        lesson: &Lesson,
        part: Part,
        own: Range<usize>,
        mut counts: Counts,
        blocks: &[Block],
    ) {
        self.headings.push(BREAK);
        let title = self.name(&mut counts, Field::Title, &lesson.title);
        lesson.tags.iter().for_each(|tag| self.count(&mut counts, Field::Title, tag));
        let path = lesson.path.rsplit_once('.').map_or(lesson.path.as_str(), |(stem, _)| stem);
        path.split('/').for_each(|part| self.count(&mut counts, Field::Path, part));
        let (words, segments) = (self.words.len(), self.segments.len());
        self.text(&mut counts, blocks);
        self.passages.push(Passage {
            lesson: number,
            part,
            words: words..self.words.len(),
            segments: segments..self.segments.len(),
            headings: own.start..title.end,
            own,
            title,
        });
        self.counts.push(counts);
    }

    fn text(&mut self, counts: &mut Counts, blocks: &[Block]) {
        let Self { vocabulary, tongue, words, segments, .. } = self;
        segments::read(blocks, segments, |field, text| {
            let before = words.len();
            learn(vocabulary, *tongue, counts, field, text, |term| words.push(term));
            words.push(BREAK);
            words.len() - before - 1
        });
    }

    /// Text that stands above the passage, and where its terms are now.
    fn name(&mut self, counts: &mut Counts, field: Field, text: &str) -> Range<usize> {
        let headings = &mut self.headings;
        let first = headings.len();
        learn(self.vocabulary, self.tongue, counts, field, text, |term| headings.push(term));
        first..headings.len()
    }

    fn count(&mut self, counts: &mut Counts, field: Field, text: &str) {
        learn(self.vocabulary, self.tongue, counts, field, text, |_| ());
    }
}

/// What a part of an identifier counts against a word of its own.
const PART: f32 = 0.6;

fn learn(
    vocabulary: &mut Vocabulary,
    tongue: usize,
    counts: &mut Counts,
    field: Field,
    text: &str,
    mut each: impl FnMut(Term),
) {
    vocabulary.learn(tongue, text, |term, form| {
        let (count, length) = match form {
            Form::Plain => (1.0, 1.0),
            Form::Part => (PART, 1.0),
            Form::Whole => (1.0, 0.0),
        };
        counts.words.push((term, field, count));
        counts.lengths[field as usize] += length;
        each(term);
    });
}
