//! A Discord that is cheap enough to be no bottleneck: it hands events over, takes answers and notes when they came.
//! It checks nothing; `tests/discord-sim` does that.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use axum::{
    Router,
    body::Bytes,
    extract::{
        State, WebSocketUpgrade,
        ws::{Message, Utf8Bytes, WebSocket},
    },
    http::{Method, StatusCode, Uri},
    response::{IntoResponse, Response},
    routing::any,
    serve::ListenerExt as _,
};
use serde_json::{Value, json};
use tokio::{
    net::TcpListener,
    sync::{Notify, mpsc, oneshot},
};

use crate::events;

/// 2015-01-01T00:00:00Z, where Discord's ids begin to count.
const EPOCH_MS: u64 = 1_420_070_400_000;
/// Events written to the socket with one system call.
const AT_ONCE: usize = 64;

/// One fake Discord for one bot.
#[derive(Clone)]
pub struct Discord(Arc<Inner>);

struct Inner {
    address: SocketAddr,
    line: Mutex<Option<mpsc::UnboundedSender<Utf8Bytes>>>,
    connected: Notify,
    sequence: AtomicU64,
    /// Interactions that wait for their first response.
    waiting: Mutex<HashMap<u64, oneshot::Sender<Answer>>>,
    /// Requests that are no first response, and first responses to nothing.
    strays: AtomicU64,
}

/// A first response.
pub struct Answer {
    pub at: Instant,
    pub body: Bytes,
}

impl Discord {
    /// Listens on a free port of loopback.
    pub async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let discord = Self(Arc::new(Inner {
            address: listener.local_addr()?,
            line: Mutex::default(),
            connected: Notify::new(),
            sequence: AtomicU64::new(0),
            waiting: Mutex::default(),
            strays: AtomicU64::new(0),
        }));
        let router = Router::new().route("/", any(gateway)).fallback(rest).with_state(discord.clone());
        // Otherwise events wait for each other's receipts and come in bundles, which is cheaper than Discord is.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(discord)
    }

    pub fn api_url(&self) -> String {
        format!("http://{}", self.0.address)
    }

    /// Waits until a bot has identified itself.
    pub async fn connected(&self) {
        self.0.connected.notified().await;
    }

    /// Requests of the bot that nobody asked for.
    pub fn strays(&self) -> u64 {
        self.0.strays.load(Ordering::Relaxed)
    }

    /// Sends an interaction; `rest` is what [`events`] makes of it, without id and token.
    pub fn send(&self, rest: &str) -> oneshot::Receiver<Answer> {
        let sequence = self.next();
        let id = snowflake(sequence);
        let (sender, answer) = oneshot::channel();
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(id, sender);
        // As long as Discord's, which are base64 of `interaction:id:secret`.
        let token = format!("aW50ZXJhY3Rpb246{id}{id:0>160x}");
        self.tell(&format!(
            r#"{{"t":"INTERACTION_CREATE","s":{sequence},"op":0,"d":{{"id":"{id}","token":"{token}",{rest}}}"#
        ));
        answer
    }

    fn next(&self) -> u64 {
        self.0.sequence.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn tell(&self, frame: &str) {
        if let Some(line) = &*self.0.line.lock().unwrap_or_else(PoisonError::into_inner) {
            // A bot that has gone answers nothing, which is counted.
            let _ = line.send(frame.into());
        }
    }

    fn answered(&self, id: u64, body: Bytes) {
        let at = Instant::now();
        match self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&id) {
            // Whoever sent it may have stopped waiting.
            Some(waiting) => drop(waiting.send(Answer { at, body })),
            None => self.stray(),
        }
    }

    fn stray(&self) {
        self.0.strays.fetch_add(1, Ordering::Relaxed);
    }
}

/// An id made now.
fn snowflake(number: u64) -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let millis = u64::try_from(now.as_millis()).unwrap_or_default().saturating_sub(EPOCH_MS);
    (millis << 22) | (number & 0x3f_ffff)
}

async fn gateway(State(discord): State<Discord>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|socket| async move {
        // The bot goes when it is told to; what it missed shows in the figures.
        let _ = converse(discord, socket).await;
    })
}

async fn converse(discord: Discord, mut socket: WebSocket) -> Result<(), axum::Error> {
    let text = |value: Value| Message::text(value.to_string());
    socket.send(text(json!({"op": 10, "d": {"heartbeat_interval": 41_250}}))).await?;
    let (line, mut events) = mpsc::unbounded_channel();
    let mut frames = Vec::with_capacity(AT_ONCE);
    loop {
        tokio::select! {
            count = events.recv_many(&mut frames, AT_ONCE) => {
                if count == 0 {
                    return Ok(());
                }
                for frame in frames.drain(..) {
                    socket.send(Message::Text(frame)).await?;
                }
            }
            message = socket.recv() => {
                let Some(Ok(message)) = message else { return Ok(()) };
                let Message::Text(message) = message else { continue };
                let message: Value = serde_json::from_str(&message).unwrap_or_default();
                match message["op"].as_u64() {
                    Some(1) => socket.send(text(json!({"op": 11}))).await?,
                    Some(2) => {
                        let url = format!("ws://{}", discord.0.address);
                        for (name, data) in [("READY", events::ready(&url)), ("GUILD_CREATE", events::guild())] {
                            let sequence = discord.next();
                            socket.send(text(json!({"op": 0, "s": sequence, "t": name, "d": data}))).await?;
                        }
                        *discord.0.line.lock().unwrap_or_else(PoisonError::into_inner) = Some(line.clone());
                        discord.0.connected.notify_one();
                    }
                    _ => {}
                }
            }
        }
    }
}

async fn rest(State(discord): State<Discord>, method: Method, uri: Uri, body: Bytes) -> Response {
    let path = uri.path().trim_start_matches("/api/v10/");
    let parts: Vec<&str> = path.split('/').collect();
    let url = || format!("ws://{}", discord.0.address);
    match (method, parts.as_slice()) {
        (Method::POST, ["interactions", id, _, "callback"]) => {
            discord.answered(id.parse().unwrap_or_default(), body);
            StatusCode::NO_CONTENT.into_response()
        }
        (_, ["gateway"]) => json!({"url": url()}).to_string().into_response(),
        (_, ["gateway", "bot"]) => events::gateway_bot(&url()).to_string().into_response(),
        (_, ["users", "@me"]) => events::me().to_string().into_response(),
        (_, ["oauth2", "applications", "@me"]) => events::application().to_string().into_response(),
        (Method::GET, ["applications", _, "commands"]) => "[]".into_response(),
        (Method::PUT, ["applications", _, "commands"]) => with_ids(&body).to_string().into_response(),
        _ => {
            discord.stray();
            "{}".into_response()
        }
    }
}

/// Commands as Discord keeps them.
fn with_ids(body: &[u8]) -> Value {
    let mut commands: Value = serde_json::from_slice(body).unwrap_or_default();
    for (number, command) in (1..).zip(commands.as_array_mut().into_iter().flatten()) {
        command["id"] = Value::String(format!("{}", 7_000_000_000_000_000_u64 + number));
    }
    commands
}
