//! Noticing that files have changed: by events where the system gives them, by names, sizes and times elsewhere.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    time::Duration,
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{MetadataKind, ModifyKind},
};
use tokio::{sync::mpsc, time};
use walkdir::WalkDir;

/// Events of a content folder, and of the folders outside of it that pages include files from.
pub(super) struct Watch {
    /// Nothing where the system gives no events. Watches for as long as it lives.
    _watcher: Option<RecommendedWatcher>,
    changed: mpsc::Receiver<()>,
    /// Keeps the channel open where there is no watcher.
    _keep: mpsc::Sender<()>,
}

impl Watch {
    pub(super) fn start(content: &Path, outside: &[PathBuf]) -> Self {
        // One place: any number of events is one change.
        let (tx, changed) = mpsc::channel(1);
        let keep = tx.clone();
        let folder = content.canonicalize().unwrap_or_else(|_| content.to_owned());
        let outside_of_parent = outside.to_vec();
        let watched = folder.clone();
        let handler = move |event: notify::Result<Event>| {
            let concerns = event.map_or(true, |event| {
                let in_watched = |path: &PathBuf| {
                    path.starts_with(&watched) || outside_of_parent.iter().any(|folder| path.starts_with(folder))
                };
                is_change(event.kind) && event.paths.iter().any(in_watched)
            });
            if concerns {
                // Full: a change is already waiting to be noticed.
                let _ = tx.try_send(());
            }
        };
        let watcher = notify::recommended_watcher(handler).and_then(|mut watcher| {
            // The folder above tells when the content folder is replaced as a whole.
            if let Some(parent) = folder.parent() {
                watcher.watch(parent, RecursiveMode::NonRecursive)?;
            }
            if folder.is_dir() {
                watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
            for folder in outside {
                watcher.watch(folder, RecursiveMode::NonRecursive)?;
            }
            Ok(watcher)
        });
        let watcher = watcher
            .inspect_err(|error| tracing::warn!(%error, "cannot watch the content folder; looking every few seconds"))
            .ok();
        Self { _watcher: watcher, changed, _keep: keep }
    }

    /// Waits for the next change.
    pub(super) async fn changed(&mut self) {
        self.changed.recv().await;
    }

    /// Waits until nothing has changed for `quiet`, at most for `restless`.
    pub(super) async fn quiet(&mut self, quiet: Duration, restless: Duration) {
        let settled = async { while time::timeout(quiet, self.changed()).await.is_ok() {} };
        // Timing out is the other way to be done.
        let _ = time::timeout(restless, settled).await;
    }
}

/// Reading is no change, or our own look would be one.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => true,
    }
}

/// Names, sizes and times of all files, in one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stamp(u64);

impl Stamp {
    pub(super) fn of(content: &Path, outside: &[PathBuf]) -> Self {
        let mut hasher = DefaultHasher::new();
        add(&mut hasher, WalkDir::new(content).follow_links(true));
        for folder in outside {
            add(&mut hasher, WalkDir::new(folder).max_depth(1));
        }
        Self(hasher.finish())
    }
}

fn add(hasher: &mut DefaultHasher, walk: WalkDir) {
    for entry in walk.sort_by_file_name().into_iter().flatten() {
        entry.path().hash(hasher);
        if let Ok(metadata) = entry.metadata().map(|metadata| (metadata.len(), metadata.modified().ok())) {
            metadata.hash(hasher);
        }
    }
}
