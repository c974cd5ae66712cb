//! What every reply costs on its way: the press in a button, and the reply as Discord's JSON.

use std::hint::black_box;

use divan::Bencher;
use docent::{
    action::{Letters, Press, wire},
    discord::to_discord::{self, CommandIds, Voice},
    ids::{AskId, AttemptId},
    markup::{Block as Text, Code, RichText},
    paging,
    reply::{Block, Button, Passage, Reply, ShownChoice},
    words::Locale,
};

fn main() {
    divan::main();
}

fn attempt() -> AttemptId {
    AttemptId::parse("9000000000000").expect("a positive number is an id")
}

fn answer() -> Press {
    Press::Answer { attempt: attempt(), item: 3, chosen: Letters::one(2).unwrap_or_default() }
}

#[divan::bench]
fn encode(bencher: Bencher<'_, '_>) {
    let press = answer();
    bencher.bench_local(|| wire::encode(black_box(&press)));
}

#[divan::bench]
fn decode(bencher: Bencher<'_, '_>) {
    let text = wire::encode(&answer());
    bencher.bench_local(|| wire::decode(black_box(&text)));
}

fn paragraph(words: usize) -> Text {
    Text::Paragraph(RichText::plain(
        "A coroutine runs until its `await`, then another one gets its turn. ".repeat(words / 12),
    ))
}

fn code() -> Text {
    let text = "async def main():\n    await asyncio.gather(one(), two())\n\nasyncio.run(main())".to_owned();
    Text::Code(Code { language: Some("python".to_owned()), text, title: None, run: true })
}

/// An answer as `/ask` gives it.
fn ask() -> Reply {
    let id = AskId::parse("42").expect("a positive number is an id");
    let passage = Passage {
        blocks: vec![paragraph(60), code()],
        source: ["Python for backends", "Asynchronous programming", "Coroutines"].map(str::to_owned).to_vec(),
        url: Some("https://course.example/asyncio#coroutines".to_owned()),
    };
    Reply::new(vec![Block::Passage(passage), Block::Note("Two more places to look".into())]).buttons([
        Button::primary("Read the section", Press::Progress),
        Button::new("Not what I meant", Press::NotMeant { ask: id }),
        Button::new("Helpful", Press::Helpful { ask: id }),
    ])
}

/// A question of a quiz.
fn question() -> Reply {
    let choice =
        |index| ShownChoice { index, content: vec![paragraph(12)], mark: None, reason: Vec::new(), tally: None };
    Reply::new(vec![
        Block::Title("Question 1 of 5".into()),
        Block::Content(vec![paragraph(24), code()]),
        Block::Choices((0..4).map(choice).collect()),
    ])
    .buttons((0..4).map(|index| Button::letter(index, answer())))
}

/// A full page of a section.
fn page() -> Reply {
    let pages = paging::pages(&[paragraph(2_000)], paging::PAGE_BUDGET);
    Reply::new(vec![Block::Title("A section".into()), Block::Content(pages.into_iter().next().unwrap_or_default())])
}

#[divan::bench(args = ["ask", "question", "page"])]
fn reply_to_json(bencher: Bencher<'_, '_>, which: &str) {
    let reply = match which {
        "ask" => ask(),
        "question" => question(),
        _ => page(),
    };
    let commands = CommandIds::default();
    bencher.bench_local(|| {
        let message = to_discord::message(black_box(&reply), Voice { locale: Locale::English, commands: &commands });
        serde_json::to_vec(&message).expect("our payloads hold only what JSON can write")
    });
}

#[divan::bench]
fn page_a_long_section(bencher: Bencher<'_, '_>) {
    let blocks: Vec<Text> = (0..20).flat_map(|_| [paragraph(80), code()]).collect();
    bencher.bench_local(|| paging::pages(black_box(&blocks), paging::PAGE_BUDGET));
}
