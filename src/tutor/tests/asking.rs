//! Questions and what comes back.

use super::*;

#[tokio::test]
async fn a_question_is_answered_word_for_word_with_its_place() {
    let school = School::open().await;
    let answer = school.ada().types("why does my tea taste bitter?").await;
    answer.says("Mostly because the water was too hot").says("Making tea › Water").says("https://tea.example/course/");
    school.ada().presses(&answer, "Quiz me on this").await.says("Question 1 of 1");
}

#[tokio::test]
async fn a_question_beyond_the_course_is_answered_honestly() {
    let school = School::open().await;
    let unknown = school.ada().types("how do I renew my passport abroad?").await;
    unknown.says("The course does not seem to cover this").keeps_quiet_about("Mostly because");
}

/// The first thing that somebody writes to a bot must not stand among the gaps that the teacher sees.
#[tokio::test]
async fn a_greeting_is_answered_with_what_there_is_and_is_no_question() {
    let school = School::open().await;
    for line in ["hi", "Hello!", "thanks", "/nonsense"] {
        school.ada().types(line).await.says("/quiz").keeps_quiet_about("does not seem to cover");
    }
    assert_eq!(school.store.asked(None, Timestamp::from_millis(0), 10).await.unwrap(), []);
}

#[tokio::test]
async fn not_what_i_meant_shows_another_place_and_never_the_same_again() {
    let school = School::open().await;
    let mut seen = school.ada().types("why does my tea taste bitter?").await;
    let mut texts = vec![seen.text()];
    for _ in 0..2 {
        seen = school.ada().presses(&seen, "Not what I meant").await;
        seen.says("Then perhaps this:");
        assert!(!texts.contains(&seen.text()));
        texts.push(seen.text());
    }
}

#[tokio::test]
async fn nothing_of_a_quiz_can_be_asked_for() {
    let school = School::open().await;
    for question in
        ["rolled leaves react with the air for hours", "Roasting over charcoal", "A closed tin protects them"]
    {
        let seen = school.ada().types(question).await;
        seen.keeps_quiet_about("react with the air").keeps_quiet_about("charcoal").keeps_quiet_about("protects");
    }
}

#[tokio::test]
async fn a_question_without_words_is_asked_back() {
    let school = School::open().await;
    school.ada().does(Action::Ask { words: "  ???  ".into() }).await.says("Ask in your own words");
}

#[tokio::test]
async fn an_answer_is_shared_by_its_owner_and_removed_by_nobody_else() {
    let school = School::open().await;
    let (ada, bob) = (school.ada().in_channel(), school.bob().in_channel());
    let answer = ada.types("why does my tea taste bitter?").await;
    let shared = ada.presses(&answer, "Share here").await;
    let public = shared.announced();
    public.says("why does my tea taste bitter?").says("Mostly because").says("Shared by ada");
    bob.presses(&public, "Remove").await.says("Only the person who shared this");
    let removed = ada.presses(&public, "Remove").await;
    assert_eq!(removed.reply.carrier, crate::reply::Carrier::Remove);
}

#[tokio::test]
async fn the_faq_is_looked_up_by_question_or_listed() {
    let school = School::open().await;
    school.ada().types("faq does green tea come from another plant?").await.says("the same plant");
    school
        .ada()
        .types("faq")
        .await
        .says("Does green tea come from another plant?")
        .says("Why does my tea taste bitter?");
}

#[tokio::test]
async fn suggestions_come_from_titles_sections_and_questions() {
    let school = School::open().await;
    let actor = school.ada().actor;
    let suggest = |suggests, text| {
        let suggestions = school.tutor.suggest(&actor, suggests, text);
        suggestions.into_iter().map(|suggestion| suggestion.text).collect::<Vec<_>>()
    };
    use crate::words::commands::Suggests;
    assert!(suggest(Suggests::Passages, "bitt").contains(&"Why does my tea taste bitter?".to_owned()));
    assert_eq!(suggest(Suggests::Lessons, ""), ["Leaves", "Water"]);
    assert_eq!(suggest(Suggests::Quizzes, "wat"), ["Water"]);
    assert_eq!(suggest(Suggests::Quizzes, "te"), ["Water", "Leaves"], "its own name before what stands in it");
    assert_eq!(suggest(Suggests::Courses, "tea"), ["Making tea"]);
    assert_eq!(suggest(Suggests::Faq, "").len(), 2);
}
