//! The heart that the REST side, the gateway and the test share.
//!
//! Locks: `state` before `gateway` where both are needed; `journal` and `faults` are taken alone. All are held
//! for a few lines and never across an await.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::faults::Faults;
use crate::gateway::{ConnectionId, Event, Gateway, Intents};
use crate::ids::{ApplicationId, Mint, UserId};
use crate::journal::Journal;
use crate::openapi::OpenApi;
use crate::state::State;

/// What a test decides before the start.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) shards: u64,
    pub(crate) granted_intents: Intents,
    pub(crate) heartbeat_interval: Duration,
    pub(crate) patience: Duration,
    pub(crate) first_response_within: Duration,
    pub(crate) forgetful: bool,
    pub(crate) bot_name: String,
}

/// A running Discord.
pub(crate) struct Sim {
    pub(crate) settings: Settings,
    pub(crate) mint: Mint,
    pub(crate) openapi: Option<OpenApi>,
    pub(crate) stop: watch::Sender<bool>,
    address: std::net::SocketAddr,
    application: ApplicationId,
    token: String,
    connections: AtomicU64,
    state: Mutex<State>,
    gateway: Mutex<Gateway>,
    journal: Mutex<Journal>,
    faults: Mutex<Faults>,
    changes: watch::Sender<u64>,
}

impl Sim {
    pub(crate) fn new(settings: Settings, address: std::net::SocketAddr, openapi: Option<OpenApi>) -> Self {
        let mint = Mint::default();
        let application = ApplicationId::new(mint.next());
        Self {
            token: bot_token(application),
            state: Mutex::new(State::new(settings.forgetful)),
            settings,
            mint,
            openapi,
            stop: watch::Sender::new(false),
            address,
            application,
            connections: AtomicU64::new(0),
            gateway: Mutex::default(),
            journal: Mutex::default(),
            faults: Mutex::default(),
            changes: watch::Sender::new(0),
        }
    }

    pub(crate) fn state<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn gateway<T>(&self, f: impl FnOnce(&mut Gateway) -> T) -> T {
        f(&mut self.gateway.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn journal<T>(&self, f: impl FnOnce(&mut Journal) -> T) -> T {
        f(&mut self.journal.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn faults<T>(&self, f: impl FnOnce(&mut Faults) -> T) -> T {
        f(&mut self.faults.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes down a breach of Discord's rules, unless the test expects errors with this code.
    pub(crate) fn violation(&self, place: impl Into<String>, what: impl Into<String>, code: Option<u64>) {
        self.journal(|journal| journal.violation(place.into(), what.into(), code));
    }

    /// Tells the bot. Says how many sessions hear it now or after their RESUME.
    pub(crate) fn dispatch(&self, event: &Event) -> usize {
        self.gateway(|gateway| gateway.dispatch(event))
    }

    /// Wakes everybody who waits for the world to change.
    pub(crate) fn something_changed(&self) {
        self.changes.send_modify(|version| *version += 1);
    }

    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    pub(crate) fn application_id(&self) -> ApplicationId {
        self.application
    }

    /// The bot user; it has the number of its application.
    pub(crate) fn bot(&self) -> UserId {
        UserId::new(self.application.raw())
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    pub(crate) fn is_token(&self, token: Option<&str>) -> bool {
        token.map(|token| token.strip_prefix("Bot ").unwrap_or(token)) == Some(self.token())
    }

    pub(crate) fn api_url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn gateway_url(&self) -> String {
        format!("ws://{}", self.address)
    }

    pub(crate) fn new_connection(&self) -> ConnectionId {
        self.gateway(|gateway| gateway.counts.connects += 1);
        self.something_changed();
        ConnectionId(self.connections.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn new_session_id(&self) -> String {
        format!("{:032x}", self.mint.next())
    }

    /// A close by the bot with 1000 or 1001 ends the session, any other can be resumed.
    /// <https://discord.com/developers/docs/events/gateway#initiating-a-disconnect>
    pub(crate) fn closed_by_bot(&self, connection: ConnectionId, code: Option<u16>) {
        if matches!(code, Some(1000 | 1001)) {
            self.gateway(|gateway| {
                let ended = gateway.served_by(connection).map(|session| session.id.clone());
                if let Some(id) = ended {
                    gateway.end_session(&id);
                }
            });
        }
    }
}

/// A token of the usual form: the application's id in base64, a time, a signature.
fn bot_token(application: ApplicationId) -> String {
    format!("{}.GsimuL.a-made-up-signature_for-the-simulator0", base64(application.to_string().as_bytes()))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = bits >> (18 - 6 * place) & 63;
            text.push(char::from(LETTERS[index as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_starts_with_the_id_in_base64() {
        assert_eq!(base64(b"123456789"), "MTIzNDU2Nzg5");
        assert_eq!(base64(b"12345"), "MTIzNDU");
    }
}
