//! The questions that are asked often, with the course's own answers.

use super::{Cx, Result};
use crate::{
    action::{Press, Shareable},
    ids::FaqKey,
    library::FaqAt,
    reply::{Block, Button, Pages, Passage, Reply, Select, SelectItem},
};

/// Shows the entry that `about` names, else the list.
pub(super) async fn open(cx: &Cx<'_>, about: &str) -> Result<Reply> {
    match cx.library.find_faq(about, &cx.scope) {
        Some(at) => Ok(show(cx, &at)),
        None if about.trim().is_empty() => list(cx, 0).await,
        // Not among the entries: the whole course may still answer.
        None => cx.ask(about).await,
    }
}

pub(super) async fn entry(cx: &Cx<'_>, key: FaqKey) -> Result<Reply> {
    match cx.library.faq(key).filter(|at| cx.scope.contains(&at.course().id)) {
        Some(at) => Ok(show(cx, &at)),
        None => Ok(cx.gone()),
    }
}

fn show(cx: &Cx<'_>, at: &FaqAt<'_>) -> Reply {
    let (course, lesson, entry) = (at.course(), at.lesson(), at.entry());
    let passage = Passage {
        blocks: entry.answer.clone(),
        source: vec![course.title.clone(), lesson.title.clone(), cx.locale.faq_title().to_owned()],
        url: lesson.url.as_ref().map(|url| format!("{url}#{}", entry.anchor)),
    };
    let read = Button::primary(cx.locale.read_lesson_button(), Press::Lesson { lesson: lesson.key });
    let quiz = (!lesson.questions.is_empty())
        .then(|| Button::new(cx.locale.quiz_me_button(), Press::Quiz { lesson: lesson.key }));
    let share =
        cx.can_share().then(|| Button::new(cx.locale.share_button(), Press::Share { what: Shareable::Faq(entry.key) }));
    Reply::new(vec![Block::Title(entry.question.clone()), Block::Passage(passage)])
        .buttons([read].into_iter().chain(quiz).chain(share))
}

/// A page of all entries of the place's courses.
pub(super) async fn list(cx: &Cx<'_>, page: u16) -> Result<Reply> {
    let entries: Vec<_> = cx
        .courses()
        .flat_map(|course| &course.lessons)
        .flat_map(|lesson| lesson.faq.iter().map(move |entry| (lesson, entry)))
        .collect();
    if entries.is_empty() {
        return Ok(Reply::notice(cx.locale.no_faq()));
    }
    let pages = Pages::of(&entries, Select::MAX_ITEMS, page);
    let items = pages.items().iter().map(|(lesson, entry)| SelectItem {
        label: entry.question.to_string(),
        description: Some(lesson.title.clone()),
        press: Press::Faq { entry: entry.key },
        current: false,
    });
    let lines = pages.items().iter().map(|(_, entry)| entry.question.clone());
    let content = vec![cx.bullets(lines)];
    Ok(Reply::new(vec![Block::Title(cx.locale.faq_title().into()), Block::Content(content)])
        .buttons(cx.turn(&pages, |page| Press::FaqList { page }))
        .select(Select { placeholder: cx.locale.pick_question().to_owned(), items: items.collect() }))
}
