//! Every quiz of a course, typed line by line at the end of a pipe.

use std::{collections::BTreeMap, path::Path};

use docent::{
    action::{Identity, Platform},
    clock::Clock,
    course::load,
    ids::AttemptId,
    quiz::order,
    store::{OpenOptions, Store},
};

use super::Home;
use crate::answers::{Answer, bundled, every_kind, kind, named, right_answer};

#[tokio::test]
async fn every_quiz_of_the_bundled_course_is_taken_to_its_end() {
    takes_every_quiz(&bundled()).await;
}

#[tokio::test]
async fn a_quiz_of_every_kind_is_taken_to_its_end() {
    takes_every_quiz(&every_kind()).await;
}

#[tokio::test]
async fn every_quiz_of_a_named_course_is_taken_to_its_end() {
    let Some(course) = named() else { return };
    println!("{:?}", takes_every_quiz(&course).await);
}

/// Answers every question right; gives how many of each kind there were.
async fn takes_every_quiz(content: &Path) -> BTreeMap<&'static str, usize> {
    let home = Home::new();
    // Who will come, and what orders the choices: so that it is known beforehand under which letter each will stand.
    let store = Store::open(&home.path().join("docent.db"), &OpenOptions::default()).await.unwrap();
    let ada = Identity { platform: Platform::Terminal, external_id: "ada".into() };
    let learner = store.learner(&ada, Clock::System.now()).await.unwrap();
    let secret = store.secret().await.unwrap();
    store.close().await;

    let mut lines: Vec<String> = Vec::new();
    let mut kinds: BTreeMap<&'static str, usize> = BTreeMap::new();
    let courses = load::load(content).unwrap().courses;
    let quizzes = courses.iter().flat_map(|course| &course.lessons).filter(|lesson| !lesson.questions.is_empty());
    for (lesson, number) in quizzes.zip(1..) {
        let attempt = AttemptId::parse(&format!("{number}")).unwrap();
        lines.push(format!("quiz {}", lesson.id));
        for question in &lesson.questions {
            *kinds.entry(kind(question)).or_default() += 1;
            let order = order::choice_order(question, learner, attempt, &secret);
            lines.push(match right_answer(question, &order) {
                Answer::Letters(places) => places.iter().map(|place| letter(*place)).collect::<Vec<_>>().join(" and "),
                Answer::Typed(text) => format!("answer {}", text.trim_end().replace('\n', "\\\n")),
            });
            lines.push("next".into());
        }
    }
    let mut command = home.docent(&["chat", "--as", "ada"]);
    command.env("DOCENT_CONTENT", content);
    let run = home.chat_with(command, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    run.ends_with(0);
    let (right, total) = (run.out.matches("Right.").count(), kinds.values().sum::<usize>());
    assert!(!run.out.contains("Not right.") && right == total, "{right} of {total} right\n{}", run.out);
    kinds
}

fn letter(place: usize) -> String {
    char::from(b'a' + u8::try_from(place).unwrap()).to_string()
}
