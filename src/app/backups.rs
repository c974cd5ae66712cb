//! Copies of the database that a running Docent makes by itself: one a day, each opened and checked, old ones removed.
//!
//! Touches no file but those with a name of its own in the folder that the settings name.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context;
use jiff::{civil::Date, tz::TimeZone};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::{
    clock::{Clock, Timestamp},
    config::Backups,
    metrics,
    store::{Store, error::CopyError},
};

/// A day that was missed, because the disk was full or the machine off, is made up for within an hour.
const PAUSE: Duration = Duration::from_secs(60 * 60);
const BEGINNING: &str = "docent-";
const ENDING: &str = ".db";

/// Makes what is missing, now and every hour, until `shutdown`. A fault is logged and tried again.
pub(super) async fn keep(store: Store, backups: Backups, clock: Clock, shutdown: CancellationToken) {
    loop {
        match tick(&store, &backups, clock.now()).await {
            Ok(None) => {}
            Ok(Some(copy)) => {
                let now = Duration::from_millis(clock.now().as_millis().unsigned_abs());
                metrics::of_this_process().backup_at.set(now.as_secs_f64());
                tracing::info!(event = "backup.done", path = %copy.display(), "the database is copied");
            }
            Err(error) => tracing::error!(event = "backup.failed", error = %format!("{error:#}"), "no copy today"),
        }
        tokio::select! {
            () = sleep(PAUSE) => {}
            () = shutdown.cancelled() => return,
        }
    }
}

/// Makes the copy of today, if there is none, and removes what is too much. Returns the new copy.
pub(super) async fn tick(store: &Store, backups: &Backups, now: Timestamp) -> anyhow::Result<Option<PathBuf>> {
    make_folder(&backups.folder).with_context(|| format!("cannot make the folder {}", backups.folder.display()))?;
    let copy = backups.folder.join(format!("{BEGINNING}{}{ENDING}", day_of(now)));
    match store.back_up(&copy).await {
        Ok(()) => {}
        Err(CopyError::Exists { .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    if let Err(error) = Store::examine(&copy).await {
        fs::remove_file(&copy).with_context(|| format!("cannot remove {}, which is no good copy", copy.display()))?;
        return Err(anyhow::Error::new(error).context("the copy of today was no good, and is removed"));
    }
    let copies = copies_in(&backups.folder).context("cannot list the copies")?;
    for old in superfluous(copies, backups) {
        let path = backups.folder.join(format!("{BEGINNING}{old}{ENDING}"));
        fs::remove_file(&path).with_context(|| format!("cannot remove the old copy {}", path.display()))?;
    }
    Ok(Some(copy))
}

/// How many whole days ago the newest copy was made; `None` when there is none.
pub(super) fn newest_days_ago(folder: &Path, now: Timestamp) -> Option<i32> {
    let newest = copies_in(folder).ok()?.into_iter().max()?;
    Some((day_of(now) - newest).get_days())
}

/// The days of the copies in a folder.
fn copies_in(folder: &Path) -> io::Result<Vec<Date>> {
    let mut days = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let day = name.to_str().and_then(|name| name.strip_prefix(BEGINNING)?.strip_suffix(ENDING));
        days.extend(day.and_then(|day| day.parse::<Date>().ok()));
    }
    Ok(days)
}

/// The copies that are kept neither as one of the last days nor as the newest of one of the last weeks.
fn superfluous(mut days: Vec<Date>, backups: &Backups) -> Vec<Date> {
    days.sort_unstable();
    days.reverse();
    let mut weeks = HashSet::new();
    let mut kept: HashSet<Date> = days.iter().take(usize::from(backups.daily)).copied().collect();
    for day in &days {
        let week = day.iso_week_date();
        if weeks.insert((week.year(), week.week())) && weeks.len() <= usize::from(backups.weekly) {
            kept.insert(*day);
        }
    }
    days.retain(|day| !kept.contains(day));
    days
}

/// For their owner only, as the database is.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// The day in UTC, so that its name says the same everywhere.
fn day_of(now: Timestamp) -> Date {
    let moment = jiff::Timestamp::from_millisecond(now.as_millis()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::store::OpenOptions;

    const NOON: Timestamp = Timestamp::from_millis(1_795_000_000_000);

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[tokio::test]
    async fn a_copy_a_day_is_made_and_checked_and_old_ones_go() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("docent.db"), &OpenOptions::default()).await.unwrap();
        let backups = Backups { folder: home.path().join("copies"), daily: 2, weekly: 2 };
        fs::create_dir(&backups.folder).unwrap();
        fs::write(backups.folder.join("docent-holiday.db"), "somebody else's").unwrap();
        let day = Duration::from_secs(24 * 60 * 60);
        for number in 0..20 {
            let now = NOON.after(day * number);
            let copy = tick(&store, &backups, now).await.unwrap().expect("a copy a day");
            Store::open(&copy, &OpenOptions::default()).await.unwrap().close().await;
            assert_eq!(tick(&store, &backups, now).await.unwrap(), None, "one is enough");
            assert_eq!(newest_days_ago(&backups.folder, now.after(day * 3)), Some(3));
        }
        let expected = ["docent-2026-12-06.db", "docent-2026-12-07.db", "docent-holiday.db"];
        assert_eq!(names(&backups.folder), expected, "two days, and two weeks that are the same days");
        store.close().await;
    }

    #[test]
    fn days_and_weeks_are_kept() {
        let backups = Backups { folder: PathBuf::new(), daily: 3, weekly: 3 };
        let days = (1..=30).map(|day| date(2026, 11, day)).collect();
        let gone = superfluous(days, &backups);
        let kept: Vec<i8> = (1..=30).filter(|day| !gone.contains(&date(2026, 11, *day))).collect();
        assert_eq!(kept, [22, 28, 29, 30], "the newest three, and the last of each of three weeks");
    }
}
