//! The one door: every action of every front end comes through [`Tutor::handle`] and leaves as a reply.
//!
//! Loads the library once, finds out who acts and what they may do, and hands over to one function a feature. A
//! feature looks up, decides, writes once, and says. Knows no markup, no SQL and no platform.

mod ask;
mod contents;
mod due;
mod fairness;
mod faq;
mod help;
pub(crate) mod live;
mod person;
mod practice;
mod progress;
mod quiz;
mod reading;
mod reminders;
mod review;
mod servers;
mod setup;
mod share;
#[cfg(test)]
mod tests;

use std::{fmt, sync::Arc, time::Instant};

use tokio::sync::{Notify, Semaphore};
use tracing::Instrument as _;

use self::{fairness::Fairness, reading::Lines, servers::Servers};
use crate::{
    action::{Action, Actor, Identity, Place, Platform, Press, Privacy, Rights, Topic},
    calendar::Zone,
    clock::{Clock, Timestamp},
    course::{Course, Lesson, Scope, minutes},
    ids::{AttemptId, FaqKey, LearnerId, SectionKey},
    library::{Library, SectionAt, Shelf},
    markup::{self, List, ListItem, RichText},
    metrics, panics,
    reply::{Block, Button, Form, Meter, Pages, Reply, Suggestion, Tone},
    search::PassageRef,
    store::{
        Store,
        asks::{PreviousAsk, Shown, ShownEntry},
        attempts,
        error::StoreError,
        learners::{Arrival, LearnerSettings},
        notices::Notice,
        reading::Reading,
        reminders::Reminders,
        servers::ServerSettings,
    },
    words::{Locale, commands::Suggests},
};

/// Actions under way or waiting for their turn. Each holds a few kilobytes and mostly waits; more than this at one moment
/// could not be answered within Discord's three seconds, and whoever comes then is asked to try again.
const MAX_ACTIONS: usize = 8192;

/// Up to here a search takes a few tenths of a millisecond, about as long as to lay out its reply.
const QUICK_PASSAGES: usize = 4_000;

/// What a front end gets back.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub reply: Reply,
    /// The language of the reply, for the words that a layout adds.
    pub locale: Locale,
}

/// Everything Docent knows, behind one door.
pub struct Tutor {
    shelf: Arc<Shelf>,
    store: Store,
    clock: Clock,
    /// Keys the order of choices.
    secret: [u8; 32],
    servers: Servers,
    admission: Semaphore,
    fairness: Fairness,
    /// Searches at once: they take the processor, so more than there are cores only makes all of them late.
    searches: Semaphore,
    pictures: progress::Pictures,
    /// Rung when a live quiz has changed.
    boards: Notify,
    policy: Policy,
}

/// What the people who run Docent decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// After how many days the words of a question are deleted.
    pub words_kept_days: u32,
}

/// One action under way: who acts, on which library, with what rights.
struct Cx<'a> {
    tutor: &'a Tutor,
    library: Arc<Library>,
    actor: &'a Actor,
    /// `None` when the person is new and nothing can be written.
    learner: Option<LearnerId>,
    /// Whether there is something that the learner should have been told already.
    has_missed: bool,
    /// What the learner asked shortly before in this place.
    previous: Option<PreviousAsk>,
    locale: Locale,
    /// Which courses this place sees.
    scope: Scope,
    server: Option<Arc<ServerSettings>>,
    /// Where the learner lives.
    zone: Zone,
    now: Timestamp,
}

/// Why a feature ends without a reply of its own.
type Result<T, E = StoreError> = std::result::Result<T, E>;

impl Tutor {
    pub async fn new(shelf: Arc<Shelf>, store: Store, clock: Clock, policy: Policy) -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            shelf,
            secret: store.secret().await?,
            servers: Servers::load(&store).await?,
            store,
            fairness: Fairness::new(clock.clone()),
            clock,
            admission: Semaphore::new(MAX_ACTIONS),
            searches: Semaphore::new(cores),
            pictures: progress::Pictures::new(cores),
            boards: Notify::new(),
            policy,
        })
    }

    /// Carries out one action. Never fails: a fault becomes a calm reply with a reference that is also in the log.
    pub async fn handle(&self, actor: &Actor, action: Action) -> Outcome {
        let started = Instant::now();
        let name = action.name();
        let span = tracing::info_span!("action", action = name, platform = ?actor.identity.platform);
        async {
            let (locale, result) = match self.admission.try_acquire() {
                Ok(_permit) => panics::survive(self.in_turn(actor, action))
                    .await
                    .unwrap_or_else(|bug| (actor.locale, Err(bug.into()))),
                Err(_) => (actor.locale, Err(StoreError::Busy)),
            };
            metrics::of_this_process().action(name, outcome_of(&result), started.elapsed());
            let reply = result.unwrap_or_else(|error| say_error(locale, &error));
            tracing::debug!(duration_us = started.elapsed().as_micros(), "action done");
            Outcome { reply, locale }
        }
        .instrument(span)
        .await
    }

    /// Lets nobody stand before all others; at a terminal there are no others.
    async fn in_turn(&self, actor: &Actor, action: Action) -> (Locale, Result<Reply>) {
        let _turn = match actor.identity.platform {
            Platform::Discord if self.fairness.is_too_fast(&actor.identity) => {
                return (actor.locale, Ok(Reply::notice(actor.locale.slow_down())));
            }
            Platform::Discord => self.fairness.turn(&actor.identity).await,
            Platform::Terminal => None,
        };
        self.act(actor, action).await
    }

    async fn act(&self, actor: &Actor, action: Action) -> (Locale, Result<Reply>) {
        match self.context(actor).await {
            Ok(cx) => (cx.locale, cx.act(action).await),
            Err(error) => (actor.locale, Err(error)),
        }
    }

    async fn context<'a>(&'a self, actor: &'a Actor) -> Result<Cx<'a>> {
        let now = self.clock.now();
        let since = now.before(ask::FOLLOW_UP);
        let arrival = match self.store.arrive(&actor.identity, actor.place, since, now).await {
            Ok(arrival) => Some(arrival),
            Err(StoreError::Full | StoreError::ReadOnly) => None,
            Err(error) => return Err(error),
        };
        Ok(self.context_of(actor, arrival))
    }

    fn context_of<'a>(&'a self, actor: &'a Actor, arrival: Option<Arrival>) -> Cx<'a> {
        let now = self.clock.now();
        let server = actor.place.server().map(|server| self.servers.get(server));
        let learner = arrival.as_ref().map(|arrival| arrival.learner);
        let has_missed = arrival.as_ref().is_some_and(|arrival| arrival.has_missed);
        let (settings, previous) = arrival.map(|arrival| (arrival.settings, arrival.previous)).unwrap_or_default();
        Cx {
            tutor: self,
            library: self.shelf.library(),
            actor,
            learner,
            has_missed,
            previous,
            locale: locale_of(actor, &settings, server.as_deref()),
            scope: server.as_deref().map_or(Scope::All, scope_of),
            server,
            zone: Zone::named(settings.time_zone.as_deref()),
            now,
        }
    }

    /// What a notice says, in its reader's language; `None` when there is nothing to say any more.
    pub(crate) async fn letter(&self, notice: &Notice) -> Result<Option<(Locale, Reply)>> {
        let reader = Actor {
            identity: Identity { platform: Platform::Discord, external_id: notice.recipient.clone() },
            name: String::new(),
            // Wherever it is read, it is about all courses and for one person.
            place: Place::Terminal,
            rights: Rights::default(),
            locale: Locale::from_code(&notice.locale).unwrap_or_default(),
            privacy: Privacy::Possible,
        };
        // Not looked up by name: who was forgotten in the meantime must not come back by it.
        let settings = self.store.settings(notice.learner).await?;
        let arrival = Arrival { learner: notice.learner, settings, has_missed: false, previous: None };
        let cx = self.context_of(&reader, Some(arrival));
        Ok(review::letter(&cx, notice.kind).await?.map(|reply| (cx.locale, reply)))
    }

    /// What to offer while a person types into a command's option. Looks at the library only: no waiting, no rows.
    pub fn suggest(&self, actor: &Actor, suggests: Suggests, text: &str) -> Vec<Suggestion> {
        let library = self.shelf.library();
        let scope = actor.place.server().map_or(Scope::All, |server| scope_of(&self.servers.get(server)));
        library.suggest(suggests, text, &scope)
    }

    /// The form that a press asks for, before anything is looked up.
    pub fn form(&self, actor: &Actor, press: &Press) -> Option<Form> {
        match press {
            Press::AnswerForm { attempt, item } => Some(quiz::form(actor.locale, *attempt, *item)),
            Press::TimeZoneForm => Some(person::time_zone_form(actor.locale)),
            Press::RedeemForm => Some(person::code_form(actor.locale)),
            _ => None,
        }
    }
}

impl Cx<'_> {
    async fn act(&self, action: Action) -> Result<Reply> {
        if let Some(refusal) = self.refusal(&action) {
            return Ok(refusal);
        }
        match self.actor.privacy {
            Privacy::Impossible if action.is_personal() => self.behind_a_door(action).await,
            Privacy::Impossible => self.dispatch(action).await,
            Privacy::Possible => {
                let reply = self.dispatch(action).await?;
                self.with_missed(reply).await
            }
        }
    }

    /// Adds what the learner should have been told already, once.
    async fn with_missed(&self, mut reply: Reply) -> Result<Reply> {
        if self.has_missed
            && let Some(learner) = self.learner
            && let Some(missed) = self.tutor.store.take_missed(learner).await?
        {
            reply.blocks.extend(review::missed(self, missed).await?);
        }
        Ok(reply)
    }

    async fn dispatch(&self, action: Action) -> Result<Reply> {
        match action {
            Action::Press(press) => self.press(press).await,
            Action::Ask { words } => ask::ask(self, &words).await,
            Action::Open { what, about } => match what {
                Topic::Lesson => reading::open(self, &about).await,
                Topic::Course => contents::open(self, &about).await,
                Topic::Faq => faq::open(self, &about).await,
                Topic::Quiz => self.quiz(&about).await,
                Topic::Live => live::open(self, &about).await,
                Topic::Review => review::open(self, &about).await,
                Topic::Progress => progress::open(self, &about).await,
                Topic::Next => self.next().await,
            },
            Action::Say { confidence } => quiz::confidence::say_of_open(self, confidence).await,
            Action::Reply { text } => quiz::open::reply(self, &text).await,
            Action::Stop => quiz::open::stop_it(self).await,
            Action::AnswerText { attempt, item, text } => quiz::answer_text(self, attempt, item, &text).await,
            Action::SetTimeZone { name } => person::set_time_zone(self, &name).await,
            Action::RedeemCode { code } => person::redeem_code(self, &code).await,
            Action::SetStaffRole { role } => setup::set_staff_role(self, role).await,
            Action::SetChannels { channels } => setup::set_channels(self, &channels).await,
            Action::Joined => setup::welcome(self).await,
            Action::Stale => Ok(Reply::notice(self.locale.stale_press())),
        }
    }

    async fn press(&self, press: Press) -> Result<Reply> {
        match press {
            Press::Section { section, page } => reading::section(self, section, page, Lines::Plain).await,
            Press::Numbered { section, page } => reading::section(self, section, page, Lines::Numbered).await,
            Press::Lesson { lesson } => reading::lesson(self, lesson).await,
            Press::Sections { lesson, page } => contents::sections(self, lesson, page).await,
            Press::Course { course, page } => contents::course(self, course, page).await,
            Press::Courses { page } => contents::courses(self, page).await,
            Press::Faq { entry } => faq::entry(self, entry).await,
            Press::FaqList { page } => faq::list(self, page).await,
            Press::QuizMenu { page } => Ok(quiz::menu(self, page)),
            Press::Quiz { lesson } => quiz::start(self, lesson).await,
            Press::PractiseMenu { course } => Ok(practice::menu(self, course)),
            Press::Practise { course, what, length } => practice::start(self, course, what, length).await,
            // A front end shows a form at once; whoever cannot is told how to type the same.
            Press::Resume { attempt } | Press::AnswerForm { attempt, .. } => quiz::resume(self, attempt).await,
            Press::Answer { attempt, item, chosen } => quiz::answer(self, attempt, item, chosen).await,
            Press::Say { attempt, item, confidence } => quiz::confidence::say(self, attempt, item, confidence).await,
            Press::Feedback { attempt, item } => quiz::feedback(self, attempt, item).await,
            Press::Stop { attempt } => quiz::stop(self, attempt).await,
            Press::Results { attempt } => quiz::results(self, attempt).await,
            Press::Retry { attempt } => quiz::retry(self, attempt).await,
            Press::NotMeant { ask } => ask::not_meant(self, ask).await,
            Press::Helpful { ask } => ask::helpful(self, ask).await,
            Press::Share { what } => share::share(self, what).await,
            Press::Unshare { share } => share::unshare(self, share).await,
            Press::Progress => progress::open(self, "").await,
            Press::ProgressIn { course, page } => progress::course(self, course, page).await,
            Press::Review => review::start(self, None).await,
            Press::Reminders => reminders::panel(self).await,
            Press::SetDaily { on } => reminders::change(self, |now| Reminders { daily: on, ..now }).await,
            Press::SetWeekly { on } => reminders::change(self, |now| Reminders { weekly: on, ..now }).await,
            Press::SetHour { hour } => reminders::change(self, |now| Reminders { hour, ..now }).await,
            Press::StopReminders => reminders::stop(self).await,
            Press::SetGoal { days } => reminders::set_goal(self, days).await,
            Press::Settings | Press::TimeZoneForm | Press::RedeemForm => person::settings(self).await,
            Press::SetLocale { locale } => person::set_locale(self, locale).await,
            Press::IssueCode => person::issue_code(self).await,
            Press::Privacy => person::privacy(self).await,
            Press::Forget { confirmed } => person::forget(self, confirmed).await,
            Press::Help => Ok(help::help(self)),
            Press::About => Ok(help::about(self)),
            Press::Setup | Press::SetupStaff | Press::SetupChannels => setup::panel(self).await,
            Press::SetupCourse { course, shown } => setup::set_course(self, course, shown).await,
            Press::SetupLocale { locale } => setup::set_locale(self, locale).await,
            Press::Desk(desk) => ask::at_the_desk(self, desk).await,
            Press::Live(play) => live::press(self, play).await,
            Press::Open { owner, press } => self.open(owner, *press).await,
        }
    }

    /// Opens what was kept behind a door, for its owner only.
    async fn open(&self, owner: LearnerId, press: Press) -> Result<Reply> {
        if self.learner == Some(owner) {
            // Rights may have gone since the door was made.
            let action = Action::Press(press.clone());
            return match self.refusal(&action) {
                Some(refusal) => Ok(refusal),
                None => self.go(press).await,
            };
        }
        let own = match press {
            Press::Review
            | Press::Progress
            | Press::ProgressIn { .. }
            | Press::Settings
            | Press::Reminders
            | Press::Privacy
            | Press::Section { .. } => press,
            _ => Press::QuizMenu { page: 0 },
        };
        Ok(Reply::notice(self.locale.not_yours()).buttons([Button::new(self.locale.open_button(), own)]))
    }

    /// A personal action typed where everybody reads: does what must be done now, says nothing, and leaves a door.
    async fn behind_a_door(&self, action: Action) -> Result<Reply> {
        let learner = self.learner()?;
        let press = match action {
            Action::Press(press) => press,
            Action::Open { what, about } => match what {
                Topic::Lesson => reading::press_for(self, &about).await?,
                Topic::Course => contents::press_for(self, &about).await?,
                Topic::Quiz => quiz::press_for(self, &about).await?,
                Topic::Review => Press::Review,
                Topic::Progress => Press::Progress,
                Topic::Next => self.next_press().await?,
                Topic::Faq => return faq::open(self, &about).await,
                Topic::Live => return live::open(self, &about).await,
            },
            Action::Say { confidence } => quiz::confidence::say_for(self, confidence).await?,
            Action::Reply { text } => quiz::open::reply_for(self, &text).await?,
            Action::Stop => quiz::open::stop_for(self).await?,
            Action::AnswerText { attempt, .. } => Press::Resume { attempt },
            Action::SetTimeZone { .. } | Action::RedeemCode { .. } => Press::Settings,
            Action::SetStaffRole { .. } | Action::SetChannels { .. } => Press::Setup,
            Action::Ask { .. } | Action::Joined | Action::Stale => return self.dispatch(action).await,
        };
        let door = Press::Open { owner: learner, press: Box::new(press) };
        Ok(Reply::text(self.locale.open_privately()).buttons([Button::primary(self.locale.open_button(), door)]))
    }

    /// The quiz of a lesson; or else a practice on a topic that lessons are tagged with.
    async fn quiz(&self, about: &str) -> Result<Reply> {
        if quiz::find(self, about).is_none()
            && let Some(practice) = practice::on_topic(self, about.trim()).await?
        {
            return Ok(practice);
        }
        quiz::open(self, about).await
    }

    /// Starts an attempt and shows its first question.
    async fn begin(
        &self,
        scope: attempts::Scope,
        retry_of: Option<AttemptId>,
        items: Vec<attempts::NewItem>,
    ) -> Result<Reply> {
        let learner = self.learner()?;
        let attempt = attempts::NewAttempt { learner, place: self.actor.place, scope, retry_of, items };
        let attempt = self.tutor.store.start_attempt(attempt, self.now).await?;
        self.go(Press::Resume { attempt }).await
    }

    /// The open quiz's next question, else the next section.
    async fn next(&self) -> Result<Reply> {
        let press = self.next_press().await?;
        self.go(press).await
    }

    async fn next_press(&self) -> Result<Press> {
        match self.tutor.store.open_attempt(self.learner()?, self.actor.place).await? {
            Some(attempt) => Ok(Press::Resume { attempt: attempt.id }),
            None => reading::next_press(self).await,
        }
    }

    /// The one table of who may do what, and where.
    fn refusal(&self, action: &Action) -> Option<Reply> {
        let for_staff = matches!(
            action,
            Action::SetStaffRole { .. }
                | Action::SetChannels { .. }
                | Action::Press(
                    Press::Setup
                        | Press::SetupCourse { .. }
                        | Press::SetupLocale { .. }
                        | Press::SetupStaff
                        | Press::SetupChannels
                )
        );
        let at_the_desk = matches!(action, Action::Press(Press::Desk(_)));
        let is_here = self.server.is_some() || at_the_desk && self.actor.place == Place::Terminal;
        if (for_staff || at_the_desk) && !is_here {
            return Some(Reply::notice(self.locale.server_only()));
        }
        if (for_staff || at_the_desk) && !self.is_staff() {
            return Some(Reply::notice(self.locale.staff_only()));
        }
        let channels = self.server.as_ref().and_then(|server| server.channels.as_deref()).unwrap_or_default();
        let Place::Channel { channel, .. } = self.actor.place else { return None };
        let typed = self.actor.privacy == Privacy::Impossible && *action != Action::Joined;
        (typed && !channels.is_empty() && !channels.contains(&channel))
            .then(|| Reply::notice(self.locale.elsewhere(channels)))
    }

    /// Whether the actor manages this server or has its staff role. In the terminal it is whoever runs Docent.
    fn is_staff(&self) -> bool {
        if self.actor.place == Place::Terminal {
            return true;
        }
        let role = self.server.as_ref().and_then(|server| server.staff_role);
        self.actor.rights.manages_server || role.is_some_and(|role| self.actor.rights.roles.contains(&role))
    }

    /// Whether answers carry what only staff should see. Not in the terminal: there `questions` leads to the same.
    fn answers_as_staff(&self) -> bool {
        self.server.is_some() && self.is_staff() && self.actor.privacy == Privacy::Possible
    }

    /// The learner, for whatever cannot be done without a record.
    fn learner(&self) -> Result<LearnerId> {
        self.learner.ok_or(StoreError::ReadOnly)
    }

    /// The courses that this place sees, in the library's order.
    fn courses(&self) -> impl Iterator<Item = &Course> {
        self.library.courses().iter().map(AsRef::as_ref).filter(|course: &&Course| self.scope.contains(&course.id))
    }

    /// Lessons with a quiz that this place sees.
    fn quizzes(&self) -> impl Iterator<Item = (&Course, &Lesson)> {
        self.courses().flat_map(|course| {
            course.lessons.iter().filter(|lesson| !lesson.questions.is_empty()).map(move |lesson| (course, lesson))
        })
    }

    fn gone(&self) -> Reply {
        Reply::notice(self.locale.content_is_gone())
    }

    /// Whether what this person sees can be shown to others here.
    fn can_share(&self) -> bool {
        matches!(self.actor.place, Place::Channel { .. }) && self.actor.privacy == Privacy::Possible
    }

    /// As [`Self::go`], after a write that changed what this place sees.
    async fn go_afresh(&self, press: Press) -> Result<Reply> {
        let cx = self.tutor.context(self.actor).await?;
        cx.go(press).await
    }

    /// The same action, said in another language.
    fn in_language(&self, locale: Locale) -> Cx<'_> {
        Cx {
            tutor: self.tutor,
            library: Arc::clone(&self.library),
            actor: self.actor,
            learner: self.learner,
            has_missed: self.has_missed,
            previous: self.previous.clone(),
            locale,
            scope: self.scope.clone(),
            server: self.server.clone(),
            zone: self.zone.clone(),
            now: self.now,
        }
    }

    /// Searches on another thread, behind a permit; at once where that is quicker than to change threads.
    async fn off_the_loop<T: Send + 'static>(&self, work: impl FnOnce(&Library) -> T + Send + 'static) -> Result<T> {
        if self.library.search().passages() <= QUICK_PASSAGES {
            return Ok(work(&self.library));
        }
        let _permit = self.tutor.searches.acquire().await.map_err(|_| StoreError::Closed)?;
        let library = Arc::clone(&self.library);
        on_another_thread(move || work(&library)).await
    }

    /// Where the learner read last, in a course that this place sees.
    async fn place(&self) -> Result<Option<SectionAt<'_>>> {
        Ok(reading::place(self).await?.map(|(at, _)| at))
    }

    /// Where a passage that a row remembers is now.
    fn passage_shown(&self, shown: &Shown) -> Option<PassageRef> {
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
    async fn go(&self, press: Press) -> Result<Reply> {
        Box::pin(self.press(press)).await
    }

    async fn ask(&self, words: &str) -> Result<Reply> {
        Box::pin(ask::ask(self, words)).await
    }

    /// Previous and next buttons of a list with several pages.
    fn turn<T>(&self, pages: &Pages<'_, T>, press: impl Fn(u16) -> Press) -> Vec<Button> {
        let back = pages.previous().map(|page| Button::new(self.locale.previous_button(), press(page)));
        let on = pages.next().map(|page| Button::new(self.locale.next_button(), press(page)));
        back.into_iter().chain(on).collect()
    }

    /// How many of `total` words are read, with the minutes left.
    fn reading_meter(&self, label: RichText, read: usize, total: usize) -> Meter {
        let meter = Meter { label, done: read, total, caption: String::new() };
        let caption = self.locale.read_and_left(meter.percent(), minutes(total.saturating_sub(read)));
        Meter { caption, ..meter }
    }

    fn bullets(&self, lines: impl IntoIterator<Item = RichText>) -> markup::Block {
        let items = lines
            .into_iter()
            .map(|line| ListItem { checked: None, blocks: vec![markup::Block::Paragraph(line)] })
            .collect();
        markup::Block::List(List { start: None, items })
    }

    /// Lines numbered from `start`.
    fn numbered(&self, start: usize, lines: impl IntoIterator<Item = RichText>) -> markup::Block {
        match self.bullets(lines) {
            markup::Block::List(list) => {
                markup::Block::List(List { start: Some(u64::try_from(start).unwrap_or(1)), ..list })
            }
            other => other,
        }
    }

    /// Course › lesson, and what is below.
    fn breadcrumb(&self, course: &Course, lesson: &Lesson, last: Option<String>) -> Block {
        Block::Breadcrumb([course.title.clone(), lesson.title.clone()].into_iter().chain(last).collect())
    }
}

/// Does what takes the processor where no other action waits for it.
async fn on_another_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let span = tracing::Span::current();
    let done = tokio::task::spawn_blocking(move || span.in_scope(|| panics::catch(work))).await;
    Ok(done.map_err(|ended| StoreError::Fault(Arc::new(anyhow::Error::new(ended).context("off the event loop"))))??)
}

/// A person reads in their own language; what everybody reads is in the server's, as a share is.
fn locale_of(actor: &Actor, settings: &LearnerSettings, server: Option<&ServerSettings>) -> Locale {
    let aloud = server.filter(|_| actor.privacy == Privacy::Impossible).and_then(|server| server.locale.as_deref());
    let chosen = aloud.or(settings.locale.as_deref());
    chosen.and_then(Locale::from_code).unwrap_or(actor.locale)
}

fn scope_of(server: &ServerSettings) -> Scope {
    server.courses.as_ref().map_or(Scope::All, |courses| Scope::These(courses.iter().cloned().collect()))
}

fn outcome_of(result: &Result<Reply>) -> metrics::Outcome {
    match result {
        // Who deleted everything meanwhile is told so.
        Ok(_) | Err(StoreError::OwnerGone) => metrics::Outcome::Done,
        Err(StoreError::Full | StoreError::ReadOnly) => metrics::Outcome::NotRecorded,
        Err(StoreError::Busy | StoreError::Closed) => metrics::Outcome::Busy,
        Err(StoreError::Damaged(_) | StoreError::Fault(_)) => metrics::Outcome::Fault,
    }
}

/// What a person is told when a feature could not do its work. Faults are logged here and nowhere else.
fn say_error(locale: Locale, error: &StoreError) -> Reply {
    match error {
        StoreError::Full | StoreError::ReadOnly => {
            tracing::warn!(%error, "action not recorded");
            Reply::notice(locale.cannot_record())
        }
        StoreError::Busy | StoreError::Closed => {
            tracing::warn!(%error, "action refused");
            Reply::notice(locale.busy())
        }
        // The learner deleted everything while this was under way.
        StoreError::OwnerGone => Reply::notice(locale.deleted()),
        StoreError::Damaged(_) | StoreError::Fault(_) => say_fault(locale, error),
    }
}

/// Logs a fault under a reference, and says no more than that reference.
pub(crate) fn say_fault(locale: Locale, error: &(impl fmt::Display + ?Sized)) -> Reply {
    let reference = format!("{:08x}", rand::random::<u32>());
    tracing::error!(reference, %error, "action failed");
    Reply::notice(locale.fault(&reference)).tone(Tone::Bad)
}

/// Words of the sections read, and of all.
fn words_read(course: &Course, reading: &Reading) -> (usize, usize) {
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
