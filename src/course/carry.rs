//! Where learners' records go when a course is rearranged.
//!
//! Records hold ids. An id that is still there keeps its records, and so do aliases. For the others the text itself
//! tells: every section and question leaves a [`Fingerprint`] behind, and what was renamed, moved, split or merged is
//! found by it again. Pure: the old state comes in, what to move comes out, and nothing is moved here.

mod fingerprint;
mod matching;

use std::collections::{BTreeMap, HashMap, HashSet};

pub use self::fingerprint::Fingerprint;
use self::matching::{Candidates, Likeness};
use super::{
    Course, Lesson, Question, QuestionBody, Section,
    problem::{Code, Problem},
};
use crate::{
    ids::{LessonId, QuestionId, SectionId},
    markup::plain_text,
};

/// A section by its ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionRef {
    pub lesson: LessonId,
    pub section: SectionId,
}

/// What a course was like when records were last made for it.
#[derive(Debug, Clone, Default)]
pub struct KnownState {
    pub sections: Vec<KnownSection>,
    pub questions: Vec<KnownQuestion>,
}

#[derive(Debug, Clone)]
pub struct KnownSection {
    pub at: SectionRef,
    pub title: String,
    pub fingerprint: Fingerprint,
}

#[derive(Debug, Clone)]
pub struct KnownQuestion {
    pub id: QuestionId,
    pub fingerprint: Fingerprint,
}

/// What is to be moved, and what cannot be. All moves happen at once: the goal of one may be the start of another.
#[derive(Debug, Default)]
pub struct CarryOver {
    pub sections: Vec<SectionMove>,
    pub lessons: Vec<LessonMove>,
    pub questions: Vec<QuestionMove>,
    /// Sections whose text is nowhere any more: their records stay under the old id, unseen, in case it comes back.
    pub lost_sections: Vec<SectionRef>,
    pub lost_questions: Vec<QuestionId>,
}

/// Who has read `from` has read all of `to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionMove {
    pub from: SectionRef,
    pub to: Vec<SectionRef>,
    pub how: How,
}

/// What happened to a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The same text under another id, in the same lesson or another.
    Moved,
    /// Its text stands in several sections now.
    Split,
    /// Its text is a part of a larger section now.
    Merged,
    /// The text was rewritten under the same heading.
    SameTitle,
}

/// Most sections of `from` stand in `to` now: a learner's place and scores go there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonMove {
    pub from: LessonId,
    pub to: LessonId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionMove {
    pub from: QuestionId,
    pub to: QuestionId,
}

impl KnownState {
    /// The state of a course as it is now, to be kept for the next time.
    pub fn of(course: &Course) -> Self {
        let sections = course.lessons.iter().flat_map(|lesson| {
            lesson.sections.iter().map(|section| KnownSection {
                at: SectionRef { lesson: lesson.id.clone(), section: section.id.clone() },
                title: section.title.to_string(),
                fingerprint: section_fingerprint(section),
            })
        });
        let questions = course
            .lessons
            .iter()
            .flat_map(|lesson| &lesson.questions)
            .map(|question| KnownQuestion { id: question.id.clone(), fingerprint: question_fingerprint(question) });
        Self { sections: sections.collect(), questions: questions.collect() }
    }
}

/// Finds where the records of `old` go in `course`.
pub fn carry_over(old: &KnownState, course: &Course) -> CarryOver {
    let now = KnownState::of(course);
    let mut carried = CarryOver::default();
    carry_sections(old, &now, course, &mut carried);
    carry_lessons(old, course, &mut carried);
    carry_questions(old, &now, course, &mut carried);
    carried
}

/// A warning for everything that was found by its text alone: an alias would be sure.
pub fn id_changes(carried: &CarryOver, course: &Course) -> Vec<Problem> {
    let at = |section: &SectionRef| course.lesson(&section.lesson)?.section(&section.section);
    let change = |moved: &SectionMove| {
        let section = at(moved.to.first()?)?;
        let (from, to) = (&moved.from, &section.id);
        let message =
            format!("the section `{}` of `{}` is now `{to}` and is known by its text", from.section, from.lesson);
        let help = format!("records are carried over; `{{#{}}}` behind the heading would keep the id", from.section);
        Some(Problem::new(Code::IdChanged, section.at.clone(), message, help))
    };
    carried.sections.iter().filter_map(change).collect()
}

fn carry_sections(old: &KnownState, now: &KnownState, course: &Course, carried: &mut CarryOver) {
    let renamed = lesson_names(course);
    let candidates = Candidates::new(now.sections.iter().map(|section| &section.fingerprint));
    let affinity = Affinity::of(old, now, &candidates);
    let by_ref: HashMap<&SectionRef, usize> =
        now.sections.iter().enumerate().map(|(index, section)| (&section.at, index)).collect();
    for section in &old.sections {
        let lesson = renamed.get(&section.at.lesson).unwrap_or(&section.at.lesson);
        let same_id = SectionRef { lesson: lesson.clone(), section: section.at.section.clone() };
        let found = candidates.alike(&section.fingerprint);
        let kept = by_ref.get(&same_id).copied();
        if let Some(index) = kept {
            let likeness = section.fingerprint.likeness(&now.sections[index].fingerprint);
            // The id is still there. Only if its text is another's and its own text stands elsewhere was it reused.
            let is_one_of_several = goals(section, &found, now, &affinity)
                .is_some_and(|(to, how)| how == How::Split && to.contains(&same_id));
            if !is_reused(likeness, &found) && !is_one_of_several {
                if same_id != section.at {
                    push(carried, section, vec![same_id], How::Moved);
                }
                continue;
            }
        }
        match goals(section, &found, now, &affinity) {
            Some((to, how)) if to != [section.at.clone()] => push(carried, section, to, how),
            Some(_) => {}
            None => match same_title(section, now, lesson) {
                Some(to) => push(carried, section, vec![to], How::SameTitle),
                None => carried.lost_sections.push(section.at.clone()),
            },
        }
    }
}

fn push(carried: &mut CarryOver, section: &KnownSection, to: Vec<SectionRef>, how: How) {
    carried.sections.push(SectionMove { from: section.at.clone(), to, how });
}

fn is_reused(kept: Likeness, found: &[(usize, Likeness)]) -> bool {
    !kept.shares_text() && found.iter().any(|(_, likeness)| likeness.is_same())
}

/// Where the texts of a lesson went, by the clear cases: it decides between texts that are all but the same.
struct Affinity(HashMap<(LessonId, LessonId), f64>);

impl Affinity {
    fn of(old: &KnownState, now: &KnownState, candidates: &Candidates<'_>) -> Self {
        let mut votes: HashMap<(LessonId, LessonId), f64> = HashMap::new();
        let mut sections: HashMap<&LessonId, f64> = HashMap::new();
        for section in &old.sections {
            let found = candidates.alike(&section.fingerprint);
            // Several alike are no clear case.
            if let [(index, _)] = found.iter().filter(|(_, likeness)| likeness.is_same()).collect::<Vec<_>>()[..] {
                let to = now.sections[*index].at.lesson.clone();
                *votes.entry((section.at.lesson.clone(), to)).or_default() += 1.0;
                *sections.entry(&section.at.lesson).or_default() += 1.0;
            }
        }
        votes.iter_mut().for_each(|((from, _), votes)| *votes /= sections.get(from).copied().unwrap_or(1.0));
        Self(votes)
    }

    /// Which share of the lesson's clear cases went there.
    fn between(&self, from: &KnownSection, to: &KnownSection) -> f64 {
        let key = (from.at.lesson.clone(), to.at.lesson.clone());
        let stayed = if from.at.lesson == to.at.lesson { 0.1 } else { 0.0 };
        self.0.get(&key).copied().unwrap_or(0.0) + stayed
    }
}

/// How much a lesson's other sections count beside the likeness of the text itself.
const AFFINITY: f64 = 0.5;

/// The sections that hold the text of `section` now.
fn goals(
    section: &KnownSection,
    found: &[(usize, Likeness)],
    now: &KnownState,
    affinity: &Affinity,
) -> Option<(Vec<SectionRef>, How)> {
    let at = |index: &usize| now.sections[*index].at.clone();
    let near = |index: &usize| affinity.between(section, &now.sections[*index]);
    // A passage that several lessons share is a part of each; the lesson's own parts are meant.
    let parts: Vec<_> = found.iter().filter(|(index, likeness)| likeness.is_part() && near(index) > 0.0).collect();
    if Likeness::make_up_a_whole(parts.iter().map(|(_, likeness)| *likeness)) {
        return Some((parts.iter().map(|(index, _)| at(index)).collect(), How::Split));
    }
    let best =
        found.iter().filter_map(|(index, likeness)| Some((index, likeness.strength()? + AFFINITY * near(index))));
    let best = best.max_by(|(a, left), (b, right)| {
        let titles = |index: &usize| now.sections[*index].title == section.title;
        left.total_cmp(right).then(titles(a).cmp(&titles(b)))
    });
    if let Some((index, _)) = best {
        let same = found.iter().any(|(found, likeness)| found == index && likeness.is_same());
        return Some((vec![at(index)], if same { How::Moved } else { How::Merged }));
    }
    let part = found.iter().filter(|(_, likeness)| likeness.is_part());
    let part = part.max_by(|(_, a), (_, b)| a.of_old.total_cmp(&b.of_old));
    part.map(|(index, _)| (vec![at(index)], How::Moved))
}

/// A rewritten section under its old heading, when only one in the lesson has it.
fn same_title(section: &KnownSection, now: &KnownState, lesson: &LessonId) -> Option<SectionRef> {
    let mut same = now.sections.iter().filter(|new| new.at.lesson == *lesson && new.title == section.title);
    let only = same.next()?;
    same.next().is_none().then(|| only.at.clone())
}

fn carry_lessons(old: &KnownState, course: &Course, carried: &mut CarryOver) {
    let names = lesson_names(course);
    let moves: HashMap<&SectionRef, &SectionMove> = carried.sections.iter().map(|moved| (&moved.from, moved)).collect();
    let lost: HashSet<&SectionRef> = carried.lost_sections.iter().collect();
    let mut votes: BTreeMap<&LessonId, BTreeMap<LessonId, usize>> = BTreeMap::new();
    for section in old.sections.iter().filter(|section| !lost.contains(&section.at)) {
        let to = match moves.get(&section.at) {
            Some(moved) => moved.to.first().map(|to| to.lesson.clone()),
            None => Some(section.at.lesson.clone()),
        };
        if let Some(to) = to {
            *votes.entry(&section.at.lesson).or_default().entry(to).or_default() += 1;
        }
    }
    for (from, votes) in votes {
        if names.contains_key(from) {
            continue;
        }
        let most = votes.into_iter().max_by_key(|(_, count)| *count);
        if let Some((to, _)) = most.filter(|(to, _)| to != from) {
            carried.lessons.push(LessonMove { from: from.clone(), to });
        }
    }
}

fn carry_questions(old: &KnownState, now: &KnownState, course: &Course, carried: &mut CarryOver) {
    let questions = || course.lessons.iter().flat_map(|lesson| &lesson.questions);
    let names: HashSet<&QuestionId> =
        questions().flat_map(|question| std::iter::once(&question.id).chain(&question.aliases)).collect();
    let known: HashSet<&QuestionId> = old.questions.iter().map(|question| &question.id).collect();
    // Only a question that is new can be an old one under another name.
    let fresh: Vec<&KnownQuestion> = now.questions.iter().filter(|question| !known.contains(&question.id)).collect();
    let candidates = Candidates::new(fresh.iter().map(|question| &question.fingerprint));
    for question in old.questions.iter().filter(|question| !names.contains(&question.id)) {
        let found = candidates.alike(&question.fingerprint);
        let best = found.iter().filter(|(_, likeness)| likeness.is_same());
        match best.max_by(|(_, a), (_, b)| a.both.total_cmp(&b.both)) {
            Some((index, _)) => {
                let (from, to) = (question.id.clone(), fresh[*index].id.clone());
                carried.questions.push(QuestionMove { from, to });
            }
            None => carried.lost_questions.push(question.id.clone()),
        }
    }
}

/// Every name of a lesson with its id: ids and aliases.
fn lesson_names(course: &Course) -> HashMap<LessonId, LessonId> {
    let names = |lesson: &Lesson| {
        let aliases = lesson.aliases.iter().map(|alias| (alias.clone(), lesson.id.clone()));
        aliases.chain([(lesson.id.clone(), lesson.id.clone())]).collect::<Vec<_>>()
    };
    course.lessons.iter().flat_map(names).collect()
}

fn section_fingerprint(section: &Section) -> Fingerprint {
    Fingerprint::of(&plain_text(&section.blocks))
}

fn question_fingerprint(question: &Question) -> Fingerprint {
    let mut text = plain_text(&question.stem);
    match &question.body {
        QuestionBody::Choice(choices) => {
            choices.choices.iter().for_each(|choice| text.push_str(&plain_text(&choice.content)));
        }
        QuestionBody::Tracing(tracing) => text.push_str(&tracing.program),
        QuestionBody::Matching(matching) => {
            matching.pairs.iter().for_each(|(left, right)| text.push_str(&format!("{left} {right}\n")));
        }
        QuestionBody::Text(_) | QuestionBody::Number(_) => {}
    }
    Fingerprint::of(&text)
}

#[cfg(test)]
mod tests;
