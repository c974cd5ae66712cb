//! A lesson, section, entry or question with where it stands, so that its neighbours can be found.

use super::Library;
use crate::{
    course::{Course, FaqEntry, Lesson, Question, Revision, Section},
    markup,
    search::{Found, Part, PassageRef},
};

/// A lesson in its course.
#[derive(Clone, Copy)]
pub struct LessonAt<'a> {
    library: &'a Library,
    pub(super) course: usize,
    pub(super) lesson: usize,
}

impl<'a> LessonAt<'a> {
    pub(super) fn new(library: &'a Library, course: usize, lesson: usize) -> Self {
        Self { library, course, lesson }
    }

    pub fn course(&self) -> &'a Course {
        &self.library.courses[self.course]
    }

    pub fn lesson(&self) -> &'a Lesson {
        &self.course().lessons[self.lesson]
    }

    /// Counted from 0.
    pub fn index(&self) -> usize {
        self.lesson
    }
}

/// A section in its lesson and course.
#[derive(Clone, Copy)]
pub struct SectionAt<'a> {
    lesson: LessonAt<'a>,
    section: usize,
}

impl<'a> SectionAt<'a> {
    pub(super) fn new(library: &'a Library, course: usize, lesson: usize, section: usize) -> Self {
        Self { lesson: LessonAt::new(library, course, lesson), section }
    }

    pub fn course(&self) -> &'a Course {
        self.lesson.course()
    }

    pub fn lesson(&self) -> &'a Lesson {
        self.lesson.lesson()
    }

    pub fn section(&self) -> &'a Section {
        &self.lesson().sections[self.section]
    }

    /// Counted from 0.
    pub fn section_index(&self) -> usize {
        self.section
    }

    /// Of the lesson, counted from 0.
    pub fn lesson_index(&self) -> usize {
        self.lesson.index()
    }

    pub fn passage(&self) -> PassageRef {
        PassageRef { course: self.lesson.course, lesson: self.lesson.lesson, part: Part::Section(self.section) }
    }

    /// The section after this one, across lessons.
    pub fn next(&self) -> Option<Self> {
        if self.section + 1 < self.lesson().sections.len() {
            return Some(Self { section: self.section + 1, ..*self });
        }
        let lessons = self.course().lessons.iter().enumerate().skip(self.lesson.lesson + 1);
        lessons.filter(|(_, lesson)| !lesson.sections.is_empty()).map(|(lesson, _)| self.in_lesson(lesson, 0)).next()
    }

    /// The section before this one, across lessons.
    pub fn previous(&self) -> Option<Self> {
        if let Some(section) = self.section.checked_sub(1) {
            return Some(Self { section, ..*self });
        }
        let lessons = self.course().lessons.iter().enumerate().take(self.lesson.lesson);
        lessons.rev().find_map(|(lesson, before)| Some(self.in_lesson(lesson, before.sections.len().checked_sub(1)?)))
    }

    fn in_lesson(&self, lesson: usize, section: usize) -> Self {
        Self { lesson: LessonAt { lesson, ..self.lesson }, section }
    }
}

/// An FAQ entry in its lesson and course.
#[derive(Clone, Copy)]
pub struct FaqAt<'a> {
    lesson: LessonAt<'a>,
    entry: usize,
}

impl<'a> FaqAt<'a> {
    pub(super) fn new(library: &'a Library, course: usize, lesson: usize, entry: usize) -> Self {
        Self { lesson: LessonAt::new(library, course, lesson), entry }
    }

    pub fn course(&self) -> &'a Course {
        self.lesson.course()
    }

    pub fn lesson(&self) -> &'a Lesson {
        self.lesson.lesson()
    }

    pub fn entry(&self) -> &'a FaqEntry {
        &self.lesson().faq[self.entry]
    }

    pub fn passage(&self) -> PassageRef {
        PassageRef { course: self.lesson.course, lesson: self.lesson.lesson, part: Part::Faq(self.entry) }
    }
}

/// A quiz question in its lesson and course.
#[derive(Clone, Copy)]
pub struct QuestionAt<'a> {
    lesson: LessonAt<'a>,
    question: usize,
}

impl<'a> QuestionAt<'a> {
    pub(super) fn new(library: &'a Library, course: usize, lesson: usize, question: usize) -> Self {
        Self { lesson: LessonAt::new(library, course, lesson), question }
    }

    pub fn course(&self) -> &'a Course {
        self.lesson.course()
    }

    pub fn lesson(&self) -> &'a Lesson {
        self.lesson.lesson()
    }

    pub fn question(&self) -> &'a Question {
        &self.lesson().questions[self.question]
    }

    /// The section to reread after a miss.
    pub fn reread(&self) -> Option<&'a Section> {
        let named = self.question().reread.as_ref().and_then(|section| self.lesson().section(section));
        named.or_else(|| self.lesson().sections.first())
    }
}

/// A passage that search found, in its lesson and course.
#[derive(Clone, Copy)]
pub struct PassageAt<'a> {
    lesson: LessonAt<'a>,
    passage: PassageRef,
    pub found: Found<'a>,
}

impl<'a> PassageAt<'a> {
    pub(super) fn new(library: &'a Library, passage: PassageRef) -> Option<Self> {
        let (_, _, found) = library.search().found(passage)?;
        Some(Self { lesson: LessonAt::new(library, passage.course, passage.lesson), passage, found })
    }

    pub fn course(&self) -> &'a Course {
        self.lesson.course()
    }

    pub fn lesson(&self) -> &'a Lesson {
        self.lesson.lesson()
    }

    /// Counted from 0.
    pub fn lesson_index(&self) -> usize {
        self.lesson.index()
    }

    pub fn passage(&self) -> PassageRef {
        self.passage
    }

    /// Changes whenever the passage says something else.
    pub fn revision(&self) -> Revision {
        let blocks = match self.found {
            Found::Section(section) => &section.blocks,
            Found::Faq(entry) => &entry.answer,
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.title().as_bytes()).update(&[0]).update(markup::plain_text(blocks).as_bytes());
        let mut bytes = [0; 8];
        hasher.finalize_xof().fill(&mut bytes);
        Revision::from_i64(i64::from_be_bytes(bytes))
    }

    pub fn title(&self) -> String {
        match self.found {
            Found::Section(section) => section.title.to_string(),
            Found::Faq(entry) => entry.question.to_string(),
        }
    }

    /// Course, lesson and section or question; what is named twice in a row is said once.
    pub fn source(&self) -> Vec<String> {
        let mut source = vec![self.course().title.clone(), self.lesson().title.clone(), self.title()];
        source.dedup();
        source
    }

    /// The passage's address on the published site.
    pub fn url(&self) -> Option<String> {
        let anchor = match self.found {
            Found::Section(section) => &section.anchor,
            Found::Faq(entry) => &entry.anchor,
        };
        let url = self.lesson().url.as_ref()?;
        Some(if anchor.is_empty() { url.clone() } else { format!("{url}#{anchor}") })
    }
}
