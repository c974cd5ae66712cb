//! Measures how well a library answers a file of judged questions, so that a teacher sees when an edit loses an answer.
//!
//! Reads rows, asks the index, scores what came back. Pins are not used: what is measured is the course and the ranking.

mod report;
mod score;

use std::collections::HashSet;

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};

pub use self::report::Report;
use crate::{
    course::Lesson,
    search::{Ask, Found, SearchIndex, Tier},
};

/// The contract: at most ten results a question.
const RESULTS: usize = 10;

/// A question with the places that answer it, best ones graded 2; none when the course does not cover it.
#[derive(Debug, Clone, Deserialize)]
pub struct Question {
    pub id: String,
    pub question: String,
    pub relevant: Vec<Judged>,
}

/// A page (`page.md`) or a section (`page.md#anchor`).
#[derive(Debug, Clone, Deserialize)]
pub struct Judged {
    pub id: String,
    pub grade: u8,
}

/// What the index made of one question.
#[derive(Debug, Clone, Serialize)]
pub struct Answered {
    pub id: String,
    pub tier: &'static str,
    pub score: f64,
    pub results: Vec<Place>,
}

/// A passage found, by file and fragment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    pub path: String,
    pub anchor: String,
    pub score: f64,
}

/// Reads questions, one JSON object a line. `name` is what complaints call the file.
pub fn parse(name: &str, lines: &str) -> anyhow::Result<Vec<Question>> {
    let mut questions = Vec::new();
    for (number, line) in (1..).zip(lines.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let question: Question =
            serde_json::from_str(line).with_context(|| format!("{name}:{number}: not a question row"))?;
        let graded = question.relevant.iter().all(|judged| (1..=2).contains(&judged.grade));
        ensure!(graded, "{name}:{number}: a grade is 1 or 2, see `relevant` of question `{}`", question.id);
        questions.push(question);
    }
    Ok(questions)
}

/// Asks every question.
pub fn answer(index: &SearchIndex, questions: &[Question]) -> Vec<Answered> {
    questions.iter().map(|question| answer_one(index, question)).collect()
}

/// The questions whose judgement names a page that is not there, with that page: a lesson that was renamed would look
/// like a worse ranking.
pub fn judged_nowhere<'q>(index: &SearchIndex, questions: &'q [Question]) -> Vec<(&'q str, &'q str)> {
    let pages = index.pages();
    let several = index.courses() > 1;
    let known: HashSet<String> = pages.map(|(lesson, written_at)| path_of(lesson, written_at, several)).collect();
    let judged =
        questions.iter().flat_map(|question| question.relevant.iter().map(|judged| (&*question.id, &*judged.id)));
    judged.filter(|(_, page)| !known.contains(page.split('#').next().unwrap_or(page))).collect()
}

/// Scores the answers; `answered` holds one row a question, in the same order.
pub fn score(questions: &[Question], answered: &[Answered]) -> Report {
    Report::new(questions, answered)
}

fn answer_one(index: &SearchIndex, question: &Question) -> Answered {
    let hits = index.search(&Ask { text: &question.question, ..Ask::default() }, RESULTS);
    let place = |hit: &crate::search::Hit| {
        let (_, lesson, found) = index.found(hit.passage)?;
        let (anchor, first) = match found {
            Found::Section(section) => (&section.anchor, &section.at.path),
            Found::Faq(entry) => (&entry.anchor, &entry.at.path),
        };
        let path = path_of(lesson, first, index.courses() > 1);
        Some(Place { path, anchor: anchor.clone(), score: hit.score })
    };
    Answered {
        id: question.id.clone(),
        tier: tier_name(hits.tier),
        score: hits.score,
        results: hits.passages.iter().filter_map(place).collect(),
    }
}

/// The page's path within its course; among several courses with the course's folder in front, which is the first part
/// of the path that teachers know.
fn path_of(lesson: &Lesson, written_at: &str, several: bool) -> String {
    match written_at.split_once('/') {
        Some((folder, _)) if several => format!("{folder}/{}", lesson.path),
        _ => lesson.path.clone(),
    }
}

fn tier_name(tier: Tier) -> &'static str {
    match tier {
        Tier::Answer => "answer",
        Tier::Maybe => "maybe",
        Tier::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_row_is_named_with_its_line() {
        let rows = "{\"id\":\"a\",\"question\":\"q\",\"relevant\":[]}\n\n{\"id\":\"b\"}";
        assert!(format!("{:#}", parse("q.jsonl", rows).unwrap_err()).starts_with("q.jsonl:3: not a question row"));
        let graded = "{\"id\":\"a\",\"question\":\"q\",\"relevant\":[{\"id\":\"x.md\",\"grade\":7}]}";
        assert!(parse("q.jsonl", graded).is_err());
    }

    #[test]
    fn a_judgement_of_a_page_that_is_not_there_is_named() {
        let courses = crate::course::load::load(std::path::Path::new("tests/fixtures/courses/tea")).unwrap().courses;
        let index = SearchIndex::build(&courses).unwrap();
        let page =
            &answer(&index, &parse("q", r#"{"id":"a","question":"bitter tea","relevant":[]}"#).unwrap())[0].results[0];
        let row = |id: &str, page: &str| {
            format!(r#"{{"id":"{id}","question":"q","relevant":[{{"id":"{page}","grade":2}}]}}"#)
        };
        let rows = [row("a", &page.path), row("b", &format!("{}#x", page.path)), row("c", "renamed.md#x")].join("\n");
        let questions = parse("q.jsonl", &rows).unwrap();
        assert_eq!(judged_nowhere(&index, &questions), [("c", "renamed.md#x")]);
    }

    /// The questions were written from the lessons' titles alone, before anything was asked.
    #[test]
    fn the_bundled_course_keeps_its_answers() {
        const UNCOVERED_ANSWERED: usize = 1;
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let rows = std::fs::read_to_string(root.join("tests/questions/python-backend.jsonl")).unwrap();
        let questions = parse("python-backend.jsonl", &rows).unwrap();
        let courses = crate::course::load::load(&root.join("content")).unwrap().courses;
        let answered = answer(&SearchIndex::build(&courses).unwrap(), &questions);
        let (covered, uncovered): (Vec<_>, Vec<_>) =
            questions.iter().zip(&answered).partition(|(question, _)| !question.relevant.is_empty());
        assert!(covered.len() >= 45 && uncovered.len() >= 15);
        let lost: Vec<&str> = covered
            .iter()
            .filter(|(question, answered)| answered.tier == "unknown" || !is_right_first(question, answered))
            .map(|(question, _)| question.id.as_str())
            .collect();
        assert!(lost.is_empty(), "not answered from the right lesson: {lost:?}\n{}", score(&questions, &answered));
        let wrongly = uncovered.iter().filter(|(_, answered)| answered.tier == "answer").count();
        assert!(wrongly <= UNCOVERED_ANSWERED, "{wrongly} questions that the course does not cover are answered");
    }

    fn is_right_first(question: &Question, answered: &Answered) -> bool {
        let first = answered.results.first().map(|place| place.path.as_str());
        question.relevant.iter().any(|judged| judged.id.split('#').next() == first)
    }
}
