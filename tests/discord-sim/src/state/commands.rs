//! The registered commands, global and per guild.

use std::collections::HashMap;

use serde_json::Value;

use crate::ids::{CommandId, GuildId};

/// What a command is. <https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-types>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CommandKind {
    ChatInput = 1,
    User = 2,
    Message = 3,
}

impl CommandKind {
    pub(crate) fn from_wire(kind: u64) -> Option<Self> {
        [Self::ChatInput, Self::User, Self::Message].into_iter().find(|k| *k as u64 == kind)
    }
}

/// A command as Discord keeps it.
#[derive(Clone, Debug)]
pub(crate) struct CommandRecord {
    pub(crate) id: CommandId,
    pub(crate) kind: CommandKind,
    pub(crate) name: String,
    /// The whole object as answered to the bot.
    pub(crate) json: Value,
}

/// Commands by scope: `None` is global.
#[derive(Debug, Default)]
pub(crate) struct CommandBook {
    scopes: HashMap<Option<GuildId>, Vec<CommandRecord>>,
    pub(crate) creates_today: HashMap<Option<GuildId>, usize>,
}

impl CommandBook {
    pub(crate) fn of(&self, scope: Option<GuildId>) -> &[CommandRecord] {
        self.scopes.get(&scope).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn scope_mut(&mut self, scope: Option<GuildId>) -> &mut Vec<CommandRecord> {
        self.scopes.entry(scope).or_default()
    }

    /// The command that a person in `guild` gets by this name: the guild's own first.
    pub(crate) fn find(&self, kind: CommandKind, name: &str, guild: Option<GuildId>) -> Option<&CommandRecord> {
        let own = guild.map_or(&[][..], |guild| self.of(Some(guild)));
        own.iter().chain(self.of(None)).find(|c| c.kind == kind && c.name == name)
    }
}
