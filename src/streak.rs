//! Days on which somebody learned, and how many of them follow each other. Pure: the days come in, as they were kept.
//!
//! A day is the learner's own, in the time zone where they were. It is written down with the moment and the clock's
//! distance to UTC, so that a change of zone, by travel or in the settings, breaks nothing afterwards.

use crate::calendar::{Day, Moment};

/// A day with something learned on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActiveDay {
    pub day: Day,
    pub first: Moment,
    pub last: Moment,
}

/// Days in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Streak {
    /// Up to today, or to yesterday while today is not over.
    pub days: u32,
    pub longest: u32,
    pub includes_today: bool,
}

/// The days in a row up to `now`. The order of `days` does not matter.
pub fn streak(days: &[ActiveDay], now: Moment) -> Streak {
    let mut days = days.to_vec();
    days.sort_by_key(|day| day.first.at);
    let (mut run, mut longest, mut latest) = (0, 0, None);
    for day in &days {
        run = if latest.is_some_and(|latest| follows(latest, day.first)) { run + 1 } else { 1 };
        longest = longest.max(run);
        latest =
            Some(latest.map_or(day.last, |latest: Moment| if latest.at > day.last.at { latest } else { day.last }));
    }
    let is_alive = latest.is_some_and(|latest| follows(latest, now));
    let includes_today = days.iter().any(|day| day.day == now.day());
    Streak { days: if is_alive { run } else { 0 }, longest, includes_today }
}

/// Whether no whole day lies between two moments.
///
/// Somebody who travels lives by two calendars, the one left and the one arrived in, each by its clock's distance to
/// UTC. A day is missed when both of them, and the learner's own change from the one to the other, have one in between:
/// who flies east over the date line skips a date and misses nothing.
fn follows(earlier: Moment, later: Moment) -> bool {
    let by = |offset| later.day_at(offset).since(earlier.day_at(offset));
    later.day().since(earlier.day()) <= 1 || by(earlier.offset_seconds) <= 1 || by(later.offset_seconds) <= 1
}

/// How many of the seven days up to `today` were active.
pub fn active_this_week(days: &[ActiveDay], today: Day) -> usize {
    days.iter().filter(|day| (0..7).contains(&today.since(day.day))).count()
}

#[cfg(test)]
mod tests;
