//! The program itself: what it prints, how it ends.

use std::{
    path::Path,
    process::{Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

use discord_sim::World;
use tempfile::TempDir;

use super::{PATIENCE, SHUTDOWN};

/// `docent serve`, as an operator starts it.
pub(super) struct Serving {
    child: std::process::Child,
    _folder: Option<TempDir>,
}

impl Serving {
    fn start(world: &World, token: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let child = command(world, token, folder.path())
            .env("RUST_LOG", "trace")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self { child, _folder: Some(folder) }
    }

    /// On a database that outlives the process; what it logs is not kept.
    pub(super) fn start_in(world: &World, folder: &Path) -> Self {
        let child = command(world, world.token(), folder).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        Self { child, _folder: None }
    }

    /// As when the power fails.
    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// As a service manager does.
    pub(super) fn terminate(&self) {
        let status = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    pub(super) async fn ends(self) -> Output {
        let Self { child, _folder } = self;
        tokio::task::spawn_blocking(move || child.wait_with_output().unwrap()).await.unwrap()
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
