use proptest::prelude::*;

use super::*;
use crate::quiz::{
    Verdict, grade,
    tests::{any_question, choices, matching},
};

/// Shown in the written order.
fn read_as_written(question: &Question, text: &str) -> Result<Given, Unreadable> {
    read(question, &[0, 1, 2, 3], text)
}

#[track_caller]
fn indices(given: &Result<Given, Unreadable>) -> Vec<u32> {
    let Ok(Given::Choices(mask)) = given else { panic!("no choices: {given:?}") };
    (0..64).filter(|bit| mask & (1 << bit) != 0).collect()
}

#[test]
fn letters_are_read_however_they_are_written() {
    let question = choices(Selection::Multiple, &[("w", 100), ("x", 0), ("y", 100), ("z", 0)]);
    for text in ["ac", "A, C", "a and c", "a & c", "(a) (c)", "C A", "a+c", "1,3", "1 3", "options a and c", "AC."] {
        assert_eq!(indices(&read_as_written(&question, text)), [0, 2], "{text}");
    }
    for text in ["ae", "5", "0", "hello", "add", "what is a coroutine?", "and"] {
        assert_eq!(read_as_written(&question, text), Err(Unreadable::NoChoice), "{text}");
    }
    assert_eq!(read_as_written(&question, "  "), Err(Unreadable::Empty));
}

#[test]
fn letters_count_places_as_shown() {
    let question = choices(Selection::Single, &[("w", 100), ("x", 0), ("y", 0)]);
    assert_eq!(indices(&read(&question, &[2, 0, 1], "b")), [0]);
    assert_eq!(indices(&read(&question, &[2, 0, 1], "2")), [0]);
    assert_eq!(read(&question, &[2, 0, 1], "ab"), Err(Unreadable::OneOnly));
}

#[test]
fn the_words_of_a_choice_choose_it() {
    let question = choices(Selection::Single, &[("the event loop", 100), ("a thread", 0)]);
    assert_eq!(indices(&read(&question, &[1, 0], "The event  loop")), [0]);
    let numbers = choices(Selection::Single, &[("2", 100), ("1", 0), ("4", 0)]);
    assert_eq!(indices(&read(&numbers, &[1, 2, 0], "2")), [0], "the choice that says 2, not the second one");
    let letters = choices(Selection::Single, &[("a", 100), ("b", 0)]);
    assert_eq!(indices(&read(&letters, &[1, 0], "a")), [1], "the letter shown, as with every question");
}

#[test]
fn pairs_are_kept_in_the_written_order() {
    let question = matching(&[("x", "1"), ("y", "2")]);
    for text in ["1c 2a", "1-C, 2-A", "1=c 2=a", "2a1c", "c a", "CA"] {
        assert_eq!(read(&question, &[1, 2, 0], text), Ok(Given::Text("1a 2b".into())), "{text}");
    }
    for text in ["1c", "1c 1a", "1c 2a 3b", "1c 2z", "c 2", "12", "1c 2a 3"] {
        assert_eq!(read(&question, &[1, 2, 0], text), Err(Unreadable::NoPairs), "{text}");
    }
    let given = read(&question, &[1, 2, 0], "1c 2a").unwrap();
    assert_eq!(grade(&question, &given).verdict, Verdict::Right);
}

#[test]
fn a_program_that_does_not_compile_is_said_in_many_ways() {
    for text in [
        "doesn't compile",
        "Does not compile.",
        "won\u{2019}t compile",
        "no compila",
        "kompiliert nicht",
        "ne compile pas",
        "не компилируется",
        "compile error",
        "compilation fails",
        "error",
    ] {
        assert_eq!(read_tracing(text), Some(None), "{text}");
    }
    for text in ["line 4", "Line: 4", "error on line 4", "doesn't compile, line 4", "it does not compile at line 4"] {
        assert_eq!(read_tracing(text), Some(Some(4)), "{text}");
    }
    for text in ["4", "it compiles", "line", "error: value too large", "4 lines", "line 4 is printed twice by the loop"]
    {
        assert_eq!(read_tracing(text), None, "{text}");
    }
}

#[test]
fn too_much_text_is_no_answer() {
    let question = choices(Selection::Single, &[("w", 100), ("x", 0)]);
    assert_eq!(read_as_written(&question, &"a".repeat(4_001)), Err(Unreadable::TooLong));
}

proptest! {
    #[test]
    fn any_line_is_read_or_refused(question in any_question(), text in "\\PC*") {
        if let Ok(given) = read_as_written(&question, &text) {
            grade(&question, &given);
        }
    }

    #[test]
    fn pairs_survive_reading(places in Just(vec![0, 1, 2]).prop_shuffle(), said in Just(vec![0, 1]).prop_shuffle()) {
        let question = matching(&[("x", "1"), ("y", "2")]);
        let letters: String = said.iter().map(|place| char::from(b'a' + u8::try_from(*place).unwrap())).collect();
        let Ok(Given::Text(canonical)) = read(&question, &places, &letters) else { panic!("{letters}") };
        let expected: Vec<usize> = said.iter().map(|place: &usize| places[*place]).collect();
        prop_assert_eq!(canonical_pairs(&canonical).into_values().collect::<Vec<_>>(), expected);
    }
}
