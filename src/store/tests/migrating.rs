//! Migrations: each says why it is there, and each is tried on a database that is in use.

use std::{fs, path::PathBuf};

use sqlx::{Connection, Row, SqliteConnection, migrate::Migration, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use super::{NOON, answer};
use crate::{
    ids::{AttemptId, CourseId, LearnerId},
    quiz::Verdict,
    store::{
        OpenOptions, Store,
        attempts::{
            record::{Finish, Recorded},
            results::{Score, Scores},
        },
        file::MIGRATIONS,
    },
};

fn migration_file(migration: &Migration) -> String {
    format!("{:04}_{}.sql", migration.version, migration.description.replace(' ', "_"))
}

/// Rows for the tables of a migration, as they would be in a database of that version.
fn sample(migration: &Migration) -> String {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/store/tests/samples").join(migration_file(migration));
    fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: every migration has sample data: {error}", path.display()))
}

async fn tables(db: &mut SqliteConnection) -> Vec<String> {
    sqlx::query_scalar(
        "select name from sqlite_schema where type = 'table' and name not in ('_sqlx_migrations', 'sqlite_sequence')
         order by name",
    )
    .fetch_all(db)
    .await
    .unwrap()
}

/// A table's columns, and its rows as SQLite would write their values. `from` may end in a condition.
struct Contents {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Contents {
    async fn of(db: &mut SqliteConnection, from: &str) -> Self {
        let table = from.split(' ').next().unwrap();
        let columns: Vec<String> = sqlx::query_scalar("select name from pragma_table_info(?) order by cid")
            .bind(table)
            .fetch_all(&mut *db)
            .await
            .unwrap();
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let sql = sqlx::AssertSqlSafe(format!("select {} from {from}", quoted.join(", ")));
        let rows = sqlx::query(sql).fetch_all(db).await.unwrap();
        let rows = rows.iter().map(|row| (0..columns.len()).map(|at| row.get(at)).collect()).collect();
        Self { columns, rows }
    }

    /// Every row with only those columns that `other` has too, in an order of their own.
    fn shared_with(&self, other: &Self) -> Vec<Vec<(&str, &str)>> {
        let shared = |columns: &Vec<String>, at: &usize| columns.contains(&self.columns[*at]);
        let mut kept: Vec<usize> = (0..self.columns.len()).filter(|at| shared(&other.columns, at)).collect();
        kept.sort_by_key(|at| &self.columns[*at]);
        let mut rows: Vec<Vec<_>> = Vec::new();
        for row in &self.rows {
            rows.push(kept.iter().map(|at| (&*self.columns[*at], &*row[*at])).collect());
        }
        rows.sort();
        rows
    }
}

/// Tables that are gone, and where their rows are now.
const MOVED: [(&str, &str); 3] = [
    ("ask_words", "ask where words is not null"),
    ("question_result", "card"),
    ("answer", "item where verdict is not null"),
];

#[test]
fn every_migration_begins_with_its_reason() {
    for migration in MIGRATIONS.iter() {
        let first = migration.sql.as_str().lines().next().unwrap_or_default();
        assert!(first.starts_with("-- ") && first.len() > 40, "{}: {first}", migration_file(migration));
    }
}

#[tokio::test]
async fn every_earlier_version_is_brought_up_to_date_with_its_data() {
    for migration in MIGRATIONS.iter() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("docent.db");
        let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let mut db = SqliteConnection::connect_with(&options).await.unwrap();
        for earlier in MIGRATIONS.iter().filter(|earlier| earlier.version <= migration.version) {
            MIGRATIONS.run_to(earlier.version, &mut db).await.unwrap();
            sqlx::raw_sql(sqlx::AssertSqlSafe(sample(earlier))).execute(&mut db).await.unwrap();
        }
        sqlx::query("pragma application_id = 0x446f6365").execute(&mut db).await.unwrap();
        let mut before = Vec::new();
        for table in tables(&mut db).await {
            let contents = Contents::of(&mut db, &table).await;
            assert!(!contents.rows.is_empty(), "{}: no sample data for table {table}", migration_file(migration));
            before.push((table, contents));
        }
        db.close().await.unwrap();

        let store = Store::open(&path, &OpenOptions::default()).await.unwrap();
        store.close().await;

        let mut db = SqliteConnection::connect_with(&options).await.unwrap();
        for (table, before) in before {
            let moved = MOVED.iter().find(|(old, _)| *old == table);
            let table = moved.map_or(table.as_str(), |(_, new)| *new);
            let now = Contents::of(&mut db, table).await;
            assert_eq!(
                now.shared_with(&before),
                before.shared_with(&now),
                "{table} after {}",
                migration_file(migration)
            );
        }
        let broken = sqlx::query("pragma foreign_key_check").fetch_all(&mut db).await.unwrap();
        assert!(broken.is_empty(), "{}", migration_file(migration));
        db.close().await.unwrap();
    }
}

#[tokio::test]
async fn an_attempt_begun_before_its_result_was_counted_at_the_end_counts_what_was_answered_then() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("docent.db");
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut db = SqliteConnection::connect_with(&options).await.unwrap();
    MIGRATIONS.run_to(17, &mut db).await.unwrap();
    sqlx::raw_sql(
        "pragma application_id = 0x446f6365;
         insert into learner (id, created_at) values (1, 0);
         insert into attempt (id, learner_id, kind, course_id, lesson_id, started_at, items, open_items, correct) values
             (1, 1, 'quiz', 'rust', 'ownership', 0, 3, 1, 1);
         insert into item (learner_id, attempt_id, position, course_id, lesson_id, question_id, revision, given_choices,
             verdict, answered_at) values
             (1, 1, 0, 'rust', 'ownership', 'q1', 1, 1, 'right', 1), (1, 1, 1, 'rust', 'ownership', 'q2', 1, 1, 'wrong', 2),
             (1, 1, 2, 'rust', 'ownership', 'q3', 1, null, null, null);",
    )
    .execute(&mut db)
    .await
    .unwrap();
    db.close().await.unwrap();

    let store = Store::open(&path, &OpenOptions::default()).await.unwrap();
    let ada = LearnerId::from_row(1);
    let last = store.record_answer(answer(AttemptId::from_row(1), ada, 2, Verdict::Right), NOON).await.unwrap();
    assert_eq!(last, Recorded::First(Finish::Finished));
    let results = store.results(ada, &CourseId::parse("rust").unwrap()).await.unwrap();
    let score = Score { correct: 2, items: 3 };
    assert_eq!(results[0].scores, Some(Scores { attempts: 1, last: score, best: score }));
    store.close().await;
}
