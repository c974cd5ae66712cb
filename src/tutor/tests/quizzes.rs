//! Quizzes from the first question to the retry.

use super::*;

/// The letter under which a choice stands in a question.
#[track_caller]
fn letter_of(seen: &Seen, choice: &str) -> String {
    let text = seen.text();
    let line = text.lines().find(|line| line.contains(choice)).unwrap_or_else(|| panic!("no {choice:?} in\n{text}"));
    line.trim().chars().next().unwrap().to_string()
}

#[tokio::test]
async fn a_right_answer_is_said_in_words_and_explained() {
    let school = School::open().await;
    let question = school.ada().types("quiz leaves").await;
    question.says("Question 1 of 2").says("Which step makes black tea dark?").keeps_quiet_about("reacts with the air");
    let feedback = school.ada().types(&letter_of(&question, "Oxidation")).await;
    feedback.says("Right.").says("The rolled leaves react with the air");
    let next = school.ada().presses(&feedback, "Next question").await;
    next.says("Question 2 of 2").says("More than one choice may be right");
}

#[tokio::test]
async fn a_wrong_answer_says_why_and_where_to_reread() {
    let school = School::open().await;
    let question = school.ada().types("quiz leaves").await;
    let feedback = school.ada().types(&letter_of(&question, "Heating")).await;
    feedback.says("Not right.").says("Heat stops oxidation");
    let section = school.ada().presses(&feedback, "Reread this").await;
    section.says("Making tea");
}

#[tokio::test]
async fn several_right_choices_are_all_or_nothing_but_said_to_be_partly_right() {
    let school = School::open().await;
    let first = school.ada().types("quiz leaves").await;
    school.ada().types(&letter_of(&first, "Oxidation")).await;
    let question = school.ada().types("next").await;
    let feedback = school.ada().types(&letter_of(&question, "Light")).await;
    feedback.says("Partly right: you found 1 of 2.");
    let results = school.ada().presses(&feedback, "Results").await;
    results.says("1 of 2 right").says("Which of these spoil tea leaves?");
}

#[tokio::test]
async fn what_was_missed_can_be_retried() {
    let school = School::open().await;
    let first = school.ada().types("quiz leaves").await;
    let feedback = school.ada().types(&letter_of(&first, "Heating")).await;
    let second = school.ada().presses(&feedback, "Next question").await;
    let (light, damp) = (letter_of(&second, "Light"), letter_of(&second, "Damp"));
    let feedback = school.ada().types(&format!("{light} and {damp}")).await;
    let results = school.ada().presses(&feedback.says("Right.").clone(), "Results").await;
    let retry = school.ada().presses(&results, "Retry misses").await;
    retry.says("Question 1 of 1").says("Which step makes black tea dark?");
}

#[tokio::test]
async fn an_attempt_goes_on_after_a_restart() {
    let school = School::open().await;
    let question = school.ada().types("quiz leaves").await;
    let letter = letter_of(&question, "Oxidation");
    let school = school.restarted().await;
    let again = school.ada().types("quiz").await;
    assert_eq!(again.text(), question.text());
    school.ada().types(&letter).await.says("Right.");
}

#[tokio::test]
async fn letters_mean_after_linking_what_they_meant_before() {
    let school = School::open().await;
    let (leaves, water) = (school.ada().types("quiz leaves").await, school.ada().types("quiz water").await);
    let code = school.ada().link_code().await;
    school.person("ada-at-home").types(&format!("link {code}")).await.says("Linked.");
    for (question, right) in [(leaves, "Oxidation"), (water, "70 to 80")] {
        school.ada().presses(&question, &letter_of(&question, right)).await.says("Right.");
    }
}

#[tokio::test]
async fn a_second_press_changes_nothing() {
    let school = School::open().await;
    let question = school.ada().types("quiz leaves").await;
    let wrong = school.ada().presses(&question, &letter_of(&question, "Heating")).await;
    let right = school.ada().presses(&question, &letter_of(&question, "Oxidation")).await;
    wrong.says("Not right.");
    right.says("Not right.").says("the first answer counts");
}

#[tokio::test]
async fn somebody_elses_button_is_refused_politely() {
    let school = School::open().await;
    let question = school.ada().types("quiz leaves").await;
    let refused = school.bob().presses(&question, "A").await;
    refused.says("belongs to somebody else").keeps_quiet_about("Right");
    school.bob().presses(&refused, "Quiz").await.says("Question 1 of 2");
    school.ada().types("b").await.keeps_quiet_about("already");
}

#[tokio::test]
async fn a_question_that_changed_is_left_out_and_never_graded_by_the_old_key() {
    let school = School::open().await;
    let question = school.ada().types("quiz leaves").await;
    school.rewrites("01-leaves.md", |text| text.replace("- [x] Oxidation", "- [x] Oxidation by air"));
    let next = school.ada().presses(&question, "A").await;
    next.says("The course changed this question").says("Question 2 of 2");
}

#[tokio::test]
async fn an_old_button_of_a_quiz_that_is_gone_leads_somewhere() {
    let school = School::open().await;
    let question = school.ada().types("quiz leaves").await;
    school.rewrites("01-leaves.md", |_| String::new());
    let over = school.ada().presses(&question, "A").await;
    over.says("0 of 0 right").says("2 left out").keeps_quiet_about("You missed nothing");
}

#[tokio::test]
async fn a_letter_without_a_question_says_what_to_do() {
    let school = School::open().await;
    school.ada().types("b").await.says("No question is waiting").says("/quiz");
}

#[tokio::test]
async fn a_letter_that_is_not_on_offer_is_asked_again_and_not_counted() {
    let school = School::open().await;
    let question = school.ada().types("quiz leaves").await;
    school.ada().types("f").await.says("Answer with a letter from A to C").says("Question 1 of 2");
    school.ada().types(&letter_of(&question, "Oxidation")).await.says("Right.");
}

#[tokio::test]
async fn stopping_early_keeps_what_was_answered() {
    let school = School::open().await;
    let question = school.ada().types("quiz leaves").await;
    let feedback = school.ada().types(&letter_of(&question, "Oxidation")).await;
    let second = school.ada().presses(&feedback, "Next question").await;
    let results = school.ada().presses(&second, "Stop here").await;
    results.says("1 of 2 right").says("1 unanswered").keeps_quiet_about("What you missed");
    results.keeps_quiet_about("You missed nothing");
    school.ada().presses(&results, "Retry").await.says("Question 1 of 1").says("spoil tea leaves");
}

#[tokio::test]
async fn a_quiz_is_stopped_by_a_word() {
    let school = School::open().await;
    school.ada().types("stop").await.says("No question is waiting");
    school.ada().types("quiz leaves").await;
    school.ada().types("aufhören").await.says("You stopped with 2 unanswered");
    school.ada().types("b").await.says("No question is waiting");
    school.ada().in_channel().types("quiz leaves").await;
    let aloud = school.ada().aloud().types("stop").await;
    aloud.keeps_quiet_about("unanswered");
    school.ada().in_channel().presses(&aloud, "Open for me").await.says("You stopped with 2 unanswered");
}

#[tokio::test]
async fn a_letter_typed_twice_does_not_answer_the_next_question() {
    let school = School::open().await;
    let first = school.ada().types("quiz leaves").await;
    let wrong = letter_of(&first, "Heating");
    school.ada().types(&wrong).await.says("Not right.");
    let second = school.ada().types(&wrong).await;
    second.says("Question 2 of 2").says("Which of these spoil tea leaves?").keeps_quiet_about("ight.");
    let (light, damp) = (letter_of(&second, "Light"), letter_of(&second, "Damp"));
    school.ada().types(&format!("{light} {damp}")).await.says("Right.");
}

#[tokio::test]
async fn a_letter_typed_twice_aloud_does_not_answer_the_next_question_either() {
    let school = School::open().await;
    let first = school.ada().in_channel().types("quiz leaves").await;
    let wrong = letter_of(&first, "Heating");
    school.ada().aloud().types(&wrong).await;
    let door = school.ada().aloud().types(&wrong).await;
    school.ada().in_channel().presses(&door, "Open for me").await.says("Question 2 of 2").keeps_quiet_about("ight.");
}

#[tokio::test]
async fn a_quiz_that_is_half_done_goes_on_and_does_not_begin_anew() {
    let school = School::open().await;
    let first = school.ada().types("quiz leaves").await;
    school.ada().types(&letter_of(&first, "Oxidation")).await;
    school.later(Duration::from_secs(60));
    let water = school.ada().types("quiz water").await;
    school.later(Duration::from_secs(60));
    school.ada().types("quiz leaves").await.says("Question 2 of 2");
    school.later(Duration::from_secs(60));
    school.ada().types("stop").await.says("1 of 2 right");
    let asked_back = school.ada().types("a").await;
    assert_eq!(asked_back.text(), water.text(), "what was left open is asked again before it is graded");
    school.ada().types(&letter_of(&water, "70 to 80")).await.says("Right.");
    school.ada().types("quiz leaves").await.says("Question 1 of 2");
}

#[tokio::test]
async fn two_presses_at_once_begin_one_quiz() {
    let school = School::open().await;
    let (ada, again) = (school.ada(), school.ada());
    let (one, other) = tokio::join!(ada.types("quiz leaves"), again.types("quiz leaves"));
    assert_eq!(one.press("A"), other.press("A"));
}

#[tokio::test]
async fn a_quiz_whose_open_questions_have_all_changed_begins_anew() {
    let school = School::open().await;
    school.ada().types("quiz water").await;
    school.rewrites("02-water.md", |text| text.replace("- [x] 70 to 80 °C", "- [x] 75 °C"));
    school.ada().types("quiz water").await.says("Question 1 of 1").says("75 °C");
}

#[expect(clippy::needless_pass_by_value, reason = "it is how a page is rewritten")]
fn once(text: String) -> String {
    text.replace("tags:", "quiz:\n  attempts: 1\ntags:")
}

#[tokio::test]
async fn a_quiz_that_can_be_taken_once_is_taken_once_by_whatever_way() {
    let school = School::open().await;
    school.rewrites("01-leaves.md", once);
    let menu = school.ada().types("quiz").await;
    let practise = school.ada().presses(&menu, "Practise across lessons").await;
    school.ada().presses(&practise, "A mix").await.says("Question 1 of 1").says("How hot should the water");
    let first = school.ada().types("quiz leaves").await;
    school.later(Duration::from_secs(60));
    school.ada().types("quiz water").await;
    school.later(Duration::from_secs(60));
    let again = school.ada().types("quiz leaves").await;
    assert_eq!(again.text(), first.text());
    school.ada().presses(&first, &letter_of(&first, "Heating")).await.says("Not right.");
    school.ada().types("quiz leaves").await.says("Question 2 of 2");
    school.ada().types("stop").await;
    school.ada().types("quiz leaves").await.says("can be taken once");
}

#[tokio::test]
async fn a_retry_of_before_the_limit_does_not_get_around_it() {
    let school = School::open().await;
    let first = school.ada().types("quiz leaves").await;
    school.ada().presses(&first, &letter_of(&first, "Heating")).await.says("Not right.");
    let results = school.ada().types("stop").await;
    let retry = results.press("Retry");
    school.rewrites("01-leaves.md", once);
    school.ada().does(Action::Press(retry)).await.says("can be taken once");
}

#[tokio::test]
async fn feedback_shows_all_that_the_question_was_about() {
    const MORE: &str = "\
### At the tea shop

A cup costs 3 EUR.

#### What do two cups cost?

- [x] 6 EUR
- [ ] 5 EUR

### What does this print?

```python
print(1 + 1)
```

```output
2
```

## FAQ";
    let school = School::open().await;
    school.rewrites("02-water.md", |text| text.replace("## FAQ", MORE));
    let first = school.ada().types("quiz water").await;
    school.ada().types(&letter_of(&first, "70 to 80")).await;
    let shop = school.ada().types("next").await;
    shop.says("A cup costs 3 EUR.");
    let feedback = school.ada().types(&letter_of(&shop, "6 EUR")).await;
    feedback.says("Right.").says("A cup costs 3 EUR.").says("What do two cups cost?");
    school.ada().types("next").await.says("print(1 + 1)");
    school.ada().types("answer 3").await.says("Not right.").says("print(1 + 1)");
}

#[tokio::test]
async fn practice_goes_across_lessons_and_back_to_what_was_wrong() {
    let school = School::open().await;
    let menu = school.ada().types("quiz").await;
    let practise = school.ada().presses(&menu, "Practise across lessons").await;
    let mixed = school.ada().presses(&practise, "A mix, up to 5").await;
    mixed.says("Question 1 of 3");
    for _ in 0..3 {
        // Three choices at most, and never two of them right: C alone is wrong somewhere.
        school.ada().types("c").await;
        school.ada().types("next").await;
    }
    let misses = school.ada().presses(&practise, "What I got wrong, up to 5").await;
    misses.says("Question 1 of");
}

#[tokio::test]
async fn nothing_missed_is_good_news() {
    let school = School::open().await;
    let practise = school.ada().presses(&school.ada().types("quiz").await, "Practise").await;
    school.ada().presses(&practise, "What I got wrong").await.says("Nothing to repeat");
}

#[tokio::test]
async fn a_topic_is_practised_by_its_tag() {
    let school = School::open().await;
    school.rewrites("02-water.md", |text| text.replace("summary:", "tags: [chemistry]\nsummary:"));
    school.ada().types("quiz chemistry").await.says("Question 1 of 1").says("How hot should the water");
}

#[tokio::test]
async fn a_teacher_can_keep_feedback_and_key_back_and_limit_attempts() {
    let school = School::open().await;
    school.rewrites("01-leaves.md", |text| {
        text.replace("tags:", "quiz:\n  feedback: at-end\n  attempts: 1\n  key: hidden\ntags:")
    });
    let first = school.ada().types("quiz leaves").await;
    let second = school.ada().types(&letter_of(&first, "Heating")).await;
    second.says("Question 2 of 2").says("shown after the last question").keeps_quiet_about("Not right");
    let results = school.ada().types(&letter_of(&second, "Light")).await;
    results.says("0 of 2 right");
    let answers = school.ada().presses(&results, "My answers").await;
    answers.says("Not right.").says("not shown in this quiz").keeps_quiet_about("Oxidation");
    school.ada().presses(&answers, "Next answer").await.says("Partly right");
    school.ada().types("quiz leaves").await.says("can be taken once");
}

#[tokio::test]
async fn a_quiz_nobody_wrote_offers_those_that_there_are() {
    let school = School::open().await;
    let menu = school.ada().types("quiz coffee roasting machines").await;
    menu.says("No quiz is about “coffee roasting machines”").says("Leaves").says("Water");
}

#[tokio::test]
async fn what_is_shared_says_what_kind_of_quiz_it_was() {
    let school = School::open().await;
    let ada = school.ada().in_channel();
    let menu = ada.types("quiz").await;
    let practice = ada.presses(&menu, "Practise across lessons").await;
    ada.presses(&practice, "A mix, up to 5").await;
    let result = ada.types("stop").await;
    let shared = ada.presses(&result, "Share here").await;
    shared.announced().says("right in a practice on “Making tea”");
    school.later(Duration::from_secs(3 * 24 * 60 * 60));
    let question = ada.types("quiz water").await;
    ada.presses(&question, "A").await;
    school.later(Duration::from_secs(3 * 24 * 60 * 60));
    ada.types("review").await.says("Review");
    let result = ada.types("stop").await;
    let shared = ada.presses(&result, "Share here").await;
    shared.announced().says("right in a review");
}

#[tokio::test]
async fn who_has_read_nothing_has_no_progress_to_share() {
    let school = School::open().await;
    let bob = school.bob().in_channel();
    let question = bob.types("quiz water").await;
    bob.presses(&question, "A").await;
    let progress = bob.types("progress").await;
    assert!(progress.reply.presses().iter().all(|(label, _)| label != "Share here"), "{}", progress.text());
    let share = Press::Share { what: crate::action::Shareable::Progress };
    let shared = bob.does(Action::Press(share)).await;
    shared.says("Nothing yet.");
    assert!(shared.reply.announcement.is_none());
}
