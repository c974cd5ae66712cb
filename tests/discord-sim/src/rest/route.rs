//! The routes that exist here.

use std::str::FromStr;

use crate::ids::{ApplicationId, ChannelId, CommandId, GuildId, InteractionId, MessageId, UserId};

/// A path, read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Route {
    Gateway,
    GatewayBot,
    CurrentUser,
    CurrentApplication,
    OauthApplication,
    Guild(GuildId),
    GuildChannels(GuildId),
    GuildRoles(GuildId),
    GuildMember(GuildId, UserId),
    Commands(Scope),
    Command(Scope, CommandId),
    Callback(InteractionId, String),
    Webhook(ApplicationId, String),
    WebhookMessage(ApplicationId, String, Which),
    OpenDm,
    Channel(ChannelId),
    Typing(ChannelId),
    Messages(ChannelId),
    Message(ChannelId, MessageId),
}

/// Whose commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) application: ApplicationId,
    /// `None` is global.
    pub(crate) guild: Option<GuildId>,
}

/// Which message of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Original,
    Id(MessageId),
}

impl Route {
    /// Reads a path below `/api/v10`.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        Some(match segments.as_slice() {
            ["gateway"] => Self::Gateway,
            ["gateway", "bot"] => Self::GatewayBot,
            ["users", "@me"] => Self::CurrentUser,
            ["users", "@me", "channels"] => Self::OpenDm,
            ["applications", "@me"] => Self::CurrentApplication,
            ["oauth2", "applications", "@me"] => Self::OauthApplication,
            ["applications", app, "commands", rest @ ..] => command(scope(app, None)?, rest)?,
            ["applications", app, "guilds", guild, "commands", rest @ ..] => command(scope(app, Some(guild))?, rest)?,
            ["interactions", id, token, "callback"] => Self::Callback(read(id)?, (*token).to_string()),
            ["webhooks", app, token] => Self::Webhook(read(app)?, (*token).to_string()),
            ["webhooks", app, token, "messages", which] => {
                Self::WebhookMessage(read(app)?, (*token).to_string(), Which::read(which)?)
            }
            ["guilds", guild] => Self::Guild(read(guild)?),
            ["guilds", guild, "channels"] => Self::GuildChannels(read(guild)?),
            ["guilds", guild, "roles"] => Self::GuildRoles(read(guild)?),
            ["guilds", guild, "members", user] => Self::GuildMember(read(guild)?, read(user)?),
            ["channels", channel] => Self::Channel(read(channel)?),
            ["channels", channel, "typing"] => Self::Typing(read(channel)?),
            ["channels", channel, "messages"] => Self::Messages(read(channel)?),
            ["channels", channel, "messages", id] => Self::Message(read(channel)?, read(id)?),
            _ => return None,
        })
    }

    /// The path as Discord's OpenAPI document spells it.
    pub(crate) fn template(&self) -> &'static str {
        match self {
            Self::Gateway => "/gateway",
            Self::GatewayBot => "/gateway/bot",
            Self::CurrentUser => "/users/@me",
            Self::CurrentApplication => "/applications/@me",
            Self::OauthApplication => "/oauth2/applications/@me",
            Self::Guild(_) => "/guilds/{guild_id}",
            Self::GuildChannels(_) => "/guilds/{guild_id}/channels",
            Self::GuildRoles(_) => "/guilds/{guild_id}/roles",
            Self::GuildMember(..) => "/guilds/{guild_id}/members/{user_id}",
            Self::Commands(Scope { guild: None, .. }) => "/applications/{application_id}/commands",
            Self::Commands(_) => "/applications/{application_id}/guilds/{guild_id}/commands",
            Self::Command(Scope { guild: None, .. }, _) => "/applications/{application_id}/commands/{command_id}",
            Self::Command(..) => "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}",
            Self::Callback(..) => "/interactions/{interaction_id}/{interaction_token}/callback",
            Self::Webhook(..) => "/webhooks/{webhook_id}/{webhook_token}",
            Self::WebhookMessage(_, _, Which::Original) => "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
            Self::WebhookMessage(..) => "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
            Self::OpenDm => "/users/@me/channels",
            Self::Channel(_) => "/channels/{channel_id}",
            Self::Typing(_) => "/channels/{channel_id}/typing",
            Self::Messages(_) => "/channels/{channel_id}/messages",
            Self::Message(..) => "/channels/{channel_id}/messages/{message_id}",
        }
    }

    /// The token in the path is the authorization.
    pub(crate) fn has_token_in_path(&self) -> bool {
        matches!(self, Self::Callback(..) | Self::Webhook(..) | Self::WebhookMessage(..) | Self::Gateway)
    }
}

impl Which {
    fn read(text: &str) -> Option<Self> {
        if text == "@original" { Some(Self::Original) } else { read(text).map(Self::Id) }
    }
}

fn scope(application: &str, guild: Option<&str>) -> Option<Scope> {
    let guild = match guild {
        Some(guild) => Some(read(guild)?),
        None => None,
    };
    Some(Scope { application: read(application)?, guild })
}

fn command(scope: Scope, rest: &[&str]) -> Option<Route> {
    match rest {
        [] => Some(Route::Commands(scope)),
        [id] => Some(Route::Command(scope, read(id)?)),
        _ => None,
    }
}

fn read<T: FromStr>(segment: &str) -> Option<T> {
    segment.parse().ok()
}
