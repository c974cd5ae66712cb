//! Pins: a staff member's word on a passage for a question. It holds in its place, for every question with the same
//! content words, until the passage says something else.

use super::super::{Cx, Result};
use crate::{
    action::{PassageKey, PinEffect},
    ids::PinId,
    library::PassageAt,
    search::{self, Ask},
    store::pins::{NewPin, Pin},
};

/// Whether a pin still means what it meant.
pub(super) enum Standing<'a> {
    Holds(PassageAt<'a>),
    /// The passage was edited: staff have to look again.
    Changed(PassageAt<'a>),
    /// The passage is in no course that this place sees.
    Gone,
}

pub(super) fn standing<'a>(cx: &'a Cx<'_>, pin: &Pin) -> Standing<'a> {
    let at = cx.passage_shown(&pin.passage).and_then(|passage| cx.library.passage(passage));
    match at.filter(|at| cx.scope.contains(&at.course().id)) {
        Some(at) if at.revision() == pin.revision => Standing::Holds(at),
        Some(at) => Standing::Changed(at),
        None => Standing::Gone,
    }
}

/// All pins of this place, the latest last.
pub(super) async fn all(cx: &Cx<'_>) -> Result<Vec<Pin>> {
    cx.tutor.store.pins(cx.actor.place.server()).await
}

/// Those that hold, as search takes them.
pub(super) async fn in_force(cx: &Cx<'_>) -> Result<Vec<search::Pin>> {
    let pins = all(cx).await?.into_iter().filter_map(|pin| {
        let Standing::Holds(at) = standing(cx, &pin) else { return None };
        let effect = match pin.effect {
            PinEffect::First => search::PinEffect::First,
            PinEffect::Never => search::PinEffect::Never,
        };
        Some(search::Pin { question: pin.question, passage: at.passage(), effect })
    });
    Ok(pins.collect())
}

/// The pins that speak of the question of `ask`.
pub(super) fn of_question(cx: &Cx<'_>, pins: Vec<Pin>, ask: &Ask<'_>) -> Vec<Pin> {
    let index = cx.library.search();
    let gist = index.gist(ask);
    let same = |pin: &Pin| index.gist(&Ask { text: &pin.question, follows: None, ..*ask }) == gist;
    pins.into_iter().filter(same).collect()
}

/// Pins a passage for the question of `ask`; false when the passage is not there any more.
pub(super) async fn make(cx: &Cx<'_>, ask: &Ask<'_>, key: PassageKey, effect: PinEffect) -> Result<bool> {
    let Some(at) = passage(cx, key) else { return Ok(false) };
    let Some(shown) = super::shown_passage(cx, at.passage()) else { return Ok(false) };
    // There is one first answer, and a passage is not both first and never.
    let is_replaced = |pin: &Pin| pin.passage == shown || effect == PinEffect::First && pin.effect == PinEffect::First;
    let same_question = of_question(cx, all(cx).await?, ask);
    let replaces = same_question.iter().filter(|pin| is_replaced(pin)).map(|pin| pin.id);
    let pin = NewPin {
        server: cx.actor.place.server(),
        question: cx.library.search().content_words(ask),
        effect,
        replaces: replaces.collect(),
        revision: at.revision(),
        passage: shown,
    };
    cx.tutor.store.pin(pin, cx.now).await?;
    Ok(true)
}

/// Has a pin hold for its passage as it is now.
pub(super) async fn renew(cx: &Cx<'_>, id: PinId) -> Result<bool> {
    let pins = all(cx).await?;
    let Some(pin) = pins.iter().find(|pin| pin.id == id) else { return Ok(false) };
    match standing(cx, pin) {
        Standing::Holds(_) => Ok(true),
        Standing::Changed(at) => cx.tutor.store.renew_pin(cx.actor.place.server(), id, at.revision()).await,
        Standing::Gone => Ok(false),
    }
}

fn passage<'a>(cx: &'a Cx<'_>, key: PassageKey) -> Option<PassageAt<'a>> {
    let passage = match key {
        PassageKey::Section(section) => cx.library.section(section)?.passage(),
        PassageKey::Faq(entry) => cx.library.faq(entry)?.passage(),
    };
    cx.library.passage(passage).filter(|at| cx.scope.contains(&at.course().id))
}
