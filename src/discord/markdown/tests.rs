use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::{
    clock::Timestamp,
    ids::ChannelId,
    markup::{Table, any},
    paging::size,
};

fn commands() -> CommandIds {
    CommandIds(vec![("quiz", 42)])
}

fn written(all: &[Block]) -> String {
    let commands = commands();
    let mut out = String::new();
    blocks(&mut out, all, Voice { locale: Locale::English, commands: &commands }, Margin::default());
    out
}

fn paragraph(text: &RichText) -> String {
    written(&[Block::Paragraph(text.clone())])
}

fn text(text: &str) -> Block {
    Block::Paragraph(RichText::plain(text))
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    escape(&mut out, text);
    out
}

#[test]
fn what_a_person_writes_stays_what_it_is() {
    assert_snapshot!(escaped("**bold** _it_ ~~no~~ `code` ||secret|| [a](https://x.example)"),
        @r"\*\*bold\*\* \_it\_ \~\~no\~\~ \`code\` \|\|secret\|\| \[a\](https://x.example)");
    assert_snapshot!(escaped("# title\n> quote\n- item\n-# small\n12. list\n+ 1"), @r"
    \# title
    \> quote
    \- item
    \-# small
    12\. list
    \+ 1
    ");
    assert_snapshot!(escaped("1.5 and a-b > c: fine, at 10:30 :smile:"), @r"1\.5 and a-b > c: fine, at 10\:30 \:smile:");
}

#[test]
fn nobody_is_mentioned_and_nothing_is_shown_as_something_else() {
    assert_eq!(
        escaped("<@80351110224678912> <@&1> <#2> <t:1:R> </ask:3>"),
        r"\<@80351110224678912> \<@&1> \<#2> \<t\:1\:R> \</ask\:3>"
    );
    assert_eq!(escaped("@everyone @here @app.get"), "@\u{200b}everyone @\u{200b}here @app.get");
}

#[test]
fn an_address_that_somebody_typed_stays_whole() {
    assert_eq!(escaped("see https://docs.python.org/3/a_b_c.html. Or"), "see https://docs.python.org/3/a_b_c.html. Or");
    assert_eq!(escaped("xhttps://a_b"), r"xhttps://a\_b");
}

#[test]
fn styles_are_kept_and_kept_apart() {
    let rich = RichText::default().text("Use ").strong(" await ").emphasis("here").code("a``b").text(" ").code("c");
    assert_eq!(paragraph(&rich).replace(NOTHING, "~"), "Use  **await** *here*~``a`~`b`` `c`");
}

#[test]
fn links_commands_times_and_channels_are_shown_as_discord_does() {
    let rich = RichText::default()
        .link("the docs", "https://example.org/a (b)")
        .text(" ")
        .link("a[0", "https://example.org/")
        .text(" ")
        .link("https://example.org/", "https://example.org/")
        .text(" ")
        .link("local", "file:///etc/passwd")
        .text(" ")
        .command("quiz")
        .text(" ")
        .command("ask");
    assert_snapshot!(paragraph(&rich), @"[the docs](https://example.org/a%20%28b%29) [a(0](https://example.org/) <https://example.org/> local </quiz:42> /ask");
    let span = |target| Span { target: Some(target), ..Span::plain("x") };
    let rich = RichText::new(vec![
        span(Target::Time(Timestamp::from_millis(1_700_000_000_000))),
        span(Target::Channel(ChannelId::new(7))),
    ]);
    assert_eq!(paragraph(&rich), "<t:1700000000:R><#7>");
}

#[test]
fn a_code_block_ends_where_it_should() {
    let code = Code {
        language: Some("python".into()),
        text: "a = \"````\"\n\nprint(a)".into(),
        title: Some("my_app.py".into()),
        run: true,
    };
    let written = written(&[
        Block::Code(code.clone()),
        Block::Code(Code { language: Some("a b".into()), title: None, text: String::new(), ..code }),
    ]);
    assert_snapshot!(written.replace(NOTHING, "~"), @r#"
    -# my\_app.py
    ```python
    a = "``~``"

    print(a)
    ```

    ```
    ~
    ```
    "#);
    assert_eq!(written.matches("```").count(), 4);
}

#[test]
fn lists_nest_and_count_on() {
    let item = |blocks| ListItem { checked: None, blocks };
    let inner = Block::List(List { start: None, items: vec![item(vec![text("inner")])] });
    let code = Block::Code(Code { language: None, text: "x".into(), title: None, run: false });
    let list = Block::List(List {
        start: Some(3),
        items: vec![item(vec![text("first\nline two"), inner]), item(vec![text("second"), code])],
    });
    let tasks =
        Block::List(List { start: None, items: vec![ListItem { checked: Some(true), blocks: vec![text("done")] }] });
    assert_snapshot!(written(&[list, tasks]), @r"
    3. first
      line two
      - inner
    4. second
    ```
    x
    ```

    - ☑ done
    ");
}

#[test]
fn quotes_and_notes_keep_their_bar() {
    let note = Admonition { kind: "warning".into(), title: None, blocks: vec![text("One."), text("Two.")] };
    let quote = Block::Quote(vec![
        text("said"),
        Block::Code(Code { language: None, text: "x".into(), title: None, run: false }),
    ]);
    assert_snapshot!(written(&[Block::Admonition(note), quote]), @r"
    > **Warning**
    > One.
    > 
    > Two.

    > said
    > 
    > ```
    > x
    > ```
    ");
}

fn table(rows: &[[&str; 3]]) -> Block {
    let cells = |row: &[&str; 3]| row.iter().map(|cell| RichText::plain(*cell)).collect();
    Block::Table(Table { header: cells(&rows[0]), rows: rows[1..].iter().map(cells).collect() })
}

#[test]
fn a_narrow_table_is_drawn() {
    assert_snapshot!(written(&[table(&[["Code", "Means", "Cached"], ["200", "fine", "yes"], ["404", "没有", ""]])]), @r"
    ```
    Code  Means  Cached
    ────  ─────  ──────
    200   fine   yes
    404   没有
    ```
    ");
}

#[test]
fn a_wide_table_is_told() {
    let long = "a sentence that no phone shows in one line";
    assert_snapshot!(written(&[table(&[["Code", "Means", "Cached"], ["200", long, "yes"], ["404", "gone", ""]])]), @r"
    **200**
    Means: a sentence that no phone shows in one line
    Cached: yes

    **404**
    Means: gone
    ");
}

/// Discord's rules for prose: what stands there unescaped and would be taken for markup.
fn first_markup(prose: &str) -> Option<char> {
    let mut chars = prose.chars().peekable();
    let mut line_start = true;
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
                line_start = false;
                continue;
            }
            '*' | '`' | '|' | '<' | '[' | ']' => return Some(c),
            '#' | '-' | '>' | '+' if line_start => return Some(c),
            _ => {}
        }
        line_start = c == '\n' || (line_start && c == ' ');
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_a_person_becomes_markup(text in any::any_words()) {
        let escaped = escaped(&text);
        prop_assert_eq!(first_markup(&escaped), None, "{}", escaped);
        prop_assert!(!escaped.contains("@everyone") && !escaped.contains("@here"));
    }

    #[test]
    fn nothing_is_written_larger_than_paging_thinks(all in any::any_blocks()) {
        let written = written(&all);
        let thought = size::blocks(&all, size::Margin::default());
        prop_assert!(limits::length(&written) <= thought, "{} > {}: {:?}", limits::length(&written), thought, written);
    }

    #[test]
    fn every_fence_is_closed(all in any::any_blocks()) {
        let written = written(&all);
        let fences = written.lines().filter(|line| line.trim_start_matches("> ").starts_with("```")).count();
        prop_assert_eq!(fences % 2, 0, "{}", written);
    }
}
