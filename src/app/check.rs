//! `docent check`.

use std::io::Write;

use anyhow::Context;

use super::Stop;
use crate::{
    cli::{CheckFormat, Deny, Exit},
    config::Config,
    course::{
        carry,
        diagnostics::{self, Frame, Layout},
        load::{self, Loaded},
        problem::Severity,
        report::{AbsentReport, LostReport, MoveReport, RecordsReport, Report},
    },
    store::content::{self, Memory},
    terminal,
};

/// Names of each kind shown to a person.
const MAX_TOLD: usize = 50;

pub(super) fn check(config: &Config, format: CheckFormat, deny: Option<Deny>) -> Result<Exit, Stop> {
    let mut loaded = load::load(&config.content).map_err(|error| Stop::Usage(error.to_string()))?;
    let records = config.database.exists().then(|| look_at_records(config, &mut loaded));
    // What is wrong with the database must not hide what is wrong with the content.
    let records = records.and_then(|looked| looked.inspect_err(|error| anstream::eprintln!("warning: {error:#}")).ok());
    let text = match format {
        CheckFormat::Json => json(&loaded, records)?,
        CheckFormat::Human => human(&loaded) + &records.map(told).unwrap_or_default(),
    };
    anstream::stdout().lock().write_all(text.as_bytes()).context("cannot write the report")?;
    let is_bad = match deny {
        Some(Deny::Warnings) => !loaded.problems.is_empty(),
        None => loaded.has_errors(),
    };
    Ok(if is_bad { Exit::Fault } else { Exit::Done })
}

/// What the content as it is would mean for the records in the database, which is only looked at.
fn look_at_records(config: &Config, loaded: &mut Loaded) -> anyhow::Result<RecordsReport> {
    let mut memories = super::with_runtime(async {
        let memories = content::look_at(&config.database).await;
        Ok(memories.with_context(|| format!("cannot look at the database {}", config.database.display()))?)
    })?;
    let mut records = RecordsReport::default();
    let mut new = Vec::new();
    for course in &loaded.courses {
        let Some(Memory { known, records: recorded }) = memories.remove(&course.id) else {
            new.push(course.as_ref());
            continue;
        };
        let carried = carry::carry_over(&known, course);
        records.add(&course.id, &carried, &recorded);
        loaded.problems.extend(carry::id_changes(&known, &carried, course));
    }
    memories.iter().for_each(|(course, memory)| records.add_absent(course, &memory.records));
    loaded.problems.extend(carry::course_change(&memories.keys().collect::<Vec<_>>(), &new));
    loaded.problems.sort_by(|a, b| (&a.at, a.code).cmp(&(&b.at, b.code)));
    Ok(records)
}

fn json(loaded: &Loaded, records: Option<RecordsReport>) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(&Report { records, ..Report::of(loaded) })? + "\n")
}

/// Nothing, when every record stays where it is.
fn told(records: RecordsReport) -> String {
    let RecordsReport { moved, lost, absent } = records;
    if moved.is_empty() && lost.is_empty() && absent.is_empty() {
        return String::new();
    }
    let mut text = "\nLearners' records, once this content is served:\n".to_owned();
    for MoveReport { from, to, because, records, .. } in moved.iter().take(MAX_TOLD) {
        text.push_str(&format!("  {from} → {to} ({because}){}\n", and_records(*records, "goes along", "go along")));
    }
    let until = |records| and_records(records, "waits for it to come back", "wait for it to come back");
    for LostReport { name, records, .. } in lost.iter().take(MAX_TOLD) {
        text.push_str(&format!("  {name} leads nowhere{}\n", until(*records)));
    }
    for AbsentReport { course, records } in &absent {
        text.push_str(&format!("  the course {course} is not in the content{}\n", until(*records)));
    }
    let hidden = moved.len().saturating_sub(MAX_TOLD) + lost.len().saturating_sub(MAX_TOLD);
    if hidden > 0 {
        text.push_str(&format!("  {hidden} more with --format json\n"));
    }
    text + &format!("Names that lead elsewhere: {}, nowhere: {}\n", moved.len(), lost.len())
}

/// Records and what they do; nothing of none.
fn and_records(records: u32, one: &str, several: &str) -> String {
    match records {
        0 => String::new(),
        1 => format!(", 1 record {one}"),
        records => format!(", {records} records {several}"),
    }
}

fn human(loaded: &Loaded) -> String {
    let layout = Layout { width: terminal::width(), frame: Frame::Unicode };
    let errors = loaded.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let warnings = loaded.problems.len() - errors;
    let counts = &loaded.counts;
    let mut text = diagnostics::human(loaded, layout);
    for course in &loaded.courses {
        text.push_str(&format!("{} ({})\n", course.title, course.id));
    }
    let content = [
        counted(counts.lessons, "lesson"),
        counted(counts.sections, "section"),
        counted(counts.faq_entries, "FAQ answer"),
        counted(counts.questions.total(), "quiz question"),
    ];
    let found = [counted(errors, "error"), counted(warnings, "warning")];
    text.push_str(&format!("{}: {}\n", content.join(", "), found.join(", ")));
    text
}

pub(super) fn counted(count: usize, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{ending}")
}
