//! Docent on Discord, as learners, teachers and operators meet it: the whole program against a world with Discord's
//! rules. What the wire alone can show; what is said is tested with the tutor.

mod asking;
mod connection;
mod deadlines;
mod faults;
#[cfg(target_os = "linux")]
mod full_disk;
mod hostile;
mod killed;
mod live;
mod privacy;
mod process;
mod progress;
mod quizzes;
mod reminders;
mod servers;
mod starting;
mod whole_course;

use std::{path::Path, sync::Arc, time::Duration};

use discord_sim::{Channel, Guild, Message, User, World, WorldBuilder};
use docent::{
    boards::Boards,
    clock::Clock,
    config::Api,
    course::load,
    discord::start::{self, Ended, Posts, Ready, Settings},
    library::{Library, Shelf},
    outbox::{Handover, Outbox},
    starts::Starts,
    store::{OpenOptions, Store},
    tutor::{Policy, Tutor},
};
use tempfile::TempDir;
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest that a shutdown may take.
const SHUTDOWN: Duration = Duration::from_secs(10);

/// A Discord with a server, two channels and two learners in it; Docent runs there with the tea course.
struct School {
    world: World,
    server: Guild,
    /// Where Docent greets the server.
    entrance: Channel,
    room: Channel,
    ada: User,
    bob: User,
    docent: Docent,
}

impl School {
    async fn open() -> Self {
        Self::open_in(World::builder()).await
    }

    async fn open_in(world: WorldBuilder) -> Self {
        Self::open_with(world, tea()).await
    }

    async fn open_with(world: WorldBuilder, library: Library) -> Self {
        Self::open_patiently(world, library, start::SILENCE).await
    }

    /// With a Docent that gives a silent shard up after `silence`.
    async fn open_patiently(world: WorldBuilder, library: Library, silence: Duration) -> Self {
        let world = world.patience(PATIENCE).start().await;
        let server = world.guild("School");
        let entrance = server.channel("entrance");
        let room = server.channel("general");
        let (ada, bob) = (world.user("Ada"), world.user("Bob"));
        ada.joins(&server);
        bob.joins(&server);
        let api = Api::At(world.api_url().parse().unwrap());
        let settings = Settings { token: world.token().to_owned().into(), api, silence };
        let mut docent = Docent::start_serving(settings, tempfile::tempdir().unwrap(), library).await;
        docent.is_ready().await;
        world.bot_ready().await;
        Self { world, server, entrance, room, ada, bob, docent }
    }

    /// What somebody in the room can read there.
    fn in_the_room(&self, user: &User) -> Vec<Message> {
        let room = discord_sim::Place::from(&self.room);
        self.world.seen_by(user).into_iter().filter(|message| message.place() == room).collect()
    }

    /// Stops Docent in order and starts it again with the same database.
    async fn restart(&mut self) {
        let folder = self.docent.stop().await;
        self.docent = Docent::start(&self.world, folder).await;
        self.docent.is_ready().await;
        self.world.bot_ready().await;
    }

    /// Everybody goes home, and nothing may be left open.
    async fn close(mut self) {
        self.docent.stop().await;
        self.world.finish();
    }
}

/// A running Docent.
struct Docent {
    store: Store,
    outbox: Outbox,
    /// Where letters are handed over.
    post: mpsc::Sender<Handover>,
    shutdown: CancellationToken,
    running: Option<JoinHandle<Result<(), Ended>>>,
    ready: Option<oneshot::Receiver<Ready>>,
    folder: Option<TempDir>,
}

impl Docent {
    async fn start(world: &World, folder: TempDir) -> Self {
        let api = Api::At(world.api_url().parse().unwrap());
        let token = world.token().to_owned().into();
        Self::start_with(Settings { token, api, silence: start::SILENCE }, folder).await
    }

    async fn start_with(settings: Settings, folder: TempDir) -> Self {
        Self::start_serving(settings, folder, tea()).await
    }

    async fn start_serving(settings: Settings, folder: TempDir, library: Library) -> Self {
        let store = Store::open(&folder.path().join("docent.db"), &OpenOptions::default()).await.unwrap();
        let shelf = Arc::new(Shelf::new(library));
        let policy = Policy { words_kept_days: 30 };
        let tutor = Arc::new(Tutor::new(shelf, store.clone(), Clock::System, policy).await.unwrap());
        let outbox = Outbox::new(store.clone(), Arc::clone(&tutor));
        let starts = Starts::new(store.clone(), Clock::System);
        let (post, letters) = mpsc::channel(1);
        let (show, boards) = mpsc::channel(1);
        let games = Boards::new(store.clone(), Arc::clone(&tutor), Clock::System);
        let shutdown = CancellationToken::new();
        let (says_ready, ready) = oneshot::channel();
        let stop = shutdown.clone();
        tokio::spawn(games.run(show, stop.clone()));
        let running = tokio::spawn(async move {
            let posts = Posts { letters, boards };
            start::serve(settings, tutor, posts, starts, stop, |ready| says_ready.send(ready).unwrap()).await
        });
        Self { store, outbox, post, shutdown, running: Some(running), ready: Some(ready), folder: Some(folder) }
    }

    async fn is_ready(&mut self) -> Ready {
        let ready = self.ready.take().expect("asked once");
        timeout(PATIENCE, ready).await.expect("Docent is not ready in time").expect("Docent ended before it was ready")
    }

    /// How the run ends by itself.
    async fn ends(&mut self) -> Result<(), Ended> {
        let running = self.running.take().expect("asked once");
        timeout(PATIENCE, running).await.expect("Docent does not end").unwrap()
    }

    /// As SIGTERM does.
    async fn stop(&mut self) -> TempDir {
        self.shutdown.cancel();
        let running = self.running.take().expect("stopped once");
        timeout(SHUTDOWN, running).await.expect("Docent does not stop in time").unwrap().unwrap();
        self.store.close().await;
        self.folder.take().expect("stopped once")
    }
}

fn tea() -> Library {
    library(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/courses/tea"))
}

fn library(content: &Path) -> Library {
    Library::new(load::load(content).unwrap().courses, Clock::System.now()).unwrap()
}

/// The letter under which a choice stands in a question.
#[track_caller]
fn letter_of(question: &Message, choice: &str) -> String {
    let text = question.text();
    let line = text.lines().find(|line| line.contains(choice)).unwrap_or_else(|| panic!("no {choice:?} in\n{text}"));
    line.chars().find(char::is_ascii_uppercase).unwrap().to_string()
}

/// Fails with the whole text when it does not hold `words`.
#[track_caller]
fn says(message: &Message, words: &str) {
    let text = message.text();
    assert!(text.contains(words), "no {words:?} in\n{text}");
}

/// How many requests with this method, to paths that end so, Discord has answered.
fn requests(world: &World, method: &str, end: &str) -> usize {
    let fits = |line: &str| line.starts_with(method) && line.ends_with(end);
    world.requests().iter().filter(|request| fits(&request.line)).count()
}
