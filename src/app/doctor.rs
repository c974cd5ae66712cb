//! `docent doctor`: what is wrong with settings, content, database, machine and token, each with its remedy. Changes
//! nothing.

mod content;
mod database;
mod discord;
mod machine;
mod report;
mod token;

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;

pub(super) use self::machine::free_bytes;
use self::report::{Finding, Report};
use super::{Stop, instance};
use crate::{
    cli::Exit,
    clock::Clock,
    config::{self, BadConfig, Config, Flags},
};

/// Where people keep the token beside the settings.
const ENVIRONMENT_FILES: [&str; 2] = [".env", "docent.env"];

pub(super) async fn doctor(config: &Config, flags: &Flags, json: bool) -> Result<Exit, Stop> {
    let settings = settings_files(flags);
    let mut findings = content::look(&config.content);
    findings.extend(database::look(&config.database).await);
    findings.push(database::copies(config.backups.as_ref(), Clock::System.now()));
    findings.extend(machine::room(&config.database));
    let is_serving = instance::owner(&config.database).is_some();
    findings.extend(config.metrics.and_then(|address| machine::metrics(address, is_serving)));
    findings.extend(machine::permissions(&config.database, &settings));
    findings.extend(discord::look(&config.discord, &Clock::System).await);
    let report = Report::new(findings);
    print(&report, json)?;
    Ok(if report.has_errors() { Exit::Fault } else { Exit::Done })
}

/// With settings that cannot be used, nothing else can be looked at.
pub(super) fn bad_settings(error: &BadConfig, json: bool) -> Result<Exit, Stop> {
    let remedy = "mend it there; `docent --help` and the README list the settings";
    let findings = error.problems().map(|problem| Finding::error("settings", problem, remedy));
    print(&Report::new(findings.collect()), json)?;
    Ok(Exit::Usage)
}

fn print(report: &Report, json: bool) -> Result<(), Stop> {
    let text = if json {
        serde_json::to_string_pretty(report).context("cannot write the findings as JSON")? + "\n"
    } else {
        report.human()
    };
    anstream::stdout().lock().write_all(text.as_bytes()).context("cannot write the findings")?;
    Ok(())
}

fn settings_files(flags: &Flags) -> Vec<PathBuf> {
    let settings = flags.file.clone().unwrap_or_else(|| config::DEFAULT_FILE.into());
    let folder = settings.parent().unwrap_or(Path::new("")).to_owned();
    let beside = ENVIRONMENT_FILES.map(|name| folder.join(name));
    [settings].into_iter().chain(beside).collect()
}
