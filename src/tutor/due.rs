//! What a learner is about to forget, as far as the courses of this place still ask it. Asked by several features.

use std::collections::HashSet;

use super::{Cx, Result};
use crate::{
    calendar::Day,
    ids::CourseId,
    library::QuestionAt,
    review,
    store::{attempts::NewItem, reviews::KnownCard},
};

/// How far ahead reviews are shown: as many days as a phone shows side by side.
const DAYS_AHEAD: usize = 14;

/// What there is to review.
#[derive(Debug, Default)]
pub(super) struct Due {
    /// Today's questions, the most forgotten first, no more than a day's share.
    pub(super) today: Vec<NewItem>,
    /// Something is due, but a day's share has been done.
    pub(super) had_enough: bool,
    pub(super) next: Option<NextDue>,
    /// Reviews on each of the next [`DAYS_AHEAD`] days, today first; empty for somebody who has answered nothing.
    pub(super) ahead: Vec<usize>,
}

/// The next day on which something falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NextDue {
    /// From today, at least 1.
    pub(super) days: u32,
    pub(super) count: usize,
}

impl Cx<'_> {
    /// What is due in `course`, or in all that this place sees.
    pub(super) async fn due(&self, course: Option<&CourseId>) -> Result<Due> {
        let Some(learner) = self.learner else { return Ok(Due::default()) };
        let today = self.zone.day(self.now);
        let done = self.tutor.store.reviews_on(learner, today).await?;
        let cards = self.tutor.store.cards(learner, Day::from_number(i32::MAX)).await?;
        let mut asked = HashSet::new();
        let mut items = Vec::new();
        for known in cards.iter().filter(|known| course.is_none_or(|course| known.course == *course)) {
            if let Some(at) = self.library.question(&known.course, &known.question)
                && self.scope.contains(&known.course)
                // An old name of a question and its new one are one question.
                && asked.insert((&known.course, &at.question().id))
            {
                items.push((known.card, item(known, &at)));
            }
        }
        let is_due = items.iter().any(|(card, _)| card.is_due(today));
        let next = next_due(items.iter().map(|(card, _)| card.due), today);
        let ahead = match items.as_slice() {
            [] => Vec::new(),
            items => review::forecast(items.iter().map(|(card, _)| card.due), today, done, DAYS_AHEAD),
        };
        let today = review::today(items, today, done);
        Ok(Due { had_enough: is_due && today.is_empty(), today, next, ahead })
    }

    /// What is due today, or when something will be; nothing for somebody who has answered nothing.
    pub(super) fn say_due(&self, due: &Due) -> Option<String> {
        if !due.today.is_empty() {
            return Some(self.locale.due_today(due.today.len()));
        }
        due.next.map(|next| self.locale.next_due(next.days, next.count))
    }
}

/// The question of a card as the course has it now, under the name that the card knows: the answer has to find it.
fn item(known: &KnownCard, at: &QuestionAt<'_>) -> NewItem {
    NewItem {
        course: known.course.clone(),
        lesson: at.lesson().id.clone(),
        question: known.question.clone(),
        revision: at.question().revision,
    }
}

fn next_due(days: impl Iterator<Item = Day> + Clone, today: Day) -> Option<NextDue> {
    let next = days.clone().filter(|day| *day > today).min()?;
    let count = days.filter(|day| *day == next).count().min(review::DAILY_CAP);
    Some(NextDue { days: u32::try_from(next.since(today)).ok()?, count })
}
