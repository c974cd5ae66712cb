//! Which channel a thread is in, as the gateway tells it: a message names its thread only, and what a server chooses for
//! a channel holds in its threads and forum posts, too.
//!
//! Only active threads are kept; Discord allows a server a thousand. One that was archived is told again when somebody
//! writes in it. <https://discord.com/developers/docs/topics/threads#syncing>

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use serenity::all::{ChannelId, GuildChannel, GuildId};

use crate::ids;

/// The active threads of all servers.
#[derive(Debug, Default)]
pub(super) struct Threads(Mutex<HashMap<GuildId, HashMap<ChannelId, ChannelId>>>);

impl Threads {
    /// The channel that `thread` is in, if it is a thread.
    pub(super) fn parent(&self, server: ids::ServerId, thread: ids::ChannelId) -> Option<ids::ChannelId> {
        let (server, thread) = (GuildId::new(server.get()), ChannelId::new(thread.get()));
        self.with(|servers| servers.get(&server)?.get(&thread).map(|parent| ids::ChannelId::new(parent.get())))
    }

    /// Takes the place of what was known about some channels of a server, or about all of them.
    pub(super) fn sync(&self, server: GuildId, channels: Option<&[ChannelId]>, threads: &[GuildChannel]) {
        self.with(|servers| {
            let known = servers.entry(server).or_default();
            known.retain(|_, parent| channels.is_some_and(|channels| !channels.contains(parent)));
            known.extend(threads.iter().filter_map(entry));
        });
    }

    /// A thread is new, or has changed.
    pub(super) fn put(&self, thread: &GuildChannel) {
        let is_archived = thread.thread_metadata.is_some_and(|metadata| metadata.archived);
        match entry(thread) {
            Some((id, parent)) if !is_archived => {
                self.with(|servers| servers.entry(thread.guild_id).or_default().insert(id, parent));
            }
            _ => self.forget(thread.guild_id, thread.id),
        }
    }

    pub(super) fn forget(&self, server: GuildId, thread: ChannelId) {
        self.with(|servers| servers.get_mut(&server).map(|threads| threads.remove(&thread)));
    }

    pub(super) fn forget_server(&self, server: GuildId) {
        self.with(|servers| servers.remove(&server));
    }

    fn with<T>(&self, f: impl FnOnce(&mut HashMap<GuildId, HashMap<ChannelId, ChannelId>>) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn entry(thread: &GuildChannel) -> Option<(ChannelId, ChannelId)> {
    Some((thread.id, thread.parent_id?))
}
