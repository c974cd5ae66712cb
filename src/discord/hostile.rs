//! What must hold whatever Discord delivers: it is answered, within Discord's limits, and pings nobody. For fuzzers and
//! tests only.

use std::collections::HashSet;

use serde_json::{Value, json};
use serenity::all::Interaction;

use super::{
    from_discord::{self, Request},
    options,
    payload::Response,
    to_discord::{self, CommandIds, Voice},
};
use crate::{
    action::{Action, FirstResponse, hostile::comes_back},
    markup,
    reply::{Block, Reply},
    tutor::Tutor,
    words::Locale,
};

/// What learners may write to be more than text. Discord's own limit for what they type is 6,000 characters.
const SHOUT: &str = "@everyone <@9> [x](http://evil.example) **bold**";

/// The parts of an interaction that an input may change, as JSON pointers.
const PARTS: [&str; 30] = [
    "/data/custom_id",
    "/data/options/0/value",
    "/data/values",
    "/data/components/0/components/0/value",
    "/data/name",
    "/data/component_type",
    "/data/options",
    "/data/options/0/type",
    "/data/options/0/name",
    "/data/options/0/focused",
    "/data/type",
    "/data/components",
    "/data/resolved",
    "/data/resolved/messages/500/content",
    "/data/target_id",
    "/data",
    "/member/nick",
    "/member/permissions",
    "/member/roles",
    "/member/user/id",
    "/member",
    "/user",
    "/guild_id",
    "/channel_id",
    "/locale",
    "/message",
    "/message/flags",
    "/type",
    "/token",
    "/id",
];

/// An interaction and what becomes of it. The first byte says of which kind it is, each line changes a part of it: a
/// byte for the part, then JSON or plain text.
pub async fn interaction(tutor: &Tutor, data: &[u8]) {
    let mut value = template(data.first().copied().unwrap_or_default());
    for line in String::from_utf8_lossy(data.get(1..).unwrap_or_default()).split('\n') {
        let mut chars = line.chars();
        let part = chars.next().and_then(|c| PARTS.get((u32::from(c) % 32) as usize));
        if let Some(part) = part {
            let text = chars.as_str();
            put(&mut value, part, serde_json::from_str(text).unwrap_or_else(|_| json!(text)));
        }
    }
    // What neither of the two can read is answered without a look into it: `Bot::unreadable`.
    let read = serde_json::from_value::<Interaction>(value.clone()).ok().or_else(|| from_discord::essentials(&value));
    match read.and_then(from_discord::request) {
        Some(Request::Act { actor, action, .. }) => {
            if let Action::Press(press) = &action {
                comes_back(press);
                if action.first_response() == FirstResponse::Form {
                    let form = tutor.form(&actor, press).expect("what asks for a form has one");
                    return is_sound(&json!(Response::form(options::modal(&form)))["data"]);
                }
            }
            let outcome = tutor.handle(&actor, action).await;
            assert!(!outcome.reply.is_silent(), "somebody gets no answer to {value}");
            can_be_sent(&outcome.reply, outcome.locale).iter().for_each(shouts_nothing);
        }
        Some(Request::Suggest { actor, suggests, typed, .. }) => {
            let suggestions = tutor.suggest(&actor, suggests, &typed).into_iter().map(|suggestion| suggestion.text);
            let response = json!(Response::suggestions(suggestions));
            let choices = response["data"]["choices"].as_array().expect("suggestions are a list");
            assert!(choices.len() <= 25);
            choices.iter().for_each(|choice| assert!((1..=100).contains(&units(&choice["value"])), "{choice}"));
        }
        None => {}
    }
}

/// Blocks of a course, whatever they hold, make a message.
pub fn content(blocks: &[markup::Block]) {
    can_be_sent(&Reply::new(vec![Block::Content(blocks.to_vec())]), Locale::English);
}

/// The messages that a reply becomes, each within the limits.
fn can_be_sent(reply: &Reply, locale: Locale) -> Vec<Value> {
    let commands = CommandIds::default();
    let voice = Voice { locale, commands: &commands };
    let mut messages = Vec::new();
    for reply in [Some(reply), reply.announcement.as_deref()].into_iter().flatten() {
        reply.presses().iter().for_each(|(_, press)| comes_back(press));
        let message = json!(to_discord::message(reply, voice));
        is_sound(&message);
        messages.push(message);
    }
    messages
}

/// What a learner wrote is shown as written: nothing of it is markup.
#[track_caller]
fn shouts_nothing(message: &Value) {
    if let Some(text) = message["content"].as_str() {
        for markup in ["<@", "](http://evil", "@everyone"] {
            for (at, _) in text.match_indices(markup) {
                let marks = text.get(..at).unwrap_or_default().chars().rev().take_while(|c| *c == '\\').count();
                assert!(marks % 2 == 1, "{markup} in {text}");
            }
        }
    }
    message["components"].as_array().into_iter().flatten().for_each(shouts_nothing);
}

/// Looks at every limit of a message or a form.
#[track_caller]
pub(super) fn is_sound(message: &Value) {
    let (mut count, mut text, mut ids) = (0, 0, Vec::new());
    for component in message["components"].as_array().expect("a message has components") {
        component_is_sound(component, &mut count, &mut text, &mut ids);
    }
    assert!(count <= 40, "{count} components");
    assert!(text <= 4_000, "{text} characters");
    let different: HashSet<&String> = ids.iter().collect();
    assert_eq!(different.len(), ids.len(), "{ids:?}");
    let is_form = message["title"].is_string();
    assert!(is_form || message["allowed_mentions"] == json!({"parse": [], "replied_user": false}), "{message}");
}

/// Counts components and text, collects ids, and looks at every limit on the way.
fn component_is_sound(component: &Value, count: &mut usize, text: &mut usize, ids: &mut Vec<String>) {
    *count += 1;
    let within = |field: &str, most: usize| {
        if let Some(value) = component[field].as_str() {
            assert!((1..=most).contains(&units(&component[field])), "{field}: {value:?}");
            assert!(!value.trim().is_empty(), "{field}: {value:?}");
        }
    };
    within("label", if component["type"] == 4 { 45 } else { 80 });
    within("custom_id", 100);
    within("url", 512);
    within("placeholder", if component["type"] == 4 { 100 } else { 150 });
    within("content", 4_000);
    *text += units(&component["content"]);
    ids.extend(component["custom_id"].as_str().map(str::to_owned));
    if let Some(options) = component["options"].as_array() {
        assert!((1..=25).contains(&options.len()));
        let values: HashSet<&str> = options.iter().filter_map(|option| option["value"].as_str()).collect();
        assert_eq!(values.len(), options.len());
        assert!(options.iter().filter(|option| option["default"] == true).count() <= 1);
        for option in options {
            for field in ["label", "value", "description"] {
                assert!(option[field].is_null() || (1..=100).contains(&units(&option[field])), "{option}");
            }
        }
    }
    if let Some(inner) = component["components"].as_array() {
        assert!(!inner.is_empty());
        assert!(component["type"] != 1 || inner.len() <= 5);
        inner.iter().for_each(|component| component_is_sound(component, count, text, ids));
    }
}

/// Characters of a text as Discord counts them at the strictest; none of anything else.
fn units(text: &Value) -> usize {
    text.as_str().map_or(0, |text| text.encode_utf16().count())
}

/// An interaction as Discord sends it, of one of the kinds there are.
fn template(kind: u8) -> Value {
    let (kind, data) = match kind % 5 {
        0 => (3, json!({"custom_id": "1:an:1:0:A", "component_type": 2})),
        1 => {
            let option = json!({"name": "question", "type": 3, "value": SHOUT});
            (2, json!({"id": "3", "name": "ask", "type": 1, "options": [option]}))
        }
        2 => {
            let option = json!({"name": "title", "type": 3, "value": "wat", "focused": true});
            (4, json!({"id": "3", "name": "lesson", "type": 1, "options": [option]}))
        }
        3 => {
            let input = json!({"type": 4, "custom_id": options::FORM_FIELD, "value": SHOUT});
            (5, json!({"custom_id": "1:af:1:0", "components": [{"type": 1, "components": [input]}]}))
        }
        _ => {
            let messages = json!({"500": message(SHOUT)});
            let resolved = json!({"messages": messages});
            (2, json!({"id": "3", "name": "Answer", "type": 3, "target_id": "500", "resolved": resolved}))
        }
    };
    json!({
        "id": "1574148833753956352", "application_id": "1", "type": kind, "token": "t", "version": 1,
        "channel_id": "70", "guild_id": "7", "locale": "de", "data": data, "entitlements": [],
        "authorizing_integration_owners": {}, "attachment_size_limit": 10, "message": message(""),
        "member": {
            "user": user(), "nick": SHOUT, "roles": ["4"], "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": false, "mute": false, "flags": 0, "permissions": "32",
        },
    })
}

fn user() -> Value {
    json!({"id": "9", "username": "ada", "global_name": SHOUT, "discriminator": "0", "avatar": null, "bot": false})
}

fn message(content: &str) -> Value {
    json!({
        "id": "500", "channel_id": "70", "author": user(), "content": content, "flags": 64,
        "timestamp": "2026-11-22T18:00:00.000000+00:00", "edited_timestamp": null, "tts": false,
        "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
        "pinned": false, "type": 0,
    })
}

/// Puts `part` in its place; where there is none, nothing happens.
fn put(value: &mut Value, pointer: &str, part: Value) {
    let Some((parent, name)) = pointer.rsplit_once('/') else { return };
    match value.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.insert(name.to_owned(), part);
        }
        Some(Value::Array(items)) => {
            if let Some(item) = name.parse().ok().and_then(|index: usize| items.get_mut(index)) {
                *item = part;
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
