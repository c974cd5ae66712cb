//! What the picture shows, as text.

use std::collections::BTreeMap;

use super::{Facts, Picture, Quiz, Step, Unit, table::Density};
use crate::words::{Locale, reading::ReadState};

/// Characters of a step's title that are said.
const TITLE: usize = 60;

/// The same facts as the picture, in at most [`Picture::MAX_ALT`] characters. Rows say each step with its title; tiles
/// and squares are summed up by what they have in common, because that is what the eye takes from them.
pub(super) fn text(facts: &Facts) -> String {
    let density = Density::of(facts);
    let steps = match density {
        Density::Rows => facts.steps.iter().zip(1..).map(|(step, number)| row(facts, number, step)).collect(),
        Density::Tiles => [by_state(facts), by_quiz(facts)].concat(),
        Density::Squares => [by_state(facts), all_right(facts).into_iter().collect()].concat(),
    };
    let shown = match density {
        Density::Rows => density.limit(),
        Density::Tiles | Density::Squares => steps.len(),
    };
    let tail = reviews(facts);
    let room = Picture::MAX_ALT - tail.chars().count();
    joined(facts.locale, head(facts), &steps, shown, room) + &tail
}

/// The words beside the ring.
fn head(facts: &Facts) -> String {
    let Facts { locale, read, .. } = facts;
    let steps = facts.steps_to_read();
    let steps = match facts.unit {
        Unit::Lesson if facts.is_completed() => locale.picture_completed(steps),
        Unit::Lesson => locale.lessons_read(facts.steps_read(), steps),
        Unit::Course => locale.courses_read(facts.steps_read(), steps),
    };
    let quiz = facts.quiz().map(|quiz| locale.quiz_questions(quiz.answered, quiz.right, quiz.total));
    let left = facts.minutes_left();
    let left = (left > 0).then(|| locale.reading_left(left));
    let mut head =
        format!("{}: {} % {}. {steps}.", shortened(&facts.title, 120), read.percent(), locale.picture_read());
    for sentence in quiz.into_iter().chain(left) {
        head.push_str(&format!(" {sentence}."));
    }
    head
}

fn row(facts: &Facts, number: usize, step: &Step) -> String {
    let Facts { locale, .. } = *facts;
    let title = shortened(&step.title, TITLE);
    let name = match facts.unit {
        Unit::Lesson => format!("{number}. {title}"),
        Unit::Course => title,
    };
    let read = step.has_text().then(|| locale.step_read(step.state(), step.read.percent()));
    let quiz = step.quiz.map(|quiz| quiz_words(locale, quiz));
    let said: Vec<String> = [read, quiz].into_iter().flatten().collect();
    if said.is_empty() { name } else { format!("{name}: {}", said.join(", ")) }
}

fn quiz_words(locale: Locale, quiz: Quiz) -> String {
    if quiz.answered == 0 { locale.quiz_not_taken().to_owned() } else { locale.quiz_of(quiz.right, quiz.total) }
}

/// The numbers of the steps that are read, begun and new.
fn by_state(facts: &Facts) -> Vec<String> {
    let states = [ReadState::Done, ReadState::Begun, ReadState::New];
    let is_so = |step: &Step, state| step.has_text() && step.state() == state;
    let group = |state| group(facts.locale.lesson_state(state), facts, |step| is_so(step, state));
    states.into_iter().filter_map(group).collect()
}

/// The numbers of the steps for each result of a quiz, the best first.
fn by_quiz(facts: &Facts) -> Vec<String> {
    let quizzes = facts.steps.iter().filter_map(|step| step.quiz);
    let results: BTreeMap<(usize, usize, usize), Quiz> = quizzes.map(|quiz| (result_of(quiz), quiz)).collect();
    let groups = results.into_iter().rev().filter_map(|(result, quiz)| {
        let is_so = |step: &Step| step.quiz.map(result_of) == Some(result);
        group(&quiz_words(facts.locale, quiz), facts, is_so)
    });
    groups.collect()
}

/// Quizzes with equal results are said alike; nothing tells those apart that were not taken.
fn result_of(quiz: Quiz) -> (usize, usize, usize) {
    if quiz.answered == 0 { (0, 0, 0) } else { (1, quiz.right, quiz.total) }
}

fn all_right(facts: &Facts) -> Option<String> {
    group(facts.locale.quiz_all_right(), facts, |step| step.quiz.is_some_and(Quiz::is_all_right))
}

/// "read: 1–4, 7"; nothing when no step is so.
fn group(name: &str, facts: &Facts, is_so: impl Fn(&Step) -> bool) -> Option<String> {
    /// Four groups of these, and the head, are within the limit.
    const NUMBERS: usize = 180;
    let numbered: Vec<(usize, &Step)> = (1..).zip(&facts.steps).collect();
    let runs = numbered.chunk_by(|(_, one), (_, next)| is_so(one) == is_so(next));
    let ranges = runs.filter_map(|run| match run {
        [(only, step)] if is_so(step) => Some(only.to_string()),
        [(first, step), .., (last, _)] if is_so(step) => Some(format!("{first}–{last}")),
        _ => None,
    });
    let ranges = ranges.collect::<Vec<_>>().join(", ");
    (!ranges.is_empty()).then(|| format!("{name}: {}", shortened(&ranges, NUMBERS)))
}

/// "Reviews in the next 14 days: today 3, in 5 days 2."; empty when there are none.
fn reviews(facts: &Facts) -> String {
    let days = facts.reviews.iter().enumerate().filter(|(_, count)| **count > 0);
    let days: Vec<String> = days.map(|(day, count)| format!("{} {count}", facts.locale.in_days(day))).collect();
    if days.is_empty() {
        return String::new();
    }
    format!("\n{}: {}.", facts.locale.reviews_ahead(facts.reviews.len()), days.join(", "))
}

/// The head and as many steps as `room` and `limit` allow, with the number of those left out.
fn joined(locale: Locale, head: String, steps: &[String], limit: usize, room: usize) -> String {
    /// For the words that count what is left out.
    const RESERVE: usize = 30;
    let mut text = head;
    let mut length = text.chars().count();
    for (index, step) in steps.iter().enumerate() {
        let mark = if index == 0 { "\n" } else { "; " };
        let more = mark.chars().count() + step.chars().count();
        if index == limit || length + more + RESERVE > room {
            text.push_str(&format!("; {}", locale.and_more(steps.len() - index)));
            return text + ".";
        }
        text.push_str(mark);
        text.push_str(step);
        length += more;
    }
    if steps.is_empty() { text } else { text + "." }
}

fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit - 1).collect();
    format!("{}…", kept.trim_end_matches([' ', ',', '–']))
}
