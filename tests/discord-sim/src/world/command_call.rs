//! Typing a command, as Discord's client lets one: only what is registered, with options of the right type.

use std::future::{Future, IntoFuture};
use std::pin::Pin;

use serde_json::{Map, Value, json};

use crate::ids::{ChannelId, RoleId, UserId};
use crate::permissions::Permissions;
use crate::state::State;
use crate::state::commands::{CommandKind, CommandRecord};
use crate::state::exchange::InteractionKind;
use crate::wire;
use crate::world::act::{Act, Deed};
use crate::world::interaction::Interaction;
use crate::world::person::{Seat, User};
use crate::world::place::{Channel, Place, Role};

/// What is put into an option.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionValue {
    /// A text; also for numbers, choices by their name, and yes or no.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Real(f64),
    /// Yes or no.
    Flag(bool),
    /// A person.
    User(UserId),
    /// A channel.
    Channel(ChannelId),
    /// A role.
    Role(RoleId),
}

macro_rules! values_from {
    ($($from:ty => |$value:ident| $to:expr;)*) => {$(
        impl From<$from> for OptionValue {
            fn from($value: $from) -> Self { $to }
        }
    )*};
}
values_from! {
    &str => |text| Self::Text(text.to_string());
    String => |text| Self::Text(text);
    i64 => |number| Self::Whole(number);
    f64 => |number| Self::Real(number);
    bool => |flag| Self::Flag(flag);
    &User => |user| Self::User(user.id());
    &Channel => |channel| Self::Channel(channel.id());
    Role => |role| Self::Role(role.id());
}

impl OptionValue {
    fn json(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Whole(number) => (*number).into(),
            Self::Real(number) => (*number).into(),
            Self::Flag(flag) => (*flag).into(),
            Self::User(id) => (*id).into(),
            Self::Channel(id) => (*id).into(),
            Self::Role(id) => (*id).into(),
        }
    }

    /// Discord's option type of such a value.
    /// <https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type>
    fn natural_type(&self) -> u64 {
        match self {
            Self::Text(_) => 3,
            Self::Whole(_) => 4,
            Self::Flag(_) => 5,
            Self::User(_) => 6,
            Self::Channel(_) => 7,
            Self::Role(_) => 8,
            Self::Real(_) => 10,
        }
    }
}

/// A slash command being typed. Await it to send it and wait for the first response.
#[must_use = "nothing happens before it is awaited or dispatched"]
#[derive(Clone)]
pub struct CommandCall {
    seat: Seat,
    /// Command, then subcommand group and subcommand.
    path: Vec<String>,
    options: Vec<(String, OptionValue)>,
    focused: Option<(String, String)>,
    checked: bool,
    caller: &'static std::panic::Location<'static>,
}

impl CommandCall {
    #[track_caller]
    pub(crate) fn new(seat: &Seat, name: &str) -> Self {
        let path = name.trim_start_matches('/').split(' ').map(str::to_string).collect();
        let caller = std::panic::Location::caller();
        Self { seat: seat.clone(), path, options: Vec::new(), focused: None, checked: true, caller }
    }

    /// Fills in an option.
    pub fn option(mut self, name: &str, value: impl Into<OptionValue>) -> Self {
        self.options.push((name.to_string(), value.into()));
        self
    }

    /// Does not look at what is registered, like a client with an old list of commands.
    pub fn unchecked(mut self) -> Self {
        self.checked = false;
        self
    }

    /// Still typing into this option: dispatching asks for suggestions.
    pub fn typing(mut self, option: &str, typed: &str) -> Self {
        self.focused = Some((option.to_string(), typed.to_string()));
        self
    }

    /// It was sent so long ago and was on its way since, id and deadline included.
    #[track_caller]
    pub fn made_ago(self, age: std::time::Duration) -> Act {
        self.act().made_ago(age)
    }

    /// Sends it, without waiting.
    #[track_caller]
    pub fn dispatch(self) -> Interaction {
        self.act().dispatch()
    }

    /// Sends it and waits for the first response.
    pub async fn send(self) -> Interaction {
        self.await
    }

    #[track_caller]
    fn act(self) -> Act {
        let definition = if self.checked { Some(self.definition()) } else { None };
        let json = definition.as_ref().map_or(Value::Null, |command| command.json.clone());
        let schema = self.path.iter().skip(1).fold(&json, |at, name| child(at, name).unwrap_or(&Value::Null));
        let options = self.filled_in(schema);
        let nested = self
            .path
            .iter()
            .skip(1)
            .rev()
            .enumerate()
            .fold(options, |below, (depth, name)| vec![json!({"name": name, "type": 1 + depth, "options": below})]);
        let id = json.get("id").cloned().unwrap_or_else(|| self.seat.user().sim.mint.next().to_string().into());
        let mut data = json!({"id": id, "name": self.path[0], "type": 1, "options": nested});
        let resolved = self.resolved();
        if !resolved.is_empty() {
            data["resolved"] = resolved.into();
        }
        let kind = if self.focused.is_some() { InteractionKind::Autocomplete } else { InteractionKind::Command };
        let label = format!("/{}", self.path.join(" "));
        let deed = Deed::new(kind, self.seat.user().id(), self.seat.place(), label, data);
        Act::new(&self.seat.user().sim, Deed { command: Some(self.path.join(" ")), ..deed })
    }

    #[track_caller]
    fn definition(&self) -> CommandRecord {
        match offered(&self.seat, CommandKind::ChatInput, &self.path[0]) {
            Ok(command) => command,
            Err(why) => panic!("{}: {} cannot use /{}: {why}", self.caller, self.seat.user().name(), self.path[0]),
        }
    }

    /// The options as sent. With a schema, the client's own checks apply.
    fn filled_in(&self, schema: &Value) -> Vec<Value> {
        let mut sent = Vec::new();
        for (name, value) in &self.options {
            let option = child(schema, name);
            assert!(
                !self.checked || option.is_some(),
                "{}: /{} has no option `{name}`",
                self.caller,
                self.path.join(" ")
            );
            let (kind, value) = match option {
                Some(option) => (option["type"].as_u64().unwrap_or(3), self.converted(option, value)),
                None => (value.natural_type(), value.json()),
            };
            sent.push(json!({"name": name, "type": kind, "value": value}));
        }
        if let Some((name, typed)) = &self.focused {
            let kind = child(schema, name).map_or(3, |option| option["type"].as_u64().unwrap_or(3));
            let completes = child(schema, name).is_some_and(|option| option["autocomplete"] == true);
            assert!(!self.checked || completes, "{}: option `{name}` has no autocomplete", self.caller);
            sent.push(json!({"name": name, "type": kind, "value": typed, "focused": true}));
        } else if self.checked {
            for option in schema["options"].as_array().into_iter().flatten() {
                let name = option["name"].as_str().unwrap_or_default();
                let is_there = self.options.iter().any(|(given, _)| given == name);
                assert!(option["required"] != true || is_there, "{}: the option `{name}` is required", self.caller);
            }
        }
        sent
    }

    /// The value as the option's type and choices want it.
    fn converted(&self, option: &Value, value: &OptionValue) -> Value {
        let name = &option["name"];
        let (kind, text) = (option["type"].as_u64().unwrap_or(3), value.json());
        let wrong = || -> Value { panic!("{}: {value:?} does not fit the option {name}", self.caller) };
        if let Some(choices) = option["choices"].as_array().filter(|choices| !choices.is_empty()) {
            let found = choices.iter().find(|choice| choice["name"] == text || choice["value"] == text);
            return found.map_or_else(wrong, |choice| choice["value"].clone());
        }
        match (kind, value) {
            (3, OptionValue::Text(typed)) => {
                let length = typed.chars().count() as u64;
                let within =
                    option["min_length"].as_u64().unwrap_or(0)..=option["max_length"].as_u64().unwrap_or(6_000);
                if within.contains(&length) { text } else { wrong() }
            }
            (4, OptionValue::Text(typed)) => typed.parse::<i64>().map_or_else(|_| wrong(), Value::from),
            (10, OptionValue::Text(typed)) => typed.parse::<f64>().map_or_else(|_| wrong(), Value::from),
            (5, OptionValue::Text(typed)) => typed.parse::<bool>().map_or_else(|_| wrong(), Value::from),
            (9, OptionValue::User(_) | OptionValue::Role(_)) | (10, OptionValue::Whole(_)) => text,
            _ if kind == value.natural_type() => text,
            _ => wrong(),
        }
    }

    /// Objects for the ids among the options.
    fn resolved(&self) -> Map<String, Value> {
        let place = self.seat.place();
        let mut resolved = Map::new();
        self.seat.user().sim.state(|state| {
            for (_, value) in &self.options {
                match value {
                    OptionValue::User(id) => merge(&mut resolved, resolved_user(state, place, *id)),
                    OptionValue::Channel(id) => {
                        let channel = state.channels.get(id).map(|channel| wire::channel(state, channel));
                        merge(&mut resolved, json!({"channels": {id.to_string(): channel}}));
                    }
                    OptionValue::Role(id) => {
                        let guild = place.guild_id().and_then(|guild| state.guilds.get(&guild));
                        let role = guild.and_then(|guild| guild.roles.iter().find(|role| role.id == *id));
                        merge(&mut resolved, json!({"roles": {id.to_string(): role.map(|role| wire::role(role, 1))}}));
                    }
                    OptionValue::Text(_) | OptionValue::Whole(_) | OptionValue::Real(_) | OptionValue::Flag(_) => {}
                }
            }
        });
        resolved
    }
}

impl IntoFuture for CommandCall {
    type Output = Interaction;
    type IntoFuture = Pin<Box<dyn Future<Output = Interaction> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        self.act().into_future()
    }
}

fn child<'a>(of: &'a Value, name: &str) -> Option<&'a Value> {
    of["options"].as_array()?.iter().find(|option| option["name"] == name)
}

fn merge(into: &mut Map<String, Value>, from: Value) {
    for (kind, entries) in from.as_object().into_iter().flatten() {
        let slot = into.entry(kind.clone()).or_insert_with(|| json!({}));
        for (id, entry) in entries.as_object().into_iter().flatten() {
            slot[id] = entry.clone();
        }
    }
}

/// A person as `resolved` shows them.
pub(crate) fn resolved_user(state: &State, place: Place, id: UserId) -> Value {
    let user = state.users.get(&id).map(wire::user);
    let guild = place.guild_id().and_then(|guild| state.guilds.get(&guild));
    let mut json = json!({"users": {id.to_string(): user}});
    if let Some(member) = guild.and_then(|guild| guild.members.get(&id)) {
        let mut member = wire::partial_member(member);
        member["permissions"] = state.permissions(id, place.channel_id()).into();
        json["members"] = json!({id.to_string(): member});
    }
    json
}

/// The command that a client offers a person at a place, or why it does not.
pub(crate) fn offered(seat: &Seat, kind: CommandKind, name: &str) -> Result<CommandRecord, String> {
    seat.user().sim.state(|state| {
        let guild = seat.place().guild_id();
        let Some(command) = state.commands.find(kind, name, guild) else {
            let known: Vec<&str> = state.commands.of(None).iter().map(|command| command.name.as_str()).collect();
            return Err(format!("it is not registered; there are {known:?}"));
        };
        let context = u64::from(guild.is_none());
        let contexts = command.json["contexts"].as_array();
        if contexts.is_some_and(|contexts| contexts.iter().all(|known| known.as_u64() != Some(context))) {
            return Err("it is not meant for such a place".to_string());
        }
        let has = state.permissions(seat.user().id(), seat.place().channel_id());
        if !has.contains(Permissions::VIEW_CHANNEL | Permissions::USE_APPLICATION_COMMANDS) {
            return Err("they may not use commands there".to_string());
        }
        let wanted = wire::parse_permissions(&command.json["default_member_permissions"]);
        match wanted {
            Some(Permissions::NONE) if guild.is_some() && !has.contains(Permissions::ADMINISTRATOR) => {
                Err("only administrators see it".to_string())
            }
            Some(wanted) if guild.is_some() && !has.contains(wanted) => {
                Err("they lack the permission for it".to_string())
            }
            _ => Ok(command.clone()),
        }
    })
}

/// Uses a menu entry on a target.
#[track_caller]
pub(crate) fn menu(user: &User, place: Place, kind: CommandKind, entry: &str, target: u64, resolved: Value) -> Act {
    let command = match offered(&user.at(place), kind, entry) {
        Ok(command) => command,
        Err(why) => panic!("{} cannot use the menu entry `{entry}`: {why}", user.name()),
    };
    let data = json!({
        "id": command.id, "name": entry, "type": kind as u8, "target_id": target.to_string(), "resolved": resolved,
    });
    let deed = Deed::new(InteractionKind::Command, user.id(), place, format!("menu `{entry}`"), data);
    Act::new(&user.sim, Deed { command: Some(entry.to_string()), from_menu: true, ..deed })
}
