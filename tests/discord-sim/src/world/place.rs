//! Servers, channels and roles, as tests handle them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::clock;
use crate::gateway::{Event, Intents};
use crate::ids::{ChannelId, GuildId, RoleId, UserId};
use crate::permissions::Permissions;
use crate::sim::Sim;
use crate::state::people::{ChannelRecord, GuildRecord, Home, MemberRecord, Overwrite, RoleRecord, UserRecord, Whom};
use crate::wire;
use crate::world::person::User;

/// A server.
#[derive(Clone)]
pub struct Guild {
    sim: Arc<Sim>,
    id: GuildId,
}

/// A text channel of a server.
#[derive(Clone)]
pub struct Channel {
    sim: Arc<Sim>,
    id: ChannelId,
    guild: GuildId,
}

/// A role of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    id: RoleId,
    guild: GuildId,
}

/// Where something is written: a channel, or the DM with the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    channel: ChannelId,
    guild: Option<GuildId>,
}

impl Place {
    pub(crate) fn new(channel: ChannelId, guild: Option<GuildId>) -> Self {
        Self { channel, guild }
    }

    /// Its channel.
    pub fn channel_id(self) -> ChannelId {
        self.channel
    }

    /// Its server, if it is no DM.
    pub fn guild_id(self) -> Option<GuildId> {
        self.guild
    }
}

impl From<&Channel> for Place {
    fn from(channel: &Channel) -> Self {
        Self { channel: channel.id, guild: Some(channel.guild) }
    }
}

impl From<&Place> for Place {
    fn from(place: &Place) -> Self {
        *place
    }
}

fn open(sim: &Arc<Sim>, guild: GuildId, name: &str, thread_of: Option<ChannelId>) -> Channel {
    let id = ChannelId::new(sim.mint.next());
    let name = name.to_string();
    let home = Home::Guild(guild);
    let record = ChannelRecord { id, name, home, thread_of, overwrites: Vec::new(), messages: Vec::new() };
    let data = sim.state(|state| {
        let data = wire::channel(state, &record).to_string();
        state.channels.insert(id, record);
        if let Some(guild) = state.guilds.get_mut(&guild) {
            guild.channels.push(id);
        }
        data
    });
    let event = if thread_of.is_some() { "THREAD_CREATE" } else { "CHANNEL_CREATE" };
    sim.dispatch(&Event::new(event, Some(guild), Intents::GUILDS, data));
    Channel { sim: Arc::clone(sim), id, guild }
}

/// Makes a server, and tells the bot that it is in it. The owner is a person of their own.
pub(crate) fn found_guild(sim: &Arc<Sim>, id: GuildId, name: &str) -> Guild {
    let owner = UserRecord {
        id: UserId::new(sim.mint.next()),
        name: format!("Owner of {name}"),
        locale: "en-US".to_string(),
        is_bot: false,
        dm: None,
        dms_closed: false,
    };
    let everyone = RoleRecord { id: id.everyone(), name: "@everyone".to_string(), permissions: Permissions::USUAL };
    let member = || MemberRecord { roles: Vec::new(), joined_ms: clock::now_ms() };
    let record = GuildRecord {
        id,
        name: name.to_string(),
        owner: owner.id,
        roles: vec![everyone],
        members: HashMap::from([(owner.id, member()), (sim.bot(), member())]),
        channels: Vec::new(),
        locale: "en-US".to_string(),
        has_bot: true,
    };
    sim.state(|state| {
        state.users.insert(owner.id, owner);
        state.guilds.insert(id, record);
    });
    let guild = Guild { sim: Arc::clone(sim), id };
    guild.tell_created();
    guild
}

impl Guild {
    /// Its id.
    pub fn id(&self) -> GuildId {
        self.id
    }

    fn change<T>(&self, f: impl FnOnce(&mut GuildRecord) -> T) -> T {
        self.sim.state(|state| f(state.guilds.get_mut(&self.id).expect("guilds are never removed")))
    }

    fn tell_created(&self) {
        let data = self.sim.state(|state| {
            let record = state.guilds.get(&self.id)?;
            Some(wire::guild_create(state, record, self.sim.bot()).to_string())
        });
        if let Some(data) = data {
            self.sim.dispatch(&Event::new("GUILD_CREATE", Some(self.id), Intents::GUILDS, data));
        }
        self.sim.something_changed();
    }

    /// A new channel that everybody can see.
    pub fn channel(&self, name: &str) -> Channel {
        open(&self.sim, self.id, name, None)
    }

    /// A new role.
    pub fn role(&self, name: &str, permissions: Permissions) -> Role {
        let id = RoleId::new(self.sim.mint.next());
        self.change(|guild| guild.roles.push(RoleRecord { id, name: name.to_string(), permissions }));
        Role { id, guild: self.id }
    }

    /// Sets the server's language.
    pub fn speaks(&self, locale: &str) -> &Self {
        self.change(|guild| guild.locale = locale.to_string());
        self
    }

    /// Makes somebody the owner; they join if they were not in.
    pub fn belongs_to(&self, user: &User) -> &Self {
        user.joins(self);
        self.change(|guild| guild.owner = user.id());
        self
    }

    /// Gives the bot permissions in the whole server, beyond those of everybody.
    pub fn bot_may(&self, permissions: Permissions) -> &Self {
        let role = self.role("bot", permissions);
        let bot = self.sim.bot();
        self.change(|guild| {
            if let Some(member) = guild.members.get_mut(&bot) {
                member.roles.push(role.id);
            }
        });
        self
    }

    /// The bot is thrown out.
    pub fn removes_bot(&self) {
        let bot = self.sim.bot();
        self.change(|guild| {
            guild.has_bot = false;
            guild.members.remove(&bot);
        });
        let data = serde_json::json!({"id": self.id}).to_string();
        self.sim.dispatch(&Event::new("GUILD_DELETE", Some(self.id), Intents::GUILDS, data));
        self.sim.something_changed();
    }

    /// The bot is invited (again).
    pub fn invites_bot(&self) {
        let bot = self.sim.bot();
        self.change(|guild| {
            guild.has_bot = true;
            guild.members.insert(bot, MemberRecord { roles: Vec::new(), joined_ms: clock::now_ms() });
        });
        self.tell_created();
    }

    pub(crate) fn add_member(&self, user: UserId) {
        let member = MemberRecord { roles: Vec::new(), joined_ms: clock::now_ms() };
        self.change(|guild| {
            guild.members.entry(user).or_insert(member);
        });
    }

    pub(crate) fn remove_member(&self, user: UserId) {
        self.change(|guild| {
            guild.members.remove(&user);
        });
    }
}

impl Role {
    /// Its id.
    pub fn id(self) -> RoleId {
        self.id
    }

    pub(crate) fn guild_id(self) -> GuildId {
        self.guild
    }
}

impl Channel {
    /// Its id.
    pub fn id(&self) -> ChannelId {
        self.id
    }

    /// Its server's id.
    pub fn guild_id(&self) -> GuildId {
        self.guild
    }

    /// A new thread in this channel, or a post where it is a forum.
    pub fn thread(&self, name: &str) -> Channel {
        open(&self.sim, self.guild, name, Some(self.id))
    }

    fn overwrite(&self, whom: Whom, allow: Permissions, deny: Permissions) -> &Self {
        self.sim.state(|state| {
            if let Some(channel) = state.channels.get_mut(&self.id) {
                channel.overwrites.retain(|overwrite| overwrite.whom != whom);
                channel.overwrites.push(Overwrite { whom, allow, deny });
            }
        });
        self
    }

    /// Takes permissions from the bot in this channel.
    pub fn bot_may_not(&self, permissions: Permissions) -> &Self {
        self.overwrite(Whom::Member(self.sim.bot()), Permissions::NONE, permissions)
    }

    /// Takes permissions from everybody in this channel.
    pub fn nobody_may(&self, permissions: Permissions) -> &Self {
        self.overwrite(Whom::Role(self.guild.everyone()), Permissions::NONE, permissions)
    }

    /// Gives a role permissions in this channel.
    pub fn role_may(&self, role: Role, permissions: Permissions) -> &Self {
        self.overwrite(Whom::Role(role.id), permissions, Permissions::NONE)
    }

    /// Gives a person permissions in this channel.
    pub fn user_may(&self, user: &User, permissions: Permissions) -> &Self {
        self.overwrite(Whom::Member(user.id()), permissions, Permissions::NONE)
    }

    /// Takes permissions from a person in this channel.
    pub fn user_may_not(&self, user: &User, permissions: Permissions) -> &Self {
        self.overwrite(Whom::Member(user.id()), Permissions::NONE, permissions)
    }
}
