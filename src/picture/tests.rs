//! Pictures for people who begin, are under way, and are done, with the oddest titles that courses have.

use proptest::prelude::*;

use super::*;

fn lesson(title: &str, percent: usize, quiz: Option<(usize, usize, usize)>) -> Step {
    let quiz = quiz.map(|(right, answered, total)| Quiz { right, answered, total });
    Step { title: title.to_owned(), read: Share { done: percent * 10, total: 1000 }, quiz }
}

fn course(steps: Vec<Step>) -> Facts {
    let sum = |part: fn(&Step) -> usize| steps.iter().map(part).sum();
    let read = Share { done: sum(|step| step.read.done), total: sum(|step| step.read.total) };
    Facts { locale: Locale::English, title: "Making tea".to_owned(), unit: Unit::Lesson, read, steps, reviews: vec![] }
}

fn midway() -> Facts {
    let steps = vec![
        lesson("Leaves", 100, Some((3, 3, 3))),
        lesson("Water", 40, Some((1, 2, 3))),
        lesson("Pots", 0, Some((0, 0, 4))),
        lesson("Exam", 0, None),
    ];
    Facts { reviews: vec![2, 0, 5], ..course(steps) }
}

/// Width and height in pixels, as the file says, after a look at its bytes and its text.
#[track_caller]
fn size(facts: &Facts) -> (u32, u32) {
    let picture = draw(facts).unwrap();
    let said = picture.alt.chars().count();
    assert!(said <= Picture::MAX_ALT, "{said} characters: {}", picture.alt);
    assert!(picture.png.len() < 80_000, "{} bytes", picture.png.len());
    let reader = ::png::Decoder::new(std::io::Cursor::new(&picture.png)).read_info().unwrap();
    (reader.info().width, reader.info().height)
}

#[test]
fn the_text_says_what_the_picture_shows() {
    insta::assert_snapshot!(alt::text(&midway()), @r"
    Making tea: 35 % read. 1 of 4 lessons read. 4 of 10 quiz questions right. About 13 min left to read.
    1. Leaves: read, quiz 3 of 3; 2. Water: begun, 40 %, quiz 1 of 3; 3. Pots: not opened, quiz not taken; 4. Exam: not opened.
    Reviews in the next 3 days: today 2, in 2 days 5.
    ");
}

#[test]
fn a_long_course_is_summed_up() {
    let steps = (0..40).map(|n| lesson("x", if n < 10 { 100 } else { 0 }, (n < 4).then_some((n, 3, 3)))).collect();
    insta::assert_snapshot!(alt::text(&course(steps)), @r"
    Making tea: 25 % read. 10 of 40 lessons read. 6 of 12 quiz questions right. About 2 h 30 min left to read.
    read: 1–10; not opened: 11–40; quiz 3 of 3: 4; quiz 2 of 3: 3; quiz 1 of 3: 2; quiz 0 of 3: 1.
    ");
}

#[test]
fn a_newcomer_is_not_told_that_nothing_was_right() {
    let facts = course(vec![lesson("Leaves", 0, Some((0, 0, 3)))]);
    insta::assert_snapshot!(alt::text(&facts), @r"
    Making tea: 0 % read. 0 of 1 lesson read. 3 quiz questions. About 5 min left to read.
    1. Leaves: not opened, quiz not taken.
    ");
    size(&facts);
}

#[test]
fn a_finisher_reads_that_it_is_completed() {
    let facts = course(vec![lesson("Leaves", 100, Some((3, 3, 3))), lesson("Water", 100, None)]);
    insta::assert_snapshot!(alt::text(&facts), @r"
    Making tea: 100 % read. All 2 lessons read. 3 of 3 quiz questions right.
    1. Leaves: read, quiz 3 of 3; 2. Water: read.
    ");
}

#[test]
fn a_lesson_without_text_does_not_stand_in_the_way_of_completion() {
    let quiz_only = Step { read: Share::default(), ..lesson("Exam", 0, Some((0, 0, 2))) };
    let facts = course(vec![lesson("Leaves", 100, None), quiz_only]);
    insta::assert_snapshot!(alt::text(&facts), @r"
    Making tea: 100 % read. Completed: 1 lesson read. 2 quiz questions.
    1. Leaves: read; 2. Exam: quiz not taken.
    ");
    size(&facts);
}

#[test]
fn every_number_of_lessons_has_a_picture() {
    for count in [0, 1, 10, 11, 40, 41, 112, 408, 700] {
        let steps = (0..count).map(|n| lesson("Lesson", n * 37 % 101, (n % 3 > 0).then_some((n % 5, 4, 4)))).collect();
        let (width, height) = size(&Facts { reviews: vec![3; 14], ..course(steps) });
        assert_eq!(width, 840);
        assert!(height <= 1800, "{count} lessons take {height} pixels");
    }
}

#[test]
fn equal_facts_make_equal_pictures() {
    assert_eq!(draw(&midway()).unwrap(), draw(&midway()).unwrap());
}

#[test]
fn a_title_in_letters_that_the_fonts_lack_gives_way_to_its_number() {
    let facts =
        Facts { title: "お茶".to_owned(), ..course(vec![lesson("茶葉", 100, None), lesson("🍵 Tea", 0, None)]) };
    let drawing = card::draw(&facts);
    for shown in [">Your progress<", ">Lesson 1<", ">2. Tea<"] {
        assert!(drawing.contains(shown), "{shown} is not in {drawing}");
    }
    assert!(alt::text(&facts).starts_with("お茶: 50 % read."));
}

#[test]
fn the_cache_gives_back_what_was_drawn() {
    let cache = cache::Cache::new();
    assert!(cache.get(&midway()).is_none());
    let drawn = cache.keep(midway(), draw(&midway()).unwrap());
    let kept = cache.get(&midway()).unwrap();
    assert!(Arc::ptr_eq(&drawn.png, &kept.png));
    assert!(cache.get(&Facts { locale: Locale::German, ..midway() }).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn whatever_a_title_holds_there_is_a_picture(title in "\\PC{0,200}", other in any::<String>(), of in 1..60_usize) {
        let steps = (0..of).map(|n| lesson(&title, n * 7 % 101, Some((n, n + 1, 60)))).collect();
        let facts = Facts { title: other, ..course(steps) };
        let picture = draw(&facts).unwrap();
        prop_assert!(picture.alt.chars().count() <= Picture::MAX_ALT);
    }
}
