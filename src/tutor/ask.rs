//! Questions: the passage that answers, the nearest places, or an honest "the course does not cover this".

mod desk;
mod pins;

pub(super) use self::desk::act as at_the_desk;
use super::{Cx, Result};
use crate::{
    action::{Desk, Press, Shareable, typed},
    course::{Course, Lesson},
    ids::AskId,
    library::{Library, PassageAt, SectionAt},
    markup::{self, RichText},
    reply::{Block, Button, Passage, Reply, Select, SelectItem, Tone},
    search::{Ask, Excerpt, Found, Hits, PassageRef, Tier},
    store::{
        asks::{self, Mark, Marked, NewAsk, Shown, ShownEntry},
        error::StoreError,
    },
};

/// Characters of a question that are looked at. Longer ones are mostly pasted logs, and their beginning says what is
/// wanted.
const MAX_QUESTION_CHARS: usize = 1000;

/// Passages asked of the index: the answer, the two more places, and what "not what I meant" falls back on.
const HITS: usize = 8;

/// More places shown beside an answer.
const MORE_PLACES: usize = 2;

/// Places shown when none surely answers, or none does.
const NEAREST: usize = 3;

impl Cx<'_> {
    /// Answers what was typed where something else was expected, too.
    pub(super) async fn ask(&self, words: &str) -> Result<Reply> {
        Box::pin(ask(self, words)).await
    }
}

pub(super) async fn ask(cx: &Cx<'_>, words: &str) -> Result<Reply> {
    let words: String = words.trim().chars().take(MAX_QUESTION_CHARS).collect();
    if !words.chars().any(char::is_alphanumeric) {
        return Ok(Reply::notice(cx.locale.ask_something()));
    }
    if typed::asks_nothing(&words) {
        return cx.go(Press::Help).await;
    }
    if cx.courses().next().is_none() {
        return Ok(Reply::notice(cx.locale.no_courses()));
    }
    let before = cx.previous.as_ref();
    let found = search(cx, words, before.and_then(|ask| ask.words.clone()), Vec::new()).await?;
    let shown = shown(cx, &found);
    let recorded = record(cx, &found, shown, before.map(|ask| ask.id)).await?;
    // Only a sure answer says that it comes later in the course, and not aloud: that tells how far its asker has read.
    let is_told = found.hits.tier == Tier::Answer && !cx.actor.is_aloud();
    let here = if is_told && cx.has_places { cx.place().await? } else { None };
    Ok(answer(cx, &found, here.as_ref(), recorded))
}

/// What a search brought, with the text to show; everything that is slow is done.
struct FoundAnswer {
    words: String,
    hits: Hits,
    /// For each hit that may be shown in full: what to quote.
    excerpts: Vec<Excerpt>,
    nearest: Vec<(usize, usize)>,
}

/// Searches off the event loop: it takes about a tenth of a millisecond of the processor for a course of a thousand
/// passages, and grows with it.
async fn search(cx: &Cx<'_>, words: String, follows: Option<String>, without: Vec<PassageRef>) -> Result<FoundAnswer> {
    let scope = cx.scope.clone();
    let pins = if cx.has_pins { pins::in_force(cx).await? } else { Vec::new() };
    cx.off_the_loop(move |library: &Library| {
        let ask = Ask { text: &words, scope: scope.as_set(), follows: follows.as_deref(), pins: &pins };
        let question = library.search().read(&ask);
        let mut hits = question.search(HITS + without.len());
        hits.passages.retain(|hit| !without.contains(&hit.passage));
        hits.passages.truncate(HITS);
        let quoted = if hits.tier == Tier::Maybe { NEAREST } else { 1 };
        let excerpts = hits.passages.iter().take(quoted).map(|hit| question.excerpt(hit.passage)).collect();
        let nearest = if hits.tier == Tier::Unknown { question.nearest_lessons(NEAREST) } else { Vec::new() };
        FoundAnswer { words, hits, excerpts, nearest }
    })
    .await
}

fn stored(tier: Tier) -> asks::Tier {
    match tier {
        Tier::Answer => asks::Tier::Answer,
        Tier::Maybe => asks::Tier::Maybe,
        Tier::Unknown => asks::Tier::Unknown,
    }
}

/// What the row remembers: the passages that the reply quotes.
fn shown(cx: &Cx<'_>, found: &FoundAnswer) -> Vec<Shown> {
    let count = match found.hits.tier {
        Tier::Answer => 1,
        Tier::Maybe => NEAREST,
        Tier::Unknown => 0,
    };
    let named = found.hits.passages.iter().take(count);
    named.filter_map(|hit| shown_passage(cx, hit.passage)).collect()
}

fn shown_passage(cx: &Cx<'_>, passage: PassageRef) -> Option<Shown> {
    let (course, lesson, found) = cx.library.search().found(passage)?;
    let entry = match found {
        Found::Section(section) => ShownEntry::Section(section.id.clone()),
        Found::Faq(entry) => ShownEntry::Faq(entry.id.clone()),
    };
    Some(Shown { course: course.id.clone(), lesson: lesson.id.clone(), entry })
}

/// An answer is given even when it cannot be recorded.
async fn record(cx: &Cx<'_>, found: &FoundAnswer, shown: Vec<Shown>, follows: Option<AskId>) -> Result<Option<AskId>> {
    let Some(learner) = cx.learner else { return Ok(None) };
    let ask = NewAsk {
        learner,
        place: cx.actor.place,
        aloud: cx.actor.is_aloud(),
        words: found.words.clone(),
        tier: stored(found.hits.tier),
        score: found.hits.score,
        shown,
        follows,
    };
    match cx.tutor.store.record_ask(ask, cx.now).await {
        Ok(id) => Ok(Some(id)),
        Err(StoreError::Full | StoreError::ReadOnly) => Ok(None),
        Err(error) => Err(error),
    }
}

fn answer(cx: &Cx<'_>, found: &FoundAnswer, here: Option<&SectionAt<'_>>, recorded: Option<AskId>) -> Reply {
    let mut reply = match found.hits.tier {
        Tier::Answer => sure(cx, found, here, recorded),
        Tier::Maybe => unsure(cx, found, recorded),
        Tier::Unknown => unknown(cx, found),
    };
    let Some(ask) = recorded else {
        reply.blocks.push(Block::Note(cx.locale.answer_not_recorded()));
        return reply;
    };
    let desk = cx.answers_as_staff().then(|| Button::new(cx.locale.desk_button(), Desk::Question { ask }.into()));
    reply.buttons(desk)
}

/// The passage that answers, word for word, and two more places to look.
fn sure(cx: &Cx<'_>, found: &FoundAnswer, here: Option<&SectionAt<'_>>, recorded: Option<AskId>) -> Reply {
    let Some(place) = found.hits.passages.first().and_then(|hit| cx.library.passage(hit.passage)) else {
        return unknown(cx, found);
    };
    let blocks = found.excerpts.first().map(|excerpt| excerpt.blocks.clone()).unwrap_or_default();
    let more = found.hits.passages.iter().skip(1).take(MORE_PLACES).filter_map(|hit| cx.library.passage(hit.passage));
    let mut reply = Reply::new(vec![quote(&place, blocks)]);
    if let Some(title) = comes_later(here, &place) {
        reply.blocks.push(Block::Note(cx.locale.comes_later(title)));
    }
    reply.buttons(presses(cx, &place, recorded)).select(places(cx, more))
}

/// The nearest places, with a warning that they may not answer.
fn unsure(cx: &Cx<'_>, found: &FoundAnswer, recorded: Option<AskId>) -> Reply {
    let near: Vec<PassageAt<'_>> =
        found.hits.passages.iter().take(NEAREST).filter_map(|hit| cx.library.passage(hit.passage)).collect();
    let Some(first) = near.first() else { return unknown(cx, found) };
    let mut reply = Reply::new(vec![Block::Text(cx.locale.may_not_answer())]).tone(Tone::Notice);
    for (place, excerpt) in near.iter().zip(&found.excerpts) {
        // The beginning is enough to see whether it is worth opening.
        let start = excerpt.blocks.iter().take(1).cloned().collect();
        reply.blocks.push(quote(place, start));
    }
    let buttons = presses(cx, first, recorded);
    reply.buttons(buttons).select(places(cx, near.iter().skip(1).copied()))
}

/// The course does not say: what is nearest, and that the question is counted.
fn unknown(cx: &Cx<'_>, found: &FoundAnswer) -> Reply {
    let lessons: Vec<(&Course, &Lesson)> = found
        .nearest
        .iter()
        .filter_map(|(course, lesson)| {
            let course = cx.library.courses().get(*course)?;
            Some((&**course, course.lessons.get(*lesson)?))
        })
        .collect();
    let lines = lessons.iter().map(|(_, lesson)| match &lesson.summary {
        Some(summary) => RichText::default().strong(lesson.title.clone()).text(format!(" — {summary}")),
        None => RichText::default().strong(lesson.title.clone()),
    });
    let content = vec![markup::Block::Paragraph(cx.locale.nearest_topics()), cx.bullets(lines)];
    let buttons =
        lessons.iter().map(|(_, lesson)| Button::new(lesson.title.clone(), Press::Lesson { lesson: lesson.key }));
    Reply::new(vec![
        Block::Text(cx.locale.not_in_course()),
        Block::Content(content),
        Block::Note(cx.locale.question_recorded_for_teacher()),
    ])
    .tone(Tone::Notice)
    .buttons(buttons)
}

fn press_to(at: &PassageAt<'_>) -> Press {
    match at.found {
        Found::Section(section) => Press::Section { section: section.key, page: 0 },
        Found::Faq(entry) => Press::Faq { entry: entry.key },
    }
}

fn quote(at: &PassageAt<'_>, blocks: Vec<markup::Block>) -> Block {
    Block::Passage(Passage { blocks, source: at.source(), url: at.url() })
}

fn presses(cx: &Cx<'_>, place: &PassageAt<'_>, recorded: Option<AskId>) -> Vec<Button> {
    let read = Button::primary(cx.locale.read_section_button(), press_to(place));
    let quiz = (!place.lesson().questions.is_empty())
        .then(|| Button::new(cx.locale.quiz_me_button(), Press::Quiz { lesson: place.lesson().key }));
    let helpful = recorded.map(|ask| Button::new(cx.locale.helpful_button(), Press::Helpful { ask }));
    let other = recorded.map(|ask| Button::new(cx.locale.not_meant_button(), Press::NotMeant { ask }));
    let share = recorded
        .filter(|_| cx.can_share())
        .map(|ask| Button::new(cx.locale.share_button(), Press::Share { what: Shareable::Ask(ask) }));
    [read].into_iter().chain(quiz).chain(helpful).chain(other).chain(share).collect()
}

fn places<'a>(cx: &Cx<'_>, places: impl Iterator<Item = PassageAt<'a>>) -> Select {
    let items = places.map(|place| SelectItem {
        label: place.title(),
        description: Some(place.lesson().title.clone()),
        press: press_to(&place),
        current: false,
    });
    Select { placeholder: cx.locale.more_places().to_owned(), items: items.collect() }
}

/// The lesson's title, when the learner is in the same course and has not come that far.
fn comes_later<'a>(here: Option<&SectionAt<'_>>, place: &PassageAt<'a>) -> Option<&'a str> {
    let here = here?;
    let in_course = here.course().id == place.course().id;
    (in_course && place.lesson_index() > here.lesson_index()).then_some(place.lesson().title.as_str())
}

/// The words of the question that `ask` followed up, over the next bests that were shown for it.
async fn context(cx: &Cx<'_>, ask: &asks::Ask) -> Result<Option<String>> {
    let mut follows = ask.follows;
    while let Some(id) = follows {
        let Some(before) = cx.tutor.store.ask(id).await? else { break };
        if before.words != ask.words {
            return Ok(before.words);
        }
        follows = before.follows;
    }
    Ok(None)
}

/// Notes that an answer was not meant and shows the next best at once.
pub(super) async fn not_meant(cx: &Cx<'_>, id: AskId) -> Result<Reply> {
    let learner = cx.learner()?;
    match cx.tutor.store.mark_ask(id, learner, Mark::NotMeant, cx.now).await? {
        Marked::First | Marked::Already(_) => {}
        Marked::NotYours => return Ok(Reply::notice(cx.locale.not_yours())),
        Marked::Gone => return Ok(Reply::notice(cx.locale.words_are_gone())),
    }
    let Some(ask) = cx.tutor.store.ask(id).await? else { return Ok(Reply::notice(cx.locale.words_are_gone())) };
    let follows = context(cx, &ask).await?;
    let Some(words) = ask.words else { return Ok(Reply::notice(cx.locale.words_are_gone())) };
    let seen: Vec<PassageRef> = ask.shown.iter().filter_map(|shown| cx.passage_shown(shown)).collect();
    let found = search(cx, words, follows, seen).await?;
    if found.hits.passages.is_empty() {
        return Ok(Reply::notice(cx.locale.no_next_best()));
    }
    let found = FoundAnswer { hits: Hits { tier: Tier::Answer, ..found.hits }, ..found };
    // The new row remembers everything seen so far, so that no press leads back.
    let seen = ask.shown.into_iter().chain(shown(cx, &found)).collect();
    let recorded = record(cx, &found, seen, Some(id)).await?;
    let mut reply = answer(cx, &found, None, recorded);
    reply.blocks.insert(0, Block::Text(cx.locale.next_best()));
    Ok(reply)
}

pub(super) async fn helpful(cx: &Cx<'_>, id: AskId) -> Result<Reply> {
    Ok(match cx.tutor.store.mark_ask(id, cx.learner()?, Mark::Helpful, cx.now).await? {
        Marked::First | Marked::Already(_) => Reply::text(cx.locale.marked_helpful()).tone(Tone::Good),
        Marked::NotYours => Reply::notice(cx.locale.not_yours()),
        Marked::Gone => Reply::notice(cx.locale.words_are_gone()),
    })
}
