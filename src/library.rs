//! The library: all courses with their index, immutable, and the shelf that holds the one in use.
//!
//! An action takes the library from the shelf once and keeps it to its end; a new one takes its place in one swap.

mod find;
mod places;
pub mod sync;

use std::{collections::HashMap, hash::Hash, sync::Arc};

use arc_swap::{ArcSwap, ArcSwapOption};

pub use self::{
    find::ToRead,
    places::{FaqAt, LessonAt, PassageAt, QuestionAt, SectionAt},
};
use crate::{
    clock::Timestamp,
    course::{Course, carry::Name},
    ids::{CourseId, CourseKey, FaqKey, LessonKey, QuestionId, SectionKey},
    search::{PassageRef, SearchIndex},
};

/// Everything that learners can ask about, as it stood at one moment.
pub struct Library {
    courses: Vec<Arc<Course>>,
    search: SearchIndex,
    by_course: HashMap<CourseKey, usize>,
    /// Course and lesson.
    by_lesson: HashMap<LessonKey, (usize, usize)>,
    /// Course, lesson and section.
    by_section: HashMap<SectionKey, (usize, usize, usize)>,
    by_faq: HashMap<FaqKey, (usize, usize, usize)>,
    by_question: HashMap<(CourseId, QuestionId), (usize, usize, usize)>,
    /// Of the state of each course that records were brought to.
    revisions: HashMap<CourseId, i64>,
    version: String,
    loaded_at: Timestamp,
}

/// Holds the library in use.
pub struct Shelf {
    current: ArcSwap<Library>,
    refused_at: ArcSwapOption<Timestamp>,
}

impl Shelf {
    pub fn new(library: Library) -> Self {
        Self { current: ArcSwap::from_pointee(library), refused_at: ArcSwapOption::empty() }
    }

    /// The library in use. Take it once an action, so that all of the action sees the same courses.
    pub fn library(&self) -> Arc<Library> {
        self.current.load_full()
    }

    /// Puts a new library in place of the one in use; actions under way keep theirs.
    pub fn put(&self, library: Library) {
        self.current.store(Arc::new(library));
        self.refused_at.store(None);
    }

    /// Notes that what the files hold now cannot be served; the library in use stays.
    pub fn refuse(&self, now: Timestamp) {
        self.refused_at.rcu(|before| before.clone().or_else(|| Some(Arc::new(now))));
    }

    /// Since when the files hold what cannot be served.
    pub fn refused_at(&self) -> Option<Timestamp> {
        self.refused_at.load().as_deref().copied()
    }
}

impl Library {
    /// Indexes `courses`. Fails when the index does not hold every passage.
    pub fn new(courses: Vec<Arc<Course>>, loaded_at: Timestamp) -> anyhow::Result<Self> {
        let search = SearchIndex::build(&courses)?;
        let passages: usize = courses.iter().flat_map(|course| &course.lessons).map(passages_of).sum();
        anyhow::ensure!(search.passages() == passages, "the index holds {} of {passages} passages", search.passages());
        let version = version_of(&courses);
        let mut library = Self {
            courses,
            search,
            by_course: HashMap::new(),
            by_lesson: HashMap::new(),
            by_section: HashMap::new(),
            by_faq: HashMap::new(),
            by_question: HashMap::new(),
            revisions: HashMap::new(),
            version,
            loaded_at,
        };
        library.register();
        Ok(library)
    }

    /// Old ids lead where the new ones do, unless something else has taken the name.
    fn register(&mut self) {
        for (c, course) in self.courses.iter().enumerate() {
            self.by_course.insert(course.key(), c);
            for (l, lesson) in course.lessons.iter().enumerate() {
                for id in [&lesson.id].into_iter().chain(&lesson.aliases) {
                    self.by_lesson.entry(LessonKey::new(&course.id, id)).or_insert((c, l));
                    for (s, section) in lesson.sections.iter().enumerate() {
                        self.by_section.entry(SectionKey::new(&course.id, id, &section.id)).or_insert((c, l, s));
                    }
                    for (f, entry) in lesson.faq.iter().enumerate() {
                        self.by_faq.entry(FaqKey::new(&course.id, id, &entry.id)).or_insert((c, l, f));
                    }
                }
                for (q, question) in lesson.questions.iter().enumerate() {
                    for id in [&question.id].into_iter().chain(&question.aliases) {
                        self.by_question.entry((course.id.clone(), id.clone())).or_insert((c, l, q));
                    }
                }
            }
        }
    }

    /// Of the state of the course that records were brought to before anybody met this library.
    pub fn revision(&self, course: &CourseId) -> Option<i64> {
        self.revisions.get(course).copied()
    }

    /// Notes that records were brought to the state of `course` with this revision, and makes names that it has no more
    /// lead to what became of them: old buttons carry them. A name that is in use stays with what has it.
    pub fn lead(&mut self, course: &CourseId, revision: Option<i64>, names: &[(Name, Name)]) {
        self.revisions.extend(revision.map(|revision| (course.clone(), revision)));
        for (from, to) in names {
            match from {
                Name::Lesson(old) => {
                    let found = self.by_lesson.get(&LessonKey::new(course, to.lesson())).copied();
                    put(&mut self.by_lesson, LessonKey::new(course, old), found);
                }
                Name::Section(lesson, old) => {
                    let found = self.section_named(course, to);
                    put(&mut self.by_section, SectionKey::new(course, lesson, old), found);
                }
                Name::Faq(lesson, old) => {
                    let found = match to {
                        Name::Faq(lesson, id) => self.by_faq.get(&FaqKey::new(course, lesson, id)).copied(),
                        Name::Lesson(_) | Name::Section(..) | Name::Question(..) => None,
                    };
                    put(&mut self.by_faq, FaqKey::new(course, lesson, old), found);
                }
                Name::Question(_, old) => {
                    let found = match to {
                        Name::Question(_, id) => self.by_question.get(&(course.clone(), id.clone())).copied(),
                        Name::Lesson(_) | Name::Section(..) | Name::Faq(..) => None,
                    };
                    put(&mut self.by_question, (course.clone(), old.clone()), found);
                }
            }
        }
    }

    /// The section of that name; of a lesson the first.
    fn section_named(&self, course: &CourseId, name: &Name) -> Option<(usize, usize, usize)> {
        match name {
            Name::Section(lesson, id) => self.by_section.get(&SectionKey::new(course, lesson, id)).copied(),
            Name::Lesson(lesson) | Name::Faq(lesson, _) | Name::Question(lesson, _) => {
                let (course, lesson) = *self.by_lesson.get(&LessonKey::new(course, lesson))?;
                Some((course, lesson, 0))
            }
        }
    }

    /// In the order of the content folder.
    pub fn courses(&self) -> &[Arc<Course>] {
        &self.courses
    }

    pub fn search(&self) -> &SearchIndex {
        &self.search
    }

    /// Changes whenever the content does; short enough to read out.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// When the files were read.
    pub fn loaded_at(&self) -> Timestamp {
        self.loaded_at
    }

    pub fn course(&self, key: CourseKey) -> Option<&Arc<Course>> {
        self.courses.get(*self.by_course.get(&key)?)
    }

    pub fn lesson(&self, key: LessonKey) -> Option<LessonAt<'_>> {
        let (course, lesson) = *self.by_lesson.get(&key)?;
        Some(LessonAt::new(self, course, lesson))
    }

    pub fn section(&self, key: SectionKey) -> Option<SectionAt<'_>> {
        let (course, lesson, section) = *self.by_section.get(&key)?;
        Some(SectionAt::new(self, course, lesson, section))
    }

    pub fn faq(&self, key: FaqKey) -> Option<FaqAt<'_>> {
        let (course, lesson, entry) = *self.by_faq.get(&key)?;
        Some(FaqAt::new(self, course, lesson, entry))
    }

    pub fn passage(&self, passage: PassageRef) -> Option<PassageAt<'_>> {
        PassageAt::new(self, passage)
    }

    pub fn question(&self, course: &CourseId, question: &QuestionId) -> Option<QuestionAt<'_>> {
        let (course, lesson, question) = *self.by_question.get(&(course.clone(), question.clone()))?;
        Some(QuestionAt::new(self, course, lesson, question))
    }
}

fn put<K: Eq + Hash, V>(names: &mut HashMap<K, V>, name: K, found: Option<V>) {
    if let Some(found) = found {
        names.entry(name).or_insert(found);
    }
}

fn passages_of(lesson: &crate::course::Lesson) -> usize {
    lesson.sections.len() + lesson.faq.len()
}

/// A hash of all that is shown: the first 40 bits of BLAKE3, in hexadecimal.
fn version_of(courses: &[Arc<Course>]) -> String {
    let mut hasher = blake3::Hasher::new();
    for course in courses {
        hasher.update(course.id.as_str().as_bytes());
        for lesson in &course.lessons {
            hasher.update(lesson.id.as_str().as_bytes()).update(lesson.title.as_bytes());
            for section in &lesson.sections {
                hasher.update(section.title.to_string().as_bytes());
                hasher.update(crate::markup::plain_text(&section.blocks).as_bytes());
            }
            for entry in &lesson.faq {
                hasher.update(entry.question.to_string().as_bytes());
                hasher.update(crate::markup::plain_text(&entry.answer).as_bytes());
            }
            for question in &lesson.questions {
                hasher.update(question.id.as_str().as_bytes()).update(&question.revision.as_i64().to_be_bytes());
            }
        }
    }
    hasher.finalize().to_hex().chars().take(10).collect()
}
