//! Days and hours as a learner lives them: moments in their time zone.
//!
//! Reviews fall due, streaks grow and reminders go out by the learner's own calendar. Knows the clock's timestamps and
//! the bundled time zone database, nothing else.

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
    tz::TimeZone,
};

use crate::clock::Timestamp;

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// A calendar day of somebody's, counted from 1970-01-01. Which moments it holds depends on the time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A moment, and how far the learner's clock was ahead of UTC then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    pub at: Timestamp,
    pub offset_seconds: i32,
}

/// The time zone that a learner lives in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// An hour of the day, 0 to 23.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hour(u8);

impl Day {
    pub const fn from_number(days: i32) -> Self {
        Self(days)
    }

    pub const fn number(self) -> i32 {
        self.0
    }

    #[must_use]
    pub fn plus(self, days: u32) -> Self {
        Self(self.0.saturating_add_unsigned(days))
    }

    /// Days from `earlier` to this one; negative when it is later.
    pub fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}

impl Moment {
    /// The day that the learner's calendar showed.
    pub fn day(self) -> Day {
        self.day_at(self.offset_seconds)
    }

    /// The day that a calendar shows whose clock is `offset_seconds` ahead of UTC.
    pub fn day_at(self, offset_seconds: i32) -> Day {
        let local = self.at.as_seconds().saturating_add(i64::from(offset_seconds));
        let days = local.div_euclid(SECONDS_A_DAY);
        Day(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
    }
}

impl Hour {
    /// When most people have an hour to themselves.
    pub const EVENING: Self = Self(18);

    /// `None` beyond 23.
    pub fn new(hour: u8) -> Option<Self> {
        (hour < 24).then_some(Self(hour))
    }

    pub fn get(self) -> u8 {
        self.0
    }
}

/// As a clock shows it: `18:00`.
impl std::fmt::Display for Hour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:00", self.0)
    }
}

impl Zone {
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The zone with an IANA name; UTC when the learner has chosen none, or one that the database does not know.
    pub fn named(name: Option<&str>) -> Self {
        name.and_then(|name| TimeZone::get(name).ok()).map_or(Self::UTC, Self)
    }

    /// Whether the database knows a name.
    pub fn is_known(name: &str) -> bool {
        TimeZone::get(name).is_ok()
    }

    pub fn moment(&self, at: Timestamp) -> Moment {
        let offset_seconds = self.0.to_offset(moment_of(at)).seconds();
        Moment { at, offset_seconds }
    }

    pub fn day(&self, at: Timestamp) -> Day {
        self.moment(at).day()
    }

    /// When the day of `at` began.
    pub fn start_of_day(&self, at: Timestamp) -> Timestamp {
        let start = moment_of(at).to_zoned(self.0.clone()).start_of_day();
        start.map_or(at, |start| Timestamp::from_millis(start.timestamp().as_millisecond()))
    }

    /// The first time after `after` at which a clock here shows the hour. An hour that a change to summer time leaves
    /// out comes one later; one that is there twice counts the first time.
    pub fn next(&self, hour: Hour, after: Timestamp) -> Timestamp {
        let today = moment_of(after).to_zoned(self.0.clone()).date();
        let candidates = (0..3).filter_map(|days| self.at_hour(today.checked_add(days.days()).ok()?, hour));
        candidates
            .into_iter()
            .find(|at| *at > after)
            .unwrap_or_else(|| after.after(std::time::Duration::from_secs(86_400)))
    }

    /// The last time up to `until` at which a clock here showed the hour.
    pub fn last(&self, hour: Hour, until: Timestamp) -> Option<Timestamp> {
        let today = moment_of(until).to_zoned(self.0.clone()).date();
        let candidates = (0..3).filter_map(|days| self.at_hour(today.checked_sub(days.days()).ok()?, hour));
        candidates.into_iter().find(|at| *at <= until)
    }

    fn at_hour(&self, date: Date, hour: Hour) -> Option<Timestamp> {
        let hour = i8::try_from(hour.0).ok()?;
        let zoned = date.at(hour, 0, 0, 0).to_zoned(self.0.clone()).ok()?;
        Some(Timestamp::from_millis(zoned.timestamp().as_millisecond()))
    }

    pub fn is_monday(&self, at: Timestamp) -> bool {
        moment_of(at).to_zoned(self.0.clone()).weekday() == Weekday::Monday
    }
}

/// Beyond the years that a calendar knows, its first or last moment.
fn moment_of(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(if at.as_millis() < 0 {
        jiff::Timestamp::MIN
    } else {
        jiff::Timestamp::MAX
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::from_millis(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    fn berlin() -> Zone {
        Zone::named(Some("Europe/Berlin"))
    }

    fn six() -> Hour {
        Hour::new(18).unwrap()
    }

    #[test]
    fn a_day_is_the_learners_own() {
        let late = at("2026-11-22T23:30:00Z");
        assert_eq!(berlin().day(late).since(Zone::UTC.day(late)), 1);
        assert_eq!(Zone::UTC.day(at("1970-01-02T00:00:00Z")), Day::from_number(1));
        assert_eq!(berlin().start_of_day(late), at("2026-11-22T23:00:00Z"));
        assert_eq!(Zone::named(Some("Nowhere/Town")), Zone::UTC);
    }

    #[test]
    fn the_hour_stays_the_hour_when_the_clocks_change() {
        // Clocks in Berlin go back on 25 October 2026 and forward on 28 March 2027.
        assert_eq!(berlin().next(six(), at("2026-10-24T12:00:00Z")), at("2026-10-24T16:00:00Z"));
        assert_eq!(berlin().next(six(), at("2026-10-24T16:00:00Z")), at("2026-10-25T17:00:00Z"));
        assert_eq!(berlin().next(six(), at("2027-03-27T20:00:00Z")), at("2027-03-28T16:00:00Z"));
    }

    #[test]
    fn an_hour_that_is_left_out_comes_later_and_one_that_is_there_twice_once() {
        let two = Hour::new(2).unwrap();
        assert_eq!(berlin().next(two, at("2027-03-27T12:00:00Z")), at("2027-03-28T01:00:00Z"));
        assert_eq!(berlin().next(two, at("2026-10-24T12:00:00Z")), at("2026-10-25T00:00:00Z"));
        assert_eq!(berlin().next(two, at("2026-10-25T00:00:00Z")), at("2026-10-26T01:00:00Z"));
        assert_eq!(berlin().last(two, at("2026-10-25T23:00:00Z")), Some(at("2026-10-25T00:00:00Z")));
        assert_eq!(berlin().last(two, at("2026-10-26T00:30:00Z")), Some(at("2026-10-25T00:00:00Z")));
    }

    #[test]
    fn the_ends_of_time_are_days_too() {
        for millis in [i64::MIN, i64::MAX] {
            let edge = Timestamp::from_millis(millis);
            assert_eq!(Zone::UTC.moment(edge).offset_seconds, 0);
            let _ = (berlin().day(edge), berlin().next(six(), edge), berlin().start_of_day(edge));
        }
    }
}
