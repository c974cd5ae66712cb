use super::*;
use crate::course::{
    Choice, ChoiceOrder, ChoiceQuestion, NumberAnswer, ResponseKind, Selection, TextComparison, TracingOutcome,
    TracingQuestion,
};

fn paragraph(text: &str) -> Vec<Block> {
    vec![Block::Paragraph(text.into())]
}

fn choices(texts: &[(&str, u8)]) -> QuestionBody {
    let choices = texts
        .iter()
        .map(|(text, percent)| Choice {
            content: paragraph(text),
            credit: Credit::percent(*percent),
            reason: Vec::new(),
        })
        .collect();
    QuestionBody::Choice(ChoiceQuestion { choices, selection: Selection::Single, order: ChoiceOrder::Shuffled })
}

fn draft(stem: &str, line: u32) -> Draft {
    Draft {
        id: None,
        aliases: Vec::new(),
        category: None,
        context: Vec::new(),
        stem: paragraph(stem),
        body: choices(&[("yes", 100), ("no", 0)]),
        explanation: Vec::new(),
        reread: None,
        at: Position { path: "asyncio.md".into(), line, column: 1 },
    }
}

fn tracing(program: &str, line: u32) -> Draft {
    let outcome = TracingOutcome::Prints("1".into());
    let body = QuestionBody::Tracing(TracingQuestion { program: program.into(), language: None, outcome });
    Draft { body, ..draft("What does this program print?", line) }
}

fn finish_one(draft: Draft) -> Finished {
    finish(vec![draft], &lesson(), &mut TakenIds::default())
}

fn lesson() -> LessonId {
    LessonId::parse("asyncio").unwrap()
}

fn ids(drafts: Vec<Draft>) -> Vec<String> {
    let finished = finish(drafts, &lesson(), &mut TakenIds::default());
    assert_eq!(finished.problems, []);
    finished.questions.iter().map(|question| question.id.to_string()).collect()
}

#[track_caller]
fn refused(body: QuestionBody) -> Code {
    let finished = finish_one(Draft { body, ..draft("Why?", 3) });
    assert_eq!(finished.questions.len(), 0);
    let [problem] = finished.problems.as_slice() else { panic!("one problem expected: {:?}", finished.problems) };
    assert_eq!(problem.at.line, 3);
    problem.code
}

#[test]
fn an_id_is_made_from_lesson_and_stem() {
    assert_eq!(ids(vec![draft("What does `await` *do*?", 1)]), ["asyncio/what-does-await-do"]);
    assert_eq!(ids(vec![draft("???", 1)]), ["asyncio/question"]);
    assert_eq!(ids(vec![draft("Что делает await?", 1)]), ["asyncio/что-делает-await"]);
    let long = "word ".repeat(100);
    assert_eq!(ids(vec![draft(&long, 1)]), [format!("asyncio/{}", "word-".repeat(12).trim_end_matches('-'))]);
}

#[test]
fn questions_with_one_stem_keep_their_ids_when_reordered() {
    let (a, b) = (tracing("print(1)", 1), tracing("print(2)", 9));
    let there = ids(vec![a.clone(), b.clone()]);
    let mut back = ids(vec![b, a]);
    back.reverse();
    assert_eq!(there, back);
    assert_ne!(there[0], there[1]);
}

#[test]
fn the_first_of_several_equal_stems_answers_to_the_short_id() {
    let drafts = vec![tracing("print(1)", 1), tracing("print(2)", 9)];
    let finished = finish(drafts, &lesson(), &mut TakenIds::default());
    let aliases: Vec<_> = finished.questions.iter().map(|question| question.aliases.len()).collect();
    assert_eq!(aliases, [1, 0]);
    assert_eq!(finished.questions[0].aliases[0].as_str(), "asyncio/what-does-this-program-print");
}

#[test]
fn the_same_question_twice_gets_a_number() {
    let [first, second] = <[String; 2]>::try_from(ids(vec![draft("Why?", 1), draft("Why?", 5)])).unwrap();
    assert_eq!(second, format!("{first}-2"));
}

#[test]
fn ten_thousand_equal_questions_are_numbered_at_once() {
    let ids = ids((1..=10_000).map(|line| draft("Why?", line)).collect());
    assert!(ids.last().is_some_and(|id| id.ends_with("-10000")));
}

#[test]
fn an_explicit_id_given_twice_is_reported_at_the_second() {
    let id = QuestionId::parse("q1").ok();
    let drafts = vec![Draft { id: id.clone(), ..draft("Why?", 1) }, Draft { id, ..draft("How?", 7) }];
    let finished = finish(drafts, &lesson(), &mut TakenIds::default());
    assert_eq!(finished.questions.len(), 1);
    assert_eq!((finished.problems[0].code, finished.problems[0].at.line), (Code::QuestionIdTwice, 7));
    assert!(finished.problems[0].message.contains("asyncio.md:1"));
}

#[test]
fn an_id_stays_within_its_bound_and_distinct() {
    let lesson = LessonId::parse(&"l".repeat(199)).unwrap();
    let finished = finish(vec![draft("Why?", 1), draft("How?", 5)], &lesson, &mut TakenIds::default());
    assert_eq!(finished.questions.len(), 2);
    assert!(finished.questions.iter().all(|question| question.id.as_str().len() <= 200));
}

#[test]
fn a_revision_changes_with_stem_choices_and_key_only() {
    let revision = |draft: Draft| finish_one(draft).questions[0].revision;
    let same = revision(draft("Why?", 1));
    assert_eq!(revision(Draft { explanation: paragraph("Because."), ..draft("Why?", 8) }), same);
    assert_eq!(revision(draft("  Why?\n", 1)), same);
    assert_ne!(revision(draft("How?", 1)), same);
    assert_ne!(revision(Draft { context: paragraph("Given x."), ..draft("Why?", 1) }), same);
    assert_ne!(revision(Draft { body: choices(&[("no", 0), ("yes", 100)]), ..draft("Why?", 1) }), same);
    assert_ne!(revision(Draft { body: choices(&[("yes", 0), ("no", 100)]), ..draft("Why?", 1) }), same);
}

#[test]
fn a_question_that_cannot_be_asked_is_left_out_with_the_reason() {
    assert_eq!(refused(choices(&[("yes", 0), ("no", 0)])), Code::QuizWithoutKey);
    assert_eq!(refused(choices(&[("yes", 100)])), Code::QuizTooFewChoices);
    assert_eq!(refused(choices(&[("yes", 100), ("", 0)])), Code::QuizEmptyChoice);
    assert_eq!(refused(choices(&[("yes", 100), ("yes", 0)])), Code::QuizChoiceTwice);
    let many: Vec<String> = (0..26).map(|n| n.to_string()).collect();
    let many: Vec<(&str, u8)> = many.iter().map(|text| (text.as_str(), 100)).collect();
    assert_eq!(refused(choices(&many)), Code::QuizTooManyChoices);
    let text = TextQuestion {
        answers: vec![TextAnswer { text: "a".into(), credit: Credit::percent(50), reason: vec![] }],
        otherwise: vec![],
        comparison: TextComparison::Loose,
        response: ResponseKind::Short,
    };
    assert_eq!(refused(QuestionBody::Text(text)), Code::QuizWithoutKey);
    let range = NumberRange::Between { low: 3.0, high: 2.0 };
    let answers = vec![NumberAnswer { range, credit: Credit::FULL, reason: vec![] }];
    assert_eq!(refused(QuestionBody::Number(NumberQuestion { answers, otherwise: vec![] })), Code::QuizSyntax);
    let pairs = vec![("a".into(), "1".into())];
    let matching = MatchingQuestion { header: None, pairs, distractors: vec![] };
    assert_eq!(refused(QuestionBody::Matching(matching)), Code::QuizTooFewChoices);
    assert_eq!(refused(tracing(" ", 3).body), Code::QuizWithoutProgram);
    assert_eq!(finish_one(draft("", 1)).problems[0].code, Code::QuizEmptyStem);
}
