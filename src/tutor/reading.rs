//! Reading: a lesson section by section, page by page, and the learner's place in it.

use std::collections::HashSet;

use super::{Cx, Result, label, page_of};
use crate::{
    action::{Press, Shareable},
    course::{Course, Lesson, Section, minutes},
    ids::{CourseId, LessonKey, SectionId, SectionKey},
    library::{SectionAt, ToRead},
    markup::{self, RichText},
    paging,
    reply::{Block, Button, Meter, Options, Reply, Select, SelectItem, Tone},
    store::{
        error::StoreError,
        reading::{Opened, Reading},
    },
};

/// How code is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    Plain,
    Numbered,
}

/// Opens what `about` names; without words, the learner's place.
pub(super) async fn open(cx: &Cx<'_>, about: &str) -> Result<Reply> {
    let about = about.trim();
    if !about.is_empty() && cx.library.find_to_read(about, &cx.scope).is_none() {
        let mut reply = cx.go(Press::Courses { page: 0 }).await?;
        reply.blocks.insert(0, Block::Text(cx.locale.lesson_not_found(about)));
        return Ok(reply);
    }
    let press = press_for(cx, about).await?;
    cx.go(press).await
}

/// The press that opens what `about` names, or the learner's place, or else the first lesson there is.
pub(super) async fn press_for(cx: &Cx<'_>, about: &str) -> Result<Press> {
    match cx.library.find_to_read(about, &cx.scope) {
        Some(ToRead::Lesson(found)) => return Ok(Press::Lesson { lesson: found.lesson().key }),
        Some(ToRead::Section(found)) => return Ok(Press::Section { section: found.section().key, page: 0 }),
        None => {}
    }
    if let Some((place, page)) = place(cx).await? {
        return Ok(Press::Section { section: place.section().key, page });
    }
    let first = cx.courses().flat_map(|course| &course.lessons).next();
    Ok(first.map_or(Press::Courses { page: 0 }, |lesson| Press::Lesson { lesson: lesson.key }))
}

impl Cx<'_> {
    /// Where the learner read last, in a course that this place sees.
    pub(super) async fn place(&self) -> Result<Option<SectionAt<'_>>> {
        Ok(place(self).await?.map(|(at, _)| at))
    }
}

/// Where the learner read last, and on which page of it, in a course that this place sees.
pub(super) async fn place<'a>(cx: &'a Cx<'_>) -> Result<Option<(SectionAt<'a>, u16)>> {
    let Some(learner) = cx.learner else { return Ok(None) };
    let places = cx.tutor.store.places(learner).await?;
    Ok(places.into_iter().filter(|place| cx.scope.contains(&place.course)).find_map(|place| {
        let key = SectionKey::new(&place.course, &place.lesson, &place.section);
        Some((cx.library.section(key)?, place.page))
    }))
}

/// The press that goes on from the learner's place: the next page, else the next section.
pub(super) async fn next_press(cx: &Cx<'_>) -> Result<Press> {
    let Some((at, page)) = place(cx).await? else { return press_for(cx, "").await };
    let pages = paging::pages(&at.section().blocks, paging::PAGE_BUDGET).len();
    if usize::from(page) + 1 < pages {
        return Ok(Press::Section { section: at.section().key, page: page + 1 });
    }
    Ok(match at.next() {
        Some(next) => Press::Section { section: next.section().key, page: 0 },
        None => Press::Section { section: at.section().key, page },
    })
}

/// Opens a lesson where the learner stopped in it, at its first unread section, or at its start.
pub(super) async fn lesson(cx: &Cx<'_>, key: LessonKey) -> Result<Reply> {
    let Some(at) = cx.library.lesson(key).filter(|at| cx.scope.contains(&at.course().id)) else {
        return Ok(cx.gone());
    };
    let reading = reading(cx, &at.course().id).await?;
    let lesson = at.lesson();
    let here = reading.place.as_ref().filter(|place| place.lesson == lesson.id);
    if let Some((place, stopped)) = here.and_then(|place| Some((place, lesson.section(&place.section)?))) {
        return section(cx, stopped.key, place.page, Lines::Plain).await;
    }
    let unread = lesson.sections.iter().find(|section| !reading.has_read(&lesson.id, &section.id));
    match unread.or(lesson.sections.first()) {
        Some(start) => section(cx, start.key, 0, Lines::Plain).await,
        None => Ok(cx.gone()),
    }
}

/// Shows one page of a section and records that it was opened.
pub(super) async fn section(cx: &Cx<'_>, key: SectionKey, page: u16, lines: Lines) -> Result<Reply> {
    let Some(at) = cx.library.section(key).filter(|at| cx.scope.contains(&at.course().id)) else {
        return Ok(cx.gone());
    };
    let page = Page::of(&at, page, lines);
    let recorded = record(cx, &at, page.number).await?;
    let read = read_of_lesson(cx, &at).await?;
    let mut reply = card(cx, &at, page, lines, &read);
    match recorded {
        Recorded::No => reply.blocks.push(Block::Note(cx.locale.cannot_record())),
        // Only the last section of a lesson can be the last one of the course.
        Recorded::FirstTime if at.lesson().sections.iter().all(|section| read.contains(&section.id)) => {
            if has_read_all(at.course(), &reading(cx, &at.course().id).await?) {
                celebrate(cx, &at, &mut reply);
            }
        }
        Recorded::FirstTime | Recorded::Again => {}
    }
    Ok(reply)
}

enum Recorded {
    FirstTime,
    Again,
    No,
}

/// Reading goes on when nothing can be written; the learner is told.
async fn record(cx: &Cx<'_>, at: &SectionAt<'_>, page: usize) -> Result<Recorded> {
    let Some(learner) = cx.learner else { return Ok(Recorded::No) };
    let (course, lesson, section) = (&at.course().id, &at.lesson().id, &at.section().id);
    match cx.tutor.store.open_section(learner, course, lesson, section, clamp(page), cx.now).await {
        Ok(Opened::FirstTime) => Ok(Recorded::FirstTime),
        Ok(Opened::Again) => Ok(Recorded::Again),
        Err(StoreError::Full | StoreError::ReadOnly) => Ok(Recorded::No),
        Err(error) => Err(error),
    }
}

/// The sections read of the lesson that is open: a page turned costs the same however much somebody has read.
async fn read_of_lesson(cx: &Cx<'_>, at: &SectionAt<'_>) -> Result<HashSet<SectionId>> {
    match cx.learner {
        Some(learner) => cx.tutor.store.read_sections(learner, &at.course().id, &at.lesson().id).await,
        None => Ok(HashSet::new()),
    }
}

async fn reading(cx: &Cx<'_>, course: &CourseId) -> Result<Reading> {
    match cx.learner {
        Some(learner) => cx.tutor.store.reading(learner, course).await,
        None => Ok(Reading::default()),
    }
}

fn has_read_all(course: &Course, reading: &Reading) -> bool {
    let all_sections =
        |lesson: &Lesson| lesson.sections.iter().all(|section| reading.has_read(&lesson.id, &section.id));
    course.lessons.iter().all(all_sections)
}

/// The last unread section of the course was just opened: said once, to the learner alone, who may share it.
fn celebrate(cx: &Cx<'_>, at: &SectionAt<'_>, reply: &mut Reply) {
    reply.tone = Tone::Good;
    reply.blocks.push(Block::Text(cx.locale.course_completed(&at.course().title)));
    let share =
        cx.can_share().then(|| Button::new(cx.locale.share_button(), Press::Share { what: Shareable::Progress }));
    let progress = Button::new(cx.locale.progress_button(), Press::Progress);
    reply.options.push(Options::Buttons([progress].into_iter().chain(share).collect()));
}

/// One page of a section.
struct Page {
    content: Vec<markup::Block>,
    /// Counted from 0.
    number: usize,
    count: usize,
}

impl Page {
    /// The page `wanted`, or the last one where there are fewer.
    fn of(at: &SectionAt<'_>, wanted: u16, lines: Lines) -> Self {
        let blocks = &at.section().blocks;
        let mut pages = match lines {
            Lines::Plain => paging::pages(blocks, paging::PAGE_BUDGET),
            Lines::Numbered => paging::pages(&numbered(blocks), paging::PAGE_BUDGET),
        };
        let (count, number) = (pages.len(), usize::from(wanted).min(pages.len().saturating_sub(1)));
        let content = if count == 0 { Vec::new() } else { pages.swap_remove(number) };
        Self { content, number, count }
    }
}

fn card(cx: &Cx<'_>, at: &SectionAt<'_>, page: Page, lines: Lines, read: &HashSet<SectionId>) -> Reply {
    let (lesson, section) = (at.lesson(), at.section());
    let Page { content, number: page, count } = page;
    let blocks = vec![
        breadcrumb(cx, at),
        Block::Title(section.title.clone()),
        Block::Content(content),
        Block::Meter(lesson_meter(cx, lesson, read)),
        Block::Note(whereabouts(cx, at, page, count, lesson)),
    ];
    let steps = steps(cx, at, page, count, lines);
    let reply = Reply::new(blocks).buttons(steps).select(jump(cx, at)).select(related(cx, at));
    match at.next() {
        None if page + 1 >= count => {
            Reply { blocks: [reply.blocks, vec![Block::Note(cx.locale.nothing_after_this())]].concat(), ..reply }
        }
        _ => reply,
    }
}

/// The start of a lesson has the lesson's title for its own.
fn breadcrumb(cx: &Cx<'_>, at: &SectionAt<'_>) -> Block {
    if at.section().title.to_string() == at.lesson().title {
        return Block::Breadcrumb(vec![at.course().title.clone()]);
    }
    cx.breadcrumb(at.course(), at.lesson(), None)
}

fn lesson_meter(cx: &Cx<'_>, lesson: &Lesson, read: &HashSet<SectionId>) -> Meter {
    let is_read = |section: &&Section| read.contains(&section.id);
    let words = lesson.sections.iter().filter(is_read).map(|section| section.words).sum();
    cx.reading_meter(RichText::default(), words, lesson.words())
}

fn whereabouts(cx: &Cx<'_>, at: &SectionAt<'_>, page: usize, pages: usize, lesson: &Lesson) -> RichText {
    let mut text = cx.locale.section_of(at.section_index() + 1, lesson.sections.len());
    if pages > 1 {
        text.push_str(" · ");
        text.push_str(&cx.locale.page_of(page + 1, pages));
    }
    match &lesson.url {
        Some(url) => RichText::plain(format!("{text} · ")).link(lesson.title.clone(), url.clone()),
        None => text.into(),
    }
}

fn steps(cx: &Cx<'_>, at: &SectionAt<'_>, page: usize, pages: usize, lines: Lines) -> Vec<Button> {
    let key = at.section().key;
    let here = |page: usize| match lines {
        Lines::Plain => Press::Section { section: key, page: clamp(page) },
        Lines::Numbered => Press::Numbered { section: key, page: clamp(page) },
    };
    let there = |at: &SectionAt<'_>, page: usize| Press::Section { section: at.section().key, page: clamp(page) };
    let back = match page.checked_sub(1) {
        Some(page) => Some(here(page)),
        // Going back means seeing what stood just before: the last page of the section before.
        None => at.previous().map(|before| there(&before, usize::from(u16::MAX))),
    };
    let on = if page + 1 < pages {
        Some((cx.locale.next_button(), here(page + 1)))
    } else {
        at.next().map(|next| {
            let same_lesson = next.lesson().key == at.lesson().key;
            let label = if same_lesson { cx.locale.next_button() } else { cx.locale.next_lesson_button() };
            (label, there(&next, 0))
        })
    };
    let quiz = (!at.lesson().questions.is_empty())
        .then(|| Button::new(cx.locale.quiz_button(), Press::Quiz { lesson: at.lesson().key }));
    let contents = Button::new(
        cx.locale.contents_button(),
        Press::Course { course: at.course().key(), page: page_of(at.lesson_index()) },
    );
    back.map(|press| Button::new(cx.locale.previous_button(), press))
        .into_iter()
        .chain(on.map(|(label, press)| Button::primary(label, press)))
        .chain(quiz)
        .chain([contents])
        .chain(line_numbers(cx, at, page, lines))
        .collect()
}

/// The way to numbered lines and back, where there is code.
fn line_numbers(cx: &Cx<'_>, at: &SectionAt<'_>, page: usize, lines: Lines) -> Option<Button> {
    let (section, page) = (at.section().key, clamp(page));
    let has_code = at.section().blocks.iter().any(|block| matches!(block, markup::Block::Code(_)));
    has_code.then(|| match lines {
        Lines::Plain => Button::new(cx.locale.number_lines_button(), Press::Numbered { section, page }),
        Lines::Numbered => Button::new(cx.locale.plain_lines_button(), Press::Section { section, page }),
    })
}

/// The blocks with their lines of code numbered, as wide as the last number.
fn numbered(blocks: &[markup::Block]) -> Vec<markup::Block> {
    let number = |code: &markup::Code| {
        let width = code.text.lines().count().to_string().len();
        let lines = code.text.lines().enumerate().map(|(index, line)| format!("{:>width$}  {line}", index + 1));
        markup::Code { text: lines.collect::<Vec<_>>().join("\n"), ..code.clone() }
    };
    let blocks = blocks.iter().map(|block| match block {
        markup::Block::Code(code) => markup::Block::Code(number(code)),
        other => other.clone(),
    });
    blocks.collect()
}

/// What the teacher calls related, or else what this lesson builds on.
fn related(cx: &Cx<'_>, at: &SectionAt<'_>) -> Select {
    let named = [&at.lesson().related, &at.lesson().prerequisites].into_iter().find(|ids| !ids.is_empty());
    let lessons = named.into_iter().flatten().filter_map(|id| at.course().lesson(id));
    let items = lessons.take(Select::MAX_ITEMS).map(|lesson| SelectItem {
        label: lesson.title.clone(),
        description: lesson.summary.clone(),
        press: Press::Lesson { lesson: lesson.key },
        current: false,
    });
    Select { placeholder: cx.locale.related_lessons().to_owned(), items: items.collect() }
}

/// The sections of the lesson; of a long one, those around this section and a way to the whole list.
fn jump(cx: &Cx<'_>, at: &SectionAt<'_>) -> Select {
    let sections = &at.lesson().sections;
    let window = if sections.len() <= Select::MAX_ITEMS {
        0..sections.len()
    } else {
        // One place is kept for the whole list.
        let size = Select::MAX_ITEMS - 1;
        let start = at.section_index().saturating_sub(size / 2).min(sections.len() - size);
        start..start + size
    };
    let all = (window.len() < sections.len()).then(|| SelectItem {
        label: format!("{} (1–{})", cx.locale.sections_title(), sections.len()),
        description: None,
        press: Press::Sections { lesson: at.lesson().key, page: 0 },
        current: false,
    });
    let start = window.start;
    let items = sections.get(window).unwrap_or_default().iter().enumerate().map(|(offset, section)| SelectItem {
        label: label(start + offset + 1, &section.title.to_string()),
        description: Some(cx.locale.minutes(minutes(section.words))),
        press: Press::Section { section: section.key, page: 0 },
        current: start + offset == at.section_index(),
    });
    Select { placeholder: cx.locale.jump_to_section().to_owned(), items: items.chain(all).collect() }
}

fn clamp(page: usize) -> u16 {
    u16::try_from(page).unwrap_or(u16::MAX)
}
