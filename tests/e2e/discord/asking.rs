use discord_sim::Visibility;

use super::{School, says};

#[tokio::test]
async fn a_question_is_answered_privately_with_its_source() {
    let school = School::open().await;
    let ask =
        school.ada.in_channel(&school.room).command("ask").option("question", "Why does my tea taste bitter?").await;
    let answer = ask.message().await;
    says(&answer, "Mostly because the water was too hot");
    says(&answer, "Making tea › Water");
    assert!(answer.is_private());
    assert!(!school.bob.sees(&answer));
    school.close().await;
}

#[tokio::test]
async fn suggestions_come_while_typing_and_are_never_too_many() {
    let school = School::open().await;
    let seat = school.ada.in_channel(&school.room);
    let choices = seat.autocomplete("ask", "question", "green").await;
    assert!(
        choices.iter().any(|choice| choice.name == "Green tea"),
        "{:?}",
        choices.iter().map(|c| &c.name).collect::<Vec<_>>()
    );
    let all = seat.autocomplete("lesson", "title", "").await;
    assert_eq!(all.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(), ["Leaves", "Water"]);
    school.close().await;
}

#[tokio::test]
async fn a_picked_suggestion_opens_what_it_names() {
    let school = School::open().await;
    let seat = school.ada.in_channel(&school.room);
    let choices = seat.autocomplete("lesson", "title", "wat").await;
    let lesson = seat.command("lesson").option("title", choices[0].name.as_str()).await;
    says(&lesson.message().await, "Good tea is mostly good water");
    school.close().await;
}

#[tokio::test]
async fn not_what_i_meant_replaces_the_private_answer() {
    let school = School::open().await;
    let ask =
        school.ada.in_channel(&school.room).command("ask").option("question", "Why does my tea taste bitter?").await;
    let answer = ask.message().await;
    let press = school.ada.presses(&answer, "Not what I meant").await;
    says(&press.message().await, "Then perhaps this");
    assert_eq!(press.message().await.id(), answer.id(), "the answer changes in place");
    school.close().await;
}

#[tokio::test]
async fn a_message_is_answered_from_the_course_by_its_menu() {
    let school = School::open().await;
    let message = school.bob.says(&school.room, "Does green tea come from another plant?");
    let menu = school.ada.message_menu("Answer from the course", &message).await;
    let answer = menu.message().await;
    says(&answer, "the same plant");
    assert_eq!(menu.visibility(), Visibility::Private);
    school.close().await;
}

#[tokio::test]
async fn a_mention_is_answered_where_it_was_written() {
    let school = School::open().await;
    let message = school.ada.says(&school.room, "@Docent why does my tea taste bitter?");
    let answer = message.answer().await;
    says(&answer, "Mostly because the water was too hot");
    assert_eq!(answer.replies_to(), Some(message.id()));
    assert!(answer.pings().is_empty(), "nobody is pinged");
    school.close().await;
}

#[tokio::test]
async fn a_direct_message_is_a_conversation() {
    let school = School::open().await;
    let answer = school.ada.in_dm().says("why does my tea taste bitter?").answer().await;
    says(&answer, "Mostly because the water was too hot");
    let question = school.ada.in_dm().says("quiz leaves").answer().await;
    says(&question, "Question 1 of 2");
    let feedback = school.ada.presses(&question, &super::letter_of(&question, "Oxidation")).await;
    says(&feedback.message().await, "Right.");
    assert_eq!(feedback.message().await.id(), question.id(), "in a direct message a press changes its message");
    school.close().await;
}

#[tokio::test]
async fn talk_that_does_not_mention_docent_is_left_alone() {
    let school = School::open().await;
    school.ada.says(&school.room, "why does my tea taste bitter?");
    let asked = school.ada.says(&school.room, "@Docent help");
    says(&asked.answer().await, "/ask");
    let all = school.world.channel_messages(&school.room);
    assert_eq!(all.iter().filter(|message| message.author() == school.world.bot()).count(), 1);
    school.close().await;
}

#[tokio::test]
async fn what_people_write_is_shown_as_they_wrote_it_and_pings_nobody() {
    let school = School::open().await;
    let seat = school.ada.in_channel(&school.room);
    let words = "@everyone why does my **tea** taste `bitter`?";
    let answer = seat.command("ask").option("question", words).await.message().await;
    let shared = school.ada.presses(&answer, "Share here").await.followup(1).await;
    assert!(shared.pings().is_empty());
    assert!(!shared.json().to_string().contains("@everyone"), "{}", shared.json());
    school.close().await;
}
