//! What is known of a course between two readings, and how it goes on from one to the next.

use std::collections::{HashMap, HashSet};

use super::{Carried, Lost, Move, Name, Part, PieceKind, Sketch, decide::Fate};
use crate::{
    course::{Course, Lesson, Question, QuestionBody},
    ids::{LessonId, QuestionId, SectionId},
    markup::{self, Block},
};

/// Pieces that are gone are remembered, so many of them: long enough for a page that comes back under another name.
const MAX_GONE: usize = 5_000;
/// Former names that still lead somewhere, so that old buttons do.
const MAX_FORMER: usize = 20_000;

/// A course as it was when it was read last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownState {
    /// Changes whenever a name, a heading or a text does. `None` for a course that was never read.
    pub revision: Option<i64>,
    pub present: Vec<Part>,
    /// What is no longer in the course, the latest last. Records under these names wait.
    pub gone: Vec<Part>,
    /// Names that nothing has any more, with where they lead, in the order in which they were given up.
    pub former: Vec<(Name, Name)>,
}

/// A course as it is, in pieces.
pub(super) struct Inventory {
    pub parts: Vec<Part>,
    pub lesson_aliases: HashMap<LessonId, LessonId>,
    /// The question that has the alias.
    pub question_aliases: HashMap<QuestionId, QuestionId>,
    pub revision: i64,
}

impl KnownState {
    pub fn of(course: &Course) -> Self {
        Inventory::of(course).into_state()
    }

    pub(super) fn is_new(&self) -> bool {
        self.present.is_empty() && self.gone.is_empty()
    }

    /// All that records may point to, what is present first.
    pub(super) fn inventory(&self) -> Vec<&Part> {
        self.present.iter().chain(&self.gone).collect()
    }

    /// Where names lead that `course` does not have: to the piece that it became, else to the start of its lesson.
    pub fn leads(&self, course: &Course) -> Vec<(Name, Name)> {
        let lessons: HashMap<&LessonId, &Lesson> = course.lessons.iter().map(|lesson| (&lesson.id, lesson)).collect();
        let moved: HashMap<&LessonId, &LessonId> = self
            .former
            .iter()
            .filter(|(from, _)| from.kind() == PieceKind::Lesson)
            .map(|(from, to)| (from.lesson(), to.lesson()))
            .collect();
        let starts = self.gone.iter().filter(|part| part.name.kind() != PieceKind::Lesson).filter_map(|part| {
            let id = part.name.lesson();
            let lesson = lessons.get(moved.get(id).copied().unwrap_or(id))?;
            Some((part.name.clone(), Name::Lesson(lesson.id.clone())))
        });
        self.former.iter().cloned().chain(starts).collect()
    }
}

impl Inventory {
    pub(super) fn of(course: &Course) -> Self {
        let parts: Vec<Part> = course.lessons.iter().flat_map(parts_of).collect();
        let mut lesson_aliases = HashMap::new();
        let mut question_aliases = HashMap::new();
        for lesson in &course.lessons {
            for alias in &lesson.aliases {
                lesson_aliases.entry(alias.clone()).or_insert_with(|| lesson.id.clone());
            }
            for question in &lesson.questions {
                for alias in &question.aliases {
                    question_aliases.entry(alias.clone()).or_insert_with(|| question.id.clone());
                }
            }
        }
        let revision = revision(course, &parts);
        Self { parts, lesson_aliases, question_aliases, revision }
    }

    pub(super) fn into_state(self) -> KnownState {
        KnownState { revision: Some(self.revision), present: self.parts, ..KnownState::default() }
    }
}

fn parts_of(lesson: &Lesson) -> Vec<Part> {
    let id = || lesson.id.clone();
    let page = Part { name: Name::Lesson(id()), mark: mark(&lesson.path), sketch: Sketch::default() };
    let sections = lesson.sections.iter().map(|section| Part {
        name: Name::Section(id(), section.id.clone()),
        mark: mark(&section.title.to_string()),
        sketch: Sketch::of(&markup::plain_text(&section.blocks)),
    });
    let faq = lesson.faq.iter().map(|entry| Part {
        name: Name::Faq(id(), entry.id.clone()),
        mark: mark(&entry.question.to_string()),
        sketch: Sketch::of(&format!("{}\n{}", entry.question, markup::plain_text(&entry.answer))),
    });
    let questions = lesson.questions.iter().map(|question| Part {
        name: Name::Question(id(), question.id.clone()),
        mark: mark(&markup::plain_text(&question.stem)),
        sketch: Sketch::of(&question_text(question)),
    });
    std::iter::once(page).chain(sections).chain(faq).chain(questions).collect()
}

/// What a learner sees of a question, without the context that it shares with others.
fn question_text(question: &Question) -> String {
    let mut text = markup::plain_text(&question.stem);
    let mut add = |blocks: &[Block]| text.push_str(&markup::plain_text(blocks));
    match &question.body {
        QuestionBody::Choice(choice) => choice.choices.iter().for_each(|choice| add(&choice.content)),
        QuestionBody::Matching(matching) => {
            for (left, right) in &matching.pairs {
                add(&[Block::Paragraph(left.clone()), Block::Paragraph(right.clone())]);
            }
        }
        QuestionBody::Tracing(tracing) => text.push_str(&tracing.program),
        QuestionBody::Text(_) | QuestionBody::Number(_) => {}
    }
    text
}

fn mark(text: &str) -> i64 {
    let mut bytes = [0; 8];
    blake3::Hasher::new().update(text.trim().as_bytes()).finalize_xof().fill(&mut bytes);
    i64::from_le_bytes(bytes)
}

fn revision(course: &Course, parts: &[Part]) -> i64 {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(text.as_bytes()).update(&[0]);
    };
    for part in parts {
        add(part.name.lesson().as_str());
        add(part.name.id());
        add(&format!("{} {}", part.mark, part.sketch.shingles()));
    }
    for lesson in &course.lessons {
        lesson.aliases.iter().for_each(|alias| add(alias.as_str()));
        lesson.questions.iter().flat_map(|question| &question.aliases).for_each(|alias| add(alias.as_str()));
    }
    for part in parts {
        hasher.update(&part.sketch.to_bytes());
    }
    let mut bytes = [0; 8];
    hasher.finalize_xof().fill(&mut bytes);
    i64::from_le_bytes(bytes)
}

/// Puts together what became of every piece.
pub(super) fn settle(known: &KnownState, now: &Inventory, fates: Vec<Fate<'_>>) -> Carried {
    let taken: HashSet<_> = now.parts.iter().map(|part| part.name.key()).collect();
    let was_gone: HashSet<&Name> = known.gone.iter().map(|part| &part.name).collect();
    let mut moves = Vec::new();
    let mut lost = Vec::new();
    let mut gone: HashMap<Name, Name> = HashMap::new();
    for Fate { part, leads } in fates {
        let name = &part.name;
        if leads.is_empty() {
            let parked = taken.contains(&name.key()).then(|| parked(part));
            gone.insert(name.clone(), parked.clone().unwrap_or_else(|| name.clone()));
            if parked.is_some() || !was_gone.contains(name) {
                lost.push(Lost { name: name.clone(), parked });
            }
        } else if leads.iter().any(|(to, _)| to != name) {
            moves.extend(leads.into_iter().map(|(to, because)| Move { from: name.clone(), to, because }));
        }
    }
    let former = former(known, &moves, &gone, &taken);
    let still = |part: &Part| Some(Part { name: gone.get(&part.name)?.clone(), ..part.clone() });
    let mut gone: Vec<Part> = known.gone.iter().chain(&known.present).filter_map(still).collect();
    gone.drain(..gone.len().saturating_sub(MAX_GONE));
    let state = KnownState { revision: Some(now.revision), present: now.parts.clone(), gone, former };
    Carried { moves, lost, state }
}

/// Old names lead on to where their targets went; a name that is in use again leads nowhere else.
fn former(
    known: &KnownState,
    moves: &[Move],
    gone: &HashMap<Name, Name>,
    taken: &HashSet<(PieceKind, &str, &str)>,
) -> Vec<(Name, Name)> {
    let mut onward: HashMap<&Name, Vec<&Name>> = HashMap::new();
    for moved in moves {
        onward.entry(&moved.from).or_default().push(&moved.to);
    }
    let mut former = Vec::new();
    for (from, to) in &known.former {
        match (onward.get(to), gone.get(to)) {
            (Some(targets), _) => former.extend(targets.iter().map(|target| (from.clone(), (*target).clone()))),
            (None, Some(waiting)) => former.push((from.clone(), waiting.clone())),
            (None, None) => former.push((from.clone(), to.clone())),
        }
    }
    former.extend(moves.iter().map(|moved| (moved.from.clone(), moved.to.clone())));
    let mut seen = HashSet::new();
    former.retain(|pair| !taken.contains(&pair.0.key()) && seen.insert(pair.clone()));
    former.drain(..former.len().saturating_sub(MAX_FORMER));
    former
}

/// A name that nothing in a course has, for records whose own name now means something else.
fn parked(part: &Part) -> Name {
    let mut hasher = blake3::Hasher::new();
    hasher.update(part.name.lesson().as_str().as_bytes()).update(&[0]);
    hasher.update(part.name.id().as_bytes()).update(&[0]).update(&part.sketch.to_bytes());
    let id: String = format!("gone/{}", hasher.finalize().to_hex()).chars().take(21).collect();
    let checked = "a short word and hexadecimal digits are an id";
    match &part.name {
        Name::Lesson(_) => Name::Lesson(LessonId::parse(&id).expect(checked)),
        Name::Section(lesson, _) => Name::Section(lesson.clone(), SectionId::parse(&id).expect(checked)),
        Name::Faq(lesson, _) => Name::Faq(lesson.clone(), crate::ids::FaqId::parse(&id).expect(checked)),
        Name::Question(lesson, _) => Name::Question(lesson.clone(), QuestionId::parse(&id).expect(checked)),
    }
}
