//! Random course text for property tests: every kind of block, nested, in awkward words.

use proptest::{collection::vec, option, prelude::*};

use super::{Admonition, Block, Code, List, ListItem, RichText, Span, Style, Table, Target};
use crate::clock::Timestamp;

/// Text full of what markup may trip over.
pub(crate) fn any_words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-zA-Z]{1,9}",
        1 => Just("snake_case_name".to_owned()),
        1 => Just("*".to_owned()),
        1 => Just("`".to_owned()),
        1 => Just("```".to_owned()),
        1 => Just("||".to_owned()),
        1 => Just("<@80351110224678912>".to_owned()),
        1 => Just("@everyone".to_owned()),
        1 => Just("[text](https://example.org)".to_owned()),
        1 => Just("\n# 1. -".to_owned()),
        1 => Just("\n> quote".to_owned()),
        1 => Just(":smile:".to_owned()),
        1 => Just("協程を待つ。".to_owned()),
        1 => Just("👩‍👩‍👧‍👦🏳️‍🌈".to_owned()),
        1 => Just("end. Another".to_owned()),
        1 => "\\PC{0,12}",
    ];
    vec(word, 0..14).prop_map(|words| words.join(" "))
}

pub(crate) fn any_rich() -> impl Strategy<Value = RichText> {
    let style = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>())
        .prop_map(|(strong, emphasis, strikethrough, code)| Style { strong, emphasis, strikethrough, code });
    let target = prop_oneof![
        4 => Just(None),
        1 => "https://example\\.org/[a-z()<> \"*]{0,40}".prop_map(|url| Some(Target::Url(url))),
        1 => Just(Some(Target::Command("quiz"))),
        1 => any::<i64>().prop_map(|at| Some(Target::Time(Timestamp::from_millis(at)))),
    ];
    let plain = prop_oneof![2 => Just(Style::default()), 1 => style];
    let span = (any_words(), plain, target).prop_map(|(text, style, target)| Span { text, style, target });
    vec(span, 0..5).prop_map(RichText::new)
}

pub(crate) fn any_blocks() -> impl Strategy<Value = Vec<Block>> {
    vec(any_block(), 0..12)
}

pub(crate) fn any_block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        6 => any_rich().prop_map(Block::Paragraph),
        1 => vec(any_words(), 1..60).prop_map(|all| Block::Paragraph(RichText::plain(all.join(". And ")))),
        1 => any_words().prop_map(|words| Block::Heading(RichText::plain(words.chars().take(40).collect::<String>()))),
        2 => any_code().prop_map(Block::Code),
        2 => any_table().prop_map(Block::Table),
        1 => (any_words(), option::of(Just("https://example.org/a.png".to_owned())))
            .prop_map(|(alt, url)| Block::Image { alt, url }),
        1 => Just(Block::Rule),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let item = (option::of(any::<bool>()), vec(inner.clone(), 0..3))
            .prop_map(|(checked, blocks)| ListItem { checked, blocks });
        prop_oneof![
            2 => (option::of(any::<u64>()), vec(item, 1..6)).prop_map(|(start, items)| Block::List(List { start, items })),
            1 => vec(inner.clone(), 0..4).prop_map(Block::Quote),
            1 => ("[a-z]{1,8}", option::of(any_rich()), vec(inner, 0..4))
                .prop_map(|(kind, title, blocks)| Block::Admonition(Admonition { kind, title, blocks })),
        ]
    })
}

fn any_code() -> impl Strategy<Value = Code> {
    let line = prop_oneof![3 => any_words(), 1 => Just(String::new()), 1 => Just("```".to_owned())];
    (option::of("[a-z+#`]{1,10}"), vec(line, 0..40), option::of(any_words()), any::<bool>())
        .prop_map(|(language, lines, title, run)| Code { language, text: lines.join("\n"), title, run })
}

fn any_table() -> impl Strategy<Value = Table> {
    let cell = prop_oneof![2 => "[a-z` ]{0,8}".prop_map(RichText::plain), 1 => any_rich()];
    (1..5_usize).prop_flat_map(move |columns| {
        (vec(cell.clone(), columns), vec(vec(cell.clone(), columns), 0..12))
            .prop_map(|(header, rows)| Table { header, rows })
    })
}
