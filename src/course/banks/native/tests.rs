use proptest::prelude::*;

use super::*;
use crate::{
    course::{
        Choice, ChoiceOrder, ChoiceQuestion, Credit, MatchingQuestion, NumberAnswer, NumberQuestion, NumberRange,
        Position, ResponseKind, TextAnswer, TextComparison, TextQuestion, TracingOutcome, TracingQuestion, banks::gift,
        hostile::banks::read_page, problem,
    },
    ids::QuestionId,
    markup::{Code, List, ListItem, Table},
};

pub(in crate::course::banks) fn draft(stem: Vec<Block>, body: QuestionBody) -> Draft {
    Draft {
        id: None,
        aliases: Vec::new(),
        category: None,
        context: Vec::new(),
        stem,
        body,
        explanation: Vec::new(),
        reread: None,
        at: Position { path: "bank".into(), line: 1, column: 1 },
    }
}

#[track_caller]
fn same(written: &[Draft], read: &[Draft], page: &str) {
    assert_eq!(written.len(), read.len(), "{page}");
    for (a, b) in written.iter().zip(read) {
        assert_eq!((&a.id, &a.aliases), (&b.id, &b.aliases), "{page}");
        assert_eq!((&a.context, &a.stem), (&b.context, &b.stem), "{page}");
        assert_eq!((&a.body, &a.explanation), (&b.body, &b.explanation), "{page}");
    }
}

#[test]
fn a_bank_becomes_a_page_that_reads_well() {
    let bank = gift::read(
        &"bank.gift".into(),
        "$CATEGORY: top/Coroutines\n\n// [id:loop]\n::Loop::Who runs coroutines?{\n~a thread#No, it waits.\n\
         ~%50%the interpreter#In a way.\n=the event loop\n####See asyncio.run.}\n\n\
         What keyword waits?{=await =%25%awit#Mind the spelling. =%0%*#Look again.}\n\n\
         await starts a thread.{F#It does not.}\n\n\
         How long do two sleeps of 1 s take together?{#1:0.1 ~#They run at the same time.}\n\n\
         Match.{=open() -> a file =len() -> a number = -> a list}\n",
    );
    assert_eq!(bank.problems, []);
    let written = write("asyncio", &bank.questions);
    assert_eq!(written.problems, []);
    insta::assert_snapshot!(written.markdown, @"
    # asyncio

    ## Coroutines {.quiz}

    ### Who runs coroutines?
    <!-- docent: id=loop -->

    - [ ] a thread
      - No, it waits.
    - [ ] the interpreter
      - (50 %) In a way.
    - [x] the event loop

    > See asyncio.run.

    ### What keyword waits?

    ```answer
    await
    ```

    - `awit` (25 %): Mind the spelling.
    - `*`: Look again.

    ### await starts a thread.

    1. [ ] True
       - It does not.
    2. [x] False

    ### How long do two sleeps of 1 s take together?

    ```number
    1 ± 0.1
    ```

    - `*`: They run at the same time.

    ### Match.

    |  |  |
    |---|---|
    | open() | a file |
    | len() | a number |
    |  | a list |
    ");
    let (read, problems) = read_page(&written.markdown);
    assert_eq!(problems, []);
    same(&bank.questions, &read, &written.markdown);
}

#[test]
fn the_example_of_the_documentation_is_a_sound_quiz() {
    let page = include_str!("../../../../docs/question-banks.md");
    let example = page.split("````").nth(1).and_then(|fence| fence.strip_prefix("markdown\n")).unwrap();
    let (drafts, problems) = read_page(&format!("## Quiz\n\n{example}"));
    assert_eq!((drafts.len(), problems), (5, vec![]));
    assert!(drafts.iter().all(|draft| draft.check().is_ok()));
}

/// The first answer that fits counts, so the order is part of the key.
#[test]
fn an_answer_that_comes_to_stand_before_another_is_said() {
    let answer = |text: &str, credit| TextAnswer { text: text.into(), credit, reason: vec![] };
    let half = Credit::percent(50);
    let question = |answers| TextQuestion {
        answers,
        otherwise: vec![],
        comparison: TextComparison::Wildcard,
        response: ResponseKind::Short,
    };
    let sorted = question(vec![answer("await*", Credit::FULL), answer("a*", half)]);
    let mixed = question(vec![answer("await", half), answer("a*", Credit::FULL)]);
    let said = |question| write("x", &[draft(vec![], QuestionBody::Text(question))]).problems;
    assert_eq!(said(sorted), []);
    let [problem] = &said(mixed)[..] else { panic!() };
    assert_eq!(problem.message, "answers with full marks are now compared before those with less");
}

#[test]
fn what_the_form_cannot_hold_is_said() {
    let code = |language: &str| {
        Block::Code(Code { language: Some(language.into()), text: "x".into(), title: None, run: false })
    };
    let answers = vec![TextAnswer { text: "a".into(), credit: Credit::FULL, reason: vec![] }];
    let text =
        TextQuestion { answers, otherwise: vec![], comparison: TextComparison::Loose, response: ResponseKind::Short };
    let picture = Block::Image { alt: "a tree".into(), url: None };
    let mut question = draft(vec![code("output"), picture], QuestionBody::Text(text));
    question.id = QuestionId::parse("a;b").ok();
    let written = write("x", &[question]);
    let said: Vec<&str> = written.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "a code block is no longer marked `output`",
            "a picture is not kept, only its description: a tree",
            "the id `a;b` holds a mark that a comment cannot"
        ]
    );
    assert_eq!(read_page(&written.markdown).0.len(), 1);
}

fn any_words() -> impl Strategy<Value = String> {
    r"[a-z0-9*_`\[\]()<>#&;:|!{}=+.\\/-]{1,6}( [a-zA-Z0-9*_`\[\]()<>#&;:|!=+.\\/-]{1,6}){0,4}"
}

fn any_rich() -> impl Strategy<Value = RichText> {
    (any_words(), proptest::option::of(("[a-z()|. ]{0,5}[a-z]", any::<bool>()))).prop_map(|(words, more)| match more {
        None => RichText::plain(words),
        Some((more, true)) => RichText::plain(words).text(" ").code(more),
        Some((more, false)) => RichText::default().strong(more.trim()).text(" ").text(words),
    })
}

fn any_block() -> impl Strategy<Value = Block> {
    let item = any_rich().prop_map(|text| ListItem { checked: None, blocks: vec![Block::Paragraph(text)] });
    let items = proptest::collection::vec(item, 1..3);
    let cells = || proptest::collection::vec(any_rich(), 2);
    prop_oneof![
        4 => any_rich().prop_map(Block::Paragraph),
        2 => (r"[a-z`#:]{1,5}(\n {0,4}[a-z`#>-]{0,5}){0,2}[a-z]", proptest::option::of(Just("python".to_owned())), any::<bool>())
            .prop_map(|(text, language, run)| {
                let run = run && language.is_some();
                Block::Code(Code { language, text, title: None, run })
            }),
        1 => (items, proptest::option::of(1..5u64)).prop_map(|(items, start)| Block::List(List { start, items })),
        1 => (cells(), proptest::collection::vec(cells(), 1..3))
            .prop_map(|(header, rows)| Block::Table(Table { header, rows })),
        1 => any_rich().prop_map(|text| Block::Quote(vec![Block::Paragraph(text)])),
    ]
}

fn any_blocks(most: usize) -> impl Strategy<Value = Vec<Block>> {
    proptest::collection::vec(any_block(), 0..=most)
}

fn any_stem() -> impl Strategy<Value = Vec<Block>> {
    (any_block(), any_blocks(2)).prop_map(|(first, rest)| [vec![first], rest].concat())
}

fn any_credit() -> impl Strategy<Value = Credit> {
    prop_oneof![Just(Credit::NONE), Just(Credit::FULL), (1..100u8).prop_map(Credit::percent)]
}

fn any_choices() -> impl Strategy<Value = QuestionBody> {
    let choice = (any_stem(), any_credit(), any_blocks(2));
    let choices = proptest::collection::vec(choice, 2..5);
    (choices, any::<bool>(), any::<bool>()).prop_map(|(choices, several, fixed)| {
        let selection = if several { Selection::Multiple } else { Selection::Single };
        let choices = choices.into_iter().enumerate().map(|(index, (mut content, credit, reason))| {
            // Two choices that say the same would be refused.
            content.push(Block::Paragraph(format!("choice {index}").into()));
            let is_part = credit != Credit::FULL && credit != Credit::NONE;
            let credit = if index == 0 {
                Credit::FULL
            } else if several && is_part {
                Credit::NONE
            } else {
                credit
            };
            Choice { content, credit, reason }
        });
        let order = if fixed { ChoiceOrder::Fixed } else { ChoiceOrder::Shuffled };
        QuestionBody::Choice(ChoiceQuestion { choices: choices.collect(), selection, order })
    })
}

/// Full marks first, as the form has it.
fn by_credit<T>(mut answers: Vec<T>, credit: impl Fn(&T) -> Credit) -> Vec<T> {
    answers.sort_by_key(|answer| credit(answer) != Credit::FULL);
    answers
}

fn any_texts() -> impl Strategy<Value = QuestionBody> {
    let answers =
        proptest::collection::btree_map("[a-z`(){}*|<_]{1,4}( [a-z])?[a-z]", (any_credit(), any_blocks(1)), 1..4);
    let comparison =
        prop_oneof![Just(TextComparison::Loose), Just(TextComparison::Wildcard), Just(TextComparison::Exact)];
    let response = prop_oneof![Just(ResponseKind::Short), Just(ResponseKind::Long), Just(ResponseKind::Code)];
    (answers, any_blocks(1), comparison, response).prop_map(|(answers, otherwise, comparison, response)| {
        let answers = answers.into_iter().enumerate().map(|(index, (text, (credit, reason)))| TextAnswer {
            text,
            credit: if index == 0 { Credit::FULL } else { credit },
            reason,
        });
        let answers = by_credit(answers.collect(), |answer| answer.credit);
        QuestionBody::Text(TextQuestion { answers, otherwise, comparison, response })
    })
}

fn any_numbers() -> impl Strategy<Value = QuestionBody> {
    let answers = proptest::collection::btree_map(-999..999i32, (any_credit(), any_blocks(1), 0..3u8), 1..4);
    (answers, any_blocks(1)).prop_map(|(answers, otherwise)| {
        let answers = answers.into_iter().enumerate().map(|(index, (number, (credit, reason, form)))| {
            let value = f64::from(number) / 8.0;
            let range = match form {
                0 => NumberRange::Around { value, tolerance: 0.0 },
                1 => NumberRange::Around { value, tolerance: 0.25 },
                _ => NumberRange::Between { low: value, high: value + 1.5 },
            };
            NumberAnswer { range, credit: if index == 0 { Credit::FULL } else { credit }, reason }
        });
        let answers = by_credit(answers.collect(), |answer| answer.credit);
        QuestionBody::Number(NumberQuestion { answers, otherwise })
    })
}

fn any_pairs() -> impl Strategy<Value = QuestionBody> {
    let pairs = proptest::collection::vec((any_rich(), any_rich()), 2..5);
    let header = proptest::option::of((any_rich(), any_rich()));
    (header, pairs, proptest::collection::vec(any_rich(), 0..2)).prop_map(|(header, pairs, distractors)| {
        QuestionBody::Matching(MatchingQuestion { header, pairs, distractors })
    })
}

fn any_program() -> impl Strategy<Value = QuestionBody> {
    let outcome = prop_oneof![
        "([a-z`]{0,4}\n){0,2}[a-z`]{1,4}".prop_map(TracingOutcome::Prints),
        proptest::option::of(1..9usize).prop_map(|line| TracingOutcome::DoesNotCompile { line }),
    ];
    ("[a-z`]{1,5}(\n +[a-z`]{1,5}){0,3}", outcome).prop_map(|(program, outcome)| {
        QuestionBody::Tracing(TracingQuestion { program, language: Some("rust".to_owned()), outcome })
    })
}

pub(in crate::course::banks) fn any_draft() -> impl Strategy<Value = Draft> {
    let body = prop_oneof![any_choices(), any_texts(), any_numbers(), any_pairs(), any_program()];
    let id = proptest::option::of("[a-z]{1,8}");
    (any_stem(), body, any_blocks(2), id, any::<bool>()).prop_map(|(stem, body, explanation, id, in_group)| {
        let id = id.and_then(|id| QuestionId::parse(&id).ok());
        let context = if in_group { vec![Block::Paragraph("Given this:".into())] } else { Vec::new() };
        Draft { id, context, explanation, ..draft(stem, body) }
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_page(drafts in proptest::collection::vec(any_draft(), 1..4)) {
        let written = write("a *page*", &drafts);
        let (read, problems) = read_page(&written.markdown);
        same(&drafts, &read, &written.markdown);
        // A quote in the text of a question without explanation is shown with it, as it should be.
        let unexpected: Vec<_> = problems.iter().filter(|problem| problem.code != problem::Code::QuizQuoteBeforeKey).collect();
        prop_assert!(unexpected.is_empty(), "{unexpected:?}");
        prop_assert_eq!(write("a *page*", &drafts).markdown, written.markdown);
    }
}
