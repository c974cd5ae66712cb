//! The progress picture: facts in, a PNG and a text with the same facts out.
//!
//! Pure: knows no store, library or platform. Drawing takes the processor for tens of milliseconds, so whoever asks
//! does it off the event loop and keeps what was drawn ([`cache::Cache`]).
//!
//! The picture's fonts hold Latin, Greek and Cyrillic letters ([`letters`]). A title in another script gives way to
//! "Lesson 3" in the picture; the text beside it has the title as it is.

mod alt;
pub(crate) mod cache;
mod card;
mod letters;
mod png;
mod reviews;
mod svg;
mod table;

use std::{fmt, sync::Arc};

use anyhow::Context as _;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg,
};

use crate::{course, words::Locale, words::reading::ReadState};

/// Pixels for each unit of the drawing: sharp on a phone.
const SCALE: f32 = 2.0;

/// What the picture shows. Equal facts make equal pictures.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Facts {
    pub locale: Locale,
    /// The course, or what all courses together are called.
    pub title: String,
    pub unit: Unit,
    /// In words of text.
    pub read: Share,
    /// In order; their numbers are shown.
    pub steps: Vec<Step>,
    /// Questions to review today and on each day after; empty when nothing was answered yet.
    pub reviews: Vec<usize>,
}

/// What a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    Lesson,
    Course,
}

/// One lesson of a course, or one course of several.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Step {
    pub title: String,
    /// In words of text; of none where there is nothing to read.
    pub read: Share,
    /// Nothing where there is no quiz.
    pub quiz: Option<Quiz>,
}

/// So much of so much; `done` is at most `total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Share {
    pub done: usize,
    pub total: usize,
}

/// The questions of a step, by how each was answered last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Quiz {
    pub right: usize,
    pub answered: usize,
    pub total: usize,
}

/// A picture, and a text that says what it shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub png: Arc<[u8]>,
    /// At most [`Picture::MAX_ALT`] characters.
    pub alt: Arc<str>,
}

/// Draws the facts.
pub fn draw(facts: &Facts) -> anyhow::Result<Picture> {
    let options = usvg::Options { fontdb: letters::fonts(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(&card::draw(facts), &options).context("cannot read the drawing of the picture")?;
    let size = tree.size().to_int_size().scale_by(SCALE).context("the picture has no size")?;
    let mut pixels = Pixmap::new(size.width(), size.height()).context("the picture is too large")?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    let png = png::encode(pixels).context("cannot write the picture as PNG")?;
    Ok(Picture { png: png.into(), alt: alt::text(facts).into() })
}

impl Picture {
    /// Discord's limit for the description of a file, in characters:
    /// <https://discord.com/developers/docs/components/reference#media-gallery>.
    pub const MAX_ALT: usize = 1024;
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Picture").field("bytes", &self.png.len()).field("alt", &self.alt).finish()
    }
}

impl Facts {
    fn minutes_left(&self) -> usize {
        course::minutes(self.read.total.saturating_sub(self.read.done))
    }

    /// Steps read to the end.
    fn steps_read(&self) -> usize {
        self.steps.iter().filter(|step| step.state() == ReadState::Done).count()
    }

    /// Steps with something to read; a lesson may be a quiz and nothing else.
    fn steps_to_read(&self) -> usize {
        self.steps.iter().filter(|step| step.has_text()).count()
    }

    fn is_completed(&self) -> bool {
        self.steps_to_read() > 0 && self.steps_read() == self.steps_to_read()
    }

    /// All quizzes together; nothing where there is none.
    fn quiz(&self) -> Option<Quiz> {
        self.steps.iter().filter_map(|step| step.quiz).reduce(|all, quiz| Quiz {
            right: all.right + quiz.right,
            answered: all.answered + quiz.answered,
            total: all.total + quiz.total,
        })
    }
}

impl Step {
    fn has_text(&self) -> bool {
        self.read.total > 0
    }

    fn state(&self) -> ReadState {
        ReadState::of(self.read.done, self.read.total)
    }
}

impl Share {
    /// Rounded down, so that only what is finished shows as 100.
    fn percent(self) -> usize {
        (self.done.min(self.total) * 100).checked_div(self.total).unwrap_or(0)
    }

    /// From 0 to 1.
    fn fraction(self) -> f32 {
        self.percent() as f32 / 100.0
    }
}

impl Quiz {
    fn is_all_right(self) -> bool {
        self.total > 0 && self.right >= self.total
    }
}

#[cfg(test)]
mod tests;
