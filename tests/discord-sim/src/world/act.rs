//! Dispatching interactions: what a person does becomes an INTERACTION_CREATE.

use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::gateway::{Event, Intents};
use crate::ids::{InteractionId, MessageId, UserId};
use crate::rest::post;
use crate::sim::Sim;
use crate::state::exchange::{Exchange, InteractionKind, Progress};
use crate::wire;
use crate::world::interaction::Interaction;
use crate::world::place::Place;

/// What a person is about to do.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    pub(crate) kind: InteractionKind,
    pub(crate) user: UserId,
    pub(crate) place: Place,
    pub(crate) label: String,
    pub(crate) data: Value,
    pub(crate) command: Option<String>,
    pub(crate) from_menu: bool,
    pub(crate) message: Option<MessageId>,
    /// How old it is when it is dispatched, in milliseconds.
    pub(crate) age_ms: u64,
}

impl Deed {
    pub(crate) fn new(kind: InteractionKind, user: UserId, place: Place, label: String, data: Value) -> Self {
        Self { kind, user, place, label, data, command: None, from_menu: false, message: None, age_ms: 0 }
    }
}

/// Something a person does. Await it to do it and wait for the first response; or [`Act::dispatch`] it to
/// look at the response later.
#[must_use = "nothing happens before it is awaited or dispatched"]
pub struct Act {
    sim: Arc<Sim>,
    deed: Deed,
    caller: &'static std::panic::Location<'static>,
}

impl Act {
    #[track_caller]
    pub(crate) fn new(sim: &Arc<Sim>, deed: Deed) -> Self {
        Self { sim: Arc::clone(sim), deed, caller: std::panic::Location::caller() }
    }

    /// It was done so long ago and was on its way since, id and deadline included.
    pub fn made_ago(mut self, age: Duration) -> Self {
        self.deed.age_ms = u64::try_from(age.as_millis()).unwrap_or(u64::MAX);
        self
    }

    /// Does it, without waiting.
    pub fn dispatch(self) -> Interaction {
        Interaction::new(&self.sim, dispatch(&self.sim, self.deed), self.caller)
    }

    /// Does it and waits for the first response; the same as awaiting it.
    pub async fn send(self) -> Interaction {
        self.await
    }
}

impl IntoFuture for Act {
    type Output = Interaction;
    type IntoFuture = Pin<Box<dyn Future<Output = Interaction> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let interaction = self.dispatch();
        Box::pin(async move {
            interaction.responded().await;
            interaction
        })
    }
}

fn dispatch(sim: &Sim, deed: Deed) -> Arc<Exchange> {
    let id = InteractionId::new(sim.mint.next_aged(deed.age_ms));
    let name = sim.state(|state| state.name(deed.user));
    let mut exchange = Exchange {
        id,
        // As long as Discord's, which are base64 of `interaction:id:secret`.
        token: format!("aW50ZXJhY3Rpb246{id}{:0>160x}", sim.mint.next()),
        kind: deed.kind,
        user: deed.user,
        channel: deed.place.channel_id(),
        guild: deed.place.guild_id(),
        label: format!("{name}: {}", deed.label),
        command: deed.command,
        from_menu: deed.from_menu,
        source: deed.message,
        payload: String::new(),
        at: Instant::now(),
        added_age_ms: AtomicU64::new(deed.age_ms),
        progress: Mutex::new(Progress::default()),
        moved: tokio::sync::Notify::new(),
    };
    let (exchange, payload) = sim.state(|state| {
        let mut payload = wire::interaction(state, &exchange, sim.bot(), sim.application_id().into());
        payload["data"] = deed.data;
        if let Some(message) = deed.message.and_then(|id| post::latest(state, id)) {
            payload["message"] = wire::message(state, &message);
        }
        let payload = payload.to_string();
        if !sim.settings.forgetful {
            exchange.payload.clone_from(&payload);
        }
        let exchange = Arc::new(exchange);
        state.add_exchange(Arc::clone(&exchange));
        (exchange, payload)
    });
    send(sim, &exchange, payload);
    exchange
}

/// Tells the bot of an interaction, perhaps not for the first time.
pub(crate) fn send(sim: &Sim, exchange: &Exchange, payload: String) {
    let told = sim.dispatch(&Event::new("INTERACTION_CREATE", exchange.guild, Intents::NONE, payload));
    if told == 0 {
        exchange.with(|progress| progress.unheard = true);
    }
}
