//! What the staff of a place can press: what learners asked there, and pins.

use super::Press;
use crate::ids::{AskId, FaqKey, PinId, SectionKey};

/// A press of the staff. Each names a row or a passage; the place of the press says whose it may be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Desk {
    /// What learners asked, most needed first.
    Questions,
    /// One question: its answer, the nearest places, its pins.
    Question { ask: AskId },
    /// Has a passage shown first for the question of `ask`, or never.
    Pin { ask: AskId, passage: PassageKey, effect: PinEffect },
    /// All pins of the place.
    Pins { page: u16 },
    /// Drops a pin.
    Drop { pin: PinId },
    /// Has a pin that has lapsed hold for its passage as it is now.
    Renew { pin: PinId },
}

/// A passage, as a press names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassageKey {
    Section(SectionKey),
    Faq(FaqKey),
}

/// What a pin does with its passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PinEffect {
    First,
    Never,
}

impl From<Desk> for Press {
    fn from(desk: Desk) -> Self {
        Self::Desk(desk)
    }
}
