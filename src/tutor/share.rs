//! Making public what only the learner saw, by the learner's own press, and taking it back.

use super::{Cx, Result, words_read};
use crate::{
    action::{Press, Shareable},
    ids::{AskId, AttemptId, CourseKey, FaqKey, LearnerId, LessonKey, ShareId},
    markup::RichText,
    reply::{Block, Button, Carrier, Meter, Passage, Reply},
    search::Ask,
    store::attempts::{ItemState, Scope},
    words::Locale,
};

/// Shows `what` to everybody in the place of the press.
pub(super) async fn share(cx: &Cx<'_>, what: Shareable) -> Result<Reply> {
    if !cx.can_share() {
        return Ok(Reply::notice(cx.locale.share_needs_a_channel()));
    }
    let learner = cx.learner()?;
    let content = match what {
        Shareable::Ask(id) => shared_ask(cx, id, learner).await?,
        Shareable::Faq(key) => shared_faq(cx, key),
        Shareable::Attempt(id) => shared_attempt(cx, id, learner).await?,
        Shareable::Progress => match shared_progress(cx, learner).await? {
            Some(blocks) => Some(blocks),
            None => return Ok(Reply::notice(cx.locale.nothing_yet())),
        },
    };
    let Some(mut blocks) = content else { return Ok(cx.gone()) };
    blocks.push(Block::Note(public_locale(cx).shared_by(&cx.actor.name)));
    let share = cx.tutor.store.create_share(learner, cx.actor.place, cx.now).await?;
    let remove = Button::new(public_locale(cx).unshare_button(), Press::Unshare { share });
    let public = Reply::new(blocks).buttons([remove]);
    Ok(Reply { announcement: Some(Box::new(public)), ..Reply::text(cx.locale.shared()) })
}

/// Everybody reads it, so it is in the server's language where that is set.
fn public_locale(cx: &Cx<'_>) -> Locale {
    let server = cx.server.as_ref().and_then(|server| server.locale.as_deref());
    server.and_then(Locale::from_code).unwrap_or(cx.locale)
}

async fn shared_ask(cx: &Cx<'_>, id: AskId, learner: LearnerId) -> Result<Option<Vec<Block>>> {
    let Some(ask) = cx.tutor.store.ask(id).await?.filter(|ask| ask.learner == learner) else { return Ok(None) };
    let Some(passage) = ask.answered_with().and_then(|shown| cx.passage_shown(shown)) else { return Ok(None) };
    let Some(words) = ask.words else { return Ok(None) };
    let asked = words.clone();
    let blocks = cx
        .off_the_loop(move |library| {
            let ask = Ask { text: &asked, ..Ask::default() };
            library.search().excerpt(passage, &ask).blocks
        })
        .await?;
    let Some(at) = cx.library.passage(passage) else { return Ok(None) };
    let quoted = Passage { blocks, source: at.source(), url: at.url() };
    Ok(Some(vec![Block::Text(RichText::default().strong(words)), Block::Passage(quoted)]))
}

fn shared_faq(cx: &Cx<'_>, key: FaqKey) -> Option<Vec<Block>> {
    let at = cx.library.faq(key).filter(|at| cx.scope.contains(&at.course().id))?;
    let entry = at.entry();
    let passage = Passage {
        blocks: entry.answer.clone(),
        source: vec![at.course().title.clone(), at.lesson().title.clone()],
        url: at.lesson().url.as_ref().map(|url| format!("{url}#{}", entry.anchor)),
    };
    Some(vec![Block::Title(entry.question.clone()), Block::Passage(passage)])
}

async fn shared_attempt(cx: &Cx<'_>, id: AttemptId, learner: LearnerId) -> Result<Option<Vec<Block>>> {
    let Some(attempt) = cx.tutor.store.attempt(id).await?.filter(|attempt| attempt.learner == learner) else {
        return Ok(None);
    };
    let right = attempt.right_answers();
    let counted = attempt.items.iter().filter(|item| !matches!(item.state, ItemState::Skipped(_))).count();
    let of_what = of_what(cx, &attempt.scope);
    let text = public_locale(cx).shared_result(&cx.actor.name, &of_what, right, counted);
    Ok(Some(vec![Block::Text(text)]))
}

/// What kind of quiz an attempt was, in the language of the place.
fn of_what(cx: &Cx<'_>, scope: &Scope) -> String {
    let locale = public_locale(cx);
    let named = match scope {
        Scope::Lesson { course, lesson } => {
            cx.library.lesson(LessonKey::new(course, lesson)).map(|at| locale.in_the_quiz_on(&at.lesson().title))
        }
        Scope::Course(course) => {
            cx.library.course(CourseKey::new(course)).map(|course| locale.practising(&course.title))
        }
        Scope::Review => Some(locale.in_a_review().to_owned()),
    };
    named.unwrap_or_else(|| locale.in_a_quiz().to_owned())
}

/// Percentages only: what was missed stays private.
async fn shared_progress(cx: &Cx<'_>, learner: LearnerId) -> Result<Option<Vec<Block>>> {
    let mut blocks = vec![Block::Title(public_locale(cx).progress_of(&cx.actor.name).into())];
    for course in cx.courses() {
        let reading = cx.tutor.store.reading(learner, &course.id).await?;
        if reading.read.is_empty() {
            continue;
        }
        let (read, total) = words_read(course, &reading);
        let meter = Meter { label: course.title.clone().into(), done: read, total, caption: String::new() };
        let caption = public_locale(cx).read_and_left(meter.percent(), 0);
        blocks.push(Block::Meter(Meter { caption, ..meter }));
    }
    // Nothing but a title says nothing.
    Ok((blocks.len() > 1).then_some(blocks))
}

/// Takes back what was made public: its owner may, and the server's staff.
pub(super) async fn unshare(cx: &Cx<'_>, id: ShareId) -> Result<Reply> {
    let owner = match cx.tutor.store.share_owner(id).await? {
        Some(owner) => owner,
        // Its owner's records are deleted; staff can still tidy up.
        None if cx.is_staff() => return Ok(removed(cx)),
        None => return Ok(Reply::notice(cx.locale.not_your_share())),
    };
    if Some(owner) != cx.learner && !cx.is_staff() {
        return Ok(Reply::notice(cx.locale.not_your_share()));
    }
    cx.tutor.store.remove_share(id).await?;
    Ok(removed(cx))
}

fn removed(cx: &Cx<'_>) -> Reply {
    Reply { carrier: Carrier::Remove, ..Reply::text(cx.locale.share_removed()) }
}
