//! From what a reader found to a question that learners can be asked: checks that hold for every format, ids that
//! survive reordering, and the revision that tells an edited question from the one that was asked.
//!
//! Every reader of questions makes [`Draft`]s and leaves the rest to [`finish`]. Knows no file format.

mod check;
mod identity;
pub(crate) mod range;
pub mod reference;

use std::collections::{HashMap, HashSet};

use self::identity::{checked_id, default_id, revision, short_hash, slug};
use super::{
    Credit, MatchingQuestion, NumberQuestion, NumberRange, Position, Question, QuestionBody, TextAnswer, TextQuestion,
    problem::{Code, Problem},
};
use crate::{
    ids::{LessonId, QuestionId, SectionId},
    markup::{self, Block, RichText},
};

/// The fewest choices or pairs that leave something to decide.
pub const MIN_CHOICES: usize = 2;
/// What one select menu of a chat platform holds, and one letter each with room to spare.
pub const MAX_CHOICES: usize = 25;

/// A question as a reader found it, not yet checked and without a place in a lesson.
#[derive(Debug, Clone)]
pub struct Draft {
    /// As the teacher gave it.
    pub id: Option<QuestionId>,
    pub aliases: Vec<QuestionId>,
    /// Where the bank files it (GIFT's `$CATEGORY`); only import uses it.
    pub category: Option<String>,
    pub context: Vec<Block>,
    pub stem: Vec<Block>,
    pub body: QuestionBody,
    pub explanation: Vec<Block>,
    /// The section to reread after a miss; readers leave it to the page.
    pub reread: Option<SectionId>,
    pub at: Position,
}

/// The questions of a lesson, and what is wrong with those that were left out.
#[derive(Debug, Default)]
pub struct Finished {
    pub questions: Vec<Question>,
    pub problems: Vec<Problem>,
}

/// The ids that a course has given out so far, so that none is given twice.
#[derive(Debug, Default)]
pub struct TakenIds {
    given: HashMap<QuestionId, Position>,
    /// The number that the next question with this id gets.
    next: HashMap<QuestionId, usize>,
}

/// Checks the drafts of one lesson and gives each its id and revision.
///
/// An id that the teacher did not give is made from the lesson and the stem, so that it stays when questions move
/// within the lesson. Where several stems read the same, what else tells the questions apart goes into the id too,
/// and the first of them keeps the short id as an alias.
pub fn finish(drafts: Vec<Draft>, lesson: &LessonId, taken: &mut TakenIds) -> Finished {
    let mut finished = Finished::default();
    let (sound, unsound): (Vec<_>, Vec<_>) =
        drafts.into_iter().map(|draft| (draft.check(), draft)).partition(|(check, _)| check.is_ok());
    finished.problems.extend(unsound.into_iter().filter_map(|(check, _)| check.err()).map(|problem| *problem));
    let mut ids = DefaultIds::of(lesson, sound.iter().map(|(_, draft)| draft));
    for (_, mut draft) in sound {
        let id = match draft.id.take() {
            Some(id) => id,
            None => ids.give(&mut draft, taken),
        };
        match taken.claim(&id, &draft.at) {
            Ok(()) => finished.questions.push(draft.into_question(id)),
            Err(problem) => finished.problems.push(*problem),
        }
    }
    finished
}

/// Makes ids for the questions of a lesson that have none.
struct DefaultIds<'a> {
    lesson: &'a LessonId,
    /// How many questions make the same id out of their stem, and whether one of them has it as an alias.
    uses: HashMap<QuestionId, (usize, bool)>,
}

impl<'a> DefaultIds<'a> {
    fn of<'d>(lesson: &'a LessonId, drafts: impl Iterator<Item = &'d Draft>) -> Self {
        let mut uses = HashMap::new();
        for draft in drafts.filter(|draft| draft.id.is_none()) {
            uses.entry(default_id(lesson, &draft.slug())).or_insert((0, false)).0 += 1;
        }
        Self { lesson, uses }
    }

    fn give(&mut self, draft: &mut Draft, taken: &mut TakenIds) -> QuestionId {
        let slug = draft.slug();
        let short = default_id(self.lesson, &slug);
        match self.uses.get_mut(&short) {
            Some((2.., aliased)) => {
                if !std::mem::replace(aliased, true) {
                    draft.aliases.push(short);
                }
                taken.number(default_id(self.lesson, &format!("{slug}-{}", short_hash(draft))))
            }
            Some(_) | None => taken.number(short),
        }
    }
}

impl TakenIds {
    /// Notes `id` as given to the question at `at`.
    fn claim(&mut self, id: &QuestionId, at: &Position) -> Result<(), Box<Problem>> {
        if let Some(first) = self.given.get(id) {
            let message = format!("question id `{id}` is already used in {}:{}", first.path, first.line);
            return Err(Box::new(Problem::new(
                Code::QuestionIdTwice,
                at.clone(),
                message,
                "give one of the two another id; answers are recorded by id",
            )));
        }
        self.given.insert(id.clone(), at.clone());
        Ok(())
    }

    /// `id`, or with a number behind it when two questions are the same to the letter.
    fn number(&mut self, id: QuestionId) -> QuestionId {
        if !self.given.contains_key(&id) {
            return id;
        }
        let next = self.next.entry(id.clone()).or_insert(2);
        loop {
            let numbered = checked_id(&format!("{id}-{next}"));
            *next += 1;
            if !self.given.contains_key(&numbered) {
                return numbered;
            }
        }
    }
}

impl Draft {
    fn slug(&self) -> String {
        slug(&markup::plain_text(&self.stem))
    }

    fn into_question(self, id: QuestionId) -> Question {
        let revision = revision(&self);
        let Self { id: _, aliases, category: _, context, stem, body, explanation, reread, at } = self;
        let aliases = aliases.into_iter().filter(|alias| *alias != id).collect();
        Question { id, aliases, revision, context, stem, body, explanation, reread, at }
    }
}

impl TextQuestion {
    /// The answer shown as the right one.
    pub fn key(&self) -> Option<&TextAnswer> {
        self.answers.iter().find(|answer| answer.credit == Credit::FULL)
    }
}

impl NumberQuestion {
    /// The range shown as the right one.
    pub fn key(&self) -> Option<NumberRange> {
        self.answers.iter().find(|answer| answer.credit == Credit::FULL).map(|answer| answer.range)
    }
}

impl MatchingQuestion {
    /// What can stand on the right, each once, in the order written: the lists that letters count.
    pub fn right_sides(&self) -> Vec<&RichText> {
        let mut seen = HashSet::new();
        let written = self.pairs.iter().map(|(_, right)| right).chain(&self.distractors);
        written.filter(|right| seen.insert(right.to_string())).collect()
    }
}

#[cfg(test)]
mod tests;
