//! Migrations: each says why it is there, and each is tried on a database that is in use.

use std::{fs, path::PathBuf};

use sqlx::{Connection, Row, SqliteConnection, migrate::Migration, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use crate::store::{OpenOptions, Store, file::MIGRATIONS};

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

async fn rows(db: &mut SqliteConnection, table: &str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
    sqlx::query(sql).fetch_one(db).await.unwrap().get(0)
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
            let count = rows(&mut db, &table).await;
            assert!(count > 0, "{}: no sample data for table {table}", migration_file(migration));
            before.push((table, count));
        }
        db.close().await.unwrap();

        let store = Store::open(&path, &OpenOptions::default()).await.unwrap();
        store.close().await;

        let mut db = SqliteConnection::connect_with(&options).await.unwrap();
        for (table, count) in before {
            let moved = MOVED.iter().find(|(old, _)| *old == table);
            let table = moved.map_or(table.as_str(), |(_, new)| *new);
            assert_eq!(rows(&mut db, table).await, count, "{table} after {}", migration_file(migration));
        }
        let broken = sqlx::query("pragma foreign_key_check").fetch_all(&mut db).await.unwrap();
        assert!(broken.is_empty(), "{}", migration_file(migration));
        db.close().await.unwrap();
    }
}
