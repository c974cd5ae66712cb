//! One websocket: HELLO, then frames both ways until it ends.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::gateway::{ConnectionId, Order, handshake};
use crate::limits;
use crate::sim::Sim;

/// Opcodes. <https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-opcodes>
pub(crate) mod opcode {
    pub(crate) const HEARTBEAT: u64 = 1;
    pub(crate) const IDENTIFY: u64 = 2;
    pub(crate) const PRESENCE_UPDATE: u64 = 3;
    pub(crate) const VOICE_STATE_UPDATE: u64 = 4;
    pub(crate) const RESUME: u64 = 6;
    pub(crate) const RECONNECT: u64 = 7;
    pub(crate) const REQUEST_GUILD_MEMBERS: u64 = 8;
    pub(crate) const INVALID_SESSION: u64 = 9;
    pub(crate) const HELLO: u64 = 10;
    pub(crate) const HEARTBEAT_ACK: u64 = 11;
}

/// Close codes. <https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes>
pub mod close_code {
    /// Something went wrong, come back.
    pub const UNKNOWN_ERROR: u16 = 4000;
    /// An opcode that does not exist.
    pub const UNKNOWN_OPCODE: u16 = 4001;
    /// A frame that cannot be read.
    pub const DECODE_ERROR: u16 = 4002;
    /// Spoke before IDENTIFY.
    pub const NOT_AUTHENTICATED: u16 = 4003;
    /// The token is wrong.
    pub const AUTHENTICATION_FAILED: u16 = 4004;
    /// A second IDENTIFY.
    pub const ALREADY_AUTHENTICATED: u16 = 4005;
    /// RESUME with a sequence that never was.
    pub const INVALID_SEQ: u16 = 4007;
    /// Too many frames.
    pub const RATE_LIMITED: u16 = 4008;
    /// Resumed too late.
    pub const SESSION_TIMED_OUT: u16 = 4009;
    /// A shard that does not exist.
    pub const INVALID_SHARD: u16 = 4010;
    /// An intent that was not granted.
    pub const DISALLOWED_INTENTS: u16 = 4014;
}

/// The state of one connection.
pub(crate) struct Connection {
    pub(crate) id: ConnectionId,
    pub(crate) line: UnboundedSender<Order>,
    sent_this_minute: (Instant, u32),
}

/// What a frame from the bot leads to.
pub(crate) enum Verdict {
    GoOn,
    Reply(Utf8Bytes),
    Close(u16),
}

/// Serves a websocket until it ends.
pub(crate) async fn serve(sim: Arc<Sim>, mut socket: WebSocket) {
    let (line, mut orders) = unbounded_channel();
    let id = sim.new_connection();
    let mut connection = Connection { id, line, sent_this_minute: (Instant::now(), 0) };
    let interval = u64::try_from(sim.settings.heartbeat_interval.as_millis()).unwrap_or(u64::MAX);
    let hello = json!({"op": opcode::HELLO, "s": null, "t": null, "d": {"heartbeat_interval": interval, "_trace": []}});
    if socket.send(Message::text(hello.to_string())).await.is_ok() {
        talk(&sim, &mut socket, &mut connection, &mut orders).await;
    }
    sim.gateway(|gateway| gateway.detach(id));
    sim.something_changed();
}

async fn talk(sim: &Sim, socket: &mut WebSocket, connection: &mut Connection, orders: &mut UnboundedReceiver<Order>) {
    let mut stop = sim.stop.subscribe();
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            incoming = socket.recv() => match incoming {
                Some(Ok(message)) => if !receive(sim, socket, connection, message).await { return },
                Some(Err(_)) | None => return,
            },
            order = orders.recv() => match order {
                Some(Order::Send(frame)) => if socket.send(Message::Text(frame)).await.is_err() { return },
                Some(Order::Close(code)) => return close(socket, code).await,
                Some(Order::Drop) | None => return,
            },
        }
    }
}

/// Handles one message of the bot. False ends the connection.
async fn receive(sim: &Sim, socket: &mut WebSocket, connection: &mut Connection, message: Message) -> bool {
    let text = match message {
        Message::Text(text) => text,
        Message::Close(frame) => {
            sim.closed_by_bot(connection.id, frame.map(|frame| frame.code));
            return false;
        }
        Message::Ping(_) | Message::Pong(_) => return true,
        Message::Binary(_) => {
            close(socket, close_code::DECODE_ERROR).await;
            return false;
        }
    };
    match judge(sim, connection, &text) {
        Verdict::GoOn => true,
        Verdict::Reply(frame) => socket.send(Message::Text(frame)).await.is_ok(),
        Verdict::Close(code) => {
            sim.violation(
                "gateway",
                format!("the gateway closed with {code} after {}", shorten(&text)),
                Some(u64::from(code)),
            );
            close(socket, code).await;
            false
        }
    }
}

fn judge(sim: &Sim, connection: &mut Connection, text: &str) -> Verdict {
    if text.len() > limits::GATEWAY_FRAME_BYTES {
        return Verdict::Close(close_code::DECODE_ERROR);
    }
    let Ok(frame) = serde_json::from_str::<Value>(text) else { return Verdict::Close(close_code::DECODE_ERROR) };
    // Heartbeats are left out of the count: a test may ask for far more of them than Discord does.
    if frame["op"] != opcode::HEARTBEAT && connection.sends_too_much() {
        return Verdict::Close(close_code::RATE_LIMITED);
    }
    let identified = sim.gateway(|gateway| gateway.served_by(connection.id).map(|session| session.is_muted()));
    match (frame["op"].as_u64(), identified) {
        (Some(_), Some(true)) => Verdict::GoOn,
        (Some(opcode::HEARTBEAT), _) => Verdict::Reply(json!({"op": opcode::HEARTBEAT_ACK}).to_string().into()),
        (Some(opcode::IDENTIFY | opcode::RESUME), Some(_)) => Verdict::Close(close_code::ALREADY_AUTHENTICATED),
        (Some(opcode::IDENTIFY), None) => handshake::identify(sim, connection, &frame["d"]),
        (Some(opcode::RESUME), None) => handshake::resume(sim, connection, &frame["d"]),
        (Some(opcode::PRESENCE_UPDATE | opcode::VOICE_STATE_UPDATE | opcode::REQUEST_GUILD_MEMBERS), Some(_)) => {
            Verdict::GoOn
        }
        (Some(opcode::PRESENCE_UPDATE | opcode::VOICE_STATE_UPDATE | opcode::REQUEST_GUILD_MEMBERS), None) => {
            Verdict::Close(close_code::NOT_AUTHENTICATED)
        }
        (Some(_), _) => Verdict::Close(close_code::UNKNOWN_OPCODE),
        (None, _) => Verdict::Close(close_code::DECODE_ERROR),
    }
}

impl Connection {
    fn sends_too_much(&mut self) -> bool {
        let (since, count) = &mut self.sent_this_minute;
        if since.elapsed() > Duration::from_secs(60) {
            (*since, *count) = (Instant::now(), 0);
        }
        *count += 1;
        *count > limits::GATEWAY_FRAMES_PER_MINUTE
    }
}

async fn close(socket: &mut WebSocket, code: u16) {
    let frame = CloseFrame { code, reason: Utf8Bytes::from_static("") };
    // The other side may be gone already; then it needs no close frame.
    let _ = socket.send(Message::Close(Some(frame))).await;
}

/// The start of a frame, without a token in it.
fn shorten(text: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(frame) => format!("a frame with op {}", frame["op"]),
        Err(_) => "a frame that is not JSON".to_string(),
    }
}
