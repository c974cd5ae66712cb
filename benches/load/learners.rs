//! What learners do: the next interaction of each, made from a course and from what the bot answered before.

use std::{
    collections::{BTreeSet, HashSet, VecDeque},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use docent::{
    action::{Letters, Press, wire},
    course::{Course, Lesson, QuestionBody, Selection, load},
    ids::{AttemptId, SectionKey},
};
use serde_json::Value;

use crate::events::{self, Person};

/// A kind of interaction to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// A question, each time another one.
    Ask,
    /// The next section.
    Read,
    Progress,
    /// An answer to an open question of a quiz; nothing else.
    Answer,
    /// A quiz from its start over answers and next questions to its result.
    Quiz,
    /// Some of everything.
    Mix,
}

impl Deed {
    pub fn name(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Read => "read",
            Self::Progress => "progress",
            Self::Answer => "answer",
            Self::Quiz => "quiz",
            Self::Mix => "mix",
        }
    }

    /// What the `number`th interaction of this kind is.
    fn resolved(self, number: usize, material: &Material) -> Self {
        use Deed::{Ask, Progress, Quiz, Read};
        match self {
            Self::Mix if material.quizzes.is_empty() => [Ask, Read, Ask, Read, Progress][number % 5],
            Self::Mix => [Ask, Read, Quiz, Ask, Quiz, Read, Quiz, Progress, Ask, Quiz][number % 10],
            deed => deed,
        }
    }
}

/// What a course offers to do.
pub struct Material {
    pub questions: Vec<String>,
    sections: Vec<SectionKey>,
    /// Titles of lessons, and at which positions each asks a question that takes one letter.
    quizzes: Vec<(String, Vec<u16>)>,
    asked: AtomicUsize,
    done: AtomicUsize,
}

impl Material {
    /// Reads the course that the bot reads, too.
    pub fn read(content: &Path) -> anyhow::Result<Self> {
        let courses = load::load(content)?.courses;
        let lessons = || courses.iter().flat_map(|course| &course.lessons);
        let sections = lessons().flat_map(|lesson| lesson.sections.iter().map(|section| section.key));
        Ok(Self {
            questions: questions(&courses),
            sections: sections.collect(),
            quizzes: quizzes(&courses),
            asked: AtomicUsize::new(0),
            done: AtomicUsize::new(0),
        })
    }

    fn question(&self) -> &str {
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        &self.questions[number % self.questions.len()]
    }
}

fn quizzes(courses: &[Arc<Course>]) -> Vec<(String, Vec<u16>)> {
    let one_letter = |body: &QuestionBody| matches!(body, QuestionBody::Choice(c) if c.selection == Selection::Single);
    let pressed = |lesson: &Lesson| {
        let questions = (0..).zip(&lesson.questions).filter(|(_, question)| one_letter(&question.body));
        (lesson.title.clone(), questions.map(|(position, _)| position).collect::<Vec<u16>>())
    };
    let all = courses.iter().flat_map(|course| &course.lessons).map(pressed);
    all.filter(|(_, positions)| !positions.is_empty()).collect()
}

/// Distinct questions on every section, in the words of its heading.
fn questions(courses: &[Arc<Course>]) -> Vec<String> {
    let lessons = courses.iter().flat_map(|course| &course.lessons);
    let headings =
        lessons.flat_map(|lesson| lesson.sections.iter().map(|section| (section.title.to_string(), &lesson.title)));
    let asked = headings.flat_map(|(heading, lesson)| {
        [
            format!("How does {heading} work?"),
            format!("What do I need {heading} for in {lesson}?"),
            format!("my {heading} fails, what did I miss about {lesson}"),
        ]
    });
    // Headings come again; in the order of the alphabet neighbours would be alike.
    let distinct: BTreeSet<String> = asked.collect();
    let mut questions: Vec<String> = distinct.into_iter().collect();
    questions.sort_by_key(|question| blake3::hash(question.as_bytes()).to_hex());
    questions
}

/// One learner: what they see, and what can be done about it.
pub struct Learner {
    person: Person,
    section: usize,
    reading: Option<Arc<Value>>,
    quiz: Option<Arc<Value>>,
    /// Presses that answer open questions, each with the message that it is under.
    open: VecDeque<(String, Arc<Value>)>,
    /// Questions that were in [`Self::open`] at some time: each can be answered once.
    noted: HashSet<(AttemptId, u16)>,
    /// Quizzes begun. The next one is about another lesson: a quiz that is not finished would be gone on with.
    begun: usize,
}

impl Learner {
    pub fn new(number: usize) -> Self {
        Self {
            person: Person(number),
            section: number,
            reading: None,
            quiz: None,
            open: VecDeque::new(),
            noted: HashSet::new(),
            begun: 0,
        }
    }

    /// The next interaction; with it, what it turned out to be.
    pub fn next(&mut self, deed: Deed, material: &Material) -> (Deed, String) {
        let deed = deed.resolved(material.done.fetch_add(1, Ordering::Relaxed), material);
        let interaction = match deed {
            Deed::Ask | Deed::Mix => events::command(self.person, "ask", Some(("question", material.question()))),
            Deed::Progress => events::command(self.person, "progress", None),
            Deed::Read => self.read(material),
            Deed::Answer => match self.open.pop_front() {
                Some((custom_id, message)) => events::press(self.person, &custom_id, &message),
                None => self.begin(material),
            },
            Deed::Quiz => self.go_on(material),
        };
        (deed, interaction)
    }

    fn read(&mut self, material: &Material) -> String {
        self.section += 1;
        let section = material.sections[self.section % material.sections.len()];
        match &self.reading {
            Some(message) => events::press(self.person, &wire::encode(&Press::Section { section, page: 0 }), message),
            None => events::command(self.person, "lesson", None),
        }
    }

    /// Begins a quiz.
    pub fn begin(&mut self, material: &Material) -> String {
        self.begun += 1;
        let (title, _) = self.lesson(material);
        events::command(self.person, "quiz", Some(("about", title)))
    }

    /// The lesson of the quiz begun last.
    fn lesson<'a>(&self, material: &'a Material) -> &'a (String, Vec<u16>) {
        &material.quizzes[(self.person.0 + self.begun) % material.quizzes.len()]
    }

    /// Does what the quiz on the screen offers.
    fn go_on(&mut self, material: &Material) -> String {
        let on_screen = self.quiz.as_ref().and_then(|message| {
            presses(message).into_iter().find_map(|press| match press {
                // Of a question that takes several letters there is a select, which holds none yet.
                Press::Answer { chosen, .. } if chosen.is_empty() => {
                    Some(events::select(self.person, &wire::encode(&press), "A", message))
                }
                Press::Answer { .. } | Press::Resume { .. } => {
                    Some(events::press(self.person, &wire::encode(&press), message))
                }
                _ => None,
            })
        });
        on_screen.unwrap_or_else(|| self.begin(material))
    }

    /// Looks at a first response; one that nobody would expect is handed back.
    pub fn took(&mut self, deed: Deed, body: &[u8], material: &Material) -> Result<(), String> {
        let response: Value = serde_json::from_slice(json_of(body)).unwrap_or_default();
        // A message or an update; whatever else comes first means that the answer was late.
        if !matches!(response["type"].as_u64(), Some(4 | 7)) {
            return Err(String::from_utf8_lossy(json_of(body)).into_owned());
        }
        let message = Arc::new(events::message(&response["data"]));
        let presses = presses(&message);
        // Refusals and faults offer nothing to go on with.
        let goes_on = !presses.is_empty();
        match deed {
            Deed::Read => self.reading = Some(message),
            Deed::Quiz => self.quiz = Some(message),
            Deed::Answer => self.note_open(&presses, &message, material),
            Deed::Ask | Deed::Progress | Deed::Mix => {}
        }
        if !goes_on {
            return Err(response["data"].to_string());
        }
        Ok(())
    }

    /// Of a quiz just begun every question can be answered: an answer names its item.
    fn note_open(&mut self, presses: &[Press], message: &Arc<Value>, material: &Material) {
        let Some(Press::Answer { attempt, item: 0, .. }) = presses.first() else { return };
        let (_, positions) = self.lesson(material);
        for &item in positions {
            if !self.noted.insert((*attempt, item)) {
                continue;
            }
            let chosen = Letters::one(0).unwrap_or_default();
            let answer = wire::encode(&Press::Answer { attempt: *attempt, item, chosen });
            self.open.push_back((answer, Arc::clone(message)));
        }
    }

    /// How many answers can be given.
    pub fn open(&self) -> usize {
        self.open.len()
    }
}

/// The JSON of a body, which may have files beside it.
fn json_of(body: &[u8]) -> &[u8] {
    if body.starts_with(b"{") {
        return body;
    }
    // It comes last; in a picture a line may begin so by chance.
    let line = body.rsplit(|byte| *byte == b'\n').find(|line| line.starts_with(b"{"));
    line.map_or(body, <[u8]>::trim_ascii)
}

/// All that can be pressed in a message, in its order.
fn presses(component: &Value) -> Vec<Press> {
    let own = ["custom_id", "value"].into_iter().filter_map(|field| wire::decode(component[field].as_str()?).ok());
    let mut presses: Vec<Press> = own.collect();
    for below in ["components", "options"] {
        presses.extend(component[below].as_array().into_iter().flatten().flat_map(self::presses));
    }
    presses
}
