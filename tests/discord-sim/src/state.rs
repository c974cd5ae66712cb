//! What this Discord knows: people, servers, channels, messages, commands and interactions.
//!
//! Plain data behind one `std::sync::Mutex`, held for a few lines and never across an await. Rules about
//! request bodies live in [`crate::check`], who may do what where in [`people`].

use std::collections::HashMap;
use std::sync::Arc;

use crate::ids::{ChannelId, GuildId, InteractionId, MessageId, UserId};

pub(crate) mod commands;
pub(crate) mod exchange;
pub(crate) mod messages;
pub(crate) mod people;

use commands::CommandBook;
use exchange::Exchange;
use messages::MessageHistory;
use people::{ChannelRecord, GuildRecord, UserRecord};

/// Everything that changes while a test runs, the gateway and the faults apart.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) users: HashMap<UserId, UserRecord>,
    pub(crate) guilds: HashMap<GuildId, GuildRecord>,
    pub(crate) channels: HashMap<ChannelId, ChannelRecord>,
    pub(crate) messages: HashMap<MessageId, MessageHistory>,
    pub(crate) commands: CommandBook,
    pub(crate) exchanges: HashMap<InteractionId, Arc<Exchange>>,
    pub(crate) tokens: HashMap<String, InteractionId>,
    memory: Memory,
}

/// How much of the past is kept.
#[derive(Debug)]
enum Memory {
    /// All of it.
    Everything,
    /// The newest messages and interactions; for load benches, which would fill the machine.
    Recent { messages: std::collections::VecDeque<MessageId>, exchanges: std::collections::VecDeque<InteractionId> },
}

/// Messages and interactions that a forgetful world keeps: some seconds of a heavy load.
const RECENT: usize = 20_000;
/// Messages of one channel that a forgetful world lists.
const RECENT_IN_CHANNEL: usize = 50;

impl State {
    pub(crate) fn new(forgetful: bool) -> Self {
        let memory = if forgetful {
            Memory::Recent { messages: Default::default(), exchanges: Default::default() }
        } else {
            Memory::Everything
        };
        Self {
            users: HashMap::new(),
            guilds: HashMap::new(),
            channels: HashMap::new(),
            messages: HashMap::new(),
            commands: CommandBook::default(),
            exchanges: HashMap::new(),
            tokens: HashMap::new(),
            memory,
        }
    }

    /// Only the newest past is kept.
    pub(crate) fn is_forgetful(&self) -> bool {
        matches!(self.memory, Memory::Recent { .. })
    }

    /// Takes in a dispatched interaction, so that its token works.
    pub(crate) fn add_exchange(&mut self, exchange: Arc<Exchange>) {
        let id = exchange.id;
        self.tokens.insert(exchange.token.clone(), id);
        self.exchanges.insert(id, exchange);
        if let Memory::Recent { exchanges, .. } = &mut self.memory {
            exchanges.push_back(id);
            if exchanges.len() > RECENT
                && let Some(old) = exchanges.pop_front()
                && let Some(old) = self.exchanges.remove(&old)
            {
                self.tokens.remove(&old.token);
            }
        }
    }

    /// The interaction that a webhook token belongs to.
    pub(crate) fn exchange_by_token(&self, token: &str) -> Option<Arc<Exchange>> {
        self.exchanges.get(self.tokens.get(token)?).cloned()
    }

    /// Lists a message in its channel; a forgetful world makes room for it.
    pub(crate) fn remember_message(&mut self, id: MessageId, channel: ChannelId) {
        let Some(channel) = self.channels.get_mut(&channel) else { return };
        channel.messages.push(id);
        if let Memory::Recent { messages, .. } = &mut self.memory {
            if channel.messages.len() > RECENT_IN_CHANNEL {
                channel.messages.remove(0);
            }
            messages.push_back(id);
            if messages.len() > RECENT
                && let Some(old) = messages.pop_front()
            {
                self.messages.remove(&old);
            }
        }
    }
}
