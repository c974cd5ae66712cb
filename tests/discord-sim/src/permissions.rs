//! Permission bits. <https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags>

/// A set of permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Permissions(u64);

impl Permissions {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// May do everything, whatever a channel says.
    pub const ADMINISTRATOR: Self = Self(1 << 3);
    /// May manage the server.
    pub const MANAGE_GUILD: Self = Self(1 << 5);
    /// May react.
    pub const ADD_REACTIONS: Self = Self(1 << 6);
    /// May see the channel.
    pub const VIEW_CHANNEL: Self = Self(1 << 10);
    /// May write.
    pub const SEND_MESSAGES: Self = Self(1 << 11);
    /// May delete what others wrote.
    pub const MANAGE_MESSAGES: Self = Self(1 << 13);
    /// May send embeds.
    pub const EMBED_LINKS: Self = Self(1 << 14);
    /// May send files.
    pub const ATTACH_FILES: Self = Self(1 << 15);
    /// May read what was written before.
    pub const READ_MESSAGE_HISTORY: Self = Self(1 << 16);
    /// May ping `@everyone` and every role.
    pub const MENTION_EVERYONE: Self = Self(1 << 17);
    /// May use commands of apps.
    pub const USE_APPLICATION_COMMANDS: Self = Self(1 << 31);
    /// May write in threads.
    pub const SEND_MESSAGES_IN_THREADS: Self = Self(1 << 38);
    /// Every bit.
    pub const ALL: Self = Self((1 << 53) - 1);

    /// What `@everyone` has in a new server here.
    pub const USUAL: Self = Self(
        Self::ADD_REACTIONS.0
            | Self::VIEW_CHANNEL.0
            | Self::SEND_MESSAGES.0
            | Self::EMBED_LINKS.0
            | Self::ATTACH_FILES.0
            | Self::READ_MESSAGE_HISTORY.0
            | Self::USE_APPLICATION_COMMANDS.0
            | Self::SEND_MESSAGES_IN_THREADS.0,
    );

    /// Takes over bits from the wire.
    pub fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// All of `wanted` are here.
    pub fn contains(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }

    /// These and those.
    pub fn and(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    /// These without those.
    pub fn without(self, fewer: Self) -> Self {
        Self(self.0 & !fewer.0)
    }
}

impl std::ops::BitOr for Permissions {
    type Output = Self;

    fn bitor(self, more: Self) -> Self {
        self.and(more)
    }
}

/// Permission sets travel as decimal strings.
impl serde::Serialize for Permissions {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl From<Permissions> for serde_json::Value {
    fn from(permissions: Permissions) -> Self {
        Self::String(permissions.0.to_string())
    }
}
