//! A staff member's word on one passage for one question, and which questions are the same question.

use std::collections::BTreeSet;

use super::{Ask, Hit, Hits, PassageRef, SearchIndex, Tier};

/// A staff member's word on one passage for one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    pub question: String,
    pub passage: PassageRef,
    pub effect: PinEffect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinEffect {
    /// The passage is the answer, however sure the ranking is.
    First,
    Never,
}

/// What a question asks for: its words without the small ones and without their endings, whatever their order. Two
/// questions with one gist are one question to a pin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gist(BTreeSet<String>);

impl SearchIndex {
    pub fn gist(&self, ask: &Ask<'_>) -> Gist {
        let text = self.full_text(ask);
        let keys = self.vocabulary.gist(self.tongue(ask), &text);
        Gist(if keys.is_empty() { text.split_whitespace().map(str::to_lowercase).collect() } else { keys })
    }

    /// The question with what it follows up.
    pub fn whole_question(&self, ask: &Ask<'_>) -> String {
        self.full_text(ask).into_owned()
    }

    /// The words of a question that make its gist, as they were written: what a pin keeps of it.
    pub fn content_words(&self, ask: &Ask<'_>) -> String {
        let text = self.full_text(ask);
        let words = self.vocabulary.content_words(self.tongue(ask), &text);
        if words.is_empty() { text.trim().to_owned() } else { words.join(" ") }
    }

    /// Pins are compared in the language of the first course in scope: a question has no language of its own.
    fn tongue(&self, ask: &Ask<'_>) -> usize {
        self.scope(ask.scope).first().map_or(0, |course| self.courses[*course].tongue)
    }

    /// The latest pin counts. A pinned answer is an answer; what is left without the suppressed one may be none.
    pub(super) fn apply_pins(&self, ask: &Ask<'_>, hits: &mut Hits) {
        let gist = if ask.pins.is_empty() { return } else { self.gist(ask) };
        let same = |pin: &&Pin| self.gist(&Ask { text: &pin.question, follows: None, ..*ask }) == gist;
        for pin in ask.pins.iter().filter(same) {
            let was_first = hits.passages.first().is_some_and(|hit| hit.passage == pin.passage);
            hits.passages.retain(|hit| hit.passage != pin.passage);
            match pin.effect {
                PinEffect::First => {
                    let score = hits.passages.first().map_or(1.0, |first| first.score);
                    hits.passages.insert(0, Hit { passage: pin.passage, score });
                    hits.tier = Tier::Answer;
                }
                PinEffect::Never if was_first => hits.tier = hits.tier.min(Tier::Maybe),
                PinEffect::Never => {}
            }
        }
        if hits.passages.is_empty() {
            hits.tier = Tier::Unknown;
        }
    }
}
