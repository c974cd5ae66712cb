//! What a teacher can do so that a name need not be found again by its text.

use std::collections::{HashMap, HashSet};

use super::{Because, Carried, KnownState, Move, Name, PieceKind};
use crate::{
    course::{
        Course, CourseKind, Position,
        problem::{Code, Problem},
    },
    ids::{CourseId, LessonId},
};

/// A warning for each id that changed without an alias: a lesson once, whatever is in it.
pub fn id_changes(known: &KnownState, carried: &Carried, course: &Course) -> Vec<Problem> {
    let lessons = moved_lessons(carried);
    let found = carried.moves.iter().filter(|moved| warns(moved, &lessons)).filter_map(|moved| {
        let at = position(&moved.to, course)?;
        let message =
            format!("the {} `{}` is `{}` now, which only its text says", what(&moved.to), moved.from, moved.to);
        let help = format!("records are carried over; to be sure of it, {}", remedy(&moved.from, &at));
        Some(Problem::new(Code::IdChanged, at, message, help))
    });
    let replaced = replaced(known, carried, &lessons).into_iter().filter_map(|(old, new)| {
        let at = position(new, course)?;
        let message = format!("the {} `{old}` is gone and `{new}` is new", what(new));
        let help = format!("if it is the same with other words, {}; its records wait", remedy(old, &at));
        Some(Problem::new(Code::IdChanged, at, message, help))
    });
    found.chain(replaced).collect()
}

/// A warning when one course is gone and one is new: it may be the same with another id.
pub fn course_change(gone: &[&CourseId], new: &[&Course]) -> Option<Problem> {
    let ([old], [course]) = (gone, new) else { return None };
    let message = format!("the course `{old}` is gone and `{}` is new", course.id);
    let help = format!("if it is the same, write `id = \"{old}\"` into its course.toml; its learners' records wait");
    Some(Problem::new(Code::IdChanged, described(course), message, help))
}

/// The file that says what a course is; of a folder of Markdown the one that could.
fn described(course: &Course) -> Position {
    let path = match course.kind {
        CourseKind::MdBook | CourseKind::Docusaurus | CourseKind::MkDocs => return course.at.clone(),
        CourseKind::Native | CourseKind::Plain if course.at.path.is_empty() => "course.toml".into(),
        CourseKind::Native | CourseKind::Plain => format!("{}/course.toml", course.at.path).into(),
    };
    Position { path, line: 1, column: 1 }
}

fn moved_lessons(carried: &Carried) -> HashMap<&LessonId, &LessonId> {
    let moves = carried.moves.iter().filter(|moved| moved.from.kind() == PieceKind::Lesson);
    moves.map(|moved| (moved.from.lesson(), moved.to.lesson())).collect()
}

fn warns(moved: &Move, lessons: &HashMap<&LessonId, &LessonId>) -> bool {
    let is_lesson = moved.from.kind() == PieceKind::Lesson;
    let with_lesson = lessons.get(moved.from.lesson()) == Some(&moved.to.lesson());
    let changed =
        moved.from.id() != moved.to.id() && !matches!(moved.because, Because::Alias | Because::Split | Because::Merged);
    changed && (is_lesson || !with_lesson && moved.from.lesson() == moved.to.lesson())
}

/// What is gone with what is new, where each is the only one of its kind in a lesson: one piece, perhaps, reworded.
fn replaced<'a>(
    known: &'a KnownState,
    carried: &'a Carried,
    lessons: &HashMap<&'a LessonId, &'a LessonId>,
) -> Vec<(&'a Name, &'a Name)> {
    let before: HashSet<&Name> = known.inventory().into_iter().map(|part| &part.name).collect();
    let reached: HashSet<&Name> = carried.moves.iter().map(|moved| &moved.to).collect();
    let is_new = |name: &&Name| !before.contains(name) && !reached.contains(name);
    let new = only(carried.state.present.iter().map(|part| &part.name).filter(is_new), |lesson| lesson);
    // What stepped aside for another's text has not changed its name.
    let lost = carried.lost.iter().filter(|lost| lost.parked.is_none()).map(|lost| &lost.name);
    let gone = only(lost, |lesson| lessons.get(lesson).copied().unwrap_or(lesson));
    let mut pairs: Vec<_> = gone.iter().filter_map(|(place, old)| Some(((*old)?, (*new.get(place)?)?))).collect();
    pairs.sort();
    pairs
}

/// The name of each kind in each lesson, where there is but one; lessons are counted in the whole course.
fn only<'a>(
    names: impl Iterator<Item = &'a Name>,
    lesson_now: impl Fn(&'a LessonId) -> &'a LessonId,
) -> HashMap<(PieceKind, Option<&'a LessonId>), Option<&'a Name>> {
    let mut found = HashMap::new();
    for name in names {
        let lesson = (name.kind() != PieceKind::Lesson).then(|| lesson_now(name.lesson()));
        found.entry((name.kind(), lesson)).and_modify(|only| *only = None).or_insert(Some(name));
    }
    found
}

fn what(name: &Name) -> &'static str {
    match name {
        Name::Lesson(_) => "lesson",
        Name::Section(..) => "section",
        Name::Faq(..) => "FAQ entry",
        Name::Question(..) => "question",
    }
}

/// How the piece that now stands at `at` keeps `name`.
fn remedy(name: &Name, at: &Position) -> String {
    match name {
        Name::Lesson(id) => format!("write `aliases: [{id}]` into its front matter"),
        Name::Section(_, id) => format!("write `{{#{id}}}` behind its heading"),
        Name::Faq(_, id) => format!("write `{{#{id}}}` behind its heading"),
        Name::Question(_, id) => match at.path.rsplit_once('.').map(|(_, ending)| ending) {
            Some("toml") => format!("write `id = \"{id}\"` into its table"),
            Some("gift" | "txt") => format!("write `// [id:{id}]` above it"),
            Some("aiken") => "turn the bank into a page with `docent import aiken`: a page can note ids".to_owned(),
            Some(_) | None => format!("write `<!-- docent: aliases={id} -->` below its heading"),
        },
    }
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
