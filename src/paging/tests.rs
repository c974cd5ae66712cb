use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::{size::Margin, *};
use crate::markup::{
    Admonition, Code, List, ListItem, RichText, Table,
    any::{any_blocks, any_rich},
    plain_text,
};

fn paragraph(text: &str) -> Block {
    Block::Paragraph(RichText::plain(text))
}

fn code(lines: usize) -> Block {
    let text = (0..lines).map(|line| format!("line_{line} = {line}")).collect::<Vec<_>>().join("\n");
    Block::Code(Code { language: Some("python".into()), text, title: Some("app.py".into()), run: true })
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Sentences of about forty characters.
fn sentences(count: usize) -> String {
    (0..count).map(|n| format!("This is sentence number {n} of the text. ")).collect()
}

#[test]
fn a_short_section_is_one_page() {
    let blocks = [paragraph("Short."), code(3)];
    assert_eq!(pages(&blocks, PAGE_BUDGET), [blocks.to_vec()]);
    assert!(pages(&[], PAGE_BUDGET).is_empty());
}

#[test]
fn a_heading_goes_with_what_follows_it() {
    let heading = Block::Heading(RichText::plain("Waiting"));
    let before = paragraph(&sentences(13));
    let pages = pages(&[before.clone(), heading.clone(), code(20)], MIN_BUDGET);
    assert_eq!(pages[0], [before]);
    assert_eq!(pages[1].first(), Some(&heading));
}

#[test]
fn a_long_paragraph_breaks_between_sentences() {
    let pages = pages(&[paragraph(&sentences(40))], MIN_BUDGET);
    assert!(pages.len() > 2);
    for page in &pages {
        assert!(plain_text(page).trim_end().ends_with("of the text."), "{page:?}");
    }
}

#[test]
fn a_sentence_larger_than_a_page_breaks_between_words() {
    let long = "word ".repeat(400);
    let pages = pages(&[paragraph(&long)], MIN_BUDGET);
    assert!(pages.len() > 2);
    assert!(pages.iter().all(|page| plain_text(page).split_whitespace().all(|word| word == "word")));
}

#[test]
fn long_code_becomes_complete_blocks_that_say_they_go_on() {
    let pages = pages(&[code(110)], MIN_BUDGET);
    let titles: Vec<_> = pages
        .iter()
        .flatten()
        .map(|block| match block {
            Block::Code(code) => (code.title.as_deref().unwrap(), code.language.as_deref().unwrap(), code.run),
            other => panic!("no code: {other:?}"),
        })
        .collect();
    assert_eq!(titles, [("app.py", "python", false), ("… app.py", "python", false), ("… app.py", "python", false)]);
}

#[test]
fn a_long_table_repeats_its_header() {
    let row = |n: usize| vec![RichText::plain(format!("key {n}")), RichText::plain("value")];
    let header = vec![RichText::plain("Name"), RichText::plain("Meaning")];
    let pages = pages(&[Block::Table(Table { header: header.clone(), rows: (0..30).map(row).collect() })], MIN_BUDGET);
    let tables: Vec<&Table> = pages
        .iter()
        .flatten()
        .map(|block| if let Block::Table(table) = block { table } else { panic!("no table: {block:?}") })
        .collect();
    assert!(tables.len() > 1);
    assert!(tables.iter().all(|table| table.header == header));
    assert_eq!(tables.iter().map(|table| table.rows.len()).sum::<usize>(), 30);
}

#[test]
fn an_ordered_list_goes_on_counting() {
    let item = |n: usize| ListItem { checked: None, blocks: vec![paragraph(&format!("Step {n}: {}", sentences(2)))] };
    let pages = pages(&[Block::List(List { start: Some(1), items: (1..=9).map(item).collect() })], MIN_BUDGET);
    let mut next = 1;
    for block in pages.iter().flatten() {
        let Block::List(list) = block else { panic!("no list: {block:?}") };
        assert_eq!(list.start, Some(next));
        next += u64::try_from(list.items.len()).unwrap();
    }
    assert_eq!(next, 10);
}

#[test]
fn a_long_note_goes_on_as_a_note() {
    let note = Admonition { kind: "tip".into(), title: None, blocks: vec![paragraph(&sentences(30))] };
    let pages = pages(&[Block::Admonition(note)], MIN_BUDGET);
    let Block::Admonition(second) = &pages[1][0] else { panic!("{pages:?}") };
    assert_eq!(second.title.as_ref().unwrap().to_string(), "… tip");
}

proptest! {
    // Random course text is large; a few documents a run are enough to find a page that is off by one.
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_no_page_is_over_budget(blocks in any_blocks(), budget in 0..3_000_usize) {
        let pages = pages(&blocks, budget);
        let budget = budget.max(MIN_BUDGET);
        for page in &pages {
            let size = size::blocks(page, Margin::default());
            prop_assert!(size <= budget, "{size} > {budget}: {page:?}");
            prop_assert!(!page.is_empty());
        }
        if !has_table_or_title(&blocks) {
            let (before, after) = (plain_text(&blocks), pages.iter().map(|page| plain_text(page)).collect::<String>());
            prop_assert_eq!(letters(&before), letters(&after));
        }
    }

    #[test]
    fn no_page_but_the_last_ends_with_a_heading(blocks in any_blocks()) {
        let pages = pages(&blocks, PAGE_BUDGET);
        for page in pages.iter().rev().skip(1) {
            prop_assert!(!matches!(page.last(), Some(Block::Heading(_))), "{page:?}");
        }
    }

    #[test]
    fn a_page_ends_where_a_sentence_ends(texts in proptest::collection::vec(any_rich(), 0..20)) {
        let blocks: Vec<Block> = texts.into_iter().map(Block::Paragraph).collect();
        let whole: Vec<String> = blocks.iter().map(|block| plain_text(std::slice::from_ref(block))).collect();
        for page in pages(&blocks, PAGE_BUDGET) {
            let Some(last) = page.last().map(|block| plain_text(std::slice::from_ref(block))) else { continue };
            let ends = |text: &String| {
                let mut end = 0;
                text.split_sentence_bounds().any(|sentence| {
                    end += sentence.len();
                    text.get(..end).is_some_and(|head| letters(head).ends_with(&letters(&last)))
                })
            };
            prop_assert!(letters(&last).is_empty() || whole.iter().any(ends), "{last:?}");
        }
    }
}

/// Their text is repeated on purpose.
fn has_table_or_title(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Table(_) | Block::Admonition(_) => true,
        Block::Quote(blocks) => has_table_or_title(blocks),
        Block::List(list) => list.items.iter().any(|item| has_table_or_title(&item.blocks)),
        Block::Paragraph(_) | Block::Heading(_) | Block::Code(_) | Block::Image { .. } | Block::Rule => false,
    })
}
