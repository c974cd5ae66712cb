//! An interaction after it was dispatched: what the bot did about it.

use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::Value;

use crate::api_error::ApiError;
use crate::ids::InteractionId;
use crate::rest::post;
use crate::sim::Sim;
use crate::state::State;
use crate::state::exchange::{Exchange, FirstResponse, Progress, ResponseKind};
use crate::state::messages::Visibility;
use crate::world::act;
use crate::world::message::{Choice, Message};
use crate::world::modal::Modal;

/// A dispatched interaction.
#[derive(Clone)]
pub struct Interaction {
    sim: Arc<Sim>,
    exchange: Arc<Exchange>,
    caller: &'static Location<'static>,
}

impl Interaction {
    pub(crate) fn new(sim: &Arc<Sim>, exchange: Arc<Exchange>, caller: &'static Location<'static>) -> Self {
        Self { sim: Arc::clone(sim), exchange, caller }
    }

    /// Its id.
    pub fn id(&self) -> InteractionId {
        self.exchange.id
    }

    /// Its token.
    pub fn token(&self) -> &str {
        &self.exchange.token
    }

    /// Waits for the first response.
    pub async fn responded(&self) -> ResponseKind {
        self.wait(|progress| progress.first.as_ref().map(|first| first.kind), "a first response").await
    }

    /// Waits for the first response at most so long; `None` when there was none. For load benches.
    pub async fn responded_within(&self, patience: Duration) -> Option<ResponseKind> {
        let kind = |progress: &Progress| progress.first.as_ref().map(|first| first.kind);
        self.exchange.wait_for(patience, kind).await.ok()
    }

    async fn wait<T>(&self, ready: impl Fn(&Progress) -> Option<T>, what: &str) -> T {
        match self.exchange.wait_for(self.sim.settings.patience, ready).await {
            Ok(found) => found,
            Err(_) => panic!(
                "{}: {} got no {what}\n{}{}",
                self.caller,
                self.exchange.label,
                self.so_far(),
                self.sim.situation()
            ),
        }
    }

    /// What did arrive, for the message of a panic.
    fn so_far(&self) -> String {
        let (first, errors, followups) =
            self.exchange.with(|progress| (progress.first.clone(), progress.errors.clone(), progress.followups.len()));
        let unheard =
            if self.exchange.with(|progress| progress.unheard) { "no session was there to hear of it\n" } else { "" };
        let first = first.map_or("none".to_string(), |first| format!("{:?} after {:?}", first.kind, first.after));
        let errors: String = errors.iter().map(|error| format!("the bot got {error}\n")).collect();
        format!("{unheard}first response: {first}; follow-ups: {followups}\n{errors}")
    }

    fn first(&self) -> FirstResponse {
        match self.exchange.with(|progress| progress.first.clone()) {
            Some(first) => first,
            None => panic!("{}: {} has no response yet: await `responded()` first", self.caller, self.exchange.label),
        }
    }

    /// How the bot responded first.
    pub fn response_kind(&self) -> ResponseKind {
        self.first().kind
    }

    /// Who sees the response.
    pub fn visibility(&self) -> Visibility {
        self.first().visibility
    }

    /// From the dispatch to the arrival of the first response.
    pub fn answered_after(&self) -> Duration {
        self.first().after
    }

    /// Errors that the bot got for it.
    pub fn errors(&self) -> Vec<ApiError> {
        self.exchange.with(|progress| progress.errors.clone())
    }

    /// The message that answers it, as it is now. Waits for the first response, and after a deferral for the
    /// message itself.
    pub async fn message(&self) -> Message {
        let kind = self.responded().await;
        let id = match kind {
            ResponseKind::Message | ResponseKind::Update => self.exchange.with(|progress| progress.original),
            ResponseKind::DeferredMessage | ResponseKind::DeferredUpdate => {
                self.wait(|p| p.original.filter(|_| p.edits > 0), "message after its deferral").await.into()
            }
            ResponseKind::Choices | ResponseKind::Modal => None,
        };
        match id {
            Some(id) => Message::at_present(&self.sim, id),
            None => panic!("{}: {} was answered with {kind:?}, not with a message", self.caller, self.exchange.label),
        }
    }

    /// The text of [`Interaction::message`].
    pub async fn text(&self) -> String {
        self.message().await.text()
    }

    /// The further messages so far.
    pub fn followups(&self) -> Vec<Message> {
        let ids = self.exchange.with(|progress| progress.followups.clone());
        ids.into_iter().map(|id| Message::at_present(&self.sim, id)).collect()
    }

    /// Waits for the `number`-th further message, from 1.
    pub async fn followup(&self, number: usize) -> Message {
        let nth = |progress: &Progress| progress.followups.get(number.saturating_sub(1)).copied();
        let id = self.wait(nth, "further message").await;
        Message::at_present(&self.sim, id)
    }

    /// The form it opened.
    pub fn modal(&self) -> Modal {
        let first = self.first();
        if first.kind != ResponseKind::Modal {
            panic!("{}: {} was answered with {:?}, not with a form", self.caller, self.exchange.label, first.kind);
        }
        Modal::new(&self.exchange, first.data)
    }

    /// The suggestions it got.
    pub fn choices(&self) -> Vec<Choice> {
        let first = self.first();
        if first.kind != ResponseKind::Choices {
            panic!("{}: {} was answered with {:?}, not with suggestions", self.caller, self.exchange.label, first.kind);
        }
        first.data["choices"].as_array().into_iter().flatten().map(Choice::from_wire).collect()
    }

    /// Lets time pass for it: for the 3 seconds of the first response and the 15 minutes of the token.
    pub fn grows_older(&self, by: Duration) -> &Self {
        let ms = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.exchange.added_age_ms.fetch_add(ms, Ordering::Relaxed);
        self
    }

    /// It may stay without a response; `finish` does not complain.
    pub fn may_stay_unanswered(&self) -> &Self {
        self.exchange.with(|progress| progress.may_stay_unanswered = true);
        self
    }

    /// The event's data as dispatched.
    pub fn payload(&self) -> Value {
        serde_json::from_str(&self.exchange.payload).unwrap_or_default()
    }

    pub(crate) fn dispatch_again(&self) {
        act::send(&self.sim, &self.exchange, self.exchange.payload.clone());
    }
}

/// Interactions that a person still waits for, as sentences.
pub(crate) fn unanswered(state: &mut State) -> Vec<String> {
    let mut exchanges: Vec<&Arc<Exchange>> = state.exchanges.values().collect();
    exchanges.sort_by_key(|exchange| exchange.id);
    let complaint = |exchange: &&Arc<Exchange>| {
        let (first, original, excused) =
            exchange.with(|progress| (progress.first.is_some(), progress.original, progress.may_stay_unanswered));
        if excused {
            return None;
        }
        if !first {
            return Some(format!("{} was never answered", exchange.label));
        }
        let loading = original.and_then(|id| post::latest(state, id)).is_some_and(|record| record.is_loading());
        loading.then(|| format!("{} is still \"thinking…\"", exchange.label))
    };
    exchanges.iter().filter_map(complaint).collect()
}
