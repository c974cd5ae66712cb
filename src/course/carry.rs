//! What became of the pieces of a course that was edited: records of learners hold ids, and ids follow the text.
//!
//! A course as it was is kept as a [`KnownState`]: the name of each lesson, section, FAQ entry and question with a
//! [`Sketch`] of its text. [`carry_over`] holds it against the course as it is and says where each name leads now. Names
//! that a teacher gave come first (ids and aliases), then place and heading, then the text itself. It rather loses a
//! record than gives a learner something that they have not read.
//!
//! Pure: who keeps the state and moves the records is not known here.

mod advice;
mod decide;
mod lessons;
mod pairs;
mod sketch;
mod state;

use std::fmt;

pub use self::{
    advice::{course_change, id_changes},
    sketch::Sketch,
    state::KnownState,
};
use self::{decide::Matching, lessons::Destinations, state::Inventory};
use super::Course;
use crate::ids::{BadId, FaqId, LessonId, QuestionId, SectionId};

/// What a record points to, within one course.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    Lesson(LessonId),
    Section(LessonId, SectionId),
    Faq(LessonId, FaqId),
    /// Known in the whole course by its id; the lesson is where it stands.
    Question(LessonId, QuestionId),
}

/// A named piece of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub name: Name,
    /// A hash of the heading; of a lesson's path.
    pub mark: i64,
    /// Of the text below the heading; empty for a lesson, which is what its sections are.
    pub sketch: Sketch,
}

/// A name that leads elsewhere now.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    pub from: Name,
    pub to: Name,
    pub because: Because,
}

/// How it is known where a name leads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Because {
    /// The teacher said so, or gave it the same id in a lesson that is known to have moved.
    Alias,
    /// The same file, or the same heading in the lesson that took the place of the old one.
    Place,
    SameText,
    /// The share of what both texts have in what either has.
    SimilarText(f64),
    /// The text became several; this one of them is within the old one.
    Split,
    /// The text became part of a larger one.
    Merged,
}

/// A name that leads nowhere now. What is recorded under it stays and counts again when the text comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    pub name: Name,
    /// Where the records have to wait because something else has taken the name.
    pub parked: Option<Name>,
}

/// What a changed course means for records.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// A name that was split stands here once for each part, the first one first; with itself, if it is still there.
    pub moves: Vec<Move>,
    pub lost: Vec<Lost>,
    /// What is to be known from now on.
    pub state: KnownState,
}

/// Says where each known name leads in `course`.
pub fn carry_over(known: &KnownState, course: &Course) -> Carried {
    let now = Inventory::of(course);
    if known.revision == Some(now.revision) || known.is_new() {
        let state = if known.is_new() { now.into_state() } else { known.clone() };
        return Carried { moves: Vec::new(), lost: Vec::new(), state };
    }
    let old = known.inventory();
    let matchings = [Matching::sections(&old, &now), Matching::faq(&old, &now), Matching::questions(&old, &now)];
    let destinations = Destinations::of(&old, &now, &matchings);
    let mut fates = destinations.fates();
    for matching in &matchings {
        fates.extend(matching.decide(&destinations));
    }
    state::settle(known, &now, fates)
}

impl Carried {
    /// Whether learners' records are touched.
    pub fn is_quiet(&self) -> bool {
        self.moves.is_empty() && self.lost.is_empty()
    }

    /// From where to where records go, each pair once; of several places for one name the first is the main one.
    pub fn record_moves(&self) -> Vec<(&Name, &Name)> {
        let parked = self.lost.iter().filter_map(|lost| Some((&lost.name, lost.parked.as_ref()?)));
        let now = self.moves.iter().map(|moved| (&moved.from, &moved.to)).chain(parked);
        let mut seen = std::collections::HashSet::new();
        let former = self.state.former.iter().map(|(from, to)| (from, to));
        now.chain(former).filter(|pair| seen.insert(*pair)).collect()
    }
}

impl Name {
    pub fn lesson(&self) -> &LessonId {
        match self {
            Self::Lesson(lesson) | Self::Section(lesson, _) | Self::Faq(lesson, _) | Self::Question(lesson, _) => {
                lesson
            }
        }
    }

    /// The id within the lesson; a lesson's own.
    pub fn id(&self) -> &str {
        match self {
            Self::Lesson(id) => id.as_str(),
            Self::Section(_, id) => id.as_str(),
            Self::Faq(_, id) => id.as_str(),
            Self::Question(_, id) => id.as_str(),
        }
    }

    /// The name of the piece `id` of a lesson; for a lesson that is its own id.
    pub(crate) fn new(kind: PieceKind, lesson: LessonId, id: &str) -> Result<Self, BadId> {
        Ok(match kind {
            PieceKind::Lesson => Self::Lesson(lesson),
            PieceKind::Section => Self::Section(lesson, SectionId::parse(id)?),
            PieceKind::Faq => Self::Faq(lesson, FaqId::parse(id)?),
            PieceKind::Question => Self::Question(lesson, QuestionId::parse(id)?),
        })
    }

    pub fn kind(&self) -> PieceKind {
        match self {
            Self::Lesson(_) => PieceKind::Lesson,
            Self::Section(..) => PieceKind::Section,
            Self::Faq(..) => PieceKind::Faq,
            Self::Question(..) => PieceKind::Question,
        }
    }

    /// What records find the piece by: a question by its id alone, wherever it stands.
    pub(crate) fn key(&self) -> (PieceKind, &str, &str) {
        match self {
            Self::Question(_, id) => (PieceKind::Question, "", id.as_str()),
            Self::Lesson(_) | Self::Section(..) | Self::Faq(..) => (self.kind(), self.lesson().as_str(), self.id()),
        }
    }

    /// The same piece in another lesson.
    fn in_lesson(&self, lesson: &LessonId) -> Self {
        match self {
            Self::Lesson(_) => Self::Lesson(lesson.clone()),
            Self::Section(_, id) => Self::Section(lesson.clone(), id.clone()),
            Self::Faq(_, id) => Self::Faq(lesson.clone(), id.clone()),
            Self::Question(_, id) => Self::Question(lesson.clone(), id.clone()),
        }
    }
}

impl Because {
    /// As the report of `docent check` writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alias => "alias",
            Self::Place => "place",
            Self::SameText => "same-text",
            Self::SimilarText(_) => "similar-text",
            Self::Split => "split",
            Self::Merged => "merged",
        }
    }
}

/// The kinds of pieces; a piece never becomes one of another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PieceKind {
    Lesson,
    Section,
    Faq,
    Question,
}

/// As `docent check` and the log write it.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lesson(lesson) => write!(f, "{lesson}"),
            Self::Section(lesson, id) => write!(f, "{lesson}#{id}"),
            Self::Faq(lesson, id) => write!(f, "{lesson}#{id}"),
            Self::Question(_, id) => write!(f, "{id}"),
        }
    }
}

#[cfg(test)]
mod tests;
