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
        Self { maybe: 4.0, answer: 9.0 }
    }
}

impl Cuts {
    /// From the confidences of sampled questions whose lesson was hidden.
    pub(super) fn from_hidden(mut hidden: Vec<f32>) -> Self {
        /// Too few to say anything.
        const FEWEST: usize = 20;
        if hidden.len() < FEWEST {
            return Self::default();
        }
        hidden.sort_by(f32::total_cmp);
        let quantile =
            |share: f32| hidden.get((share * (hidden.len() - 1) as f32) as usize).copied().unwrap_or_default();
        Self { maybe: quantile(0.3), answer: quantile(0.8) }
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
