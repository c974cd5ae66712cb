use proptest::prelude::*;

use super::*;
use crate::{
    course::{
        Choice, ChoiceOrder, NumberAnswer, NumberRange, Position, ResponseKind, Revision, TextAnswer, TextComparison,
    },
    ids::QuestionId,
    markup::RichText,
};

pub(super) fn question(body: QuestionBody) -> Question {
    Question {
        id: QuestionId::parse("asyncio/why").unwrap(),
        aliases: vec![],
        revision: Revision::from_i64(1),
        context: vec![],
        stem: paragraph("Why?"),
        body,
        explanation: vec![],
        reread: None,
        at: Position { path: "asyncio.md".into(), line: 1, column: 1 },
    }
}

pub(super) fn paragraph(text: &str) -> Vec<Block> {
    vec![Block::Paragraph(text.into())]
}

pub(super) fn choices(selection: Selection, choices: &[(&str, u8)]) -> Question {
    let choices = choices
        .iter()
        .map(|(text, percent)| Choice { content: paragraph(text), credit: Credit::percent(*percent), reason: vec![] })
        .collect();
    question(QuestionBody::Choice(ChoiceQuestion { choices, selection, order: ChoiceOrder::Shuffled }))
}

pub(super) fn matching(pairs: &[(&str, &str)]) -> Question {
    let pairs = pairs.iter().map(|(left, right)| (RichText::plain(*left), RichText::plain(*right))).collect();
    question(QuestionBody::Matching(MatchingQuestion { header: None, pairs, distractors: vec!["none".into()] }))
}

fn text(answers: &[(&str, u8)]) -> Question {
    let answers = answers
        .iter()
        .map(|(text, percent)| TextAnswer {
            text: (*text).into(),
            credit: Credit::percent(*percent),
            reason: paragraph(text),
        })
        .collect();
    let (comparison, response) = (TextComparison::Loose, ResponseKind::Short);
    question(QuestionBody::Text(TextQuestion { answers, otherwise: paragraph("look again"), comparison, response }))
}

fn number(answers: &[(NumberRange, u8)]) -> Question {
    let answers = answers
        .iter()
        .map(|(range, percent)| NumberAnswer { range: *range, credit: Credit::percent(*percent), reason: vec![] })
        .collect();
    question(QuestionBody::Number(NumberQuestion { answers, otherwise: paragraph("count again") }))
}

fn tracing(outcome: TracingOutcome) -> Question {
    question(QuestionBody::Tracing(TracingQuestion { program: "print(1)".into(), language: None, outcome }))
}

fn typed(question: &Question, text: &str) -> Grade {
    grade(question, &Given::Text(text.into()))
}

fn picked(question: &Question, indices: &[usize]) -> Grade {
    grade(question, &Given::Choices(indices.iter().fold(0, |mask, index| mask | 1 << index)))
}

#[test]
fn of_several_right_choices_all_and_only_they_are_right() {
    let question = choices(Selection::Multiple, &[("a", 100), ("b", 0), ("c", 100), ("d", 0)]);
    assert_eq!(picked(&question, &[0, 2]).verdict, Verdict::Right);
    assert_eq!(picked(&question, &[1, 3]).verdict, Verdict::Wrong);
    assert_eq!(picked(&question, &[]).verdict, Verdict::Wrong);
    assert_eq!(
        picked(&question, &[0, 1]),
        Grade { verdict: Verdict::Partly, detail: Detail::Choices { found: vec![0], missed: vec![2], wrong: vec![1] } }
    );
}

#[test]
fn one_choice_can_be_worth_a_part() {
    let question = choices(Selection::Single, &[("a", 100), ("b", 50), ("c", 0)]);
    assert_eq!(picked(&question, &[0]).verdict, Verdict::Right);
    assert_eq!(picked(&question, &[1]).verdict, Verdict::Partly);
    assert_eq!(picked(&question, &[2]).verdict, Verdict::Wrong);
    assert_eq!(picked(&question, &[0, 2]).verdict, Verdict::Wrong, "guessing two is no way round");
    assert_eq!(picked(&question, &[40]).verdict, Verdict::Wrong, "bits beyond the choices do not count");
}

#[test]
fn a_foreseen_answer_brings_its_own_reason() {
    let question = text(&[("await", 100), ("yield", 0), ("awit", 50)]);
    assert_eq!(typed(&question, " Await").verdict, Verdict::Right);
    let partly = typed(&question, "awit");
    assert_eq!((partly.verdict, reason(&question, &partly)), (Verdict::Partly, paragraph("awit").as_slice()));
    let wrong = typed(&question, "sleep");
    assert_eq!((wrong.verdict, reason(&question, &wrong)), (Verdict::Wrong, paragraph("look again").as_slice()));
}

#[test]
fn a_star_that_is_the_answer_is_no_wildcard() {
    let question = text(&[("*", 100)]);
    assert_eq!(typed(&question, "*").verdict, Verdict::Right);
    assert_eq!(typed(&question, "&").verdict, Verdict::Wrong);
}

#[test]
fn of_several_ranges_the_one_worth_most_counts() {
    let near = NumberRange::Around { value: 10.0, tolerance: 5.0 };
    let exact = NumberRange::Around { value: 10.0, tolerance: 0.0 };
    let question = number(&[(near, 50), (exact, 100)]);
    assert_eq!(typed(&question, "10").verdict, Verdict::Right);
    assert_eq!(typed(&question, "12,5").verdict, Verdict::Partly);
    let wrong = typed(&question, "16");
    assert_eq!((wrong.verdict, reason(&question, &wrong)), (Verdict::Wrong, paragraph("count again").as_slice()));
    assert_eq!(typed(&question, "ten").verdict, Verdict::Wrong);
}

#[test]
fn each_pair_is_graded_by_itself() {
    let question = matching(&[("x", "1"), ("y", "2"), ("z", "1")]);
    assert_eq!(typed(&question, "1a 2b 3a").verdict, Verdict::Right);
    let partly = typed(&question, "1a 2a 3c");
    assert_eq!((partly.verdict, partly.detail), (Verdict::Partly, Detail::Pairs(vec![true, false, false])));
    assert_eq!(typed(&question, "rubbish").verdict, Verdict::Wrong);
}

#[test]
fn a_program_prints_or_does_not_compile() {
    let prints = tracing(TracingOutcome::Prints("error\n".into()));
    assert_eq!(typed(&prints, "error").detail, Detail::Tracing(Traced::Right));
    assert_eq!(typed(&prints, "doesn't compile").detail, Detail::Tracing(Traced::Compiles));
    assert_eq!(typed(&prints, "1").detail, Detail::Tracing(Traced::OtherOutput));
    let fails = tracing(TracingOutcome::DoesNotCompile { line: Some(4) });
    assert_eq!(typed(&fails, "It doesn\u{2019}t compile").verdict, Verdict::Right);
    assert_eq!(typed(&fails, "line 4").verdict, Verdict::Right);
    assert_eq!(typed(&fails, "compiler error on line 3").verdict, Verdict::Partly);
    assert_eq!(typed(&fails, "1").detail, Detail::Tracing(Traced::DoesNotCompile));
}

pub(super) fn any_question() -> impl Strategy<Value = Question> {
    prop_oneof![
        Just(choices(Selection::Single, &[("a", 100), ("b", 50), ("c", 0)])),
        Just(choices(Selection::Multiple, &[("1", 100), ("2", 0), ("both of the above", 100)])),
        Just(matching(&[("x", "1"), ("y", "2")])),
        Just(text(&[("a*b", 100), ("*", 0)])),
        Just(number(&[(NumberRange::Between { low: -1.0, high: 1.0 }, 100)])),
        Just(tracing(TracingOutcome::Prints("1\n2".into()))),
        Just(tracing(TracingOutcome::DoesNotCompile { line: Some(1) })),
    ]
}

proptest! {
    #[test]
    fn any_answer_to_any_question_gets_a_grade(question in any_question(), typed in "\\PC*", mask: u64) {
        grade(&question, &Given::Text(typed));
        let chosen = grade(&question, &Given::Choices(mask));
        reason(&question, &chosen);
    }

    #[test]
    fn text_near_to_an_answer_gets_a_grade(
        question in any_question(),
        typed in "[ 0-9a-e,.;*`\\n\"'=>\u{2212}-]{0,20}(line|compile|not|error)?",
    ) {
        grade(&question, &Given::Text(typed));
    }
}
