//! From a token to a running bot, and back down in order.
//!
//! What cannot mend itself ends [`serve`] with a reason; what can (no network, a server error, a limit) is said once
//! and tried again, each time after a longer pause.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use secrecy::{ExposeSecret, SecretString};
use serenity::{
    all::{ApplicationId, Client, ClientBuilder, GatewayError, GatewayIntents, Http, HttpBuilder, Permissions, UserId},
    gateway::ShardManager,
};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    bot::Bot,
    commands::{self, Registered},
    courier::{Courier, Failure},
    gateway::{Connected, Events},
    hosts, letters,
    seen::Seen,
};
use crate::{clock::Clock, config::Api, outbox::Handover, tutor::Tutor};

/// Interactions need no intent. Servers: to greet a new one; messages: to hear mentions and direct messages. None of
/// them is privileged: <https://discord.com/developers/docs/events/gateway#privileged-intents>.
const INTENTS: GatewayIntents =
    GatewayIntents::GUILDS.union(GatewayIntents::GUILD_MESSAGES).union(GatewayIntents::DIRECT_MESSAGES);

/// To answer mentions, also in threads. An answer refers to the message that it answers, which needs the history.
const PERMISSIONS: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::READ_MESSAGE_HISTORY);

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// Everything has to be down within ten seconds.
const SHUTDOWN: Duration = Duration::from_secs(9);
/// Of which the gateway gets this much to say goodbye.
const GOODBYE: Duration = Duration::from_secs(3);

/// How to reach Discord.
#[derive(Debug, Clone)]
pub struct Settings {
    pub token: SecretString,
    pub api: Api,
}

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

/// What Discord says before anybody connects.
struct Door {
    gateway: String,
    shards: u32,
    application: ApplicationId,
    me: UserId,
    /// How long to wait until as many sessions may be started as there are shards.
    closed_for: Duration,
}

/// What is wrong, and whether it may pass.
enum Trouble {
    Passing(Failure),
    Lasting(Ended),
}

/// The address that adds the application to a server.
pub fn invite(application: u64) -> String {
    let permissions = PERMISSIONS.bits();
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands\
         &permissions={permissions}"
    )
}

/// Runs the bot until `shutdown`, and then until what is under way is done. `letters` are delivered from when Discord
/// was reached; `ready` is called once, when every shard is connected.
pub async fn serve(
    settings: Settings,
    tutor: Arc<Tutor>,
    letters: mpsc::Receiver<Handover>,
    shutdown: CancellationToken,
    ready: impl FnOnce(Ready) + Send,
) -> Result<(), Ended> {
    let rest = Arc::new(settings.http(Limiter::Serenity));
    let Some(door) = patiently(&shutdown, "reach Discord", || knock(&settings.api, &rest)).await? else {
        return Ok(());
    };
    let registering = || commands_of(&rest, door.application);
    let Some(registered) = patiently(&shutdown, "register commands", registering).await? else { return Ok(()) };
    let interactions = Arc::new(settings.http(Limiter::None));
    let bot = Arc::new(Bot {
        tutor,
        courier: Courier::new(interactions, Arc::clone(&rest), door.application),
        commands: registered.ids,
        me: door.me,
        clock: Clock::System,
        seen: Seen::default(),
    });
    let commands = registered.commands;
    let running = TaskTracker::new();
    running.spawn(letters::deliver(Arc::clone(&bot), letters, shutdown.clone()));
    let session = Session { settings, bot, commands, running, shutdown };
    session.keep(door, &rest, ready).await
}

/// Which requests wait for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limiter {
    /// serenity keeps within Discord's limits; a test server has its own.
    Serenity,
    /// The courier tries again.
    None,
}

impl Settings {
    fn http(&self, limiter: Limiter) -> Http {
        let builder = HttpBuilder::new(self.token.expose_secret());
        match &self.api {
            Api::Official => builder.ratelimiter_disabled(limiter == Limiter::None).build(),
            // serenity's limiter does not follow a redirection.
            Api::At(url) => builder.proxy(url.as_str()).ratelimiter_disabled(true).build(),
        }
    }
}

/// Asks Discord for a way in, and looks where it leads before the token is sent there.
async fn knock(api: &Api, http: &Http) -> Result<Door, Trouble> {
    let gateway = asked("GET /gateway", http.get_gateway().await)?;
    hosts::check(api, "GET /gateway", &gateway.url).map_err(Trouble::Lasting)?;
    let bot = asked("GET /gateway/bot", http.get_bot_gateway().await)?;
    hosts::check(api, "GET /gateway/bot", &bot.url).map_err(Trouble::Lasting)?;
    let me = asked("GET /users/@me", http.get_current_user().await)?;
    let application = asked("GET /oauth2/applications/@me", http.get_current_application_info().await)?;
    let limit = &bot.session_start_limit;
    let may_start = limit.remaining >= u64::from(bot.shards);
    Ok(Door {
        gateway: bot.url,
        shards: bot.shards.max(1),
        application: application.id,
        me: me.id,
        closed_for: if may_start { Duration::ZERO } else { Duration::from_millis(limit.reset_after) },
    })
}

fn asked<T>(asked: &'static str, answer: serenity::Result<T>) -> Result<T, Trouble> {
    answer.map_err(|error| match Failure::of(&error) {
        Failure::Refused { status: 401, .. } => Trouble::Lasting(Ended::WrongToken),
        Failure::Refused { status, code } => Trouble::Lasting(Ended::Refused { asked, status, code }),
        failure @ (Failure::Gone | Failure::Answered | Failure::Unavailable) => Trouble::Passing(failure),
    })
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
        Err(failure @ (Failure::Gone | Failure::Answered | Failure::Unavailable)) => Err(Trouble::Passing(failure)),
    }
}

/// Tries until it succeeds, or will not; `None` after `shutdown`.
async fn patiently<T, F>(shutdown: &CancellationToken, what: &str, attempt: impl Fn() -> F) -> Result<Option<T>, Ended>
where
    F: Future<Output = Result<T, Trouble>>,
{
    let mut pause = FIRST_PAUSE;
    let mut said = false;
    loop {
        let tried = tokio::select! {
            () = shutdown.cancelled() => return Ok(None),
            tried = attempt() => tried,
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
async fn wait(shutdown: &CancellationToken, pause: Duration) -> bool {
    tokio::select! {
        () = shutdown.cancelled() => false,
        () = sleep(pause) => true,
    }
}

/// A bot with its settings, as long as it runs.
struct Session {
    settings: Settings,
    bot: Arc<Bot>,
    commands: usize,
    running: TaskTracker,
    shutdown: CancellationToken,
}

/// How a connection came to its end, when nothing is broken for good.
enum Over {
    Shutdown,
    /// serenity gave up on it.
    Lost,
}

impl Session {
    /// Stays connected until the shutdown.
    async fn keep(self, mut door: Door, rest: &Http, ready: impl FnOnce(Ready) + Send) -> Result<(), Ended> {
        let mut ready = Some(ready);
        let ended = loop {
            match self.connect(&door, &mut ready).await {
                Ok(Over::Shutdown) => break Ok(()),
                Ok(Over::Lost) => tracing::warn!("the gateway is lost, connecting again"),
                Err(ended) => break Err(ended),
            }
            match patiently(&self.shutdown, "reach Discord", || knock(&self.settings.api, rest)).await {
                Ok(Some(again)) => door = again,
                Ok(None) => break Ok(()),
                Err(ended) => break Err(ended),
            }
        };
        self.finish().await;
        ended
    }

    async fn connect(&self, door: &Door, ready: &mut Option<impl FnOnce(Ready)>) -> Result<Over, Ended> {
        if !door.closed_for.is_zero() {
            let seconds = door.closed_for.as_secs();
            tracing::warn!(seconds, "all session starts of today are used up, waiting for new ones");
            if !wait(&self.shutdown, door.closed_for).await {
                return Ok(Over::Shutdown);
            }
        }
        let connected = Arc::new(Connected { expected: door.shards, ..Connected::default() });
        let (fatal, mut ends) = mpsc::unbounded_channel();
        let mut client = self.client(door, Arc::clone(&connected), fatal).await?;
        let shards = Arc::clone(&client.shard_manager);
        let mut running = std::pin::pin!(client.start_shards(door.shards));
        loop {
            tokio::select! {
                biased;
                () = self.shutdown.cancelled() => {
                    say_goodbye(&shards).await;
                    return Ok(Over::Shutdown);
                }
                Some(ended) = ends.recv() => {
                    say_goodbye(&shards).await;
                    return Err(ended);
                }
                () = connected.all.notified() => {
                    if let Some(ready) = ready.take() {
                        ready(self.ready(door, &connected));
                    }
                }
                result = &mut running => {
                    say_goodbye(&shards).await;
                    return over(&result);
                }
            }
        }
    }

    async fn client(
        &self,
        door: &Door,
        connected: Arc<Connected>,
        fatal: mpsc::UnboundedSender<Ended>,
    ) -> Result<Client, Ended> {
        let events = Events {
            bot: Arc::clone(&self.bot),
            api: self.settings.api.clone(),
            running: self.running.clone(),
            connected,
            fatal,
            unreadable: AtomicU64::new(0),
        };
        let client = ClientBuilder::new_with_http(self.settings.http(Limiter::Serenity), INTENTS)
            .raw_event_handler(events)
            .await
            .map_err(|_| Ended::Refused { asked: "a client", status: 0, code: 0 })?;
        // It has asked for the gateway once more, and takes Discord's own when there is no answer: only the address
        // that was checked gets the token.
        client.ws_url.lock().await.clone_from(&door.gateway);
        Ok(client)
    }

    fn ready(&self, door: &Door, connected: &Connected) -> Ready {
        Ready {
            commands: self.commands,
            shards: door.shards,
            servers: connected.servers.load(Ordering::Relaxed),
            invite: invite(door.application.get()),
        }
    }

    /// Waits for the handlers under way.
    async fn finish(&self) {
        self.running.close();
        if timeout(SHUTDOWN - GOODBYE, self.running.wait()).await.is_err() {
            tracing::warn!(unfinished = self.running.len(), "some answers were not finished in time");
        }
    }
}

/// Closes the gateway, so that nothing new arrives; a socket that is dead need not answer.
async fn say_goodbye(shards: &ShardManager) {
    if timeout(GOODBYE, shards.shutdown_all()).await.is_err() {
        tracing::debug!("the gateway did not say goodbye");
    }
}

fn over(result: &serenity::Result<()>) -> Result<Over, Ended> {
    match result {
        Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication)) => Err(Ended::WrongToken),
        Err(serenity::Error::Gateway(GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents)) => {
            Err(Ended::DisallowedIntents)
        }
        Ok(()) | Err(_) => Ok(Over::Lost),
    }
}
