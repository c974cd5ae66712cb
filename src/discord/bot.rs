//! What happens between an event and its answer: the same few steps for everything that people do.
//!
//! Who sees the answer and whether it is a form is decided before anything is looked up. A watchdog acknowledges what
//! has not been answered two seconds after it was made; the work goes on, and its answer takes the place of the
//! acknowledgement.

use std::{pin::pin, sync::Arc, time::Duration};

use serde_json::Value;
use serenity::all::{Guild, GuildChannel, Interaction, InteractionId, Message, UserId};
use tokio::time::{Instant, sleep_until};

use super::{
    courier::{Courier, Failure},
    from_discord::{self, Call, CarrierMessage, Request},
    options,
    payload::{self, Response},
    seen::Seen,
    threads::Threads,
    to_discord::{self, CommandIds, Voice},
};
use crate::{
    action::{Action, Actor, FirstResponse, Place, Placing, Privacy, Rights, Visibility},
    clock::{Clock, Timestamp},
    ids::{ChannelId, ServerId},
    metrics,
    panics::{self, Panicked},
    reply::{Carrier, Reply},
    tutor::{self, Outcome, Tutor},
    words::{Locale, commands::Suggests},
};

/// After this long the watchdog acknowledges: of Discord's three seconds one is left for the way.
const PATIENCE: Duration = Duration::from_secs(2);
/// An interaction that is older than its answer may be means that one of the two clocks is wrong.
const OLDEST: Duration = Duration::from_secs(3);
/// A server that added Docent longer ago than this is not greeted any more.
const NEW_SERVER: Duration = Duration::from_secs(60 * 60);

/// Docent as Discord sees it.
pub(super) struct Bot {
    pub(super) tutor: Arc<Tutor>,
    pub(super) courier: Courier,
    pub(super) commands: CommandIds,
    pub(super) me: UserId,
    pub(super) clock: Clock,
    pub(super) seen: Seen,
    pub(super) threads: Threads,
}

/// An interaction that was read.
pub(super) struct Received {
    call: Call,
    locale: Locale,
    request: Result<Option<Request>, Panicked>,
}

/// Where the answer to one action goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In place of the message that was pressed.
    Replace,
    /// A message of its own.
    New(Visibility),
}

impl Bot {
    /// Reads an interaction; `None` for one that was delivered before. Whatever answers it waits for the database and for
    /// Discord without the interaction itself, which is large.
    pub(super) fn receive(&self, interaction: Interaction) -> Option<Received> {
        if !self.seen.is_new(interaction.id().get()) {
            return None;
        }
        let (call, locale) = from_discord::caller(&interaction);
        Some(Received { call, locale, request: panics::catch(|| from_discord::request(interaction)) })
    }

    /// Answers an interaction; a bug in the answer is said calmly.
    pub(super) async fn interaction(&self, received: Received) {
        let Received { call, locale, request } = received;
        let answered = match request {
            Ok(Some(request)) => panics::survive(pin!(self.answer(request))).await,
            Ok(None) => Ok(()),
            Err(bug) => Err(bug),
        };
        if let Err(bug) = answered {
            Box::pin(self.apologise(&call, locale, &bug)).await;
        }
    }

    async fn apologise(&self, call: &Call, locale: Locale, bug: &Panicked) {
        let message = self.written(&tutor::say_fault(locale, bug), locale).ephemeral();
        let apology = match self.courier.respond(call, self.made(call), &Response::message(message.clone())).await {
            Err(Failure::Answered) => self.courier.follow_up(call, &message).await,
            sent => sent,
        };
        say("apology", apology);
    }

    async fn answer(&self, request: Request) {
        match request {
            Request::Act { call, actor, action } => self.act(call, actor, action).await,
            Request::Suggest { call, actor, suggests, typed } => {
                self.suggest(&call, &actor, suggests, &typed).await;
            }
        }
    }

    async fn act(&self, call: Call, mut actor: Actor, action: Action) {
        actor.thread_of = self.thread_of(actor.place);
        let made = self.made(&call);
        if let Some(form) = self.form(&actor, &action) {
            say(action.name(), self.courier.respond(&call, made, &form).await);
            return;
        }
        let name = action.name();
        let way = Way::of(&call, &actor, &action);
        let (outcome, acknowledged) = {
            let mut handling = pin!(self.tutor.handle(&actor, action));
            tokio::select! {
                biased;
                outcome = &mut handling => (outcome, None),
                () = sleep_until(made + PATIENCE) => {
                    let deferral = match way {
                        Way::Replace => Response::acknowledged(),
                        Way::New(visibility) => Response::deferred(visibility),
                    };
                    let (deferred, outcome) = tokio::join!(self.courier.respond(&call, made, &deferral), &mut handling);
                    (outcome, Some(deferred))
                }
            }
        };
        let answered = match acknowledged {
            None => self.first(&call, made, way, &outcome).await,
            Some(Ok(())) => self.late(&call, way, &outcome).await,
            Some(Err(failure)) => Err(failure),
        };
        let answered = match (&outcome.reply.announcement, answered) {
            (Some(public), Ok(())) => self.courier.follow_up(&call, &self.written(public, outcome.locale)).await,
            (_, answered) => answered,
        };
        say(name, answered);
    }

    /// The form that an action asks for; nothing is looked up for it.
    fn form(&self, actor: &Actor, action: &Action) -> Option<Response> {
        let Action::Press(press) = action else { return None };
        match action.first_response() {
            FirstResponse::Form => self.tutor.form(actor, press).map(|form| Response::form(options::modal(&form))),
            FirstResponse::Reply => None,
        }
    }

    /// The answer is there in time.
    async fn first(&self, call: &Call, made: Instant, way: Way, outcome: &Outcome) -> Result<(), Failure> {
        let message = self.written(&outcome.reply, outcome.locale);
        match (outcome.reply.carrier, way) {
            (Carrier::Remove, _) => {
                self.courier.respond(call, made, &Response::acknowledged()).await?;
                self.courier.delete_original(call).await?;
                self.courier.follow_up(call, &message.ephemeral()).await
            }
            (Carrier::Keep, Way::Replace) => self.courier.respond(call, made, &Response::update(message)).await,
            (Carrier::Stay, Way::Replace) | (_, Way::New(Visibility::Private)) => {
                self.courier.respond(call, made, &Response::message(message.ephemeral())).await
            }
            (_, Way::New(Visibility::Public)) => self.courier.respond(call, made, &Response::message(message)).await,
        }
    }

    /// The answer comes after the watchdog's acknowledgement.
    async fn late(&self, call: &Call, way: Way, outcome: &Outcome) -> Result<(), Failure> {
        let message = self.written(&outcome.reply, outcome.locale);
        match (outcome.reply.carrier, way) {
            (Carrier::Remove, Way::Replace) => {
                self.courier.delete_original(call).await?;
                self.courier.follow_up(call, &message.ephemeral()).await
            }
            (Carrier::Stay, Way::Replace) => self.courier.follow_up(call, &message.ephemeral()).await,
            (Carrier::Keep | Carrier::Stay | Carrier::Remove, _) => self.courier.edit_original(call, &message).await,
        }
    }

    async fn suggest(&self, call: &Call, actor: &Actor, suggests: Suggests, typed: &str) {
        let suggestions = self.tutor.suggest(actor, suggests, typed).into_iter().map(|suggestion| suggestion.text);
        let response = Response::suggestions(suggestions);
        say("suggest", self.courier.respond(call, self.made(call), &response).await);
    }

    /// Answers a message that is meant for Docent.
    pub(super) async fn message(&self, message: Message) {
        let Some((mut actor, action)) = from_discord::message(&message, self.me) else { return };
        if !self.seen.is_new(message.id.get()) {
            return;
        }
        actor.thread_of = self.thread_of(actor.place);
        let name = action.name();
        let outcome = self.tutor.handle(&actor, action).await;
        if outcome.reply.is_silent() {
            return;
        }
        let written = panics::catch(|| self.written(&outcome.reply, outcome.locale));
        let calm = |bug| self.written(&tutor::say_fault(outcome.locale, &bug), outcome.locale);
        let mut answer = written.unwrap_or_else(calm).once(message.id.get());
        if actor.is_aloud() {
            answer = answer.answering(message.id.get());
        }
        say(name, self.courier.write(message.channel_id, &answer).await);
    }

    /// Takes in a server with its threads, and greets it when it has just added Docent, where it may write; the tutor sees
    /// to it that it does so once.
    pub(super) async fn joined(&self, guild: Guild) {
        self.threads.sync(guild.id, None, &guild.threads);
        let joined = Timestamp::from_millis(guild.joined_at.unix_timestamp().saturating_mul(1000));
        if self.clock.now().since(joined) > NEW_SERVER {
            return;
        }
        let Some(channel) = self.room(&guild) else { return };
        let actor = Actor {
            identity: from_discord::identity(self.me),
            name: String::new(),
            place: Place::Channel { server: ServerId::new(guild.id.get()), channel: ChannelId::new(channel.id.get()) },
            thread_of: None,
            rights: Rights::default(),
            locale: Locale::from_code(&guild.preferred_locale).unwrap_or_default(),
            privacy: Privacy::Impossible,
        };
        let outcome = self.tutor.handle(&actor, Action::Joined).await;
        if !outcome.reply.is_silent() {
            let welcome = self.written(&outcome.reply, outcome.locale).once(guild.id.get());
            say("joined", self.courier.write(channel.id, &welcome).await);
        }
    }

    /// The channel for a greeting: where the server has its own, else the first one that Docent may write in.
    fn room<'a>(&self, guild: &'a Guild) -> Option<&'a GuildChannel> {
        let me = guild.members.get(&self.me)?;
        let may_write = |channel: &&GuildChannel| {
            let permissions = guild.user_permissions_in(channel, me);
            channel.is_text_based() && permissions.view_channel() && permissions.send_messages()
        };
        let system = guild.system_channel_id.and_then(|id| guild.channels.get(&id)).filter(may_write);
        let first = || guild.channels.values().filter(may_write).min_by_key(|channel| (channel.position, channel.id));
        system.or_else(first)
    }

    /// Answers an interaction that serenity cannot read, from what can be read of it; at the least, that it is stale.
    pub(super) async fn unreadable(&self, value: &Value) {
        if let Some(interaction) = from_discord::essentials(value) {
            if let Some(received) = self.receive(interaction) {
                self.interaction(received).await;
            }
            return;
        }
        let id = value["id"].as_str().and_then(|id| id.parse().ok()).filter(|id| *id != 0);
        let (Some(id), Some(token)) = (id, value["token"].as_str()) else { return };
        if !self.seen.is_new(id) {
            return;
        }
        let call = Call { id: InteractionId::new(id), token: token.to_owned(), carrier: CarrierMessage::None };
        let locale = value["locale"].as_str().and_then(Locale::from_code).unwrap_or_default();
        // Type 4 is somebody typing, who gets no message.
        let response = if value["type"] == 4 {
            Response::suggestions([])
        } else {
            Response::message(self.written(&Reply::notice(locale.stale_press()), locale).ephemeral())
        };
        say("unreadable", self.courier.respond(&call, self.made(&call), &response).await);
    }

    pub(super) fn written(&self, reply: &Reply, locale: Locale) -> payload::Message {
        to_discord::message(reply, Voice { locale, commands: &self.commands })
    }

    fn thread_of(&self, place: Place) -> Option<ChannelId> {
        match place {
            Place::Channel { server, channel } => self.threads.parent(server, channel),
            Place::Terminal | Place::Direct(_) => None,
        }
    }

    /// When the interaction was made, on our own clock.
    fn made(&self, call: &Call) -> Instant {
        let now = Instant::now();
        let age = self.clock.now().since(call.made_at());
        if age > OLDEST { now } else { now.checked_sub(age).unwrap_or(now) }
    }
}

impl Way {
    fn of(call: &Call, actor: &Actor, action: &Action) -> Self {
        match (action.placing(), call.carrier) {
            (Placing::Replace, CarrierMessage::Private) => Self::Replace,
            (Placing::Replace | Placing::New, _) => Self::New(match actor.place {
                Place::Channel { .. } => action.visibility(),
                // Nobody else is there, and it should stay in the history.
                Place::Direct(_) | Place::Terminal => Visibility::Public,
            }),
        }
    }
}

/// Says in the log what became of an answer; who was to get it, and what it said, stays out.
fn say(action: &str, answered: Result<(), Failure>) {
    match answered {
        Ok(()) | Err(Failure::Answered) => {}
        Err(failure @ (Failure::Gone | Failure::Refused { .. } | Failure::Unavailable { .. })) => {
            metrics::of_this_process().answer_undelivered();
            tracing::warn!(action, %failure, "answer not delivered");
        }
    }
}
