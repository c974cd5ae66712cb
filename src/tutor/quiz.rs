//! Quizzes: from "what about?" through question and feedback to the result.
//!
//! Every step starts from the attempt's row, so nothing is lost at a restart; an answer counts once, by its row's key.

pub(super) mod answering;
pub(super) mod confidence;
pub(super) mod open;
mod outcome;
mod question;

use self::outcome::Answered;
use super::{Cx, Result, for_practice};
use crate::{
    action::Press,
    course::{Course, Feedback, Lesson, Question},
    ids::{AttemptId, LessonKey},
    library::{LessonAt, Library, QuestionAt},
    markup::RichText,
    quiz::order,
    reply::{Block, Button, Form, FormLines, Pages, Reply, Select, SelectItem},
    store::{
        attempts::{
            self, Attempt, Item, ItemState, NewAttempt, NewItem, SkipReason,
            record::{NewSkip, Skipped},
        },
        error::StoreError,
    },
    words::Locale,
};

/// Discord's limit for a text input, and more than any answer needs.
const MAX_ANSWER_CHARS: u16 = 4000;

/// Courses whose practice the menu offers: a row of buttons.
const MAX_PRACTICES: usize = 5;

/// Starts the quiz that `about` names; without words, goes on with the open one, or asks what about.
pub(super) async fn open(cx: &Cx<'_>, about: &str) -> Result<Reply> {
    let about = about.trim();
    let press = press_for(cx, about).await?;
    let missing = !about.is_empty() && matches!(press, Press::QuizMenu { .. });
    let mut reply = cx.go(press).await?;
    if missing {
        reply.blocks.insert(0, Block::Text(cx.locale.no_quiz_called(about)));
    }
    Ok(reply)
}

pub(super) async fn press_for(cx: &Cx<'_>, about: &str) -> Result<Press> {
    if !about.is_empty() {
        return Ok(find(cx, about).map_or(Press::QuizMenu { page: 0 }, |at| Press::Quiz { lesson: at.lesson().key }));
    }
    match cx.tutor.store.open_attempt(cx.learner()?, cx.actor.place).await? {
        Some(attempt) => Ok(Press::Resume { attempt: attempt.id }),
        None => Ok(Press::QuizMenu { page: 0 }),
    }
}

/// The lesson whose quiz `about` names.
pub(super) fn find<'a>(cx: &'a Cx<'_>, about: &str) -> Option<LessonAt<'a>> {
    cx.library.find_quiz(about, &cx.scope)
}

/// What there are quizzes about.
pub(super) fn menu(cx: &Cx<'_>, page: u16) -> Reply {
    let quizzes: Vec<_> = cx.quizzes().collect();
    if quizzes.is_empty() {
        return Reply::notice(cx.locale.no_quizzes());
    }
    let pages = Pages::of(&quizzes, Select::MAX_ITEMS, page);
    let several_courses = cx.courses().nth(1).is_some();
    let lines = pages.items().iter().map(|(_, lesson)| {
        RichText::plain(format!("{} — {}", lesson.title, cx.locale.words_with_quiz(lesson.questions.len())))
    });
    let content = vec![cx.bullets(lines)];
    let items = pages.items().iter().map(|(course, lesson)| SelectItem {
        label: lesson.title.clone(),
        description: several_courses.then(|| course.title.clone()),
        press: Press::Quiz { lesson: lesson.key },
        current: false,
    });
    let practised = cx.courses().filter(|course| for_practice(course).next().is_some()).take(MAX_PRACTICES);
    let practise = practised.map(|course| {
        let label =
            if several_courses { cx.locale.practise_in(&course.title) } else { cx.locale.practise_button().to_owned() };
        Button::new(label, Press::PractiseMenu { course: course.key() })
    });
    Reply::new(vec![Block::Text(cx.locale.quiz_about_what()), Block::Content(content)])
        .buttons(cx.turn(&pages, |page| Press::QuizMenu { page }))
        .buttons(practise)
        .select(Select { placeholder: cx.locale.pick_quiz().to_owned(), items: items.collect() })
}

/// Starts an attempt at a lesson's quiz, or goes on with the one that is open.
pub(super) async fn start(cx: &Cx<'_>, key: LessonKey) -> Result<Reply> {
    let Some(at) = cx.library.lesson(key).filter(|at| cx.scope.contains(&at.course().id)) else {
        return Ok(cx.gone());
    };
    if at.lesson().questions.is_empty() {
        return Ok(Reply::notice(cx.locale.lesson_without_quiz()));
    }
    let (learner, course, lesson) = (cx.learner()?, at.course().id.clone(), at.lesson().id.clone());
    if let Some(open) = cx.tutor.store.open_quiz(learner, &course, &lesson).await? {
        if open.items.iter().any(|item| item.state == ItemState::Open && current(&cx.library, item).is_ok()) {
            return resume(cx, open.id).await;
        }
        // The course has changed all that was left of it: nothing can go on there.
        cx.tutor.store.finish_attempt(open.id, learner, cx.now).await?;
    }
    if let Some(limit) = at.lesson().quiz.attempts
        && let Some(reply) = used_up(cx, &at, limit).await?
    {
        return Ok(reply);
    }
    let scope = attempts::Scope::Lesson { course, lesson };
    let items = at.lesson().questions.iter().map(|question| new_item(at.course(), at.lesson(), question)).collect();
    let attempt = NewAttempt { learner, place: cx.actor.place, scope, retry_of: None, items };
    let attempt = cx.tutor.store.start_quiz(attempt, cx.now).await?;
    resume(cx, attempt).await
}

/// What ends a quiz that may be taken `limit` times and has been.
async fn used_up(cx: &Cx<'_>, at: &LessonAt<'_>, limit: u16) -> Result<Option<Reply>> {
    let results = cx.tutor.store.results(cx.learner()?, &at.course().id).await?;
    let taken = results.iter().find(|result| result.lesson == at.lesson().id).and_then(|result| result.scores);
    let used_up = taken.is_some_and(|scores| scores.attempts >= u32::from(limit));
    Ok(used_up.then(|| {
        Reply::notice(cx.locale.attempts_used_up(limit))
            .buttons([Button::new(cx.locale.progress_button(), Press::Progress)])
    }))
}

/// Starts an attempt with what an earlier one left open or got wrong, as those questions stand now.
pub(super) async fn retry(cx: &Cx<'_>, id: AttemptId) -> Result<Reply> {
    let attempt = match own_attempt(cx, id).await? {
        Ok(attempt) => attempt,
        Err(refusal) => return Ok(refusal),
    };
    if let Some(lesson) = attempt.scope.lesson()
        && cx.library.lesson(lesson).is_some_and(|at| at.lesson().quiz.attempts.is_some())
    {
        // A limit counts whole attempts, and the button may be older than the limit.
        return start(cx, lesson).await;
    }
    let items: Vec<NewItem> = attempt
        .items
        .iter()
        .filter(|item| outcome::is_to_retry(item))
        .filter_map(|item| cx.library.question(&item.course, &item.question))
        .map(|at| new_item(at.course(), at.lesson(), at.question()))
        .collect();
    if items.is_empty() {
        return Ok(Reply::notice(cx.locale.nothing_missed()));
    }
    cx.begin(attempt.scope, Some(id), items).await
}

fn new_item(course: &Course, lesson: &Lesson, question: &Question) -> NewItem {
    NewItem {
        course: course.id.clone(),
        lesson: lesson.id.clone(),
        question: question.id.clone(),
        revision: question.revision,
    }
}

/// Shows the next open question, or the result when there is none. Questions that the course has changed since the
/// attempt began are left out on the way, and said.
pub(super) async fn resume(cx: &Cx<'_>, id: AttemptId) -> Result<Reply> {
    let attempt = match own_attempt(cx, id).await? {
        Ok(attempt) => attempt,
        Err(refusal) => return Ok(refusal),
    };
    if attempt.finished_at.is_some() {
        return results(cx, id).await;
    }
    let mut left_out = false;
    for item in attempt.items.iter().filter(|item| item.state == ItemState::Open) {
        match current(&cx.library, item) {
            Ok(at) => {
                started(cx, &attempt, item).await?;
                let order = order::choice_order(at.question(), attempt.drawn_for, id, &cx.tutor.secret);
                let mut reply = question::show(cx, &attempt, item, &at, &order);
                if left_out {
                    reply.blocks.insert(0, Block::Note(cx.locale.question_has_changed()));
                }
                return Ok(reply);
            }
            Err(reason) => match skip(cx, &attempt, item, reason).await? {
                Skipped::Now(_) | Skipped::NotOpen => left_out = true,
                Skipped::Outdated => {
                    let again = Button::primary(cx.locale.next_question_button(), Press::Resume { attempt: id });
                    return Ok(Reply::notice(cx.locale.course_is_changing()).buttons([again]));
                }
            },
        }
    }
    results(cx, id).await
}

/// Leaves a question out, unless records follow a newer state of its course than this action sees.
async fn skip(cx: &Cx<'_>, attempt: &Attempt, item: &Item, reason: SkipReason) -> Result<Skipped> {
    let revision = cx.library.revision(&item.course);
    let (attempt, learner, position) = (attempt.id, attempt.learner, item.position);
    cx.tutor.store.skip_item(NewSkip { attempt, learner, position, reason, revision }, cx.now).await
}

/// Starts the clock of a question that is shown for the first time, or after another quiz: what is typed is meant for it.
async fn started(cx: &Cx<'_>, attempt: &Attempt, item: &Item) -> Result<()> {
    match cx.tutor.store.show_item(attempt.id, attempt.learner, item.position, cx.now).await {
        // Reading goes on without a database to write into; the answer will say what is wrong.
        Err(StoreError::Full | StoreError::ReadOnly) => Ok(()),
        started => started,
    }
}

/// The question of an item as the course has it now, if it is still the same question.
fn current<'a>(library: &'a Library, item: &Item) -> std::result::Result<QuestionAt<'a>, SkipReason> {
    let at = library.question(&item.course, &item.question).ok_or(SkipReason::Removed)?;
    if at.question().revision == item.revision { Ok(at) } else { Err(SkipReason::Changed) }
}

/// The attempt, if it is the actor's own; else what to say.
async fn own_attempt(cx: &Cx<'_>, id: AttemptId) -> Result<std::result::Result<Attempt, Reply>> {
    Ok(match cx.tutor.store.attempt(id).await? {
        Some(attempt) if Some(attempt.learner) == cx.learner => Ok(attempt),
        Some(attempt) => Err(not_yours(cx, &attempt.scope)),
        None => Err(Reply::notice(cx.locale.attempt_is_gone())),
    })
}

/// Somebody else's quiz: a polite no, and one of their own.
fn not_yours(cx: &Cx<'_>, scope: &attempts::Scope) -> Reply {
    let own = scope.lesson().map_or(Press::QuizMenu { page: 0 }, |lesson| Press::Quiz { lesson });
    Reply::notice(cx.locale.not_yours()).buttons([Button::primary(cx.locale.quiz_button(), own)])
}

/// What a press on an item says that cannot be answered, or not any more: the first answer stays.
async fn not_open(cx: &Cx<'_>, id: AttemptId, position: u16) -> Result<Reply> {
    match own_attempt(cx, id).await? {
        Ok(attempt) if attempt.items.get(usize::from(position)).is_some() => feedback_again(cx, id, position).await,
        Ok(_) => Ok(Reply::notice(cx.locale.stale_press())),
        Err(refusal) => Ok(refusal),
    }
}

/// Whether the teacher wants nothing said before the last question is answered.
fn is_withheld(at: &QuestionAt<'_>) -> bool {
    at.lesson().quiz.feedback == Feedback::AtEnd
}

/// Shows how an answered item went.
pub(super) async fn feedback(cx: &Cx<'_>, id: AttemptId, position: u16) -> Result<Reply> {
    let attempt = match own_attempt(cx, id).await? {
        Ok(attempt) => attempt,
        Err(refusal) => return Ok(refusal),
    };
    let Some(item) = attempt.items.get(usize::from(position)) else {
        return Ok(Reply::notice(cx.locale.stale_press()));
    };
    let ItemState::Answered(answer) = &item.state else {
        return resume(cx, id).await;
    };
    match current(&cx.library, item) {
        Ok(at) if is_withheld(&at) && attempt.finished_at.is_none() => {
            Ok(Reply::notice(cx.locale.recorded_feedback_later())
                .buttons([Button::primary(cx.locale.next_question_button(), Press::Resume { attempt: id })]))
        }
        Ok(at) => {
            let order = order::choice_order(at.question(), attempt.drawn_for, id, &cx.tutor.secret);
            Ok(outcome::feedback(cx, &Answered::of(&attempt, item, answer), &at, &order))
        }
        Err(_) => Ok(outcome::feedback_without_question(cx, &attempt, answer)),
    }
}

/// A second press on an answered question: the first answer stays.
async fn feedback_again(cx: &Cx<'_>, id: AttemptId, position: u16) -> Result<Reply> {
    let mut reply = feedback(cx, id, position).await?;
    reply.blocks.push(Block::Note(cx.locale.already_answered()));
    Ok(reply)
}

/// Ends an attempt early; what was answered counts.
pub(super) async fn stop(cx: &Cx<'_>, id: AttemptId) -> Result<Reply> {
    match own_attempt(cx, id).await? {
        Ok(attempt) => {
            cx.tutor.store.finish_attempt(id, attempt.learner, cx.now).await?;
            results(cx, id).await
        }
        Err(refusal) => Ok(refusal),
    }
}

pub(super) async fn results(cx: &Cx<'_>, id: AttemptId) -> Result<Reply> {
    let attempt = match own_attempt(cx, id).await? {
        Ok(attempt) => attempt,
        Err(refusal) => return Ok(refusal),
    };
    let mut reply = outcome::results(cx, &attempt);
    if attempt.scope == attempts::Scope::Review {
        reply.blocks.extend(cx.say_due(&cx.due(None).await?).map(|next| Block::Text(next.into())));
    }
    Ok(reply)
}

/// The form for a typed answer. Made without looking anything up: a form must be the first response.
pub(super) fn form(locale: Locale, attempt: AttemptId, item: u16) -> Form {
    Form {
        press: Press::AnswerForm { attempt, item },
        title: locale.answer_form_title(usize::from(item) + 1),
        label: locale.answer_form_label().to_owned(),
        placeholder: String::new(),
        lines: FormLines::Many,
        max_length: MAX_ANSWER_CHARS,
    }
}
