//! Where the lessons of a course went: by name, and by where their texts are found again.

use std::collections::{HashMap, HashSet};

use super::{
    Because, Name, Part, PieceKind,
    decide::{Fate, Matching},
    state::Inventory,
};
use crate::ids::LessonId;

/// The share of a lesson's text that makes another lesson one of its destinations.
const NOTABLE: f64 = 0.1;
/// A lesson's own name counts no longer when so much of its text is in another one …
const MOST: f64 = 0.5;
/// … and less than this share of that is still under its name.
const LITTLE: f64 = 0.25;

/// For each old lesson the lessons that took its place, the main one first.
pub(super) struct Destinations<'a> {
    by_lesson: HashMap<&'a LessonId, Vec<Destination<'a>>>,
    lessons: Vec<&'a Part>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Destination<'a> {
    pub lesson: &'a LessonId,
    pub because: Because,
}

/// Shingles of an old lesson that were found in new ones.
#[derive(Default)]
struct Votes<'a> {
    all: f64,
    found: HashMap<&'a LessonId, f64>,
}

impl<'a> Destinations<'a> {
    pub(super) fn of(olds: &[&'a Part], now: &'a Inventory, matchings: &[Matching<'a>]) -> Self {
        let lessons: Vec<&Part> = olds.iter().copied().filter(|part| part.name.kind() == PieceKind::Lesson).collect();
        let mut votes: HashMap<&LessonId, Votes<'_>> = HashMap::new();
        for part in olds {
            votes.entry(part.name.lesson()).or_default().all += f64::from(part.sketch.shingles());
        }
        for (old, new) in matchings.iter().flat_map(Matching::sure) {
            let found = &mut votes.entry(old.name.lesson()).or_default().found;
            *found.entry(new.name.lesson()).or_insert(0.0) += f64::from(old.sketch.shingles());
        }
        let names = Names::of(now);
        let marks: HashMap<&LessonId, i64> = lessons.iter().map(|part| (part.name.lesson(), part.mark)).collect();
        let by_lesson = votes.iter().map(|(lesson, votes)| {
            let named = names.find(lesson, marks.get(lesson).copied());
            (*lesson, votes.destinations(named))
        });
        Self { by_lesson: by_lesson.collect(), lessons }
    }

    /// The main destination first.
    pub(super) fn of_lesson(&self, lesson: &LessonId) -> &[Destination<'a>] {
        self.by_lesson.get(lesson).map_or(&[], Vec::as_slice)
    }

    pub(super) fn leads_to(&self, old: &LessonId, new: &LessonId) -> bool {
        self.of_lesson(old).iter().any(|destination| destination.lesson == new)
    }

    /// What became of the lessons themselves.
    pub(super) fn fates(&self) -> Vec<Fate<'a>> {
        let fate = |part: &&'a Part| {
            let main = self.of_lesson(part.name.lesson()).first();
            let leads = main.map(|main| (Name::Lesson(main.lesson.clone()), main.because));
            Fate { part, leads: leads.into_iter().collect() }
        };
        self.lessons.iter().map(fate).collect()
    }
}

impl<'a> Votes<'a> {
    fn destinations(&self, named: Option<Destination<'a>>) -> Vec<Destination<'a>> {
        let mut voted: Vec<(&LessonId, f64)> = self.found.iter().map(|(lesson, votes)| (*lesson, *votes)).collect();
        voted.retain(|(_, votes)| *votes >= self.all * NOTABLE);
        voted.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let named = named.filter(|named| !self.overrules(&voted, named));
        let others = voted.iter().filter(|(lesson, _)| named.is_none_or(|named| named.lesson != *lesson));
        let others = others
            .map(|(lesson, votes)| Destination { lesson, because: Because::SimilarText(votes / self.all.max(1.0)) });
        named.into_iter().chain(others).collect()
    }

    /// Whether a lesson only has the name of the old one, and the text is elsewhere.
    fn overrules(&self, voted: &[(&'a LessonId, f64)], named: &Destination<'a>) -> bool {
        let under_name = self.found.get(named.lesson).copied().unwrap_or(0.0);
        named.because == Because::Place
            && voted.first().is_some_and(|(_, most)| *most > self.all * MOST && under_name < most * LITTLE)
    }
}

/// Where lessons are found by what teachers gave them.
struct Names<'a> {
    ids: HashSet<&'a LessonId>,
    by_alias: HashMap<&'a LessonId, &'a LessonId>,
    by_path: HashMap<i64, &'a LessonId>,
}

impl<'a> Names<'a> {
    fn of(now: &'a Inventory) -> Self {
        let lessons = || now.parts.iter().filter(|part| part.name.kind() == PieceKind::Lesson);
        Self {
            ids: lessons().map(|part| part.name.lesson()).collect(),
            by_alias: now.lesson_aliases.iter().collect(),
            by_path: lessons().map(|part| (part.mark, part.name.lesson())).collect(),
        }
    }

    fn find(&self, old: &LessonId, path: Option<i64>) -> Option<Destination<'a>> {
        if let Some(lesson) = self.ids.get(old) {
            return Some(Destination { lesson, because: Because::Place });
        }
        if let Some(lesson) = self.by_alias.get(old) {
            return Some(Destination { lesson, because: Because::Alias });
        }
        let lesson = self.by_path.get(&path?)?;
        Some(Destination { lesson, because: Because::Place })
    }
}
