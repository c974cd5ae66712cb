//! Practice beyond one lesson's quiz: questions from a whole course or a topic, or what the learner got wrong.

use std::collections::HashSet;

use super::{Cx, Result, for_practice};
use crate::{
    action::{Mix, Press},
    course::{Course, Lesson, Question},
    ids::{CourseKey, QuestionId},
    quiz::order,
    reply::{Block, Button, Options, Reply, Select, SelectItem},
    store::attempts::{self, NewItem},
};

/// How long a practice may be; the first is what a press without a choice gives.
const LENGTHS: [u8; 3] = [5, 10, 20];

/// What to practise in a course: a mix of all, or one's own misses, and how much of it.
pub(super) fn menu(cx: &Cx<'_>, key: CourseKey) -> Reply {
    let Some(course) = cx.library.course(key).filter(|course| cx.scope.contains(&course.id)) else {
        return cx.gone();
    };
    let available = available(course);
    if available == 0 {
        return Reply::notice(cx.locale.no_quizzes());
    }
    let shorter = LENGTHS.into_iter().filter(|length| usize::from(*length) < available).count();
    let lengths = LENGTHS.into_iter().take(shorter + 1);
    let items = |what: Mix, label: &dyn Fn(u8) -> String| -> Vec<SelectItem> {
        let item = |length| SelectItem {
            label: label(length),
            description: None,
            press: Press::Practise { course: key, what, length },
            current: false,
        };
        lengths.clone().map(item).collect()
    };
    let mixed = items(Mix::All, &|length| cx.locale.practise_mixed(length));
    let missed = items(Mix::Missed, &|length| cx.locale.practise_missed(length));
    let select =
        Select { placeholder: cx.locale.practise_what().to_owned(), items: mixed.into_iter().chain(missed).collect() };
    let mut reply = Reply::new(vec![
        Block::Breadcrumb(vec![course.title.clone()]),
        Block::Text(cx.locale.practise_intro(available)),
    ]);
    reply.options.push(Options::Select(select));
    reply.buttons([Button::new(cx.locale.back_button(), Press::QuizMenu { page: 0 })])
}

/// Starts a practice of up to `length` questions.
pub(super) async fn start(cx: &Cx<'_>, key: CourseKey, what: Mix, length: u8) -> Result<Reply> {
    let Some(course) = cx.library.course(key).filter(|course| cx.scope.contains(&course.id)) else {
        return Ok(cx.gone());
    };
    let wanted: Vec<(&Lesson, &Question)> = match what {
        Mix::All => questions(course, |_| true).collect(),
        Mix::Missed => {
            let results = cx.tutor.store.results(cx.learner()?, &course.id).await?;
            let missed: HashSet<&QuestionId> = results.iter().flat_map(|result| &result.misses).collect();
            questions(course, |_| true).filter(|(_, question)| missed.contains(&question.id)).collect()
        }
    };
    if wanted.is_empty() {
        return Ok(match what {
            Mix::All => Reply::notice(cx.locale.no_quizzes()),
            Mix::Missed => Reply::notice(cx.locale.nothing_missed_in(&course.title)),
        });
    }
    begin(cx, course, &wanted, length).await
}

/// Starts a practice on the lessons that carry a tag; `None` when no lesson does.
pub(super) async fn on_topic(cx: &Cx<'_>, topic: &str) -> Result<Option<Reply>> {
    let has_tag = |lesson: &Lesson| lesson.tags.iter().any(|tag| tag.eq_ignore_ascii_case(topic));
    for course in cx.courses() {
        let wanted: Vec<(&Lesson, &Question)> = questions(course, has_tag).collect();
        if !wanted.is_empty() {
            return Ok(Some(begin(cx, course, &wanted, LENGTHS[1]).await?));
        }
    }
    Ok(None)
}

/// How many questions of a course can be practised.
fn available(course: &Course) -> usize {
    for_practice(course).count()
}

fn questions(course: &Course, wanted: impl Fn(&Lesson) -> bool) -> impl Iterator<Item = (&Lesson, &Question)> {
    for_practice(course).filter(move |(lesson, _)| wanted(lesson))
}

/// Draws `length` of the questions in an order of this learner's own, and begins with the first.
async fn begin(cx: &Cx<'_>, course: &Course, wanted: &[(&Lesson, &Question)], length: u8) -> Result<Reply> {
    let all: Vec<&Question> = wanted.iter().map(|(_, question)| *question).collect();
    let order = order::item_order(&all, cx.learner()?, cx.now.as_millis(), &cx.tutor.secret);
    let drawn = order.into_iter().take(usize::from(length.max(1))).filter_map(|index| wanted.get(index));
    let items = drawn.map(|(lesson, question)| NewItem {
        course: course.id.clone(),
        lesson: lesson.id.clone(),
        question: question.id.clone(),
        revision: question.revision,
    });
    cx.begin(attempts::Scope::Course(course.id.clone()), None, items.collect()).await
}
