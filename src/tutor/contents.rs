//! What there is to read: courses, their lessons, a lesson's sections.

use super::{Cx, Result, label, page_of, words_read};
use crate::{
    action::Press,
    course::{Course, Lesson, minutes},
    ids::{CourseKey, LessonKey},
    markup::{self, RichText},
    reply::{Block, Pages, Reply, Select, SelectItem},
    store::reading::Reading,
    words::reading::ReadState,
};

/// Opens the course that `about` names, the one the learner is in, or the list.
pub(super) async fn open(cx: &Cx<'_>, about: &str) -> Result<Reply> {
    let about = about.trim();
    let press = press_for(cx, about).await?;
    let mut reply = cx.go(press).await?;
    if !about.is_empty() && cx.library.find_course(about, &cx.scope).is_none() {
        reply.blocks.insert(0, Block::Text(cx.locale.course_not_found(about)));
    }
    Ok(reply)
}

pub(super) async fn press_for(cx: &Cx<'_>, about: &str) -> Result<Press> {
    let mut courses = cx.courses();
    let only = courses.next().filter(|_| courses.next().is_none());
    if let Some(course) = cx.library.find_course(about, &cx.scope).or(only) {
        return at_place(cx, course).await;
    }
    if about.is_empty()
        && let Some(place) = cx.place().await?
    {
        return at_place(cx, place.course()).await;
    }
    Ok(Press::Courses { page: 0 })
}

/// Opens a course on the page where the learner is in it.
async fn at_place(cx: &Cx<'_>, course: &Course) -> Result<Press> {
    let reading = match cx.learner {
        Some(learner) => cx.tutor.store.reading(learner, &course.id).await?,
        None => Reading::default(),
    };
    let is_here = |lesson: &Lesson| reading.place.as_ref().is_some_and(|place| place.lesson == lesson.id);
    let page = page_of(course.lessons.iter().position(is_here).unwrap_or(0));
    Ok(Press::Course { course: course.key(), page })
}

pub(super) async fn courses(cx: &Cx<'_>, page: u16) -> Result<Reply> {
    let courses: Vec<&Course> = cx.courses().collect();
    match courses.as_slice() {
        [] => Ok(Reply::notice(cx.locale.no_courses())),
        [only] => course(cx, only.key(), page).await,
        _ => Ok(list(cx, &courses, page)),
    }
}

fn list(cx: &Cx<'_>, courses: &[&Course], page: u16) -> Reply {
    let pages = Pages::of(courses, Select::MAX_ITEMS, page);
    let lines = pages.items().iter().map(|course| {
        let text = RichText::default().strong(course.title.clone());
        match &course.description {
            Some(description) => text.text(format!(" — {description}")),
            None => text,
        }
    });
    let items = pages.items().iter().map(|course| SelectItem {
        label: course.title.clone(),
        description: course.description.clone(),
        press: Press::Course { course: course.key(), page: 0 },
        current: false,
    });
    Reply::new(vec![Block::Title(cx.locale.courses_title().into()), Block::Content(vec![cx.bullets(lines)])])
        .buttons(cx.turn(&pages, |page| Press::Courses { page }))
        .select(Select { placeholder: cx.locale.open_course().to_owned(), items: items.collect() })
}

pub(super) async fn course(cx: &Cx<'_>, key: CourseKey, page: u16) -> Result<Reply> {
    let Some(course) = cx.library.course(key).filter(|course| cx.scope.contains(&course.id)) else {
        return Ok(cx.gone());
    };
    let reading = match cx.learner {
        Some(learner) => cx.tutor.store.reading(learner, &course.id).await?,
        None => Reading::default(),
    };
    let pages = Pages::of(&course.lessons, Select::MAX_ITEMS, page);
    let (read, total) = words_read(course, &reading);
    let mut blocks = vec![Block::Title(course.title.clone().into())];
    blocks.extend(course.description.clone().map(|text| Block::Text(text.into())));
    blocks.push(Block::Meter(cx.reading_meter(RichText::default(), read, total)));
    blocks.push(Block::Content(lesson_lines(cx, pages.items(), pages.start(), &reading)));
    let items = pages.items().iter().enumerate().map(|(offset, lesson)| SelectItem {
        label: label(pages.start() + offset + 1, &lesson.title),
        description: lesson.summary.clone(),
        press: Press::Lesson { lesson: lesson.key },
        current: reading.place.as_ref().is_some_and(|place| place.lesson == lesson.id),
    });
    Ok(Reply::new(blocks)
        .buttons(cx.turn(&pages, |page| Press::Course { course: key, page }))
        .select(Select { placeholder: cx.locale.open_lesson().to_owned(), items: items.collect() }))
}

/// A line a lesson, under the headings of the course's parts.
fn lesson_lines(cx: &Cx<'_>, lessons: &[Lesson], start: usize, reading: &Reading) -> Vec<markup::Block> {
    let mut blocks = Vec::new();
    let mut number = start + 1;
    for run in lessons.chunk_by(|one, next| one.part == next.part) {
        if let Some(heading) = run.first().and_then(|lesson| lesson.part.as_deref()) {
            blocks.push(markup::Block::Heading(heading.into()));
        }
        blocks.push(cx.numbered(number, run.iter().map(|lesson| lesson_line(cx, lesson, reading))));
        number += run.len();
    }
    blocks
}

fn lesson_line(cx: &Cx<'_>, lesson: &Lesson, reading: &Reading) -> RichText {
    let read = lesson.sections.iter().filter(|section| reading.has_read(&lesson.id, &section.id)).count();
    let state = ReadState::of(read, lesson.sections.len());
    let unread = lesson.sections.iter().filter(|section| !reading.has_read(&lesson.id, &section.id));
    let minutes = cx.locale.minutes(minutes(unread.map(|section| section.words).sum()));
    let words = match state {
        ReadState::New => minutes,
        ReadState::Begun => format!("{}, {minutes}", cx.locale.lesson_state(state)),
        ReadState::Done => cx.locale.lesson_state(state).to_owned(),
    };
    RichText::plain(format!("{} ", state.symbol())).strong(lesson.title.clone()).text(format!(" — {words}"))
}

/// All sections of a lesson, a page of them at a time.
pub(super) async fn sections(cx: &Cx<'_>, key: LessonKey, page: u16) -> Result<Reply> {
    let Some(at) = cx.library.lesson(key).filter(|at| cx.scope.contains(&at.course().id)) else {
        return Ok(cx.gone());
    };
    let lesson = at.lesson();
    let reading = match cx.learner {
        Some(learner) => cx.tutor.store.reading(learner, &at.course().id).await?,
        None => Reading::default(),
    };
    let pages = Pages::of(&lesson.sections, Select::MAX_ITEMS, page);
    let lines = pages.items().iter().map(|section| {
        let state = if reading.has_read(&lesson.id, &section.id) { ReadState::Done } else { ReadState::New };
        let indent = if section.ancestors.is_empty() { "" } else { "– " };
        RichText::plain(format!("{} {indent}{}", state.symbol(), section.title)).text(format!(
            " — {}, {}",
            cx.locale.lesson_state(state),
            cx.locale.minutes(minutes(section.words))
        ))
    });
    let items = pages.items().iter().enumerate().map(|(offset, section)| SelectItem {
        label: label(pages.start() + offset + 1, &section.title.to_string()),
        description: None,
        press: Press::Section { section: section.key, page: 0 },
        current: reading.place.as_ref().is_some_and(|at| at.lesson == lesson.id && at.section == section.id),
    });
    let content = vec![cx.numbered(pages.start() + 1, lines)];
    Ok(Reply::new(vec![cx.breadcrumb(at.course(), lesson, None), Block::Content(content)])
        .buttons(cx.turn(&pages, |page| Press::Sections { lesson: key, page }))
        .select(Select { placeholder: cx.locale.jump_to_section().to_owned(), items: items.collect() }))
}
