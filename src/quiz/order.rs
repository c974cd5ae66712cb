//! The order in which one learner sees choices and questions: shuffled, the same after every restart, and not to be
//! guessed from another learner's.

use crate::{
    course::{
        ChoiceOrder, ChoiceQuestion, Question, QuestionBody,
        question::reference::{Reference, reference},
    },
    ids::{AttemptId, LearnerId, LiveId},
    markup,
    quiz::Given,
};

/// The canonical index of what stands at each place: choices, or the right-hand sides of a matching question.
///
/// "All of the above" stays last; a question with a choice such as "A and C" stays as written. Letters are given out
/// after the shuffle, so they tell nothing.
pub fn choice_order(question: &Question, drawn_for: LearnerId, attempt: AttemptId, secret: &[u8; 32]) -> Vec<usize> {
    let words = words_shown(question);
    order_of(question, || Draws::new(secret, &["choices", &drawn_for.to_string(), &attempt.to_string(), &words]))
}

/// As [`choice_order`], but the same for everybody in a live quiz, who look at one board; `position` is that of the
/// question in it.
pub fn shared_order(question: &Question, live: LiveId, position: u16, secret: &[u8; 32]) -> Vec<usize> {
    order_of(question, || Draws::new(secret, &["live choices", &live.to_string(), &position.to_string()]))
}

fn order_of(question: &Question, draws: impl Fn() -> Draws) -> Vec<usize> {
    match &question.body {
        QuestionBody::Choice(choice) => order_of_choices(choice, draws()),
        QuestionBody::Matching(matching) => shuffled((0..matching.right_sides().len()).collect(), draws()),
        QuestionBody::Text(_) | QuestionBody::Number(_) | QuestionBody::Tracing(_) => Vec::new(),
    }
}

/// What the order is drawn for. Not the id: a question that is moved while it stands open keeps the letters that the
/// learner sees. Not the revision, which changes with the key: nothing shown before the answer may depend on that.
fn words_shown(question: &Question) -> String {
    let mut words = markup::plain_text(&question.context) + &markup::plain_text(&question.stem);
    if let QuestionBody::Choice(choice) = &question.body {
        for choice in &choice.choices {
            words.push('\n');
            words.push_str(&markup::plain_text(&choice.content));
        }
    }
    words
}

/// A shuffled order of `questions`, by position; those that share a context stay together, in the order written.
///
/// `salt` tells apart a learner's runs through the same quiz: it is drawn before the attempt has an id.
pub fn item_order(questions: &[&Question], learner: LearnerId, salt: i64, secret: &[u8; 32]) -> Vec<usize> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, question) in questions.iter().enumerate() {
        let same_context = |group: &&mut Vec<usize>| {
            let first = group.first().and_then(|first| questions.get(*first));
            !question.context.is_empty() && first.is_some_and(|first| first.context == question.context)
        };
        match groups.iter_mut().find(same_context) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    shuffled(groups, Draws::new(secret, &["items", &learner.to_string(), &salt.to_string()])).concat()
}

/// What choosing the places `shown` means, whatever the order; places that do not exist are left out.
pub fn chosen(order: &[usize], shown: impl IntoIterator<Item = usize>) -> Given {
    let canonical = shown.into_iter().filter_map(|place| order.get(place));
    Given::Choices(canonical.filter(|index| **index < 64).fold(0, |mask, index| mask | 1 << index))
}

fn order_of_choices(question: &ChoiceQuestion, draws: Draws) -> Vec<usize> {
    let written: Vec<usize> = (0..question.choices.len()).collect();
    let references: Vec<Option<Reference>> = question.choices.iter().map(reference).collect();
    if question.order == ChoiceOrder::Fixed || references.contains(&Some(Reference::Letters)) {
        return written;
    }
    let refers = |index: &usize| references.get(*index).is_some_and(Option::is_some);
    let (last, free): (Vec<usize>, Vec<usize>) = written.into_iter().partition(refers);
    [shuffled(free, draws), last].concat()
}

/// Fisher–Yates.
fn shuffled<T>(mut items: Vec<T>, mut draws: Draws) -> Vec<T> {
    for end in (1..items.len()).rev() {
        items.swap(end, draws.below(end + 1));
    }
    items
}

/// Numbers that follow from the secret and the names of what is drawn for.
struct Draws(blake3::OutputReader);

impl Draws {
    fn new(secret: &[u8; 32], parts: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new_keyed(secret);
        for part in parts {
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        Self(hasher.finalize_xof())
    }

    /// A number below `bound`, each as likely: draws from the uneven end of the range are thrown away.
    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        let even = u64::MAX - u64::MAX % bound;
        loop {
            let mut bytes = [0; 8];
            self.0.fill(&mut bytes);
            let draw = u64::from_le_bytes(bytes);
            if draw < even {
                return usize::try_from(draw % bound).unwrap_or_default();
            }
        }
    }
}

#[cfg(test)]
mod tests;
