//! Following a teacher's edits: when files change, everything is read anew and takes the place of the old in one
//! swap; what cannot be served leaves the old in place.
//!
//! `docent check` and a running bot read with the same code ([`load::load`]). Nothing here is asynchronous except
//! [`follow`], which waits and then calls [`Sync::tick`].

mod watch;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use self::watch::{Stamp, Watch};
use super::{Library, Shelf};
use crate::{
    clock::{Clock, Timestamp},
    course::{
        load::{self, LoadError, Loaded},
        problem::Problem,
    },
};

/// Editors and `git pull` write many files one after the other: a change counts when it has been quiet for so long.
const QUIET: Duration = Duration::from_millis(250);
/// A folder that never rests is read all the same, so often.
const RESTLESS: Duration = Duration::from_secs(5);
/// Not every file system tells of changes (network folders, some containers): look so often, by names and times alone.
const LOOK: Duration = Duration::from_secs(10);

/// What has to happen before learners meet a new library: their records go where the text is now, and the library hears
/// where old names lead.
pub type Prepare = Box<dyn Fn(&mut Library, Timestamp) -> anyhow::Result<()> + Send + std::marker::Sync>;

/// Keeps a shelf in step with a content folder.
pub struct Sync {
    content: PathBuf,
    shelf: Arc<Shelf>,
    prepare: Prepare,
    seen: Mutex<Seen>,
}

/// The state of the files that the shelf was filled from or that was refused.
struct Seen {
    digest: Option<blake3::Hash>,
    outside: Vec<PathBuf>,
    stamp: Stamp,
}

/// What became of a change.
#[derive(Debug)]
pub enum Reloaded {
    /// The new library is in place.
    Swapped(Swap),
    /// What learners see is as before.
    Unchanged,
    /// The old library keeps serving.
    Refused(Refusal),
}

/// A new library.
#[derive(Debug)]
pub struct Swap {
    pub version: String,
    pub courses: usize,
    pub passages: usize,
    /// What is wrong with the files; learners see the rest.
    pub problems: Vec<Problem>,
    /// Reading, indexing and swapping.
    pub took: Duration,
}

/// Why a state of the files is not served.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    Unreadable(#[from] LoadError),
    #[error("no course can be read any more: `docent check` says what is wrong")]
    NoCourse { problems: Vec<Problem> },
    #[error("cannot index the content: {0:#}")]
    Index(anyhow::Error),
    /// It is tried again at the next look.
    #[error("cannot bring learners' records over to the new content: {0:#}")]
    Records(anyhow::Error),
}

impl Sync {
    /// Follows `content`, from which `loaded` filled the shelf.
    pub fn new(content: &Path, shelf: Arc<Shelf>, loaded: &Loaded, prepare: Prepare) -> Self {
        let outside: Vec<PathBuf> = loaded.outside.iter().cloned().collect();
        let stamp = Stamp::of(content, &outside);
        let seen = Mutex::new(Seen { digest: Some(loaded.digest), outside, stamp });
        Self { content: content.to_owned(), shelf, prepare, seen }
    }

    /// Reads everything anew and swaps it in if it differs and can be served. Takes as long as reading and indexing
    /// do: call it off the event loop.
    pub fn tick(&self, now: Timestamp) -> Reloaded {
        let started = Instant::now();
        let stamp = Stamp::of(&self.content, &self.outside());
        let reloaded = match load::load(&self.content) {
            Ok(loaded) => self.settle(loaded, stamp, now, started),
            Err(error) => {
                self.note(None, None, stamp);
                Reloaded::Refused(Refusal::Unreadable(error))
            }
        };
        if matches!(reloaded, Reloaded::Refused(_)) {
            self.shelf.refuse(now);
        }
        reloaded
    }

    fn settle(&self, loaded: Loaded, stamp: Stamp, now: Timestamp, started: Instant) -> Reloaded {
        let Loaded { courses, problems, digest, outside, .. } = loaded;
        if !self.note(Some(digest), Some(outside.into_iter().collect()), stamp) {
            return Reloaded::Unchanged;
        }
        if courses.is_empty() {
            return Reloaded::Refused(Refusal::NoCourse { problems });
        }
        match Library::new(courses, now) {
            Ok(mut library) => {
                if let Err(error) = (self.prepare)(&mut library, now) {
                    self.note(None, None, Stamp::default());
                    return Reloaded::Refused(Refusal::Records(error));
                }
                let swap = Swap {
                    version: library.version().to_owned(),
                    courses: library.courses().len(),
                    passages: library.search().passages(),
                    problems,
                    took: started.elapsed(),
                };
                self.shelf.put(library);
                Reloaded::Swapped(swap)
            }
            Err(error) => Reloaded::Refused(Refusal::Index(error)),
        }
    }

    /// Whether names, sizes or times of files differ from what was seen last.
    fn is_touched(&self) -> bool {
        let stamp = Stamp::of(&self.content, &self.outside());
        self.seen().stamp != stamp
    }

    /// Keeps what was seen; says whether it differs from before.
    fn note(&self, digest: Option<blake3::Hash>, outside: Option<Vec<PathBuf>>, stamp: Stamp) -> bool {
        let mut seen = self.seen();
        let differs = seen.digest != digest;
        seen.digest = digest;
        seen.stamp = stamp;
        if let Some(outside) = outside {
            seen.outside = outside;
        }
        differs
    }

    fn outside(&self) -> Vec<PathBuf> {
        self.seen().outside.clone()
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        // Every holder leaves it whole, whatever happens to it afterwards.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Follows the folder until `stop`: waits for a change and for quiet, then reads. Whatever differs goes to
/// `listener`; when nobody takes it, the next one does not wait.
pub async fn follow(sync: Arc<Sync>, clock: Clock, stop: CancellationToken, listener: mpsc::Sender<Reloaded>) {
    loop {
        // The watch begins before the look, so that no change falls between the two, also not at the start. A new
        // one each time finds new folders, and a folder that was replaced as a whole.
        let mut watch = Watch::start(&sync.content, &sync.outside());
        let now = clock.now();
        let reloaded = off_the_event_loop(&sync, move |sync| sync.tick(now)).await;
        report(&reloaded);
        if !matches!(reloaded, Reloaded::Unchanged) && listener.try_send(reloaded).is_err() {
            tracing::debug!("nobody listens to what became of the content");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = change(&sync, &mut watch) => {}
        }
    }
}

/// Waits until files have changed and rest again.
async fn change(sync: &Arc<Sync>, watch: &mut Watch) {
    loop {
        match tokio::time::timeout(LOOK, watch.changed()).await {
            Ok(()) => return watch.quiet(QUIET, RESTLESS).await,
            Err(_) if off_the_event_loop(sync, Sync::is_touched).await => return,
            Err(_) => {}
        }
    }
}

async fn off_the_event_loop<T: Send + 'static>(sync: &Arc<Sync>, work: impl FnOnce(&Sync) -> T + Send + 'static) -> T {
    let sync = sync.clone();
    let span = tracing::Span::current();
    match tokio::task::spawn_blocking(move || span.in_scope(|| work(&sync))).await {
        Ok(done) => done,
        Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
    }
}

fn report(reloaded: &Reloaded) {
    match reloaded {
        Reloaded::Swapped(swap) => tracing::info!(
            event = "content.swapped",
            version = swap.version,
            courses = swap.courses,
            passages = swap.passages,
            problems = swap.problems.len(),
            duration_ms = u64::try_from(swap.took.as_millis()).unwrap_or(u64::MAX),
            "the content has changed and is in place"
        ),
        Reloaded::Unchanged => {}
        Reloaded::Refused(refusal) => tracing::error!(
            event = "content.refused",
            reason = %refusal,
            "the content has changed but cannot be served; the old content stays"
        ),
    }
}

#[cfg(test)]
mod tests;
