//! Messages and all their versions.

use std::sync::Arc;

use serde_json::Value;

use crate::ids::{AttachmentId, ChannelId, GuildId, InteractionId, MessageId, RoleId, UserId};

/// Message flags. <https://discord.com/developers/docs/resources/message#message-object-message-flags>
pub(crate) mod flag {
    pub(crate) const SUPPRESS_EMBEDS: u64 = 1 << 2;
    pub(crate) const EPHEMERAL: u64 = 1 << 6;
    pub(crate) const LOADING: u64 = 1 << 7;
    pub(crate) const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
    pub(crate) const IS_COMPONENTS_V2: u64 = 1 << 15;
}

/// Message types. <https://discord.com/developers/docs/resources/message#message-object-message-types>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageKind {
    Default = 0,
    Reply = 19,
    ChatInputCommand = 20,
    ContextMenuCommand = 23,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// Its name.
    pub filename: String,
    /// Media type, as uploaded.
    pub content_type: Option<String>,
    /// Alternative text.
    pub description: Option<String>,
    /// What is in it. In a forgetful world nothing is kept.
    pub bytes: Arc<Vec<u8>>,
    /// Its length.
    pub size: usize,
}

/// Whom a message really notifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ping {
    /// A person.
    User(UserId),
    /// Everyone with a role.
    Role(RoleId),
    /// `@everyone` or `@here`.
    Everyone,
}

/// Who can see a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everyone who can see the channel.
    Public,
    /// Only the person who acted ("ephemeral").
    Private,
}

/// Which interaction a message answers.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) interaction: InteractionId,
    pub(crate) kind: u8,
    pub(crate) name: Option<String>,
    pub(crate) user: UserId,
    /// The message whose component was used.
    pub(crate) source: Option<MessageId>,
}

/// One version of a message.
#[derive(Clone, Debug)]
pub(crate) struct MessageRecord {
    pub(crate) id: MessageId,
    pub(crate) channel: ChannelId,
    pub(crate) guild: Option<GuildId>,
    pub(crate) author: UserId,
    pub(crate) kind: MessageKind,
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) flags: u64,
    pub(crate) edited_ms: Option<u64>,
    pub(crate) mentions: Vec<UserId>,
    pub(crate) mention_roles: Vec<RoleId>,
    pub(crate) mention_everyone: bool,
    pub(crate) pings: Vec<Ping>,
    pub(crate) reply_to: Option<MessageId>,
    /// For a private message, the only one who sees it.
    pub(crate) only_for: Option<UserId>,
    pub(crate) origin: Option<Origin>,
    pub(crate) nonce: Option<Value>,
}

impl MessageRecord {
    pub(crate) fn is_v2(&self) -> bool {
        self.flags & flag::IS_COMPONENTS_V2 != 0
    }

    pub(crate) fn is_loading(&self) -> bool {
        self.flags & flag::LOADING != 0
    }
}

/// A message from its sending to its deletion.
#[derive(Clone, Debug)]
pub(crate) struct MessageHistory {
    /// Oldest first, never empty; only the newest in a forgetful world.
    pub(crate) versions: Vec<Arc<MessageRecord>>,
    pub(crate) deleted: bool,
}

impl MessageHistory {
    pub(crate) fn new(first: MessageRecord) -> Self {
        Self { versions: vec![Arc::new(first)], deleted: false }
    }

    pub(crate) fn latest(&self) -> &Arc<MessageRecord> {
        self.versions.last().expect("a history starts with a version and never loses its last")
    }
}
