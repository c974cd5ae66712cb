//! When to ask a question again: memory, grades and intervals, by the FSRS algorithm with its default parameters.
//!
//! A question that was answered is a card. Nobody grades themselves: the grade comes from what was answered, how sure
//! the learner said they were, and how long it took. Pure: the calendar comes in as days. Knows no store and no words.

use std::{sync::LazyLock, time::Duration};

use fsrs::{FSRS, MemoryState, NextStates};

use crate::{calendar::Day, quiz::Verdict};

/// How likely a card should still be known when it is asked again.
pub const RETENTION: f32 = 0.9;

/// A year: longer than a course lasts, so that what was learned early is still met once.
pub const LONGEST_INTERVAL_DAYS: u32 = 365;

/// Reviews asked in one day at most: some ten minutes. What is left over comes the days after, the most forgotten
/// first, so that nobody comes back to a wall of cards.
pub const DAILY_CAP: usize = 20;

/// A card that is late by more than this is relearned. Predictions hold to about two weeks late; beyond, much less is
/// remembered than the model says.
pub const LATE_DAYS: u32 = 14;

/// Known without having to think.
const QUICK: Duration = Duration::from_secs(20);

/// Worked out rather than known.
const SLOW: Duration = Duration::from_secs(2 * 60);

/// Nobody thinks that long in one go: the learner was away, and the time says nothing.
const AWAY: Duration = Duration::from_secs(10 * 60);

/// What the learner said before answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Confidence {
    Sure,
    Unsure,
}

/// How well a card was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rating {
    Again,
    Hard,
    Good,
    Easy,
}

/// How firmly something is remembered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Memory {
    /// Days until the chance to know it has sunk to nine in ten.
    pub stability: f32,
    /// From 1, easy, to 10.
    pub difficulty: f32,
}

/// What an answer makes of a memory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Next {
    pub memory: Memory,
    /// From 1 to [`LONGEST_INTERVAL_DAYS`].
    pub interval_days: u32,
}

/// A question with how it is remembered, in the learner's calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Card {
    pub memory: Memory,
    pub reviewed: Day,
    pub due: Day,
}

static SCHEDULER: LazyLock<FSRS> = LazyLock::new(FSRS::default);

/// Grades an answer:
///
/// | answered | sure | said nothing | not sure |
/// |---|---|---|---|
/// | not or only partly right | again | again | again |
/// | right within 20 seconds | easy | good | hard |
/// | right | good | good | hard |
/// | right after 2 to 10 minutes | good | hard | hard |
///
/// A quick right answer alone may be a lucky guess, so only a sure one is easy.
pub fn grade(verdict: Verdict, confidence: Option<Confidence>, took: Option<Duration>) -> Rating {
    let is_quick = took.is_some_and(|took| took <= QUICK);
    let is_slow = took.is_some_and(|took| (SLOW..AWAY).contains(&took));
    match (verdict, confidence) {
        (Verdict::Wrong | Verdict::Partly, _) => Rating::Again,
        (Verdict::Right, Some(Confidence::Unsure)) => Rating::Hard,
        (Verdict::Right, Some(Confidence::Sure)) if is_quick => Rating::Easy,
        (Verdict::Right, None) if is_slow => Rating::Hard,
        (Verdict::Right, Some(Confidence::Sure) | None) => Rating::Good,
    }
}

/// What FSRS makes of a review, `elapsed_days` after the one before; `None` stands for a question never answered.
pub fn next(memory: Option<Memory>, rating: Rating, elapsed_days: u32) -> Next {
    let states = states(memory, elapsed_days);
    let state = match rating {
        Rating::Again => states.again,
        Rating::Hard => states.hard,
        Rating::Good => states.good,
        Rating::Easy => states.easy,
    };
    let memory = Memory { stability: state.memory.stability, difficulty: state.memory.difficulty };
    Next { memory, interval_days: whole_days(state.interval) }
}

fn states(memory: Option<Memory>, elapsed_days: u32) -> NextStates {
    let known = memory.map(|memory| MemoryState { stability: memory.stability, difficulty: memory.difficulty });
    SCHEDULER
        .next_states(known, RETENTION, elapsed_days)
        // A memory out of bounds, which only a damaged database holds, is learned anew.
        .or_else(|_| SCHEDULER.next_states(None, RETENTION, 0))
        .expect("the first review of a card has a finite state")
}

fn whole_days(interval: f32) -> u32 {
    let longest = LONGEST_INTERVAL_DAYS as f32;
    interval.round_ties_even().clamp(1.0, longest) as u32
}

/// The card after an answer given `today`.
///
/// What a day is for: the first answer of a day counts. A later one on the same day only when it is not right, because
/// a right one then repeats what was just read. A card that is late by more than [`LATE_DAYS`] is relearned: its
/// lateness is not rewarded, and it goes round at most the same interval once more.
pub fn answer(card: Option<Card>, rating: Rating, today: Day) -> Card {
    let Some(card) = card else {
        return Card::after(next(None, rating, 0), today);
    };
    let elapsed = u32::try_from(today.since(card.reviewed)).unwrap_or(0);
    if elapsed == 0 && rating != Rating::Again {
        return card;
    }
    let interval = u32::try_from(card.due.since(card.reviewed)).unwrap_or(0).max(1);
    let in_time = interval.saturating_add(LATE_DAYS);
    let next = next(Some(card.memory), rating, elapsed.min(in_time));
    // Somebody who travels west may live a day twice; a card is never reviewed on an earlier day than before.
    let today = today.max(card.reviewed);
    if elapsed > in_time {
        return Card::after(Next { interval_days: next.interval_days.min(interval), ..next }, today);
    }
    Card::after(next, today)
}

impl Card {
    fn after(next: Next, today: Day) -> Self {
        Self { memory: next.memory, reviewed: today, due: today.plus(next.interval_days) }
    }

    pub fn is_due(&self, today: Day) -> bool {
        self.due <= today
    }

    /// How likely the card is still known, from 0 to 1.
    pub fn retrievability(&self, today: Day) -> f32 {
        let elapsed = today.since(self.reviewed).max(0);
        let state = MemoryState { stability: self.memory.stability, difficulty: self.memory.difficulty };
        fsrs::current_retrievability(state, elapsed as f32, fsrs::FSRS6_DEFAULT_DECAY)
    }
}

/// What to review today: the cards that are due, the most forgotten first, less than the cap by what was `done` today.
pub fn today<T>(cards: impl IntoIterator<Item = (Card, T)>, today: Day, done: usize) -> Vec<T> {
    let mut due: Vec<(Card, T)> = cards.into_iter().filter(|(card, _)| card.is_due(today)).collect();
    due.sort_by(|(one, _), (other, _)| {
        let chances = one.retrievability(today).total_cmp(&other.retrievability(today));
        chances.then_with(|| one.due.cmp(&other.due))
    });
    due.truncate(DAILY_CAP.saturating_sub(done));
    due.into_iter().map(|(_, what)| what).collect()
}

/// Reviews on each of the next `days` days, today first, when every day's share is done and nothing new is learned.
/// `done` were reviewed today already. What goes beyond a day's share is counted on the days after.
pub fn forecast(due: impl IntoIterator<Item = Day>, today: Day, done: usize, days: usize) -> Vec<usize> {
    let mut fall_due = vec![0; days];
    for day in due {
        let ahead = usize::try_from(day.since(today)).unwrap_or(0);
        if let Some(count) = fall_due.get_mut(ahead) {
            *count += 1;
        }
    }
    let mut waiting = 0;
    let shares = std::iter::once(DAILY_CAP.saturating_sub(done)).chain(std::iter::repeat(DAILY_CAP));
    let reviewed = fall_due.into_iter().zip(shares).map(|(due, share)| {
        let reviewed = share.min(waiting + due);
        waiting = waiting + due - reviewed;
        reviewed
    });
    reviewed.collect()
}

#[cfg(test)]
mod tests;
