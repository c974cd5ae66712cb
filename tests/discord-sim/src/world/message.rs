//! A message as a test looks at it.

use std::sync::Arc;

use serde_json::Value;

use crate::ids::{MessageId, UserId};
use crate::render;
use crate::rest::post;
use crate::sim::Sim;
use crate::state::messages::{Attachment, MessageRecord, Ping, Visibility};
use crate::wire;
use crate::world::parts;
use crate::world::place::Place;

/// One version of a message: the newest when it was looked at.
#[derive(Clone)]
pub struct Message {
    sim: Arc<Sim>,
    record: Arc<MessageRecord>,
}

/// A suggestion.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What the person reads.
    pub name: String,
    /// What the bot gets.
    pub value: Value,
}

impl Choice {
    pub(crate) fn from_wire(choice: &Value) -> Self {
        Self { name: choice["name"].as_str().unwrap_or_default().to_string(), value: choice["value"].clone() }
    }
}

/// A button as a person sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Button {
    /// What is on it, emoji included.
    pub label: String,
    /// Its `custom_id`; a link button has none.
    pub custom_id: Option<String>,
    /// Where a link button leads.
    pub url: Option<String>,
    /// It can be pressed.
    pub is_enabled: bool,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "message {}:\n{}", self.record.id, self.text())
    }
}

impl Message {
    pub(crate) fn new(sim: &Arc<Sim>, record: Arc<MessageRecord>) -> Self {
        Self { sim: Arc::clone(sim), record }
    }

    /// The newest version, deleted or not.
    #[track_caller]
    pub(crate) fn at_present(sim: &Arc<Sim>, id: MessageId) -> Self {
        let record = sim.state(|state| state.messages.get(&id).map(|history| Arc::clone(history.latest())));
        match record {
            Some(record) => Self::new(sim, record),
            None => panic!("message {id} is not there (a forgetful world keeps only the newest)"),
        }
    }

    /// Its id.
    pub fn id(&self) -> MessageId {
        self.record.id
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        Place::new(self.record.channel, self.record.guild)
    }

    /// Who wrote it.
    pub fn author(&self) -> UserId {
        self.record.author
    }

    /// Its plain content.
    pub fn content(&self) -> &str {
        &self.record.content
    }

    /// Its embeds, as sent.
    pub fn embeds(&self) -> &[Value] {
        &self.record.embeds
    }

    /// Its components, as sent.
    pub fn components(&self) -> &[Value] {
        &self.record.components
    }

    /// Its files.
    pub fn attachments(&self) -> &[Attachment] {
        &self.record.attachments
    }

    /// Its flags.
    pub fn flags(&self) -> u64 {
        self.record.flags
    }

    /// It is a Components V2 message.
    pub fn is_v2(&self) -> bool {
        self.record.is_v2()
    }

    /// It only says "thinking…".
    pub fn is_loading(&self) -> bool {
        self.record.is_loading()
    }

    /// Who sees it.
    pub fn visibility(&self) -> Visibility {
        crate::rest::interactions::visibility_of(&self.record)
    }

    /// Only the person who acted sees it.
    pub fn is_private(&self) -> bool {
        self.visibility() == Visibility::Private
    }

    /// It was edited.
    pub fn is_edited(&self) -> bool {
        self.record.edited_ms.is_some()
    }

    /// When this version took the place of the one before, since 1970.
    pub fn edited_at(&self) -> Option<std::time::Duration> {
        self.record.edited_ms.map(std::time::Duration::from_millis)
    }

    /// The message it replies to.
    pub fn replies_to(&self) -> Option<MessageId> {
        self.record.reply_to
    }

    /// Whom it really notified.
    pub fn pings(&self) -> &[Ping] {
        &self.record.pings
    }

    /// All `custom_id`s, in reading order.
    pub fn custom_ids(&self) -> Vec<String> {
        let ids = parts::controls(&self.record.components).into_iter();
        ids.filter_map(|control| control["custom_id"].as_str().map(str::to_string)).collect()
    }

    /// All buttons, in reading order.
    pub fn buttons(&self) -> Vec<Button> {
        let text = |control: &Value, field: &str| control[field].as_str().map(str::to_string);
        let buttons = parts::controls(&self.record.components).into_iter().filter(|control| control["type"] == 2);
        let shown = buttons.map(|button| Button {
            label: render::label(button),
            custom_id: text(button, "custom_id"),
            url: text(button, "url"),
            is_enabled: button["disabled"] != true,
        });
        shown.collect()
    }

    /// What a person would see, as plain text: see [`crate::World`]'s crate docs for the form.
    pub fn text(&self) -> String {
        self.sim.state(|state| render::message(state, &self.record))
    }

    /// As Discord's REST interface answers it.
    pub fn json(&self) -> Value {
        self.sim.state(|state| wire::message(state, &self.record))
    }

    /// The newest version.
    #[track_caller]
    pub fn latest(&self) -> Self {
        Self::at_present(&self.sim, self.record.id)
    }

    /// It is gone.
    pub fn is_deleted(&self) -> bool {
        self.sim.state(|state| post::latest(state, self.record.id).is_none())
    }

    /// Every version, oldest first.
    pub fn versions(&self) -> Vec<Self> {
        let versions =
            self.sim.state(|state| state.messages.get(&self.record.id).map(|history| history.versions.clone()));
        versions.unwrap_or_default().into_iter().map(|record| Self::new(&self.sim, record)).collect()
    }

    /// Waits until there is a newer version than this one.
    #[track_caller]
    pub fn edited(&self) -> impl Future<Output = Self> {
        let newer = |state: &crate::state::State| {
            let latest = Arc::clone(state.messages.get(&self.record.id)?.latest());
            (!Arc::ptr_eq(&latest, &self.record)).then_some(latest)
        };
        self.wait_for(newer, "edit")
    }

    /// Waits until the bot has written something after this message at the same place.
    #[track_caller]
    pub fn answer(&self) -> impl Future<Output = Self> {
        let bot = self.sim.bot();
        let answer = move |state: &crate::state::State| {
            let there =
                state.channels.get(&self.record.channel)?.messages.iter().rev().take_while(|id| **id > self.record.id);
            let written = there.filter_map(|id| post::latest(state, *id)).filter(|record| record.author == bot);
            written.min_by_key(|record| record.id)
        };
        self.wait_for(answer, "answer by the bot")
    }

    #[track_caller]
    fn wait_for(
        &self,
        look: impl Fn(&crate::state::State) -> Option<Arc<MessageRecord>>,
        what: &str,
    ) -> impl Future<Output = Self> {
        let caller = std::panic::Location::caller();
        async move {
            let mut changes = self.sim.changes();
            let found = async {
                loop {
                    if let Some(record) = self.sim.state(|state| look(state)) {
                        return Self::new(&self.sim, record);
                    }
                    if changes.changed().await.is_err() {
                        std::future::pending::<()>().await;
                    }
                }
            };
            match tokio::time::timeout(self.sim.settings.patience, found).await {
                Ok(message) => message,
                Err(_) => panic!("{caller}: no {what} came to:\n{}\n{}", self.text(), self.sim.situation()),
            }
        }
    }
}
