//! What staff see of the questions of their place, and what they can do about one: words without names, as long as
//! there are words. For staff only; the door checks that.

use std::{
    collections::{BTreeMap, HashMap},
    time::Duration,
};

use super::{
    super::{Cx, Result},
    HITS, NEAREST, context, pins, press_to,
};
use crate::{
    action::{Desk, PassageKey, PinEffect, Press},
    course::Scope,
    ids::{AskId, PinId},
    library::{Library, PassageAt},
    markup::RichText,
    reply::{Block, Button, Pages, Reply, Select, SelectItem, Tone},
    search::{Ask, Gist, PassageRef, Pin, Tier},
    store::{
        asked::{AskTotals, Asked},
        asks::{self, Mark},
        pins::Pin as StoredPin,
    },
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The latest asks that are looked at: what a teacher can act on is among them.
const MOST_ASKS: u32 = 5000;

/// How many questions of each kind are listed; together they fit into one select.
const UNANSWERED: usize = 10;
const NOT_MEANT: usize = 8;
const LATEST: usize = 7;

/// Pins on one page of their list.
const PINS: usize = 10;

/// Characters of a question in a list.
const BRIEF_CHARS: usize = 90;

pub(in crate::tutor) async fn act(cx: &Cx<'_>, desk: Desk) -> Result<Reply> {
    match desk {
        Desk::Questions => questions(cx).await,
        Desk::Question { ask } => match question(cx, ask).await? {
            Some(question) => show(cx, &question, None).await,
            None => Ok(Reply::notice(cx.locale.words_are_gone()).buttons([back(cx)])),
        },
        Desk::Pin { ask, passage, effect } => pin(cx, ask, passage, effect).await,
        Desk::Pins { page } => list_pins(cx, page, None).await,
        Desk::Drop { pin } => drop_pin(cx, pin).await,
        Desk::Renew { pin } => renew_pin(cx, pin).await,
    }
}

/// A question that somebody asked in this place.
struct Question {
    ask: AskId,
    words: String,
    /// What it followed up.
    follows: Option<String>,
}

async fn question(cx: &Cx<'_>, id: AskId) -> Result<Option<Question>> {
    let asked = cx.tutor.store.ask(id).await?.filter(|ask| ask.server == cx.actor.place.server());
    let Some(ask) = asked else { return Ok(None) };
    let follows = context(cx, &ask).await?;
    Ok(ask.words.map(|words| Question { ask: id, words, follows }))
}

impl Question {
    fn as_ask<'a>(&'a self, cx: &'a Cx<'_>) -> Ask<'a> {
        Ask { text: &self.words, scope: cx.scope.as_set(), follows: self.follows.as_deref(), pins: &[] }
    }
}

/// One question: what learners get now, and what to pin.
async fn show(cx: &Cx<'_>, question: &Question, done: Option<RichText>) -> Result<Reply> {
    let near = near(cx, question).await?;
    let pins = pins::of_question(cx, pins::all(cx).await?, &question.as_ask(cx));
    let at = |passages: &[PassageRef]| -> Vec<PassageAt<'_>> {
        passages.iter().filter_map(|passage| cx.library.passage(*passage)).collect()
    };
    let (places, further) = (at(&near.found), at(&near.further));
    let mut blocks: Vec<Block> = done.into_iter().map(Block::Text).collect();
    blocks.push(Block::Title(brief(&question.words).into()));
    blocks.push(Block::Text(cx.locale.learners_get(near.tier == Tier::Answer, places.is_empty())));
    if !places.is_empty() {
        blocks.push(Block::Content(vec![cx.numbered(1, places.iter().map(|at| at.source().join(" › ").into()))]));
    }
    if !pins.is_empty() {
        blocks.push(Block::Content(vec![cx.bullets(pins.iter().map(|pin| pin_line(cx, pin)))]));
    }
    let words = cx.library.search().content_words(&question.as_ask(cx));
    blocks.push(Block::Note(cx.locale.what_a_pin_does(&words)));
    let drops = pins.iter().map(|pin| {
        let label = cx.locale.drop_pin_button(&title(cx, pin));
        Button::new(label, Desk::Drop { pin: pin.id }.into())
    });
    Ok(Reply::new(blocks)
        .select(choice(cx.locale.pin_first(), question.ask, PinEffect::First, places.iter().chain(&further)))
        .select(choice(cx.locale.pin_never(), question.ask, PinEffect::Never, places.iter()))
        .buttons(drops.chain([back(cx)])))
}

/// What comes near a question.
struct Near {
    tier: Tier,
    found: Vec<PassageRef>,
    /// The rest of the nearest lessons: an answer in other words than the question's is not found.
    further: Vec<PassageRef>,
}

async fn near(cx: &Cx<'_>, question: &Question) -> Result<Near> {
    let (words, follows) = (question.words.clone(), question.follows.clone());
    let (scope, pins) = (cx.scope.clone(), pins::in_force(cx).await?);
    cx.off_the_loop(move |library: &Library| {
        let ask = Ask { text: &words, scope: scope.as_set(), follows: follows.as_deref(), pins: &pins };
        let question = library.search().read(&ask);
        let hits = question.search(HITS);
        let found: Vec<PassageRef> = hits.passages.iter().map(|hit| hit.passage).collect();
        let lessons = question.nearest_lessons(NEAREST);
        let further = lessons.into_iter().flat_map(|(course, lesson)| library.search().passages_of(course, lesson));
        let further = further.filter(|passage| !found.contains(passage)).take(Select::MAX_ITEMS - HITS);
        Near { tier: hits.tier, further: further.collect(), found }
    })
    .await
}

fn choice<'a>(
    placeholder: &str,
    ask: AskId,
    effect: PinEffect,
    places: impl Iterator<Item = &'a PassageAt<'a>>,
) -> Select {
    let items = places.filter_map(|at| {
        let passage = match press_to(at) {
            Press::Section { section, .. } => PassageKey::Section(section),
            Press::Faq { entry } => PassageKey::Faq(entry),
            _ => return None,
        };
        let press = Desk::Pin { ask, passage, effect }.into();
        let label = format!("{placeholder}: {}", at.title());
        Some(SelectItem { label, description: Some(at.lesson().title.clone()), press, current: false })
    });
    Select { placeholder: placeholder.to_owned(), items: items.collect() }
}

async fn pin(cx: &Cx<'_>, ask: AskId, passage: PassageKey, effect: PinEffect) -> Result<Reply> {
    let Some(question) = question(cx, ask).await? else {
        return Ok(Reply::notice(cx.locale.words_are_gone()).buttons([back(cx)]));
    };
    if !pins::make(cx, &question.as_ask(cx), passage, effect).await? {
        return Ok(cx.gone().buttons([back(cx)]));
    }
    Ok(show(cx, &question, Some(cx.locale.pinned(effect))).await?.tone(Tone::Good))
}

async fn drop_pin(cx: &Cx<'_>, pin: PinId) -> Result<Reply> {
    cx.tutor.store.drop_pin(cx.actor.place.server(), pin).await?;
    list_pins(cx, 0, Some(cx.locale.pin_dropped())).await
}

async fn renew_pin(cx: &Cx<'_>, pin: PinId) -> Result<Reply> {
    let done = if pins::renew(cx, pin).await? { cx.locale.pin_renewed() } else { cx.locale.content_is_gone() };
    list_pins(cx, 0, Some(done)).await
}

/// All pins of the place, the latest first; those that have lapsed say so.
async fn list_pins(cx: &Cx<'_>, page: u16, done: Option<RichText>) -> Result<Reply> {
    let mut pins = pins::all(cx).await?;
    pins.reverse();
    let mut blocks: Vec<Block> = done.into_iter().map(Block::Text).collect();
    blocks.push(Block::Title(cx.locale.pins_title().into()));
    if pins.is_empty() {
        blocks.push(Block::Text(cx.locale.no_pins()));
        return Ok(Reply::new(blocks).buttons([back(cx)]));
    }
    let lapsed = pins.iter().filter(|pin| !matches!(pins::standing(cx, pin), pins::Standing::Holds(_))).count();
    if lapsed > 0 {
        blocks.push(Block::Text(cx.locale.pins_lapsed(lapsed)));
    }
    let pages = Pages::of(&pins, PINS, page);
    let lines = pages.items().iter().map(|pin| pin_line(cx, pin));
    blocks.push(Block::Content(vec![cx.numbered(pages.start() + 1, lines)]));
    let item = |label: &str, pin: &StoredPin, desk: Desk| SelectItem {
        label: format!("{label}: {}", brief(&pin.question)),
        description: Some(title(cx, pin)),
        press: desk.into(),
        current: false,
    };
    let renew = pages.items().iter().filter(|pin| matches!(pins::standing(cx, pin), pins::Standing::Changed(_)));
    let renew = renew.map(|pin| item(cx.locale.renew_pin(), pin, Desk::Renew { pin: pin.id }));
    let drop = pages.items().iter().map(|pin| item(cx.locale.drop_pin(), pin, Desk::Drop { pin: pin.id }));
    Ok(Reply::new(blocks)
        .select(Select { placeholder: cx.locale.renew_pin().to_owned(), items: renew.collect() })
        .select(Select { placeholder: cx.locale.drop_pin().to_owned(), items: drop.collect() })
        .buttons(cx.turn(&pages, |page| Desk::Pins { page }.into()))
        .buttons([back(cx)]))
}

/// "tea taste bitter — shown first: Water › Steeping", and why it does not hold any more.
fn pin_line(cx: &Cx<'_>, pin: &StoredPin) -> RichText {
    let line = RichText::default().strong(brief(&pin.question)).text(" — ");
    let line = line.text(cx.locale.pin_says(pin.effect, &title(cx, pin)));
    match pins::standing(cx, pin) {
        pins::Standing::Holds(_) => line,
        pins::Standing::Changed(_) => line.text(". ").text(cx.locale.pin_has_lapsed()),
        pins::Standing::Gone => line.text(". ").text(cx.locale.pin_is_gone()),
    }
}

/// Lesson and passage; what the row remembers when it is there no more.
fn title(cx: &Cx<'_>, pin: &StoredPin) -> String {
    match pins::standing(cx, pin) {
        pins::Standing::Holds(at) | pins::Standing::Changed(at) => place(&at),
        pins::Standing::Gone => pin.passage.lesson.to_string(),
    }
}

fn place(at: &PassageAt<'_>) -> String {
    let mut source = vec![at.lesson().title.clone(), at.title()];
    source.dedup();
    source.join(" › ")
}

fn back(cx: &Cx<'_>) -> Button {
    Button::new(cx.locale.questions_button(), Desk::Questions.into())
}

/// What learners asked here, most needed first.
async fn questions(cx: &Cx<'_>) -> Result<Reply> {
    let (server, days) = (cx.actor.place.server(), cx.tutor.policy.words_kept_days);
    let since = cx.now.before(DAY * days);
    let asked = cx.tutor.store.asked(server, since, MOST_ASKS).await?;
    let totals = cx.tutor.store.ask_totals(server, since).await?;
    let stored = pins::all(cx).await?.len();
    let (scope, pins) = (cx.scope.clone(), pins::in_force(cx).await?);
    let lists = cx.off_the_loop(move |library: &Library| Lists::new(library, &asked, &scope, &pins)).await?;
    let pins = (stored > 0).then(|| Button::new(cx.locale.pins_button(stored), Desk::Pins { page: 0 }.into()));
    let mut blocks = vec![Block::Title(cx.locale.questions_title().into())];
    if totals == AskTotals::default() {
        blocks.push(Block::Text(cx.locale.no_questions(days)));
        return Ok(Reply::new(blocks).buttons(pins));
    }
    blocks.push(Block::Text(cx.locale.questions_totals(days, &totals)));
    if !lists.unanswered.is_empty() {
        let lines = lists.unanswered.iter().map(|group| line(group, &cx.locale.times_asked(group.unknown)));
        blocks.push(Block::Text(cx.locale.unanswered_questions()));
        blocks.push(Block::Content(vec![cx.bullets(lines)]));
    }
    if !lists.not_meant.is_empty() {
        let mut lines = Vec::new();
        for group in &lists.not_meant {
            let shown = shown_for(cx, group).await?;
            lines.push(line(group, &cx.locale.times_not_meant(shown.as_deref(), group.not_meant, group.helpful)));
        }
        blocks.push(Block::Text(cx.locale.questions_not_meant()));
        blocks.push(Block::Content(vec![cx.bullets(lines)]));
    }
    blocks.push(Block::Note(cx.locale.questions_note(days)));
    let items = lists.all().map(|group| SelectItem {
        label: brief(&group.words),
        description: Some(cx.locale.times_asked(group.asked)),
        press: Desk::Question { ask: group.latest }.into(),
        current: false,
    });
    let select = Select { placeholder: cx.locale.pick_asked().to_owned(), items: items.collect() };
    Ok(Reply::new(blocks).select(select).buttons(pins))
}

fn line(group: &Group, says: &str) -> RichText {
    RichText::default().strong(brief(&group.words)).text(format!(" — {says}"))
}

/// What stood for the answer when it was last not meant.
async fn shown_for(cx: &Cx<'_>, group: &Group) -> Result<Option<String>> {
    let Some(id) = group.latest_not_meant else { return Ok(None) };
    let ask = cx.tutor.store.ask(id).await?;
    let passage = ask.and_then(|ask| cx.passage_shown(ask.answered_with()?));
    Ok(passage.and_then(|passage| cx.library.passage(passage)).map(|at| place(&at)))
}

/// Everything asked in the same content words.
struct Group {
    latest: AskId,
    /// As it was asked last.
    words: String,
    asked: usize,
    unknown: usize,
    not_meant: usize,
    helpful: usize,
    latest_not_meant: Option<AskId>,
}

/// The questions to list; none is in two lists.
struct Lists {
    /// Still without an answer: an edit or a pin takes a question off this list.
    unanswered: Vec<Group>,
    not_meant: Vec<Group>,
    latest: Vec<Group>,
}

impl Lists {
    fn new(library: &Library, asked: &[Asked], scope: &Scope, pins: &[Pin]) -> Self {
        let index = library.search();
        let is_answered = |group: &Group| {
            let ask = Ask { text: &group.words, scope: scope.as_set(), follows: None, pins };
            index.search(&ask, 1).tier == Tier::Answer
        };
        let mut rest = groups(library, asked, scope);
        rest.sort_by_key(|group| std::cmp::Reverse((group.unknown, group.latest)));
        let unanswered = take(&mut rest, UNANSWERED, |group| group.unknown > 0 && !is_answered(group));
        rest.sort_by_key(|group| std::cmp::Reverse((group.not_meant, group.latest)));
        let not_meant = take(&mut rest, NOT_MEANT, |group| group.not_meant > 0);
        rest.sort_by_key(|group| std::cmp::Reverse(group.latest));
        rest.truncate(LATEST);
        Self { unanswered, not_meant, latest: rest }
    }

    fn all(&self) -> impl Iterator<Item = &Group> {
        self.unanswered.iter().chain(&self.not_meant).chain(&self.latest)
    }
}

/// Takes at most `most` of `groups` that are `wanted`.
fn take(groups: &mut Vec<Group>, most: usize, wanted: impl Fn(&Group) -> bool) -> Vec<Group> {
    let mut taken = 0;
    let is_taken = |group: &mut Group| {
        let take = taken < most && wanted(group);
        taken += usize::from(take);
        take
    };
    groups.extract_if(.., is_taken).collect()
}

fn groups(library: &Library, asked: &[Asked], scope: &Scope) -> Vec<Group> {
    let by_id: HashMap<AskId, &Asked> = asked.iter().map(|asked| (asked.id, asked)).collect();
    let mut groups: BTreeMap<Gist, Group> = BTreeMap::new();
    for asked in asked {
        let before = asked.follows.and_then(|id| by_id.get(&id).copied());
        let follows = before_it(asked, &by_id);
        let ask = Ask { text: &asked.words, scope: scope.as_set(), follows, pins: &[] };
        let index = library.search();
        let group = groups.entry(index.gist(&ask)).or_insert_with(|| Group {
            latest: asked.id,
            words: index.whole_question(&ask),
            asked: 0,
            unknown: 0,
            not_meant: 0,
            helpful: 0,
            latest_not_meant: None,
        });
        // The next best of an answer is not another question.
        let is_new = before.is_none_or(|before| before.words != asked.words);
        group.asked += usize::from(is_new);
        group.unknown += usize::from(is_new && asked.tier == asks::Tier::Unknown);
        match asked.mark {
            Some(Mark::Helpful) => group.helpful += 1,
            Some(Mark::NotMeant) => {
                group.not_meant += 1;
                group.latest_not_meant = group.latest_not_meant.or(Some(asked.id));
            }
            None => {}
        }
    }
    groups.into_values().collect()
}

/// The words of the question before `asked`, over the next bests of its own.
fn before_it<'a>(asked: &Asked, by_id: &HashMap<AskId, &'a Asked>) -> Option<&'a str> {
    let mut before = asked.follows.and_then(|id| by_id.get(&id))?;
    while before.words == asked.words {
        before = before.follows.and_then(|id| by_id.get(&id))?;
    }
    Some(&before.words)
}

fn brief(words: &str) -> String {
    let mut brief: String = words.chars().take(BRIEF_CHARS).collect();
    if brief.len() < words.len() {
        brief.push('…');
    }
    brief
}
