//! A teacher rearranges the course, and learners find what is theirs.

use std::fs;

use super::*;

/// Takes what begins at `heading` off the end of a page.
fn cut(folder: &Path, page: &str, heading: &str) -> String {
    let text = fs::read_to_string(folder.join(page)).unwrap();
    let (before, after) = text.split_once(heading).unwrap();
    fs::write(folder.join(page), before).unwrap();
    format!("{heading}{after}")
}

fn rename(folder: &Path, from: &str, to: &str) {
    fs::rename(folder.join(from), folder.join(to)).unwrap();
}

async fn reads_all_of_leaves(person: &Person<'_>) -> Seen {
    let mut seen = person.types("lesson leaves").await;
    for _ in 0..3 {
        seen = person.presses(&seen, "Next").await;
    }
    seen
}

#[tokio::test]
async fn a_renamed_lesson_keeps_its_progress_and_the_learners_place() {
    let school = School::open().await;
    reads_all_of_leaves(&school.ada()).await.says("100 % read");
    school.rearranges(|folder| rename(folder, "01-leaves.md", "01-the-plant.md")).await;
    school.ada().types("progress").await.says("1. ● Leaves — read");
    school.ada().types("lesson").await.says("Light, air and damp spoil tea");
}

#[tokio::test]
async fn a_split_lesson_was_read_in_both_halves() {
    let school = School::open().await;
    reads_all_of_leaves(&school.ada()).await;
    school
        .rearranges(|folder| {
            let rest = cut(folder, "01-leaves.md", "## Black tea");
            fs::write(folder.join("015-from-dark-to-tin.md"), format!("# From dark to tin\n\n{rest}")).unwrap();
        })
        .await;
    school
        .ada()
        .types("progress")
        .await
        .says("Leaves — read")
        .says("From dark to tin — read")
        .says("Water — not opened");
}

#[tokio::test]
async fn an_old_button_leads_to_the_text_under_its_new_name() {
    let school = School::open().await;
    let start = school.ada().types("lesson leaves").await;
    school
        .rearranges(|folder| {
            rename(folder, "01-leaves.md", "05-the-plant.md");
            let page = folder.join("05-the-plant.md");
            let text = fs::read_to_string(&page).unwrap().replace("## Green tea", "## Tea that stays green");
            fs::write(page, text).unwrap();
        })
        .await;
    school.ada().presses(&start, "Next").await.says("Green tea is heated").says("Tea that stays green");
    // Once more, and the button is two names old.
    school.rearranges(|folder| rename(folder, "01-leaves.md", "03-camellia.md")).await;
    school.ada().presses(&start, "Next").await.says("Green tea is heated");
}

#[tokio::test]
async fn a_button_to_a_deleted_section_leads_to_its_lesson() {
    let school = School::open().await;
    let start = school.ada().types("lesson leaves").await;
    school
        .rearranges(|folder| {
            let rest = cut(folder, "01-leaves.md", "## Green tea");
            let (_, rest) = rest.split_once("## Black tea").unwrap();
            let page = folder.join("01-leaves.md");
            let text = fs::read_to_string(&page).unwrap();
            fs::write(page, format!("{text}## Black tea{rest}")).unwrap();
        })
        .await;
    school.ada().presses(&start, "Next").await.says("All tea comes from one plant");
}

#[tokio::test]
async fn a_missed_question_can_be_retried_after_it_moved() {
    let school = School::open().await;
    let first = school.ada().types("quiz leaves").await;
    let wrong = letter(&first, "Heating");
    let feedback = school.ada().types(&wrong).await;
    feedback.says("Not right.");
    let second = school.ada().presses(&feedback, "Next question").await;
    school
        .rearranges(|folder| {
            let quiz = cut(folder, "01-leaves.md", "## Quiz");
            fs::write(folder.join("03-exam.md"), format!("# Exam\n\nWhat you know by now.\n\n{quiz}")).unwrap();
        })
        .await;
    // The attempt goes on where it was.
    let (light, damp) = (letter(&second, "Light"), letter(&second, "Damp"));
    let feedback = school.ada().types(&format!("{light} and {damp}")).await;
    let results = school.ada().presses(feedback.says("Right."), "Results").await;
    results.says("1 of 2 right");
    let retry = school.ada().presses(&results, "Retry misses").await;
    retry.says("Question 1 of 1").says("Which step makes black tea dark?");
    school.ada().types("progress").await.says("Exam");
}

#[tokio::test]
async fn who_answers_while_the_course_is_swapped_loses_no_question() {
    let school = School::open().await;
    let question = school.ada().types("quiz leaves").await;
    let library = school
        .is_about_to_rearrange(|folder| {
            let page = folder.join("01-leaves.md");
            let text = fs::read_to_string(&page).unwrap();
            fs::write(page, text.replace("black tea dark?", "black tea dark? {#dark}")).unwrap();
        })
        .await;
    let early = school.ada().presses(&question, &letter(&question, "Oxidation")).await;
    early.says("is being updated").keeps_quiet_about("left out");
    school.shelf.put(library);
    let again = school.ada().presses(&early, "Next question").await;
    again.says("Question 1 of 2").says("Which step makes black tea dark?");
    school.ada().presses(&again, &letter(&again, "Oxidation")).await.says("Right.");
}

#[tokio::test]
async fn what_was_deleted_and_comes_back_was_read() {
    let school = School::open().await;
    reads_all_of_leaves(&school.ada()).await;
    school.rearranges(|folder| fs::remove_file(folder.join("01-leaves.md")).unwrap()).await;
    school.ada().types("progress").await.keeps_quiet_about("Leaves");
    school.rearranges(|folder| rename(folder, "01-leaves.md", "07-the-plant.md")).await;
    school.ada().types("progress").await.says("Leaves — read");
}

#[track_caller]
fn letter(seen: &Seen, choice: &str) -> String {
    let text = seen.text();
    let line = text.lines().find(|line| line.contains(choice)).unwrap_or_else(|| panic!("no {choice:?} in\n{text}"));
    line.trim().chars().next().unwrap().to_string()
}
