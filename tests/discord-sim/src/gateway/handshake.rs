//! IDENTIFY and RESUME.

use serde_json::{Value, json};

use crate::gateway::connection::{Connection, Verdict, close_code, opcode};
use crate::gateway::{Event, Intents, Session, Shard};
use crate::sim::Sim;
use crate::state::State;
use crate::wire;

/// <https://discord.com/developers/docs/events/gateway-events#identify>
pub(crate) fn identify(sim: &Sim, connection: &Connection, data: &Value) -> Verdict {
    if !sim.is_token(data["token"].as_str()) {
        return Verdict::Close(close_code::AUTHENTICATION_FAILED);
    }
    let Some(intents) = data["intents"].as_u64().map(Intents::from_bits) else {
        return Verdict::Close(close_code::DECODE_ERROR);
    };
    if intents.disallowed(sim.settings.granted_intents) != Intents::NONE {
        return Verdict::Close(close_code::DISALLOWED_INTENTS);
    }
    let Some(shard) = shard(&data["shard"]) else { return Verdict::Close(close_code::INVALID_SHARD) };
    let mut session = Session::new(sim.new_session_id(), shard, intents);
    session.attach(connection.id, connection.line.clone());
    sim.state(|state| {
        // Both locks: no event may fall between the picture of the servers and the session's first event.
        sim.gateway(|gateway| {
            welcome(sim, state, &mut session, gateway.resume_url.as_deref());
            gateway.sessions.retain(|other| other.shard != shard);
            gateway.sessions.push(session);
            gateway.counts.identifies += 1;
        });
    });
    sim.something_changed();
    Verdict::GoOn
}

/// The shard asked for; without one there is only one.
fn shard(wanted: &Value) -> Option<Shard> {
    if wanted.is_null() {
        return Some(Shard { index: 0, total: 1 });
    }
    let shard = Shard { index: wanted[0].as_u64()?, total: wanted[1].as_u64()? };
    (shard.index < shard.total).then_some(shard)
}

/// READY, then a GUILD_CREATE for each server of the shard.
fn welcome(sim: &Sim, state: &State, session: &mut Session, resume_url: Option<&str>) {
    let mut guilds: Vec<_> =
        state.guilds.values().filter(|g| g.has_bot && g.id.shard(session.shard.total) == session.shard.index).collect();
    guilds.sort_by_key(|guild| guild.id);
    let bot = state.users.get(&sim.bot()).map(wire::user);
    let own_url = sim.gateway_url();
    let ready = json!({
        "v": 10, "user": bot, "session_id": session.id, "session_type": "normal",
        "resume_gateway_url": resume_url.unwrap_or(&own_url), "shard": [session.shard.index, session.shard.total],
        "application": {"id": sim.application_id(), "flags": 0},
        "guilds": guilds.iter().map(|g| json!({"id": g.id, "unavailable": true})).collect::<Vec<_>>(),
        "private_channels": [], "relationships": [], "presences": [], "user_settings": {}, "guild_join_requests": [],
        "geo_ordered_rtc_regions": [], "_trace": [],
    });
    session.tell(&Event::new("READY", None, Intents::NONE, ready.to_string()));
    for guild in guilds {
        if session.intents.contains(Intents::GUILDS) {
            let data = wire::guild_create(state, guild, sim.bot());
            session.tell(&Event::new("GUILD_CREATE", Some(guild.id), Intents::GUILDS, data.to_string()));
        }
    }
}

/// <https://discord.com/developers/docs/events/gateway-events#resume>
pub(crate) fn resume(sim: &Sim, connection: &Connection, data: &Value) -> Verdict {
    if !sim.is_token(data["token"].as_str()) {
        return Verdict::Close(close_code::AUTHENTICATION_FAILED);
    }
    let (Some(id), Some(sequence)) = (data["session_id"].as_str(), data["seq"].as_u64()) else {
        return Verdict::Close(close_code::DECODE_ERROR);
    };
    let verdict = sim.gateway(|gateway| {
        let Some(session) = gateway.session_mut(id) else { return Verdict::Reply(invalid_session(false)) };
        if sequence > session.sequence {
            return Verdict::Close(close_code::INVALID_SEQ);
        }
        session.attach(connection.id, connection.line.clone());
        session.replay_after(sequence);
        session.tell(&Event::new("RESUMED", None, Intents::NONE, r#"{"_trace":[]}"#.to_string()));
        gateway.counts.resumes += 1;
        Verdict::GoOn
    });
    sim.something_changed();
    verdict
}

/// The frame that ends a session, or asks to resume it.
pub(crate) fn invalid_session(resumable: bool) -> axum::extract::ws::Utf8Bytes {
    json!({"op": opcode::INVALID_SESSION, "d": resumable}).to_string().into()
}

/// The frame that asks to connect again.
pub(crate) fn reconnect() -> axum::extract::ws::Utf8Bytes {
    json!({"op": opcode::RECONNECT, "d": null}).to_string().into()
}
