//! What the staff of each server has chosen, in memory: every action and every suggestion needs it, and only this
//! process changes it.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use super::Result;
use crate::{
    ids::ServerId,
    store::{Store, servers::ServerSettings},
};

pub(super) struct Servers {
    known: RwLock<HashMap<ServerId, Arc<ServerSettings>>>,
    /// Of a server that has chosen nothing.
    unset: Arc<ServerSettings>,
}

impl Servers {
    pub(super) async fn load(store: &Store) -> Result<Self> {
        let servers = store.servers().await?;
        let known = servers.into_iter().map(|(id, settings)| (id, Arc::new(settings))).collect();
        Ok(Self { known: RwLock::new(known), unset: Arc::default() })
    }

    pub(super) fn get(&self, server: ServerId) -> Arc<ServerSettings> {
        // A panic between two assignments cannot leave the map half-changed.
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&server).map_or_else(|| Arc::clone(&self.unset), Arc::clone)
    }

    /// Reads a server's row again, after a write to it.
    pub(super) async fn refresh(&self, store: &Store, server: ServerId) -> Result<()> {
        let settings = Arc::new(store.server(server).await?);
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(server, settings);
        Ok(())
    }
}
