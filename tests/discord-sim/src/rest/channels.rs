//! Messages in channels and DMs, outside of interactions.
//! <https://discord.com/developers/docs/resources/message>

use std::sync::Arc;

use serde_json::Value;

use crate::api_error::{ApiError, Mistake};
use crate::check;
use crate::ids::{ChannelId, MessageId, UserId};
use crate::permissions::Permissions;
use crate::rest::post::{self, Form, Frame, News, number_of};
use crate::rest::{Answer, Call};
use crate::sim::Sim;
use crate::state::State;
use crate::state::messages::{MessageKind, MessageRecord};
use crate::state::people::{ChannelRecord, Home};
use crate::wire;

pub(crate) fn open_dm(call: &Call<'_>) -> Result<Answer, ApiError> {
    let recipient = number_of(&call.body.json()["recipient_id"]).map(UserId::new);
    let recipient = recipient.ok_or_else(|| {
        ApiError::invalid_form(vec![Mistake::new("recipient_id", "BASE_TYPE_REQUIRED", "This field is required")])
    })?;
    call.sim.state(|state| {
        if !state.users.contains_key(&recipient) {
            return Err(ApiError::unknown_user(recipient.to_string()));
        }
        let id = dm(call.sim, state, recipient);
        let channel = state.channels.get(&id).ok_or_else(|| ApiError::unknown_channel("a DM just made"))?;
        Ok(Answer::Json(wire::channel(state, channel)))
    })
}

/// The DM of a person with the bot, made at the first need.
pub(crate) fn dm(sim: &Sim, state: &mut State, person: UserId) -> ChannelId {
    if let Some(existing) = state.users.get(&person).and_then(|user| user.dm) {
        return existing;
    }
    let id = ChannelId::new(sim.mint.next());
    let name = state.name(person);
    let record = ChannelRecord {
        id,
        name,
        home: Home::Dm(person),
        thread_of: None,
        overwrites: Vec::new(),
        messages: Vec::new(),
    };
    state.channels.insert(id, record);
    if let Some(user) = state.users.get_mut(&person) {
        user.dm = Some(id);
    }
    id
}

/// The channel, if the bot may do all of `wanted` there.
fn allowed<'a>(sim: &Sim, state: &'a State, id: ChannelId, wanted: Permissions) -> Result<&'a ChannelRecord, ApiError> {
    let channel = state.channels.get(&id).ok_or_else(|| ApiError::unknown_channel(id.to_string()))?;
    let has = state.permissions(sim.bot(), id);
    if !has.contains(Permissions::VIEW_CHANNEL) {
        return Err(ApiError::missing_access(format!("the bot cannot see #{}", channel.name)));
    }
    if !has.contains(wanted) {
        let missing = wanted.without(has).bits();
        return Err(ApiError::missing_permissions(format!("in #{} the bot lacks the bits {missing:#x}", channel.name)));
    }
    Ok(channel)
}

pub(crate) fn show(call: &Call<'_>, id: ChannelId) -> Result<Answer, ApiError> {
    call.sim.state(|state| {
        let channel = allowed(call.sim, state, id, Permissions::NONE)?;
        Ok(Answer::Json(wire::channel(state, channel)))
    })
}

pub(crate) fn typing(call: &Call<'_>, id: ChannelId) -> Result<Answer, ApiError> {
    call.sim.state(|state| allowed(call.sim, state, id, Permissions::SEND_MESSAGES).map(|_| Answer::Empty))
}

pub(crate) fn messages(call: &Call<'_>, id: ChannelId) -> Result<Answer, ApiError> {
    let bound = |name| call.parameter(name).and_then(|value| value.parse().ok()).map(MessageId::new);
    let (before, after) = (bound("before"), bound("after"));
    let limit = call.parameter("limit").and_then(|limit| limit.parse().ok()).unwrap_or(50_usize);
    call.sim.state(|state| {
        let channel = allowed(call.sim, state, id, Permissions::READ_MESSAGE_HISTORY)?;
        let newest_first = channel.messages.iter().rev().filter_map(|id| public(state, *id));
        let within = newest_first
            .filter(|m| before.is_none_or(|before| m.id < before) && after.is_none_or(|after| m.id > after))
            .take(limit);
        Ok(Answer::Json(within.map(|m| wire::message(state, &m)).collect()))
    })
}

/// A message as the channel's routes see it: private ones are not there.
fn public(state: &State, id: MessageId) -> Option<Arc<MessageRecord>> {
    post::latest(state, id).filter(|record| record.only_for.is_none())
}

fn found(state: &State, channel: ChannelId, id: MessageId) -> Result<Arc<MessageRecord>, ApiError> {
    let record = public(state, id).filter(|record| record.channel == channel);
    record.ok_or_else(|| ApiError::unknown_message("deleted, private, or never there"))
}

pub(crate) fn message(call: &Call<'_>, channel: ChannelId, id: MessageId) -> Result<Answer, ApiError> {
    call.sim.state(|state| {
        allowed(call.sim, state, channel, Permissions::READ_MESSAGE_HISTORY)?;
        Ok(Answer::Json(wire::message(state, &*found(state, channel, id)?)))
    })
}

pub(crate) fn send(call: &Call<'_>, id: ChannelId) -> Result<Answer, ApiError> {
    let form = Form { data: call.body.json(), files: &call.body.files, prefix: "" };
    let (id, json, news) = call.sim.state(|state| {
        let wanted = if form.files.is_empty() { Permissions::NONE } else { Permissions::ATTACH_FILES };
        let channel = allowed(call.sim, state, id, wanted | Permissions::SEND_MESSAGES)?;
        if let Home::Dm(person) = channel.home
            && state.users.get(&person).is_some_and(|person| person.dms_closed)
        {
            return Err(ApiError::dm_closed(format!("{} takes no DMs", channel.name)));
        }
        if let Some(twin) = twin_by_nonce(state, channel, form.data) {
            return Ok((twin.id, wire::message(state, &twin), None));
        }
        let frame = frame(call.sim, state, channel, form.data)?;
        let mut record = post::compose(call.sim, state, frame, form)?;
        record.nonce = form.data.get("nonce").filter(|nonce| !nonce.is_null()).cloned();
        let (id, json) = (record.id, wire::message(state, &record));
        post::store(state, record);
        Ok((id, json, Some(News::Created)))
    })?;
    if let Some(news) = news {
        post::announce(call.sim, id, news);
    }
    Ok(Answer::Json(json))
}

/// With `enforce_nonce`, the message that the bot sent with the same nonce "in the past few minutes".
/// <https://discord.com/developers/docs/resources/message#create-message>
fn twin_by_nonce(state: &State, channel: &ChannelRecord, data: &Value) -> Option<Arc<MessageRecord>> {
    let nonce = data.get("nonce").filter(|nonce| !nonce.is_null())?;
    if data["enforce_nonce"] != true {
        return None;
    }
    let recent = channel.messages.iter().rev().take(100);
    recent.filter_map(|id| post::latest(state, *id)).find(|record| record.nonce.as_ref() == Some(nonce))
}

fn frame(sim: &Sim, state: &State, channel: &ChannelRecord, data: &Value) -> Result<Frame, ApiError> {
    let reply_to = number_of(&data["message_reference"]["message_id"]).map(MessageId::new);
    let exists = reply_to.is_none_or(|id| found(state, channel.id, id).is_ok());
    if !exists && data["message_reference"]["fail_if_not_exists"] != false {
        let mistake = Mistake::new("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
        return Err(ApiError::invalid_form(vec![mistake]));
    }
    let reply_to = reply_to.filter(|_| exists);
    let kind = if reply_to.is_some() { MessageKind::Reply } else { MessageKind::Default };
    let mistakes = check::message::nonce(data);
    if !mistakes.is_empty() {
        return Err(ApiError::invalid_form(mistakes));
    }
    Ok(Frame {
        channel: channel.id,
        guild: channel.guild(),
        author: sim.bot(),
        kind,
        reply_to,
        only_for: None,
        origin: None,
    })
}

pub(crate) fn edit(call: &Call<'_>, channel: ChannelId, id: MessageId) -> Result<Answer, ApiError> {
    let form = Form { data: call.body.json(), files: &call.body.files, prefix: "" };
    let json = call.sim.state(|state| {
        allowed(call.sim, state, channel, Permissions::NONE)?;
        let old = found(state, channel, id)?;
        if old.author != call.sim.bot() {
            return Err(ApiError::not_the_author(""));
        }
        let record = post::revise(call.sim, state, &old, form)?;
        let json = wire::message(state, &record);
        post::replace(state, record);
        Ok(json)
    })?;
    post::announce(call.sim, id, News::Edited);
    Ok(Answer::Json(json))
}

pub(crate) fn delete(call: &Call<'_>, channel: ChannelId, id: MessageId) -> Result<Answer, ApiError> {
    call.sim.state(|state| {
        allowed(call.sim, state, channel, Permissions::NONE)?;
        let is_own = found(state, channel, id)?.author == call.sim.bot();
        if !is_own {
            allowed(call.sim, state, channel, Permissions::MANAGE_MESSAGES)?;
        }
        if let Some(history) = state.messages.get_mut(&id) {
            history.deleted = true;
        }
        Ok(())
    })?;
    post::announce(call.sim, id, News::Deleted);
    Ok(Answer::Empty)
}
