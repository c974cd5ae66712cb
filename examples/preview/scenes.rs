//! What is shown: each scene has a name and what the tutor said.

use docent::{
    action::{Letters, Press, typed},
    course::{Lesson, QuestionBody, Section, Selection},
    markup::Block,
    reply::{Options, Reply},
    tutor::Outcome,
    words::Locale,
};

use super::{
    playing,
    school::{Learner, School},
};

pub type Scene = (String, Outcome);
/// A kind of question: its name, and which are of it.
type Kind = (&'static str, fn(&QuestionBody) -> bool);

impl Learner<'_> {
    pub fn speaking_german(mut self) -> Self {
        self.actor.locale = Locale::German;
        self
    }

    pub async fn types(&self, line: &str) -> Outcome {
        self.does(typed::read(line)).await
    }

    /// The button of `reply` that is labelled so.
    pub async fn presses_labelled(&self, reply: &Reply, label: &str) -> anyhow::Result<Outcome> {
        let presses = reply.presses();
        let press = presses.iter().find(|(shown, _)| shown == label).map(|(_, press)| press.clone());
        Ok(self.presses(press.ok_or_else(|| anyhow::anyhow!("nothing is labelled {label:?}"))?).await)
    }
}

pub async fn all(school: &School) -> anyhow::Result<Vec<Scene>> {
    let mut scenes = Vec::new();
    reading(school, &mut scenes).await;
    quiz(school, &mut scenes).await?;
    progress(school, &mut scenes).await?;
    asking(school, &mut scenes).await;
    german(school, &mut scenes).await?;
    playing::scenes(school, &mut scenes).await?;
    Ok(scenes)
}

pub fn add(scenes: &mut Vec<Scene>, name: &str, outcome: Outcome) {
    scenes.push((name.to_owned(), outcome));
}

/// Sections that are unusual in one way each.
async fn reading(school: &School, scenes: &mut Vec<Scene>) {
    let sections: Vec<&Section> = school.course.lessons.iter().flat_map(|lesson| &lesson.sections).collect();
    let with = |is: fn(&Block) -> bool| sections.iter().copied().filter(move |section| section.blocks.iter().any(is));
    let shortest = sections.iter().copied().min_by_key(|section| section.words);
    let longest = sections.iter().copied().max_by_key(|section| section.words);
    let table = with(|block| matches!(block, Block::Table(_))).min_by_key(|section| section.words);
    let widest = with(|block| matches!(block, Block::Table(_))).max_by_key(|section| table_width(section));
    let code = with(|block| matches!(block, Block::Code(_))).min_by_key(|section| section.words.abs_diff(120));
    let named = [("short", shortest), ("long", longest), ("table", table), ("wide-table", widest), ("code", code)];
    let ada = school.learner("Ada");
    for (name, section) in named {
        if let Some(section) = section {
            let press = Press::Section { section: section.key, page: 0 };
            add(scenes, &format!("lesson-{name}"), ada.presses(press).await);
        }
    }
    if let Some(section) = code {
        let press = Press::Numbered { section: section.key, page: 0 };
        add(scenes, "lesson-code-numbered", ada.presses(press).await);
    }
    add(scenes, "course", ada.presses(Press::Course { course: school.course.key(), page: 0 }).await);
}

/// The characters of the widest row.
fn table_width(section: &Section) -> usize {
    let tables = section.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let rows = tables.flat_map(|table| std::iter::once(&table.header).chain(&table.rows));
    rows.map(|row| row.iter().map(|cell| cell.to_string().chars().count()).sum()).max().unwrap_or(0)
}

/// Each kind of question before and after an answer, and what comes at the end.
async fn quiz(school: &School, scenes: &mut Vec<Scene>) -> anyhow::Result<()> {
    let ada = school.learner("Ada");
    let kinds: [Kind; 3] = [
        ("one", |body| matches!(body, QuestionBody::Choice(choice) if choice.selection != Selection::Multiple)),
        ("several", |body| matches!(body, QuestionBody::Choice(choice) if choice.selection == Selection::Multiple)),
        ("typed", |body| !matches!(body, QuestionBody::Choice(_))),
    ];
    for (name, is_so) in kinds {
        let has_one = |lesson: &&Lesson| lesson.questions.iter().any(|question| is_so(&question.body));
        let Some(lesson) = school.course.lessons.iter().find(has_one) else { continue };
        let mut asked = ada.presses(Press::Quiz { lesson: lesson.key }).await;
        for question in &lesson.questions {
            let answered = answer(&ada, &asked.reply).await?;
            if is_so(&question.body) {
                add(scenes, &format!("question-{name}"), asked);
                add(scenes, &format!("question-{name}-answered"), answered);
                break;
            }
            asked = ada.presses_labelled(&answered.reply, "Next question").await?;
        }
    }
    let Some(lesson) = school.course.lessons.iter().find(|lesson| !lesson.questions.is_empty()) else { return Ok(()) };
    let bob = school.learner("Bob");
    let mut shown = bob.presses(Press::Quiz { lesson: lesson.key }).await;
    for question in &lesson.questions {
        shown = answer(&bob, &shown.reply).await?;
        let label = if Some(&question.id) == lesson.questions.last().map(|last| &last.id) {
            "Results"
        } else {
            "Next question"
        };
        shown = bob.presses_labelled(&shown.reply, label).await?;
    }
    add(scenes, "results", shown);
    add(scenes, "quiz-menu", bob.presses(Press::QuizMenu { page: 0 }).await);
    Ok(())
}

/// Answers with the first letter, or with some words.
async fn answer(learner: &Learner<'_>, question: &Reply) -> anyhow::Result<Outcome> {
    for options in &question.options {
        match options {
            Options::Letters(select) => {
                if let Press::Answer { attempt, item, .. } = select.press {
                    let chosen = Letters::one(0).unwrap_or_default();
                    return Ok(learner.presses(Press::Answer { attempt, item, chosen }).await);
                }
            }
            Options::Buttons(buttons) if buttons.iter().any(|button| button.label == "A") => {
                return learner.presses_labelled(question, "A").await;
            }
            Options::Buttons(_) | Options::Select(_) | Options::Roles(_) | Options::Channels(_) => {}
        }
    }
    Ok(learner.types("I do not know").await)
}

async fn progress(school: &School, scenes: &mut Vec<Scene>) -> anyhow::Result<()> {
    let lessons = &school.course.lessons;
    add(scenes, "progress-newcomer", school.learner("New").types("progress").await);
    let midway = school.learner("Midway");
    midway.has_read(lessons.len() * 2 / 5).await?;
    let with_quiz = lessons.iter().filter(|lesson| !lesson.questions.is_empty());
    for (lesson, days_ago) in with_quiz.zip([9, 6, 4, 1]) {
        let questions = lesson.questions.len();
        midway.has_answered(lesson, days_ago + 3, questions / 2).await?;
        let right = questions.saturating_sub(usize::try_from(9 - days_ago)? / 2);
        midway.has_answered(lesson, days_ago, right).await?;
    }
    add(scenes, "progress-midway", midway.types("progress").await);
    add(scenes, "review", midway.types("review").await);
    add(scenes, "lesson-midway", midway.types("lesson").await);
    let done = school.learner("Done");
    done.has_read(lessons.len()).await?;
    for lesson in lessons.iter().filter(|lesson| !lesson.questions.is_empty()) {
        done.has_answered(lesson, 1, lesson.questions.len()).await?;
    }
    add(scenes, "progress-finisher", done.types("progress").await);
    Ok(())
}

async fn asking(school: &School, scenes: &mut Vec<Scene>) {
    let ada = school.learner("Ada");
    let lines = [
        ("ask", "does async make my code run faster?"),
        ("ask-unknown", "what is the capital of Peru?"),
        ("help", "help"),
        ("settings", "settings"),
        ("privacy", "privacy"),
    ];
    for (name, line) in lines {
        add(scenes, name, ada.types(line).await);
    }
}

/// The surfaces with the most words of our own, as somebody reads them whose app speaks German.
async fn german(school: &School, scenes: &mut Vec<Scene>) -> anyhow::Result<()> {
    let midway = school.learner("Midway").speaking_german();
    for (name, line) in [
        ("lesson", "lektion"),
        ("course", "kurs"),
        ("progress", "fortschritt"),
        ("quiz-menu", "quiz"),
        ("ask", "does async make my code run faster?"),
        ("ask-unknown", "what is the capital of Peru?"),
        ("help", "hilfe"),
        ("settings", "einstellungen"),
        ("privacy", "datenschutz"),
    ] {
        add(scenes, &format!("german-{name}"), midway.types(line).await);
    }
    let Some(lesson) = school.course.lessons.iter().find(|lesson| !lesson.questions.is_empty()) else { return Ok(()) };
    let dora = school.learner("Dora").speaking_german();
    let asked = dora.presses(Press::Quiz { lesson: lesson.key }).await;
    let answered = answer(&dora, &asked.reply).await?;
    add(scenes, "german-question", asked);
    add(scenes, "german-question-answered", answered);
    Ok(())
}
