//! Courses to go through from end to end, and right answers to their questions.

use std::path::PathBuf;

use docent::course::{NumberRange, Question, QuestionBody, Selection, TextComparison, TracingOutcome};

/// How a learner gives an answer.
pub(crate) enum Answer {
    /// Places as shown, counted from 0; several only where several are asked for.
    Letters(Vec<usize>),
    Typed(String),
}

/// The course that comes with Docent.
pub(crate) fn bundled() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("content")
}

/// A course with a question of every kind.
pub(crate) fn every_kind() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/courses/every-kind")
}

/// The course that `DOCENT_COURSE` names, for what takes too long or is not part of the project.
pub(crate) fn named() -> Option<PathBuf> {
    let named = std::env::var_os("DOCENT_COURSE").map(PathBuf::from);
    if named.is_none() {
        println!("skipped: DOCENT_COURSE names no course");
    }
    named
}

/// The right answer to a question whose choices or right-hand sides are shown in `order`.
pub(crate) fn right_answer(question: &Question, order: &[usize]) -> Answer {
    let place = |index: usize| order.iter().position(|shown| *shown == index).unwrap();
    match &question.body {
        QuestionBody::Choice(choice) => {
            let right = (0..choice.choices.len()).filter(|index| choice.choices[*index].is_right());
            let places: Vec<usize> = right.map(place).collect();
            match choice.selection {
                Selection::Single => Answer::Letters(vec![places[0]]),
                Selection::Multiple => Answer::Letters(places),
            }
        }
        QuestionBody::Text(text) => {
            let key = &text.key().unwrap().text;
            Answer::Typed(if text.comparison == TextComparison::Wildcard { key.replace('*', "") } else { key.clone() })
        }
        QuestionBody::Number(number) => Answer::Typed(match number.key().unwrap() {
            NumberRange::Around { value, .. } => value.to_string(),
            NumberRange::Between { low, high } => f64::midpoint(low, high).to_string(),
        }),
        QuestionBody::Matching(matching) => {
            let sides: Vec<String> = matching.right_sides().iter().map(ToString::to_string).collect();
            let letter = |right: String| {
                let place = place(sides.iter().position(|side| *side == right).unwrap());
                char::from(b'a' + u8::try_from(place).unwrap())
            };
            let pairs =
                matching.pairs.iter().zip(1..).map(|((_, right), n)| format!("{n}{}", letter(right.to_string())));
            Answer::Typed(pairs.collect::<Vec<_>>().join(" "))
        }
        QuestionBody::Tracing(tracing) => Answer::Typed(match &tracing.outcome {
            TracingOutcome::Prints(text) => text.clone(),
            TracingOutcome::DoesNotCompile { line: Some(line) } => format!("line {line}"),
            TracingOutcome::DoesNotCompile { line: None } => "it does not compile".to_owned(),
        }),
    }
}

/// The kind of a question, as a count names it.
pub(crate) fn kind(question: &Question) -> &'static str {
    match &question.body {
        QuestionBody::Choice(choice) if choice.selection == Selection::Multiple => "choice, several",
        QuestionBody::Choice(_) => "choice, one",
        QuestionBody::Text(_) => "text",
        QuestionBody::Number(_) => "number",
        QuestionBody::Matching(_) => "matching",
        QuestionBody::Tracing(_) => "tracing",
    }
}
