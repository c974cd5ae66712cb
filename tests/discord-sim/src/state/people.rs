//! People, servers and channels, and what somebody may do where.

use std::collections::HashMap;

use crate::ids::{ChannelId, GuildId, MessageId, RoleId, UserId};
use crate::permissions::Permissions;
use crate::state::State;

#[derive(Clone, Debug)]
pub(crate) struct UserRecord {
    pub(crate) id: UserId,
    pub(crate) name: String,
    pub(crate) locale: String,
    pub(crate) is_bot: bool,
    pub(crate) dm: Option<ChannelId>,
    pub(crate) dms_closed: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct RoleRecord {
    pub(crate) id: RoleId,
    pub(crate) name: String,
    pub(crate) permissions: Permissions,
}

#[derive(Clone, Debug)]
pub(crate) struct MemberRecord {
    pub(crate) roles: Vec<RoleId>,
    pub(crate) joined_ms: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct GuildRecord {
    pub(crate) id: GuildId,
    pub(crate) name: String,
    pub(crate) owner: UserId,
    /// The first is `@everyone`.
    pub(crate) roles: Vec<RoleRecord>,
    pub(crate) members: HashMap<UserId, MemberRecord>,
    pub(crate) channels: Vec<ChannelId>,
    pub(crate) locale: String,
    pub(crate) has_bot: bool,
}

/// Where a channel belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    Guild(GuildId),
    /// The DM of this person with the bot.
    Dm(UserId),
}

/// Whom a channel's exception is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    Role(RoleId),
    Member(UserId),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Overwrite {
    pub(crate) whom: Whom,
    pub(crate) allow: Permissions,
    pub(crate) deny: Permissions,
}

#[derive(Clone, Debug)]
pub(crate) struct ChannelRecord {
    pub(crate) id: ChannelId,
    pub(crate) name: String,
    pub(crate) home: Home,
    /// The channel whose thread it is; the exceptions of that one hold.
    pub(crate) thread_of: Option<ChannelId>,
    pub(crate) overwrites: Vec<Overwrite>,
    /// In order of arrival; only the newest in a forgetful world.
    pub(crate) messages: Vec<MessageId>,
}

impl ChannelRecord {
    pub(crate) fn guild(&self) -> Option<GuildId> {
        match self.home {
            Home::Guild(guild) => Some(guild),
            Home::Dm(_) => None,
        }
    }
}

/// What everybody may do in a DM.
const IN_A_DM: Permissions = Permissions::USUAL;

/// In a thread a permission of its own says who may write.
/// <https://discord.com/developers/docs/topics/threads#permissions>
fn in_thread(parent: Permissions) -> Permissions {
    if parent.contains(Permissions::SEND_MESSAGES_IN_THREADS) {
        parent.and(Permissions::SEND_MESSAGES)
    } else {
        parent.without(Permissions::SEND_MESSAGES)
    }
}

impl State {
    /// What `user` may do in `channel`.
    /// <https://discord.com/developers/docs/topics/permissions#permission-overwrites>
    pub(crate) fn permissions(&self, user: UserId, channel: ChannelId) -> Permissions {
        let Some(channel) = self.channels.get(&channel) else { return Permissions::NONE };
        match channel.home {
            Home::Dm(person) if person == user || self.is_bot(user) => IN_A_DM,
            Home::Dm(_) => Permissions::NONE,
            Home::Guild(guild) => match channel.thread_of.and_then(|parent| self.channels.get(&parent)) {
                Some(parent) => in_thread(self.permissions_in_guild_channel(user, guild, parent)),
                None => self.permissions_in_guild_channel(user, guild, channel),
            },
        }
    }

    fn permissions_in_guild_channel(&self, user: UserId, guild: GuildId, channel: &ChannelRecord) -> Permissions {
        let Some(guild) = self.guilds.get(&guild) else { return Permissions::NONE };
        let Some(member) = guild.members.get(&user) else { return Permissions::NONE };
        let base = guild.base_permissions(user, member);
        if base.contains(Permissions::ADMINISTRATOR) {
            return Permissions::ALL;
        }
        let everyone = guild.id.everyone();
        let of = |matches: &dyn Fn(Whom) -> bool| {
            channel
                .overwrites
                .iter()
                .filter(|o| matches(o.whom))
                .fold((Permissions::NONE, Permissions::NONE), |sum, o| (sum.0.and(o.allow), sum.1.and(o.deny)))
        };
        let steps = [
            of(&|whom| whom == Whom::Role(everyone)),
            of(&|whom| matches!(whom, Whom::Role(role) if member.roles.contains(&role))),
            of(&|whom| whom == Whom::Member(user)),
        ];
        let granted = steps.into_iter().fold(base, |now, (allow, deny)| now.without(deny).and(allow));
        if granted.contains(Permissions::VIEW_CHANNEL) { granted } else { Permissions::NONE }
    }

    pub(crate) fn is_bot(&self, user: UserId) -> bool {
        self.users.get(&user).is_some_and(|user| user.is_bot)
    }

    /// Name of a user, for texts that people read.
    pub(crate) fn name(&self, user: UserId) -> String {
        self.users.get(&user).map_or_else(|| user.to_string(), |user| user.name.clone())
    }
}

impl GuildRecord {
    fn base_permissions(&self, user: UserId, member: &MemberRecord) -> Permissions {
        if self.owner == user {
            return Permissions::ALL;
        }
        let everyone = self.id.everyone();
        let held = self.roles.iter().filter(|role| role.id == everyone || member.roles.contains(&role.id));
        held.fold(Permissions::NONE, |sum, role| sum.and(role.permissions))
    }
}
