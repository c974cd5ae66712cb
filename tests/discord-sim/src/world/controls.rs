//! Faults on order, and counters.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::faults::{Effect, Fault, Pattern};
use crate::gateway::handshake::{invalid_session, reconnect};
use crate::gateway::{Gateway, GatewayCounts, Order, Session};
use crate::sim::Sim;

/// The gateway as a test bends it. Applies to all shards, or to one with [`GatewayControl::shard`].
#[derive(Clone)]
pub struct GatewayControl {
    sim: Arc<Sim>,
    shard: Option<u64>,
}

/// Whether a session outlives op 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resumable {
    /// It can be resumed.
    Yes,
    /// It is over.
    No,
}

impl GatewayControl {
    pub(crate) fn new(sim: &Arc<Sim>) -> Self {
        Self { sim: Arc::clone(sim), shard: None }
    }

    /// Only this shard.
    pub fn shard(mut self, index: u64) -> Self {
        self.shard = Some(index);
        self
    }

    fn each(&self, f: impl Fn(&mut Session)) {
        self.sim.gateway(|gateway| {
            let meant = gateway.sessions.iter_mut().filter(|s| self.shard.is_none_or(|index| index == s.shard.index));
            meant.for_each(f);
        });
        self.sim.something_changed();
    }

    /// Cuts the TCP connection without a word.
    pub fn drop_connection(&self) {
        self.each(|session| session.order(Order::Drop));
    }

    /// Keeps the socket, but says and hears nothing any more.
    pub fn half_open(&self) {
        self.each(Session::mute);
    }

    /// Op 7: please connect again.
    pub fn ask_to_reconnect(&self) {
        self.each(|session| session.order(Order::Send(reconnect())));
    }

    /// Op 9.
    pub fn invalidate(&self, resumable: Resumable) {
        self.each(|session| session.order(Order::Send(invalid_session(resumable == Resumable::Yes))));
        if resumable == Resumable::No {
            self.forget_sessions();
        }
    }

    /// Closes the websocket with a code; see [`crate::close_code`].
    pub fn close(&self, code: u16) {
        self.each(|session| session.order(Order::Close(code)));
    }

    /// Forgets the sessions, so that the next RESUME fails.
    pub fn forget_sessions(&self) {
        self.sim.gateway(|gateway| {
            gateway.sessions.retain(|session| self.shard.is_some_and(|index| index != session.shard.index));
        });
    }

    /// Sends a frame as it is, outside of the sequence: for broken ones.
    pub fn send_raw(&self, frame: &str) {
        self.each(|session| session.order(Order::Send(frame.into())));
    }

    /// Refuses new connections until [`GatewayControl::accept_connections`].
    pub fn refuse_connections(&self) {
        self.sim.gateway(|gateway| gateway.refusing = true);
    }

    /// Takes new connections and then says nothing, ever, until [`GatewayControl::accept_connections`]: for those
    /// that come after it.
    pub fn hang_connections(&self) {
        self.sim.gateway(|gateway| gateway.hanging = true);
    }

    /// Accepts connections again.
    pub fn accept_connections(&self) {
        self.sim.gateway(|gateway| (gateway.refusing, gateway.hanging) = (false, false));
    }

    /// The `resume_gateway_url` of READYs to come.
    pub fn set_resume_url(&self, url: &str) {
        self.sim.gateway(|gateway| gateway.resume_url = Some(url.to_string()));
    }

    /// How often the bot came.
    pub fn counts(&self) -> GatewayCounts {
        self.sim.gateway(|gateway| gateway.counts)
    }

    /// Shards that are connected now.
    pub fn live_shards(&self) -> usize {
        self.sim.gateway(|gateway: &mut Gateway| gateway.live_shards())
    }
}

/// Orders a fault for REST requests of a pattern. Without [`RestControl::times`] it holds until cancelled.
#[must_use = "nothing is ordered before the kind of fault is said"]
pub struct RestControl {
    sim: Arc<Sim>,
    pattern: Pattern,
    times: Option<u32>,
    effect: Effect,
}

/// A fault that was ordered.
#[derive(Clone)]
pub struct RestFault {
    sim: Arc<Sim>,
    number: u64,
    hits: Arc<AtomicU64>,
}

impl RestControl {
    pub(crate) fn new(sim: &Arc<Sim>, pattern: &str) -> Self {
        Self { sim: Arc::clone(sim), pattern: Pattern::parse(pattern), times: None, effect: Effect::Lost }
    }

    /// Only for the next request.
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// Only for so many requests.
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// The request takes effect, only its answer is wrong or missing.
    pub fn but_done(mut self) -> Self {
        self.effect = Effect::Done;
        self
    }

    /// Answers with a status and Discord's general error body.
    pub fn answers(self, status: u16) -> RestFault {
        let message = format!("{status}: ordered by the test");
        self.answers_with(status, json!({"message": message, "code": 0}), &[])
    }

    /// Answers with anything.
    pub fn answers_with(self, status: u16, body: Value, headers: &[(&str, &str)]) -> RestFault {
        let headers = headers.iter().map(|(name, value)| ((*name).to_string(), (*value).to_string())).collect();
        self.order(Fault::Answer { status, body, headers })
    }

    /// Answers with 429, for one route.
    /// <https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit>
    pub fn rate_limited(self, retry_after: Duration) -> RestFault {
        let seconds = retry_after.as_secs_f64();
        let body = json!({"message": "You are being rate limited.", "retry_after": seconds, "global": false});
        let (whole, exact) = (seconds.ceil().to_string(), seconds.to_string());
        let headers = [
            ("Retry-After", whole.as_str()),
            ("X-RateLimit-Limit", "5"),
            ("X-RateLimit-Remaining", "0"),
            ("X-RateLimit-Reset-After", exact.as_str()),
            ("X-RateLimit-Bucket", "ordered-by-the-test"),
            ("X-RateLimit-Scope", "user"),
        ];
        self.answers_with(429, body, &headers)
    }

    /// Handles the request later.
    pub fn delayed(self, delay: Duration) -> RestFault {
        self.order(Fault::Delay(delay))
    }

    /// Never answers.
    pub fn stays_silent(self) -> RestFault {
        self.order(Fault::Silence)
    }

    fn order(self, fault: Fault) -> RestFault {
        let (number, hits) = self.sim.faults(|faults| faults.order(self.pattern, fault, self.effect, self.times));
        RestFault { sim: self.sim, number, hits }
    }
}

impl RestFault {
    /// How often it has happened.
    pub fn hits(&self) -> u64 {
        self.hits.load(Ordering::Relaxed)
    }

    /// Ends it.
    pub fn cancel(&self) {
        self.sim.faults(|faults| faults.cancel(self.number));
    }
}
