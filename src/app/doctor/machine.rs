//! The machine: room on the disk, and who may read and write Docent's files.

use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
};

use super::report::Finding;

pub(super) fn room(database: &Path) -> Option<Finding> {
    let folder = std::path::absolute(database).ok()?.parent()?.to_owned();
    Some(judge_room(&folder, free_bytes(database)?))
}

/// The room beside the database, where the system says so.
#[cfg(unix)]
pub(in crate::app) fn free_bytes(database: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(std::path::absolute(database).ok()?.parent()?).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
pub(in crate::app) fn free_bytes(_: &Path) -> Option<u64> {
    None
}

/// Whether the port for metrics can be opened, and who could ask there.
pub(super) fn metrics(address: SocketAddr, is_serving: bool) -> Option<Finding> {
    if !is_serving && let Err(error) = TcpListener::bind(address) {
        let message = format!("cannot listen on {address} for metrics: {error}");
        return Some(Finding::error("metrics-port", message, "name another port under `metrics` or DOCENT_METRICS"));
    }
    (!address.ip().is_loopback()).then(|| {
        let message = format!("other machines can ask for metrics on {address}");
        let remedy = "name a port alone, as `metrics = \"9100\"`, unless a firewall or a container stands before it";
        Finding::warning("metrics-open", message, remedy)
    })
}

/// A database grows by some kilobytes a learner and day; its log, a backup and an update need room at once.
fn judge_room(folder: &Path, free_bytes: u64) -> Finding {
    const MIB: u64 = 1024 * 1024;
    const LITTLE: u64 = 256 * MIB;
    const ALMOST_NONE: u64 = 16 * MIB;
    let message = format!("{} has {} MiB left", folder.display(), free_bytes / MIB);
    let remedy = "make room: on a full disk Docent only reads, and says so to whoever wants to record something";
    if free_bytes >= LITTLE {
        Finding::ok("disk", message)
    } else if free_bytes >= ALMOST_NONE {
        Finding::warning("disk-low", message, remedy)
    } else {
        Finding::error("disk-full", message, remedy)
    }
}

/// Files that others can read or write, though what is in them is nobody's business. `settings` are files that may
/// hold a token or say where one goes.
#[cfg(unix)]
pub(super) fn permissions(database: &Path, settings: &[PathBuf]) -> Vec<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| path.metadata().ok().map(|file| file.permissions().mode() & 0o777);
    let mut findings = Vec::new();
    if let Some(mode) = mode(database).filter(|mode| mode & 0o077 != 0) {
        let message = format!("others on this machine can open the database {} (mode {mode:03o})", database.display());
        findings.push(Finding::warning("database-open", message, format!("chmod 600 {}", database.display())));
    }
    for path in settings {
        let Some(mode) = mode(path) else { continue };
        let holds_token = std::fs::read_to_string(path).is_ok_and(|text| text.contains("DISCORD_TOKEN"));
        if holds_token && mode & 0o077 != 0 {
            let message =
                format!("others on this machine can open {}, which holds the token (mode {mode:03o})", path.display());
            let remedy = format!("chmod 600 {}, and reset the token if somebody may have read it", path.display());
            findings.push(Finding::warning("token-open", message, remedy));
        } else if mode & 0o022 != 0 {
            let message = format!("others on this machine can change {} (mode {mode:03o})", path.display());
            findings.push(Finding::warning("settings-open", message, format!("chmod go-w {}", path.display())));
        }
    }
    findings
}

#[cfg(not(unix))]
pub(super) fn permissions(_: &Path, _: &[PathBuf]) -> Vec<Finding> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_room_is_a_warning_and_none_an_error() {
        let code = |mib: u64| judge_room(Path::new("/srv"), mib * 1024 * 1024).code;
        assert_eq!(
            [code(4096), code(256), code(255), code(16), code(15), code(0)],
            ["disk", "disk", "disk-low", "disk-low", "disk-full", "disk-full"]
        );
    }
}
