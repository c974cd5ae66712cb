//! Whatever a file holds, reading it ends soon, takes little memory and does not panic.

use std::fs;

use proptest::prelude::*;

use super::{
    trees::{PIECES, Tree},
    *,
};
use crate::course::{Lesson, load::load, markdown::Flavour, problem::Code};

/// Pieces in any order behind a byte that says what they are read as.
fn soup(most: usize) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![8 => proptest::sample::select(PIECES).prop_map(str::to_owned), 1 => ".{0,6}"];
    (any::<u8>(), proptest::collection::vec(piece, 0..most))
        .prop_map(|(first, pieces)| [&[first], pieces.concat().as_bytes()].concat())
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn any_text_is_a_page(data in soup(120)) {
        page(&data);
        front_matter(&data);
    }

    #[test]
    fn any_text_is_a_bank_or_says_why_not(data in soup(60)) {
        let text = data.get(1..).unwrap_or_default();
        quiz(text);
        gift(text);
        aiken(text);
        mdbook_quiz(text);
    }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn any_tree_of_any_kind_can_be_loaded(data in soup(120), runs in proptest::collection::vec(any::<u8>(), 0..10)) {
        site(&data);
        includes(&data);
        repetition(&runs);
    }
}

/// Reads one page in every flavour. What grows with the square of the page would take minutes here.
fn reads(text: &str) {
    for flavour in [Flavour::Forge, Flavour::MdBook, Flavour::MkDocs, Flavour::Docusaurus] {
        let text = Text::of_file(&"a.md".into(), text);
        markdown::page(&text, Dialect { flavour, address: &|_| None });
    }
}

#[test]
fn deep_and_huge_pages_are_read() {
    reads(&"> ".repeat(5_000));
    reads(&(0..700).map(|n| format!("{}- x\n", " ".repeat(n))).collect::<String>());
    reads(&"[".repeat(10_000));
    reads(&"*a _b ".repeat(5_000));
    reads(&"<div>".repeat(10_000));
    reads(&"<a href=\"".repeat(5_000));
    reads(&format!("|a|b|\n|---|---|\n{}", "|x|y|\n".repeat(10_000)));
    reads(&format!("{0}\n{1}\n{0}\n", "|a".repeat(1_000), "|-".repeat(1_000)));
    reads(&"## Same\n".repeat(5_000));
    reads(&"word ".repeat(100_000));
}

#[test]
fn an_include_bomb_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &str| fs::write(folder.path().join(path), text).unwrap();
    put("book.toml", "[book]\n");
    fs::create_dir(folder.path().join("src")).unwrap();
    put("src/SUMMARY.md", "- [A](0.md)\n- [B](b.md)\n");
    put("src/b.md", "# B\n\nStill here.\n");
    // Ten times ten times ten … of a page.
    for level in 0..9 {
        put(&format!("src/{level}.md"), &format!("{{{{#include {}.md}}}}\n", level + 1).repeat(10));
    }
    put("src/9.md", &"bomb\n".repeat(10_000));
    let loaded = load(folder.path()).unwrap();
    assert!(loaded.problems.iter().any(|problem| problem.code == Code::IncludeTooLarge));
    let [course] = loaded.courses.as_slice() else { panic!("no course") };
    let words: usize = course.lessons.iter().map(Lesson::words).sum();
    assert!(words < 1_000_000, "{words} words");
    assert!(course.lessons.iter().any(|lesson| lesson.title == "B"));
}

#[test]
fn an_include_of_itself_through_another_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("docs")).unwrap();
    fs::write(folder.path().join("mkdocs.yml"), "site_name: x\nINHERIT: mkdocs.yml\n").unwrap();
    fs::write(folder.path().join("docs/a.md"), "# A\n\n--8<-- \"b.md\"\n").unwrap();
    fs::write(folder.path().join("docs/b.md"), "# B\n\n--8<-- \"a.md\"\n").unwrap();
    let loaded = load(folder.path()).unwrap();
    assert!(loaded.problems.iter().any(|problem| problem.code == Code::IncludeLoop));
}

/// A page of a course of `kind` with files beside it, each a path and its content.
fn tree(kind: CourseKind, page: &str, beside: &[(&str, &str)]) -> Vec<Code> {
    let tree = Tree::of(kind);
    tree.put_page("a.md", page);
    beside.iter().for_each(|(path, content)| tree.put_page(path, content));
    tree.check().iter().map(|problem| problem.code).collect()
}

/// Each took minutes once, because every line looked at all the others; fuzzers found them.
#[test]
fn a_page_that_says_one_thing_over_and_over_is_read_once() {
    tree(CourseKind::MdBook, &"{{#".repeat(100_000), &[]);
    tree(CourseKind::MdBook, &"\\{{#title x}}".repeat(20_000), &[]);
    tree(CourseKind::MdBook, &"{{#title x}}".repeat(20_000), &[]);
    tree(CourseKind::Docusaurus, &"{/* \n".repeat(60_000), &[]);
    tree(CourseKind::Docusaurus, &format!("<A {}\n", "x".repeat(20_000)).repeat(10), &[]);
    tree(CourseKind::MkDocs, &format!("{}{}", "/// a\n".repeat(30_000), "////\n".repeat(30_000)), &[]);
    tree(CourseKind::Native, &format!("{}{}", "<ul>".repeat(30_000), "<li>a".repeat(30_000)), &[]);
    tree(CourseKind::Native, &format!("{}{}", "<blockquote>".repeat(20_000), "</li>".repeat(20_000)), &[]);
    tree(CourseKind::Native, &format!("# A {{#{0}}}\n\n[a](#{0}b)\n", "x".repeat(100_000)), &[]);
    tree(CourseKind::MdBook, "{{#include c.md}}\n", &[("c.md", &"## Quiz\n\n".repeat(20_000))]);
}

/// Includes that multiply what they bring: by their indentation, by naming the same lines again and again, by looking
/// for a line in a large file over and over.
#[test]
fn includes_that_multiply_are_refused() {
    let file = "x\n".repeat(20_000);
    let indented = format!("{}--8<-- \"b.py\"\n\ntext\n", " ".repeat(20_000));
    assert!(tree(CourseKind::MkDocs, &indented, &[("b.py", &file)]).contains(&Code::IncludeTooLarge));
    let ranges = format!("{{* b.py ln[{}] *}}\n", vec!["1:99999"; 20_000].join(","));
    assert!(tree(CourseKind::MkDocs, &ranges, &[("b.py", &file)]).contains(&Code::IncludeTooLarge));
    let lines = "{{#include b.rs:1}}\n".repeat(4_000);
    assert!(tree(CourseKind::MdBook, &lines, &[("b.rs", &file)]).contains(&Code::IncludeTooLarge));
}
