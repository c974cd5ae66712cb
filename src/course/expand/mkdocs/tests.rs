use super::*;

fn expanded(text: &str) -> String {
    let text = Text::of_file(&"a.md".into(), text);
    let lines: Vec<Written> = text.lines().map(|(line, origin)| (line.to_owned(), origin.clone())).collect();
    let mut expander = Expander { out: Text::new("a.md".into()), open: Vec::new(), template_depth: 0 };
    expander.lines(&lines, 0);
    let mut out = String::new();
    for line in expander.out.as_str().lines().filter(|line| !line.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[test]
fn blocks_of_both_syntaxes_become_elements() {
    let text = "!!! note \"A\"\n    one\n\n    !!! tip\n        two\n    three\nafter\n\n/// warning | B\n\nfour\n\n///\n\n- item\n\n    === \"x\"\n        five\n";
    insta::assert_snapshot!(expanded(text), @r#"
    <docent-admonition kind="note" title="A">
    one
    <docent-admonition kind="tip" title="">
    two
    </docent-admonition>
    three
    </docent-admonition>
    after
    <docent-admonition kind="warning" title="B">
    four
    </docent-admonition>
    - item
        <docent-tab title="x">
        five
    "#);
}

#[test]
fn what_the_build_fills_in_is_left_out() {
    let text = "a\n{% for x in y %}\n<b>{{ x }}</b>\n{% endfor %}\n::: fastapi.FastAPI\n    options:\n        x: y\n\n[TOC]\n*[HTML]: h\n\n```\n!!! note\n{% raw %}{{ x }}{% endraw %}\n```\n";
    insta::assert_snapshot!(expanded(text), @"
    a
    ```
    !!! note
    {{ x }}
    ```
    ");
}

#[test]
fn a_line_that_moved_left_keeps_its_column() {
    let text = Text::of_file(&"a.md".into(), "!!! note\n    abc\n");
    let lines: Vec<Written> = text.lines().map(|(line, origin)| (line.to_owned(), origin.clone())).collect();
    let mut expander = Expander { out: Text::new("a.md".into()), open: Vec::new(), template_depth: 0 };
    expander.lines(&lines, 0);
    let at = expander.out.as_str().find("bc").unwrap();
    let at = expander.out.position(at);
    assert_eq!((at.line, at.column), (2, 6));
}
