//! Reading, and the progress that follows from it.

use super::*;

#[tokio::test]
async fn a_lesson_opens_at_its_start_and_then_where_the_learner_stopped() {
    let school = School::open().await;
    let start = school.ada().types("lesson leaves").await;
    start.says("Leaves").says("All tea comes from one plant").says("Section 1 of 4");
    let next = school.ada().presses(&start, "Next").await;
    next.says("Green tea is heated").says("Section 2 of 4");
    let school = school.restarted().await;
    school.ada().types("lesson").await.says("Green tea is heated");
    school.ada().types("weiter").await.says("Black tea is rolled");
}

#[tokio::test]
async fn the_last_section_leads_into_the_next_lesson() {
    let school = School::open().await;
    let start = school.ada().types("lesson leaves").await;
    let last = school.ada().presses(&start, "4. Keeping leaves fresh").await;
    let next = school.ada().presses(&last, "Next lesson").await;
    next.says("Water").says("Good tea is mostly good water");
    school.ada().presses(&next, "◀ Previous").await.says("Light, air and damp spoil tea");
}

#[tokio::test]
async fn the_end_of_the_course_is_said() {
    let school = School::open().await;
    let water = school.ada().types("lesson water").await;
    school.ada().presses(&water, "3. A timer").await.says("last section of the course");
}

#[tokio::test]
async fn percent_and_minutes_follow_what_was_opened() {
    let school = School::open().await;
    school.ada().types("progress").await.says("0 % read").says("Nothing yet");
    let mut seen = school.ada().types("lesson leaves").await;
    for _ in 0..3 {
        seen = school.ada().presses(&seen, "Next").await;
    }
    seen.says("100 % read");
    let progress = school.ada().types("progress").await;
    progress.says("1. ● Leaves — read").says("2. ○ Water — not opened").says("Next: Take the quiz on “Leaves”");
}

#[tokio::test]
async fn completing_the_course_is_celebrated_once() {
    let school = School::open().await;
    let ada = school.ada().in_channel();
    let mut seen = ada.types("lesson leaves").await;
    for _ in 0..6 {
        seen.keeps_quiet_about("Course completed");
        seen = ada.presses(&seen, "Next").await;
    }
    seen.says("You have now read all of “Making tea”");
    ada.presses(&seen, "Share here").await.announced().says("Progress of ada").says("100 %");
    ada.types("lesson").await.says("A few lines of Python").keeps_quiet_about("Course completed");
}

#[tokio::test]
async fn lines_of_code_are_numbered_at_a_press() {
    let school = School::open().await;
    let water = school.ada().types("lesson water").await;
    let code = school.ada().presses(&water, "3. A timer").await;
    let numbered = school.ada().presses(&code, "Number lines").await;
    numbered.says("1  def brew(minutes):").says("4  print(brew(4))");
    school.ada().presses(&numbered, "Without numbers").await.keeps_quiet_about("1  def brew");
}

#[tokio::test]
async fn related_lessons_are_one_press_away() {
    let school = School::open().await;
    let leaves = school.ada().types("lesson leaves").await;
    school.ada().presses(&leaves, "Water").await.says("Good tea is mostly good water");
}

#[tokio::test]
async fn a_lesson_nobody_wrote_offers_those_that_there_are() {
    let school = School::open().await;
    school.ada().types("lesson quantum chromodynamics").await.says("No lesson is called").says("1. ○ Leaves");
}

#[tokio::test]
async fn a_button_to_a_section_that_is_gone_says_so() {
    let school = School::open().await;
    let start = school.ada().types("lesson leaves").await;
    school.rewrites("01-leaves.md", |text| text.replace("## Green tea", "## Matcha"));
    school.ada().presses(&start, "2. Green tea").await.says("no longer there");
}

#[tokio::test]
async fn a_table_and_code_are_shown_as_such() {
    let school = School::open().await;
    let water = school.ada().types("lesson water").await;
    let table = school.ada().presses(&water, "2. Temperature").await;
    table.says("Black").says("95 °C").keeps_quiet_about("|---");
    school.ada().presses(&table, "Next").await.says("def brew(minutes):");
}

#[tokio::test]
async fn typing_next_turns_the_pages_of_a_long_section() {
    let school = School::open().await;
    let long = "A cup of tea needs good leaves, fresh water and a little patience with both of them.\n\n".repeat(80);
    school.rewrites("01-leaves.md", |text| text.replace("## Green tea", &format!("{long}## Green tea")));
    school.ada().types("lesson leaves").await.says("Section 1 of 4 · page 1 of 3");
    school.ada().types("next").await.says("Section 1 of 4 · page 2 of 3");
    school.ada().types("lesson").await.says("page 2 of 3");
    school.ada().types("lesson leaves").await.says("page 2 of 3");
    school.ada().types("next").await.says("Section 1 of 4 · page 3 of 3");
    let second = school.ada().types("next").await;
    second.says("Section 2 of 4");
    school.ada().presses(&second, "◀ Previous").await.says("page 3 of 3");
    school.ada().types("next").await.says("Section 2 of 4");
}

#[tokio::test]
async fn a_section_is_found_by_what_it_is_about() {
    let school = School::open().await;
    school.ada().types("lesson temperature").await.says("Section 2 of 3");
    school.bob().types("lesson water").await.says("Section 1 of 3");
}

#[tokio::test]
async fn the_course_counts_what_is_left_of_a_lesson_begun() {
    let school = School::open().await;
    let long = "word ".repeat(600);
    school.rewrites("02-water.md", |_| format!("# Water\n\n## Heat\n\n{long}\n\n## Hardness\n\n{long}\n"));
    school.ada().types("course").await.says("Water — 6 min");
    school.ada().types("lesson heat").await;
    school.ada().types("course").await.says("Water — begun, 3 min");
}

#[tokio::test]
async fn a_long_course_opens_where_the_learner_is() {
    let school = School::open().await;
    let folder = tempfile::tempdir().unwrap();
    for number in 1..=60 {
        let text = format!("# Lesson {number}\n\n{}\n", "word ".repeat(500));
        std::fs::write(folder.path().join(format!("{number:02}-lesson-{number}.md")), text).unwrap();
    }
    let courses = course::load::load(folder.path()).unwrap().courses;
    school.shelf.put(Library::new(courses, school.clock.now()).unwrap());
    school.ada().types("course").await.says("Lesson 25").keeps_quiet_about("Lesson 26").says("2 h 30 min left");
    let lesson = school.ada().types("lesson 30").await;
    school.ada().presses(&lesson, "Contents").await.says("Lesson 30").keeps_quiet_about("Lesson 25");
    school.ada().types("course").await.says("Lesson 30").keeps_quiet_about("Lesson 25");
    school.ada().types("progress").await.says("Next: Read “Lesson 1”");
}

#[tokio::test]
async fn what_comes_next_is_where_reading_goes_on() {
    let school = School::open().await;
    let new = school.ada().types("progress").await;
    new.says("Next: Read “Leaves”");
    school.ada().presses(&new, "Start reading").await.says("Leaves");
    school.bob().types("lesson water").await;
    let progress = school.bob().types("progress").await;
    progress.says("Next: Read “Water”");
    let on = school.bob().presses(&progress, "Read on").await;
    assert_eq!(on.reply.blocks, school.bob().types("lesson").await.reply.blocks, "as a bare /lesson does");
}
