use discord_sim::{Message, ResponseKind, User};

use super::{School, letter_of, says};

/// Ada's first question of the quiz on leaves, in the channel.
async fn first_question(school: &School) -> Message {
    let quiz = school.ada.in_channel(&school.room).command("quiz").option("about", "Leaves").await;
    let question = quiz.message().await;
    says(&question, "Which step makes black tea dark?");
    question
}

#[tokio::test]
async fn a_quiz_runs_from_question_to_results_in_one_private_message() {
    let school = School::open().await;
    let question = first_question(&school).await;
    assert!(question.is_private());
    let feedback = school.ada.presses(&question, &letter_of(&question, "Oxidation")).await;
    says(&feedback.message().await, "Right.");
    let second = school.ada.presses(&question, "Next question").await.message().await;
    says(&second, "Which of these spoil tea leaves?");
    let letters = [letter_of(&second, "Light"), letter_of(&second, "Damp")];
    let select = second.components().iter().find_map(select_of).expect("a select for several letters");
    let answered = school.ada.selects(&second, &select, &[&letters[0], &letters[1]]).await.message().await;
    says(&answered, "Right.");
    let results = school.ada.presses(&question, "Results").await.message().await;
    says(&results, "2 of 2 right");
    assert_eq!(results.id(), question.id());
    school.close().await;
}

/// The `custom_id` of the first string select below `component`.
fn select_of(component: &serde_json::Value) -> Option<String> {
    if component["type"] == 3 {
        return component["custom_id"].as_str().map(str::to_owned);
    }
    component["components"].as_array()?.iter().find_map(select_of)
}

#[tokio::test]
async fn a_question_asked_before_a_restart_is_answered_after_it() {
    let mut school = School::open().await;
    let question = first_question(&school).await;
    school.restart().await;
    let feedback = school.ada.presses(&question, &letter_of(&question, "Heating")).await;
    let feedback = feedback.message().await;
    says(&feedback, "Not right.");
    says(&feedback, "your answer, wrong");
    says(&feedback, "Heat stops oxidation");
    school.close().await;
}

#[tokio::test]
async fn an_answer_can_be_typed_after_a_restart() {
    let mut school = School::open().await;
    let question = school.ada.in_dm().says("quiz water").answer().await;
    school.restart().await;
    let letter = letter_of(&question, "70 to 80").to_lowercase();
    let feedback = school.ada.in_dm().says(&letter).answer().await;
    says(&feedback, "Right.");
    school.close().await;
}

#[tokio::test]
async fn a_double_press_counts_once() {
    let school = School::open().await;
    let question = first_question(&school).await;
    let letter = letter_of(&question, "Oxidation");
    let (first, second) = school.ada.clicks_twice_at_once(&question, &letter).await;
    for press in [&first, &second] {
        assert_eq!(press.response_kind(), ResponseKind::Update);
    }
    says(&question.latest(), "Right.");
    let results = school.ada.presses(&question, "Next question").await.message().await;
    says(&results, "Question 2 of 2");
    school.close().await;
}

/// Learners who press at the same moment. Discord waits three seconds, in which a program without optimisation on a
/// machine that does other things as well answers only so many.
const AT_ONCE: usize = if cfg!(debug_assertions) { 125 } else { 1_000 };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_double_presses_count_once_each() {
    let school = School::open().await;
    let learners: Vec<User> = (0..1_000).map(|number| school.world.user(&format!("Learner {number}"))).collect();
    for learner in &learners {
        learner.joins(&school.server);
    }
    for crowd in learners.chunks(AT_ONCE) {
        double_presses(&school, crowd).await;
    }
    school.close().await;
}

/// Everybody in the crowd takes the quiz on water and presses the right answer twice, all at once.
async fn double_presses(school: &School, crowd: &[User]) {
    let quiz = |learner: &User| learner.in_channel(&school.room).command("quiz").option("about", "Water").dispatch();
    let quizzes: Vec<_> = crowd.iter().map(quiz).collect();
    let mut questions = Vec::new();
    for quiz in &quizzes {
        questions.push(quiz.message().await);
    }
    let press = |(learner, question): (&User, &Message)| {
        learner.clicks_twice_at_once(question, &letter_of(question, "70 to 80"))
    };
    let presses: Vec<_> = crowd.iter().zip(&questions).map(press).collect();
    for both in presses {
        let (first, second) = both.await;
        says(&first.message().await, "Right.");
        says(&second.message().await, "Right.");
    }
    let results = |(learner, question)| User::presses(learner, question, "Results").dispatch();
    let results: Vec<_> = crowd.iter().zip(&questions).map(results).collect();
    for result in &results {
        says(&result.message().await, "1 of 1 right");
    }
}

#[tokio::test]
async fn a_press_of_somebody_else_is_answered_politely_and_privately() {
    let school = School::open().await;
    let question = first_question(&school).await;
    let letter = letter_of(&question, "Oxidation");
    let id = question.custom_ids().into_iter().find(|id| id.ends_with(&format!(":{letter}"))).unwrap();
    let own = school.bob.in_channel(&school.room).command("help").await.message().await;
    let press = school.bob.presses_raw(&school.room, own.id(), &id).await;
    let refusal = press.message().await;
    says(&refusal, "belongs to somebody else");
    assert!(refusal.is_private());
    assert!(!question.latest().is_edited());
    school.close().await;
}

#[tokio::test]
async fn a_forged_or_ancient_press_gets_a_way_on() {
    let school = School::open().await;
    let question = first_question(&school).await;
    for id in ["0:an:1:0:A", "1:an:999999:0:A", "1:qu:0000000000000000", "no press at all", "1:op:1:op:1:pr"] {
        let press = school.ada.presses_raw(&school.room, question.id(), id).await;
        let answer = press.message().await;
        assert!(answer.is_private(), "{id}");
        assert!(!answer.text().is_empty(), "{id}");
    }
    school.close().await;
}

#[tokio::test]
async fn a_private_attempt_shows_nobody_else_anything() {
    let school = School::open().await;
    let question = first_question(&school).await;
    school.ada.presses(&question, &letter_of(&question, "Heating")).await;
    assert!(school.in_the_room(&school.bob).is_empty());
    school.close().await;
}
