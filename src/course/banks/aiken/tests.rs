use proptest::prelude::*;

use super::*;
use crate::{
    course::question::{TakenIds, finish},
    ids::LessonId,
    markup::plain_text,
};

fn bank(text: &str) -> Bank {
    read(&"bank.txt".into(), text)
}

#[track_caller]
fn choices(draft: &Draft) -> Vec<(String, bool)> {
    let QuestionBody::Choice(question) = &draft.body else { panic!("{draft:?}") };
    question.choices.iter().map(|c| (plain_text(&c.content).trim().to_owned(), c.is_right())).collect()
}

#[test]
fn a_question_has_lettered_choices_and_an_answer() {
    let bank = bank("What waits?\nA) time.sleep\nB. await\n  C.no space\nANSWER: B. of course\n");
    assert_eq!(bank.problems, []);
    assert_eq!(plain_text(&bank.questions[0].stem), "What waits?\n");
    let expected = [("time.sleep", false), ("await", true), ("no space", false)];
    assert_eq!(choices(&bank.questions[0]), expected.map(|(text, right)| (text.to_owned(), right)));
}

#[test]
fn blank_and_one_letter_lines_mean_nothing() {
    let bank = bank("\u{feff}What waits?\r\n\r\nA) x\r\n-\r\nB) y\r\n\r\nANSWER: A\r\n");
    assert_eq!(bank.problems, []);
    assert_eq!(bank.questions.len(), 1);
}

#[test]
fn marks_stand_for_themselves() {
    let bank = bank("Is a < b *and* <b>?\nA) `x`\nB) y\nANSWER:A");
    assert_eq!(plain_text(&bank.questions[0].stem), "Is a < b *and* <b>?\n");
    assert_eq!(choices(&bank.questions[0])[0].0, "`x`");
}

#[test]
fn a_question_may_go_on_over_lines_and_that_is_said() {
    let bank = bank("Given this:\nx = 1\nwhat is x?\nA) 1\nB) 2\nANSWER: A");
    assert_eq!(plain_text(&bank.questions[0].stem), "Given this: x = 1 what is x?\n");
    let [problem] = bank.problems.as_slice() else { panic!("{:?}", bank.problems) };
    assert_eq!((problem.code, problem.at.line), (Code::BankSimplified, 2));
}

#[test]
fn lines_are_counted_whatever_ends_them() {
    for ends in ["\n", "\r\n", "\r"] {
        let bank = bank(&["One?", "A) x", "B) y", "ANSWER: Z"].join(ends));
        assert_eq!(bank.problems[0].at.line, 4, "{ends:?}");
    }
}

/// Each fault stands from line 5 on, between two good questions.
const FAULTS: &[(&str, Code, u32)] = &[
    ("A) x\nB) y\nANSWER: A", Code::BankSyntax, 5),
    ("B) y", Code::BankSyntax, 5),
    ("ANSWER: A", Code::BankSyntax, 5),
    ("Why?\nA) x\nB) y", Code::QuizWithoutKey, 5),
    ("Why?", Code::BankSimplified, 6),
    ("Why?\nANSWER: A", Code::QuizWithoutChoices, 6),
    ("Why?\nA) x\nANSWER: A", Code::QuizTooFewChoices, 5),
    ("Why?\nA) x\nB) y\nANSWER: C", Code::QuizWithoutKey, 8),
    ("Why?\nA) x\nB) y\nANSWER: a", Code::QuizWithoutKey, 8),
    ("Why?\nA) x\nB) y\nANSWER:", Code::QuizWithoutKey, 8),
    ("Why?\nA) x\nB) y\nANSWER: 1", Code::QuizWithoutKey, 8),
    ("Why?\nA) x\nB) y\nanswer: A", Code::QuizWithoutKey, 8),
    ("Why?\nA) x\nB) y\nAnswer: A", Code::QuizWithoutKey, 8),
    ("Why?\nA) x\nB)\nANSWER: A", Code::QuizEmptyChoice, 5),
    ("Why?\nA) x\nB) x\nANSWER: A", Code::QuizChoiceTwice, 5),
    ("Why?\nA) x\nC) y\nANSWER: A", Code::BankSimplified, 8),
    ("Why?\nB) x\nA) y\nANSWER: A", Code::BankSimplified, 8),
    ("Why?\na) x\nb) y\nANSWER: A", Code::QuizWithoutChoices, 8),
    ("A. Smith asks why?\nA) x\nB) y\nANSWER: A", Code::BankSyntax, 5),
    ("Why?\nA) x\nmore of x\nB) y\nANSWER: A", Code::QuizWithoutKey, 5),
    ("Why?\nA) x\nB) y\nANSWER: A\nANSWER: B", Code::BankSyntax, 9),
    ("Why?\nA) x\nB) y\nC) x\nD) z\nANSWER: E", Code::QuizWithoutKey, 10),
];

#[test]
fn every_fault_is_reported_at_its_line_and_hides_no_other_question() {
    for (fault, code, line) in FAULTS {
        let good = |stem: &str| format!("{stem}\nA) x\nB) y\nANSWER: A\n");
        let bank = bank(&format!("{}{fault}\n{}", good("First?"), good("Last?")));
        let finished = finish(bank.questions, &LessonId::parse("bank").unwrap(), &mut TakenIds::default());
        let problems: Vec<_> = bank.problems.iter().chain(&finished.problems).collect();
        let found = problems.iter().find(|problem| problem.code == *code);
        let found = found.unwrap_or_else(|| panic!("{fault}: {problems:?}"));
        assert_eq!(found.at.line, *line, "{fault}: {problems:?}");
        let stems: Vec<String> = finished.questions.iter().map(|question| plain_text(&question.stem)).collect();
        assert!(stems.first().is_some_and(|stem| stem == "First?\n"), "{fault}: {stems:?}");
        assert!(stems.last().is_some_and(|stem| stem.ends_with("Last?\n")), "{fault}: {stems:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*") {
        bank(&text);
    }

    #[test]
    fn text_made_of_marks_is_read(text in r"((A|B|C)[).] ?|ANSWER: ?|[a-cA-C ]|\n|\r){0,60}") {
        bank(&text);
    }
}

/// Text between a carriage return and a line feed was taken for nothing, and the two for one line break.
#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let bank = read(&"q.txt".into(), "One\rTwo\nANSWER: A\n");
    assert_eq!(bank.problems.iter().map(|problem| problem.at.line).collect::<Vec<_>>(), [2, 3]);
}
