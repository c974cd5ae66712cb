//! Whatever a file holds, reading it ends soon, takes little memory and does not panic.

use std::fs;

use proptest::prelude::*;

use super::{
    front_matter::{self, Keys},
    load::load,
    markdown::{self, Dialect, Flavour},
    text::Text,
    yaml,
};
use crate::markup::plain_text;

/// Pieces that mean something to one reader or another, so that chance makes more than prose.
const PIECES: &[&str] = &[
    "# ",
    "## ",
    "### Quiz\n",
    "## FAQ\n",
    "- [x] ",
    "- [ ] ",
    "1. ",
    "> ",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "```",
    "~~~",
    "```rust\n",
    "`",
    "*",
    "**",
    "_",
    "[",
    "](",
    ")",
    "![",
    "|",
    "|---|",
    "<",
    ">",
    "</",
    "<div>",
    "</div>",
    "<details>",
    "<summary>",
    "<table>",
    "<td>",
    "<li>",
    "<pre>",
    "<!--",
    "-->",
    "<!-- docent: id=x; label -->",
    "<Tabs>",
    "<TabItem value=\"",
    "</Tabs>",
    "{/*",
    "*/}",
    "{{#include ",
    "a.md",
    "b.rs:x",
    "}}",
    "{{#quiz q.toml}}",
    ":::note",
    ":::",
    "!!! note \"T\"\n",
    "??? tip\n",
    "=== \"A\"\n",
    "/// note | T\n",
    "///\n",
    "--8<-- \"a.md\"\n",
    "{* a.md *}\n",
    "{% for x %}\n",
    "{% endfor %}\n",
    "---\n",
    "title: ",
    "&amp;",
    "\u{feff}",
    "\u{0}",
    "é",
    "日本",
    "🦀",
    "import X from './a.md'\n",
    "<X />\n",
    "export const a = {\n",
    "\\",
    "{.quiz}",
    "{#id}",
    "a",
    " word",
    "```answer\n",
    "```number\n",
    "```output\n",
    "ANCHOR: x\n",
    "ANCHOR_END: x\n",
    "[^1]",
    "[^1]: ",
    ": ",
    "http://e.example",
];

fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![8 => proptest::sample::select(PIECES).prop_map(str::to_owned), 1 => ".{0,6}"];
    proptest::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

fn flavour() -> impl Strategy<Value = Flavour> {
    proptest::sample::select(vec![Flavour::Forge, Flavour::MdBook, Flavour::MkDocs, Flavour::Docusaurus])
}

/// How many cases: `DOCENT_FUZZ_CASES` for a long run.
fn cases(default: u32) -> ProptestConfig {
    let cases = std::env::var("DOCENT_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(default);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn any_markdown_becomes_blocks(text in soup(), flavour in flavour()) {
        let text = Text::of_file(&"a.md".into(), &text);
        let page = markdown::page(&text, Dialect { flavour, address: &|_| None });
        for node in &page.nodes {
            prop_assert!(node.at <= text.as_str().len());
            text.position(node.at);
        }
        let shown: usize = page.nodes.into_iter().filter_map(markdown::Node::into_block).map(|block| plain_text(&[block]).len()).sum();
        prop_assert!(shown <= text.as_str().len() * 8 + 100, "{shown} from {}", text.as_str().len());
    }

    #[test]
    fn any_front_matter_leaves_the_page(text in soup()) {
        let text = Text::of_file(&"a.md".into(), &format!("---\n{text}\n---\nrest\n"));
        let mut problems = Vec::new();
        front_matter::split(&text, Keys::Native, &mut problems);
        // An error or a value, in bounded time.
        let _ = yaml::parse(text.as_str());
    }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn any_course_of_any_kind_can_be_loaded(
        pages in proptest::collection::vec(soup(), 3),
        config in soup(),
        kind in 0..5usize,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let put = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let source = match kind {
            0 => { put("course.toml", &config); "" }
            1 => { put("book.toml", &config); put("src/SUMMARY.md", &format!("- [A](a.md)\n- [B](b.md)\n{config}")); "src/" }
            2 => { put("mkdocs.yml", &config); "docs/" }
            3 => { put("docusaurus.config.js", &config); put("sidebars.js", &format!("module.exports = {{{config}}}")); "docs/" }
            _ => "",
        };
        for (name, text) in ["a.md", "b.md", "sub/c.md"].iter().zip(&pages) {
            put(&format!("{source}{name}"), text);
        }
        put(&format!("{source}q.toml"), &config);
        put(&format!("{source}a.gift"), &config);
        if let Ok(loaded) = load(folder.path()) {
            for lesson in loaded.courses.iter().flat_map(|course| &course.lessons) {
                prop_assert!(!lesson.sections.is_empty());
            }
        }
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
    assert!(loaded.problems.iter().any(|problem| problem.code == super::problem::Code::IncludeTooLarge));
    let [course] = loaded.courses.as_slice() else { panic!("no course") };
    let words: usize = course.lessons.iter().map(super::Lesson::words).sum();
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
    assert!(loaded.problems.iter().any(|problem| problem.code == super::problem::Code::IncludeLoop));
}
