//! From a token to a running bot, and back down in order.
//!
//! What cannot mend itself ends [`serve`] with a reason; what can (no network, a server error, a limit) is said once
//! and tried again, each time after a longer pause.

use std::{sync::Arc, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use serenity::all::{ApplicationId, Http, HttpBuilder, Permissions};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    boards,
    bot::Bot,
    commands::{self, Registered},
    courier::{Courier, Failure},
    direct::Direct,
    door::{self, Trouble},
    letters,
    seen::Seen,
    session::Session,
    threads::Threads,
};
use crate::{
    boards::Handover as BoardHandover, clock::Clock, config::Api, outbox::Handover, starts::Starts, tutor::Tutor,
};

/// To answer mentions, also in threads. An answer refers to the message that it answers, which needs the history.
const PERMISSIONS: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::READ_MESSAGE_HISTORY);

/// An answer that takes longer never comes.
const ATTEMPT: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How to reach Discord.
#[derive(Debug, Clone)]
pub struct Settings {
    pub token: SecretString,
    pub api: Api,
    /// A shard that shows no sign of life for so long is given up and connected anew.
    pub silence: Duration,
}

/// What Docent sends by itself, as it comes.
#[derive(Debug)]
pub struct Posts {
    pub letters: mpsc::Receiver<Handover>,
    pub boards: mpsc::Receiver<BoardHandover>,
}

/// How long a shard may be silent: four of Discord's heartbeats, and more than serenity's own reconnecting takes.
pub const SILENCE: Duration = Duration::from_secs(180);

/// What is there once every shard is connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    pub commands: usize,
    pub shards: u32,
    pub servers: u64,
    /// Adds Docent to a server, with exactly the scopes and permissions that it uses.
    pub invite: String,
}

/// Why the bot cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    #[error(
        "Discord does not accept the token: copy it again from https://discord.com/developers/applications, \
         under Bot, into DISCORD_TOKEN"
    )]
    WrongToken,
    #[error("Discord refuses the intents that Docent asks for, though none of them is privileged: update Docent")]
    DisallowedIntents,
    #[error(
        "{asked} names a gateway that the token must not be sent to: {address}. With DISCORD_API_URL the gateway has \
         to be on the same host, without it under wss://discord.gg"
    )]
    ForeignGateway { asked: &'static str, address: String },
    #[error("Discord refuses {asked} with status {status}, code {code}")]
    Refused { asked: &'static str, status: u16, code: i64 },
}

/// The address that adds the application to a server.
pub fn invite(application: u64) -> String {
    let permissions = PERMISSIONS.bits();
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands\
         &permissions={permissions}"
    )
}

/// Runs the bot until `shutdown`, and then until what is under way is done. `posts` are delivered from when Discord
/// was reached; `ready` is called once, when every shard is connected.
pub async fn serve(
    settings: Settings,
    tutor: Arc<Tutor>,
    posts: Posts,
    starts: Starts,
    shutdown: CancellationToken,
    ready: impl FnOnce(Ready) + Send,
) -> Result<(), Ended> {
    let rest = Arc::new(settings.http(Limiter::Serenity));
    let Some(door) = patiently(&shutdown, "reach Discord", || door::knock(&settings.api, &rest)).await? else {
        return Ok(());
    };
    let registering = || commands_of(&rest, door.application.id);
    let Some(registered) = patiently(&shutdown, "register commands", registering).await? else { return Ok(()) };
    let interactions = Arc::new(settings.http(Limiter::None));
    let bot = Arc::new(Bot {
        tutor,
        courier: Courier::new(Direct::new(&settings.api), interactions, Arc::clone(&rest), door.application.id),
        commands: registered.ids,
        me: door.me,
        clock: Clock::System,
        seen: Seen::default(),
        threads: Threads::default(),
    });
    let commands = registered.commands;
    let running = TaskTracker::new();
    running.spawn(letters::deliver(Arc::clone(&bot), posts.letters, shutdown.clone()));
    running.spawn(boards::show(Arc::clone(&bot), posts.boards, running.clone(), shutdown.clone()));
    let session = Session { settings, starts, bot, commands, running, shutdown };
    session.keep(door, &rest, ready).await
}

/// Which requests wait for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limiter {
    /// serenity keeps within Discord's limits; a test server has its own.
    Serenity,
    /// The courier tries again.
    None,
}

impl Settings {
    pub(super) fn http(&self, limiter: Limiter) -> Http {
        let builder = HttpBuilder::new(self.token.expose_secret());
        match &self.api {
            Api::Official => builder.ratelimiter_disabled(limiter == Limiter::None).build(),
            // serenity's limiter does not follow a redirection.
            Api::At(url) => builder.proxy(url.as_str()).ratelimiter_disabled(true).build(),
        }
    }
}

/// A refusal of the commands leaves those that Discord has; everything else works without them.
async fn commands_of(http: &Http, application: ApplicationId) -> Result<Registered, Trouble> {
    match commands::register(http, application).await {
        Ok(registered) => Ok(registered),
        Err(Failure::Refused { status: 401, .. }) => Err(Trouble::Lasting(Ended::WrongToken)),
        Err(Failure::Refused { status, code }) => {
            tracing::error!(status, code, "commands not registered: Discord refuses them");
            Ok(Registered::default())
        }
        Err(failure @ (Failure::Gone | Failure::Answered | Failure::Unavailable { .. })) => {
            Err(Trouble::Passing(failure))
        }
    }
}

/// Tries until it succeeds, or will not; `None` after `shutdown`.
pub(super) async fn patiently<T, F>(
    shutdown: &CancellationToken,
    what: &str,
    attempt: impl Fn() -> F,
) -> Result<Option<T>, Ended>
where
    F: Future<Output = Result<T, Trouble>>,
{
    let mut pause = FIRST_PAUSE;
    let mut said = false;
    loop {
        let tried = tokio::select! {
            () = shutdown.cancelled() => return Ok(None),
            tried = timeout(ATTEMPT, attempt()) => tried.unwrap_or(Err(Trouble::Passing(Failure::UNREACHABLE))),
        };
        match tried {
            Ok(done) => {
                if said {
                    tracing::info!("Discord answers again");
                }
                return Ok(Some(done));
            }
            Err(Trouble::Lasting(ended)) => return Err(ended),
            Err(Trouble::Passing(failure)) => {
                if !said {
                    tracing::warn!(%failure, "cannot {what}, trying until it works");
                }
                said = true;
            }
        }
        if !wait(shutdown, pause).await {
            return Ok(None);
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Waits; says whether to go on.
pub(super) async fn wait(shutdown: &CancellationToken, pause: Duration) -> bool {
    tokio::select! {
        () = shutdown.cancelled() => false,
        () = sleep(pause) => true,
    }
}
