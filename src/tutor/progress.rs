//! Where a learner stands: what is read, how the quizzes went, what to do next.

mod drawing;

pub(super) use self::drawing::Pictures;
use super::{Cx, Result, words_read};
use crate::{
    action::{Press, Shareable},
    course::{Course, Lesson},
    ids::CourseKey,
    markup::{self, RichText},
    reply::{Block, Button, Pages, Reply, Select, SelectItem},
    store::{attempts::results::LessonResult, reading::Reading},
    words::reading::ReadState,
};

/// Lessons on one page of a course's progress: as many as a phone shows without much scrolling.
const LESSONS_A_PAGE: usize = 15;

/// The course that `about` names, the only one begun, or all.
pub(super) async fn open(cx: &Cx<'_>, about: &str) -> Result<Reply> {
    let about = about.trim();
    if let Some(found) = cx.library.find_course(about, &cx.scope) {
        return course(cx, found.key(), 0).await;
    }
    let mut standings = Vec::new();
    for course in cx.courses() {
        standings.push(Standing::of(cx, course).await?);
    }
    let upkeep = Upkeep::of(cx).await?;
    let mut reply = match standings.as_slice() {
        [] => Reply::notice(cx.locale.no_courses()),
        [only] => one(cx, only, &upkeep, 0).await,
        all => every(cx, all, &upkeep).await,
    };
    if !about.is_empty() {
        reply.blocks.insert(0, Block::Text(cx.locale.course_not_found(about)));
    }
    Ok(reply)
}

pub(super) async fn course(cx: &Cx<'_>, key: CourseKey, page: u16) -> Result<Reply> {
    match cx.library.course(key).filter(|course| cx.scope.contains(&course.id)) {
        Some(course) => Ok(one(cx, &Standing::of(cx, course).await?, &Upkeep::of(cx).await?, page).await),
        None => Ok(cx.gone()),
    }
}

/// What keeps the learned from being forgotten: reviews, and the goal.
struct Upkeep {
    lines: Vec<String>,
    is_due: bool,
    /// Reviews on the days ahead.
    ahead: Vec<usize>,
}

impl Upkeep {
    async fn of(cx: &Cx<'_>) -> Result<Self> {
        let due = cx.due(None).await?;
        let lines = cx.say_due(&due).into_iter().chain(cx.say_goal().await?).collect();
        Ok(Self { lines, is_due: !due.today.is_empty(), ahead: due.ahead })
    }

    fn blocks(&self) -> impl Iterator<Item = Block> {
        self.lines.iter().map(|line| Block::Text(line.clone().into()))
    }

    fn button(&self, cx: &Cx<'_>) -> Option<Button> {
        self.is_due.then(|| Button::new(cx.locale.review_button(), Press::Review))
    }
}

/// How a learner stands in one course.
struct Standing<'a> {
    course: &'a Course,
    reading: Reading,
    results: Vec<LessonResult>,
}

impl<'a> Standing<'a> {
    async fn of(cx: &Cx<'_>, course: &'a Course) -> Result<Self> {
        let Some(learner) = cx.learner else {
            return Ok(Self { course, reading: Reading::default(), results: Vec::new() });
        };
        let reading = cx.tutor.store.reading(learner, &course.id).await?;
        let results = cx.tutor.store.results(learner, &course.id).await?;
        Ok(Self { course, reading, results })
    }

    fn has_begun(&self) -> bool {
        !self.reading.read.is_empty() || !self.results.is_empty()
    }

    fn result(&self, lesson: &Lesson) -> Option<&LessonResult> {
        self.results.iter().find(|result| result.lesson == lesson.id)
    }

    fn quizzes_taken(&self) -> usize {
        self.course.lessons.iter().filter(|lesson| self.took_quiz(lesson)).count()
    }

    fn took_quiz(&self, lesson: &Lesson) -> bool {
        self.result(lesson).is_some_and(|result| result.scores.is_some())
    }

    /// The first lesson with something to read, or else with a quiz not taken.
    fn next(&self) -> Next<'a> {
        let is_read =
            |lesson: &Lesson| lesson.sections.iter().all(|section| self.reading.has_read(&lesson.id, &section.id));
        let lessons = &self.course.lessons;
        // Where `/lesson` goes on, if there is something left.
        let place = self.reading.place.as_ref();
        let here = lessons.iter().find(|lesson| place.is_some_and(|place| place.lesson == lesson.id));
        let unread = here.filter(|lesson| !is_read(lesson)).or_else(|| lessons.iter().find(|lesson| !is_read(lesson)));
        let untaken =
            lessons.iter().find(|lesson| !lesson.questions.is_empty() && is_read(lesson) && !self.took_quiz(lesson));
        match (untaken, unread) {
            // A quiz right after its lesson helps most.
            (Some(lesson), _) => Next::Quiz(lesson),
            (None, Some(lesson)) => Next::Read(lesson),
            (None, None) => Next::Nothing,
        }
    }
}

/// What to do next.
enum Next<'a> {
    Read(&'a Lesson),
    Quiz(&'a Lesson),
    Nothing,
}

async fn every(cx: &Cx<'_>, standings: &[Standing<'_>], upkeep: &Upkeep) -> Reply {
    let begun: Vec<&Standing<'_>> = standings.iter().filter(|standing| standing.has_begun()).collect();
    let mut blocks = vec![Block::Title(cx.locale.progress_title().into())];
    if !begun.is_empty() {
        blocks.extend(cx.tutor.pictures.block(cx, drawing::of_courses(cx, &begun, upkeep)).await);
    }
    for standing in begun.iter().take(Select::MAX_ITEMS) {
        blocks.push(meter(cx, standing, standing.course.title.clone().into()));
    }
    if begun.is_empty() {
        blocks.push(Block::Text(cx.locale.nothing_yet()));
    }
    let items = standings.iter().take(Select::MAX_ITEMS).map(|standing| SelectItem {
        label: standing.course.title.clone(),
        description: None,
        press: Press::ProgressIn { course: standing.course.key(), page: 0 },
        current: false,
    });
    let select = Select { placeholder: cx.locale.pick_course().to_owned(), items: items.collect() };
    blocks.extend(upkeep.blocks());
    Reply::new(blocks).select(select).buttons(
        upkeep.button(cx).into_iter().chain(share(cx, begun.iter().any(|standing| !standing.reading.read.is_empty()))),
    )
}

async fn one(cx: &Cx<'_>, standing: &Standing<'_>, upkeep: &Upkeep, page: u16) -> Reply {
    let course = standing.course;
    let pages = Pages::of(&course.lessons, LESSONS_A_PAGE, page);
    let mut blocks =
        vec![Block::Breadcrumb(vec![course.title.clone()]), Block::Title(cx.locale.progress_title().into())];
    // The pages after it are about the list below it.
    if page == 0 {
        blocks.extend(cx.tutor.pictures.block(cx, drawing::of_course(cx, standing, upkeep)).await);
    }
    blocks.push(meter(cx, standing, RichText::default()));
    let quizzes = course.lessons.iter().filter(|lesson| !lesson.questions.is_empty()).count();
    if standing.has_begun() {
        if quizzes > 0 {
            blocks.push(Block::Text(cx.locale.quizzes_taken(standing.quizzes_taken(), quizzes).into()));
        }
        let lines = pages.items().iter().map(|lesson| lesson_line(cx, standing, lesson));
        blocks.push(Block::Content(vec![cx.numbered(pages.start() + 1, lines)]));
    } else {
        blocks.push(Block::Text(cx.locale.nothing_yet()));
    }
    blocks.extend(upkeep.blocks());
    let next = standing.next();
    blocks.push(Block::Content(vec![markup::Block::Paragraph(next_words(cx, &next))]));
    let course = course.key();
    let turn = cx.turn(&pages, |page| Press::ProgressIn { course, page });
    let options = next_button(cx, &next, standing.has_begun())
        .into_iter()
        .chain(upkeep.button(cx))
        .chain(turn)
        .chain(share(cx, !standing.reading.read.is_empty()));
    Reply::new(blocks).buttons(options)
}

fn meter(cx: &Cx<'_>, standing: &Standing<'_>, label: RichText) -> Block {
    let (read, total) = words_read(standing.course, &standing.reading);
    Block::Meter(cx.reading_meter(label, read, total))
}

fn lesson_line(cx: &Cx<'_>, standing: &Standing<'_>, lesson: &Lesson) -> RichText {
    let read = lesson.sections.iter().filter(|section| standing.reading.has_read(&lesson.id, &section.id)).count();
    let state = ReadState::of(read, lesson.sections.len());
    let mut text = format!(" — {}", cx.locale.lesson_state(state));
    if let Some(result) = standing.result(lesson) {
        if let Some(scores) = result.scores {
            let best = (scores.best.correct, scores.best.items);
            text.push_str(&format!(", {}", cx.locale.quiz_best_last(best, (scores.last.correct, scores.last.items))));
        }
        if !result.misses.is_empty() {
            text.push_str(&format!(", {}", cx.locale.misses(result.misses.len())));
        }
    }
    RichText::plain(format!("{} ", state.symbol())).strong(lesson.title.clone()).text(text)
}

fn next_words(cx: &Cx<'_>, next: &Next<'_>) -> RichText {
    let words = match next {
        Next::Read(lesson) => cx.locale.next_read(&lesson.title),
        Next::Quiz(lesson) => cx.locale.next_quiz(&lesson.title),
        Next::Nothing => return cx.locale.next_done(),
    };
    RichText::default().strong(format!("{}: ", cx.locale.next_step())).rich(&words)
}

fn next_button(cx: &Cx<'_>, next: &Next<'_>, has_begun: bool) -> Option<Button> {
    match next {
        Next::Read(lesson) => {
            let label = if has_begun { cx.locale.read_on_button() } else { cx.locale.start_reading_button() };
            Some(Button::primary(label, Press::Lesson { lesson: lesson.key }))
        }
        Next::Quiz(lesson) => Some(Button::primary(cx.locale.quiz_button(), Press::Quiz { lesson: lesson.key })),
        Next::Nothing => None,
    }
}

fn share(cx: &Cx<'_>, worth_it: bool) -> Option<Button> {
    (worth_it && cx.can_share())
        .then(|| Button::new(cx.locale.share_button(), Press::Share { what: Shareable::Progress }))
}
