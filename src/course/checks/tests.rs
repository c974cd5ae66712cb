use std::fs;

use crate::course::load;

fn said(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let loaded = load::load(folder.path()).unwrap();
    loaded.problems.iter().map(|p| format!("{}:{}:{} {}", p.at.path, p.at.line, p.at.column, p.code.as_str())).collect()
}

#[test]
fn dead_links_and_headings_are_said_and_living_ones_not() {
    let page = "# A\n\n[b](b.md) [b](b.md#two) [here](#a) [x](img/x.png) [web](https://e.example/x) [m](mailto:a@b.c)\n\n\
                Look at [nothing](c.md), [gone](b.md#three) and [that](#nowhere).\n\n![a picture](img/y.png) ![](img/x.png)\n";
    assert_eq!(
        said(&[("a.md", page), ("b.md", "# B\n\n## Two\n\nx\n"), ("img/x.png", "")]),
        [
            "a.md:5:9 link-dead",
            "a.md:5:26 anchor-dead",
            "a.md:5:49 anchor-dead",
            "a.md:7:1 link-dead",
            "a.md:7:25 image-without-alt",
        ]
    );
}

#[test]
fn code_that_cannot_run_is_said() {
    let page = "# A\n\n```rust run\nx\n```\n\n```python run\nx\n```\n";
    assert_eq!(said(&[("a.md", page)]), ["a.md:3:1 run-language"]);
}

#[test]
fn questions_that_repeat_or_give_themselves_away_are_said() {
    let quiz = "# A\n\nx\n\n## Quiz\n\n\
        ### Which of the two kettles boils a litre of cold water faster on an ordinary gas stove in the morning?\n\n- [x] the small and old one\n- [ ] big\n\n> E\n\n\
        ### Which of the two kettles boils a litre of cold water faster on an ordinary gas stove in the morning?\n\n- [ ] big\n- [x] the small and old one\n\n> E\n\n\
        ### Which of the two kettles boils a litre of cold water faster on an ordinary gas stove in the evening?\n\n- [x] the small and old one\n- [ ] big\n\n> E\n\n\
        ### How long?\n\n- [x] three minutes\n- [ ] one\n- [ ] none of the above\n";
    assert_eq!(
        said(&[("a.md", quiz)]),
        [
            "a.md:14:1 question-duplicate",
            "a.md:21:1 question-similar",
            "a.md:28:1 all-of-the-above",
            "a.md:28:1 question-without-explanation",
        ]
    );
}

#[test]
fn a_quiz_whose_longest_choice_is_always_right_is_said() {
    let question = |n: &str| format!("### {n}?\n\n- [x] this is the long and careful key\n- [ ] no {n}\n\n> E\n\n");
    let quiz: String = ["kettle", "leaf", "cup", "spoon"].map(question).concat();
    assert_eq!(said(&[("a.md", &format!("# A\n\nx\n\n## Quiz\n\n{quiz}"))]), ["a.md:7:1 longest-choice-right"]);
}
