//! How sure Docent is, and where the course itself draws the lines.
//!
//! When the index is built, some passages are asked for by their own headings while their lesson is hidden: what the
//! rest of the course makes of a question that it does not cover shows how much confidence means nothing.

/// How a question is to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The course does not seem to cover it.
    Unknown,
    /// The nearest places, which may not answer.
    Maybe,
    /// A passage answers.
    Answer,
}

/// The confidence from which a question may be covered, and from which it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cuts {
    pub(super) maybe: f32,
    pub(super) answer: f32,
}

/// At most this many passages are asked for.
pub(super) const SAMPLE: usize = 300;

impl Default for Cuts {
    fn default() -> Self {
        Self { maybe: 0.95, answer: 1.6 }
    }
}

impl Cuts {
    /// From the confidences of sampled questions whose lesson was hidden: a few of them are not even *maybe*, and less
    /// than half of them an *answer*. What a small course says counts for less than what other courses said.
    pub(super) fn from_hidden(mut hidden: Vec<f32>) -> Self {
        const NOT_MAYBE: f32 = 0.1;
        const NOT_ANSWER: f32 = 0.38;
        /// The defaults count as much as this many sampled passages.
        const PRIOR: f32 = 100.0;
        hidden.sort_by(f32::total_cmp);
        let default = Self::default();
        let draw = |share: f32, default: f32| {
            let own = hidden.get((share * hidden.len() as f32) as usize).copied().unwrap_or(default);
            (own * hidden.len() as f32 + default * PRIOR) / (hidden.len() as f32 + PRIOR)
        };
        Self { maybe: draw(NOT_MAYBE, default.maybe), answer: draw(NOT_ANSWER, default.answer) }
    }

    pub(super) fn tier(&self, confidence: f32) -> Tier {
        if confidence >= self.answer && confidence > 0.0 {
            Tier::Answer
        } else if confidence >= self.maybe && confidence > 0.0 {
            Tier::Maybe
        } else {
            Tier::Unknown
        }
    }

    /// The confidence on one scale for all courses, from 0 to 1: an answer has half or more.
    pub(super) fn score(&self, confidence: f32) -> f64 {
        f64::from(confidence) / (f64::from(confidence) + f64::from(self.answer)).max(f64::MIN_POSITIVE)
    }
}
