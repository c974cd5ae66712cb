//! Whether the database can be used, and is whole.

use std::{io, path::Path};

use super::{
    super::{backups, instance},
    report::Finding,
};
use crate::{
    calendar::Zone,
    clock::Timestamp,
    config::Backups,
    store::{Store, error::OpenError, examine::Examined},
};

const NAME_ANOTHER: &str = "name another file with --database or DOCENT_DATABASE";

pub(super) async fn look(path: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !path.exists() {
        findings.push(not_yet(path));
        return findings;
    }
    match Store::examine(path).await {
        Ok(examined) => {
            findings.push(sound(path, &examined));
            findings.extend(unknown_zones(&examined.time_zones));
        }
        Err(error) => findings.push(unusable(&error)),
    }
    if let Some(process) = instance::owner(path) {
        let message = format!("process {process} serves from {} at this moment", path.display());
        findings.push(Finding::ok("serving", message));
    }
    findings
}

/// Whether copies are made, and lately.
pub(super) fn copies(backups: Option<&Backups>, now: Timestamp) -> Finding {
    const LATE_DAYS: i32 = 2;
    let Some(Backups { folder, .. }) = backups else {
        return Finding::warning(
            "backups",
            "no copies of the database are made",
            "set `folder` under [backups] in docent.toml, or DOCENT_BACKUPS; best on another disk",
        );
    };
    let folder_shown = folder.display();
    match backups::newest_days_ago(folder, now) {
        None => Finding::ok("backups", format!("the first copy is made into {folder_shown} when Docent serves")),
        Some(days) if days >= LATE_DAYS => Finding::warning(
            "backups",
            format!("the newest copy in {folder_shown} is {days} days old"),
            "look for `backup.failed` in the log; let Docent run, and let it write this folder",
        ),
        Some(days) => Finding::ok("backups", format!("the newest copy in {folder_shown} is {days} days old")),
    }
}

/// The first start makes the database, if it can.
fn not_yet(path: &Path) -> Finding {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.parent().unwrap_or(Path::new("/"));
    match tempfile::tempfile_in(folder) {
        Ok(_) => Finding::ok("database", format!("{} is made on the first start", path.display())),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            no_folder(folder)
        }
        Err(error) => Finding::error(
            "database-folder",
            format!("cannot write into {}: {error}", folder.display()),
            format!("let the user that runs Docent write this folder, or {NAME_ANOTHER}"),
        ),
    }
}

fn sound(path: &Path, examined: &Examined) -> Finding {
    let later = if examined.is_older { "; the next start brings it up to date" } else { "" };
    let kib = examined.bytes.div_ceil(1024);
    Finding::ok("database", format!("{}: {kib} KiB, all of it whole{later}", path.display()))
}

fn unknown_zones(names: &[String]) -> Option<Finding> {
    let unknown: Vec<&str> = names.iter().map(String::as_str).filter(|name| !Zone::is_known(name)).collect();
    let message =
        format!("learners live in time zones that nobody knows, and are taken to UTC: {}", unknown.join(", "));
    let remedy = "update Docent, which brings the list of time zones; or let them choose again under /settings";
    (!unknown.is_empty()).then(|| Finding::warning("time-zone", message, remedy))
}

fn no_folder(folder: &Path) -> Finding {
    let message = format!("there is no folder {} for the database", folder.display());
    Finding::error("database-folder", message, format!("make the folder, or {NAME_ANOTHER}"))
}

fn unusable(error: &OpenError) -> Finding {
    let restore = "bring back a copy with `docent restore FILE`";
    match error {
        OpenError::NoFolder { folder, .. } => no_folder(folder),
        OpenError::IsFolder { path } => {
            Finding::error("database-folder", format!("the database {} is a folder", path.display()), NAME_ANOTHER)
        }
        OpenError::ReadOnly { path } => Finding::error(
            "database-read-only",
            format!("the database {} or its folder cannot be written", path.display()),
            "let the user that runs Docent write this file and its folder: `chown` or `chmod`, or mount it writable",
        ),
        OpenError::Full { path } => Finding::error(
            "disk-full",
            format!("the disk of the database {} is full, or its quota", path.display()),
            "make room; Docent goes on by itself, and nothing that it acknowledged is lost",
        ),
        OpenError::Locked { path } => Finding::error(
            "database-locked",
            format!("another program keeps the database {} locked", path.display()),
            "close that program: a database browser, or a copy tool",
        ),
        OpenError::Damaged { path, detail } => Finding::error(
            "database-damaged",
            format!("the database {} is damaged: {detail}", path.display()),
            format!("stop Docent and {restore}; the damaged file is kept beside it"),
        ),
        OpenError::NotADatabase { path } => Finding::error(
            "database-foreign",
            format!("{} is no database, or its beginning is overwritten", path.display()),
            format!("{NAME_ANOTHER}, or {restore}"),
        ),
        OpenError::Foreign { path } => Finding::error(
            "database-foreign",
            format!("another program made the database {}", path.display()),
            NAME_ANOTHER,
        ),
        OpenError::Newer { path, found, known } => Finding::error(
            "database-newer",
            format!(
                "a newer Docent made the database {}: schema {found}, this one knows up to {known}",
                path.display()
            ),
            format!("start that newer version, or {restore} that was made before the update"),
        ),
        OpenError::Fault { .. } => {
            Finding::error("database-fault", format!("{:#}", anyhow::format_err!("{error}")), restore)
        }
    }
}
