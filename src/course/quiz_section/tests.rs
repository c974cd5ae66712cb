use super::*;
use crate::{
    course::{
        ChoiceOrder, CourseKind, Credit, Selection, TextComparison, TracingOutcome,
        markdown::{self, Dialect, Flavour},
        outline::{PageKind, outline},
    },
    markup::plain_text,
};

fn read_quiz(text: &str) -> (Vec<Draft>, Vec<String>) {
    let text = Text::of_file(&"a.md".into(), text);
    let page = markdown::page(&text, Dialect { flavour: Flavour::Forge, address: &|_| None });
    let fences = page.codes.iter().map(|code| (code.at, code.clone())).collect();
    let mut quizzes = outline(page, CourseKind::Native, PageKind::Lesson).quizzes;
    let (drafts, problems) = read(quizzes.remove(0), &fences, &text);
    let said = problems.iter().map(|p| format!("{}: {} {}", p.at.line, p.code.as_str(), p.message)).collect();
    (drafts, said)
}

fn text_of(blocks: &[Block]) -> String {
    plain_text(blocks).trim().replace('\n', " / ")
}

#[test]
fn a_task_list_is_a_choice_with_reasons_and_an_explanation() {
    let (drafts, problems) = read_quiz(
        "## Quiz\n\nIntroduction.\n\n### Which call?\n<!-- docent: id=call; aliases=a b -->\n\n```python\nx()\n```\n\n\
         - [x] `sleep(1)`\n- [ ] `time.sleep(1)`\n  - (50 %) It stops the loop.\n\n> Because.\n",
    );
    assert_eq!(problems, [""; 0]);
    let [draft] = drafts.as_slice() else { panic!("{drafts:?}") };
    assert_eq!(draft.id.as_ref().map(QuestionId::as_str), Some("call"));
    assert_eq!(draft.aliases.len(), 2);
    assert_eq!(text_of(&draft.stem), "Which call? / x()");
    assert_eq!(text_of(&draft.explanation), "Because.");
    let QuestionBody::Choice(question) = &draft.body else { panic!("{draft:?}") };
    assert_eq!((question.selection, question.order), (Selection::Single, ChoiceOrder::Shuffled));
    assert_eq!(question.choices[1].credit, Credit::percent(50));
    assert_eq!(text_of(&question.choices[1].reason), "It stops the loop.");
    assert_eq!(draft.at.line, 5);
}

#[test]
fn several_ticks_ask_for_all_and_an_ordered_list_keeps_its_order() {
    let (drafts, _) = read_quiz("## Was weißt du? {.quiz}\n\n### A {#own}\n\n1. [x] a\n2. [x] b\n3. [ ] c\n");
    let QuestionBody::Choice(question) = &drafts[0].body else { panic!() };
    assert_eq!((question.selection, question.order), (Selection::Multiple, ChoiceOrder::Fixed));
    assert_eq!(drafts[0].id.as_ref().map(QuestionId::as_str), Some("own"));
}

#[test]
fn answers_are_typed_and_foreseen_ones_have_reasons() {
    let (drafts, problems) = read_quiz(
        "## Quiz\n\n### Keyword?\n\n```answer exact code\nawait\n```\n\n- `yield` (25 %): hands out.\n- `*`: no.\n\n\
         ### Seconds?\n\n```number\n1 ± 0.1\n```\n\n- `2`: they run together.\n- `*`: count again.\n",
    );
    assert_eq!(problems, [""; 0]);
    let QuestionBody::Text(text) = &drafts[0].body else { panic!() };
    assert_eq!(text.comparison, TextComparison::Exact);
    let answers: Vec<_> = text.answers.iter().map(|a| (a.text.as_str(), a.credit.as_percent())).collect();
    assert_eq!(answers, [("await", 100), ("yield", 25)]);
    assert_eq!((text_of(&text.answers[1].reason), text_of(&text.otherwise)), ("hands out.".into(), "no.".into()));
    let QuestionBody::Number(number) = &drafts[1].body else { panic!() };
    assert_eq!((number.answers.len(), text_of(&number.otherwise).as_str()), (2, "count again."));
}

#[test]
fn a_program_is_traced_and_pairs_are_matched() {
    let (drafts, problems) = read_quiz(
        "## Quiz\n\n### Prints?\n\n```python\nprint(2)\n```\n\n```output\n2\n```\n\n### Compiles?\n\n```rust\nx\n```\n\n```error\nline 1\n```\n\n\
         ### Match\n\n| Call | Gives |\n|---|---|\n| a | 1 |\n| b | 2 |\n|  | 3 |\n",
    );
    assert_eq!(problems, [""; 0]);
    let QuestionBody::Tracing(tracing) = &drafts[0].body else { panic!() };
    assert_eq!((tracing.program.as_str(), &tracing.outcome), ("print(2)", &TracingOutcome::Prints("2".into())));
    assert_eq!(text_of(&drafts[0].stem), "Prints?");
    let QuestionBody::Tracing(tracing) = &drafts[1].body else { panic!() };
    assert_eq!(tracing.outcome, TracingOutcome::DoesNotCompile { line: Some(1) });
    let QuestionBody::Matching(matching) = &drafts[2].body else { panic!() };
    assert_eq!((matching.pairs.len(), matching.distractors.len()), (2, 1));
    assert_eq!(matching.header.as_ref().unwrap().0.to_string(), "Call");
}

#[test]
fn a_group_shares_its_context() {
    let (drafts, problems) = read_quiz(
        "## Quiz\n\n### About this table\n\nText.\n\n#### One?\n\n- [x] a\n- [ ] b\n\n#### Two?\n\n- [x] a\n- [ ] b\n\n\
         ### Three\n<!-- docent: label -->\n\nReally?\n\n- [x] a\n- [ ] b\n",
    );
    assert_eq!(problems, [""; 0]);
    assert_eq!(text_of(&drafts[1].context), "About this table / Text.");
    assert_eq!(text_of(&drafts[2].stem), "Really?");
    assert!(drafts[2].context.is_empty());
}

#[test]
fn what_is_wrong_with_a_question_is_said_at_its_line() {
    let (drafts, problems) = read_quiz(
        "## Quiz\n\n### No key\n\nText.\n\n### Two keys\n\n- [x] a\n\n```answer\nx\n```\n\n### No program\n\n```output\n1\n```\n\n\
         ### Number\n\n```number\nfour\n```\n\n### Stray\n<!-- docent: colour=red -->\n\n> quote\n\n- [x] a\n- [ ] b\n\nAfter.\n\n\
         ### Box\n\n- [x] a\n- b\n",
    );
    assert_eq!(drafts.len(), 1);
    assert_eq!(
        problems,
        [
            "3: quiz-without-key the question `No key` has no key",
            "11: quiz-two-keys this question has both choices and an answer to type",
            "15: quiz-without-program there is no program above this output",
            "24: quiz-syntax `four` is no number",
            "28: quiz-unknown-setting unknown setting `colour=red` of a question",
            "35: quiz-text-after-key text after the key is taken as the explanation",
            "30: quiz-quote-before-key a block quote before the key is shown with the question",
            "40: quiz-syntax this choice has no box to tick",
        ]
    );
}
