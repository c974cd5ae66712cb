//! Objects as Discord puts them on the wire. Only this file knows the field names of what is sent.

use serde_json::{Value, json};

use crate::clock::iso;
use crate::ids::{ChannelId, MessageId, UserId};
use crate::permissions::Permissions;
use crate::state::State;
use crate::state::exchange::Exchange;
use crate::state::messages::{Attachment, MessageRecord, Origin, flag};
use crate::state::people::{ChannelRecord, GuildRecord, Home, MemberRecord, Overwrite, RoleRecord, UserRecord, Whom};

/// Types of interactions.
/// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-type>
const COMMAND: u8 = 2;
const COMPONENT: u8 = 3;
const MODAL_SUBMIT: u8 = 5;

/// Where files lie. The simulator serves none of them; the host is reserved for examples.
const MEDIA: &str = "https://cdn.example/attachments";

pub(crate) fn user(user: &UserRecord) -> Value {
    json!({
        "id": user.id, "username": user.name.to_lowercase().replace(' ', "_"), "global_name": user.name,
        "discriminator": "0", "avatar": null, "bot": user.is_bot, "public_flags": 0, "flags": 0,
        "banner": null, "accent_color": null, "avatar_decoration_data": null, "collectibles": null,
        "primary_guild": null, "clan": null, "display_name_styles": null,
    })
}

pub(crate) fn role(role: &RoleRecord, position: usize) -> Value {
    json!({
        "id": role.id, "name": role.name, "permissions": role.permissions, "position": position, "color": 0,
        "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
        "hoist": false, "managed": false, "mentionable": false, "icon": null, "unicode_emoji": null, "flags": 0,
        "description": null,
    })
}

/// A member without `user`, as in messages.
pub(crate) fn partial_member(member: &MemberRecord) -> Value {
    json!({
        "roles": member.roles, "joined_at": iso(member.joined_ms), "nick": null, "avatar": null, "banner": null,
        "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
        "communication_disabled_until": null, "unusual_dm_activity_until": null,
    })
}

pub(crate) fn member(of: &MemberRecord, who: &UserRecord) -> Value {
    let mut json = partial_member(of);
    json["user"] = user(who);
    json
}

pub(crate) fn channel(state: &State, channel: &ChannelRecord) -> Value {
    match channel.home {
        Home::Guild(guild) if channel.thread_of.is_some() => json!({
            "id": channel.id, "type": 11, "guild_id": guild, "name": channel.name, "parent_id": channel.thread_of,
            "rate_limit_per_user": 0, "last_message_id": null, "flags": 0, "message_count": 0, "member_count": 1,
            "thread_metadata": {
                "archived": false, "auto_archive_duration": 4320, "archive_timestamp": iso(channel.id.made_at_ms()),
                "locked": false,
            },
        }),
        Home::Guild(guild) => json!({
            "id": channel.id, "type": 0, "guild_id": guild, "name": channel.name, "position": 0, "topic": null,
            "nsfw": false, "rate_limit_per_user": 0, "parent_id": null, "last_message_id": null, "flags": 0,
            "permission_overwrites": channel.overwrites.iter().map(overwrite).collect::<Vec<_>>(),
        }),
        Home::Dm(person) => {
            let recipients: Vec<Value> = state.users.get(&person).map(user).into_iter().collect();
            json!({"id": channel.id, "type": 1, "last_message_id": null, "flags": 0, "recipients": recipients})
        }
    }
}

fn overwrite(of: &Overwrite) -> Value {
    let (id, kind): (Value, u8) = match of.whom {
        Whom::Role(role) => (role.into(), 0),
        Whom::Member(user) => (user.into(), 1),
    };
    json!({"id": id, "type": kind, "allow": of.allow, "deny": of.deny})
}

/// A guild as in `GET /guilds/{id}`.
pub(crate) fn guild(guild: &GuildRecord) -> Value {
    json!({
        "id": guild.id, "name": guild.name, "icon": null, "splash": null, "discovery_splash": null,
        "owner_id": guild.owner, "afk_channel_id": null, "afk_timeout": 300, "widget_enabled": false,
        "verification_level": 1, "default_message_notifications": 1, "explicit_content_filter": 0,
        "roles": roles(guild), "emojis": [], "features": [], "mfa_level": 0, "application_id": null,
        "system_channel_id": null, "system_channel_flags": 0, "rules_channel_id": null, "max_members": 500_000,
        "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0,
        "premium_subscription_count": 0, "preferred_locale": guild.locale, "public_updates_channel_id": null,
        "nsfw": false, "nsfw_level": 0, "stickers": [], "premium_progress_bar_enabled": false,
        "safety_alerts_channel_id": null, "incidents_data": null, "region": "deprecated",
    })
}

/// A guild as in GUILD_CREATE. Without the members intent only the bot itself is listed, as Discord does.
pub(crate) fn guild_create(state: &State, of: &GuildRecord, bot: UserId) -> Value {
    let mut json = guild(of);
    let own = of.members.get(&bot).zip(state.users.get(&bot));
    let known = of.channels.iter().filter_map(|id| state.channels.get(id));
    let (threads, channels): (Vec<_>, Vec<_>) = known.partition(|channel| channel.thread_of.is_some());
    let list = |channels: Vec<&ChannelRecord>| channels.into_iter().map(|c| channel(state, c)).collect::<Vec<_>>();
    json["joined_at"] = iso(own.map_or(0, |(member, _)| member.joined_ms)).into();
    json["large"] = false.into();
    json["unavailable"] = false.into();
    json["member_count"] = of.members.len().into();
    json["members"] = own.map(|(m, u)| member(m, u)).into_iter().collect::<Vec<_>>().into();
    json["channels"] = list(channels).into();
    json["threads"] = list(threads).into();
    for empty in ["voice_states", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds"] {
        json[empty] = json!([]);
    }
    json
}

pub(crate) fn roles(guild: &GuildRecord) -> Vec<Value> {
    guild.roles.iter().enumerate().map(|(position, r)| role(r, position)).collect()
}

/// A message as in REST answers.
pub(crate) fn message(state: &State, of: &MessageRecord) -> Value {
    let known = |id: &UserId| state.users.get(id).map(user);
    let mut json = json!({
        "id": of.id, "channel_id": of.channel, "author": known(&of.author), "content": of.content,
        "timestamp": iso(of.id.made_at_ms()), "edited_timestamp": of.edited_ms.map(iso), "tts": false,
        "mention_everyone": of.mention_everyone, "mentions": of.mentions.iter().filter_map(known).collect::<Vec<_>>(),
        "mention_roles": of.mention_roles, "attachments": attachments(of), "embeds": of.embeds,
        "components": of.components, "pinned": false, "type": of.kind as u8, "flags": of.flags,
    });
    if let Some(nonce) = &of.nonce {
        json["nonce"] = nonce.clone();
    }
    if let Some(origin) = &of.origin {
        describe_origin(state, &mut json, origin, of);
    }
    if let Some(replied) = of.reply_to {
        json["message_reference"] = reference(of, replied);
        json["referenced_message"] =
            state.messages.get(&replied).filter(|h| !h.deleted).map_or(Value::Null, |h| message(state, h.latest()));
    }
    json
}

fn reference(of: &MessageRecord, replied: MessageId) -> Value {
    let mut json = json!({"type": 0, "message_id": replied, "channel_id": of.channel});
    if let Some(guild) = of.guild {
        json["guild_id"] = guild.into();
    }
    json
}

fn describe_origin(state: &State, json: &mut Value, origin: &Origin, of: &MessageRecord) {
    let by = state.users.get(&origin.user).map(user);
    json["application_id"] = of.author.to_string().into();
    json["webhook_id"] = of.author.to_string().into();
    let metadata = |kind: u8| {
        json!({
            "id": origin.interaction, "type": kind, "user": by,
            "authorizing_integration_owners": integration_owners(of.guild),
        })
    };
    json["interaction_metadata"] = metadata(origin.kind);
    // A press names its message; a form names what opened it.
    // https://discord.com/developers/docs/resources/message#message-interaction-metadata-object
    match (origin.kind, origin.source) {
        (COMPONENT, Some(source)) => json["interaction_metadata"]["interacted_message_id"] = source.into(),
        (MODAL_SUBMIT, Some(source)) => {
            let mut opener = metadata(COMPONENT);
            opener["interacted_message_id"] = source.into();
            json["interaction_metadata"]["triggering_interaction_metadata"] = opener;
        }
        (MODAL_SUBMIT, None) => json["interaction_metadata"]["triggering_interaction_metadata"] = metadata(COMMAND),
        _ => {}
    }
    if let Some(name) = &origin.name {
        json["interaction_metadata"]["name"] = name.as_str().into();
        json["interaction"] = json!({"id": origin.interaction, "type": origin.kind, "name": name, "user": by});
    }
}

/// A message as in MESSAGE_CREATE and MESSAGE_UPDATE: with the guild and the author's membership.
pub(crate) fn message_event(state: &State, of: &MessageRecord) -> Value {
    let mut json = message(state, of);
    if let Some(guild) = of.guild.and_then(|id| state.guilds.get(&id)) {
        json["guild_id"] = guild.id.into();
        if let Some(author) = guild.members.get(&of.author) {
            json["member"] = partial_member(author);
        }
        for (mention, id) in json["mentions"].as_array_mut().into_iter().flatten().zip(&of.mentions) {
            mention["member"] = guild.members.get(id).map_or(Value::Null, partial_member);
        }
    }
    json["channel_type"] = u8::from(of.guild.is_none()).into();
    json
}

/// What a bot without the MESSAGE_CONTENT intent does not get.
/// <https://discord.com/developers/docs/events/gateway#message-content-intent>
pub(crate) fn blank_content(message: &mut Value) {
    message["content"] = "".into();
    for list in ["embeds", "attachments", "components"] {
        message[list] = json!([]);
    }
}

fn attachments(of: &MessageRecord) -> Vec<Value> {
    of.attachments.iter().map(|a| attachment(a, of.channel, of.flags & flag::EPHEMERAL != 0)).collect()
}

fn attachment(of: &Attachment, channel: ChannelId, ephemeral: bool) -> Value {
    let url = format!("{MEDIA}/{channel}/{}/{}", of.id, of.filename);
    let mut json = json!({
        "id": of.id, "filename": of.filename, "size": of.size, "url": url, "proxy_url": url,
        "ephemeral": ephemeral, "content_type": of.content_type,
    });
    if let Some(description) = &of.description {
        json["description"] = description.as_str().into();
    }
    json
}

fn integration_owners(guild: Option<crate::ids::GuildId>) -> Value {
    // In a DM of an app that servers installed, Discord names the server "0".
    json!({"0": guild.map_or_else(|| "0".to_string(), |guild| guild.to_string())})
}

/// INTERACTION_CREATE without `data` and `message`.
pub(crate) fn interaction(state: &State, of: &Exchange, bot: UserId, application: Value) -> Value {
    let person = state.users.get(&of.user);
    let place = state.channels.get(&of.channel);
    let mut json = json!({
        "id": of.id, "application_id": application, "type": of.kind as u8, "token": of.token, "version": 1,
        "channel_id": of.channel, "app_permissions": state.permissions(bot, of.channel),
        "locale": person.map(|p| p.locale.as_str()), "entitlements": [], "entitlement_sku_ids": [],
        "authorizing_integration_owners": integration_owners(of.guild),
        "context": if of.guild.is_some() { 0 } else { 1 },
        "attachment_size_limit": crate::limits::FILE_BYTES,
    });
    let permissions = state.permissions(of.user, of.channel);
    if let Some(place) = place {
        json["channel"] = channel(state, place);
        json["channel"]["permissions"] = permissions.into();
    }
    let Some(guild) = of.guild.and_then(|id| state.guilds.get(&id)) else {
        json["user"] = person.map(user).into();
        return json;
    };
    json["guild_id"] = guild.id.into();
    json["guild_locale"] = guild.locale.as_str().into();
    json["guild"] = json!({"id": guild.id, "locale": guild.locale, "features": []});
    if let (Some(membership), Some(person)) = (guild.members.get(&of.user), person) {
        json["member"] = member(membership, person);
        json["member"]["permissions"] = permissions.into();
    }
    json
}

/// `Permissions` from an optional decimal string or number.
pub(crate) fn parse_permissions(value: &Value) -> Option<Permissions> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok()).map(Permissions::from_bits)
}
