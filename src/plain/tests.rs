use std::time::Duration;

use insta::assert_snapshot;

use super::*;
use crate::{
    ids::{AttemptId, CourseId, CourseKey},
    markup::{self, Admonition, Code, List, ListItem, Span, Style, Table},
    reply::{Button, LetterSelect, Options, Select, SelectItem},
};

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn wide(reply: &Reply) -> String {
    render(reply, View { width: 72, locale: Locale::English, now: NOW })
}

fn narrow(reply: &Reply) -> String {
    render(reply, View { width: 30, locale: Locale::English, now: NOW })
}

fn paragraph(text: &str) -> markup::Block {
    markup::Block::Paragraph(text.into())
}

fn item(blocks: Vec<markup::Block>) -> ListItem {
    ListItem { checked: None, blocks }
}

#[test]
fn an_address_follows_its_link_once_however_it_is_set() {
    let linked = |text: &str, code| Span {
        style: Style { code, ..Style::default() },
        target: Some(Target::Url("https://example.org".into())),
        ..Span::plain(text)
    };
    let mut text = RichText::plain("See ");
    [linked("the ", false), linked("await", true), linked(" example", false)]
        .into_iter()
        .for_each(|span| text.push(span));
    assert_eq!(wide(&Reply::text(text)), "See the `await` example (https://example.org)\n");
}

fn answer() -> Reply {
    let blocks = vec![
        markup::Block::Paragraph(
            RichText::plain("Not by itself. ")
                .code("await")
                .text(" lets one thread wait for many things at once, see ")
                .link("the event loop", "https://example.org/asyncio#loop"),
        ),
        markup::Block::Code(Code {
            language: Some("python".into()),
            text: "async def main():\n    await asyncio.gather(fetch(1), fetch(2), fetch(3))".into(),
            title: Some("main.py".into()),
            run: false,
        }),
    ];
    let source = ["Python for back ends", "Asynchronous programming", "FAQ"].map(str::to_owned).to_vec();
    Reply::new(vec![
        Block::Title("Does async make my code run faster?".into()),
        Block::Passage(Passage { blocks, source, url: Some("https://example.org/asyncio#faq".into()) }),
        Block::Note("Not sure? Say it in other words.".into()),
    ])
    .buttons([
        Button::primary("Read the section", Press::Help),
        Button::new("Quiz me on this", Press::About),
        Button::visit("On the web", "https://example.org"),
    ])
}

#[test]
fn an_answer_shows_its_passage_its_source_and_what_to_press() {
    assert_snapshot!(wide(&answer()), @"
    Does async make my code run faster?
    ───────────────────────────────────

    Not by itself. `await` lets one thread wait for many things at once, see
    the event loop (https://example.org/asyncio#loop)

    main.py
        async def main():
            await asyncio.gather(fetch(1), fetch(2), fetch(3))

    — Python for back ends › Asynchronous programming › FAQ
      https://example.org/asyncio#faq

    Not sure? Say it in other words.

    1  Read the section
    2  Quiz me on this
    On the web: https://example.org
    ");
}

#[test]
fn on_a_narrow_page_text_wraps_and_code_stays_whole() {
    assert_snapshot!(narrow(&answer()), @"
    Does async make my code run
    faster?
    ───────────────────────────

    Not by itself. `await` lets
    one thread wait for many
    things at once, see the event
    loop
    (https://example.org/asyncio#loop)

    main.py
        async def main():
            await asyncio.gather(fetch(1), fetch(2), fetch(3))

    — Python for back ends ›
      Asynchronous programming ›
      FAQ
      https://example.org/asyncio#faq

    Not sure? Say it in other
    words.

    1  Read the section
    2  Quiz me on this
    On the web:
    https://example.org
    ");
}

fn lesson() -> Reply {
    let nested = List { start: None, items: vec![item(vec![paragraph("one thread, many waits")])] };
    let list = List {
        start: Some(9),
        items: vec![
            item(vec![paragraph("The loop runs a task until it awaits."), markup::Block::List(nested)]),
            item(vec![paragraph("Then it runs the next.")]),
        ],
    };
    let tasks = List {
        start: None,
        items: vec![
            ListItem { checked: Some(true), ..item(vec![paragraph("done")]) },
            ListItem { checked: Some(false), ..item(vec![paragraph("open"), paragraph("with more to say")]) },
        ],
    };
    Reply::new(vec![
        Block::Breadcrumb(["Course", "Asyncio"].map(str::to_owned).to_vec()),
        Block::Title("The event loop".into()),
        Block::Content(vec![
            markup::Block::Heading("How it works".into()),
            markup::Block::List(list),
            markup::Block::List(tasks),
            markup::Block::Quote(vec![paragraph("Waiting is not working."), paragraph("— a reader")]),
            markup::Block::Admonition(Admonition {
                kind: "warning".into(),
                title: Some("Blocking".into()),
                blocks: vec![paragraph("time.sleep stops everything.")],
            }),
            markup::Block::Image { alt: "a loop".into(), url: Some("https://example.org/loop.png".into()) },
            markup::Block::Rule,
            paragraph("日本語 and 👩‍💻 stay whole."),
        ]),
    ])
}

#[test]
fn a_lesson_keeps_the_shape_of_its_text() {
    assert_snapshot!(wide(&lesson()), @"
    Course › Asyncio

    The event loop
    ──────────────

    How it works

     9. The loop runs a task until it awaits.
        • one thread, many waits
    10. Then it runs the next.

    [x] done

    [ ] open

        with more to say

    │ Waiting is not working.
    │
    │ — a reader

    │ Warning: Blocking
    │ time.sleep stops everything.

    [Picture: a loop] https://example.org/loop.png

    ────────────────────────

    日本語 and 👩‍💻 stay whole.
    ");
}

#[test]
fn a_lesson_fits_a_narrow_page() {
    let longest = narrow(&lesson()).lines().map(line::columns).max();
    assert!(longest <= Some(30), "{longest:?}");
}

fn comparison() -> Reply {
    let row = |cells: [&str; 3]| cells.map(RichText::from).to_vec();
    Reply::new(vec![Block::Content(vec![markup::Block::Table(Table {
        header: row(["Tool", "Waits for", "Good for"]),
        rows: vec![
            row(["gather", "all of them", "a fixed number of calls whose results you need in order"]),
            row(["TaskGroup", "all, or the first error", "structured work"]),
        ],
    })])])
}

#[test]
fn a_table_stands_in_columns_where_it_fits() {
    assert_snapshot!(render(&comparison(), View { width: 100, locale: Locale::English, now: NOW }), @"
    Tool      │ Waits for               │ Good for
    ──────────┼─────────────────────────┼────────────────────────────────────────────────────────
    gather    │ all of them             │ a fixed number of calls whose results you need in order
    TaskGroup │ all, or the first error │ structured work
    ");
}

#[test]
fn a_table_wraps_its_cells_before_it_gives_up() {
    assert_snapshot!(wide(&comparison()), @"
    Tool      │ Waits for          │ Good for
    ──────────┼────────────────────┼───────────────────────────────────────
    gather    │ all of them        │ a fixed number of calls whose results
              │                    │ you need in order
    ──────────┼────────────────────┼───────────────────────────────────────
    TaskGroup │ all, or the first  │ structured work
              │ error              │
    ");
}

#[test]
fn a_table_becomes_records_on_a_narrow_page() {
    assert_snapshot!(narrow(&comparison()), @"
    Tool: gather
    Waits for: all of them
    Good for: a fixed number of
      calls whose results you need
      in order

    Tool: TaskGroup
    Waits for: all, or the first
      error
    Good for: structured work
    ");
}

fn choice(index: usize, text: &str) -> ShownChoice {
    ShownChoice { index, content: vec![paragraph(text)], mark: None, reason: Vec::new(), tally: None }
}

fn attempt() -> AttemptId {
    AttemptId::parse("7").unwrap()
}

fn press(chosen: Letters) -> Press {
    Press::Answer { attempt: attempt(), item: 0, chosen }
}

#[test]
fn choices_of_a_question_are_answered_by_letter_and_the_rest_by_number() {
    let letters = (0..3).map(|index| Button::letter(index, press(Letters::one(index).unwrap())));
    let question = Reply::new(vec![
        Block::Text("What does `await` do?".into()),
        Block::Choices(vec![choice(0, "It blocks"), choice(1, "It pauses the coroutine"), choice(2, "Nothing")]),
    ])
    .buttons(letters)
    .buttons([Button::new("Stop here", Press::Stop { attempt: attempt() })]);
    assert_snapshot!(wide(&question), @"
    What does `await` do?

    A. It blocks
    B. It pauses the coroutine
    C. Nothing

    Type a letter: A, B, C

    1  Stop here
    ");
    assert_eq!(keys(&question).len(), 1);
}

#[test]
fn several_letters_are_asked_for_where_several_are_right() {
    let select = LetterSelect { placeholder: "Choose".into(), press: press(Letters::NONE), items: Vec::new() };
    let mut question = Reply::new(vec![Block::Choices(vec![choice(0, "a"), choice(1, "b")])]);
    question.options.push(Options::Letters(select));
    assert_snapshot!(wide(&question), @"
    A. a
    B. b

    Type the letters of all right choices, for example: a c
    ");
}

#[test]
fn numbers_are_left_to_the_answer_where_it_is_typed() {
    let form = Press::AnswerForm { attempt: attempt(), item: 0 };
    let question = Reply::text("How many threads?")
        .buttons([Button::primary("Answer", form), Button::new("Stop here", Press::Stop { attempt: attempt() })]);
    assert_snapshot!(wide(&question), @"
    How many threads?

    Type your answer

    #1  Stop here
    ");
}

#[test]
fn feedback_says_in_words_what_was_right() {
    let feedback = Reply::new(vec![
        Block::Verdict(Verdict::Wrong, "Wrong.".into()),
        Block::Choices(vec![
            ShownChoice {
                mark: Some(ChoiceMark::ChosenWrong),
                reason: vec![paragraph("It gives the thread to others while it waits.")],
                ..choice(0, "It blocks")
            },
            ShownChoice { mark: Some(ChoiceMark::Missed), ..choice(1, "It pauses the coroutine") },
            ShownChoice { mark: Some(ChoiceMark::LeftOut), ..choice(2, "Nothing") },
        ]),
    ]);
    assert_snapshot!(wide(&feedback), @"
    ✗ Wrong.

    ✗ A. It blocks  (your answer, wrong)
         It gives the thread to others while it waits.

    ✓ B. It pauses the coroutine  (right, not chosen)

      C. Nothing
    ");
}

#[test]
fn what_a_group_chose_is_a_bar_under_each_choice() {
    let tally =
        |done: usize| Meter { label: RichText::default(), done, total: 300, caption: format!("chosen by {done}") };
    let right = ShownChoice { mark: Some(ChoiceMark::Right), tally: Some(tally(167)), ..choice(0, "It pauses") };
    let wrong = ShownChoice { mark: Some(ChoiceMark::LeftOut), tally: Some(tally(0)), ..choice(1, "Nothing") };
    assert_snapshot!(wide(&Reply::new(vec![Block::Choices(vec![right, wrong])])), @"
    ✓ A. It pauses  (right)
         [█████░░░░░] chosen by 167
      B. Nothing
         [░░░░░░░░░░] chosen by 0
    ");
}

#[test]
fn meters_stand_in_one_column_and_times_are_relative() {
    let meter = |label: &str, done, caption: &str| {
        Block::Meter(Meter { label: label.into(), done, total: 8, caption: caption.into() })
    };
    let minutes_ago =
        Span { target: Some(Target::Time(NOW.before(Duration::from_secs(300)))), ..Span::plain("2027-01-15 07:55") };
    let progress = Reply::new(vec![
        meter("Asyncio", 5, "62 % read, 9 min left"),
        meter("HTTP", 0, "not begun"),
        meter("Security and more", 8, "all read"),
        Block::Text(RichText::new(vec![Span::plain("Last read "), minutes_ago, Span::plain(".")])),
    ]);
    assert_snapshot!(wide(&progress), @"
    Asyncio            [██████░░░░] 62 % read, 9 min left
    HTTP               [░░░░░░░░░░] not begun
    Security and more  [██████████] all read

    Last read 5 minutes ago.
    ");
    assert_snapshot!(narrow(&progress), @"
    Asyncio
    [██████░░░░] 62 % read, 9 min
    left
    HTTP
    [░░░░░░░░░░] not begun
    Security and more
    [██████████] all read

    Last read 5 minutes ago.
    ");
}

#[test]
fn a_select_is_a_numbered_list_after_the_buttons_before_it() {
    let course = CourseKey::new(&CourseId::parse("c").unwrap());
    let item = |label: &str, current| SelectItem {
        label: label.into(),
        description: Some("4 min".into()),
        press: Press::Course { course, page: 0 },
        current,
    };
    let offer = |count| {
        let items = (0..count).map(|n| item(&format!("Section {n}"), n == 1)).collect();
        Reply::text("Where to?")
            .buttons([
                Button::primary("Next", Press::Help),
                Button::danger("Delete", Press::Forget { confirmed: true }),
            ])
            .select(Select { placeholder: "Jump to a section".into(), items })
    };
    assert_snapshot!(wide(&offer(8)), @"
    Where to?

     1  Next
     2  Delete

    Jump to a section
     3  Section 0 · 4 min
     4  › Section 1 · 4 min
     5  Section 2 · 4 min
     6  Section 3 · 4 min
     7  Section 4 · 4 min
     8  Section 5 · 4 min
     9  Section 6 · 4 min
    10  Section 7 · 4 min
    ");
    // One more, and they are run in.
    assert_snapshot!(wide(&offer(9)), @"
    Where to?

     1  Next
     2  Delete

    Jump to a section:  [3] Section 0  [4] › Section 1  [5] Section 2  [6]
    Section 3  [7] Section 4  [8] Section 5  [9] Section 6  [10] Section 7
    [11] Section 8
    ");
}

#[test]
fn nothing_in_a_reply_commands_the_terminal() {
    let reply = Reply::new(vec![
        Block::Text("a\u{1b}]0;title\u{7}b".into()),
        Block::Content(vec![markup::Block::Code(Code {
            language: None,
            text: "x\u{1b}[2J".into(),
            title: None,
            run: false,
        })]),
    ]);
    assert!(wide(&reply).chars().all(|c| c == '\n' || !c.is_control()));
}

#[test]
fn no_line_ends_in_a_blank() {
    for reply in [answer(), lesson(), comparison()] {
        for text in [wide(&reply), narrow(&reply)] {
            assert!(text.lines().all(|line| line.trim_end() == line), "{text}");
        }
    }
}
