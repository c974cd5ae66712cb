use std::{path::Path, sync::Arc};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::{
    clock::Clock,
    course::{hostile::blocks, load::load},
    library::{Library, Shelf},
    store::{OpenOptions, Store},
    tutor::Policy,
};

/// A tutor of the tea course, with its database.
async fn tutor() -> (Tutor, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("docent.db"), &OpenOptions::default()).await.unwrap();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/courses/tea");
    let library = Library::new(load(&content).unwrap().courses, Clock::System.now()).unwrap();
    let shelf = Arc::new(Shelf::new(library));
    (Tutor::new(shelf, store, Clock::System, Policy { words_kept_days: 30 }).await.unwrap(), folder)
}

/// The input that changes `parts` of an interaction of a kind.
fn input(kind: u8, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut input = vec![kind];
    for (pointer, text) in parts {
        let index = PARTS.iter().position(|part| part == pointer).unwrap();
        input.push(u8::try_from(index).unwrap() + 32);
        input.extend(text.as_bytes());
        input.push(b'\n');
    }
    input
}

#[tokio::test]
async fn whatever_learners_write_pings_nobody_and_is_no_markup() {
    let (tutor, _folder) = tutor().await;
    for kind in 0..5 {
        interaction(&tutor, &[kind]).await;
    }
    let all_kinds = ["\u{202e}evil\u{2066}", "e\u{301}\u{301}\u{301}", "\u{200b}\u{200d}\u{feff}", "\u{0}\u{7}", ""];
    let shouts = [SHOUT, "`@everyone`", "```\n<@9>", "\\<@9>", "\\\\[x](http://evil.example)", "> # -# <@9>"];
    for words in all_kinds.into_iter().chain(shouts).map(str::to_owned).chain(["e\u{301}".repeat(6_000)]) {
        interaction(&tutor, &input(1, &[("/data/options/0/value", &words), ("/member/nick", &words)])).await;
        interaction(&tutor, &input(0, &[("/data/custom_id", "1:sh:a:1"), ("/member/nick", &words)])).await;
        interaction(&tutor, &input(3, &[("/data/components/0/components/0/value", &words)])).await;
    }
}

#[tokio::test]
async fn parts_that_are_missing_or_of_another_type_are_lived_with() {
    let (tutor, _folder) = tutor().await;
    for kind in 0..5 {
        for part in PARTS {
            for other in ["null", "0", "-1", "99", "\"\"", "[]", "{}", "[{}]", "true", "\"18446744073709551616\"", "x"]
            {
                interaction(&tutor, &input(kind, &[(part, other)])).await;
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_page_makes_a_message(text in "[a-d #*`>|\\[\\]()<@:\n-]{0,400}") {
        let blocks = blocks(text.as_bytes());
        content(&blocks);
        crate::plain::hostile::content(&blocks);
    }
}
