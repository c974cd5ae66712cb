//! The immutable course: lessons, sections, FAQ entries and quiz questions, with where each was written.
//!
//! Readers under `course/` turn files into this and report every problem on the way. Knows no store, no search and
//! no runtime; everything here is data and the questions one can ask of it.

mod addresses;
mod bank_files;
pub mod banks;
pub mod carry;
mod checks;
pub mod diagnostics;
mod expand;
mod files;
mod front_matter;
#[cfg(any(test, fuzzing))]
pub mod hostile;
mod include;
mod lesson;
pub mod load;
mod markdown;
mod order;
mod outline;
mod plan;
pub mod problem;
pub mod question;
mod quiz_section;
mod read;
pub mod report;
mod reread;
mod settings;
mod text;
mod yaml;

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use crate::{
    ids::{CourseId, CourseKey, FaqId, FaqKey, LessonId, LessonKey, QuestionId, SectionId, SectionKey},
    markup::{Block, RichText},
};

/// Silent reading speed for technical prose, in words a minute. Brysbaert (2019) finds 238 for non-fiction; code and
/// terms slow readers down.
pub const WORDS_PER_MINUTE: usize = 200;

/// A course as its files stood at one moment.
#[derive(Debug, Clone)]
pub struct Course {
    pub id: CourseId,
    pub title: String,
    pub description: Option<String>,
    /// BCP 47 primary language subtag, lower case: `en`.
    pub language: String,
    /// The address of the published site, with a final slash.
    pub base_url: Option<String>,
    pub kind: CourseKind,
    /// The folder that lesson paths are relative to.
    pub source: PathBuf,
    /// Its configuration, or its folder where there is none but `course.toml`.
    pub at: Position,
    /// In reading order.
    pub lessons: Vec<Lesson>,
}

/// Which tool a course folder was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CourseKind {
    Native,
    MdBook,
    Docusaurus,
    MkDocs,
    /// Markdown files and nothing that says what they are for.
    Plain,
}

/// One page.
#[derive(Debug, Clone)]
pub struct Lesson {
    pub id: LessonId,
    pub aliases: Vec<LessonId>,
    pub key: LessonKey,
    pub title: String,
    pub summary: Option<String>,
    pub tags: Vec<String>,
    pub prerequisites: Vec<LessonId>,
    pub related: Vec<LessonId>,
    /// The part of the course it belongs to (mdBook part, sidebar category), if any.
    pub part: Option<String>,
    /// Relative to [`Course::source`], with forward slashes: `tutorial/request-files.md`.
    pub path: String,
    /// The page's address on the published site, if there is one.
    pub url: Option<String>,
    /// At least one in every lesson.
    pub sections: Vec<Section>,
    pub faq: Vec<FaqEntry>,
    pub questions: Vec<Question>,
    /// How the quiz of this lesson is given.
    pub quiz: QuizPolicy,
}

/// How a quiz is given: the teacher's choice, in the lesson's front matter under `quiz`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct QuizPolicy {
    pub feedback: Feedback,
    /// How often the quiz may be taken to the end; `None` without a limit.
    pub attempts: Option<u16>,
    pub key: KeyPolicy,
}

/// When a learner hears how an answer went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Feedback {
    #[default]
    AtOnce,
    /// After the last question.
    AtEnd,
}

/// Whether a learner is shown what would have been right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum KeyPolicy {
    #[default]
    Shown,
    Hidden,
}

/// A heading of level 2 or 3 with what is under it, or the text before the first one.
#[derive(Debug, Clone)]
pub struct Section {
    pub id: SectionId,
    pub key: SectionKey,
    /// For the text before the first heading: the lesson's title.
    pub title: RichText,
    /// Headings above it within the page, outermost first, without the page's title.
    pub ancestors: Vec<String>,
    /// The fragment of the section's address, without `#`; empty for the start of a page without a heading.
    pub anchor: String,
    pub blocks: Vec<Block>,
    /// Words of prose and code, for percent and minutes.
    pub words: usize,
    pub at: Position,
}

/// A question that learners ask often, with its answer.
#[derive(Debug, Clone)]
pub struct FaqEntry {
    pub id: FaqId,
    pub key: FaqKey,
    pub question: RichText,
    pub anchor: String,
    pub answer: Vec<Block>,
    pub at: Position,
}

/// A quiz question with its key. The key never leaves the process before the answer.
#[derive(Debug, Clone)]
pub struct Question {
    pub id: QuestionId,
    pub aliases: Vec<QuestionId>,
    /// Changes whenever context, stem, choices or key do.
    pub revision: Revision,
    /// Context shared by several questions, shown before the stem.
    pub context: Vec<Block>,
    pub stem: Vec<Block>,
    pub body: QuestionBody,
    /// Shown after the answer.
    pub explanation: Vec<Block>,
    /// The section to reread after a miss: the one before the quiz that speaks most of what was asked.
    pub reread: Option<SectionId>,
    pub at: Position,
}

/// What is asked for and what is right.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionBody {
    Choice(ChoiceQuestion),
    Text(TextQuestion),
    Number(NumberQuestion),
    Matching(MatchingQuestion),
    Tracing(TracingQuestion),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceQuestion {
    /// 2 to 25, in the order written; the position is the choice's canonical index.
    pub choices: Vec<Choice>,
    pub selection: Selection,
    pub order: ChoiceOrder,
}

/// How many choices are right, as the learner is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Selection {
    Single,
    /// All right ones and only them.
    Multiple,
}

/// The order in which choices are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChoiceOrder {
    Shuffled,
    /// As written: the teacher asked for it.
    Fixed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub content: Vec<Block>,
    /// Full for what is right. Where one choice is asked for, another one may be worth a part.
    pub credit: Credit,
    /// Why this choice is wrong (or right).
    pub reason: Vec<Block>,
}

/// What an answer is worth, in percent of full marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credit(u8);

/// A short answer in the learner's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextQuestion {
    /// Tried in this order; the first of full credit is the one shown as the key.
    pub answers: Vec<TextAnswer>,
    /// Said when no answer fits.
    pub otherwise: Vec<Block>,
    pub comparison: TextComparison,
    pub response: ResponseKind,
}

/// A foreseen answer: right, worth a part, or wrong in a way that deserves its own reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextAnswer {
    pub text: String,
    pub credit: Credit,
    pub reason: Vec<Block>,
}

/// When two texts count as equal. White space at the ends never counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextComparison {
    /// Letter case, runs of white space and the kind of quotation marks do not count.
    Loose,
    /// As `Loose`, and `*` in the accepted text stands for any run of characters (GIFT short answer).
    Wildcard,
    /// Character by character (code).
    Exact,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResponseKind {
    Short,
    Long,
    Code,
}

#[derive(Debug, Clone, PartialEq)]
pub struct NumberQuestion {
    /// Tried in this order; the first of full credit is the one shown as the key.
    pub answers: Vec<NumberAnswer>,
    /// Said when no answer fits.
    pub otherwise: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct NumberAnswer {
    pub range: NumberRange,
    pub credit: Credit,
    pub reason: Vec<Block>,
}

/// The numbers that count as one answer, bounds included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberRange {
    /// `value` give or take `tolerance`, which is not negative.
    Around { value: f64, tolerance: f64 },
    /// From `low` to `high`, which is not below it.
    Between { low: f64, high: f64 },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchingQuestion {
    /// What the two sides are called, where the teacher says so.
    pub header: Option<(RichText, RichText)>,
    /// Left with its right; 2 to 25.
    pub pairs: Vec<(RichText, RichText)>,
    /// Right-hand sides that belong to nothing.
    pub distractors: Vec<RichText>,
}

/// "What does this program do?"
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracingQuestion {
    pub program: String,
    pub language: Option<String>,
    pub outcome: TracingOutcome,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TracingOutcome {
    Prints(String),
    /// The line that the compiler rejects, counted from 1, where the bank says it.
    DoesNotCompile {
        line: Option<usize>,
    },
}

/// A hash of everything that makes a question the same question to a learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(i64);

impl Credit {
    pub const NONE: Self = Self(0);
    pub const FULL: Self = Self(100);

    /// Full marks at most.
    pub fn percent(percent: u8) -> Self {
        Self(percent.min(100))
    }

    pub fn as_percent(self) -> u8 {
        self.0
    }
}

impl Choice {
    pub fn is_right(&self) -> bool {
        self.credit == Credit::FULL
    }
}

impl Revision {
    pub fn from_i64(hash: i64) -> Self {
        Self(hash)
    }

    pub fn as_i64(self) -> i64 {
        self.0
    }
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// As the teacher knows it: relative to the content folder, with forward slashes.
    pub path: Arc<str>,
    /// Counted from 1.
    pub line: u32,
    /// Counted from 1, in characters.
    pub column: u32,
}

/// The courses that a place sees: every search, suggestion, select and quiz takes them as an argument.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Scope {
    #[default]
    All,
    These(BTreeSet<CourseId>),
}

impl Scope {
    /// The courses, where not all are meant.
    pub fn as_set(&self) -> Option<&BTreeSet<CourseId>> {
        match self {
            Self::All => None,
            Self::These(courses) => Some(courses),
        }
    }

    pub fn contains(&self, course: &CourseId) -> bool {
        match self {
            Self::All => true,
            Self::These(courses) => courses.contains(course),
        }
    }
}

/// Reading time of `words` in whole minutes, rounded up.
pub fn minutes(words: usize) -> usize {
    words.div_ceil(WORDS_PER_MINUTE)
}

impl Course {
    pub fn key(&self) -> CourseKey {
        CourseKey::new(&self.id)
    }

    pub fn lesson(&self, id: &LessonId) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| lesson.id == *id)
    }
}

impl Lesson {
    pub fn words(&self) -> usize {
        self.sections.iter().map(|section| section.words).sum()
    }

    pub fn section(&self, id: &SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == *id)
    }
}
