use proptest::prelude::*;

use super::*;

/// 1,000 histories as another implementation of the algorithm computed them; the file says how.
const PY_FSRS: &str = include_str!("../../tests/data/py-fsrs.txt");

const TODAY: Day = Day::from_number(20_000);

fn rating(number: &str) -> Rating {
    match number {
        "1" => Rating::Again,
        "2" => Rating::Hard,
        "3" => Rating::Good,
        "4" => Rating::Easy,
        other => panic!("{other} is no rating"),
    }
}

/// A card that was learned `interval` days before it fell due, `late` days ago.
fn card(interval: u32, late: u32) -> Card {
    let memory = Memory { stability: interval as f32, difficulty: 5.0 };
    let reviewed = Day::from_number(TODAY.number() - (interval + late).cast_signed());
    Card { memory, reviewed, due: reviewed.plus(interval) }
}

#[test]
fn intervals_equal_those_of_py_fsrs_over_1000_histories() {
    let histories: Vec<&str> = PY_FSRS.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(histories.len(), 1000);
    let mut reviews = 0;
    for (number, history) in histories.into_iter().enumerate() {
        let fields: Vec<&str> = history.split(' ').collect();
        let (steps, state) = fields.split_at(fields.len() - 2);
        let mut memory = None;
        for step in steps {
            let (days, rest) = step.split_once(':').unwrap();
            let (rated, interval) = rest.split_once('>').unwrap();
            let next = next(memory, rating(rated), days.parse().unwrap());
            assert_eq!(next.interval_days.to_string(), interval, "history {number}: {history}, at {step}");
            memory = Some(next.memory);
            reviews += 1;
        }
        let memory = memory.unwrap();
        for (ours, theirs) in [memory.stability, memory.difficulty].into_iter().zip(state) {
            let theirs: f32 = theirs.parse().unwrap();
            // Theirs is computed in double precision, ours in single; the file keeps six digits.
            assert!((ours - theirs).abs() <= theirs.abs() * 1e-4, "history {number}: {ours} instead of {theirs}");
        }
    }
    assert_eq!(reviews, 6460);
}

#[test]
fn the_grade_comes_from_the_answer_the_tap_and_the_time() {
    let (quick, normal, slow, away) = (5, 60, 180, 3600);
    let rated = |verdict, confidence, seconds| grade(verdict, confidence, Some(Duration::from_secs(seconds)));
    for (confidence, seconds, expected) in [
        (Some(Confidence::Sure), quick, Rating::Easy),
        (Some(Confidence::Sure), normal, Rating::Good),
        (Some(Confidence::Sure), slow, Rating::Good),
        (Some(Confidence::Unsure), quick, Rating::Hard),
        (Some(Confidence::Unsure), slow, Rating::Hard),
        (None, quick, Rating::Good),
        (None, normal, Rating::Good),
        (None, slow, Rating::Hard),
        (None, away, Rating::Good),
    ] {
        assert_eq!(rated(Verdict::Right, confidence, seconds), expected, "{confidence:?} after {seconds} s");
        assert_eq!(rated(Verdict::Wrong, confidence, seconds), Rating::Again);
        assert_eq!(rated(Verdict::Partly, confidence, seconds), Rating::Again);
    }
    assert_eq!(grade(Verdict::Right, Some(Confidence::Sure), None), Rating::Good);
}

#[test]
fn a_right_answer_later_on_the_same_day_moves_nothing_and_a_wrong_one_does() {
    let first = answer(None, Rating::Good, TODAY);
    assert_eq!(answer(Some(first), Rating::Easy, TODAY), first);
    let slipped = answer(Some(first), Rating::Again, TODAY);
    assert!(slipped.memory.stability < first.memory.stability);
    assert_eq!(slipped.due, TODAY.plus(1));
    assert_eq!(answer(Some(slipped), Rating::Good, TODAY), slipped);
}

#[test]
fn a_card_that_is_very_late_goes_round_the_same_interval_once_more() {
    let in_time = answer(Some(card(10, LATE_DAYS)), Rating::Good, TODAY);
    assert!(in_time.due.since(TODAY) > 10);
    let late = answer(Some(card(10, LATE_DAYS + 1)), Rating::Good, TODAY);
    assert_eq!(late.due.since(TODAY), 10);
    let very_late = answer(Some(card(10, 400)), Rating::Good, TODAY);
    assert_eq!(very_late.memory, late.memory, "lateness is not rewarded");
    let lapsed = answer(Some(card(10, 400)), Rating::Again, TODAY);
    assert!(lapsed.due.since(TODAY) < 10);
}

#[test]
fn what_is_most_forgotten_comes_first_and_never_more_than_the_cap() {
    // Both are ten days late; the shorter interval has lost more.
    let cards = [(card(100, 10), "firm"), (card(2, 10), "weak"), (card(20, 10), "middling")];
    assert_eq!(today(cards, TODAY, 0), ["weak", "middling", "firm"]);
    let wall = (0..500).map(|n| (card(5, 60), n));
    assert_eq!(today(wall.clone(), TODAY, 0).len(), DAILY_CAP);
    assert_eq!(today(wall.clone(), TODAY, DAILY_CAP - 3).len(), 3);
    assert_eq!(today(wall, TODAY, DAILY_CAP + 3).len(), 0);
}

#[test]
fn nothing_is_due_before_its_day() {
    let tomorrow = Card { due: TODAY.plus(1), ..card(5, 0) };
    assert!(today([(tomorrow, ())], TODAY, 0).is_empty());
    assert_eq!(today([(card(5, 0), ())], TODAY, 0).len(), 1);
}

proptest! {
    #[test]
    fn every_history_has_days_and_states_in_bounds(steps in prop::collection::vec((-3..1000_i32, 1..=4_u8), 1..60)) {
        let (mut card, mut day) = (None, 20_000);
        for (days, rated) in steps {
            day += days;
            let today = Day::from_number(day);
            let answered = answer(card, rating(&rated.to_string()), today);
            prop_assert!(answered.due > answered.reviewed);
            prop_assert!(answered.due.since(answered.reviewed) <= 365);
            prop_assert!(answered.memory.stability > 0.0 && (1.0..=10.0).contains(&answered.memory.difficulty));
            prop_assert!((0.0..=1.0).contains(&answered.retrievability(today)));
            card = Some(answered);
        }
    }
}

#[test]
fn the_days_ahead_hold_no_more_than_a_days_share_each() {
    let due = |days: &[u32]| forecast(days.iter().map(|day| TODAY.plus(*day)), TODAY, 0, 5);
    assert_eq!(due(&[0, 1, 1, 4, 9]), [1, 2, 0, 0, 1]);
    let late = vec![Day::from_number(TODAY.number() - 100); 45];
    assert_eq!(forecast(late.clone(), TODAY, 0, 5), [20, 20, 5, 0, 0]);
    assert_eq!(forecast(late, TODAY, 18, 3), [2, 20, 20]);
}
