use proptest::prelude::*;

use super::*;
use crate::{
    course::{
        TextAnswer,
        banks::{
            gift,
            native::tests::{any_draft, draft},
        },
        hostile::banks::course_of,
        question::Draft,
    },
    markup::RichText,
};

fn drafts(source: &str) -> Vec<Draft> {
    gift::read(&"bank.gift".into(), source).questions
}

#[test]
fn an_export_is_gift_as_moodle_writes_it() {
    let bank = "// [id:a]\n[markdown]What does `x\\: int` mean?{~nothing#Wrong\\: it does. =a type ~%50%a hint\n####See above.}\n\n\
                // [id:b]\nWhich?{~%50%a ~%50%b ~c}\n\n// [id:c]\nIt waits.{F#No.#Yes.}\n\n\
                // [id:d]\nKeyword?{=await =%50%awit#Nearly. =%0%*#No.}\n\n\
                // [id:e]\nSeconds?{#=1:0.5#Yes =%50%2..3 ~#No}\n\n// [id:f]\nMatch{=len()->a number =open()->a file =->a list}\n";
    let exported = export(&[course_of(drafts(bank))]);
    assert_eq!(exported.problems, []);
    insta::assert_snapshot!(exported.text.replace('\t', ">   "), @r"
    $CATEGORY: Python/Input//output

    // [id:a]
    ::What does x\: int mean?::[markdown]What does `x\: int` mean?{
    >   ~nothing#Wrong\: it does.
    >   =a type
    >   ~%50%a hint
    >   ####See above.
    }

    // [id:b]
    ::Which?::[markdown]Which?{
    >   ~%50%a
    >   ~%50%b
    >   ~%-100%c
    }

    // [id:c]
    ::It waits.::[markdown]It waits.{FALSE#No.#Yes.}

    // [id:d]
    ::Keyword?::[markdown]Keyword?{
    >   =%100%await
    >   =%50%awit#Nearly.
    >   =%0%*#No.
    }

    // [id:e]
    ::Seconds?::[markdown]Seconds?{#
    >   =%100%1:0.5#Yes
    >   =%50%2..3
    >   ~#No
    }

    // [id:f]
    ::Match::[markdown]Match{
    >   =len() -> a number
    >   =open() -> a file
    >   = -> a list
    }
    ");
    assert_eq!(exported.questions, 6);
}

#[test]
fn code_keeps_its_indentation_in_one_line() {
    let code = Block::Code(markup::Code {
        language: Some("python".into()),
        text: "def f():\n    // 1\n\n    return {1: 2}".into(),
        title: None,
        run: false,
    });
    let stem = vec![Block::Paragraph("What?".into()), code];
    let body = drafts("x{=1}").remove(0).body;
    let text = export(&[course_of(vec![draft(stem.clone(), body)])]).text;
    let back = drafts(&text);
    assert_eq!(back[0].stem, stem);
}

#[test]
fn what_gift_cannot_hold_is_said() {
    let tracing = |outcome| {
        let body = TracingQuestion { program: "x".into(), language: None, outcome };
        draft(vec![Block::Paragraph("What?".into())], QuestionBody::Tracing(body))
    };
    let text = |texts: &[&str], comparison| {
        let answer = |text: &&str| TextAnswer { text: (*text).into(), credit: Credit::FULL, reason: vec![] };
        let (answers, response) = (texts.iter().map(answer).collect(), ResponseKind::Code);
        let body = TextQuestion { answers, otherwise: vec![], comparison, response };
        draft(vec![Block::Paragraph("What?".into())], QuestionBody::Text(body))
    };
    let said = |draft: Draft| {
        let exported = export(&[course_of(vec![draft])]);
        exported.problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    assert_eq!(
        said(tracing(TracingOutcome::DoesNotCompile { line: None })),
        ["GIFT cannot ask whether a program compiles"]
    );
    assert_eq!(said(tracing(TracingOutcome::Prints("1\n2".into()))).len(), 1);
    assert_eq!(
        said(tracing(TracingOutcome::Prints("1".into()))),
        ["the program becomes part of a short answer, in which case does not count"]
    );
    assert_eq!(
        said(text(&["a"], TextComparison::Exact)),
        ["Moodle will ignore case in the answer", "the answer is asked for in one line"]
    );
    assert_eq!(said(text(&["a\nb"], TextComparison::Loose)), ["GIFT has no answers of several lines"]);
    assert_eq!(said(text(&["fn() -> i32"], TextComparison::Loose)).len(), 1, "a lone answer can be written bare");
    assert_eq!(
        said(text(&["fn() -> i32", "x"], TextComparison::Loose)),
        ["GIFT would read the `->` of an answer as a pair"]
    );
}

/// A question as GIFT can mean it: one text, shuffled, with patterns for answers.
fn meaning(draft: &Draft) -> (Vec<Block>, QuestionBody, Vec<Block>) {
    let stem = [draft.context.clone(), draft.stem.clone()].concat();
    let body = match draft.body.clone() {
        QuestionBody::Choice(question) => {
            let order = if true_false(&question).is_some() { question.order } else { ChoiceOrder::Shuffled };
            QuestionBody::Choice(ChoiceQuestion { order, ..question })
        }
        QuestionBody::Text(mut question) => {
            if question.comparison != TextComparison::Wildcard {
                question.answers.iter_mut().for_each(|answer| answer.text = answer.text.replace('*', "\\*"));
            }
            let (comparison, response) = (TextComparison::Wildcard, ResponseKind::Short);
            QuestionBody::Text(TextQuestion { comparison, response, ..question })
        }
        QuestionBody::Matching(question) => {
            let plain = |text: &RichText| RichText::plain(text.to_string());
            let pairs = question.pairs.iter().map(|(left, right)| (left.clone(), plain(right))).collect();
            let distractors = question.distractors.iter().map(plain).collect();
            QuestionBody::Matching(MatchingQuestion { header: None, pairs, distractors })
        }
        body @ (QuestionBody::Number(_) | QuestionBody::Tracing(_)) => body,
    };
    (stem, body, draft.explanation.clone())
}

proptest! {
    #[test]
    fn what_is_exported_is_read_back(drafts in proptest::collection::vec(any_draft(), 1..4)) {
        let course = course_of(drafts);
        let exported = export(std::slice::from_ref(&course));
        let refused: Vec<&Problem> = exported.problems.iter().filter(|problem| problem.code == Code::BankUnsupported).collect();
        let lost = exported.problems.iter().any(|problem| problem.message.contains("holds a `->`"));
        let questions = course.lessons.iter().flat_map(|lesson| &lesson.questions);
        prop_assert_eq!(exported.questions + refused.len(), questions.clone().count());
        let bank = gift::read(&"bank.gift".into(), &exported.text);
        prop_assert!(bank.problems.is_empty(), "{:?}\n{}", bank.problems, exported.text);
        prop_assert_eq!(bank.questions.len(), exported.questions);
        for read in bank.questions.iter().filter(|_| !lost) {
            let written = questions.clone().find(|question| Some(&question.id) == read.id.as_ref()).unwrap();
            if matches!(written.body, QuestionBody::Tracing(_)) {
                continue;
            }
            let Question { context, stem, body, explanation, .. } = written.clone();
            let written = Draft { context, explanation, ..draft(stem, body) };
            prop_assert_eq!(meaning(&written), meaning(read), "{}", exported.text);
        }
    }
}
