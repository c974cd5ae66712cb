//! `docent ask`: one question, answered from the content alone. Nothing is recorded; no database is opened.

use std::io::Write;

use anyhow::Context;
use serde::Serialize;

use super::{Stop, Uptime, read_content};
use crate::{
    cli::Exit,
    clock::Clock,
    config::Config,
    course::{FaqEntry, Section},
    library::{Library, PassageAt},
    markup,
    reply::{Block, Passage, Reply, Tone},
    search::{self, Excerpt, Found, Hits, Tier},
    terminal,
    words::Locale,
};

/// Places shown beside the answer.
const MORE: usize = 4;

pub(super) fn ask(config: &Config, question: &str, json: bool, uptime: Uptime) -> Result<Exit, Stop> {
    if !question.chars().any(char::is_alphanumeric) {
        return Err(Stop::Usage("ask a question in your own words, for instance: docent ask how do I wait".to_owned()));
    }
    let clock = Clock::System;
    let library = read_content(config, &clock)?.library;
    let ask = search::Ask { text: question, ..search::Ask::default() };
    let read = library.search().read(&ask);
    let hits = read.search(1 + MORE);
    let excerpt = hits.passages.first().map(|hit| read.excerpt(hit.passage));
    let answer = Answer { library: &library, hits: &hits, excerpt };
    if json {
        let object = answer.object(uptime);
        let line = serde_json::to_string(&object).context("cannot write the answer as JSON")?;
        writeln!(anstream::stdout(), "{line}").context("cannot write the answer")?;
    } else {
        terminal::print(&answer.reply(), Locale::English, &clock)?;
    }
    Ok(match hits.tier {
        Tier::Answer => Exit::Done,
        Tier::Maybe => Exit::Maybe,
        Tier::Unknown => Exit::Unknown,
    })
}

struct Answer<'a> {
    library: &'a Library,
    hits: &'a Hits,
    /// Of the first hit.
    excerpt: Option<Excerpt>,
}

/// What `--json` prints: a contract with scripts.
#[derive(Serialize)]
struct Object {
    tier: &'static str,
    score: f64,
    answer: Option<AnswerObject>,
    more: Vec<PlaceObject>,
    elapsed_ms: u64,
}

#[derive(Serialize)]
struct AnswerObject {
    text: String,
    path: String,
    anchor: String,
    course: String,
    lesson: String,
    section: String,
    url: Option<String>,
}

#[derive(Serialize)]
struct PlaceObject {
    path: String,
    anchor: String,
    title: String,
}

impl<'a> Answer<'a> {
    fn places(&self) -> impl Iterator<Item = PassageAt<'a>> {
        self.hits.passages.iter().filter_map(|hit| self.library.passage(hit.passage))
    }

    /// The passages, and how many of them are the answer: none when the course does not cover the question.
    fn object(&self, uptime: Uptime) -> Object {
        let answers = usize::from(self.hits.tier != Tier::Unknown);
        let answer = self.places().next().filter(|_| answers == 1).map(|at| AnswerObject {
            text: self.excerpt.as_ref().map_or_else(String::new, |excerpt| markup::plain_text(&excerpt.blocks)),
            path: self.path(&at),
            anchor: anchor(&at).to_owned(),
            course: at.course().title.clone(),
            lesson: at.lesson().title.clone(),
            section: at.title(),
            url: at.url(),
        });
        let more = self.places().skip(answers).map(|at| PlaceObject {
            path: self.path(&at),
            anchor: anchor(&at).to_owned(),
            title: at.title(),
        });
        Object {
            tier: tier(self.hits.tier),
            score: self.hits.score,
            answer,
            more: more.collect(),
            elapsed_ms: uptime.millis(),
        }
    }

    /// The page's path as `eval` writes it: with the course's folder in front when there are several.
    fn path(&self, at: &PassageAt<'_>) -> String {
        let (Found::Section(Section { at: written, .. }) | Found::Faq(FaqEntry { at: written, .. })) = at.found;
        match (self.library.courses(), written.path.split_once('/')) {
            ([_, _, ..], Some((folder, _))) => format!("{folder}/{}", at.lesson().path),
            _ => at.lesson().path.clone(),
        }
    }

    fn reply(&self) -> Reply {
        let locale = Locale::English;
        let mut blocks = Vec::new();
        match self.hits.tier {
            Tier::Answer => {}
            Tier::Maybe => blocks.push(Block::Note(locale.may_not_answer())),
            Tier::Unknown => blocks.push(Block::Text(locale.not_in_course())),
        }
        let answers = usize::from(self.hits.tier != Tier::Unknown);
        if let (Some(at), Some(excerpt)) = (self.places().next().filter(|_| answers == 1), &self.excerpt) {
            let passage = Passage { blocks: excerpt.blocks.clone(), source: at.source(), url: at.url() };
            blocks.push(Block::Passage(passage));
        }
        let more: Vec<_> = self.places().skip(answers).map(|at| at.source().join(" › ")).collect();
        if !more.is_empty() {
            let items = more
                .into_iter()
                .map(|place| markup::ListItem { checked: None, blocks: vec![markup::Block::Paragraph(place.into())] });
            let list = markup::Block::List(markup::List { start: None, items: items.collect() });
            blocks.push(Block::Note(format!("{}:", locale.more_places()).into()));
            blocks.push(Block::Content(vec![list]));
        }
        Reply::new(blocks).tone(if answers == 1 { Tone::Neutral } else { Tone::Notice })
    }
}

fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Answer => "answer",
        Tier::Maybe => "maybe",
        Tier::Unknown => "unknown",
    }
}

fn anchor<'a>(at: &PassageAt<'a>) -> &'a str {
    match at.found {
        Found::Section(section) => &section.anchor,
        Found::Faq(entry) => &entry.anchor,
    }
}
