use super::*;
use crate::markup::{Code, plain_text};

fn read_as(flavour: Flavour, text: &str) -> Page {
    read(text, Dialect { flavour, address: &|url| url.starts_with("http").then(|| url.to_owned()) })
}

/// The page as an outline that fits into a test.
fn outline(flavour: Flavour, text: &str) -> String {
    let mut lines = String::new();
    for node in read_as(flavour, text).nodes {
        match node.kind {
            NodeKind::Heading(heading) => {
                lines.push_str(&format!(
                    "{} {} #{}\n",
                    "#".repeat(heading.level.into()),
                    heading.title,
                    heading.anchor
                ));
            }
            NodeKind::Block(block, _) => sketch(&block, 0, &mut lines),
            NodeKind::Quiz(src) => lines.push_str(&format!("quiz {src}\n")),
            NodeKind::Settings(settings) => lines.push_str(&format!("settings {settings}\n")),
        }
    }
    lines
}

fn sketch(block: &Block, depth: usize, out: &mut String) {
    let mut say = |what: String| out.push_str(&format!("{}{what}\n", "  ".repeat(depth)));
    match block {
        Block::Paragraph(text) => say(format!("p {text}")),
        Block::Heading(text) => say(format!("h {text}")),
        Block::Code(Code { language, text, title, run }) => {
            let run = if *run { " run" } else { "" };
            let title = title.as_deref().map(|title| format!(" [{title}]")).unwrap_or_default();
            say(format!("code {}{run}{title} {text:?}", language.as_deref().unwrap_or("-")));
        }
        Block::List(list) => {
            say(format!("list {:?}", list.start));
            for item in &list.items {
                out.push_str(&format!("{}- {:?}\n", "  ".repeat(depth), item.checked));
                item.blocks.iter().for_each(|block| sketch(block, depth + 1, out));
            }
        }
        Block::Table(table) => {
            for row in std::iter::once(&table.header).chain(&table.rows) {
                let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
                out.push_str(&format!("{}| {}\n", "  ".repeat(depth), cells.join(" | ")));
            }
        }
        Block::Quote(blocks) => {
            say("quote".to_owned());
            blocks.iter().for_each(|block| sketch(block, depth + 1, out));
        }
        Block::Admonition(admonition) => {
            say(format!("{} {}", admonition.kind, admonition.title.clone().unwrap_or_default()));
            admonition.blocks.iter().for_each(|block| sketch(block, depth + 1, out));
        }
        Block::Image { alt, url } => say(format!("image {alt} {url:?}")),
        Block::Rule => say("rule".to_owned()),
    }
}

#[test]
fn a_page_becomes_headings_and_blocks() {
    let text = "# T\n\nOne *two* **three** `four`\nfive.  \nsix\n\n## A `b` {#own .quiz}\n\n## A\n\n- [x] yes\n  - why\n- [ ] no\n\n> said\n\n```Python run\nprint()\n```\n\n| a | b |\n|---|---|\n| 1 |\n";
    insta::assert_snapshot!(outline(Flavour::Forge, text), @r#"
    # T #t
    p One two three four five.
    six
    ## A b #own
    ## A #a
    list None
    - Some(true)
      p yes
      list None
      - None
        p why
    - Some(false)
      p no
    quote
      p said
    code python run "print()"
    | a | b
    | 1 | 
    "#);
}

#[test]
fn html_is_stripped_without_losing_prose() {
    let text = "<div class=\"x\">\n<p>One <b>two</b><br>three &amp; four</p>\n</div>\n\n<!-- gone -->\n\n<details>\n<summary>More <i>of</i> it</summary>\n\nInside *Markdown*.\n\n</details>\n\nA <kbd>Ctrl</kbd> and Vec<T> and <span id=\"here\"></span>end <!-- no -->.\n\n<script>\nalert(1)\n</script>\n\n<ul><li>a<li>b</ul>\n\n<table><tr><th>k</th><th>v</th></tr><tr><td>1</td></tr></table>\n\n<pre><code>x &lt; y\n  z</code></pre>\n\n<img src=\"https://e.example/a.png\" alt=\"A crab\">\n";
    insta::assert_snapshot!(outline(Flavour::Forge, text), @r#"
    p One two
    three & four
    h More of it
    p Inside Markdown.
    p A Ctrl and Vec<T> and end .
    list None
    - None
      p a
    - None
      p b
    | k | v
    | 1 | 
    code - "x < y\n  z"
    image A crab Some("https://e.example/a.png")
    "#);
    assert_eq!(read_as(Flavour::Forge, text).anchors, ["here"]);
}

#[test]
fn a_listing_gives_its_code_a_caption() {
    let text = "<Listing number=\"4-1\" file-name=\"src/main.rs\" caption=\"Uses `x`\">\n\n```rust,ignore\n# hidden\nfn f() {}\n```\n\n</Listing>\n\n```rust\nfn g() {}\n```\n";
    insta::assert_snapshot!(outline(Flavour::MdBook, text), @r#"
    code rust [Listing 4-1: src/main.rs: Uses x] "fn f() {}"
    code rust "fn g() {}"
    "#);
}

#[test]
fn elements_of_our_own_carry_what_generators_have() {
    let note = element::open(element::ADMONITION, &[("kind", "tip"), ("title", "A \"b\" <c>")]);
    let text = format!(
        "{note}\n\nOne.\n\n## Not a section\n\n{}\n\n<docent-quiz src=\"q.toml\">\n",
        element::close(element::ADMONITION)
    );
    insta::assert_snapshot!(outline(Flavour::MkDocs, &text), @r#"
    tip A "b" <c>
      p One.
      h Not a section
    quiz q.toml
    "#);
}

#[test]
fn mkdocs_marks_do_not_show() {
    let text = "## Set up { #setup }\n\n[x](https://e.example){.external-link target=_blank} ok\n{ .annotate }\n\n## Other {: #o }\n\nterm\n:   meaning\n";
    insta::assert_snapshot!(outline(Flavour::MkDocs, text), @"
    ## Set up #setup
    p x ok
    ## Other #o
    h term
    p meaning
    ");
}

#[test]
fn a_component_is_stripped_and_its_title_kept() {
    let text = "<DetailedExplanation title=\"Why\">\n\nBecause.\n\n</DetailedExplanation>\n\nText <Pill to=\"x\">here</Pill>.\n";
    insta::assert_snapshot!(outline(Flavour::Docusaurus, text), @"
    h Why
    p Because.
    p Text here.
    ");
}

#[test]
fn deep_nesting_ends_in_flat_blocks() {
    let deep = blocks(&format!("{}x", "> ".repeat(5_000)));
    assert_eq!(plain_text(&deep).trim(), "x");
    let lists: String = (0..500).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
    assert!(!blocks(&lists).is_empty());
    let elements = blocks(&"<blockquote>".repeat(5_000));
    assert!(elements.is_empty());
}

#[test]
fn offsets_lead_to_the_line_and_the_item() {
    let page = read_as(Flavour::Forge, "p\n\n- a\n- b\n");
    let NodeKind::Block(Block::List(_), items) = &page.nodes[1].kind else { panic!("{page:?}") };
    assert_eq!(items, &[3, 7]);
}
