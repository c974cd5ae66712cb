//! What Discord sends, as somebody doing something: pure conversions, without a look at anything else.
//!
//! Whatever cannot be read as a press becomes [`Action::Stale`], so that everybody who presses something hears why
//! nothing happened. Text is taken as it is; the tutor escapes nothing, since it writes no markup.

use serde_json::{Value, json};
use serenity::{
    all::{
        CommandData, CommandDataOptionValue, CommandInteraction, CommandType, ComponentInteraction,
        ComponentInteractionData, ComponentInteractionDataKind, GuildId, Interaction, InteractionId, Member, Message,
        MessageFlags, ModalInteraction, ModalInteractionData, PartialChannel, Permissions, User, UserId,
    },
    model::{application::ActionRowComponent, channel::MessageType},
};

use super::options;
use crate::{
    action::{Action, Actor, Desk, Identity, Letters, Place, Platform, Play, Press, Privacy, Rights, typed, wire},
    clock::Timestamp,
    ids::{ChannelId, RoleId, ServerId},
    words::{
        Locale,
        commands::{COMMANDS, Command, CommandKind, Suggests},
    },
};

/// 2015-01-01T00:00:00Z, where Discord's ids begin to count.
/// <https://discord.com/developers/docs/reference#snowflakes>
const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;

/// What an interaction asks for.
#[derive(Debug)]
pub(super) enum Request {
    Act {
        call: Call,
        actor: Actor,
        action: Action,
    },
    /// Somebody is typing into an option.
    Suggest {
        call: Call,
        actor: Actor,
        suggests: Suggests,
        typed: String,
    },
}

/// Where the answer to an interaction goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) id: InteractionId,
    pub(super) token: String,
    pub(super) carrier: CarrierMessage,
}

/// The message whose button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CarrierMessage {
    /// A command: there is none.
    None,
    /// Only the person who pressed sees it.
    Private,
    Public,
}

impl Call {
    /// When the interaction was made, by Discord's clock.
    pub(super) fn made_at(&self) -> Timestamp {
        let millis = (self.id.get() >> 22).saturating_add(DISCORD_EPOCH_MS);
        Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }
}

/// Who waits for the answer to an interaction, and in which language, whatever it is about.
pub(super) fn caller(interaction: &Interaction) -> (Call, Locale) {
    let locale = match interaction {
        Interaction::Command(call) | Interaction::Autocomplete(call) => call.locale.as_str(),
        Interaction::Component(press) => press.locale.as_str(),
        Interaction::Modal(form) => form.locale.as_str(),
        _ => "",
    };
    let call = Call { id: interaction.id(), token: interaction.token().to_owned(), carrier: CarrierMessage::None };
    (call, Locale::from_code(locale).unwrap_or_default())
}

/// Reads an interaction; `None` for the one kind that only asks whether somebody listens.
pub(super) fn request(interaction: Interaction) -> Option<Request> {
    match interaction {
        Interaction::Command(command) => Some(self::command(command)),
        Interaction::Autocomplete(command) => Some(suggest(command)),
        Interaction::Component(press) => Some(component(press)),
        Interaction::Modal(form) => Some(modal(form)),
        _ => None,
    }
}

/// Reads an interaction that serenity refuses, without all that Docent does not look at: when Discord changes something
/// about messages or channels, presses go on working.
pub(super) fn essentials(value: &Value) -> Option<Interaction> {
    let mut value = value.clone();
    let fields = value.as_object_mut()?;
    for unused in ["channel", "app_permissions", "context"] {
        fields.remove(unused);
    }
    fields.insert("entitlements".to_owned(), json!([]));
    fields.insert("authorizing_integration_owners".to_owned(), json!({}));
    if let Some(message) = fields.get_mut("message") {
        *message = json!({
            "id": message["id"], "channel_id": message["channel_id"], "flags": message["flags"],
            "author": {"id": message["author"]["id"], "username": "", "discriminator": "0", "avatar": null},
            "content": "", "timestamp": "2015-01-01T00:00:00Z", "edited_timestamp": null, "tts": false,
            "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
            "pinned": false, "type": 0,
        });
    }
    serde_json::from_value(value).ok()
}

fn command(command: CommandInteraction) -> Request {
    let is_mute = is_mute(command.app_permissions, command.channel.as_ref());
    let CommandInteraction { id, token, data, guild_id, channel_id, member, user, locale, .. } = command;
    let mut actor = actor(guild_id, channel_id.get(), member.as_deref(), &user, &locale);
    actor.rights.docent_is_mute = is_mute;
    let call = Call { id, token, carrier: CarrierMessage::None };
    Request::Act { call, actor, action: command_action(data) }
}

fn command_action(data: CommandData) -> Action {
    if data.kind == CommandType::Message {
        let target = data.resolved.messages.into_values().next();
        return Action::Ask { words: target.map(|message| spoken(&message.content)).unwrap_or_default() };
    }
    let Some(known) = find(&data.name) else { return Action::Stale };
    let about = data.options.into_iter().find_map(|option| match option.value {
        CommandDataOptionValue::String(text) => Some(text),
        _ => None,
    });
    let about = about.unwrap_or_default();
    match known.kind {
        CommandKind::Ask => Action::Ask { words: about },
        CommandKind::Open(what) => Action::Open { what, about },
        CommandKind::Settings => Action::Press(Press::Settings),
        CommandKind::Privacy => Action::Press(Press::Privacy),
        CommandKind::Help => Action::Press(Press::Help),
        CommandKind::About => Action::Press(Press::About),
        CommandKind::Setup => Action::Press(Press::Setup),
        CommandKind::Questions => Action::Press(Press::Desk(Desk::Questions)),
    }
}

/// Commands are registered under their English names, whatever a person sees.
fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name(Locale::English) == name)
}

fn suggest(command: CommandInteraction) -> Request {
    let CommandInteraction { id, token, data, guild_id, channel_id, member, user, locale, .. } = command;
    let call = Call { id, token, carrier: CarrierMessage::None };
    let typed = data.options.into_iter().find_map(|option| match option.value {
        CommandDataOptionValue::Autocomplete { value, .. } => Some(value),
        _ => None,
    });
    let suggests = find(&data.name).and_then(|command| command.option).map_or(Suggests::Passages, |o| o.suggests);
    Request::Suggest {
        call,
        actor: actor(guild_id, channel_id.get(), member.as_deref(), &user, &locale),
        suggests,
        typed: typed.unwrap_or_default(),
    }
}

fn component(press: ComponentInteraction) -> Request {
    let is_mute = is_mute(press.app_permissions, press.channel.as_ref());
    let ComponentInteraction { id, token, data, guild_id, channel_id, member, user, message, locale, .. } = press;
    let mut actor = actor(guild_id, channel_id.get(), member.as_ref(), &user, &locale);
    actor.rights.docent_is_mute = is_mute;
    let call = Call { id, token, carrier: carrier(&message, guild_id) };
    Request::Act { call, actor, action: component_action(data) }
}

fn component_action(data: ComponentInteractionData) -> Action {
    let pressed = |id: &str| wire::decode(options::without_number(id)).ok();
    let action = match data.kind {
        ComponentInteractionDataKind::Button => pressed(&data.custom_id).map(Action::Press),
        ComponentInteractionDataKind::StringSelect { values } => match pressed(&data.custom_id) {
            Some(Press::Answer { attempt, item, .. }) => Letters::parse(&values.concat())
                .filter(|chosen| !chosen.is_empty())
                .map(|chosen| Action::Press(Press::Answer { attempt, item, chosen })),
            Some(Press::Live(Play::Answer { live, item, .. })) => Letters::parse(&values.concat())
                .filter(|chosen| !chosen.is_empty())
                .map(|chosen| Action::Press(Play::Answer { live, item, chosen }.into())),
            _ => values.first().and_then(|value| pressed(value)).map(Action::Press),
        },
        ComponentInteractionDataKind::RoleSelect { values } => match pressed(&data.custom_id) {
            Some(Press::SetupStaff) => {
                Some(Action::SetStaffRole { role: values.first().map(|role| RoleId::new(role.get())) })
            }
            _ => None,
        },
        ComponentInteractionDataKind::ChannelSelect { values } => match pressed(&data.custom_id) {
            Some(Press::SetupChannels) => {
                Some(Action::SetChannels { channels: values.iter().map(|id| ChannelId::new(id.get())).collect() })
            }
            _ => None,
        },
        _ => None,
    };
    action.unwrap_or(Action::Stale)
}

fn modal(form: ModalInteraction) -> Request {
    let ModalInteraction { id, token, data, guild_id, channel_id, member, user, message, locale, .. } = form;
    let carrier = message.map_or(CarrierMessage::None, |message| carrier(&message, guild_id));
    Request::Act {
        call: Call { id, token, carrier },
        actor: actor(guild_id, channel_id.get(), member.as_ref(), &user, &locale),
        action: modal_action(data),
    }
}

fn modal_action(data: ModalInteractionData) -> Action {
    let press = wire::decode(&data.custom_id).ok();
    let fields = data.components.into_iter().flat_map(|row| row.components);
    let text = fields
        .filter_map(|field| match field {
            ActionRowComponent::InputText(input) if input.custom_id == options::FORM_FIELD => input.value,
            _ => None,
        })
        .next()
        .unwrap_or_default();
    match press {
        Some(Press::AnswerForm { attempt, item }) => Action::AnswerText { attempt, item, text },
        Some(Press::TimeZoneForm) => Action::SetTimeZone { name: text },
        Some(Press::RedeemForm) => Action::RedeemCode { code: text },
        _ => Action::Stale,
    }
}

/// In a direct message everything is between the two, and stays in the history.
fn carrier(message: &Message, guild: Option<GuildId>) -> CarrierMessage {
    let ephemeral = message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    if ephemeral || guild.is_none() { CarrierMessage::Private } else { CarrierMessage::Public }
}

fn actor(guild: Option<GuildId>, channel: u64, member: Option<&Member>, user: &User, locale: &str) -> Actor {
    let channel = ChannelId::new(channel);
    Actor {
        identity: identity(user.id),
        name: member.map_or_else(|| user.display_name(), |member| member.display_name()).to_owned(),
        place: match guild {
            Some(guild) => Place::Channel { server: ServerId::new(guild.get()), channel },
            None => Place::Direct(channel),
        },
        thread_of: None,
        rights: member.map(|member| rights(member.permissions, &member.roles)).unwrap_or_default(),
        locale: Locale::from_code(locale).unwrap_or_default(),
        privacy: Privacy::Possible,
    }
}

pub(super) fn identity(user: UserId) -> Identity {
    Identity { platform: Platform::Discord, external_id: user.to_string() }
}

fn rights(permissions: Option<Permissions>, roles: &[serenity::all::RoleId]) -> Rights {
    Rights {
        docent_is_mute: false,
        manages_server: permissions.is_some_and(|all| all.administrator() || all.manage_guild()),
        roles: roles.iter().map(|role| RoleId::new(role.get())).collect(),
    }
}

/// Whether Docent may not write where somebody presses, as far as Discord says.
fn is_mute(permissions: Option<Permissions>, channel: Option<&PartialChannel>) -> bool {
    let in_thread = channel.is_some_and(|channel| channel.thread_metadata.is_some());
    let write = if in_thread { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
    permissions.is_some_and(|all| !all.administrator() && !all.contains(Permissions::VIEW_CHANNEL | write))
}

/// A message that is meant for Docent: a direct message, or one that mentions it. Bots are not answered, since two of
/// them would never stop.
pub(super) fn message(message: &Message, me: UserId) -> Option<(Actor, Action)> {
    let by_person = !message.author.bot && message.webhook_id.is_none() && message.author.id != me;
    let is_words = matches!(message.kind, MessageType::Regular | MessageType::InlineReply);
    let meant = message.guild_id.is_none() || message.mentions.iter().any(|user| user.id == me);
    if !(by_person && is_words && meant) {
        return None;
    }
    let mut actor = actor(message.guild_id, message.channel_id.get(), None, &message.author, "");
    if let Some(member) = &message.member {
        // A message brings no permissions; staff who only manage the server use the command.
        actor.rights = rights(member.permissions, &member.roles);
        actor.name = member.nick.clone().unwrap_or(actor.name);
    }
    if message.guild_id.is_some() {
        actor.privacy = Privacy::Impossible;
    }
    Some((actor, typed::read(&spoken(&message.content))))
}

/// The words of a message, without mentions of people, roles and channels; an emoji of a server is left as its name.
fn spoken(content: &str) -> String {
    let mut words = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        words.push_str(before);
        let Some((body, after)) = tag.strip_prefix('<').and_then(|tag| tag.split_once('>')) else {
            words.push_str(tag);
            return words;
        };
        match reference(body) {
            Some(shown) => {
                words.push_str(shown);
                rest = after;
            }
            None => {
                words.push('<');
                rest = tag.strip_prefix('<').unwrap_or_default();
            }
        }
    }
    words.push_str(rest);
    words.trim().to_owned()
}

/// What remains of `<…>` when it refers to something of Discord's.
/// <https://discord.com/developers/docs/reference#message-formatting-formats>
fn reference(body: &str) -> Option<&str> {
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    let mention = ["@!", "@&", "@", "#"].iter().find_map(|sign| body.strip_prefix(sign));
    if let Some(id) = mention {
        return is_id(id).then_some("");
    }
    let emoji = body.strip_prefix("a:").or_else(|| body.strip_prefix(':'))?;
    let (name, id) = emoji.split_once(':')?;
    is_id(id).then_some(name)
}

#[cfg(test)]
mod tests;
