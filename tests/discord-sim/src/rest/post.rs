//! Making and changing messages: body in, [`MessageRecord`] out; then storing and announcing.

use std::sync::Arc;

use serde_json::Value;

use crate::api_error::ApiError;
use crate::check;
use crate::clock;
use crate::gateway::{Event, Intents};
use crate::ids::{AttachmentId, ChannelId, GuildId, MessageId, UserId};
use crate::mentions;
use crate::rest::body::Upload;
use crate::sim::Sim;
use crate::state::State;
use crate::state::messages::{Attachment, MessageHistory, MessageKind, MessageRecord, Origin, flag};
use crate::wire;

/// Flags that a bot may set.
const SETTABLE: u64 = flag::SUPPRESS_EMBEDS | flag::EPHEMERAL | flag::SUPPRESS_NOTIFICATIONS | flag::IS_COMPONENTS_V2;

/// What is decided about a new message before its body is read.
pub(crate) struct Frame {
    pub(crate) channel: ChannelId,
    pub(crate) guild: Option<GuildId>,
    pub(crate) author: UserId,
    pub(crate) kind: MessageKind,
    pub(crate) reply_to: Option<MessageId>,
    pub(crate) only_for: Option<UserId>,
    pub(crate) origin: Option<Origin>,
}

/// A body and where it stands in the request, for the paths in errors.
#[derive(Clone, Copy)]
pub(crate) struct Form<'a> {
    pub(crate) data: &'a Value,
    pub(crate) files: &'a [Upload],
    pub(crate) prefix: &'a str,
}

/// A message without anything in it yet.
pub(crate) fn blank(sim: &Sim, frame: Frame) -> MessageRecord {
    let flags = if frame.only_for.is_some() { flag::EPHEMERAL } else { 0 };
    MessageRecord {
        id: MessageId::new(sim.mint.next()),
        channel: frame.channel,
        guild: frame.guild,
        author: frame.author,
        kind: frame.kind,
        content: String::new(),
        embeds: Vec::new(),
        components: Vec::new(),
        attachments: Vec::new(),
        flags,
        edited_ms: None,
        mentions: Vec::new(),
        mention_roles: Vec::new(),
        mention_everyone: false,
        pings: Vec::new(),
        reply_to: frame.reply_to,
        only_for: frame.only_for,
        origin: frame.origin,
        nonce: None,
    }
}

/// A new message from a body.
pub(crate) fn compose(sim: &Sim, state: &State, frame: Frame, form: Form<'_>) -> Result<MessageRecord, ApiError> {
    let mistakes = check::message::new(form);
    if !mistakes.is_empty() {
        return Err(ApiError::invalid_form(mistakes));
    }
    let mut record = blank(sim, frame);
    apply(sim, &mut record, form);
    if is_empty(&record) {
        return Err(ApiError::empty_message("no content, embeds, components or files"));
    }
    notify(state, &mut record, form.data);
    Ok(record)
}

/// The next version of a message from the body of an edit. A "thinking…" message becomes a real one.
pub(crate) fn revise(sim: &Sim, state: &State, old: &MessageRecord, form: Form<'_>) -> Result<MessageRecord, ApiError> {
    let mut record = old.clone();
    apply(sim, &mut record, form);
    let mistakes = check::message::edited(old, &record, form);
    if !mistakes.is_empty() {
        return Err(ApiError::invalid_form(mistakes));
    }
    if is_empty(&record) {
        return Err(ApiError::empty_message("the edit leaves nothing"));
    }
    if old.is_loading() {
        record.flags &= !flag::LOADING;
        notify(state, &mut record, form.data);
    } else {
        record.edited_ms = Some(clock::now_ms());
        // An edit notifies nobody.
        record.pings.clear();
    }
    Ok(record)
}

/// Overwrites what the body names; null empties it.
fn apply(sim: &Sim, record: &mut MessageRecord, form: Form<'_>) {
    if let Some(content) = form.data.get("content") {
        record.content = content.as_str().unwrap_or_default().to_string();
    }
    if let Some(embeds) = form.data.get("embeds") {
        record.embeds = embeds.as_array().cloned().unwrap_or_default();
        record.embeds.iter_mut().for_each(|embed| embed["type"] = "rich".into());
    }
    if let Some(components) = form.data.get("components") {
        record.components = components.as_array().cloned().unwrap_or_default();
        number_components(&mut record.components, &mut 0);
    }
    if let Some(flags) = form.data.get("flags").and_then(Value::as_u64) {
        let kept = record.flags & (flag::EPHEMERAL | flag::LOADING | flag::IS_COMPONENTS_V2);
        record.flags = kept | (flags & SETTABLE & !flag::EPHEMERAL);
    }
    apply_files(sim, record, form);
}

/// Discord numbers components that bring no `id`, in reading order from 1.
fn number_components(components: &mut [Value], last: &mut u64) {
    for component in components {
        *last += 1;
        if component.get("id").is_none_or(|id| id.is_null() || *id == 0) {
            component["id"] = (*last).into();
        }
        for nested in ["components", "accessory"] {
            match component.get_mut(nested) {
                Some(Value::Array(list)) => number_components(list, last),
                Some(one @ Value::Object(_)) => number_components(std::slice::from_mut(one), last),
                _ => {}
            }
        }
    }
}

fn apply_files(sim: &Sim, record: &mut MessageRecord, form: Form<'_>) {
    let listed = form.data.get("attachments").and_then(Value::as_array);
    if let Some(listed) = listed {
        let keeps = |id: AttachmentId| listed.iter().any(|entry| number_of(&entry["id"]) == Some(id.raw()));
        record.attachments.retain(|attachment| keeps(attachment.id));
    }
    for file in form.files {
        let described = listed.and_then(|list| list.iter().find(|entry| number_of(&entry["id"]) == Some(file.number)));
        let text = |field: &str| described.and_then(|entry| entry[field].as_str()).map(str::to_string);
        let bytes = if sim.settings.forgetful { Vec::new() } else { file.bytes.clone() };
        record.attachments.push(Attachment {
            id: AttachmentId::new(sim.mint.next()),
            filename: text("filename").unwrap_or_else(|| file.filename.clone()),
            content_type: file.content_type.clone(),
            description: text("description"),
            size: file.bytes.len(),
            bytes: Arc::new(bytes),
        });
    }
}

/// An id that may be written as a number or as a string.
pub(crate) fn number_of(id: &Value) -> Option<u64> {
    id.as_u64().or_else(|| id.as_str()?.parse().ok())
}

fn is_empty(record: &MessageRecord) -> bool {
    record.content.trim().is_empty()
        && record.embeds.is_empty()
        && record.components.is_empty()
        && record.attachments.is_empty()
}

/// Works out whom the message mentions and pings.
fn notify(state: &State, record: &mut MessageRecord, data: &Value) {
    let text = mentions::text_of(record);
    let found = mentions::resolve(state, record, &text, &data["allowed_mentions"]);
    record.mentions = found.users;
    record.mention_roles = found.roles;
    record.mention_everyone = found.everyone;
    record.pings = found.pings;
}

/// Puts a new message into its channel.
pub(crate) fn store(state: &mut State, record: MessageRecord) {
    let (id, channel) = (record.id, record.channel);
    state.messages.insert(id, MessageHistory::new(record));
    state.remember_message(id, channel);
}

/// Puts the next version of a message in place.
pub(crate) fn replace(state: &mut State, record: MessageRecord) {
    let forgets = state.is_forgetful();
    if let Some(history) = state.messages.get_mut(&record.id) {
        if forgets {
            history.versions.clear();
        }
        history.versions.push(Arc::new(record));
    }
}

/// The newest version of a message that is still there.
pub(crate) fn latest(state: &State, id: MessageId) -> Option<Arc<MessageRecord>> {
    state.messages.get(&id).filter(|history| !history.deleted).map(|history| Arc::clone(history.latest()))
}

/// What happened to a message, as the gateway tells it.
#[derive(Clone, Copy)]
pub(crate) enum News {
    Created,
    Edited,
    Deleted,
}

/// Tells the bot about a message that everybody in the channel can see, if it asked for such events.
pub(crate) fn announce(sim: &Sim, id: MessageId, news: News) {
    let event = sim.state(|state| {
        let record = state.messages.get(&id)?.latest();
        let needs = if record.guild.is_some() { Intents::GUILD_MESSAGES } else { Intents::DIRECT_MESSAGES };
        let wanted = record.only_for.is_none() && sim.gateway(|gateway| gateway.wants(needs));
        wanted.then(|| event(sim, state, record, news, needs))
    });
    if let Some(event) = event {
        sim.dispatch(&event);
    }
    sim.something_changed();
}

fn event(sim: &Sim, state: &State, record: &MessageRecord, news: News, needs: Intents) -> Event {
    let name = match news {
        News::Created => "MESSAGE_CREATE",
        News::Edited => "MESSAGE_UPDATE",
        News::Deleted => {
            let data = serde_json::json!({"id": record.id, "channel_id": record.channel, "guild_id": record.guild});
            return Event::new("MESSAGE_DELETE", record.guild, needs, data.to_string());
        }
    };
    let mut data = wire::message_event(state, record);
    let mut event = Event::new(name, record.guild, needs, data.to_string());
    let shown_anyway = record.guild.is_none() || record.author == sim.bot() || record.mentions.contains(&sim.bot());
    if !shown_anyway {
        wire::blank_content(&mut data);
        event.without_content = Some(data.to_string());
    }
    event
}
