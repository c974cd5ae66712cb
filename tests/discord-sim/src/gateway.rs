//! The gateway: sessions, their sequence numbers and what they missed.
//!
//! [`connection`] talks over one websocket; this file decides which session gets which event. Events of a
//! session without a connection are kept for its RESUME.
//! <https://discord.com/developers/docs/events/gateway>

use std::collections::VecDeque;

use axum::extract::ws::Utf8Bytes;
use tokio::sync::mpsc::UnboundedSender;

use crate::ids::GuildId;

pub(crate) mod connection;
pub(crate) mod handshake;

/// Gateway intents. <https://discord.com/developers/docs/events/gateway#gateway-intents>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Intents(u64);

impl Intents {
    /// No event needs this.
    pub const NONE: Self = Self(0);
    /// Servers, channels and roles.
    pub const GUILDS: Self = Self(1);
    /// Members of servers; privileged.
    pub const GUILD_MEMBERS: Self = Self(1 << 1);
    /// Who is online; privileged.
    pub const GUILD_PRESENCES: Self = Self(1 << 8);
    /// Messages in servers.
    pub const GUILD_MESSAGES: Self = Self(1 << 9);
    /// Messages in DMs.
    pub const DIRECT_MESSAGES: Self = Self(1 << 12);
    /// What messages say; privileged.
    pub const MESSAGE_CONTENT: Self = Self(1 << 15);
    /// The intents that must be granted.
    pub const PRIVILEGED: Self = Self(Self::GUILD_MEMBERS.0 | Self::GUILD_PRESENCES.0 | Self::MESSAGE_CONTENT.0);

    /// Takes over bits from the wire.
    pub fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// All of `wanted` are here.
    pub fn contains(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }

    /// These and those.
    pub fn and(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    /// The privileged ones among these that are not in `granted`.
    pub(crate) fn disallowed(self, granted: Self) -> Self {
        Self(self.0 & Self::PRIVILEGED.0 & !granted.0)
    }
}

/// One shard of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 0.
    pub index: u64,
    /// How many there are.
    pub total: u64,
}

impl Shard {
    /// DMs arrive at shard 0, a guild's events at its own.
    fn hears_of(self, guild: Option<GuildId>) -> bool {
        guild.map_or(0, |guild| guild.shard(self.total)) == self.index
    }
}

/// Something to tell the bot.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) data: String,
    /// What a session without MESSAGE_CONTENT gets instead.
    pub(crate) without_content: Option<String>,
    pub(crate) guild: Option<GuildId>,
    pub(crate) needs: Intents,
}

impl Event {
    pub(crate) fn new(name: &str, guild: Option<GuildId>, needs: Intents, data: String) -> Self {
        Self { name: name.to_string(), data, without_content: None, guild, needs }
    }

    fn frame(&self, sequence: u64, intents: Intents) -> Utf8Bytes {
        let data = match &self.without_content {
            Some(blank) if !intents.contains(Intents::MESSAGE_CONTENT) => blank,
            _ => &self.data,
        };
        format!(r#"{{"t":"{}","s":{sequence},"op":0,"d":{data}}}"#, self.name).into()
    }
}

/// What a connection's task is told.
#[derive(Debug)]
pub(crate) enum Order {
    /// Send this frame.
    Send(Utf8Bytes),
    /// Close with this code.
    Close(u16),
    /// End the TCP connection without a word.
    Drop,
}

/// Events kept for a RESUME; Discord's own figure is not published.
const BACKLOG: usize = 2_000;

#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) shard: Shard,
    pub(crate) intents: Intents,
    pub(crate) sequence: u64,
    backlog: VecDeque<(u64, Utf8Bytes)>,
    /// To the task of the connection. Unbounded: dispatching is not async, and tests set their own pace.
    line: Option<(ConnectionId, UnboundedSender<Order>)>,
    /// Half-open: the socket stays, nothing is said or heard any more.
    muted: bool,
}

/// Tells the connections apart that a session has had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ConnectionId(pub(crate) u64);

/// How often the bot came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GatewayCounts {
    /// Websockets opened.
    pub connects: u64,
    /// IDENTIFYs accepted.
    pub identifies: u64,
    /// RESUMEs accepted.
    pub resumes: u64,
    /// Connections refused on request of the test.
    pub refused: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Gateway {
    pub(crate) sessions: Vec<Session>,
    pub(crate) counts: GatewayCounts,
    pub(crate) refusing: bool,
    pub(crate) hanging: bool,
    pub(crate) resume_url: Option<String>,
}

impl Session {
    pub(crate) fn new(id: String, shard: Shard, intents: Intents) -> Self {
        Self { id, shard, intents, sequence: 0, backlog: VecDeque::new(), line: None, muted: false }
    }

    /// A connection serves this session, and it is not half-open.
    pub(crate) fn is_live(&self) -> bool {
        self.line.is_some() && !self.muted
    }

    pub(crate) fn tell(&mut self, event: &Event) {
        self.sequence += 1;
        let frame = event.frame(self.sequence, self.intents);
        self.backlog.push_back((self.sequence, frame.clone()));
        if self.backlog.len() > BACKLOG {
            self.backlog.pop_front();
        }
        self.order(Order::Send(frame));
    }

    /// Passes an order to the connection, if there is one.
    pub(crate) fn order(&self, order: Order) {
        if let Some((_, line)) = &self.line
            && !(self.muted && matches!(order, Order::Send(_)))
        {
            // A line whose task has just ended is no fault: what it missed is in the backlog.
            let _ = line.send(order);
        }
    }

    pub(crate) fn attach(&mut self, connection: ConnectionId, line: UnboundedSender<Order>) {
        self.line = Some((connection, line));
        self.muted = false;
    }

    /// Sends everything after `sequence` again.
    pub(crate) fn replay_after(&self, sequence: u64) {
        for (number, frame) in &self.backlog {
            if *number > sequence {
                self.order(Order::Send(frame.clone()));
            }
        }
    }

    pub(crate) fn mute(&mut self) {
        self.muted = true;
    }

    pub(crate) fn is_muted(&self) -> bool {
        self.muted
    }

    fn serves(&self, connection: ConnectionId) -> bool {
        self.line.as_ref().is_some_and(|(own, _)| *own == connection)
    }
}

impl Gateway {
    /// The test has closed the door. Counts the visit.
    pub(crate) fn refuses(&mut self) -> bool {
        self.counts.refused += u64::from(self.refusing);
        self.refusing
    }

    /// Tells every session that should hear of it. Says how many those were.
    pub(crate) fn dispatch(&mut self, event: &Event) -> usize {
        let mut told = 0;
        for session in &mut self.sessions {
            if session.shard.hears_of(event.guild) && session.intents.contains(event.needs) {
                session.tell(event);
                told += 1;
            }
        }
        told
    }

    /// Some session asked for such events.
    pub(crate) fn wants(&self, intents: Intents) -> bool {
        self.sessions.iter().any(|session| session.intents.contains(intents))
    }

    pub(crate) fn session_mut(&mut self, id: &str) -> Option<&mut Session> {
        self.sessions.iter_mut().find(|session| session.id == id)
    }

    /// The session that a connection serves now.
    pub(crate) fn served_by(&mut self, connection: ConnectionId) -> Option<&mut Session> {
        self.sessions.iter_mut().find(|session| session.serves(connection))
    }

    /// The connection is gone; its session waits for a RESUME.
    pub(crate) fn detach(&mut self, connection: ConnectionId) {
        if let Some(session) = self.served_by(connection) {
            session.line = None;
        }
    }

    /// Forgets a session: it cannot be resumed.
    pub(crate) fn end_session(&mut self, id: &str) {
        self.sessions.retain(|session| session.id != id);
    }

    /// Shards that are connected now.
    pub(crate) fn live_shards(&self) -> usize {
        self.sessions.iter().filter(|session| session.is_live()).count()
    }
}
