//! The one door: every action of every front end comes through [`Tutor::handle`] and leaves as a reply.
//!
//! Loads the library once, finds out who acts and what they may do, and hands over to one function a feature. A
//! feature looks up, decides, writes once, and says. Knows no markup, no SQL and no platform.

mod ask;
mod contents;
mod cx;
mod due;
mod fairness;
mod faq;
mod faults;
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

use std::{pin::pin, sync::Arc, time::Instant};

use tokio::sync::{Notify, Semaphore};
use tracing::Instrument as _;

pub(crate) use self::faults::say_fault;
use self::{
    cx::{Cx, for_practice, label, on_another_thread, page_of, scope_of, words_read},
    fairness::Fairness,
    faults::{outcome_of, say_error},
    reading::Lines,
    servers::Servers,
};
use crate::{
    action::{Action, Actor, Place, Platform, Press, Privacy, Topic},
    clock::Clock,
    course::Scope,
    ids::{AttemptId, LearnerId},
    library::Shelf,
    metrics, panics,
    reply::{Button, Form, Reply, Suggestion},
    store::{Store, attempts, error::StoreError, reminders::Reminders},
    words::{Locale, commands::Suggests},
};

/// Actions under way or waiting for their turn. Each holds a few kilobytes and mostly waits; more than this at one moment
/// could not be answered within Discord's three seconds, and whoever comes then is asked to try again.
const MAX_ACTIONS: usize = 8192;

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
                Ok(_permit) => panics::survive(pin!(self.in_turn(actor, action)))
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
        let begins_a_record = !action.leaves_no_trace() || actor.is_aloud() && action.is_personal();
        match self.context(actor, begins_a_record).await {
            Ok(cx) => (cx.locale_after(&action), cx.act(action).await),
            Err(error) => (actor.locale, Err(error)),
        }
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
            Privacy::Impossible if action.is_personal() => Box::pin(self.behind_a_door(action)).await,
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
            Action::AnswerText { attempt, item, text } => quiz::answering::text(self, attempt, item, &text).await,
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
            Press::Answer { attempt, item, chosen } => quiz::answering::letters(self, attempt, item, chosen).await,
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
            Press::Setup | Press::SetupStaff | Press::SetupChannels => setup::panel(self, 0).await,
            Press::SetupPage { page } => setup::panel(self, page).await,
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
                        | Press::SetupPage { .. }
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
        let typed = self.actor.is_aloud() && *action != Action::Joined;
        typed.then(|| self.not_here()).flatten().map(|chosen| Reply::notice(self.locale.elsewhere(chosen)))
    }
}
