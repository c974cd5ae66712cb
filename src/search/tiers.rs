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
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Cuts {
    pub(super) maybe: f32,
    pub(super) answer: f32,
}

/// At most this many passages are asked for.
pub(super) const SAMPLE: usize = 300;

/// What courses of several kinds said of themselves: where a small course starts from.
const USUAL_ANSWER: f32 = 1.6;
/// It counts as much as this many sampled passages.
const USUAL_WEIGHT: f32 = 100.0;
/// The share of hidden questions below the line of an answer. It looks low, and is not: headings are short and made of
/// the course's own words, and other lessons do speak of most things.
const BELOW_ANSWER: f32 = 0.28;
/// Where *maybe* begins, as a share of where an answer does.
const MAYBE: f32 = 0.65;

impl Cuts {
    /// From the confidences of sampled questions whose lesson was hidden.
    pub(super) fn from_hidden(mut hidden: Vec<f32>) -> Self {
        hidden.sort_by(f32::total_cmp);
        let count = hidden.len() as f32;
        let own = hidden.get((BELOW_ANSWER * count) as usize).copied().unwrap_or(USUAL_ANSWER);
        let answer = (own * count + USUAL_ANSWER * USUAL_WEIGHT) / (count + USUAL_WEIGHT);
        Self { maybe: MAYBE * answer, answer }
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
