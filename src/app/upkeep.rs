//! What has to be done once a day.

use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::{
    clock::{Clock, Timestamp},
    store::Store,
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Does it now and every day, until `shutdown`.
pub(super) async fn daily(store: Store, keep_days: u32, clock: Clock, shutdown: CancellationToken) {
    loop {
        tick(&store, keep_days, clock.now()).await;
        tokio::select! {
            () = sleep(DAY) => {}
            () = shutdown.cancelled() => return,
        }
    }
}

/// Deletes the words of questions that are older than `keep_days`. A fault is logged; the next day tries again.
pub(super) async fn tick(store: &Store, keep_days: u32, now: Timestamp) {
    match store.purge_words(now.before(DAY * keep_days)).await {
        Ok(0) => {}
        Ok(asks) => tracing::info!(asks, "deleted the words of old questions"),
        Err(error) => tracing::warn!(%error, "cannot delete the words of old questions"),
    }
}
