//! What Discord sends, as bots get it: with all the fields that nobody looks at, since reading them costs as well.

use serde_json::{Value, json};

const BOT: &str = "1093750000000000001";
const SERVER: &str = "1093750000000000002";
const ROOM: &str = "1093750000000000003";
/// What everybody may do in a server.
const PERMISSIONS: &str = "2248473465835073";
const LONG_AGO: &str = "2024-03-01T09:00:00.000000+00:00";

/// Somebody in the server.
#[derive(Debug, Clone, Copy)]
pub struct Person(pub usize);

pub fn me() -> Value {
    user(BOT, "Docent", true)
}

pub fn application() -> Value {
    json!({
        "id": BOT, "name": "Docent", "icon": null, "description": "", "type": null, "summary": "",
        "bot_public": true, "bot_require_code_grant": false, "bot": me(), "owner": user("9", "Owner", false),
        "verify_key": "0".repeat(64), "team": null, "flags": 0, "hook": true, "redirect_uris": [],
        "interactions_endpoint_url": null, "role_connections_verification_url": null, "rpc_origins": [],
    })
}

pub fn gateway_bot(url: &str) -> Value {
    let limit = json!({"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1});
    json!({"url": url, "shards": 1, "session_start_limit": limit})
}

pub fn ready(url: &str) -> Value {
    json!({
        "v": 10, "user": me(), "session_id": "load", "session_type": "normal", "resume_gateway_url": url,
        "shard": [0, 1], "application": {"id": BOT, "flags": 0}, "guilds": [{"id": SERVER, "unavailable": true}],
        "private_channels": [], "relationships": [], "presences": [], "user_settings": {}, "_trace": [],
        "guild_join_requests": [], "geo_ordered_rtc_regions": [],
    })
}

/// The server, which Docent joined long ago.
pub fn guild() -> Value {
    json!({
        "id": SERVER, "name": "School", "icon": null, "splash": null, "discovery_splash": null, "owner_id": "9",
        "afk_channel_id": null, "afk_timeout": 300, "widget_enabled": false, "verification_level": 1,
        "default_message_notifications": 1, "explicit_content_filter": 0, "emojis": [], "features": [],
        "roles": [{
            "id": SERVER, "name": "@everyone", "permissions": PERMISSIONS, "position": 0, "color": 0, "hoist": false,
            "managed": false, "mentionable": false, "icon": null, "unicode_emoji": null, "flags": 0,
        }],
        "mfa_level": 0, "application_id": null, "system_channel_id": null, "system_channel_flags": 0,
        "rules_channel_id": null, "max_members": 500_000, "vanity_url_code": null, "description": null,
        "banner": null, "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": "en-US",
        "public_updates_channel_id": null, "nsfw": false, "nsfw_level": 0, "stickers": [], "region": "deprecated",
        "premium_progress_bar_enabled": false, "safety_alerts_channel_id": null, "joined_at": LONG_AGO,
        "large": true, "unavailable": false, "member_count": 1001, "members": [], "channels": [channel()],
        "voice_states": [], "threads": [], "presences": [], "stage_instances": [], "guild_scheduled_events": [],
        "soundboard_sounds": [],
    })
}

fn channel() -> Value {
    json!({
        "id": ROOM, "type": 0, "guild_id": SERVER, "name": "questions", "position": 0, "topic": null, "nsfw": false,
        "rate_limit_per_user": 0, "parent_id": null, "last_message_id": null, "flags": 0, "permission_overwrites": [],
    })
}

fn user(id: &str, name: &str, bot: bool) -> Value {
    json!({
        "id": id, "username": name.to_lowercase(), "global_name": name, "discriminator": "0", "avatar": null,
        "bot": bot, "public_flags": 0, "flags": 0, "banner": null, "accent_color": null,
        "avatar_decoration_data": null, "collectibles": null, "primary_guild": null, "clan": null,
        "display_name_styles": null,
    })
}

impl Person {
    fn user(self) -> Value {
        user(&(9_000_000_000_000_000 + self.0).to_string(), &format!("Learner{}", self.0), false)
    }
}

/// A slash command with one text option, if any.
pub fn command(person: Person, name: &str, option: Option<(&str, &str)>) -> String {
    let options: Vec<Value> =
        option.into_iter().map(|(name, value)| json!({"name": name, "type": 3, "value": value})).collect();
    let data = json!({"id": "7000000000000001", "name": name, "type": 1, "options": options});
    interaction(person, 2, &data, None)
}

/// A button under `message`.
pub fn press(person: Person, custom_id: &str, message: &Value) -> String {
    let data = json!({"component_type": 2, "custom_id": custom_id, "id": 3});
    interaction(person, 3, &data, Some(message))
}

/// An option of a select under `message`.
pub fn select(person: Person, custom_id: &str, value: &str, message: &Value) -> String {
    let data = json!({"component_type": 3, "custom_id": custom_id, "values": [value], "id": 3});
    interaction(person, 3, &data, Some(message))
}

/// The message that a first response made, as a press on it brings it back.
pub fn message(response: &Value) -> Value {
    let mut components = response["components"].clone();
    number(&mut components, &mut 1);
    json!({
        "id": "1093750000000000005", "channel_id": ROOM, "author": me(), "content": "", "timestamp": LONG_AGO,
        "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "components": components, "pinned": false, "type": 20,
        "flags": response["flags"], "application_id": BOT, "webhook_id": BOT,
    })
}

/// Discord gives every component a number.
fn number(components: &mut Value, next: &mut u32) {
    for component in components.as_array_mut().into_iter().flatten() {
        component["id"] = (*next).into();
        *next += 1;
        if component["components"].is_array() {
            number(&mut component["components"], next);
        }
    }
}

/// All of an interaction but its id and token; a JSON object without its first brace.
fn interaction(person: Person, kind: u8, data: &Value, message: Option<&Value>) -> String {
    let mut channel = channel();
    channel["permissions"] = PERMISSIONS.into();
    let mut interaction = json!({
        "application_id": BOT, "type": kind, "version": 1, "channel_id": ROOM, "guild_id": SERVER, "locale": "en-US",
        "app_permissions": PERMISSIONS, "guild_locale": "en-US", "entitlements": [], "entitlement_sku_ids": [],
        "authorizing_integration_owners": {"0": SERVER}, "context": 0, "attachment_size_limit": 10_485_760,
        "channel": channel, "guild": {"id": SERVER, "locale": "en-US", "features": []},
        "member": {
            "user": person.user(), "roles": [], "joined_at": LONG_AGO, "nick": null, "avatar": null, "banner": null,
            "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
            "communication_disabled_until": null, "unusual_dm_activity_until": null, "permissions": PERMISSIONS,
        },
        "data": data,
    });
    if let Some(message) = message {
        interaction["message"] = message.clone();
    }
    interaction.to_string().split_off(1)
}
