use insta::assert_snapshot;
use proptest::{collection::vec, option, prelude::*};
use serde_json::Value;

use super::*;
use crate::{
    action::{Letters, Press, Shareable},
    discord::hostile::is_sound,
    ids::{AskId, AttemptId},
    markup::any::{any_blocks, any_rich, any_words},
    reply::{Button, EntitySelect, LetterSelect, Options, Select, SelectItem},
    words::Locale,
};

fn json(reply: &Reply) -> Value {
    let commands = CommandIds::default();
    serde_json::to_value(message(reply, Voice { locale: Locale::English, commands: &commands })).unwrap()
}

/// The texts of a message, its rows below.
fn seen(reply: &Reply) -> String {
    let json = json(reply);
    let shown = |component: &Value| match component["type"].as_u64() {
        Some(10) => component["content"].as_str().unwrap().to_owned(),
        Some(14) => "───".to_owned(),
        Some(1) => {
            let controls = component["components"].as_array().unwrap().iter();
            let labels: Vec<String> = controls
                .map(|control| match control["options"].as_array() {
                    Some(options) => {
                        options.iter().map(|option| option["label"].as_str().unwrap()).collect::<Vec<_>>().join(" / ")
                    }
                    None => control["label"].as_str().or(control["placeholder"].as_str()).unwrap().to_owned(),
                })
                .collect();
            format!("[{}]", labels.join("] ["))
        }
        other => panic!("unknown component {other:?}"),
    };
    let components = json["components"][0]["components"].as_array().unwrap();
    components.iter().map(shown).collect::<Vec<_>>().join("\n\n")
}

fn attempt() -> AttemptId {
    AttemptId::parse("7").unwrap()
}

fn answer(index: usize) -> Press {
    Press::Answer { attempt: attempt(), item: 0, chosen: Letters::one(index).unwrap() }
}

fn choice(index: usize, text: &str) -> ShownChoice {
    ShownChoice {
        index,
        content: vec![markup::Block::Paragraph(RichText::plain(text))],
        mark: None,
        reason: Vec::new(),
        tally: None,
    }
}

#[test]
fn what_a_group_chose_is_a_bar_under_each_choice() {
    let tally =
        |done: usize| Meter { label: RichText::default(), done, total: 300, caption: format!("chosen by {done}") };
    let right = ShownChoice {
        mark: Some(ChoiceMark::Right),
        tally: Some(tally(167)),
        ..choice(0, "Which media types the client can read in the answer")
    };
    let wrong = ShownChoice { mark: Some(ChoiceMark::LeftOut), tally: Some(tally(1)), ..choice(1, "Nothing") };
    assert_snapshot!(seen(&Reply::new(vec![Block::Choices(vec![right, wrong])])), @r"
    ✅ **A.** Which media types the client can read in the answer — *right*
    -# ▰▰▰▰▱▱▱▱ chosen by 167

    ▫️ **B.** Nothing
    -# ▰▱▱▱▱▱▱▱ chosen by 1
    ");
}

#[test]
fn a_question_shows_its_choices_by_letter() {
    let blocks = vec![
        Block::Breadcrumb(vec!["Python".into(), "asyncio".into(), "Quiz".into()]),
        Block::Title("Question 1 of 3".into()),
        Block::Content(vec![markup::Block::Paragraph(RichText::plain("What does ").code("await").text(" do?"))]),
        Block::Choices(vec![choice(0, "It pauses the coroutine"), choice(1, "It starts a thread")]),
    ];
    let buttons = [0, 1].map(|index| Button::letter(index, answer(index)));
    let reply = Reply::new(blocks).buttons(buttons).buttons([Button::new("Stop", Press::Stop { attempt: attempt() })]);
    assert_snapshot!(seen(&reply), @r"
    -# Python › asyncio › Quiz
    ### Question 1 of 3
    What does `await` do?

    **A.** It pauses the coroutine
    **B.** It starts a thread

    [A] [B]

    [Stop]
    ");
}

#[test]
fn an_answer_is_marked_by_symbol_word_and_colour() {
    let wrong = ShownChoice {
        mark: Some(ChoiceMark::ChosenWrong),
        reason: vec![markup::Block::Paragraph("Threads are another thing.".into())],
        ..choice(1, "It starts a thread")
    };
    let missed = ShownChoice { mark: Some(ChoiceMark::Missed), ..choice(0, "It pauses the coroutine") };
    let left = ShownChoice { mark: Some(ChoiceMark::LeftOut), ..choice(2, "Nothing") };
    let blocks = vec![
        Block::Verdict(Verdict::Wrong, "Not right.".into()),
        Block::Choices(vec![missed, wrong, left]),
        Block::Note("Look it up again.".into()),
    ];
    let reply = Reply::new(blocks).tone(Tone::Bad);
    assert_snapshot!(seen(&reply), @r"
    ❌ **Not right.**

    ☑️ **A.** It pauses the coroutine — *right, not chosen*

    ❌ **B.** It starts a thread — *your answer, wrong*
    > Threads are another thing.

    ▫️ **C.** Nothing

    ───

    -# Look it up again.
    ");
    assert_eq!(json(&reply)["components"][0]["accent_color"], 0xd6_45_45);
}

#[test]
fn a_passage_names_its_source_and_a_meter_its_share() {
    let passage = Passage {
        blocks: vec![markup::Block::Paragraph("Async is not faster.".into())],
        source: vec!["Python".into(), "asyncio".into()],
        url: Some("https://example.org/asyncio#faster".into()),
    };
    let meter = Meter { label: "asyncio".into(), done: 5, total: 8, caption: "62 % read, 9 min left".into() };
    assert_snapshot!(seen(&Reply::new(vec![Block::Passage(passage), Block::Meter(meter)])), @r"
    Async is not faster.

    -# 📖 [Python › asyncio](https://example.org/asyncio#faster)

    asyncio
    ▰▰▰▰▱▱▱▱ 62 % read, 9 min left
    ");
}

#[test]
fn nothing_that_is_sent_mentions_anybody() {
    let json = json(&Reply::text("@everyone <@1>"));
    assert_eq!(json["allowed_mentions"], serde_json::json!({"parse": [], "replied_user": false}));
    assert_eq!(json["flags"], 1 << 15);
}

#[test]
fn many_letters_become_a_select_and_equal_presses_differ() {
    let letters = (0..14).map(|index| Button::letter(index, answer(index)));
    let again = [Button::new("Read", Press::Help), Button::new("Read again", Press::Help)];
    let json = json(&Reply::text("x").buttons(letters).buttons(again));
    let rows = &json["components"][0]["components"];
    assert_eq!(rows[1]["components"][0]["options"].as_array().unwrap().len(), 14);
    assert_eq!(rows[2]["components"][0]["custom_id"], "1:hp");
    assert_eq!(rows[2]["components"][1]["custom_id"], "1:hp#1");
}

#[test]
fn a_reply_that_is_too_long_loses_its_small_print_first() {
    let long = markup::Block::Paragraph(RichText::plain("A sentence of some words. ".repeat(150)));
    let note = Block::Note(RichText::plain("small print ".repeat(20)));
    let fits = Reply::new(vec![Block::Content(vec![long.clone()]), note.clone()]);
    assert!(!seen(&fits).contains("small print"));
    assert!(!seen(&fits).contains("does not fit"));
    let reply = Reply::new(vec![Block::Title("Title".into()), Block::Content(vec![long.clone(), long]), note]);
    let seen = seen(&reply);
    assert!(seen.starts_with("### Title"), "{seen}");
    assert!(
        seen.ends_with("words. \n\n-# The rest does not fit into one message. Open the section to read on."),
        "{seen}"
    );
}

#[test]
fn a_page_of_a_section_is_never_squeezed() {
    let paragraph =
        markup::Block::Paragraph(RichText::plain("**A** sentence_of <some> [words]: `x` | y. ".repeat(400)));
    let name = "A course with a rather long name, as some have".to_owned();
    for page in paging::pages(&[paragraph], paging::PAGE_BUDGET) {
        let blocks = vec![
            Block::Breadcrumb(vec![name.clone(), name.clone(), name.clone()]),
            Block::Title(RichText::plain("T".repeat(140))),
            Block::Content(page),
            Block::Meter(Meter { label: name.clone().into(), done: 1, total: 2, caption: name.clone() }),
            Block::Note(RichText::plain("note ".repeat(40))),
        ];
        assert!(seen(&Reply::new(blocks)).contains("note note"));
    }
}

fn any_press() -> impl Strategy<Value = Press> {
    prop_oneof![
        Just(Press::Help),
        (1..i64::MAX).prop_map(|id| Press::Helpful { ask: AskId::parse(&id.to_string()).unwrap() }),
        (0..25_usize).prop_map(answer),
        Just(Press::Share { what: Shareable::Progress }),
    ]
}

fn any_options() -> impl Strategy<Value = Options> {
    let button = (any_words(), any_press(), 0..4_u8).prop_map(|(label, press, weight)| match weight {
        0 => Button::primary(label, press),
        1 => Button::danger(label, press),
        2 => Button::visit(label.clone(), format!("https://example.org/{}", label.len() * 100)),
        _ => Button::new(label, press),
    });
    let item = (any_words(), option::of(any_words()), any_press(), any::<bool>())
        .prop_map(|(label, description, press, current)| SelectItem { label, description, press, current });
    let entity = || {
        vec(1..u64::MAX, 0..30).prop_map(|selected| EntitySelect {
            placeholder: String::new(),
            press: Press::SetupStaff,
            selected,
        })
    };
    prop_oneof![
        4 => vec(button, 0..30).prop_map(Options::Buttons),
        2 => (any_words(), vec(item, 0..60)).prop_map(|(placeholder, items)| Options::Select(Select { placeholder, items })),
        1 => (any_words(), vec(any_words(), 0..40)).prop_map(|(placeholder, items)| {
            Options::Letters(LetterSelect { placeholder, press: Press::Answer { attempt: attempt(), item: 1, chosen: Letters::NONE }, items })
        }),
        1 => entity().prop_map(Options::Roles),
        1 => entity().prop_map(Options::Channels),
    ]
}

fn any_reply() -> impl Strategy<Value = Reply> {
    let shown =
        (0..25_usize, any_blocks(), any_blocks(), option::of(0..4_u8)).prop_map(|(index, content, reason, mark)| {
            let mark = mark.map(|mark| match mark {
                0 => ChoiceMark::ChosenRight,
                1 => ChoiceMark::ChosenWrong,
                2 => ChoiceMark::Missed,
                _ => ChoiceMark::LeftOut,
            });
            ShownChoice { index, content, mark, reason, tally: None }
        });
    let block = prop_oneof![
        1 => vec(any_words(), 0..5).prop_map(Block::Breadcrumb),
        1 => any_rich().prop_map(Block::Title),
        1 => any_rich().prop_map(Block::Text),
        3 => any_blocks().prop_map(Block::Content),
        1 => (any_blocks(), vec(any_words(), 0..4)).prop_map(|(blocks, source)| {
            Block::Passage(Passage { blocks, source, url: Some("https://example.org/(a)".into()) })
        }),
        1 => any_rich().prop_map(|text| Block::Verdict(Verdict::Partly, text)),
        1 => vec(shown, 0..6).prop_map(Block::Choices),
        1 => (any_rich(), 0..9_usize, 0..9_usize, any_words())
            .prop_map(|(label, done, total, caption)| Block::Meter(Meter { label, done, total, caption })),
        1 => any_rich().prop_map(Block::Note),
    ];
    (vec(block, 0..12), vec(any_options(), 0..8)).prop_map(|(blocks, options)| Reply { options, ..Reply::new(blocks) })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_reply_breaks_a_limit_of_discord(reply in any_reply()) {
        is_sound(&json(&reply));
    }
}
