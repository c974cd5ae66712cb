//! Random lives: people who learn every day, or skip some, in every time zone and on the road between them.

use std::collections::BTreeMap;

use jiff::{ToSpan as _, Zoned, civil::Date, tz::TimeZone};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};

use super::*;
use crate::{calendar::Zone, clock::Timestamp};

fn moment(zone: &str, at: &Zoned) -> Moment {
    Zone::named(Some(zone)).moment(Timestamp::from_millis(at.timestamp().as_millisecond()))
}

/// Keeps days as the store does: one row a day, with its first and last moment.
#[derive(Default)]
struct Diary(BTreeMap<Day, ActiveDay>);

impl Diary {
    fn note(&mut self, at: Moment) {
        self.0.entry(at.day()).and_modify(|day| day.last = at).or_insert(ActiveDay {
            day: at.day(),
            first: at,
            last: at,
        });
    }

    fn streak(&self, now: Moment) -> Streak {
        streak(&self.0.values().copied().collect::<Vec<_>>(), now)
    }
}

/// Any moment of the date, also of one that a change of the clocks has made shorter or longer.
fn some_time_on(date: Date, zone: &str, random: &mut StdRng) -> Zoned {
    let zone = TimeZone::get(zone).unwrap();
    let start = date.to_zoned(zone.clone()).unwrap();
    let end = date.tomorrow().unwrap().to_zoned(zone).unwrap();
    let millis = end.timestamp().as_millisecond() - start.timestamp().as_millisecond();
    start.checked_add(random.random_range(0..millis.max(1)).milliseconds()).unwrap()
}

fn zones() -> Vec<String> {
    let zones: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    assert!(zones.len() > 400, "{} zones", zones.len());
    zones
}

fn some_date(random: &mut StdRng) -> Date {
    Date::constant(2020, 1, 1).checked_add(random.random_range(0..2800).days()).unwrap()
}

#[test]
fn who_learns_every_day_never_loses_a_streak_at_home() {
    let zones = zones();
    let mut random = StdRng::seed_from_u64(1);
    for history in 0..10_000_usize {
        let zone = &zones[history % zones.len()];
        let (mut diary, mut date) = (Diary::default(), some_date(&mut random));
        let days = random.random_range(1..40_u32);
        let mut now = None;
        for _ in 0..days {
            let at = moment(zone, &some_time_on(date, zone, &mut random));
            // Some zones have left out a whole date when they changed sides of the date line.
            diary.note(at);
            now = Some(at);
            date = date.tomorrow().unwrap();
        }
        let now = now.unwrap();
        let expected = u32::try_from(diary.0.len()).unwrap();
        assert_eq!(diary.streak(now), Streak { days: expected, longest: expected, includes_today: true }, "{zone}");
    }
}

#[test]
fn who_skips_a_day_starts_again_and_nobody_else_does() {
    let zones = zones();
    let mut random = StdRng::seed_from_u64(2);
    for history in 0..10_000_usize {
        let zone = &zones[history % zones.len()];
        let (mut diary, mut date) = (Diary::default(), some_date(&mut random));
        let (mut run, mut longest, mut before) = (0, 0, None);
        for _ in 0..random.random_range(1..30) {
            let at = moment(zone, &some_time_on(date, zone, &mut random));
            let gap = before.map_or(1, |before| at.day().since(before));
            run = if gap <= 1 { run + u32::from(gap == 1) } else { 1 };
            longest = longest.max(run);
            diary.note(at);
            before = Some(at.day());
            date = date.checked_add(random.random_range(1..=3).days()).unwrap();
        }
        let now = moment(zone, &some_time_on(date, zone, &mut random));
        let alive = now.day().since(before.unwrap()) <= 1;
        let expected = if alive { run } else { 0 };
        let streak = diary.streak(now);
        // On the days when the clocks change, an hour at midnight may count for both.
        assert!(streak.longest >= longest && streak.days >= expected, "{zone}: {streak:?}, {longest}, {expected}");
        let offsets = diary.0.values().flat_map(|day| [day.first, day.last]).chain([now]).map(|at| at.offset_seconds);
        if offsets.clone().min() == offsets.max() {
            assert_eq!((streak.days, streak.longest), (expected, longest), "{zone}");
        }
    }
}

#[test]
fn who_learns_every_day_on_the_road_never_loses_a_streak() {
    let zones = zones();
    let mut random = StdRng::seed_from_u64(3);
    for _ in 0..10_000 {
        let mut diary = Diary::default();
        let mut zone = zones.choose(&mut random).unwrap();
        let mut at = some_time_on(some_date(&mut random), zone, &mut random);
        let mut now = moment(zone, &at);
        diary.note(now);
        for _ in 0..random.random_range(1..30) {
            // The next day by the calendar left behind, or by the one arrived in.
            let left = at.date();
            if random.random_bool(0.3) {
                zone = zones.choose(&mut random).unwrap();
            }
            // By the clock that shows the time there when learning goes on: it may have changed since.
            let clock = TimeZone::get(zone).unwrap().to_offset(at.timestamp() + 30.hours());
            let arrived = clock.to_datetime(at.timestamp()).date();
            let date = if random.random_bool(0.5) { left } else { arrived }.tomorrow().unwrap();
            let next = some_time_on(date, zone, &mut random);
            let clock_changed = next.with_time_zone(TimeZone::get(zone).unwrap()).offset() != clock;
            if next.timestamp() <= at.timestamp() || (clock_changed && date == arrived.tomorrow().unwrap()) {
                continue;
            }
            at = next;
            now = moment(zone, &at);
            diary.note(now);
        }
        let streak = diary.streak(now);
        let days = u32::try_from(diary.0.len()).unwrap();
        assert_eq!(streak, Streak { days, longest: days, includes_today: true }, "{:?}", diary.0);
    }
}

#[test]
fn a_streak_lives_until_the_day_after_is_over() {
    let at = |text: &str| moment("Europe/Berlin", &text.parse().unwrap());
    let mut diary = Diary::default();
    diary.note(at("2026-11-20T08:00:00+01:00[Europe/Berlin]"));
    diary.note(at("2026-11-21T23:59:00+01:00[Europe/Berlin]"));
    let streak_at = |text| diary.streak(at(text));
    let alive = Streak { days: 2, longest: 2, includes_today: false };
    assert_eq!(streak_at("2026-11-22T23:59:00+01:00[Europe/Berlin]"), alive);
    assert_eq!(streak_at("2026-11-23T00:00:00+01:00[Europe/Berlin]"), Streak { days: 0, ..alive });
    assert_eq!(streak(&[], at("2026-11-23T00:00:00+01:00[Europe/Berlin]")), Streak::default());
}

#[test]
fn a_flight_over_the_date_line_breaks_nothing() {
    let honolulu = moment("Pacific/Honolulu", &"2026-11-16T20:00:00-10:00[Pacific/Honolulu]".parse().unwrap());
    let auckland = moment("Pacific/Auckland", &"2026-11-18T19:00:00+13:00[Pacific/Auckland]".parse().unwrap());
    assert_eq!(auckland.day().since(honolulu.day()), 2);
    let mut diary = Diary::default();
    diary.note(honolulu);
    assert_eq!(diary.streak(auckland).days, 1);
    diary.note(auckland);
    assert_eq!(diary.streak(auckland).days, 2);
}

#[test]
fn a_week_is_the_seven_days_up_to_today() {
    let active = |number| {
        let at = Moment { at: Timestamp::from_millis(i64::from(number) * 86_400_000), offset_seconds: 0 };
        ActiveDay { day: at.day(), first: at, last: at }
    };
    let days = [active(1), active(4), active(7), active(8)];
    assert_eq!(active_this_week(&days, Day::from_number(8)), 3);
    assert_eq!(active_this_week(&days, Day::from_number(20)), 0);
}
