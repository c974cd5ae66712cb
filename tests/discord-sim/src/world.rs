//! What a test holds: a whole Discord, its people and places, and the questions one asks about it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::clock;
use crate::gateway::{Event, Intents};
use crate::ids::{ApplicationId, ChannelId, UserId};
use crate::journal::{Request, Violation};
use crate::limits;
use crate::openapi::OpenApi;
use crate::permissions::Permissions;
use crate::sim::{Settings, Sim};
use crate::state::people::UserRecord;

pub(crate) mod act;
pub(crate) mod command_call;
pub(crate) mod controls;
pub(crate) mod interaction;
pub(crate) mod message;
pub(crate) mod modal;
pub(crate) mod parts;
pub(crate) mod person;
pub(crate) mod place;

use controls::{GatewayControl, RestControl};
use interaction::Interaction;
use message::Message;
use person::User;
use place::{Guild, Place};

/// A running fake Discord. Dropping it without [`World::finish`] checks the same things.
pub struct World {
    sim: Arc<Sim>,
    server: JoinHandle<()>,
    finished: bool,
}

/// Decides how a [`World`] is, before it starts.
#[derive(Clone, Debug)]
pub struct WorldBuilder(Settings);

impl WorldBuilder {
    /// The number of shards that `GET /gateway/bot` recommends.
    pub fn shards(mut self, shards: u64) -> Self {
        self.0.shards = shards.max(1);
        self
    }

    /// Grants privileged intents, as the developer portal does.
    pub fn grant(mut self, intents: Intents) -> Self {
        self.0.granted_intents = self.0.granted_intents.and(intents);
        self
    }

    /// The heartbeat that HELLO asks for; short ones make half-open connections show.
    pub fn heartbeat_every(mut self, interval: Duration) -> Self {
        self.0.heartbeat_interval = interval;
        self
    }

    /// How long the test waits for anything before it fails.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.0.patience = patience;
        self
    }

    /// Accepts first responses for longer than Discord does, to measure them on a slow machine.
    pub fn first_response_within(mut self, limit: Duration) -> Self {
        self.0.first_response_within = limit;
        self
    }

    /// Keeps no history: for load benches. Only the newest messages and interactions stay, `finish` does
    /// not look for unanswered interactions, requests are counted but not listed.
    pub fn forgetful(mut self) -> Self {
        self.0.forgetful = true;
        self
    }

    /// The bot's name.
    pub fn bot_name(mut self, name: &str) -> Self {
        self.0.bot_name = name.to_string();
        self
    }

    /// Opens the port.
    pub async fn start(self) -> World {
        World::open(self.0).await
    }
}

impl World {
    /// A world as most tests need it.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// A world to be adjusted first.
    pub fn builder() -> WorldBuilder {
        WorldBuilder(Settings {
            shards: 1,
            granted_intents: Intents::NONE,
            heartbeat_interval: limits::HEARTBEAT_INTERVAL,
            patience: Duration::from_secs(10),
            first_response_within: limits::FIRST_RESPONSE_WITHIN,
            forgetful: false,
            bot_name: "Docent".to_string(),
        })
    }

    async fn open(settings: Settings) -> Self {
        use axum::serve::ListenerExt;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has free ports");
        let address = listener.local_addr().expect("a bound listener has an address");
        // Small answers must not wait for each other: latency is measured here.
        let listener = listener.tap_io(|stream| _ = stream.set_nodelay(true));
        let sim = Arc::new(Sim::new(settings, address, OpenApi::from_environment()));
        let bot = UserRecord {
            id: sim.bot(),
            name: sim.settings.bot_name.clone(),
            locale: "en-US".to_string(),
            is_bot: true,
            dm: None,
            dms_closed: false,
        };
        sim.state(|state| state.users.insert(bot.id, bot));
        let app = crate::rest::app(Arc::clone(&sim));
        let server = tokio::spawn(async move {
            axum::serve(listener, app).await.expect("axum::serve does not end by itself");
        });
        Self { sim, server, finished: false }
    }

    /// `http://127.0.0.1:PORT`, for `HttpBuilder::proxy` or `DISCORD_API_URL`.
    pub fn api_url(&self) -> String {
        self.sim.api_url()
    }

    /// `ws://127.0.0.1:PORT`.
    pub fn gateway_url(&self) -> String {
        self.sim.gateway_url()
    }

    /// The bot's token.
    pub fn token(&self) -> &str {
        self.sim.token()
    }

    /// The application's id.
    pub fn application_id(&self) -> ApplicationId {
        self.sim.application_id()
    }

    /// The bot user's id.
    pub fn bot(&self) -> UserId {
        self.sim.bot()
    }

    /// A new server with the bot in it.
    pub fn guild(&self, name: &str) -> Guild {
        let id = crate::ids::GuildId::new(self.sim.mint.next());
        place::found_guild(&self.sim, id, name)
    }

    /// A new server whose events arrive at this shard.
    pub fn guild_on_shard(&self, name: &str, shard: u64) -> Guild {
        let id = self.sim.mint.guild_on_shard(shard, self.sim.settings.shards);
        place::found_guild(&self.sim, id, name)
    }

    /// A new person, in no server yet.
    pub fn user(&self, name: &str) -> User {
        let id = UserId::new(self.sim.mint.next());
        let record = UserRecord {
            id,
            name: name.to_string(),
            locale: "en-US".to_string(),
            is_bot: false,
            dm: None,
            dms_closed: false,
        };
        self.sim.state(|state| state.users.insert(id, record));
        User::new(&self.sim, id)
    }

    /// Everything that `user` can read now, oldest first.
    pub fn seen_by(&self, user: &User) -> Vec<Message> {
        self.readable(|state, channel, reader| {
            let may_read = state.permissions(user.id(), channel).contains(Permissions::VIEW_CHANNEL);
            may_read && reader.is_none_or(|reader| reader == user.id())
        })
    }

    /// Everything in a channel or DM, private messages included, oldest first.
    pub fn channel_messages(&self, place: impl Into<Place>) -> Vec<Message> {
        let wanted = place.into().channel_id();
        self.readable(|_, channel, _| channel == wanted)
    }

    fn readable(&self, shows: impl Fn(&crate::state::State, ChannelId, Option<UserId>) -> bool) -> Vec<Message> {
        let mut records = self.sim.state(|state| {
            let there = state.messages.values().filter(|history| !history.deleted).map(|history| history.latest());
            there.filter(|record| shows(state, record.channel, record.only_for)).cloned().collect::<Vec<_>>()
        });
        records.sort_by_key(|record| record.id);
        records.into_iter().map(|record| Message::new(&self.sim, record)).collect()
    }

    /// Waits until the world is as `condition` says; looks again at every change.
    #[track_caller]
    pub fn wait_until(&self, condition: impl Fn(&Self) -> bool, what: &str) -> impl Future<Output = ()> {
        let caller = std::panic::Location::caller();
        async move {
            let mut changes = self.sim.changes();
            let look = async {
                while !condition(self) {
                    if changes.changed().await.is_err() {
                        return;
                    }
                }
            };
            if tokio::time::timeout(self.sim.settings.patience, look).await.is_err() {
                panic!("{caller}: waited too long until {what}\n{}", self.sim.situation());
            }
        }
    }

    /// Waits until every shard is connected.
    #[track_caller]
    pub fn bot_ready(&self) -> impl Future<Output = ()> {
        self.wait_until(
            |world| world.gateway().live_shards() as u64 >= world.sim.settings.shards,
            "all shards are connected",
        )
    }

    /// Waits until a command with this name is registered, for all servers or for one.
    #[track_caller]
    pub fn command_registered(&self, name: &str) -> impl Future<Output = ()> {
        let what = format!("/{name} is registered");
        async move { self.wait_until(|world| world.commands().iter().any(|known| known == name), &what).await }
    }

    /// Names of the global commands, in the order of registration.
    pub fn commands(&self) -> Vec<String> {
        self.sim.state(|state| state.commands.of(None).iter().map(|command| command.name.clone()).collect())
    }

    /// The global commands as Discord keeps them.
    pub fn commands_json(&self) -> Vec<Value> {
        self.sim.state(|state| state.commands.of(None).iter().map(|command| command.json.clone()).collect())
    }

    /// The gateway's faults and counters.
    pub fn gateway(&self) -> GatewayControl {
        GatewayControl::new(&self.sim)
    }

    /// Orders faults for REST requests like `POST /interactions/*/*/callback`; see [`RestControl`].
    pub fn rest(&self, pattern: &str) -> RestControl {
        RestControl::new(&self.sim, pattern)
    }

    /// Sends the bot any event, right or wrong: to the shard of its `guild_id`, else to shard 0.
    pub fn inject(&self, event: &str, data: &Value) {
        let guild = data["guild_id"].as_str().and_then(|id| id.parse().ok());
        self.sim.dispatch(&Event::new(event, guild, Intents::NONE, data.to_string()));
    }

    /// Dispatches an interaction once more, the same id and token.
    pub fn replay(&self, interaction: &Interaction) {
        interaction.dispatch_again();
    }

    /// From now on, errors with this JSON code (or HTTP status, where there is no code) are no violations.
    /// At the end there must have been one.
    pub fn expect_error(&self, code: u64) {
        self.sim.journal(|journal| journal.expect(code));
    }

    /// Breaches of Discord's rules so far.
    pub fn violations(&self) -> Vec<Violation> {
        self.sim.journal(|journal| journal.violations())
    }

    /// The same, and they are forgiven.
    pub fn take_violations(&self) -> Vec<Violation> {
        self.sim.journal(|journal| journal.take_violations())
    }

    /// REST requests that were answered, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.sim.journal(|journal| journal.requests.clone())
    }

    /// How many REST requests were answered.
    pub fn request_count(&self) -> u64 {
        self.sim.journal(|journal| journal.request_count)
    }

    /// Checks that bodies are held against Discord's OpenAPI document.
    pub fn validates_openapi(&self) -> bool {
        self.sim.openapi.is_some()
    }

    /// Ends the world. Panics with a list if a rule was broken, an expected error never came, an interaction
    /// got no response, or a "thinking…" was never resolved.
    #[track_caller]
    pub fn finish(mut self) {
        self.finished = true;
        let complaints = self.complaints();
        assert!(complaints.is_empty(), "{}", list(&complaints));
    }

    fn complaints(&self) -> Vec<String> {
        let mut complaints = self.sim.journal(|journal| journal.complaints());
        if !self.sim.settings.forgetful {
            complaints.extend(self.sim.state(interaction::unanswered));
        }
        complaints
    }
}

/// Complaints that are shown in full.
const SHOWN: usize = 30;

fn list(complaints: &[String]) -> String {
    let lines: String = complaints.iter().take(SHOWN).map(|complaint| format!("\n- {complaint}")).collect();
    format!("Discord has {} complaints:{lines}", complaints.len())
}

impl Drop for World {
    fn drop(&mut self) {
        self.sim.stop.send_replace(true);
        self.server.abort();
        if !self.finished && !std::thread::panicking() {
            let complaints = self.complaints();
            assert!(complaints.is_empty(), "{}", list(&complaints));
        }
    }
}

impl Sim {
    /// What a person wants to know when a wait was in vain.
    pub(crate) fn situation(&self) -> String {
        let complaints = self.journal(|journal| journal.complaints());
        let requests = self.journal(|journal| {
            let last = journal.requests.iter().rev().take(10).map(|r| format!("\n  {} {}", r.status, r.line));
            last.collect::<String>()
        });
        let (live, counts) = self.gateway(|gateway| (gateway.live_shards(), gateway.counts));
        let complaints: String = complaints.iter().take(SHOWN).map(|complaint| format!("\n  {complaint}")).collect();
        format!(
            "at {}\nconnected shards: {live}; {counts:?}\ncomplaints so far:{complaints}\nlast requests, newest first:{requests}",
            clock::iso(clock::now_ms()),
        )
    }
}
