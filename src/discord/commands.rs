//! The commands as Discord keeps them, from the one table; written only when they differ.
//!
//! Discord allows 200 new commands a day: <https://discord.com/developers/docs/interactions/application-commands#registering-a-command>.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serenity::{
    all::{ApplicationId, Http, LightMethod, Permissions},
    http::{Request, Route},
};

use super::{courier::Failure, to_discord::CommandIds};
use crate::words::{
    Locale,
    commands::{ANSWER_FROM_COURSE, Audience, COMMANDS, Command, CommandOption, Need},
};

const SLASH: u8 = 1;
const MESSAGE_MENU: u8 = 3;
const STRING_OPTION: u8 = 3;
/// Installed to servers, not to people: whom would a course belong to?
const TO_SERVERS: u8 = 0;
const IN_SERVERS: u8 = 0;
const IN_DIRECT_MESSAGES: u8 = 1;

/// A command, as it goes out and as it comes back; what Discord adds to it is left aside.
/// <https://discord.com/developers/docs/interactions/application-commands#application-command-object>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Payload {
    #[serde(rename = "type")]
    kind: u8,
    name: String,
    name_localizations: Option<Translations>,
    #[serde(default)]
    description: String,
    description_localizations: Option<Translations>,
    #[serde(default)]
    options: Vec<OptionPayload>,
    default_member_permissions: Option<String>,
    integration_types: Option<Vec<u8>>,
    contexts: Option<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct OptionPayload {
    #[serde(rename = "type")]
    kind: u8,
    name: String,
    name_localizations: Option<Translations>,
    description: String,
    description_localizations: Option<Translations>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    autocomplete: bool,
}

type Translations = BTreeMap<String, String>;

/// A command that Discord has.
#[derive(Debug, Deserialize)]
struct Known {
    id: String,
    #[serde(flatten)]
    payload: Payload,
}

/// What Discord has now.
#[derive(Debug, Default)]
pub(super) struct Registered {
    pub(super) ids: CommandIds,
    pub(super) commands: usize,
}

/// Sees to it that Discord has our commands, all of them and no others.
pub(super) async fn register(http: &Http, application: ApplicationId) -> Result<Registered, Failure> {
    let route = Route::Commands { application_id: application };
    let translated = vec![("with_localizations", "true".to_owned())];
    let request = Request::new(route, LightMethod::Get).params(Some(translated));
    let known: Vec<Known> = http.fire(request).await.map_err(|error| Failure::of(&error))?;
    if are(&known, &wanted()) {
        return Ok(Registered::of(&known));
    }
    let body = serde_json::to_vec(&wanted()).expect("our payloads hold only what JSON can write");
    let request = Request::new(route, LightMethod::Put).body(Some(body));
    let known: Vec<Known> = http.fire(request).await.map_err(|error| Failure::of(&error))?;
    tracing::info!(commands = known.len(), "commands registered");
    Ok(Registered::of(&known))
}

impl Registered {
    fn of(known: &[Known]) -> Self {
        Self { ids: ids(known), commands: known.len() }
    }
}

/// Whether Discord's commands are the ones we want, in whatever order.
fn are(known: &[Known], wanted: &[Payload]) -> bool {
    let is_known = |payload: &Payload| known.iter().any(|known| same(&known.payload, payload));
    known.len() == wanted.len() && wanted.iter().all(is_known)
}

/// Nothing is written as null, as an empty list or not at all; lists have no order.
fn same(one: &Payload, other: &Payload) -> bool {
    normal(one) == normal(other)
}

fn normal(payload: &Payload) -> Payload {
    let mut payload = payload.clone();
    let filled = |translations: Option<Translations>| translations.filter(|all| !all.is_empty());
    payload.name_localizations = filled(payload.name_localizations);
    payload.description_localizations = filled(payload.description_localizations);
    for option in &mut payload.options {
        option.name_localizations = filled(option.name_localizations.take());
        option.description_localizations = filled(option.description_localizations.take());
    }
    for list in [&mut payload.integration_types, &mut payload.contexts].into_iter().flatten() {
        list.sort_unstable();
    }
    payload
}

fn ids(known: &[Known]) -> CommandIds {
    let id = |command: &Command| {
        let name = command.name(Locale::English);
        let known = known.iter().find(|known| known.payload.kind == SLASH && known.payload.name == name)?;
        Some((name, known.id.parse().ok()?))
    };
    CommandIds(COMMANDS.iter().filter_map(id).collect())
}

fn wanted() -> Vec<Payload> {
    COMMANDS.iter().map(slash).chain([message_menu()]).collect()
}

fn slash(command: &Command) -> Payload {
    let (permissions, contexts) = match command.audience {
        Audience::Everyone => (None, vec![IN_SERVERS, IN_DIRECT_MESSAGES]),
        Audience::Staff => (Some(Permissions::MANAGE_GUILD.bits().to_string()), vec![IN_SERVERS]),
    };
    Payload {
        kind: SLASH,
        name: command.name(Locale::English).to_owned(),
        name_localizations: translations(|locale| command.name(locale)),
        description: command.description(Locale::English).to_owned(),
        description_localizations: translations(|locale| command.description(locale)),
        options: command.option.iter().map(option).collect(),
        default_member_permissions: permissions,
        integration_types: Some(vec![TO_SERVERS]),
        contexts: Some(contexts),
    }
}

fn option(option: &CommandOption) -> OptionPayload {
    OptionPayload {
        kind: STRING_OPTION,
        name: option.name(Locale::English).to_owned(),
        name_localizations: translations(|locale| option.name(locale)),
        description: option.description(Locale::English).to_owned(),
        description_localizations: translations(|locale| option.description(locale)),
        required: option.need == Need::Required,
        autocomplete: true,
    }
}

fn message_menu() -> Payload {
    let name = |locale: Locale| ANSWER_FROM_COURSE[locale as usize];
    Payload {
        kind: MESSAGE_MENU,
        name: name(Locale::English).to_owned(),
        name_localizations: translations(name),
        description: String::new(),
        description_localizations: None,
        options: Vec::new(),
        default_member_permissions: None,
        integration_types: Some(vec![TO_SERVERS]),
        contexts: Some(vec![IN_SERVERS, IN_DIRECT_MESSAGES]),
    }
}

/// Every language but English, which is what Discord falls back on.
fn translations(text: impl Fn(Locale) -> &'static str) -> Option<Translations> {
    let others = Locale::ALL.into_iter().filter(|locale| *locale != Locale::English);
    Some(others.map(|locale| (locale.code().to_owned(), text(locale).to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn returned() -> Vec<Value> {
        let with_id = |(id, payload): (usize, &Payload)| {
            let mut json = serde_json::to_value(payload).unwrap();
            json["id"] = (id + 100).to_string().into();
            json["version"] = "1".into();
            json["nsfw"] = false.into();
            json
        };
        wanted().iter().enumerate().map(with_id).collect()
    }

    fn known(json: Vec<Value>) -> Vec<Known> {
        serde_json::from_value(Value::Array(json)).unwrap()
    }

    #[test]
    fn what_discord_has_already_is_not_written_again() {
        let mut json = returned();
        json.reverse();
        json[0]["description_localizations"] = json!({});
        json[1]["contexts"].as_array_mut().unwrap().reverse();
        json[2].as_object_mut().unwrap().remove("options");
        assert!(are(&known(json), &wanted()));
    }

    #[test]
    fn a_changed_word_or_another_command_is_noticed() {
        let mut json = returned();
        json[0]["name_localizations"]["de"] = "anders".into();
        assert!(!are(&known(json), &wanted()));
        let mut json = returned();
        json.pop();
        assert!(!are(&known(json), &wanted()));
    }

    #[test]
    fn only_staff_see_the_setup_and_the_questions() {
        let restricted: Vec<_> =
            wanted().into_iter().filter(|payload| payload.default_member_permissions.is_some()).collect();
        assert_eq!(restricted.iter().map(|payload| &payload.name).collect::<Vec<_>>(), ["setup", "questions"]);
        assert!(restricted.iter().all(|payload| payload.contexts == Some(vec![IN_SERVERS])));
    }

    #[test]
    fn commands_can_be_shown_by_their_ids() {
        let ids = ids(&known(returned()));
        assert_eq!(ids.0.len(), COMMANDS.len());
        assert_eq!(ids.0.first(), Some(&("ask", 100)));
    }
}
