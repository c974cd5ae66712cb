//! One interaction and what the bot did about it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::Notify;

use crate::api_error::ApiError;
use crate::ids::{ChannelId, GuildId, InteractionId, MessageId, UserId};
use crate::state::messages::Visibility;

/// What a person did. <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-type>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InteractionKind {
    /// A slash command or a menu entry.
    Command = 2,
    /// A button or a select.
    Component = 3,
    /// Typing into an option.
    Autocomplete = 4,
    /// Sending a form.
    ModalSubmit = 5,
}

/// How the bot responded first.
/// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseKind {
    /// A message.
    Message = 4,
    /// "Thinking…", a message to come.
    DeferredMessage = 5,
    /// Nothing visible, an edit to come.
    DeferredUpdate = 6,
    /// The message with the component, changed.
    Update = 7,
    /// Suggestions.
    Choices = 8,
    /// A form.
    Modal = 9,
}

impl ResponseKind {
    pub(crate) fn from_wire(kind: u64) -> Option<Self> {
        use ResponseKind::{Choices, DeferredMessage, DeferredUpdate, Message, Modal, Update};
        [Message, DeferredMessage, DeferredUpdate, Update, Choices, Modal].into_iter().find(|k| *k as u64 == kind)
    }
}

/// The accepted first response.
#[derive(Clone, Debug)]
pub(crate) struct FirstResponse {
    pub(crate) kind: ResponseKind,
    pub(crate) visibility: Visibility,
    /// From dispatch to the callback's arrival.
    pub(crate) after: Duration,
    /// `data` of a form or of suggestions; null for messages, which are stored as messages.
    pub(crate) data: Value,
}

/// How far the answer has come.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub(crate) first: Option<FirstResponse>,
    /// The message that `@original` means.
    pub(crate) original: Option<MessageId>,
    /// Edits of `@original` through the webhook.
    pub(crate) edits: u32,
    pub(crate) followups: Vec<MessageId>,
    /// Errors that the bot got for this interaction.
    pub(crate) errors: Vec<ApiError>,
    /// No session was there to hear of it.
    pub(crate) unheard: bool,
    /// No answer is fine.
    pub(crate) may_stay_unanswered: bool,
}

/// An interaction: what never changes, and its [`Progress`].
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) id: InteractionId,
    pub(crate) token: String,
    pub(crate) kind: InteractionKind,
    pub(crate) user: UserId,
    pub(crate) channel: ChannelId,
    pub(crate) guild: Option<GuildId>,
    /// What was done, for people: `Ada: /quiz`.
    pub(crate) label: String,
    /// Name of the command, when it is one.
    pub(crate) command: Option<String>,
    /// Chosen from a menu rather than typed.
    pub(crate) from_menu: bool,
    /// The message whose component was used, also by the form that it opened.
    pub(crate) source: Option<MessageId>,
    /// The payload as dispatched, for replays; empty in a forgetful world.
    pub(crate) payload: String,
    /// When it was dispatched.
    pub(crate) at: Instant,
    /// Age that the test adds, in milliseconds: nobody wants to wait for 15 minutes.
    pub(crate) added_age_ms: AtomicU64,
    pub(crate) progress: Mutex<Progress>,
    pub(crate) moved: Notify,
}

impl Exchange {
    /// How old it was at a moment.
    pub(crate) fn age(&self, then: Instant) -> Duration {
        then.duration_since(self.at) + Duration::from_millis(self.added_age_ms.load(Ordering::Relaxed))
    }

    /// Looks at or changes the progress, under its lock.
    pub(crate) fn with<T>(&self, f: impl FnOnce(&mut Progress) -> T) -> T {
        f(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until `ready` finds something, at most for `patience`.
    pub(crate) async fn wait_for<T>(
        &self,
        patience: Duration,
        ready: impl Fn(&Progress) -> Option<T>,
    ) -> Result<T, WaitedTooLong> {
        let look = async {
            loop {
                let moved = self.moved.notified();
                tokio::pin!(moved);
                // Registered before the look, or a change in between would be missed.
                moved.as_mut().enable();
                if let Some(found) = self.with(|progress| ready(progress)) {
                    return found;
                }
                moved.await;
            }
        };
        tokio::time::timeout(patience, look).await.map_err(|_| WaitedTooLong)
    }
}

/// Nothing came in time.
#[derive(Debug)]
pub(crate) struct WaitedTooLong;
