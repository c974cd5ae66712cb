//! What a teacher can do so that a name need not be found again by its text.

use std::collections::HashMap;

use super::{Because, Carried, Move, Name};
use crate::{
    course::{
        Course, Position,
        problem::{Code, Problem},
    },
    ids::LessonId,
};

/// A warning for each id that changed without an alias: a lesson once, whatever is in it.
pub fn id_changes(carried: &Carried, course: &Course) -> Vec<Problem> {
    let lessons: HashMap<&LessonId, &LessonId> = carried
        .moves
        .iter()
        .filter(|moved| is_lesson(moved))
        .map(|moved| (moved.from.lesson(), moved.to.lesson()))
        .collect();
    let warns = |moved: &&Move| {
        let with_lesson = lessons.get(moved.from.lesson()) == Some(&moved.to.lesson());
        let changed = moved.from.id() != moved.to.id()
            && !matches!(moved.because, Because::Alias | Because::Split | Because::Merged);
        changed && (is_lesson(moved) || !with_lesson && moved.from.lesson() == moved.to.lesson())
    };
    carried.moves.iter().filter(warns).filter_map(|moved| warning(moved, course)).collect()
}

fn is_lesson(moved: &Move) -> bool {
    matches!(moved.from, Name::Lesson(_))
}

fn warning(moved: &Move, course: &Course) -> Option<Problem> {
    let (from, to) = (&moved.from, &moved.to);
    let (what, help) = match from {
        Name::Lesson(id) => ("lesson", format!("write `aliases: [{id}]` into its front matter")),
        Name::Section(_, id) => ("section", format!("write `{{#{id}}}` behind its heading")),
        Name::Faq(_, id) => ("FAQ entry", format!("write `{{#{id}}}` behind its heading")),
        Name::Question(_, id) => {
            ("question", format!("note it under `aliases` in a comment below the heading: `<!-- aliases={id} -->`"))
        }
    };
    let message = format!("the {what} `{from}` is `{to}` now, which only its text says");
    let help = format!("records are carried over; to be sure of it, {help}");
    Some(Problem::new(Code::IdChanged, position(to, course)?, message, help))
}

fn position(name: &Name, course: &Course) -> Option<Position> {
    let lesson = course.lesson(name.lesson())?;
    match name {
        Name::Lesson(_) => lesson.sections.first().map(|section| section.at.clone()),
        Name::Section(_, id) => lesson.section(id).map(|section| section.at.clone()),
        Name::Faq(_, id) => lesson.faq.iter().find(|entry| entry.id == *id).map(|entry| entry.at.clone()),
        Name::Question(_, id) => {
            lesson.questions.iter().find(|question| question.id == *id).map(|question| question.at.clone())
        }
    }
}
