//! What `chat` and `serve` stand on: library, database, tutor, and the tasks that keep them up to date.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{Content, Stop, records, upkeep};
use crate::{
    clock::Clock,
    config::Config,
    library::{
        Shelf,
        sync::{self, Sync},
    },
    store::{OpenOptions, Store, error::OpenError},
    tutor::{Policy, Tutor},
};

pub(super) struct Service {
    pub tutor: Arc<Tutor>,
    /// Stops everything that runs.
    pub shutdown: CancellationToken,
    pub tasks: TaskTracker,
    pub store: Store,
    pub shelf: Arc<Shelf>,
}

impl Service {
    /// Opens the database, follows the content folder, and does what has to be done daily.
    pub async fn start(config: &Config, content: Content, clock: Clock) -> Result<Self, Stop> {
        let store = open(config).await?;
        let Content { loaded, mut library } = content;
        records::carry(&store, &mut library, clock.now()).await?;
        let shelf = Arc::new(Shelf::new(library));
        let policy = Policy { words_kept_days: config.keep_words_days };
        let tutor = Tutor::new(Arc::clone(&shelf), store.clone(), clock.clone(), policy)
            .await
            .map_err(|error| anyhow::Error::new(error).context("cannot read the database"))?;

        let shutdown = CancellationToken::new();
        let tasks = TaskTracker::new();
        let sync =
            Arc::new(Sync::new(&config.content, Arc::clone(&shelf), &loaded, records::before_swap(store.clone())));
        // The log tells what became of an edit; nobody else has to know yet.
        let (listener, _) = mpsc::channel(1);
        tasks.spawn(sync::follow(sync, clock.clone(), shutdown.clone(), listener));
        tasks.spawn(upkeep::daily(store.clone(), config.keep_words_days, clock, shutdown.clone()));
        Ok(Self { tutor: Arc::new(tutor), shutdown, tasks, store, shelf })
    }

    /// Waits for the tasks, carries out what was promised, and closes the database.
    pub async fn stop(self) {
        self.shutdown.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.store.close().await;
    }
}

/// What an operator can mend is their business, everything else a fault.
pub(super) async fn open(config: &Config) -> Result<Store, Stop> {
    Store::open(&config.database, &OpenOptions::default()).await.map_err(|error| match error {
        OpenError::Fault { .. } => Stop::Fault(error.into()),
        error => Stop::Usage(error.to_string()),
    })
}
