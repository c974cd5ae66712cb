//! Events as the gateway brings them, each in a task that the shutdown waits for.
//!
//! The raw door of serenity is used for all of them: it hands every event over once, also one that it cannot read.

use std::{
    future::ready,
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

use serenity::{
    all::{Context, Event, RawEventHandler},
    futures::future::BoxFuture,
};
use tokio::sync::{Notify, mpsc};
use tokio_util::task::TaskTracker;

use super::{bot::Bot, hosts, start::Ended};
use crate::config::Api;

/// Takes what serenity delivers.
pub(super) struct Events {
    pub(super) bot: Arc<Bot>,
    pub(super) api: Api,
    /// Handlers under way.
    pub(super) running: TaskTracker,
    pub(super) connected: Arc<Connected>,
    /// What serenity would go on with, though nobody should.
    pub(super) fatal: mpsc::UnboundedSender<Ended>,
    pub(super) unreadable: AtomicU64,
}

/// Counts shards until all are there.
#[derive(Debug, Default)]
pub(super) struct Connected {
    pub(super) expected: u32,
    pub(super) shards: AtomicU32,
    pub(super) servers: AtomicU64,
    pub(super) all: Notify,
}

impl RawEventHandler for Events {
    // What `async_trait` would write, but for the future's size: whatever answers an interaction waits without the event.
    fn raw_event<'life0, 'async_trait>(&'life0 self, _: Context, event: Event) -> BoxFuture<'async_trait, ()>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        let running = self.running.token();
        match event {
            Event::InteractionCreate(event) => {
                let Some(received) = self.bot.receive(event.interaction) else { return Box::pin(ready(())) };
                Box::pin(async move {
                    let _running = running;
                    self.bot.interaction(received).await;
                })
            }
            event => Box::pin(async move {
                let _running = running;
                self.other(event).await;
            }),
        }
    }
}

impl Events {
    async fn other(&self, event: Event) {
        match event {
            Event::MessageCreate(event) => self.bot.message(event.message).await,
            Event::GuildCreate(event) => self.bot.joined(event.guild).await,
            Event::GuildDelete(event) => self.bot.threads.forget_server(event.guild.id),
            Event::ThreadCreate(event) => self.bot.threads.put(&event.thread),
            Event::ThreadUpdate(event) => self.bot.threads.put(&event.thread),
            Event::ThreadDelete(event) => self.bot.threads.forget(event.thread.guild_id, event.thread.id),
            Event::ThreadListSync(event) => {
                self.bot.threads.sync(event.guild_id, event.channel_ids.as_deref(), &event.threads);
            }
            Event::Ready(event) => self.ready(&event.ready.resume_gateway_url, event.ready.guilds.len()),
            Event::Unknown(event) => {
                let unreadable = self.unreadable.fetch_add(1, Ordering::Relaxed) + 1;
                tracing::warn!(kind = event.kind, unreadable, "event cannot be read");
                if event.kind == "INTERACTION_CREATE" {
                    self.bot.unreadable(&event.value).await;
                }
            }
            _ => {}
        }
    }

    fn ready(&self, resume_url: &str, servers: usize) {
        if let Err(ended) = hosts::check(&self.api, "READY", resume_url) {
            // The receiver is gone only when everything is over anyway.
            let _ = self.fatal.send(ended);
            return;
        }
        let servers = u64::try_from(servers).unwrap_or(u64::MAX);
        self.connected.servers.fetch_add(servers, Ordering::Relaxed);
        if self.connected.shards.fetch_add(1, Ordering::Relaxed) + 1 == self.connected.expected {
            self.connected.all.notify_one();
        }
    }
}
