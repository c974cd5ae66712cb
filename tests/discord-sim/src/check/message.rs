//! Messages: new, edited and deferred. <https://discord.com/developers/docs/resources/message#create-message>

use serde_json::Value;

use crate::api_error::Mistake;
use crate::check::{Mistakes, components, embeds};
use crate::limits;
use crate::rest::post::Form;
use crate::state::messages::{MessageRecord, flag};

/// The body of a new message.
pub(crate) fn new(form: Form<'_>) -> Vec<Mistake> {
    let mut mistakes = Mistakes::default();
    let is_v2 = form.data["flags"].as_u64().unwrap_or_default() & flag::IS_COMPONENTS_V2 != 0;
    body(&mut mistakes, form, is_v2, &[]);
    mistakes.into_vec()
}

/// The body of an edit, of which `new` is the outcome.
pub(crate) fn edited(old: &MessageRecord, new: &MessageRecord, form: Form<'_>) -> Vec<Mistake> {
    let mut mistakes = Mistakes::default();
    let at = |field: &str| format!("{}{field}", form.prefix);
    let asked = form.data["flags"].as_u64();
    if old.is_v2() && asked.is_some_and(|flags| flags & flag::IS_COMPONENTS_V2 == 0) {
        mistakes.add(at("flags"), "MESSAGE_FLAGS_COMPONENTS_V2", "The flag IS_COMPONENTS_V2 cannot be removed.");
    }
    if new.is_v2() && !old.is_v2() && (!new.content.is_empty() || !new.embeds.is_empty()) {
        mistakes.add(at("flags"), V2_CODE, "Set content and embeds to null when the message becomes Components V2.");
    }
    let known: Vec<&str> = new.attachments.iter().map(|attachment| attachment.filename.as_str()).collect();
    body(&mut mistakes, form, new.is_v2(), &known);
    mistakes.into_vec()
}

/// A deferral says nothing but whether the answer will be private.
/// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-messages>
pub(crate) fn deferral(form: Form<'_>) -> Vec<Mistake> {
    let mut mistakes = Mistakes::default();
    let flags = form.data["flags"].as_u64().unwrap_or_default();
    if flags & !flag::EPHEMERAL != 0 {
        let what = "Only EPHEMERAL can be set on a deferred response; IS_COMPONENTS_V2 comes with the edit.";
        mistakes.add(format!("{}flags", form.prefix), "BASE_TYPE_BAD_FLAGS", what);
    }
    mistakes.into_vec()
}

/// The nonce of a message. <https://discord.com/developers/docs/resources/message#create-message-jsonform-params>
pub(crate) fn nonce(data: &Value) -> Vec<Mistake> {
    let mut mistakes = Mistakes::default();
    match &data["nonce"] {
        Value::Number(_) | Value::Null => {}
        nonce => mistakes.at_most("nonce".to_string(), nonce, limits::NONCE),
    }
    mistakes.into_vec()
}

const V2_CODE: &str = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";

fn body(mistakes: &mut Mistakes, form: Form<'_>, is_v2: bool, known_files: &[&str]) {
    let at = |field: &str| format!("{}{field}", form.prefix);
    mistakes.at_most(at("content"), &form.data["content"], limits::MESSAGE_CONTENT);
    embeds::check(mistakes, &at("embeds"), &form.data["embeds"]);
    allowed_mentions(mistakes, &at("allowed_mentions"), &form.data["allowed_mentions"]);
    files(mistakes, form);
    let names: Vec<&str> =
        form.files.iter().map(|file| file.filename.as_str()).chain(known_files.iter().copied()).collect();
    let list = &form.data["components"];
    if is_v2 {
        for field in ["content", "embeds", "poll", "stickers", "sticker_ids"] {
            let value = &form.data[field];
            let is_used = value.as_str().is_some_and(|text| !text.is_empty())
                || value.as_array().is_some_and(|list| !list.is_empty())
                || value.is_object();
            if is_used {
                mistakes.add(at(field), V2_CODE, format!("The '{field}' field cannot be used with IS_COMPONENTS_V2."));
            }
        }
        components::v2(mistakes, &at("components"), list, &names);
    } else {
        components::classic(mistakes, &at("components"), list);
    }
    for (index, embed) in form.data["embeds"].as_array().into_iter().flatten().enumerate() {
        for field in ["image", "thumbnail"] {
            components::file_exists(
                mistakes,
                format!("{}.{index}.{field}.url", at("embeds")),
                &embed[field]["url"],
                &names,
            );
        }
    }
}

/// <https://discord.com/developers/docs/resources/message#allowed-mentions-object-allowed-mentions-structure>
fn allowed_mentions(mistakes: &mut Mistakes, path: &str, allowed: &Value) {
    let parses = |kind: &str| allowed["parse"].as_array().is_some_and(|parse| parse.iter().any(|entry| entry == kind));
    for entry in allowed["parse"].as_array().into_iter().flatten() {
        if !matches!(entry.as_str(), Some("users" | "roles" | "everyone")) {
            mistakes.add(
                format!("{path}.parse"),
                "BASE_TYPE_CHOICES",
                "Value must be one of ('users', 'roles', 'everyone').",
            );
        }
    }
    for kind in ["users", "roles"] {
        let listed = mistakes.list(&format!("{path}.{kind}"), &allowed[kind], 0, limits::ALLOWED_MENTIONS);
        if !listed.is_empty() && parses(kind) {
            let what = format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive.");
            mistakes.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", what);
        }
    }
}

fn files(mistakes: &mut Mistakes, form: Form<'_>) {
    let at = |field: &str| format!("{}{field}", form.prefix);
    if form.files.len() > limits::FILES {
        mistakes.add(at("files"), "BASE_TYPE_MAX_LENGTH", format!("At most {} files.", limits::FILES));
    }
    for file in form.files {
        let path = format!("files[{}]", file.number);
        if file.bytes.len() > limits::FILE_BYTES {
            mistakes.add(
                path.clone(),
                "FILE_TOO_LARGE",
                format!("{} bytes, at most {}.", file.bytes.len(), limits::FILE_BYTES),
            );
        }
        if file.filename.is_empty() {
            mistakes.add(path, "BASE_TYPE_REQUIRED", "A file needs a name.");
        }
    }
    for (index, entry) in form.data["attachments"].as_array().into_iter().flatten().enumerate() {
        let path = format!("{}.{index}.description", at("attachments"));
        mistakes.at_most(path, &entry["description"], limits::MEDIA_DESCRIPTION);
    }
}
