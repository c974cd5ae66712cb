//! Registering commands.
//! <https://discord.com/developers/docs/interactions/application-commands>

use serde_json::{Value, json};

use crate::api_error::ApiError;
use crate::check;
use crate::ids::CommandId;
use crate::limits;
use crate::rest::route::Scope;
use crate::rest::{Answer, Call};
use crate::state::State;
use crate::state::commands::{CommandKind, CommandRecord};

fn checked_scope(call: &Call<'_>, state: &State, scope: Scope) -> Result<(), ApiError> {
    if scope.application != call.sim.application_id() {
        return Err(ApiError::missing_access("not this application's id"));
    }
    match scope.guild {
        Some(guild) if !state.guilds.get(&guild).is_some_and(|guild| guild.has_bot) => {
            Err(ApiError::missing_access("the bot is not in this server"))
        }
        _ => Ok(()),
    }
}

pub(crate) fn list(call: &Call<'_>, scope: Scope) -> Result<Answer, ApiError> {
    call.sim.state(|state| {
        checked_scope(call, state, scope)?;
        Ok(Answer::Json(state.commands.of(scope.guild).iter().map(|command| command.json.clone()).collect()))
    })
}

pub(crate) fn one(call: &Call<'_>, scope: Scope, id: CommandId) -> Result<Answer, ApiError> {
    call.sim.state(|state| {
        checked_scope(call, state, scope)?;
        let found = state.commands.of(scope.guild).iter().find(|command| command.id == id);
        found.map(|c| Answer::Json(c.json.clone())).ok_or_else(|| ApiError::unknown_command(id.to_string()))
    })
}

pub(crate) fn replace_all(call: &Call<'_>, scope: Scope) -> Result<Answer, ApiError> {
    let wanted = call.body.json().as_array().map_or(&[][..], Vec::as_slice);
    let mut mistakes = check::command::batch(wanted);
    for (index, command) in wanted.iter().enumerate() {
        mistakes.extend(check::command::command(command, &format!("{index}.")));
    }
    if !mistakes.is_empty() {
        return Err(ApiError::invalid_form(mistakes));
    }
    let json = call.sim.state(|state| {
        checked_scope(call, state, scope)?;
        let records: Vec<CommandRecord> = wanted.iter().filter_map(|json| record(call, state, scope, json)).collect();
        count_creates(state, scope, &records)?;
        room_for(&records)?;
        let json = records.iter().map(|record| record.json.clone()).collect();
        *state.commands.scope_mut(scope.guild) = records;
        Ok(json)
    })?;
    call.sim.something_changed();
    Ok(Answer::Json(json))
}

pub(crate) fn create(call: &Call<'_>, scope: Scope) -> Result<Answer, ApiError> {
    let wanted = call.body.json();
    let mistakes = check::command::command(wanted, "");
    if !mistakes.is_empty() {
        return Err(ApiError::invalid_form(mistakes));
    }
    let (json, is_new) = call.sim.state(|state| {
        checked_scope(call, state, scope)?;
        let record = record(call, state, scope, wanted)
            .ok_or_else(|| ApiError::unknown_command("a kind that does not exist"))?;
        count_creates(state, scope, std::slice::from_ref(&record))?;
        let json = record.json.clone();
        let commands = state.commands.scope_mut(scope.guild);
        let before = commands.len();
        commands.retain(|command| command.id != record.id);
        let is_new = commands.len() == before;
        commands.push(record);
        room_for(commands)?;
        Ok::<_, ApiError>((json, is_new))
    })?;
    call.sim.something_changed();
    Ok(if is_new { Answer::Created(json) } else { Answer::Json(json) })
}

pub(crate) fn edit(call: &Call<'_>, scope: Scope, id: CommandId) -> Result<Answer, ApiError> {
    let json = call.sim.state(|state| {
        checked_scope(call, state, scope)?;
        let version = call.sim.mint.next();
        let commands = state.commands.scope_mut(scope.guild);
        let command = commands.iter_mut().find(|command| command.id == id);
        let command = command.ok_or_else(|| ApiError::unknown_command(id.to_string()))?;
        let mut json = command.json.clone();
        for (field, value) in call.body.json().as_object().into_iter().flatten() {
            json[field] = value.clone();
        }
        let mistakes = check::command::command(&json, "");
        if !mistakes.is_empty() {
            return Err(ApiError::invalid_form(mistakes));
        }
        json["version"] = version.to_string().into();
        command.name = json["name"].as_str().unwrap_or_default().to_string();
        command.json = json.clone();
        Ok(json)
    })?;
    call.sim.something_changed();
    Ok(Answer::Json(json))
}

pub(crate) fn delete(call: &Call<'_>, scope: Scope, id: CommandId) -> Result<Answer, ApiError> {
    call.sim.state(|state| {
        checked_scope(call, state, scope)?;
        let commands = state.commands.scope_mut(scope.guild);
        let before = commands.len();
        commands.retain(|command| command.id != id);
        if commands.len() == before { Err(ApiError::unknown_command(id.to_string())) } else { Ok(()) }
    })?;
    call.sim.something_changed();
    Ok(Answer::Empty)
}

/// A checked command as Discord keeps it. One of the same kind and name keeps its id.
fn record(call: &Call<'_>, state: &State, scope: Scope, wanted: &Value) -> Option<CommandRecord> {
    let kind = CommandKind::from_wire(wanted["type"].as_u64().unwrap_or(1))?;
    let name = wanted["name"].as_str()?.to_string();
    let existing = state.commands.of(scope.guild).iter().find(|c| c.kind == kind && c.name == name);
    let id = existing.map_or_else(|| CommandId::new(call.sim.mint.next()), |command| command.id);
    let mut json = json!({
        "id": id, "application_id": scope.application, "version": call.sim.mint.next().to_string(),
        "type": kind as u8, "name": name, "name_localizations": null, "description": "",
        "description_localizations": null, "default_member_permissions": null, "nsfw": false,
        "integration_types": [0], "contexts": null, "dm_permission": true,
    });
    if let Some(guild) = scope.guild {
        json["guild_id"] = guild.into();
    }
    for (field, value) in wanted.as_object()? {
        json[field] = value.clone();
    }
    if let Some(permissions) = crate::wire::parse_permissions(&wanted["default_member_permissions"]) {
        json["default_member_permissions"] = permissions.into();
    }
    Some(CommandRecord { id, kind, name, json })
}

fn count_creates(state: &mut State, scope: Scope, records: &[CommandRecord]) -> Result<(), ApiError> {
    let known = state.commands.of(scope.guild);
    let new = records.iter().filter(|record| !known.iter().any(|command| command.id == record.id)).count();
    let today = state.commands.creates_today.entry(scope.guild).or_default();
    *today += new;
    if *today > limits::COMMAND_CREATES_PER_DAY {
        return Err(ApiError::too_many_command_creates(format!("{today} today")));
    }
    Ok(())
}

fn room_for(records: &[CommandRecord]) -> Result<(), ApiError> {
    for (kind, most) in [
        (CommandKind::ChatInput, limits::SLASH_COMMANDS),
        (CommandKind::User, limits::MENU_COMMANDS),
        (CommandKind::Message, limits::MENU_COMMANDS),
    ] {
        let count = records.iter().filter(|record| record.kind == kind).count();
        if count > most {
            return Err(ApiError::too_many_commands(format!("{count} of kind {kind:?}, at most {most}")));
        }
    }
    Ok(())
}
