//! Reading what is there: the gateway's address, the bot, servers and their parts.

use serde_json::{Value, json};

use crate::api_error::ApiError;
use crate::ids::{GuildId, UserId};
use crate::limits;
use crate::rest::{Answer, Call};
use crate::state::State;
use crate::state::people::GuildRecord;
use crate::wire;

pub(crate) fn gateway(call: &Call<'_>) -> Result<Answer, ApiError> {
    Ok(Answer::Json(json!({"url": call.sim.gateway_url()})))
}

pub(crate) fn gateway_bot(call: &Call<'_>) -> Result<Answer, ApiError> {
    let used = call.sim.gateway(|gateway| gateway.counts.identifies);
    Ok(Answer::Json(json!({
        "url": call.sim.gateway_url(),
        "shards": call.sim.settings.shards,
        "session_start_limit": {
            "total": limits::SESSION_STARTS_PER_DAY, "remaining": limits::SESSION_STARTS_PER_DAY.saturating_sub(used),
            "reset_after": 86_400_000, "max_concurrency": 1,
        },
    })))
}

pub(crate) fn current_user(call: &Call<'_>) -> Result<Answer, ApiError> {
    Ok(Answer::Json(call.sim.state(|state| bot(state, call))))
}

pub(crate) fn application(call: &Call<'_>) -> Result<Answer, ApiError> {
    let bot = call.sim.state(|state| bot(state, call));
    Ok(Answer::Json(json!({
        "id": call.sim.application_id(), "name": call.sim.settings.bot_name, "icon": null, "description": "",
        "type": null, "summary": "", "bot_public": true, "bot_require_code_grant": false, "bot": bot, "owner": bot,
        "verify_key": "0".repeat(64), "team": null, "flags": 0, "hook": true, "redirect_uris": [],
        "interactions_endpoint_url": null, "role_connections_verification_url": null, "rpc_origins": [],
        "approximate_guild_count": call.sim.state(|state| state.guilds.len()), "approximate_user_install_count": 0,
        "integration_types_config": {"0": {}},
    })))
}

fn bot(state: &State, call: &Call<'_>) -> Value {
    let mut json = state.users.get(&call.sim.bot()).map_or(Value::Null, wire::user);
    for (field, value) in
        [("mfa_enabled", json!(true)), ("verified", json!(true)), ("email", json!(null)), ("locale", json!("en-US"))]
    {
        json[field] = value;
    }
    json
}

/// Reads a server that the bot is in.
fn with_guild(
    call: &Call<'_>,
    guild: GuildId,
    read: impl FnOnce(&State, &GuildRecord) -> Result<Value, ApiError>,
) -> Result<Answer, ApiError> {
    call.sim.state(|state| {
        let known = state.guilds.get(&guild).filter(|guild| guild.has_bot);
        let known = known.ok_or_else(|| ApiError::unknown_guild("not there, or the bot is not in it"))?;
        read(state, known).map(Answer::Json)
    })
}

pub(crate) fn guild(call: &Call<'_>, guild: GuildId) -> Result<Answer, ApiError> {
    with_guild(call, guild, |_, guild| Ok(wire::guild(guild)))
}

pub(crate) fn guild_channels(call: &Call<'_>, guild: GuildId) -> Result<Answer, ApiError> {
    with_guild(call, guild, |state, guild| {
        let channels = guild.channels.iter().filter_map(|id| state.channels.get(id));
        Ok(channels.map(|channel| wire::channel(state, channel)).collect())
    })
}

pub(crate) fn guild_roles(call: &Call<'_>, guild: GuildId) -> Result<Answer, ApiError> {
    with_guild(call, guild, |_, guild| Ok(wire::roles(guild).into()))
}

pub(crate) fn guild_member(call: &Call<'_>, guild: GuildId, user: UserId) -> Result<Answer, ApiError> {
    with_guild(call, guild, |state, guild| {
        let found = guild.members.get(&user).zip(state.users.get(&user));
        let (member, user) = found.ok_or_else(|| ApiError::unknown_member(user.to_string()))?;
        Ok(wire::member(member, user))
    })
}
