//! Notices when the event loop is held up: a tick that comes late means that everybody waits.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::metrics;

const TICK: Duration = Duration::from_millis(250);
/// So late that people notice. Discord waits three seconds for an answer.
const STALL: Duration = Duration::from_millis(200);

/// Ticks until `shutdown`.
pub(super) async fn watch(shutdown: CancellationToken) {
    loop {
        let due = Instant::now() + TICK;
        tokio::select! {
            () = sleep_until(due) => {}
            () = shutdown.cancelled() => return,
        }
        note(Instant::now().saturating_duration_since(due));
    }
}

fn note(late: Duration) {
    let metrics = metrics::of_this_process();
    metrics.loop_delay(late);
    if late >= STALL {
        metrics.stalls.inc();
        tracing::warn!(event = "loop.stall", late_ms = late.as_millis(), "the event loop was held up");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_holds_up_the_loop_is_noticed() {
        let stalls = &metrics::of_this_process().stalls;
        let before = stalls.get();
        let shutdown = CancellationToken::new();
        let watching = tokio::spawn(watch(shutdown.clone()));
        tokio::task::yield_now().await;
        // Holds the only thread of this runtime, as a bug would.
        std::thread::sleep(TICK + STALL * 2);
        while stalls.get() == before {
            tokio::task::yield_now().await;
        }
        shutdown.cancel();
        watching.await.unwrap();
    }
}
