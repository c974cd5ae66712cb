//! No query of an action may read more with every learner that there is.

use std::fs;

use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};

use super::World;

/// Columns and indexes that narrow a search to what belongs to one learner, attempt or live quiz, or to what is due.
const NARROW: [&str; 10] = [
    "learner_id=?",
    "rowid=?",
    "live_id=?",
    "platform=? AND external_id=?",
    "code_hash=?",
    "USING INDEX notice_to_send (try_at<?)",
    "USING COVERING INDEX reminder_by_time (next_at<?)",
    "USING INDEX ask_by_age (asked_at<?)",
    "USING INDEX ask_by_server (server_id=? AND asked_at>?)",
    "ask_id=?",
];

/// Tables that grow with courses and servers, and not with learners.
const WITHOUT_LEARNERS: [&str; 15] = [
    "ask_count",
    "content_move",
    "course_part",
    "course_state",
    "former_name",
    "item_count",
    "live_item",
    "live_quiz",
    "meta",
    "pin",
    "secret",
    "server",
    "server_channel",
    "server_course",
    "sqlite_sequence",
];

/// What may read whole tables of learners, since no action waits for it.
const RARE: [(&str, &str); 6] = [
    ("set state = 'missed'", "the outbox looks through what waits to be sent, twice a minute"),
    ("content_move", "a course was rearranged"),
    ("delete from section_read where course_id", "a course was rearranged"),
    ("delete from card where course_id", "a course was rearranged"),
    ("count(*) as \"learners", "`docent check` says how many would lose something"),
    ("distinct time_zone", "`docent doctor` looks at all of them"),
];

#[tokio::test]
async fn every_query_of_an_action_finds_its_rows_by_a_key() {
    let world = World::new().await;
    let mut db = SqliteConnection::connect(&format!("sqlite:{}", world.path().display())).await.unwrap();
    let (mut statements, mut wide) = (0, Vec::new());
    for file in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.sqlx")).unwrap() {
        let file = fs::read_to_string(file.unwrap().path()).unwrap();
        let file: serde_json::Value = serde_json::from_str(&file).unwrap();
        let statement = file["query"].as_str().unwrap();
        for statement in statement.split(';').filter(|statement| !statement.trim().is_empty()) {
            statements += 1;
            let plan = AssertSqlSafe(format!("explain query plan {statement}"));
            let plan = sqlx::raw_sql(plan).fetch_all(&mut db).await.unwrap();
            let steps = plan.iter().map(|step| step.get::<String, _>("detail")).filter(|step| is_wide(step));
            let is_rare = RARE.iter().any(|(part, _)| statement.contains(part));
            wide.extend(steps.filter(|_| !is_rare).map(|step| format!("{step}\n    {statement}")));
        }
    }
    assert!(statements > 150, "{statements}");
    assert!(wide.is_empty(), "{} of {statements} statements:\n{}", wide.len(), wide.join("\n"));
    world.store.close().await;
}

/// Whether a step of a plan reads rows of learners other than one by one.
fn is_wide(step: &str) -> bool {
    let mut words = step.split_whitespace();
    let reads = matches!(words.next(), Some("SCAN" | "SEARCH"));
    let table = words.next().unwrap_or_default();
    // Rows that another step has found already, or that came with the query.
    let is_derived =
        table.starts_with('(') || ["ranked", "CONSTANT"].contains(&table) || step.contains("VIRTUAL TABLE");
    reads && !is_derived && !WITHOUT_LEARNERS.contains(&table) && !NARROW.iter().any(|narrow| step.contains(narrow))
}
