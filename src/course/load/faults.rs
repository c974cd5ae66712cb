//! Seeded faults: a sound course of each kind with one thing broken at a time, and where that is said.

use std::{fs, path::Path};

use super::load;

/// A fault: what is written where, and what must be said: `path:line code`.
type Fault = (&'static str, &'static str, &'static str);

/// Writes the sound course with one file replaced or added, and reads it.
#[track_caller]
fn check(sound: &[(&str, &str)], faults: &[Fault]) {
    let said = |extra: Option<(&str, &str)>| {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in sound.iter().copied().chain(extra) {
            write(folder.path(), path, text);
        }
        let loaded = load(folder.path()).unwrap();
        let said = loaded.problems.iter().map(|p| format!("{}:{} {}", p.at.path, p.at.line, p.code.as_str()));
        (said.collect::<Vec<_>>(), loaded.counts.lessons)
    };
    let (clean, lessons) = said(None);
    assert_eq!(clean, [""; 0], "the course is sound before anything is broken");
    for (path, text, expected) in faults {
        let (said, left) = said(Some((path, text)));
        assert!(said.iter().any(|said| said == expected), "{path}: expected {expected}, got {said:?}\n{text}");
        assert!(left + 1 >= lessons, "{path}: one fault took {lessons} lessons down to {left}");
    }
    assert!(faults.len() >= 20, "{} faults", faults.len());
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    // A byte that is no UTF-8 cannot stand in a literal.
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| if c == '\u{fffd}' { vec![0xff] } else { c.to_string().into() })
        .collect::<Vec<_>>()
        .concat();
    fs::write(path, bytes).unwrap();
}

/// What can be wrong on a page of any kind, on line 5 of a page that begins like this.
const PAGE: &str = "# Page\n\nText.\n\n";

#[test]
fn of_our_own_form() {
    let sound = [
        ("LICENSE", ""),
        ("course.toml", "id = \"tea\"\ntitle = \"Tea\"\n"),
        ("01-leaf.md", "---\ntitle: Leaf\n---\n# Leaf\n\nGreen.\n\n## Quiz\n\n### Which?\n\n- [x] a\n- [ ] b\n\n> E\n"),
        ("02-cup.md", "# Cup\n\nRound. See [leaf](01-leaf.md#leaf).\n\n## FAQ\n\n### Why?\n\nSo.\n"),
    ];
    check(
        &sound,
        &[
            ("course.toml", "id = \"tea\"\ntitle = Tea\n", "course.toml:2 config-syntax"),
            ("course.toml", "id = \"tea\"\n\ntitel = \"Tea\"\n", "course.toml:3 config-unknown-key"),
            ("course.toml", "id = \"t e a\"\n", "course.toml:1 bad-id"),
            ("course.toml", "title = \"T\"\nbase_url = \"tea.example\"\n", "course.toml:2 config-bad-value"),
            ("03-x.md", "---\ntitle: [\n---\n# X\n\nx\n", "03-x.md:2 front-matter-syntax"),
            ("03-x.md", "---\nsummary: s\nauthor: me\n---\n# X\n\nx\n", "03-x.md:3 front-matter-unknown-key"),
            ("03-x.md", "---\ntitle:\n  a: b\n---\n# X\n\nx\n", "03-x.md:3 front-matter-bad-value"),
            ("03-x.md", "---\nid: a b\n---\n# X\n\nx\n", "03-x.md:2 bad-id"),
            ("03-x.md", "---\nrelated: [leaf, pot]\n---\n# X\n\nx\n", "03-x.md:2 lesson-unknown"),
            ("03-x.md", "---\naliases: [cup]\n---\n# X\n\nx\n", "03-x.md:4 alias-taken"),
            ("03-x.md", "", "03-x.md:1 lesson-empty"),
            ("03-x.md", "# X\n\nx \u{fffd}\n", "03-x.md:3 not-utf8"),
            ("03-cup.md", "# Cup again\n\nx\n", "03-cup.md:1 lesson-id-twice"),
            ("03-x.md", "# X\n\n## A {#a}\n\nx\n\n## B {#a}\n\ny\n", "03-x.md:7 section-id-twice"),
            ("03-x.md", "# X\n\nSee [pot](04-pot.md).\n", "03-x.md:3 link-dead"),
            ("03-x.md", "# X\n\nSee\n[leaf](01-leaf.md#stem).\n", "03-x.md:4 anchor-dead"),
            ("03-x.md", "# X\n\nx\n\n![](x.png)\n", "03-x.md:5 image-without-alt"),
            ("03-x.md", "# X\n\n```go run\nx\n```\n", "03-x.md:3 run-language"),
            ("03-x.md", "# X\n\nx\n\n## Quiz\n", "03-x.md:5 quiz-empty"),
            ("03-x.md", "# X\n\nx\n\n## Quiz\n\n### A?\n\n- [ ] a\n- [ ] b\n", "03-x.md:7 quiz-without-key"),
            ("03-x.md", "# X\n\nx\n\n## Quiz\n\n### A?\n\n- [x] a\n", "03-x.md:7 quiz-too-few-choices"),
            ("03-x.md", "# X\n\nx\n\n## Quiz\n\n### A?\n\n- [x] a\n- [ ] a\n", "03-x.md:7 quiz-choice-twice"),
            (
                "03-x.md",
                "# X\n\nx\n\n## Quiz\n\n### A?\n\n- [x] a\n- [ ] b\n",
                "03-x.md:7 question-without-explanation",
            ),
            ("03-x.md", "# X\n\nx\n\n## Quiz\n\n### A?\n\n- [x] a\n- b\n", "03-x.md:10 quiz-syntax"),
            ("03-x.md", "# X\n\nx\n\n## FAQ\n\n### A?\n", "03-x.md:7 faq-entry-empty"),
            ("03-x.md", "# X\n\nx\n\n## FAQ\n\nStray.\n\n### A?\n\na\n", "03-x.md:7 faq-not-an-entry"),
            ("03-x.gift", "::A:: B { =c }\n", "03-x.gift:1 bank-unlinked"),
        ],
    );
}

#[test]
fn of_mdbook() {
    let sound = [
        ("LICENSE", ""),
        ("book.toml", "[book]\ntitle = \"Tea\"\nlanguage = \"en\"\n"),
        ("src/SUMMARY.md", "# Summary\n\n- [Leaf](leaf.md)\n- [Cup](cup.md)\n- [Draft]()\n"),
        ("src/leaf.md", "# Leaf\n\n```rust\n{{#include ../code.rs:part}}\n```\n\n{{#quiz ../q.toml}}\n"),
        ("src/cup.md", "# Cup\n\nRound. See [leaf](leaf.html#leaf).\n"),
        ("code.rs", "a\n// ANCHOR: part\nb\n// ANCHOR_END: part\n"),
        (
            "q.toml",
            "[[questions]]\nid = \"q\"\ntype = \"ShortAnswer\"\nprompt.prompt = \"A?\"\nanswer.answer = \"b\"\ncontext = \"E\"\n",
        ),
    ];
    let page = |text: &str| -> &'static str { format!("{PAGE}{text}\n").leak() };
    let quiz = |text: &str| -> &'static str { format!("[[questions]]\nid = \"x\"\n{text}\n").leak() };
    check(
        &sound,
        &[
            ("book.toml", "[book]\ntitle = Tea\n", "book.toml:2 config-syntax"),
            (
                "src/SUMMARY.md",
                "# Summary\n\n- [Leaf](leaf.md)\n- [Cup](cup.md)\n- [Pot](pot.md)\n",
                "src/SUMMARY.md:5 chapter-missing",
            ),
            (
                "src/SUMMARY.md",
                "- [Leaf](leaf.md)\n- [Cup](cup.md)\n- [Cup](cup.md)\n",
                "src/SUMMARY.md:3 chapter-twice",
            ),
            (
                "src/SUMMARY.md",
                "- [Leaf](leaf.md)\n- [Cup](cup.md)\n- [Out](../code.rs)\n",
                "src/SUMMARY.md:3 chapter-missing",
            ),
            ("src/SUMMARY.md", "- [Leaf](leaf.md)\n", "src/cup.md:1 lesson-unreachable"),
            ("src/cup.md", page("{{#include none.rs}}"), "src/cup.md:5 include-unresolved"),
            ("src/cup.md", page("{{#include ../../x.rs}}"), "src/cup.md:5 include-unresolved"),
            ("src/cup.md", page("{{#include /etc/hostname}}"), "src/cup.md:5 include-outside"),
            ("src/cup.md", page("{{#include ../code.rs:whole}}"), "src/cup.md:5 include-anchor-unknown"),
            ("src/cup.md", page("{{#include ../code.rs:90:95}}"), "src/cup.md:5 include-range-empty"),
            ("src/cup.md", page("{{#include cup.md}}"), "src/cup.md:5 include-loop"),
            ("src/cup.md", page("{{#include ../q.toml}}"), "src/cup.md:5 include-of-quiz"),
            ("src/cup.md", page("{{#includ ../code.rs}}"), "src/cup.md:5 include-syntax"),
            ("src/cup.md", page("{{#quiz ../none.toml}}"), "src/cup.md:5 bank-missing"),
            ("src/cup.md", page("[x](none.md)"), "src/cup.md:5 link-dead"),
            ("src/cup.md", page("[x](leaf.md#none)"), "src/cup.md:5 anchor-dead"),
            ("src/cup.md", page("![](x.png)"), "src/cup.md:5 image-without-alt"),
            ("src/cup.md", page("```js run\nx\n```"), "src/cup.md:5 run-language"),
            ("src/cup.md", "\u{fffd}", "src/cup.md:1 not-utf8"),
            ("src/cup.md", "\n", "src/cup.md:1 lesson-empty"),
            ("q.toml", quiz("type = \"Essay\""), "q.toml:3 bank-unsupported"),
            (
                "q.toml",
                quiz("type = \"ShortAnswer\"\nprompt.prompt = \"A?\"\nanswer.answer = \"b"),
                "q.toml:5 bank-syntax",
            ),
        ],
    );
}

#[test]
fn of_mkdocs() {
    let sound = [
        ("LICENSE", ""),
        ("mkdocs.yml", "site_name: Tea\nnav:\n  - Leaf: index.md\n  - More:\n    - cup.md\n"),
        ("docs/index.md", "# Leaf\n\n!!! note\n    Green.\n\n{* code.py ln[1:1] *}\n"),
        ("docs/cup.md", "# Cup\n\nRound. See [leaf](index.md#leaf).\n"),
        ("code.py", "a = 1\nb = 2\n"),
    ];
    let page = |text: &str| -> &'static str { format!("{PAGE}{text}\n").leak() };
    let nav =
        |text: &str| -> &'static str { format!("site_name: Tea\nnav:\n  - index.md\n  - cup.md\n{text}\n").leak() };
    check(
        &sound,
        &[
            ("mkdocs.yml", nav("  - [\n"), "mkdocs.yml:5 config-syntax"),
            ("mkdocs.yml", nav("  - pot.md"), "mkdocs.yml:5 nav-missing"),
            ("mkdocs.yml", nav("  - Cup: cup.md"), "mkdocs.yml:5 chapter-twice"),
            ("mkdocs.yml", nav("  - Deep:\n      - pot.md"), "mkdocs.yml:6 nav-missing"),
            ("mkdocs.yml", nav("  - - cup.md"), "mkdocs.yml:5 nav-syntax"),
            ("mkdocs.yml", nav("  - Odd:\n      a: {b: c}"), "mkdocs.yml:6 nav-syntax"),
            ("docs/pot.md", "# Pot\n\nx\n", "docs/pot.md:1 lesson-unreachable"),
            ("docs/cup.md", page("{* none.py *}"), "docs/cup.md:5 include-unresolved"),
            ("docs/cup.md", page("{* /etc/hostname *}"), "docs/cup.md:5 include-outside"),
            ("docs/cup.md", page("{* code.py ln[7:9] *}"), "docs/cup.md:5 include-range-empty"),
            ("docs/cup.md", page("```\n{! none.py !}\n```"), "docs/cup.md:6 include-unresolved"),
            ("docs/cup.md", page("--8<-- \"none.md\""), "docs/cup.md:5 snippet-missing"),
            ("docs/cup.md", page("--8<-- \"code.py:part\""), "docs/cup.md:5 include-anchor-unknown"),
            ("docs/cup.md", page("--8<-- \"docs/cup.md\""), "docs/cup.md:5 include-loop"),
            ("docs/cup.md", page("--8<-- \"https://e.example/x.md\""), "docs/cup.md:5 include-unresolved"),
            ("docs/cup.md", page("--8<--\ncode.py\nnone.py\n--8<--"), "docs/cup.md:7 snippet-missing"),
            ("docs/cup.md", page("!!! note\n    [x](none.md)"), "docs/cup.md:6 link-dead"),
            ("docs/cup.md", page("[x](index.md#none)"), "docs/cup.md:5 anchor-dead"),
            ("docs/cup.md", page("![](x.png)"), "docs/cup.md:5 image-without-alt"),
            ("docs/cup.md", page("=== \"A\"\n\n    ```sh run\n    x\n    ```"), "docs/cup.md:7 run-language"),
            ("docs/cup.md", page("## A { #x }\n\na\n\n## B { #x }\n\nb"), "docs/cup.md:9 section-id-twice"),
            ("docs/cup.md", "\u{fffd}", "docs/cup.md:1 not-utf8"),
            ("docs/cup.md", "---\ntitle: [\n---\nx\n", "docs/cup.md:2 front-matter-syntax"),
        ],
    );
}

#[test]
fn of_docusaurus() {
    let sound = [
        ("LICENSE", ""),
        ("docusaurus.config.js", "module.exports = { title: 'Tea', url: 'https://tea.example', baseUrl: '/' };\n"),
        ("sidebars.js", "module.exports = {\n  docs: ['leaf', 'cup'],\n};\n"),
        (
            "docs/leaf.mdx",
            "---\nid: leaf\n---\nimport Part from './_part.mdx'\n\n# Leaf\n\n:::note\n\nGreen.\n\n:::\n\n<Part />\n",
        ),
        ("docs/_part.mdx", "Part.\n"),
        ("docs/02-cup.md", "# Cup\n\nRound. See [leaf](./leaf.mdx#leaf).\n"),
    ];
    let page = |text: &str| -> &'static str { format!("{PAGE}{text}\n").leak() };
    let import = |file: &str| -> &'static str { format!("import X from '{file}'\n\n# Cup\n\n<X />\n").leak() };
    check(
        &sound,
        &[
            ("sidebars.js", "module.exports = { docs: list() };\n", "sidebars.js:1 sidebar-unreadable"),
            ("sidebars.js", "module.exports = { docs: ['leaf', 'cup', 'pot'] };\n", "sidebars.js:1 nav-missing"),
            (
                "sidebars.js",
                "module.exports = { docs: ['leaf', 'cup', { type: 'category', label: 'X', items: ['pot'] }] };\n",
                "sidebars.js:1 nav-missing",
            ),
            ("docs/x/_category_.json", "{ \"label\": \n", "docs/x/_category_.json:1 config-syntax"),
            ("docs/x/_category_.yml", "label: x\nposition: [1\n", "docs/x/_category_.yml:2 config-syntax"),
            ("docs/02-cup.md", "---\nid: leaf\n---\n# Cup\n\nx\n", "docs/02-cup.md:4 lesson-id-twice"),
            ("docs/02-cup.md", "---\ntitle: [\n---\nx\n", "docs/02-cup.md:2 front-matter-syntax"),
            ("docs/02-cup.md", "---\ntitle: Cup\ntags: {a: b}\n---\nx\n", "docs/02-cup.md:3 front-matter-bad-value"),
            ("docs/02-cup.md", import("./_none.mdx"), "docs/02-cup.md:5 include-unresolved"),
            ("docs/02-cup.md", import("../../../x.mdx"), "docs/02-cup.md:5 include-unresolved"),
            ("docs/02-cup.md", import("./02-cup.md"), "docs/02-cup.md:5 include-loop"),
            ("docs/02-cup.md", import("@site/none.md"), "docs/02-cup.md:5 include-unresolved"),
            ("docs/02-cup.md", page("[x](none.md)"), "docs/02-cup.md:5 link-dead"),
            ("docs/02-cup.md", page(":::tip\n\n[x](none.md)\n\n:::"), "docs/02-cup.md:7 link-dead"),
            (
                "docs/02-cup.md",
                page("<Tabs>\n  <TabItem value=\"a\">\n\n  [x](none.md)\n\n  </TabItem>\n</Tabs>"),
                "docs/02-cup.md:8 link-dead",
            ),
            ("docs/02-cup.md", page("[x](./leaf.mdx#none)"), "docs/02-cup.md:5 anchor-dead"),
            ("docs/02-cup.md", page("[x](leaf#none)"), "docs/02-cup.md:5 anchor-dead"),
            ("docs/02-cup.md", page("![](x.png)"), "docs/02-cup.md:5 image-without-alt"),
            ("docs/02-cup.md", page("```bash run\nx\n```"), "docs/02-cup.md:5 run-language"),
            ("docs/02-cup.md", page("## A {#x}\n\na\n\n## B {#x}\n\nb"), "docs/02-cup.md:9 section-id-twice"),
            (
                "docs/02-cup.md",
                page("## Quiz {.quiz}\n\n### A?\n\n- [ ] a\n- [ ] b"),
                "docs/02-cup.md:7 quiz-without-key",
            ),
            ("docs/02-cup.md", "\u{fffd}", "docs/02-cup.md:1 not-utf8"),
            ("docs/02-cup.md", "import x from 'y'\n\n", "docs/02-cup.md:2 lesson-empty"),
        ],
    );
}
