use std::{collections::BTreeSet, fs, sync::Arc};

use super::*;
use crate::{course::load, markup::plain_text};

/// Reads a course from files written for the test.
fn course(files: &[(&str, &str)]) -> Arc<Course> {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        fs::write(folder.path().join(path), content).unwrap();
    }
    load::load(folder.path()).unwrap().courses.remove(0)
}

const ASYNCIO: &str = "\
# Asynchronous programming

A server spends most of its time waiting. Asynchronous code lets one thread wait for many things.

## Coroutines

A function written with `async def` is a coroutine function. Calling it runs nothing yet. However, awaiting it does.

```python
async def main():
    await asyncio.sleep(1)
```

## Running things together

Several coroutines run together with `asyncio.gather`, which returns their results in order.

```python
await asyncio.gather(fetch(1), fetch(2))
```

A task group does the same and cancels the rest when one fails.

## Blocking calls

Never call `time.sleep` in a coroutine. It blocks the event loop, and every other coroutine with it.

## Threads or coroutines

Threads and coroutines both wait, at a different price.

| What | Thread | Coroutine |
|---|---|---|
| memory | 8 MB | 2 kB |

## Ways to wait

Wait for a coroutine in one of these ways:

- with `await`, one after the other
- with a task, while you do something else

## FAQ

### Does async make my code run faster?

No. It lets your code wait for many things at once; computing takes as long as before.
";

const DATABASES: &str = "\
# Databases

A database keeps what must survive a restart.

## Transactions

A transaction is done as a whole or not at all. Begin one before you change two tables.

## Indexes

An index makes a lookup fast and every insert a little slower.
";

fn python() -> Arc<Course> {
    let settings = "id = \"python\"\ntitle = \"Python\"\n";
    course(&[("course.toml", settings), ("01-asyncio.md", ASYNCIO), ("02-databases.md", DATABASES)])
}

fn index() -> SearchIndex {
    SearchIndex::build(&[python()]).unwrap()
}

fn ask(text: &str) -> Ask<'_> {
    Ask { text, ..Ask::default() }
}

fn title(index: &SearchIndex, hit: &Hit) -> String {
    match index.found(hit.passage).unwrap().2 {
        Found::Section(section) => section.title.to_string(),
        Found::Faq(entry) => entry.question.to_string(),
    }
}

#[track_caller]
fn first(index: &SearchIndex, question: &str) -> String {
    title(index, index.search(&ask(question), 5).passages.first().expect("something is found"))
}

fn answer(index: &SearchIndex, question: &str) -> String {
    let hits = index.search(&ask(question), 5);
    plain_text(&index.excerpt(hits.passages[0].passage, &ask(question)).blocks)
}

#[test]
fn identifiers_are_found_as_they_are_written() {
    let index = index();
    assert_eq!(first(&index, "asyncio.gather"), "Running things together");
    assert_eq!(first(&index, "what does time.sleep do"), "Blocking calls");
    assert_eq!(first(&index, "async def"), "Coroutines");
    assert_eq!(first(&index, "can i use gather()"), "Running things together");
}

#[test]
fn typing_errors_are_mended() {
    let index = index();
    assert_eq!(first(&index, "what is a trasnaction?"), "Transactions");
    assert_eq!(first(&index, "corotine fnction"), "Coroutines");
    assert_eq!(first(&index, "data base"), "Databases");
}

#[test]
fn an_faq_entry_is_a_passage_and_is_quoted_whole() {
    let index = index();
    assert_eq!(first(&index, "does async make my code run faster?"), "Does async make my code run faster?");
    assert!(answer(&index, "does async make my code run faster?").starts_with("No. It lets"));
}

#[test]
fn what_stands_in_the_faq_is_answered_from_there() {
    let pool = course(&[
        (
            "01-pool.md",
            "# Databases\n\n## Connection pool\n\nA connection pool keeps connections. What is in the connection pool is a connection, and what is not in the pool is none.\n\n## FAQ\n\n### What is a connection pool?\n\nA set of open connections that requests share.\n",
        ),
        ("02-more.md", "# More\n\n## Pools\n\nA pool of threads.\n"),
    ]);
    let index = SearchIndex::build(&[pool]).unwrap();
    for question in ["what is a connection pool", "Connection pools?"] {
        let hits = index.search(&ask(question), 5);
        assert_eq!((hits.tier, title(&index, &hits.passages[0])), (Tier::Answer, "What is a connection pool?".into()));
    }
}

#[test]
fn the_course_of_the_readme_answers_its_own_faq() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let (_, lesson) = readme.split_once("```markdown\n").unwrap();
    let (lesson, _) = lesson.split_once("```\n").unwrap();
    let index = SearchIndex::build(&[course(&[("loops.md", lesson)])]).unwrap();
    let tier = |question| index.search(&ask(question), 5).tier;
    assert_eq!(tier("does a loop need a list?"), Tier::Answer);
    assert_ne!(tier("what is a loop?"), Tier::Unknown);
    assert_eq!(tier("how do I cancel my gym membership?"), Tier::Unknown);
}

#[test]
fn what_a_heading_names_is_covered_however_common_the_word_is() {
    let lessons: Vec<(String, String)> = (1..30)
        .map(|n| (format!("{n:02}.md"), format!("# Topic {n}\n\nThe reducer of step {n} takes the state.\n")))
        .collect();
    let mut files: Vec<_> = lessons.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("00-reducers.md", "# Reducers\n\nA reducer makes the next state.\n"));
    let index = SearchIndex::build(&[course(&files)]).unwrap();
    assert_ne!(index.search(&ask("what is a reducer?"), 5).tier, Tier::Unknown);
    assert_eq!(index.search(&ask("what is a reducer in Haskell?"), 5).tier, Tier::Unknown);
}

#[test]
fn nothing_known_is_unknown() {
    let hits = index().search(&ask("how do I cancel my gym membership"), 5);
    assert_eq!(hits.tier, Tier::Unknown);
    assert!(index().search(&ask(""), 5).passages.is_empty());
    assert!(index().search(&ask("the of and"), 5).passages.is_empty());
}

#[test]
fn an_answer_is_cut_out_and_begins_well() {
    let index = index();
    assert_eq!(
        answer(&index, "what is a coroutine function"),
        "A function written with async def is a coroutine function. Calling it runs nothing yet. However, awaiting it does.\n"
    );
    assert!(answer(&index, "awaiting an async def function").starts_with("A function written with"));
}

#[test]
fn code_and_tables_come_when_they_are_asked_for() {
    let index = index();
    assert!(!answer(&index, "how do I gather several coroutines").contains("fetch(1)"));
    assert!(answer(&index, "code to gather several coroutines").contains("fetch(1)"));
    assert!(answer(&index, "difference between threads and coroutines").contains("8 MB"));
}

#[test]
fn a_follow_up_is_read_with_the_question_before() {
    let index = index();
    let hits = index
        .search(&Ask { text: "show me the code", follows: Some("how do I gather coroutines"), ..Ask::default() }, 5);
    assert_eq!(title(&index, &hits.passages[0]), "Running things together");
    assert!(hits.wanted.code);
}

#[test]
fn a_search_stays_within_its_courses() {
    let other = course(&[
        (
            "course.toml",
            "id = \"cooking\"
title = \"Cooking\"
",
        ),
        (
            "bread.md",
            "# Bread

Flour and water.

## Dough

Let the dough rest.
",
        ),
    ]);
    let index = SearchIndex::build(&[python(), other]).unwrap();
    let cooking = BTreeSet::from([CourseId::parse("cooking").unwrap()]);
    let within = Ask { text: "rest after a transaction", scope: Some(&cooking), ..Ask::default() };
    assert!(index.search(&within, 5).passages.iter().all(|hit| hit.passage.course == 1));
    assert_eq!(first(&index, "how long does dough rest"), "Dough");
    assert!(index.suggest("trans", Some(&cooking), 25).is_empty());
}

fn pin(question: &str, passage: PassageRef, effect: PinEffect) -> Pin {
    Pin { question: question.into(), passage, effect }
}

#[test]
fn a_pin_moves_a_passage_for_its_question_only() {
    let index = index();
    let asked = index.search(&ask("can a coroutine wait"), 5);
    let (first, second) = (asked.passages[0].passage, asked.passages[1].passage);
    let pins = [pin("Can a coroutine wait?", second, PinEffect::First), pin("coroutine wait", first, PinEffect::Never)];
    let search = |text| index.search(&Ask { text, pins: &pins, ..Ask::default() }, 5);
    for same in ["can a coroutine wait", "When do coroutines wait?", "waiting... coroutine!"] {
        let pinned = search(same);
        assert_eq!((pinned.tier, pinned.passages[0].passage), (Tier::Answer, second), "{same}");
        assert!(pinned.passages.iter().all(|hit| hit.passage != first), "{same}");
    }
    let more = "can a coroutine function wait";
    assert_eq!(search(more).passages, index.search(&ask(more), 5).passages, "it asks for more");
}

#[test]
fn a_pin_answers_what_nothing_else_does() {
    let index = index();
    let unknown = index.search(&ask("how do I cancel my gym membership"), 5);
    let passage = index.search(&ask("transactions"), 1).passages[0].passage;
    let pins = [pin("cancel gym membership", passage, PinEffect::First)];
    let pinned = index.search(&Ask { text: "how do I cancel my gym membership", pins: &pins, ..Ask::default() }, 5);
    assert_eq!((unknown.tier, pinned.tier, pinned.passages[0].passage), (Tier::Unknown, Tier::Answer, passage));
    assert!(!index.excerpt(passage, &ask("how do I cancel my gym membership")).blocks.is_empty());
}

#[test]
fn what_is_left_without_the_suppressed_answer_is_not_sure() {
    let index = index();
    let question = "does async make my code run faster?";
    let asked = index.search(&ask(question), 3);
    assert_eq!(asked.tier, Tier::Answer);
    let pins = [pin(question, asked.passages[0].passage, PinEffect::Never)];
    let rest = index.search(&Ask { text: question, pins: &pins, ..Ask::default() }, 3);
    assert_eq!((rest.tier, rest.passages[0].passage), (Tier::Maybe, asked.passages[1].passage));
}

#[test]
fn the_later_pin_counts() {
    let index = index();
    let passage = index.search(&ask("transactions"), 1).passages[0].passage;
    let both = [pin("coroutine", passage, PinEffect::First), pin("coroutines", passage, PinEffect::Never)];
    let first = |pins: &[Pin]| index.search(&Ask { text: "coroutine", pins, ..Ask::default() }, 5).passages[0].passage;
    assert_ne!(first(&both), passage);
    assert_eq!(first(&[both[1].clone(), both[0].clone()]), passage);
}

#[test]
fn a_follow_up_is_another_question_than_its_words_alone() {
    let index = index();
    let followed = Ask { text: "show me the code", follows: Some("how do I gather coroutines"), ..Ask::default() };
    assert_eq!(index.content_words(&followed), "gather coroutines show code");
    assert_eq!(index.gist(&followed), index.gist(&ask("gather coroutines show code")));
    assert_ne!(index.gist(&followed), index.gist(&ask("show me the code")));
    assert_ne!(index.gist(&ask("why?")), index.gist(&ask("when?")), "small words count where there is nothing else");
}

#[test]
fn suggestions_forgive_and_know_no_order() {
    let index = index();
    let texts = |typed: &str| index.suggest(typed, None, 25).iter().map(|s| s.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts("trans").first().unwrap(), "Transactions");
    assert_eq!(texts("together runn").first().unwrap(), "Running things together");
    assert_eq!(texts("databsa").first().unwrap(), "Databases");
    assert_eq!(texts("databases").iter().filter(|text| *text == "Databases").count(), 1, "duplicates are folded");
    assert_eq!(texts("does asy").first().unwrap(), "Does async make my code run faster?");
}

#[test]
fn other_languages_have_their_own_stems() {
    let german = course(&[
        (
            "course.toml",
            "title = \"Garten\"
language = \"de\"
",
        ),
        (
            "boden.md",
            "# Der Boden

## Düngen

Gedüngt wird im Frühjahr, wenn die Pflanzen wachsen.

\
             ## Gießen

Morgens gießen, nie in der Mittagssonne.
",
        ),
    ]);
    let index = SearchIndex::build(&[german]).unwrap();
    assert_eq!(first(&index, "Wann wächst die Pflanze?"), "Düngen");
}

#[test]
fn text_without_spaces_is_found() {
    let chinese = course(&[
        (
            "course.toml",
            "title = \"Python\"
language = \"zh\"
",
        ),
        (
            "async.md",
            "# 异步编程

## 事件循环

事件循环在一个线程里运行所有协程。它不会并行计算。

\
             ## 阻塞调用

不要在协程里调用阻塞函数。
",
        ),
    ]);
    let index = SearchIndex::build(&[chinese]).unwrap();
    assert_eq!(first(&index, "什么是事件循环？"), "事件循环");
    assert_eq!(first(&index, "可以调用阻塞函数吗"), "阻塞调用");
}

#[test]
fn a_short_list_comes_whole_and_under_its_lead_in() {
    let answer = answer(&index(), "wait for a task while I do something else");
    assert!(answer.starts_with("Wait for a coroutine in one of these ways:"), "{answer}");
    assert!(answer.contains("one after the other") && answer.contains("something else"), "{answer}");
}
