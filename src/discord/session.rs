//! A connection to the gateway, kept until the shutdown: connecting, going on after a loss, and an orderly end.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serenity::{
    all::{Client, ClientBuilder, GatewayError, GatewayIntents, Http},
    gateway::ShardManager,
};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    bot::Bot,
    door::{self, Door},
    gateway::{Connected, Events},
    pulse::{self, Pulse},
    start::{self, Ended, Limiter, Ready, Settings},
};
use crate::{
    metrics,
    starts::{Allowance, Starts},
};

/// Interactions need no intent. Servers: to greet a new one; messages: to hear mentions and direct messages. None of
/// them is privileged: <https://discord.com/developers/docs/events/gateway#privileged-intents>.
const INTENTS: GatewayIntents =
    GatewayIntents::GUILDS.union(GatewayIntents::GUILD_MESSAGES).union(GatewayIntents::DIRECT_MESSAGES);

/// Everything has to be down within ten seconds.
const SHUTDOWN: Duration = Duration::from_secs(9);
/// Of which the gateway gets this much to say goodbye.
const GOODBYE: Duration = Duration::from_secs(3);

/// A bot with its settings, as long as it runs.
pub(super) struct Session {
    pub(super) settings: Settings,
    pub(super) starts: Starts,
    pub(super) bot: Arc<Bot>,
    pub(super) commands: usize,
    pub(super) running: TaskTracker,
    pub(super) shutdown: CancellationToken,
}

/// How a connection came to its end, when nothing is broken for good.
enum Over {
    Shutdown,
    /// serenity gave up on it.
    Lost,
}

impl Session {
    /// Stays connected until the shutdown.
    pub(super) async fn keep(self, mut door: Door, rest: &Http, ready: impl FnOnce(Ready) + Send) -> Result<(), Ended> {
        let mut ready = Some(ready);
        let ended = loop {
            let over = self.connect(&door, &mut ready).await;
            note_connected(0);
            match over {
                Ok(Over::Shutdown) => break Ok(()),
                Ok(Over::Lost) => tracing::warn!("the gateway is lost, connecting again"),
                Err(ended) => break Err(ended),
            }
            match start::patiently(&self.shutdown, "reach Discord", || door::knock(&self.settings.api, rest)).await {
                Ok(Some(again)) => door = again,
                Ok(None) => break Ok(()),
                Err(ended) => break Err(ended),
            }
        };
        self.finish().await;
        ended
    }

    async fn connect(&self, door: &Door, ready: &mut Option<impl FnOnce(Ready)>) -> Result<Over, Ended> {
        if !self.may_start(door.allowance()).await {
            return Ok(Over::Shutdown);
        }
        let connected = Arc::new(Connected { expected: door.shards, ..Connected::default() });
        let (fatal, mut ends) = mpsc::unbounded_channel();
        let mut client = self.client(door, Arc::clone(&connected), fatal).await?;
        let (shards, address) = (Arc::clone(&client.shard_manager), Arc::clone(&client.ws_url));
        let mut running = std::pin::pin!(client.start_shards(door.shards));
        let mut pulse = Pulse::new(door.shards, self.settings.silence, Instant::now());
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
                    note_connected(usize::try_from(door.shards).unwrap_or(usize::MAX));
                    if let Some(ready) = ready.take() {
                        ready(self.ready(door, &connected));
                    }
                }
                result = &mut running => {
                    say_goodbye(&shards).await;
                    return over(&result);
                }
                () = sleep(pulse.pause()) => {
                    let seen = pulse::look(&shards).await;
                    note_connected(seen.iter().filter(|shard| shard.is_connected).count());
                    if pulse.is_lost(&seen, Instant::now()) {
                        tracing::warn!(seconds = self.settings.silence.as_secs(), "the gateway shows no sign of life");
                        // Without an address, what is left of it cannot connect again by itself.
                        address.lock().await.clear();
                        self.running.spawn(let_go(shards, self.shutdown.clone()));
                        return Ok(Over::Lost);
                    }
                }
            }
        }
    }

    /// Waits until the next session may be started, and remembers that it is; false after the shutdown.
    async fn may_start(&self, allowance: Allowance) -> bool {
        let pause = self.starts.pause(allowance).await;
        if !pause.is_zero() {
            let (seconds, left) = (pause.as_secs(), allowance.left);
            tracing::warn!(seconds, left, "waiting before the next session start, so that those of a day last");
            if !start::wait(&self.shutdown, pause).await {
                return false;
            }
        }
        let metrics = metrics::of_this_process();
        metrics.shards_expected.set(i64::try_from(allowance.shards).unwrap_or(i64::MAX));
        metrics.session_starts.inc();
        self.starts.note(allowance).await;
        true
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
            invite: start::invite(door.application.id.get()),
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

fn note_connected(shards: usize) {
    metrics::of_this_process().shards_connected.set(i64::try_from(shards).unwrap_or(i64::MAX));
}

/// Ends what serenity still runs of a client that was given up. As long as no shard of it has a connection,
/// `shutdown_all` does nothing; one whose connection was on its way may still arrive.
async fn let_go(shards: Arc<ShardManager>, shutdown: CancellationToken) {
    const LOOK: Duration = Duration::from_secs(1);
    while shards.runners.lock().await.is_empty() {
        if !start::wait(&shutdown, LOOK).await {
            return;
        }
    }
    shards.shutdown_all().await;
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
