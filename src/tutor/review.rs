//! Reviews: answering again what is about to be forgotten, a day's share at a time.

use super::{Cx, Result, Tutor};
use crate::{
    action::{Actor, Identity, Place, Platform, Press, Privacy, Rights},
    ids::CourseId,
    reply::{Block, Button, Reply, Tone},
    store::{
        attempts::{NewAttempt, Scope},
        learners::Arrival,
        notices::{Missed, Notice, NoticeKind},
    },
    words::Locale,
};

/// Today's review: of the course that `about` names, or of all.
pub(super) async fn open(cx: &Cx<'_>, about: &str) -> Result<Reply> {
    let about = about.trim();
    let course = cx.library.find_course(about, &cx.scope).map(|course| course.id.clone());
    let mut reply = start(cx, course.as_ref()).await?;
    if course.is_none() && !about.is_empty() {
        reply.blocks.insert(0, Block::Text(cx.locale.course_not_found(about)));
    }
    Ok(reply)
}

/// Goes on with the review that was begun today, or begins one with what is due.
pub(super) async fn start(cx: &Cx<'_>, course: Option<&CourseId>) -> Result<Reply> {
    let learner = cx.learner()?;
    let midnight = cx.zone.start_of_day(cx.now);
    if let Some(attempt) = cx.tutor.store.open_review(learner, midnight).await? {
        return cx.go(Press::Resume { attempt }).await;
    }
    let due = cx.due(course).await?;
    if due.today.is_empty() {
        return Ok(nothing(cx, due.had_enough, cx.say_due(&due)));
    }
    let review = NewAttempt { learner, place: cx.actor.place, scope: Scope::Review, retry_of: None, items: due.today };
    let attempt = cx.tutor.store.start_review(review, midnight, cx.now).await?;
    cx.go(Press::Resume { attempt }).await
}

/// Why there is nothing to review now, and when there will be.
fn nothing(cx: &Cx<'_>, had_enough: bool, next: Option<String>) -> Reply {
    let blocks = match (had_enough, next) {
        (true, _) => vec![Block::Text(cx.locale.enough_for_today())],
        (false, Some(next)) => vec![Block::Text(cx.locale.nothing_due().into()), Block::Text(next.into())],
        (false, None) => vec![Block::Text(cx.locale.no_cards())],
    };
    Reply::new(blocks).tone(Tone::Good).buttons([
        Button::new(cx.locale.quiz_button(), Press::QuizMenu { page: 0 }),
        Button::new(cx.locale.progress_button(), Press::Progress),
    ])
}

impl Tutor {
    /// What a notice says, in its reader's language; `None` when there is nothing to say any more.
    pub(crate) async fn letter(&self, notice: &Notice) -> Result<Option<(Locale, Reply)>> {
        let reader = Actor {
            identity: Identity { platform: Platform::Discord, external_id: notice.recipient.clone() },
            name: String::new(),
            // Wherever it is read, it is about all courses and for one person.
            place: Place::Terminal,
            thread_of: None,
            rights: Rights::default(),
            locale: Locale::from_code(&notice.locale).unwrap_or_default(),
            privacy: Privacy::Possible,
        };
        // Not looked up by name: who was forgotten in the meantime must not come back by it.
        let settings = self.store.settings(notice.learner).await?;
        let arrival = Arrival {
            learner: notice.learner,
            settings,
            has_missed: false,
            has_pins: true,
            has_places: true,
            previous: None,
        };
        let cx = self.context_of(&reader, Some(arrival));
        Ok(letter(&cx, notice.kind).await?.map(|reply| (cx.locale, reply)))
    }
}

/// The message that a learner asked to get; nothing when there is nothing to say after all.
pub(super) async fn letter(cx: &Cx<'_>, kind: NoticeKind) -> Result<Option<Reply>> {
    let due = cx.due(None).await?.today.len();
    let stop = Button::new(cx.locale.stop_reminders_button(), Press::StopReminders);
    let review = (due > 0).then(|| Button::primary(cx.locale.review_button(), Press::Review));
    Ok(match kind {
        NoticeKind::Review if due == 0 => None,
        NoticeKind::Review => {
            Some(Reply::text(cx.locale.time_to_review(due)).buttons(review.into_iter().chain([stop])))
        }
        NoticeKind::Week => {
            let mut blocks = vec![Block::Title(cx.locale.week_title().into())];
            blocks.extend(cx.say_days().await?.into_iter().map(|line| Block::Text(line.into())));
            if due > 0 {
                blocks.push(Block::Text(cx.locale.due_today(due).into()));
            }
            Some(Reply::new(blocks).buttons(review.into_iter().chain([stop])))
        }
    })
}

/// What a learner should have been told already, to stand beside something else.
pub(super) async fn missed(cx: &Cx<'_>, missed: Missed) -> Result<Option<Block>> {
    if missed.gave_up {
        return Ok(Some(Block::Note(cx.locale.gave_up_reminding())));
    }
    let due = cx.due(None).await?.today.len();
    Ok((due > 0).then(|| Block::Note(cx.locale.missed_reminder(due))))
}
