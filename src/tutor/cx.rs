//! One action under way, and what every feature asks of it: rights, courses in sight, and parts of replies.
//!
//! Features know it and not each other: where one leads into another, it goes through the door again ([`Cx::go`]).

use std::{sync::Arc, time::Duration};

use super::{Result, Tutor};
use crate::{
    action::{Action, Actor, Place, Press},
    calendar::Zone,
    clock::Timestamp,
    course::{Course, Lesson, Question, Scope, minutes},
    ids::{ChannelId, FaqKey, LearnerId, SectionKey},
    library::Library,
    markup::{self, List, ListItem, RichText},
    panics,
    reply::{Block, Button, Meter, Pages, Reply, Select},
    search::PassageRef,
    store::{
        asks::{PreviousAsk, Shown, ShownEntry},
        error::StoreError,
        learners::{Arrival, LearnerSettings},
        reading::Reading,
        servers::ServerSettings,
    },
    words::Locale,
};

/// Up to here a search takes a few tenths of a millisecond, about as long as to lay out its reply.
const QUICK_PASSAGES: usize = 4_000;

/// How long a question is the context of the next one in the same place.
const FOLLOW_UP: Duration = Duration::from_secs(5 * 60);

/// One action under way: who acts, on which library, with what rights.
pub(super) struct Cx<'a> {
    pub(super) tutor: &'a Tutor,
    pub(super) library: Arc<Library>,
    pub(super) actor: &'a Actor,
    /// `None` when the person is new, and nothing can be written or need be.
    pub(super) learner: Option<LearnerId>,
    /// Whether there is something that the learner should have been told already.
    pub(super) has_missed: bool,
    /// Whether staff have pinned something here; who is new is not known to come where nobody has.
    pub(super) has_pins: bool,
    /// Whether the learner had a place in some course when they came.
    pub(super) has_places: bool,
    /// What the learner asked shortly before in this place.
    pub(super) previous: Option<PreviousAsk>,
    pub(super) locale: Locale,
    /// Which courses this place sees.
    pub(super) scope: Scope,
    pub(super) server: Option<Arc<ServerSettings>>,
    /// Where the learner lives.
    pub(super) zone: Zone,
    pub(super) now: Timestamp,
}

impl Tutor {
    /// Looks up who acts, and makes them known if this begins a record of theirs.
    pub(super) async fn context<'a>(&'a self, actor: &'a Actor, begins_a_record: bool) -> Result<Cx<'a>> {
        let now = self.clock.now();
        let since = now.before(FOLLOW_UP);
        let (who, place, aloud) = (&actor.identity, actor.place, actor.is_aloud());
        let arrival = if begins_a_record {
            self.store.arrive(who, place, aloud, since, now).await.map(Some)
        } else {
            self.store.known(who, place, aloud, since).await
        };
        match arrival {
            Ok(arrival) => Ok(self.context_of(actor, arrival)),
            Err(StoreError::Full | StoreError::ReadOnly) => Ok(self.context_of(actor, None)),
            Err(error) => Err(error),
        }
    }

    pub(super) fn context_of<'a>(&'a self, actor: &'a Actor, arrival: Option<Arrival>) -> Cx<'a> {
        let now = self.clock.now();
        let server = actor.place.server().map(|server| self.servers.get(server));
        let learner = arrival.as_ref().map(|arrival| arrival.learner);
        let has_missed = arrival.as_ref().is_some_and(|arrival| arrival.has_missed);
        let has_pins = arrival.as_ref().is_none_or(|arrival| arrival.has_pins);
        let has_places = arrival.as_ref().is_some_and(|arrival| arrival.has_places);
        let (settings, previous) = arrival.map(|arrival| (arrival.settings, arrival.previous)).unwrap_or_default();
        Cx {
            tutor: self,
            library: self.shelf.library(),
            actor,
            learner,
            has_missed,
            has_pins,
            has_places,
            previous,
            locale: locale_of(actor, &settings, server.as_deref()),
            scope: server.as_deref().map_or(Scope::All, scope_of),
            server,
            zone: Zone::named(settings.time_zone.as_deref()),
            now,
        }
    }
}

impl Cx<'_> {
    /// Whether the actor manages this server or has its staff role. In the terminal it is whoever runs Docent.
    pub(super) fn is_staff(&self) -> bool {
        if self.actor.place == Place::Terminal {
            return true;
        }
        let role = self.server.as_ref().and_then(|server| server.staff_role);
        self.actor.rights.manages_server || role.is_some_and(|role| self.actor.rights.roles.contains(&role))
    }

    /// Whether answers carry what only staff should see. Not in the terminal: there `questions` leads to the same.
    pub(super) fn answers_as_staff(&self) -> bool {
        self.server.is_some() && self.is_staff() && !self.actor.is_aloud()
    }

    /// The learner, for whatever cannot be done without a record.
    pub(super) fn learner(&self) -> Result<LearnerId> {
        self.learner.ok_or(StoreError::ReadOnly)
    }

    /// The courses that this place sees, in the library's order.
    pub(super) fn courses(&self) -> impl Iterator<Item = &Course> {
        self.library.courses().iter().map(AsRef::as_ref).filter(|course: &&Course| self.scope.contains(&course.id))
    }

    /// Lessons with a quiz that this place sees.
    pub(super) fn quizzes(&self) -> impl Iterator<Item = (&Course, &Lesson)> {
        self.courses().flat_map(|course| {
            course.lessons.iter().filter(|lesson| !lesson.questions.is_empty()).map(move |lesson| (course, lesson))
        })
    }

    pub(super) fn gone(&self) -> Reply {
        Reply::notice(self.locale.content_is_gone())
    }

    /// The channels that the server chose, where this is none of them nor a thread in one.
    pub(super) fn not_here(&self) -> Option<&[ChannelId]> {
        let chosen = self.server.as_ref()?.channels.as_deref()?;
        let here = [self.actor.place.channel(), self.actor.thread_of];
        (!here.into_iter().flatten().any(|channel| chosen.contains(&channel))).then_some(chosen)
    }

    /// Whether what this person sees can be shown to others here.
    pub(super) fn can_share(&self) -> bool {
        matches!(self.actor.place, Place::Channel { .. }) && !self.actor.is_aloud()
    }

    /// As [`Self::go`], after a write that changed what this place sees.
    pub(super) async fn go_afresh(&self, press: Press) -> Result<Reply> {
        let cx = self.tutor.context(self.actor, true).await?;
        cx.go(press).await
    }

    /// The language of the reply to `action`: one that changes it is answered in the new one.
    pub(super) fn locale_after(&self, action: &Action) -> Locale {
        match action {
            Action::Press(Press::SetLocale { locale }) if !self.actor.is_aloud() => locale.unwrap_or(self.actor.locale),
            _ => self.locale,
        }
    }

    /// The same action, said in another language.
    pub(super) fn in_language(&self, locale: Locale) -> Cx<'_> {
        Cx {
            tutor: self.tutor,
            library: Arc::clone(&self.library),
            actor: self.actor,
            learner: self.learner,
            has_missed: self.has_missed,
            has_pins: self.has_pins,
            has_places: self.has_places,
            previous: self.previous.clone(),
            locale,
            scope: self.scope.clone(),
            server: self.server.clone(),
            zone: self.zone.clone(),
            now: self.now,
        }
    }

    /// Searches on another thread, behind a permit; at once where that is quicker than to change threads.
    pub(super) async fn off_the_loop<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Library) -> T + Send + 'static,
    ) -> Result<T> {
        if self.library.search().passages() <= QUICK_PASSAGES {
            return Ok(work(&self.library));
        }
        let _permit = self.tutor.searches.acquire().await.map_err(|_| StoreError::Closed)?;
        let library = Arc::clone(&self.library);
        on_another_thread(move || work(&library)).await
    }

    /// Where a passage that a row remembers is now.
    pub(super) fn passage_shown(&self, shown: &Shown) -> Option<PassageRef> {
        match &shown.entry {
            ShownEntry::Section(section) => {
                let key = SectionKey::new(&shown.course, &shown.lesson, section);
                self.library.section(key).map(|at| at.passage())
            }
            ShownEntry::Faq(entry) => {
                let key = FaqKey::new(&shown.course, &shown.lesson, entry);
                self.library.faq(key).map(|at| at.passage())
            }
        }
    }

    /// Carries out a press as if it had come from outside; how one feature leads into another.
    pub(super) async fn go(&self, press: Press) -> Result<Reply> {
        Box::pin(self.press(press)).await
    }

    /// Previous and next buttons of a list with several pages.
    pub(super) fn turn<T>(&self, pages: &Pages<'_, T>, press: impl Fn(u16) -> Press) -> Vec<Button> {
        let back = pages.previous().map(|page| Button::new(self.locale.previous_button(), press(page)));
        let on = pages.next().map(|page| Button::new(self.locale.next_button(), press(page)));
        back.into_iter().chain(on).collect()
    }

    /// How many of `total` words are read, with the minutes left.
    pub(super) fn reading_meter(&self, label: RichText, read: usize, total: usize) -> Meter {
        let meter = Meter { label, done: read, total, caption: String::new() };
        let caption = self.locale.read_and_left(meter.percent(), minutes(total.saturating_sub(read)));
        Meter { caption, ..meter }
    }

    pub(super) fn bullets(&self, lines: impl IntoIterator<Item = RichText>) -> markup::Block {
        let items = lines
            .into_iter()
            .map(|line| ListItem { checked: None, blocks: vec![markup::Block::Paragraph(line)] })
            .collect();
        markup::Block::List(List { start: None, items })
    }

    /// Lines numbered from `start`.
    pub(super) fn numbered(&self, start: usize, lines: impl IntoIterator<Item = RichText>) -> markup::Block {
        match self.bullets(lines) {
            markup::Block::List(list) => {
                markup::Block::List(List { start: Some(u64::try_from(start).unwrap_or(1)), ..list })
            }
            other => other,
        }
    }

    /// Course › lesson, and what is below.
    pub(super) fn breadcrumb(&self, course: &Course, lesson: &Lesson, last: Option<String>) -> Block {
        Block::Breadcrumb([course.title.clone(), lesson.title.clone()].into_iter().chain(last).collect())
    }
}

/// The page of a list that has its item `index`, where a select shows a page.
pub(super) fn page_of(index: usize) -> u16 {
    u16::try_from(index / Select::MAX_ITEMS).unwrap_or(u16::MAX)
}

/// What an item of a numbered list is called where the number has to be part of it: a title that brings a number of
/// its own gets none from us.
pub(super) fn label(number: usize, title: &str) -> String {
    let unnumbered = title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')');
    let own = title.len() - unnumbered.len();
    let has_own = title.starts_with(|c: char| c.is_ascii_digit())
        && title.bytes().take(own).any(|byte| !byte.is_ascii_digit())
        && unnumbered.starts_with(' ');
    if has_own { title.to_owned() } else { format!("{number}. {title}") }
}

/// Does what takes the processor where no other action waits for it.
pub(super) async fn on_another_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let span = tracing::Span::current();
    let done = tokio::task::spawn_blocking(move || span.in_scope(|| panics::catch(work))).await;
    Ok(done.map_err(|ended| StoreError::Fault(Arc::new(anyhow::Error::new(ended).context("off the event loop"))))??)
}

/// A person reads in their own language; what everybody reads is in the server's, as a share is.
pub(super) fn locale_of(actor: &Actor, settings: &LearnerSettings, server: Option<&ServerSettings>) -> Locale {
    let aloud = server.filter(|_| actor.is_aloud()).and_then(|server| server.locale.as_deref());
    let chosen = aloud.or(settings.locale.as_deref());
    chosen.and_then(Locale::from_code).unwrap_or(actor.locale)
}

pub(super) fn scope_of(server: &ServerSettings) -> Scope {
    server.courses.as_ref().map_or(Scope::All, |courses| Scope::These(courses.iter().cloned().collect()))
}

/// Words of the sections read, and of all.
pub(super) fn words_read(course: &Course, reading: &Reading) -> (usize, usize) {
    let mut read = 0;
    let mut total = 0;
    for lesson in &course.lessons {
        for section in &lesson.sections {
            total += section.words;
            if reading.has_read(&lesson.id, &section.id) {
                read += section.words;
            }
        }
    }
    (read, total)
}

/// Questions that may be asked as often as somebody likes, each with its lesson. Those of a quiz that can be taken a few
/// times only are not among them: their key would be out.
pub(super) fn for_practice(course: &Course) -> impl Iterator<Item = (&Lesson, &Question)> {
    let lessons = course.lessons.iter().filter(|lesson| lesson.quiz.attempts.is_none());
    lessons.flat_map(|lesson| lesson.questions.iter().map(move |question| (lesson, question)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_with_a_number_gets_no_second_one() {
        assert_eq!(label(3, "Quizzes"), "3. Quizzes");
        assert_eq!(label(3, "1. Quizzes"), "1. Quizzes");
        assert_eq!(label(3, "4.1 Ownership"), "4.1 Ownership");
        assert_eq!(label(3, "2) Water"), "2) Water");
        assert_eq!(label(3, "404 and other answers"), "3. 404 and other answers");
        assert_eq!(label(3, ".gitignore"), "3. .gitignore");
        assert_eq!(label(3, "3.14"), "3. 3.14");
    }
}
