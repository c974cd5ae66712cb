use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::{
    course::{Revision, Selection},
    ids::QuestionId,
    quiz::tests::{any_question, choices, matching, paragraph},
};

const SECRET: [u8; 32] = [7; 32];

fn order(question: &Question, learner: i64, attempt: i64) -> Vec<usize> {
    choice_order(question, LearnerId::from_row(learner), AttemptId::from_row(attempt), &SECRET)
}

#[test]
fn every_order_of_four_choices_comes_up_about_equally_often() {
    let question = choices(Selection::Single, &[("p", 100), ("q", 0), ("r", 0), ("s", 0)]);
    let mut seen: HashMap<Vec<usize>, u32> = HashMap::new();
    for attempt in 1..=24_000 {
        *seen.entry(order(&question, 1, attempt)).or_default() += 1;
    }
    assert_eq!(seen.len(), 24);
    let chi_squared: f64 = seen.values().map(|count| (f64::from(*count) - 1000.0).powi(2) / 1000.0).sum();
    // The 99.9th percentile for 23 degrees of freedom; the orders are fixed by the secret, so this cannot flake.
    assert!(chi_squared < 49.73, "{chi_squared}");
}

#[test]
fn the_order_depends_on_learner_attempt_question_and_secret() {
    let texts: Vec<(String, u8)> = (0..12).map(|n| (format!("choice {n}"), if n == 0 { 100 } else { 0 })).collect();
    let texts: Vec<(&str, u8)> = texts.iter().map(|(text, credit)| (text.as_str(), *credit)).collect();
    let question = choices(Selection::Single, &texts);
    let first = order(&question, 1, 1);
    assert_eq!(first, order(&question, 1, 1));
    assert_ne!(first, order(&question, 2, 1));
    assert_ne!(first, order(&question, 1, 2));
    let other = Question { stem: paragraph("Which else?"), ..question.clone() };
    assert_ne!(first, order(&other, 1, 1));
    let mended = Question { revision: Revision::from_i64(2), ..question.clone() };
    assert_eq!(first, order(&mended, 1, 1), "the revision changes with the key, which nobody may notice");
    let moved = Question { id: QuestionId::parse("other").unwrap(), ..question.clone() };
    assert_eq!(first, order(&moved, 1, 1), "a question that is moved while it stands open keeps its letters");
    assert_ne!(first, choice_order(&question, LearnerId::from_row(1), AttemptId::from_row(1), &[8; 32]));
}

#[test]
fn all_of_the_above_stays_last() {
    let question = choices(Selection::Single, &[("None of the above", 0), ("x", 100), ("y", 0), ("All of these", 0)]);
    assert!((1..100).all(|attempt| order(&question, 1, attempt).ends_with(&[0, 3])));
    assert!((1..100).any(|attempt| order(&question, 1, attempt).starts_with(&[2, 1])));
}

#[test]
fn choices_that_name_letters_keep_the_written_order() {
    let question = choices(Selection::Single, &[("x", 0), ("y", 0), ("Both A and B", 100)]);
    assert!((1..50).all(|attempt| order(&question, 1, attempt) == [0, 1, 2]));
}

#[test]
fn a_fixed_order_is_kept() {
    let mut question = choices(Selection::Single, &[("1", 0), ("2", 0), ("3", 100)]);
    let QuestionBody::Choice(choice) = &mut question.body else { unreachable!("made above") };
    choice.order = ChoiceOrder::Fixed;
    assert!((1..50).all(|attempt| order(&question, 1, attempt) == [0, 1, 2]));
}

#[test]
fn places_shown_become_canonical_indices() {
    assert_eq!(chosen(&[2, 0, 1], [0, 2]), Given::Choices(0b110));
    assert_eq!(chosen(&[2, 0, 1], [3]), Given::Choices(0));
}

#[test]
fn questions_with_one_context_stay_together() {
    let with = |context: Option<&str>| {
        let context = context.map_or_else(Vec::new, paragraph);
        Question { context, ..matching(&[("a", "1"), ("b", "2")]) }
    };
    let questions = [with(None), with(Some("x")), with(Some("y")), with(Some("x")), with(None)];
    let questions: Vec<&Question> = questions.iter().collect();
    for salt in 0..50 {
        let order = item_order(&questions, LearnerId::from_row(1), salt, &SECRET);
        let at = |item| order.iter().position(|shown| *shown == item).unwrap();
        assert_eq!(at(3), at(1) + 1, "{order:?}");
    }
}

proptest! {
    #[test]
    fn an_order_is_a_permutation(question in any_question(), learner in 1i64.., attempt in 1i64.., secret: [u8; 32]) {
        let order = choice_order(&question, LearnerId::from_row(learner), AttemptId::from_row(attempt), &secret);
        let expected = match &question.body {
            QuestionBody::Choice(choice) => choice.choices.len(),
            QuestionBody::Matching(matching) => matching.right_sides().len(),
            QuestionBody::Text(_) | QuestionBody::Number(_) | QuestionBody::Tracing(_) => 0,
        };
        let mut sorted = order;
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..expected).collect::<Vec<_>>());
    }
}
