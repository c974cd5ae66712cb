use proptest::prelude::*;

use super::*;
use crate::{
    course::{
        ChoiceOrder, ChoiceQuestion, QuestionBody, ResponseKind, Selection, TracingOutcome,
        question::{Draft, TakenIds, finish},
    },
    ids::LessonId,
    markup::{Block, plain_text},
};

fn bank(text: &str) -> Bank {
    read(&"quiz.toml".into(), text)
}

#[track_caller]
fn question(text: &str) -> Draft {
    let bank = bank(&format!("[[questions]]\n{text}"));
    assert_eq!(bank.problems, []);
    let [question] = bank.questions.as_slice() else { panic!("one question expected: {:?}", bank.questions) };
    question.clone()
}

fn text(blocks: &[Block]) -> String {
    plain_text(blocks).trim_end().to_owned()
}

#[track_caller]
fn choices(draft: Draft) -> (ChoiceQuestion, Vec<String>) {
    let QuestionBody::Choice(question) = draft.body else { panic!("{draft:?}") };
    let texts = question.choices.iter().map(|choice| text(&choice.content)).collect();
    (question, texts)
}

fn choice(rest: &str) -> String {
    format!(
        "type = \"MultipleChoice\"\nprompt.prompt = \"Why?\"\nprompt.distractors = [\"c\", \"a\"]\nanswer.answer = \"b\"\n{rest}"
    )
}

#[test]
fn a_mark_of_the_byte_order_moves_no_position() {
    let at =
        |text: &str| bank(text).problems.iter().map(|problem| (problem.at.line, problem.at.column)).collect::<Vec<_>>();
    assert!(!at("---").is_empty());
    assert_eq!(at("\u{feff}---"), at("---"));
}

#[test]
fn the_right_choice_stands_anywhere_or_where_the_file_says() {
    let (question, texts) = choices(question(&choice("")));
    assert_eq!((question.selection, question.order), (Selection::Single, ChoiceOrder::Shuffled));
    assert_eq!(texts, ["b", "c", "a"]);
    assert_eq!(question.choices.iter().map(crate::course::Choice::is_right).collect::<Vec<_>>(), [true, false, false]);
}

#[test]
fn answer_index_and_sorting_fix_the_order() {
    let (at, texts) = choices(question(&choice("prompt.answerIndex = 2")));
    assert_eq!((at.order, texts), (ChoiceOrder::Fixed, vec!["c".into(), "a".into(), "b".into()]));
    let (sorted, texts) = choices(question(&choice("prompt.sortAnswers = true")));
    assert_eq!((sorted.order, texts), (ChoiceOrder::Fixed, vec!["a".into(), "b".into(), "c".into()]));
    assert!(sorted.choices[1].is_right());
    let (unsorted, _) = choices(question(&choice("prompt.sortAnswers = false")));
    assert_eq!(unsorted.order, ChoiceOrder::Shuffled);
}

#[test]
fn a_list_of_answers_asks_for_all_of_them() {
    let (several, _) = choices(question(&choice("").replace("\"b\"", "[\"b\"]")));
    assert_eq!(several.selection, Selection::Multiple, "a list of one still says: select all that apply");
}

#[test]
fn a_short_answer_has_alternatives_and_a_kind() {
    let draft = question(
        "type = \"ShortAnswer\"\nprompt.prompt = \"Keyword?\"\nprompt.response = \"code\"\n\
         answer.answer = \" mut \"\nanswer.alternatives = [\"`mut`\"]",
    );
    let QuestionBody::Text(question) = draft.body else { panic!() };
    assert_eq!(question.response, ResponseKind::Code);
    assert_eq!(question.answers.iter().map(|a| a.text.as_str()).collect::<Vec<_>>(), ["mut", "`mut`"]);
}

#[test]
fn a_program_prints_or_fails_at_a_line() {
    let prints = question(
        "type = \"Tracing\"\nprompt.program = \"\"\"\nfn main() {\n  println!(\"1\");\n}\n\"\"\"\n\
         answer.doesCompile = true\nanswer.stdout = \"1\\n\"",
    );
    let QuestionBody::Tracing(tracing) = prints.body else { panic!() };
    assert_eq!(tracing.program, "fn main() {\n  println!(\"1\");\n}");
    assert_eq!(tracing.outcome, TracingOutcome::Prints("1".into()));
    let fails =
        question("type = \"Tracing\"\nprompt.program = \"x\"\nanswer.doesCompile = false\nanswer.lineNumber = 1");
    let QuestionBody::Tracing(tracing) = fails.body else { panic!() };
    assert_eq!(tracing.outcome, TracingOutcome::DoesNotCompile { line: Some(1) });
}

/// Written down as Markdown, a carriage return would come back as a line feed, and the program be another one.
#[test]
fn a_line_break_that_is_escaped_is_one_like_all_others() {
    let traced = question(
        "type = \"Tracing\"\nprompt.program = \"a\\r\\nb\\rc\"\nanswer.doesCompile = true\nanswer.stdout = \"1\\r2\"",
    );
    let QuestionBody::Tracing(tracing) = traced.body else { panic!() };
    assert_eq!(tracing.program, "a\nb\nc");
    assert_eq!(tracing.outcome, TracingOutcome::Prints("1\n2".into()));
}

#[test]
fn context_explains_and_multipart_is_shared() {
    let text_of = "[multipart]\nloop = \"Given *this* loop.\"\n\n[[questions]]\nid = \"a b\"\nmultipart = \"loop\"\n\
                   context = \"Because.\"\n";
    let bank = bank(&format!("{text_of}{}", choice("")));
    assert_eq!(bank.problems, []);
    let draft = &bank.questions[0];
    assert_eq!((text(&draft.context), text(&draft.explanation)), ("Given this loop.".into(), "Because.".into()));
    assert_eq!(draft.id.as_ref().map(crate::ids::QuestionId::as_str), Some("a-b"));
    assert_eq!((draft.at.line, draft.at.column), (4, 1));
}

#[test]
fn tables_may_be_written_out_or_inline() {
    let (_, texts) = choices(question(
        "type = \"MultipleChoice\"\n[questions.prompt]\nprompt = \"Why?\"\ndistractors = [\"c\"]\n[questions.answer]\nanswer = \"b\"",
    ));
    assert_eq!(texts, ["b", "c"]);
    let inline =
        "questions = [{ type = \"ShortAnswer\", prompt = { prompt = \"Why?\" }, answer = { answer = \"x\" } }]";
    assert_eq!(bank(inline).questions.len(), 1);
}

/// A question, with what replaces a part of it, and where that must be reported; the question starts at line 7.
const FAULTS: &[(&str, &str, Code, u32)] = &[
    ("type = \"MultipleChoice\"", "type = \"MultiChoice\"", Code::BankUnsupported, 8),
    ("type = \"MultipleChoice\"", "type = MultipleChoice", Code::BankSyntax, 8),
    ("type = \"MultipleChoice\"", "", Code::BankSyntax, 7),
    ("type = \"MultipleChoice\"", "typ = \"MultipleChoice\"", Code::BankSyntax, 7),
    ("type = \"MultipleChoice\"", "type = \"MultipleChoice\"\nidd = 3", Code::BankUnknownKey, 9),
    ("type = \"MultipleChoice\"", "type = \"MultipleChoice\"\nid = 3", Code::BankSyntax, 9),
    ("type = \"MultipleChoice\"", "type = \"MultipleChoice\"\nid = \"\"", Code::BadId, 9),
    ("type = \"MultipleChoice\"", "type = \"MultipleChoice\"\nid = \"first\"", Code::QuestionIdTwice, 7),
    ("type = \"MultipleChoice\"", "type = \"MultipleChoice\"\nmultipart = \"x\"", Code::BankSyntax, 9),
    ("type = \"MultipleChoice\"", "type = \"MultipleChoice\"\npromptExplanation = true", Code::BankSimplified, 9),
    ("type = \"MultipleChoice\"", "type = \"Tracing\"", Code::BankSyntax, 9),
    ("prompt.prompt = \"Why?\"", "", Code::BankSyntax, 10),
    ("prompt.prompt = \"Why?\"", "prompt.prompt = \"\"", Code::QuizEmptyStem, 7),
    ("prompt.prompt = \"Why?\"", "prompt = \"Why?\"", Code::BankSyntax, 10),
    ("prompt.prompt = \"Why?\"", "prompt.prompt = \"Why?", Code::BankSyntax, 9),
    ("prompt.prompt = \"Why?\"", "prompt.prompt = \"\"\"Why?", Code::BankSyntax, 9),
    ("prompt.prompt = \"Why?\"", "prompt.prompt = \"Why?\"\nprompt.answerIndex = 9", Code::BankSyntax, 10),
    ("prompt.prompt = \"Why?\"", "prompt.prompt = \"Why?\"\nprompt.answerIndex = -1", Code::BankSyntax, 10),
    (
        "prompt.prompt = \"Why?\"",
        "prompt.prompt = \"Why?\"\nprompt.answerIndex = 1\nprompt.sortAnswers = true",
        Code::BankSyntax,
        10,
    ),
    ("prompt.prompt = \"Why?\"", "prompt.prompt = \"Why?\"\nprompt.sortAnswer = true", Code::BankUnknownKey, 10),
    ("prompt.distractors = [\"c\", \"a\"]", "", Code::BankSyntax, 9),
    ("prompt.distractors = [\"c\", \"a\"]", "prompt.distractors = \"c\"", Code::BankSyntax, 10),
    ("prompt.distractors = [\"c\", \"a\"]", "prompt.distractors = [\"c\", 4]", Code::BankSyntax, 10),
    ("prompt.distractors = [\"c\", \"a\"]", "prompt.distractors = []", Code::QuizTooFewChoices, 7),
    ("prompt.distractors = [\"c\", \"a\"]", "prompt.distractors = [\"c\", \"b\"]", Code::QuizChoiceTwice, 7),
    ("answer.answer = \"b\"", "", Code::BankSyntax, 7),
    ("answer.answer = \"b\"", "answer.answer = []", Code::QuizWithoutKey, 7),
    ("answer.answer = \"b\"", "answer.answer = true", Code::BankSyntax, 11),
    ("answer.answer = \"b\"", "answer.answer = \"b\"\nanswer.answer = \"c\"", Code::BankSyntax, 12),
];

#[test]
fn every_fault_is_reported_at_its_line_and_hides_no_other_question() {
    for (good, bad, code, line) in FAULTS {
        let first = choice("id = \"first\"");
        let fault = choice("").replace(good, bad);
        let bank = bank(&format!(
            "[[questions]]\n{first}\n[[questions]]\n{fault}\n[[questions]]\n{}",
            choice("id = \"last\"")
        ));
        let finished = finish(bank.questions, &LessonId::parse("quiz").unwrap(), &mut TakenIds::default());
        let problems: Vec<_> = bank.problems.iter().chain(&finished.problems).collect();
        let found = problems.iter().find(|problem| problem.code == *code);
        let found = found.unwrap_or_else(|| panic!("{bad}: {problems:?}"));
        assert_eq!(found.at.line, *line, "{bad}: {found:?}");
        let ids: Vec<&str> = finished.questions.iter().map(|question| question.id.as_str()).collect();
        assert_eq!((ids.first(), ids.last()), (Some(&"first"), Some(&"last")), "{bad}: {problems:?}");
    }
}

#[test]
fn faults_of_the_other_types_are_found_too() {
    let cases = [
        (
            "type = \"ShortAnswer\"\nprompt.prompt = \"?\"\nprompt.response = \"essay\"\nanswer.answer = \"x\"",
            Code::BankSyntax,
            4,
        ),
        ("type = \"ShortAnswer\"\nprompt.prompt = \"Why?\"\nanswer.alternatives = [\"x\"]", Code::BankSyntax, 4),
        ("type = \"ShortAnswer\"\nprompt.prompt = \"Why?\"\nanswer.answer = [\"x\"]", Code::BankSyntax, 4),
        ("type = \"Tracing\"\nprompt.program = \"x\"\nanswer.stdout = \"1\"", Code::BankSyntax, 4),
        ("type = \"Tracing\"\nprompt.program = \"x\"\nanswer.doesCompile = \"yes\"", Code::BankSyntax, 4),
        ("type = \"Tracing\"\nprompt.program = \"x\"\nanswer.doesCompile = true", Code::BankSyntax, 4),
        (
            "type = \"Tracing\"\nprompt.program = \"x\"\nanswer.doesCompile = false\nanswer.stdout = \"\"",
            Code::BankSimplified,
            5,
        ),
        ("type = \"Tracing\"\nanswer.doesCompile = false", Code::BankSyntax, 1),
    ];
    for (source, code, line) in cases {
        let bank = bank(&format!("[[questions]]\n{source}"));
        let found = bank.problems.first().unwrap_or_else(|| panic!("{source}"));
        assert_eq!((found.code, found.at.line), (code, line), "{source}: {found:?}");
    }
    assert_eq!(bank("").problems[0].code, Code::BankSyntax);
    assert_eq!(bank("[[question]]\nid = \"x\"").problems[0].code, Code::BankUnknownKey);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*") {
        bank(&text);
    }

    #[test]
    fn text_made_of_fields_is_read(
        text in r#"((\[\[questions\]\]|\[multipart\]|type = "(Tracing|ShortAnswer|MultipleChoice)"|prompt\.(prompt|program) = "x"|prompt\.distractors = \["a"\]|answer\.answer = ("b"|\["b"\])|answer\.doesCompile = (true|false)|answer\.stdout = """|prompt\.answerIndex = [0-9]|[a-z."=\[\]{}]{0,6})\n){0,30}"#,
    ) {
        bank(&text);
    }
}
