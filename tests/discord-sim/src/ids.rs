//! Snowflakes: one type per kind of id, and the mint that makes them.
//!
//! An id carries the time it was made, as Discord's do: Docent reads its deadline from an interaction's id.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::clock;

/// First millisecond of Discord's calendar, in Unix time.
/// <https://discord.com/developers/docs/reference#snowflakes>
pub const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;

/// Bits below the timestamp in a snowflake.
pub(crate) const TIMESTAMP_SHIFT: u32 = 22;

macro_rules! snowflakes {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// Takes over an id that arrived on the wire or was minted.
            pub fn new(raw: u64) -> Self {
                Self(raw)
            }

            /// The bare number.
            pub fn raw(self) -> u64 {
                self.0
            }

            /// When it was made, in Unix milliseconds.
            pub fn made_at_ms(self) -> u64 {
                (self.0 >> TIMESTAMP_SHIFT) + DISCORD_EPOCH_MS
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        /// Ids travel as strings: JavaScript cannot hold them as numbers.
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl From<$name> for serde_json::Value {
            fn from(id: $name) -> Self {
                Self::String(id.to_string())
            }
        }
    )*};
}

snowflakes! {
    /// An application; its bot user has the same number.
    ApplicationId,
    /// A file of a message.
    AttachmentId,
    /// A channel of a guild, or a DM.
    ChannelId,
    /// A registered command.
    CommandId,
    /// A server.
    GuildId,
    /// One use of a command, button, select, form or suggestion list.
    InteractionId,
    /// A message.
    MessageId,
    /// A role; `@everyone` has the number of its guild.
    RoleId,
    /// A person or a bot.
    UserId,
}

impl GuildId {
    /// The shard that hears of this guild.
    /// <https://discord.com/developers/docs/events/gateway#sharding>
    pub fn shard(self, shards: u64) -> u64 {
        (self.0 >> TIMESTAMP_SHIFT) % shards
    }

    /// The id of the role that everybody has.
    pub(crate) fn everyone(self) -> RoleId {
        RoleId::new(self.0)
    }
}

/// Makes snowflakes that never repeat and always grow.
#[derive(Debug, Default)]
pub(crate) struct Mint {
    last: AtomicU64,
}

impl Mint {
    /// A fresh number, coded from the present time.
    pub(crate) fn next(&self) -> u64 {
        let now = clock::now_ms().saturating_sub(DISCORD_EPOCH_MS) << TIMESTAMP_SHIFT;
        let grow = |last: u64| Some(now.max(last + 1));
        let before = match self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, grow) {
            Ok(before) | Err(before) => before,
        };
        now.max(before + 1)
    }

    /// A fresh number that claims to be so many milliseconds old.
    pub(crate) fn next_aged(&self, age_ms: u64) -> u64 {
        self.next().saturating_sub(age_ms << TIMESTAMP_SHIFT)
    }

    /// A fresh guild id that belongs to `shard`. It may lie some milliseconds in the past.
    pub(crate) fn guild_on_shard(&self, shard: u64, shards: u64) -> GuildId {
        let fresh = self.next();
        let ahead = (GuildId::new(fresh).shard(shards) + shards - shard % shards) % shards;
        GuildId::new(fresh - (ahead << TIMESTAMP_SHIFT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_and_tell_their_time() {
        let mint = Mint::default();
        let ids: Vec<u64> = (0..1000).map(|_| mint.next()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
        let age = clock::now_ms() - InteractionId::new(ids[0]).made_at_ms();
        assert!(age < 5_000, "{age}");
    }

    #[test]
    fn a_guild_can_be_made_for_a_shard() {
        let mint = Mint::default();
        for shard in 0..3 {
            assert_eq!(mint.guild_on_shard(shard, 3).shard(3), shard);
        }
    }
}
