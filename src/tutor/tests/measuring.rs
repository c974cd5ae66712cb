//! Percent and minutes, for courses of any shape.

use std::fs;

use proptest::{collection::vec, prelude::*, sample::subsequence};

use super::*;
use crate::{
    course::{Course, minutes},
    markup::RichText,
    reply::Meter,
    store::reading::Reading,
    tutor::words_read,
};

/// Lessons with sections of so many words, as files.
fn course_of(lessons: &[Vec<usize>]) -> Arc<Course> {
    let folder = tempfile::tempdir().unwrap();
    for (lesson, sections) in lessons.iter().enumerate() {
        let mut text = format!("# Lesson {lesson}\n");
        for (section, words) in sections.iter().enumerate() {
            text.push_str(&format!("\n## Section {section}\n\n{}\n", "word ".repeat(*words)));
        }
        fs::write(folder.path().join(format!("{lesson:02}-lesson{lesson}.md")), text).unwrap();
    }
    let mut courses = course::load::load(folder.path()).unwrap().courses;
    courses.remove(0)
}

/// Percent and minutes left, as every card says them.
fn said(course: &Course, reading: &Reading) -> (usize, usize) {
    let (done, total) = words_read(course, reading);
    let meter = Meter { label: RichText::default(), done, total, caption: String::new() };
    (meter.percent(), minutes(total - done))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn percent_and_minutes_follow_the_words_of_any_course(
        (lessons, order) in vec(vec(1..700_usize, 1..6), 1..6).prop_flat_map(|lessons| {
            let places = 0..lessons.iter().map(Vec::len).sum::<usize>();
            let count = places.len();
            (Just(lessons), subsequence(places.collect::<Vec<_>>(), 0..=count).prop_shuffle())
        })
    ) {
        let course = course_of(&lessons);
        let words: usize = lessons.iter().flatten().sum();
        let sections: Vec<_> =
            course.lessons.iter().flat_map(|lesson| lesson.sections.iter().map(move |section| (lesson, section))).collect();
        let written: Vec<_> = sections.iter().filter(|(_, section)| !section.anchor.is_empty()).collect();
        let mut reading = Reading::default();
        prop_assert_eq!(said(&course, &reading), (0, words.div_ceil(200)));
        let (mut read, mut before) = (0, said(&course, &reading));
        for place in order {
            let (lesson, section) = written[place];
            prop_assert!(reading.mark_read(lesson.id.clone(), section.id.clone()));
            read += lessons.iter().flatten().nth(place).unwrap();
            let now = said(&course, &reading);
            prop_assert_eq!(now, (read * 100 / words, (words - read).div_ceil(200)));
            prop_assert!(now.0 >= before.0 && now.1 <= before.1, "opening a section never takes anything back");
            prop_assert_eq!(now.0 == 100, read == words, "a hundred is said of what is finished only");
            before = now;
        }
    }
}
