use proptest::prelude::*;

use super::*;
use crate::{
    course::{ChoiceOrder, ChoiceQuestion, Credit, NumberRange, QuestionBody, Selection, TextComparison},
    markup::{Block, plain_text},
};

fn bank(text: &str) -> Bank {
    read(&"bank.gift".into(), text)
}

#[track_caller]
fn question(text: &str) -> Draft {
    let bank = bank(text);
    assert_eq!(bank.problems, []);
    let [question] = bank.questions.as_slice() else { panic!("one question expected: {:?}", bank.questions) };
    question.clone()
}

fn text(blocks: &[Block]) -> String {
    plain_text(blocks).trim_end().to_owned()
}

#[track_caller]
fn choices(draft: &Draft) -> (Selection, Vec<(String, u8, String)>) {
    let QuestionBody::Choice(ChoiceQuestion { choices, selection, .. }) = &draft.body else { panic!("{draft:?}") };
    let choice =
        |choice: &crate::course::Choice| (text(&choice.content), choice.credit.as_percent(), text(&choice.reason));
    (*selection, choices.iter().map(choice).collect())
}

fn row(text: &str, percent: u8, reason: &str) -> (String, u8, String) {
    (text.to_owned(), percent, reason.to_owned())
}

#[test]
fn one_right_choice_with_feedback_and_weights() {
    let draft = question(
        "// a comment\n::Loop::Who runs coroutines?{\n  ~a thread#No, threads run it.\n  =the event loop#Yes\n  \
         ~%50%the interpreter\n  ####Think of asyncio.run\n}",
    );
    assert_eq!(text(&draft.stem), "Who runs coroutines?");
    assert_eq!(text(&draft.explanation), "Think of asyncio.run");
    assert_eq!((draft.at.line, draft.at.column), (2, 1));
    let (selection, choices) = choices(&draft);
    assert_eq!(selection, Selection::Single);
    assert_eq!(
        choices,
        [row("a thread", 0, "No, threads run it."), row("the event loop", 100, "Yes"), row("the interpreter", 50, "")]
    );
}

#[test]
fn without_a_full_answer_several_are_right() {
    let (selection, choices) = choices(&question("Which?{~%50%a ~%-100%b ~%50%c ~d}"));
    assert_eq!(selection, Selection::Multiple);
    assert_eq!(choices, [row("a", 100, ""), row("b", 0, ""), row("c", 100, ""), row("d", 0, "")]);
    let uneven = bank("Which?{~%70%a ~%30%b ~c}");
    assert_eq!(uneven.problems[0].code, Code::BankSimplified);
}

#[test]
fn answers_in_the_middle_leave_a_gap() {
    assert_eq!(
        text(&question("Grant is {~buried =entombed} in Grant's tomb.").stem),
        "Grant is _____ in Grant's tomb."
    );
    assert_eq!(text(&question("[markdown]Use {=await} *here*.").stem), "Use _____ here.");
    assert_eq!(text(&question("[markdown]a\n{=b}\nc").stem), "a _____ c");
}

#[test]
fn escapes_are_text_and_backslashes_before_others_stay() {
    let draft = question(r"Is \{x\: 1\} a dict\n or \(x\)?{~ \= 2 + 2 = \~ \# \\ }");
    assert_eq!(text(&draft.stem), "Is {x: 1} a dict\nor \\(x\\)?");
    assert_eq!(choices(&draft).1, [row("= 2 + 2", 0, ""), row(r"~ # \", 100, "")]);
}

#[test]
fn true_and_false_keep_their_order_and_feedback_starts_with_the_wrong_one() {
    let draft = question("The sun rises in the west.{F#It does not.#Right you are.}");
    assert_eq!(choices(&draft).1, [row("True", 0, "It does not."), row("False", 100, "Right you are.")]);
    let QuestionBody::Choice(choice) = draft.body else { panic!() };
    assert_eq!(choice.order, ChoiceOrder::Fixed);
    for key in ["T", "TRUE"] {
        assert_eq!(choices(&question(&format!("It rises.{{{key}}}"))).1[0].1, 100);
    }
    assert!(matches!(question("It rises.{true}").body, QuestionBody::Text(_)), "lower case is a short answer");
}

/// Written down as Markdown it would be a list item of two lines, and get lost.
#[test]
fn an_answer_that_the_file_breaks_is_typed_on_one_line() {
    let QuestionBody::Text(asked) = question("Which?{=await\n  >  it =b}").body else { panic!() };
    assert_eq!(asked.answers.iter().map(|answer| &*answer.text).collect::<Vec<_>>(), ["await > it", "b"]);
}

#[test]
fn short_answers_have_weights_and_wildcards() {
    let QuestionBody::Text(answers) = question("Who?{=no one#Yes =%50%nob* #Nearly =%0%*#Look again}").body else {
        panic!()
    };
    assert_eq!(answers.comparison, TextComparison::Wildcard);
    let rows: Vec<_> = answers.answers.iter().map(|a| row(&a.text, a.credit.as_percent(), &text(&a.reason))).collect();
    assert_eq!(rows, [row("no one", 100, "Yes"), row("nob*", 50, "Nearly")]);
    assert_eq!(text(&answers.otherwise), "Look again");
    let QuestionBody::Text(bare) = question("Two plus two?{four}").body else { panic!() };
    assert_eq!((bare.answers[0].text.as_str(), bare.comparison), ("four", TextComparison::Loose));
}

#[test]
fn numbers_have_tolerance_or_bounds() {
    let ranges = |text: &str| {
        let QuestionBody::Number(number) = question(text).body else { panic!("{text}") };
        number.answers.iter().map(|a| (a.range, a.credit.as_percent())).collect::<Vec<_>>()
    };
    assert_eq!(ranges("When?{#1822:5}"), [(NumberRange::Around { value: 1822.0, tolerance: 5.0 }, 100)]);
    assert_eq!(ranges("When?{#-5..5}"), [(NumberRange::Between { low: -5.0, high: 5.0 }, 100)]);
    assert_eq!(ranges("When?{#1e3}"), [(NumberRange::Around { value: 1000.0, tolerance: 0.0 }, 100)]);
    let QuestionBody::Number(number) = question("When?{#=1822:0#Yes =%50%1822:2#Near ~#Not at all}").body else {
        panic!()
    };
    assert_eq!(number.answers[1].credit, Credit::percent(50));
    assert_eq!(text(&number.answers[1].reason), "Near");
    assert_eq!(text(&number.otherwise), "Not at all");
}

#[test]
fn pairs_are_matched_and_a_lone_right_side_distracts() {
    let QuestionBody::Matching(matching) = question("Match{=Canada->Ottawa =Italy -> Rome = -> Oslo}").body else {
        panic!()
    };
    assert_eq!(matching.pairs, [("Canada".into(), "Ottawa".into()), ("Italy".into(), "Rome".into())]);
    assert_eq!(matching.distractors, ["Oslo".into()]);
}

#[test]
fn comments_carry_ids_and_tags() {
    let bank = bank("// question 1 [id:sleep \\] call] [tag:a] [tag:b]\nWhy?{=x}");
    assert_eq!(bank.questions[0].id.as_ref().map(QuestionId::as_str), Some("sleep-]-call"));
    assert_eq!((bank.problems[0].code, bank.problems[0].at.line), (Code::BankSimplified, 2));
    assert!(bank.problems[0].message.contains("a, b"));
}

#[test]
fn a_category_holds_for_what_follows() {
    let bank = bank("Why?{=x}\n\n$CATEGORY: top/async\r io\n\nHow?{=y}\r\n\r\nWhen?{=z}");
    let categories: Vec<_> = bank.questions.iter().map(|draft| draft.category.as_deref()).collect();
    assert_eq!(categories, [None, Some("top/async io"), Some("top/async io")], "a heading is one line");
}

/// Kept, it broke a row of the table that an importer writes, and the rest of it was another pair.
#[test]
fn a_carriage_return_by_itself_is_white_space() {
    let QuestionBody::Matching(matching) = question("Match.{\n=len\r() -> a number\r\n=open() -> a file}").body else {
        panic!()
    };
    let (left, right) = &matching.pairs[0];
    assert_eq!((left.to_string(), right.to_string()), ("len ()".into(), "a number".into()));
}

#[test]
fn each_text_format_is_read_as_such() {
    let stem = |source: &str| question(&format!("{source}{{=x}}")).stem;
    assert_eq!(stem("[html]<p>Use <b>await</b></p><pre>a\\n  b</pre>").len(), 2);
    assert_eq!(stem("[markdown]a\\n\\n- b\\n- c").len(), 2);
    assert_eq!(text(&stem("[plain]a <b> *c*")), "a <b> *c*");
    assert_eq!(text(&stem("Is Vec<T> < 5 <b>bold</b>?\nOr\\nnot")), "Is Vec<T> < 5 bold? Or\nnot");
    assert_eq!(text(&stem("[1] is a list")), "[1] is a list");
    let (_, choices) = choices(&question("[html]<p>Which?</p>{=<i>a</i> ~[plain]<i>b</i>}"));
    assert_eq!(choices, [row("a", 100, ""), row("<i>b</i>", 0, "")]);
}

#[test]
fn an_empty_stem_takes_the_name() {
    assert_eq!(text(&question("::What now?::{=x}").stem), "What now?");
}

#[test]
fn old_macintosh_line_ends_are_read() {
    assert_eq!(bank("\u{feff}Why?{=x}\r\rHow?{=y}").questions.len(), 2);
}

/// Each fault with the line it must be reported at, and how many questions remain.
const FAULTS: &[(&str, Code, u32)] = &[
    ("Why?{=x", Code::BankSyntax, 3),
    ("Why?=x}", Code::BankSyntax, 3),
    ("Why}?{=x", Code::BankSyntax, 3),
    ("Why?\n{=x {y} }", Code::BankSyntax, 4),
    ("Why? {=x}\nfn main() { }", Code::BankSyntax, 4),
    ("Why?{\n=x\n\n~y}", Code::BankSyntax, 3),
    ("Why?{}", Code::BankUnsupported, 3),
    ("Just some text.", Code::BankUnsupported, 3),
    ("Match{=a->b\n=c d\n=e->f}", Code::BankSyntax, 4),
    ("How many?{#many}", Code::BankSyntax, 3),
    ("How many?{#\n=5:0\n=3,5:0}", Code::BankSyntax, 5),
    ("How many?{#5:wide}", Code::BankSyntax, 3),
    ("How many?{#1..}", Code::BankSyntax, 3),
    ("How many?{#=*}", Code::BankSimplified, 3),
    ("$CATEGORY: x\nWhy?{=x}", Code::BankSyntax, 4),
    (
        "// [id:IDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDID\
      IDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDIDID]\nWhy?{=x}",
        Code::BadId,
        4,
    ),
    ("// [tag:x]\n\n// [tag:y]\nWhy?{=x}", Code::BankSimplified, 6),
    ("::Why?{=x}", Code::BankSimplified, 3),
    ("Why?{\n=x\n~#empty\n~y}", Code::BankSimplified, 5),
    ("Why?{~y\n=%100%x}", Code::BankSimplified, 4),
    ("Why?{~%70%x ~%30%y}", Code::BankSimplified, 3),
    // What every format is checked for.
    ("Why?{~x ~y}", Code::QuizWithoutKey, 3),
    ("Why?{=x ~}", Code::QuizTooFewChoices, 3),
    ("Why?{=x ~x}", Code::QuizChoiceTwice, 3),
    ("Why?{=%50%x}", Code::QuizWithoutKey, 3),
    ("Why?{=}", Code::QuizSyntax, 3),
    ("Match{=a->b}", Code::QuizTooFewChoices, 3),
    ("Match{=a->b =a->c}", Code::QuizChoiceTwice, 3),
    ("Match{=a-> =b->c}", Code::QuizEmptyChoice, 3),
    ("{=x}", Code::QuizEmptyStem, 3),
];

#[test]
fn every_fault_is_reported_at_its_line_and_hides_no_other_question() {
    for (fault, code, line) in FAULTS {
        let bank = bank(&format!("First?{{=a}}\n\n{fault}\n\nLast?{{=z}}\n"));
        let lesson = crate::ids::LessonId::parse("bank").unwrap();
        let finished = crate::course::question::finish(bank.questions, &lesson, &mut Default::default());
        let problems: Vec<_> = bank.problems.iter().chain(&finished.problems).collect();
        let found = problems.iter().find(|problem| problem.code == *code);
        let found = found.unwrap_or_else(|| panic!("{fault}: {problems:?}"));
        assert_eq!(found.at.line, *line, "{fault}: {found:?}");
        let stems: Vec<String> = finished.questions.iter().map(|question| text(&question.stem)).collect();
        assert_eq!((stems.first(), stems.last()), (Some(&"First?".into()), Some(&"Last?".into())), "{fault}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*") {
        bank(&text);
    }

    #[test]
    fn text_made_of_marks_is_read(text in r"([{}~=#:%\\\[\]>\n-]|::|####|->|\.\.|//|\$CATEGORY:|\[html\]|[a-c0-9 ]|<b>|T|\n\n){0,60}") {
        let bank = bank(&text);
        let lesson = crate::ids::LessonId::parse("bank").unwrap();
        crate::course::question::finish(bank.questions, &lesson, &mut Default::default());
    }
}
