use std::path::{Path, PathBuf};

use super::*;
use crate::{
    course::{load, markdown::slug},
    markup::{Block, RichText},
};

/// The words that a section took over from a section of the course as it was.
type Origins = HashMap<SectionRef, Vec<(SectionRef, usize)>>;

/// A number that looks random and is the same every time.
fn dice(what: &str, sides: u64) -> u64 {
    let mut bytes = [0; 8];
    blake3::Hasher::new().update(what.as_bytes()).finalize_xof().fill(&mut bytes);
    u64::from_be_bytes(bytes) % sides
}

/// Rearranges a course as a teacher might in a long night: half of the lessons get a new name, lessons change places,
/// half of the lessons are split in two, a third of the headings is reworded, long sections are cut in half, short
/// neighbours are joined, and a sentence changes here and there.
fn rearranged(course: &Course) -> (Course, Origins) {
    let mut origins = Origins::new();
    let mut lessons = Vec::new();
    for lesson in &course.lessons {
        let id = lesson.id.as_str();
        let renamed = if dice(&format!("rename {id}"), 2) == 0 { format!("{id}-new") } else { id.to_owned() };
        let sections = resectioned(lesson);
        let cut = if dice(&format!("split {id}"), 2) == 0 { sections.len() / 2 } else { 0 };
        let (first, second) = sections.split_at(cut);
        if !first.is_empty() {
            lessons.push(rebuilt(course, lesson, &format!("{renamed}-basics"), first, &mut origins));
        }
        lessons.push(rebuilt(course, lesson, &renamed, second, &mut origins));
    }
    lessons.sort_by_key(|lesson| dice(&format!("order {}", lesson.id), 1 << 40));
    (Course { lessons, ..course.clone() }, origins)
}

/// A section to be: title, blocks, and what it is made of.
struct Draft {
    title: RichText,
    blocks: Vec<Block>,
    from: Vec<(SectionRef, usize)>,
}

fn resectioned(lesson: &Lesson) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for section in &lesson.sections {
        let at = SectionRef { lesson: lesson.id.clone(), section: section.id.clone() };
        let key = format!("{} {}", at.lesson, at.section);
        let title = match dice(&format!("reword {key}"), 3) {
            0 => RichText::plain(format!("On {}", section.title)),
            _ => section.title.clone(),
        };
        let mut blocks = section.blocks.clone();
        if dice(&format!("edit {key}"), 4) == 0 {
            blocks.push(Block::Paragraph("One more sentence that was not here before.".into()));
        }
        if blocks.len() >= 6 && dice(&format!("cut {key}"), 4) == 0 {
            let second = blocks.split_off(blocks.len() / 2);
            let words = (words(&blocks), words(&second));
            drafts.push(Draft { title: title.clone(), blocks, from: vec![(at.clone(), words.0)] });
            drafts.push(Draft {
                title: format!("{title}, continued").into(),
                blocks: second,
                from: vec![(at, words.1)],
            });
        } else if let Some(before) =
            drafts.last_mut().filter(|_| words(&blocks) < 40 && dice(&format!("join {key}"), 3) == 0)
        {
            before.from.push((at, words(&blocks)));
            before.blocks.extend(blocks);
        } else {
            let words = words(&blocks);
            drafts.push(Draft { title, blocks, from: vec![(at, words)] });
        }
    }
    drafts
}

fn rebuilt(course: &Course, lesson: &Lesson, id: &str, drafts: &[Draft], origins: &mut Origins) -> Lesson {
    let id = LessonId::parse(id).unwrap();
    let mut slugger = slug::Slugger::new(slug::SlugRules::Forge);
    let mut sections = Vec::new();
    for draft in drafts {
        let anchor = slugger.slug(&draft.title.to_string());
        let section = SectionId::parse(&anchor).unwrap();
        origins.insert(SectionRef { lesson: id.clone(), section: section.clone() }, draft.from.clone());
        sections.push(Section {
            key: crate::ids::SectionKey::new(&course.id, &id, &section),
            id: section,
            title: draft.title.clone(),
            anchor,
            blocks: draft.blocks.clone(),
            ..lesson.sections[0].clone()
        });
    }
    Lesson { id, sections, questions: Vec::new(), ..lesson.clone() }
}

fn words(blocks: &[Block]) -> usize {
    plain_text(blocks).split_whitespace().count()
}

/// What became of every section of the old course, when every learner had read all of it.
#[derive(Debug, Default)]
struct Outcome {
    kept: usize,
    lost: Vec<SectionRef>,
    /// On a section that holds nothing of what was read.
    misplaced: Vec<(SectionRef, SectionRef)>,
}

fn outcome(old: &KnownState, new: &Course, origins: &Origins) -> Outcome {
    let carried = carry_over(old, new);
    let moves: HashMap<&SectionRef, &SectionMove> = carried.sections.iter().map(|moved| (&moved.from, moved)).collect();
    let mut outcome = Outcome::default();
    for section in &old.sections {
        let stayed = [section.at.clone()];
        let to = moves.get(&section.at).map_or(stayed.as_slice(), |moved| &moved.to);
        let holds =
            |to: &&SectionRef| origins.get(to).is_some_and(|from| from.iter().any(|(from, _)| *from == section.at));
        if to.iter().any(|to| holds(&to)) {
            outcome.kept += 1;
        } else {
            outcome.lost.push(section.at.clone());
        }
        let there = to.iter().filter(|to| origins.contains_key(*to) && !holds(to));
        outcome.misplaced.extend(there.map(|to| (section.at.clone(), to.clone())));
    }
    outcome
}

fn course() -> Course {
    course_in(&bundled())
}

fn bundled() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("content")
}

fn course_in(folder: &Path) -> Course {
    load::load(folder).unwrap().courses[0].as_ref().clone()
}

/// With the bundled course, or that of a folder which `DOCENT_REARRANGE` names.
#[test]
fn a_rearranged_course_keeps_what_learners_have_read() {
    let course = course_in(&std::env::var_os("DOCENT_REARRANGE").map_or_else(bundled, PathBuf::from));
    let old = KnownState::of(&course);
    let (new, origins) = rearranged(&course);
    let Outcome { kept, lost, misplaced } = outcome(&old, &new, &origins);
    let total = old.sections.len();
    println!("{kept} of {total} sections kept, {} lost, {} misplaced", lost.len(), misplaced.len());
    lost.iter().for_each(|lost| println!("  lost: {} {}", lost.lesson, lost.section));
    misplaced.iter().for_each(|(from, to)| {
        println!("  misplaced: {} {} on {} {}", from.lesson, from.section, to.lesson, to.section);
    });
    assert!(kept * 100 >= total * 95, "kept {kept} of {total}");
    assert!(misplaced.len() * 1000 <= total * 5, "misplaced {} of {total}", misplaced.len());
}

#[test]
fn an_unchanged_course_moves_nothing() {
    let course = course();
    let carried = carry_over(&KnownState::of(&course), &course);
    assert!(carried.sections.is_empty() && carried.lost_sections.is_empty(), "{carried:?}");
    assert!(carried.questions.is_empty() && carried.lost_questions.is_empty() && carried.lessons.is_empty());
}

#[test]
fn a_renamed_lesson_takes_its_questions_along() {
    let mut course = course();
    let old = KnownState::of(&course);
    let lesson = course.lessons.iter_mut().find(|lesson| !lesson.questions.is_empty()).unwrap();
    let (from, to) = (lesson.id.clone(), LessonId::parse("renamed").unwrap());
    let old_ids: Vec<_> = lesson.questions.iter().map(|question| question.id.clone()).collect();
    lesson.id = to.clone();
    for question in &mut lesson.questions {
        question.id = QuestionId::parse(&format!("renamed/{}", question.id)).unwrap();
        question.aliases.clear();
    }
    let carried = carry_over(&old, &course);
    assert_eq!(carried.lessons, [LessonMove { from: from.clone(), to: to.clone() }]);
    let moved: Vec<_> = carried.questions.iter().map(|moved| moved.from.clone()).collect();
    assert_eq!(moved, old_ids);
    assert!(carried.sections.iter().all(|moved| moved.how == How::Moved && moved.to[0].lesson == to));
    assert_eq!(id_changes(&carried, &course).len(), carried.sections.len());
    let lesson = course.lessons.iter_mut().find(|lesson| lesson.id == to).unwrap();
    lesson.aliases.push(from);
    assert!(carry_over(&old, &course).lessons.is_empty());
}

#[test]
fn two_sections_that_exchange_their_headings_are_not_confused() {
    let mut course = course();
    let old = KnownState::of(&course);
    let sections = &mut course.lessons[0].sections;
    let (first, second) = (sections[1].blocks.clone(), sections[2].blocks.clone());
    sections[1].blocks = second;
    sections[2].blocks = first;
    let (a, b) = (sections[1].id.clone(), sections[2].id.clone());
    let carried = carry_over(&old, &course);
    let moved: Vec<_> = carried.sections.iter().map(|m| (m.from.section.clone(), m.to[0].section.clone())).collect();
    assert_eq!(moved, [(a.clone(), b.clone()), (b, a)]);
}
