//! `docent doctor`: each misconfiguration is made on purpose, and doctor has to name it with what to do about it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use discord_sim::{RestFault, World};
use docent::store::{OpenOptions, Store};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use crate::program::Running;

const TEA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/courses/tea");

/// What is done to an installation that was in order.
type Harm = fn(&mut Installation, &World);

/// What is done, and the code and the severity under which doctor has to name it.
const HARMS: &[(&str, &str, &str, Harm)] = &[
    ("a key that does not exist", "settings", "error", |it, _| it.write("docent.toml", "databse = \"x\"\n")),
    ("the token in the settings file", "settings", "error", |it, _| it.write("docent.toml", "token = \"x.y.z\"\n")),
    ("a plain address elsewhere", "settings", "error", |it, _| it.set("DISCORD_API_URL", "http://discord.example")),
    ("no token", "token-missing", "error", |it, _| it.set("DISCORD_TOKEN", "")),
    ("quotation marks around the token", "token-form", "error", |it, _| it.set("DISCORD_TOKEN", "\"a.b.c\"")),
    ("the application's id for a token", "token-form", "error", |it, _| it.set("DISCORD_TOKEN", "123456789012345678")),
    ("a token that was reset", "token-refused", "error", |it, world| {
        world.expect_error(401);
        it.set("DISCORD_TOKEN", "MTIzNDU2Nzg5.GsimuL.of-yesterday");
    }),
    ("a network that leads nowhere", "discord-unreachable", "error", |it, _| {
        it.set("DISCORD_API_URL", "http://127.0.0.1:9");
    }),
    ("a gateway on another host", "gateway-foreign", "error", |it, world| {
        it.answers(world, "GET /gateway/bot", gateway("wss://gateway.example", 999), &[]);
    }),
    ("all session starts used up", "session-starts", "error", |it, world| {
        it.answers(world, "GET /gateway/bot", gateway(&world.gateway_url(), 0), &[]);
    }),
    ("few session starts left", "session-starts", "warning", |it, world| {
        it.answers(world, "GET /gateway/bot", gateway(&world.gateway_url(), 40), &[]);
    }),
    ("interactions sent elsewhere", "interactions-endpoint", "error", |it, world| {
        let changed = json!({"interactions_endpoint_url": "https://old.example/interactions"});
        it.answers(world, "GET /oauth2/applications/@me", application(&changed), &[]);
    }),
    ("a code grant required", "code-grant", "error", |it, world| {
        let changed = json!({"bot_require_code_grant": true});
        it.answers(world, "GET /oauth2/applications/@me", application(&changed), &[]);
    }),
    ("a bot in no server", "no-server", "warning", |it, world| {
        let changed = json!({"approximate_guild_count": 0});
        it.answers(world, "GET /oauth2/applications/@me", application(&changed), &[]);
    }),
    ("a clock that is off", "clock", "warning", |it, world| {
        let me = json!({"id": "1", "username": "Docent", "discriminator": "0", "mfa_enabled": true});
        it.answers(world, "GET /users/@me", me, &[("Date", "Sun, 06 Nov 1994 08:49:37 GMT")]);
    }),
    ("no content folder", "content-missing", "error", |it, _| it.set("DOCENT_CONTENT", "nowhere")),
    ("a file for the content folder", "content-missing", "error", |it, _| {
        it.write("lesson.md", "# Tea\n");
        it.set("DOCENT_CONTENT", "lesson.md");
    }),
    ("an empty content folder", "content-empty", "error", |it, _| {
        fs::create_dir(it.path("empty")).unwrap();
        it.set("DOCENT_CONTENT", "empty");
    }),
    ("a lesson with an error", "content-errors", "error", |it, _| {
        fs::create_dir(it.path("mine")).unwrap();
        let quiz = "# Tea\n\nTea is a drink of leaves.\n\n## Quiz\n\n### Which is tea?\n\n- [ ] Sencha\n- [ ] Wine\n";
        it.write("mine/01-tea.md", quiz);
        it.set("DOCENT_CONTENT", "mine");
    }),
    ("no folder for the database", "database-folder", "error", |it, _| it.set("DOCENT_DATABASE", "no/such/docent.db")),
    ("a folder for the database", "database-folder", "error", |it, _| {
        fs::create_dir(it.path("folder.db")).unwrap();
        it.set("DOCENT_DATABASE", "folder.db");
    }),
    ("a text for the database", "database-foreign", "error", |it, _| {
        it.write("notes.db", &"# Notes\n".repeat(200));
        it.set("DOCENT_DATABASE", "notes.db");
    }),
    ("a database with overwritten pages", "database-damaged", "error", |it, _| {
        let mut bytes = fs::read(it.path("docent.db")).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle..middle + 4096].fill(0xA5);
        fs::write(it.path("docent.db"), bytes).unwrap();
    }),
    ("a row that has lost its learner", "database-damaged", "error", |it, _| {
        it.sql("pragma foreign_keys = off; insert into identity values ('discord', '1', 4711, 0)");
    }),
    ("a database of a newer version", "database-newer", "error", |it, _| {
        it.sql("insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9001, 'x', true, x'00', 0)");
    }),
    ("a database of another program", "database-foreign", "error", |it, _| it.sql("pragma application_id = 7")),
    ("a database that another program has locked", "database-locked", "error", |it, _| {
        it.held = Some(it.open("pragma journal_mode = delete; pragma locking_mode = exclusive; begin exclusive"));
    }),
    ("a database that others can read", "database-open", "warning", |it, _| it.allow("docent.db", 0o644)),
    ("a token that others can read", "token-open", "warning", |it, _| {
        it.write("docent.env", "DISCORD_TOKEN=a.b.c\n");
        it.allow("docent.env", 0o644);
    }),
    ("settings that others can change", "settings-open", "warning", |it, _| {
        it.write("docent.toml", "keep_words_days = 7\n");
        it.allow("docent.toml", 0o666);
    }),
    ("no backups", "backups", "warning", |it, _| it.set("DOCENT_BACKUPS", "")),
    ("an old backup", "backups", "warning", |it, _| {
        fs::create_dir(it.path("copies")).unwrap();
        it.write("copies/docent-2020-02-29.db", "");
    }),
    ("a port for metrics that is taken", "metrics-port", "error", |it, world| {
        it.set("DOCENT_METRICS", world.api_url().trim_start_matches("http://"));
    }),
    ("a port for metrics that is open to all", "metrics-open", "warning", |it, _| {
        it.set("DOCENT_METRICS", "0.0.0.0:0");
    }),
    ("a time zone that nobody knows", "time-zone", "warning", |it, _| {
        it.sql("insert into learner (created_at, time_zone) values (0, 'Mars/Olympus')");
    }),
];

/// A folder with all that Docent needs, in order until somebody does something to it.
struct Installation {
    folder: TempDir,
    environment: Vec<(&'static str, String)>,
    fault: Option<RestFault>,
    held: Option<SqliteConnection>,
}

impl Installation {
    async fn in_order(world: &World) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Store::open(&folder.path().join("docent.db"), &OpenOptions::default()).await.unwrap().close().await;
        let environment = vec![
            ("DOCENT_CONTENT", TEA.to_owned()),
            ("DISCORD_API_URL", world.api_url()),
            ("DOCENT_BACKUPS", "copies".to_owned()),
            ("DISCORD_TOKEN", world.token().to_owned()),
        ];
        Self { folder, environment, fault: None, held: None }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&mut self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
        self.allow(name, 0o600);
    }

    fn set(&mut self, name: &'static str, value: &str) {
        self.environment.retain(|(other, _)| *other != name);
        self.environment.push((name, value.to_owned()));
    }

    fn allow(&mut self, name: &str, mode: u32) {
        let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
        fs::set_permissions(self.path(name), permissions).unwrap();
    }

    /// Discord answers so from now on.
    fn answers(&mut self, world: &World, request: &str, body: Value, headers: &[(&str, &str)]) {
        self.fault = Some(world.rest(request).answers_with(200, body, headers));
    }

    fn sql(&mut self, statements: &str) {
        drop(self.open(statements));
    }

    /// A connection of another program, after `statements`.
    fn open(&self, statements: &str) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.path("docent.db"));
        let statements = sqlx::AssertSqlSafe(statements.to_owned());
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                let mut db = SqliteConnection::connect_with(&options).await.unwrap();
                sqlx::raw_sql(statements).execute(&mut db).await.unwrap();
                db
            })
        })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docent"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().stdin(Stdio::null());
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    /// What doctor says, as a script reads it, and its exit code.
    async fn examined(&self) -> (Value, i32) {
        let output = self.run(&["doctor", "--json"]).await;
        let text = String::from_utf8_lossy(&output.stderr);
        let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {text}"));
        (report, output.status.code().unwrap())
    }

    async fn repair(mut self) {
        if let Some(fault) = self.fault.take() {
            fault.cancel();
        }
        if let Some(held) = self.held.take() {
            held.close().await.unwrap();
        }
    }
}

fn gateway(url: &str, left: u64) -> Value {
    let limit = json!({"total": 1000, "remaining": left, "reset_after": 3_600_000, "max_concurrency": 1});
    json!({"url": url, "shards": 1, "session_start_limit": limit})
}

fn application(changed: &Value) -> Value {
    let mut application = json!({
        "id": "1", "name": "Docent", "icon": null, "description": "", "bot_public": true,
        "bot_require_code_grant": false, "verify_key": "0", "team": null, "flags": 0, "approximate_guild_count": 3,
    });
    for (field, value) in changed.as_object().unwrap() {
        application[field] = value.clone();
    }
    application
}

async fn school() -> World {
    let world = World::start().await;
    world.guild("School");
    world
}

fn findings(report: &Value) -> &[Value] {
    report["findings"].as_array().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_in_order_has_nothing_to_say() {
    let world = school().await;
    let it = Installation::in_order(&world).await;
    let (report, code) = it.examined().await;
    assert_eq!((code, &report["errors"], &report["warnings"]), (0, &json!(0), &json!(0)), "{report:#}");
    for looked_at in ["content", "database", "disk", "token", "session-starts", "clock"] {
        assert!(findings(&report).iter().any(|finding| finding["code"] == looked_at), "{looked_at} in {report:#}");
    }
    let human = it.run(&["doctor"]).await;
    assert!(String::from_utf8_lossy(&human.stdout).ends_with("0 errors, 0 warnings\n"));
    let files = fs::read_dir(it.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let files: Vec<_> = files.filter(|name| !name.to_string_lossy().starts_with("docent.db")).collect();
    assert!(files.is_empty(), "doctor left {files:?} behind");
    world.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_misconfiguration_is_named_with_its_remedy() {
    let world = school().await;
    for (harm, code, severity, make) in HARMS {
        let mut it = Installation::in_order(&world).await;
        make(&mut it, &world);
        let (report, exit) = it.examined().await;
        let named =
            findings(&report).iter().find(|finding| finding["code"] == *code && finding["severity"] == *severity);
        let finding = named.unwrap_or_else(|| panic!("{harm} is not named {severity} {code}: {report:#}"));
        let (message, remedy) = (finding["message"].as_str().unwrap(), finding["remedy"].as_str().unwrap());
        let others = findings(&report).iter().filter(|other| other["severity"] == "error" && other["code"] != *code);
        assert_eq!(others.count(), 0, "{harm}: one harm, one error: {report:#}");
        let wanted = if *code == "settings" { 2 } else { i32::from(*severity == "error") };
        assert_eq!(exit, wanted, "{harm}: {report:#}");
        let human = it.run(&["doctor"]).await;
        let human = String::from_utf8_lossy(&human.stdout).into_owned();
        let wanted = format!("{severity}: {code}: {message}\n  remedy: {remedy}\n");
        assert!(without_numbers(&human).contains(&without_numbers(&wanted)), "{harm}: {human}");
        let shown = message.replace(&it.folder.path().display().to_string(), "DIR");
        println!(
            "{harm} → exit {exit}; {severity}: {code}: {shown} | {}",
            remedy.replace(&it.folder.path().display().to_string(), "DIR")
        );
        it.repair().await;
    }
    println!("{} misconfigurations named", HARMS.len());
    world.finish();
}

/// Doctor is asked twice, and a second may have gone by between the two.
fn without_numbers(report: &str) -> String {
    report.replace(|c: char| c.is_ascii_digit(), "")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_bot_on_one_database_is_refused_and_doctor_knows_the_first() {
    let world = school().await;
    let it = Installation::in_order(&world).await;
    let mut first = Running::start(it.command(&["serve"]).stderr(Stdio::null()));
    world.bot_ready().await;
    let (report, code) = it.examined().await;
    let serving = findings(&report).iter().find(|finding| finding["code"] == "serving").expect("doctor sees the first");
    assert!(serving["message"].as_str().unwrap().contains(&first.id().to_string()), "{serving}");
    assert_eq!(code, 0, "{report:#}");
    let second = it.run(&["serve"]).await;
    let said = String::from_utf8_lossy(&second.stderr);
    assert_eq!(second.status.code(), Some(2), "{said}");
    assert!(said.contains("another `docent serve`") && said.contains("stop it first"), "{said}");
    assert_eq!(world.gateway().counts().identifies, 1);
    first.dies();
    world.finish();
}

/// A disk of one mebibyte, where this machine lets a test mount one.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_nearly_full_is_named() {
    let world = school().await;
    let it = Installation::in_order(&world).await;
    fs::create_dir(it.path("disk")).unwrap();
    let script = "mount -t tmpfs -o size=1m tmpfs disk || exit 77; exec \"$0\" --database disk/docent.db doctor --json";
    let mut shell = Command::new("unshare");
    shell.args(["--user", "--map-root-user", "--mount", "sh", "-c", script, env!("CARGO_BIN_EXE_docent")]);
    shell.current_dir(it.folder.path()).envs(it.environment.iter().map(|(name, value)| (name, value)));
    let Ok(Ok(output)) = tokio::task::spawn_blocking(move || shell.output()).await else {
        return println!("skipped: there is no unshare");
    };
    let Ok(report) = serde_json::from_slice::<Value>(&output.stdout) else {
        return println!("skipped: nothing can be mounted here: {}", String::from_utf8_lossy(&output.stderr));
    };
    let disk = findings(&report).iter().find(|finding| finding["code"] == "disk-full").expect("a full disk");
    println!("a disk of 1 MiB → {disk}");
    assert_eq!(output.status.code(), Some(1));
    world.finish();
}

/// As somebody whom permissions bind: they do not bind root.
#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_read_or_written_is_named() {
    use std::os::unix::{fs::MetadataExt, process::CommandExt};

    const NOBODY: u32 = 65534;
    let world = school().await;
    let mut it = Installation::in_order(&world).await;
    it.allow(".", 0o755);
    it.allow("docent.db", 0o444);
    fs::create_dir(it.path("closed")).unwrap();
    it.allow("closed", 0o700);
    it.set("DOCENT_CONTENT", "closed");
    let mut command = it.command(&["doctor", "--json"]);
    let is_root = fs::metadata(Path::new("/proc/self")).is_ok_and(|own| own.uid() == 0);
    if is_root {
        command.uid(NOBODY).gid(NOBODY);
    } else {
        it.allow("closed", 0o000);
    }
    let Ok(Ok(output)) = tokio::task::spawn_blocking(move || command.output()).await else {
        return println!("skipped: this program cannot run as nobody");
    };
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    for code in ["content-unreadable", "database-read-only"] {
        let named = findings(&report).iter().find(|finding| finding["code"] == code && finding["severity"] == "error");
        println!("{code} → {}", named.unwrap_or_else(|| panic!("{code} in {report:#}")));
    }
    it.allow("closed", 0o755);
    world.finish();
}
