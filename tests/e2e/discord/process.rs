//! The program itself: what it prints, how it ends.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

use discord_sim::World;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{PATIENCE, SHUTDOWN};
use crate::program::Running;

/// `docent serve`, as an operator starts it.
pub(super) struct Serving {
    child: Running,
    folder: Option<TempDir>,
}

impl Serving {
    fn start(world: &World, token: &str) -> Self {
        Self::start_with(tempfile::tempdir().unwrap(), world, token, &[])
    }

    fn start_with(folder: TempDir, world: &World, token: &str, settings: &[(&str, &str)]) -> Self {
        let mut command = command(world, token, folder.path());
        command.env("RUST_LOG", "trace").envs(settings.iter().copied());
        let child = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
        Self { child, folder: Some(folder) }
    }

    /// On a database that outlives the process; what it logs is not kept.
    pub(super) fn start_in(world: &World, folder: &Path) -> Self {
        let mut command = command(world, world.token(), folder);
        let child = Running::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        Self { child, folder: None }
    }

    /// The same, but a write that meets a limit fails, as on a full disk, and does not end the process.
    #[cfg(target_os = "linux")]
    pub(super) fn start_with_no_signal_for_a_full_disk(world: &World, folder: &Path) -> Self {
        let docent = command(world, world.token(), folder);
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "trap '' XFSZ; exec \"$0\" serve", env!("CARGO_BIN_EXE_docent")])
            .current_dir(folder)
            .env_clear();
        shell.envs(docent.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let child = Running::start(shell.stdout(Stdio::null()).stderr(Stdio::null()));
        Self { child, folder: None }
    }

    #[cfg(target_os = "linux")]
    pub(super) fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// As when the power fails.
    pub(super) fn kill(&mut self) {
        self.child.dies();
    }

    /// As a service manager does.
    pub(super) fn terminate(&self) {
        let status = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// Waits until the log says so.
    fn logs(&mut self, words: &str) -> String {
        let mut log = BufReader::new(self.child.stderr.as_mut().unwrap());
        let mut line = String::new();
        while log.read_line(&mut line).unwrap() > 0 {
            if line.contains(words) {
                return line;
            }
            line.clear();
        }
        panic!("the log ends without {words:?}");
    }

    /// kill -9; what it left is for the next one.
    fn dies(mut self) -> TempDir {
        self.kill();
        self.folder.take().unwrap()
    }

    pub(super) async fn ends(self) -> Output {
        let Self { child, folder: _folder } = self;
        tokio::task::spawn_blocking(move || child.output()).await.unwrap()
    }
}

fn command(world: &World, token: &str, folder: &Path) -> Command {
    let content = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/courses/tea");
    let mut command = Command::new(env!("CARGO_BIN_EXE_docent"));
    command
        .arg("serve")
        .current_dir(folder)
        .env_clear()
        .env("DOCENT_CONTENT", content)
        .env("DOCENT_DATABASE", folder.join("docent.db"))
        .env("DISCORD_API_URL", world.api_url())
        .env("DISCORD_TOKEN", token);
    command
}

fn everything(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

fn code(status: ExitStatus) -> i32 {
    status.code().expect("it ends by itself")
}

#[cfg(unix)]
#[tokio::test]
async fn sigterm_stops_within_ten_seconds_and_the_log_knows_nobody_and_no_secret() {
    let world = World::builder().patience(PATIENCE).start().await;
    let server = world.guild("School");
    let room = server.channel("general");
    let ada = world.user("Ada Lovelace");
    ada.joins(&server);
    let serving = Serving::start(&world, world.token());
    world.command_registered("ask").await;
    world.bot_ready().await;
    let ask = ada.in_channel(&room).command("ask").option("question", "Why is my secret oolong so bitter?").await;
    ask.message().await;
    ada.says(&room, "@Docent why does my clandestine matcha taste bitter?").answer().await;
    world.inject("INTERACTION_CREATE", &serde_json::json!({"id": "no id", "words": "an unreadable lapsang"}));
    let asked = Instant::now();
    serving.terminate();
    let output = serving.ends().await;
    assert!(asked.elapsed() < SHUTDOWN, "{:?}", asked.elapsed());
    let log = everything(&output);
    assert_eq!(code(output.status), 0, "{log}");
    assert!(log.contains("event=ready") || log.contains("ready"), "{log}");
    for secret in [world.token(), ask.token(), "oolong", "matcha", "lapsang", "Lovelace"] {
        assert!(!log.contains(secret), "{secret:?} is in the log:\n{log}");
    }
    world.finish();
}

#[tokio::test]
async fn a_wrong_token_ends_the_program_with_a_usage_error() {
    let world = World::start().await;
    world.expect_error(401);
    let serving = Serving::start(&world, "not.the-token");
    let output = tokio::time::timeout(Duration::from_secs(20), serving.ends()).await.expect("it ends");
    let log = everything(&output);
    assert_eq!(code(output.status), 2, "{log}");
    assert!(log.contains("Discord does not accept the token"), "{log}");
    assert!(!log.contains("not.the-token"), "{log}");
    world.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_loop_does_not_use_up_the_session_starts_of_a_day() {
    const FREE: u64 = 5;
    let world = World::builder().patience(PATIENCE).start().await;
    let mut folder = tempfile::tempdir().unwrap();
    for start in 1..=FREE {
        let mut serving = Serving::start_with(folder, &world, world.token(), &[("RUST_LOG", "info")]);
        tokio::task::block_in_place(|| serving.logs("ready"));
        assert_eq!(world.gateway().counts().identifies, start);
        folder = serving.dies();
    }
    for _ in 0..3 {
        let mut serving = Serving::start_with(folder, &world, world.token(), &[("RUST_LOG", "info")]);
        let line = tokio::task::block_in_place(|| serving.logs("waiting before the next session start"));
        println!("after {FREE} crashes: {}", line.trim());
        assert_eq!(world.gateway().counts().identifies, FREE, "it waits instead of connecting");
        folder = serving.dies();
    }
    world.finish();
}

/// One question over HTTP/1.1, as a monitor asks it: status line and body.
async fn asked(port: u16, path: &str) -> (String, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.lines().next().unwrap().to_owned(), body.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_bot_says_how_it_is_and_copies_its_database() {
    let world = World::builder().patience(PATIENCE).start().await;
    let server = world.guild("School");
    let room = server.channel("general");
    let ada = world.user("Ada Lovelace");
    ada.joins(&server);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let settings = [("DOCENT_METRICS", &*port.to_string()), ("DOCENT_BACKUPS", "copies"), ("RUST_LOG", "info")];
    let mut serving = Serving::start_with(tempfile::tempdir().unwrap(), &world, world.token(), &settings);
    tokio::task::block_in_place(|| serving.logs("ready"));
    ada.in_channel(&room).command("ask").option("question", "Why is my oolong bitter?").await.message().await;
    assert_eq!(asked(port, "/healthz").await, ("HTTP/1.1 200 OK".to_owned(), "alive\n".to_owned()));
    assert_eq!(asked(port, "/readyz").await, ("HTTP/1.1 200 OK".to_owned(), "ready\n".to_owned()));
    assert_eq!(asked(port, "/elsewhere").await.0, "HTTP/1.1 404 Not Found");
    let (status, figures) = asked(port, "/metrics").await;
    assert_eq!(status, "HTTP/1.1 200 OK");
    for figure in [
        "docent_action_duration_seconds_count{action=\"ask\",outcome=\"done\"} 1",
        "docent_shards_connected 1",
        "docent_shards_expected 1",
        "docent_store_failing 0",
        "docent_memory_resident_bytes",
        "docent_event_loop_delay_seconds_count",
        "docent_content_passages",
    ] {
        assert!(figures.contains(figure), "no {figure} in\n{figures}");
    }
    for secret in ["Lovelace", "oolong", world.token(), &ada.id().to_string()] {
        assert!(!figures.contains(secret), "{secret} is among the figures");
    }
    world.gateway().refuse_connections();
    world.gateway().drop_connection();
    world.gateway().forget_sessions();
    let patience = Instant::now();
    while asked(port, "/readyz").await.0 != "HTTP/1.1 503 Service Unavailable" {
        assert!(patience.elapsed() < PATIENCE, "it is ready without a connection");
    }
    let folder = serving.dies();
    let copies: Vec<_> = std::fs::read_dir(folder.path().join("copies")).unwrap().collect();
    assert_eq!(copies.len(), 1, "one copy a day");
    world.finish();
}
