//! What can be pressed for a live quiz, on its board and before there is one.

use super::{Letters, Press};
use crate::ids::{LessonKey, LiveId};

/// A press for a live quiz. Who may lead it, and what is open, is in its rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Play {
    /// What it can be about.
    Menu {
        page: u16,
    },
    /// Opens the lobby of one on a lesson, in the channel of the press.
    Start {
        lesson: LessonKey,
    },
    Join {
        live: LiveId,
    },
    /// As [`Press::Answer`], to everybody's open question.
    Answer {
        live: LiveId,
        item: u16,
        chosen: Letters,
    },
    /// How the presser stands, for their eyes only.
    Score {
        live: LiveId,
    },
    /// Goes on from `step` before its time is over; for the host.
    Next {
        live: LiveId,
        step: u32,
    },
    /// Ends it; for the host.
    Stop {
        live: LiveId,
    },
}

impl From<Play> for Press {
    fn from(play: Play) -> Self {
        Self::Live(play)
    }
}
