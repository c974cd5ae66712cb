//! Panics, which are bugs: each is noted once, counted, and ends no more than the work that it happened in.
//!
//! A panic's message may quote what a learner wrote, as that of a wrong slice does. So it is never logged: the place
//! in the source says where to look. Knows nothing of whose work it was; whoever catches a panic tells the person.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    panic::{self, AssertUnwindSafe},
    pin::Pin,
    sync::atomic::{AtomicU64, Ordering},
    task::Poll,
};

static CAUGHT: AtomicU64 = AtomicU64::new(0);
static UNCAUGHT: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// Whether somebody on this thread waits for a panic, and will log it.
    static AWAITED: Cell<bool> = const { Cell::new(false) };
    /// Where the last one was.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Some work ended in a panic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a panic at {place}")]
pub struct Panicked {
    /// File, line and column.
    place: String,
}

/// How many panics there were since the process started.
pub fn count() -> u64 {
    CAUGHT.load(Ordering::Relaxed) + UNCAUGHT.load(Ordering::Relaxed)
}

/// From now on a panic that nobody catches is a line in the log, without its message. Call once.
pub fn log_them() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        if AWAITED.get() {
            PLACE.replace(place);
            return;
        }
        UNCAUGHT.fetch_add(1, Ordering::Relaxed);
        let thread = std::thread::current();
        tracing::error!(event = "panic", place, thread = thread.name().unwrap_or_default(), "a bug: a panic");
    }));
}

/// Does `work` and survives its panic.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    let outer = AWAITED.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    AWAITED.set(outer);
    done.map_err(|_| {
        CAUGHT.fetch_add(1, Ordering::Relaxed);
        Panicked { place: PLACE.take() }
    })
}

/// Does `work` to its end and survives its panic. It comes pinned, since a future that takes another one by value holds
/// room for it twice.
pub async fn survive<T>(mut work: Pin<&mut impl Future<Output = T>>) -> Result<T, Panicked> {
    poll_fn(|cx| match catch(|| work.as_mut().poll(cx)) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(done)) => Poll::Ready(Ok(done)),
        Err(panicked) => Poll::Ready(Err(panicked)),
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    #[tokio::test]
    async fn a_panic_ends_its_work_and_nothing_else() {
        let before = count();
        let work = async {
            tokio::task::yield_now().await;
            let word = "what Ada wrote";
            assert!(word.is_empty(), "{word}");
        };
        let panicked = survive(pin!(work)).await.unwrap_err();
        assert!(!panicked.to_string().contains("Ada"), "{panicked}");
        assert!(count() > before);
        assert_eq!(survive(pin!(async { 7 })).await, Ok(7));
        assert!(!AWAITED.get());
    }
}
