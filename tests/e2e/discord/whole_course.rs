//! A course from end to end on Discord: every section page by page, every question of every quiz answered. The fake
//! Discord holds each message against Discord's limits.

use std::{collections::BTreeMap, path::Path};

use discord_sim::{Message, World};
use docent::{
    action::{Identity, Platform, Press, wire},
    clock::Clock,
    course::{Course, Lesson, Question},
    ids::{AttemptId, LearnerId},
    paging,
    quiz::order,
};
use serde_json::Value;

use super::{PATIENCE, School, library, says};
use crate::answers::{Answer, bundled, every_kind, kind, named, right_answer};

/// Docent's own words for a message that ends early.
const CUT: &str = "The rest does not fit";

#[tokio::test]
async fn the_bundled_course_fits_into_messages_and_its_quizzes_come_to_their_end() {
    let walk = Walk::through(&bundled()).await;
    assert_eq!(walk.pages_cut, [""; 0]);
    assert!(walk.sections > 50 && walk.questions.values().sum::<usize>() >= 35, "{}", walk.told());
}

#[tokio::test]
async fn a_quiz_of_every_kind_comes_to_its_end() {
    let walk = Walk::through(&every_kind()).await;
    let kinds: Vec<&str> = walk.questions.keys().copied().collect();
    assert_eq!(kinds, ["choice, one", "choice, several", "matching", "number", "text", "tracing"]);
}

#[tokio::test]
async fn a_named_course_fits_into_messages_and_its_quizzes_come_to_their_end() {
    let Some(course) = named() else { return };
    let walk = Walk::through(&course).await;
    println!("{}", walk.told());
    assert_eq!(walk.pages_cut, [""; 0]);
}

/// Ada's way through a course, in one private message, and what she saw on it.
struct Walk {
    school: School,
    learner: LearnerId,
    secret: [u8; 32],
    message: Message,
    sections: usize,
    questions: BTreeMap<&'static str, usize>,
    messages: usize,
    pages_cut: Vec<String>,
    questions_cut: Vec<String>,
    /// In bytes of JSON, characters of text, and components, each with where.
    largest: (usize, String),
    longest: (usize, String),
    fullest: (usize, String),
}

impl Walk {
    async fn through(content: &Path) -> Self {
        let library = library(content);
        let courses = library.courses().to_vec();
        let school = School::open_with(World::builder().patience(PATIENCE), library).await;
        let message = school.ada.in_channel(&school.room).command("help").await.message().await;
        let ada = Identity { platform: Platform::Discord, external_id: school.ada.id().to_string() };
        let learner = school.docent.store.learner(&ada, Clock::System.now()).await.unwrap();
        let secret = school.docent.store.secret().await.unwrap();
        let none = || (0, String::new());
        let mut walk = Self {
            school,
            learner,
            secret,
            message,
            sections: 0,
            questions: BTreeMap::new(),
            messages: 0,
            pages_cut: Vec::new(),
            questions_cut: Vec::new(),
            largest: none(),
            longest: none(),
            fullest: none(),
        };
        for (course, lesson) in
            courses.iter().flat_map(|course| course.lessons.iter().map(move |lesson| (course, lesson)))
        {
            walk.reads(course, lesson).await;
            walk.takes_the_quiz(lesson).await;
        }
        walk.school.docent.stop().await;
        let violations = walk.school.world.violations();
        assert!(violations.is_empty(), "{violations:#?}");
        walk
    }

    async fn reads(&mut self, course: &Course, lesson: &Lesson) {
        for section in &lesson.sections {
            self.sections += 1;
            let pages = paging::pages(&section.blocks, paging::PAGE_BUDGET).len().max(1);
            for page in 0..u16::try_from(pages).unwrap() {
                let at = format!("{}:{}#{} page {}", course.id, lesson.id, section.id, page + 1);
                if self.presses(&Press::Section { section: section.key, page }, &at).await {
                    self.pages_cut.push(at);
                }
            }
        }
    }

    async fn takes_the_quiz(&mut self, lesson: &Lesson) {
        let questions = &lesson.questions;
        if questions.is_empty() {
            return;
        }
        self.presses(&Press::Quiz { lesson: lesson.key }, lesson.id.as_str()).await;
        for (question, number) in questions.iter().zip(1..) {
            let at = format!("{} ({}:{})", question.id, question.at.path, question.at.line);
            says(&self.message, &format!("Question {number} of {}", questions.len()));
            if self.answers(question, &at).await {
                self.questions_cut.push(at.clone());
            }
            says(&self.message, "Right.");
            *self.questions.entry(kind(question)).or_default() += 1;
            let on = if number < questions.len() { "Next question" } else { "Results" };
            let message = self.school.ada.presses(&self.message, on).await.message().await;
            self.sees(message, &at);
        }
        says(&self.message, &format!("{0} of {0} right", questions.len()));
    }

    /// Answers the question of the message; says whether a message about it ends early.
    async fn answers(&mut self, question: &Question, at: &str) -> bool {
        let order = order::choice_order(question, self.learner, self.attempt(), &self.secret);
        let ada = &self.school.ada;
        let is_cut = self.message.text().contains(CUT);
        let message = match right_answer(question, &order) {
            Answer::Letters(places) => {
                let letters: Vec<String> = places.iter().map(|place| letter(*place)).collect();
                let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
                match (letters.as_slice(), select_of(&self.message)) {
                    ([one], None) => ada.presses(&self.message, one).await.message().await,
                    (several, Some(select)) => ada.selects(&self.message, &select, several).await.message().await,
                    (several, None) => panic!("nothing to choose {several:?} in:\n{}", self.message.text()),
                }
            }
            Answer::Typed(text) => {
                let form = ada.presses(&self.message, "Answer").dispatch();
                form.responded().await;
                ada.submits(&form.modal(), &[("Answer", &text)]).await.message().await
            }
        };
        self.sees(message, at) || is_cut
    }

    /// The attempt that the message belongs to.
    fn attempt(&self) -> AttemptId {
        let of = |id: String| match wire::decode(&id) {
            Ok(Press::Stop { attempt }) => Some(attempt),
            _ => None,
        };
        self.message.custom_ids().into_iter().find_map(of).expect("a question has a button to stop")
    }

    async fn presses(&mut self, press: &Press, at: &str) -> bool {
        let act = self.school.ada.presses_raw(&self.school.room, self.message.id(), &wire::encode(press));
        let message = act.await.message().await;
        self.sees(message, at)
    }

    /// Takes note of a message; says whether it ends early.
    fn sees(&mut self, message: Message, at: &str) -> bool {
        let components = message.components();
        let (mut text, mut count) = (0, 0);
        components.iter().for_each(|component| measure(component, &mut text, &mut count));
        let bytes = components.iter().map(|component| component.to_string().len()).sum();
        for (most, found) in [(&mut self.largest, bytes), (&mut self.longest, text), (&mut self.fullest, count)] {
            if found > most.0 {
                *most = (found, at.to_owned());
            }
        }
        self.messages += 1;
        self.message = message;
        assert!(self.message.is_private() && !self.message.text().contains("Something went wrong"), "{at}");
        self.message.text().contains(CUT)
    }

    fn told(&self) -> String {
        let total: usize = self.questions.values().sum();
        format!(
            "{} sections, {total} questions {:?}, {} messages, none against a rule\n\
             largest payload: {} bytes, {}\nlongest text: {} of 4000 characters, {}\nmost components: {} of 40, {}\n\
             pages cut short: {:?}\nquestions cut short: {:?}",
            self.sections,
            self.questions,
            self.messages,
            self.largest.0,
            self.largest.1,
            self.longest.0,
            self.longest.1,
            self.fullest.0,
            self.fullest.1,
            self.pages_cut,
            self.questions_cut
        )
    }
}

fn letter(place: usize) -> String {
    char::from(b'A' + u8::try_from(place).unwrap()).to_string()
}

/// The `custom_id` of a message's select of letters.
fn select_of(message: &Message) -> Option<String> {
    fn find(component: &Value) -> Option<String> {
        if component["type"] == 3 {
            return component["custom_id"].as_str().map(str::to_owned);
        }
        component["components"].as_array()?.iter().find_map(find)
    }
    message.components().iter().find_map(find)
}

fn measure(component: &Value, text: &mut usize, count: &mut usize) {
    *count += 1;
    *text += component["content"].as_str().map_or(0, |content| content.encode_utf16().count());
    let inner = component["components"].as_array();
    inner.into_iter().flatten().for_each(|component| measure(component, text, count));
}
