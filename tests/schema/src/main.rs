//! Makes an empty database from the migrations: `schema FILE`.
//!
//! Docent's queries are checked by the compiler against such a file, so Docent itself cannot be what makes it.

use std::{error::Error, process::ExitCode};

use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: schema FILE");
        return Ok(ExitCode::from(2));
    };
    let mut db = SqliteConnectOptions::new().filename(path).create_if_missing(true).connect().await?;
    MIGRATIONS.run(&mut db).await?;
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}
