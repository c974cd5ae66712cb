//! `docent check`.

use std::io::Write;

use anyhow::Context;

use super::Stop;
use crate::{
    cli::{CheckFormat, Deny, Exit},
    config::Config,
    course::{
        diagnostics::{self, Frame, Layout},
        load::{self, Loaded},
        problem::Severity,
        report::Report,
    },
    terminal,
};

pub(super) fn check(config: &Config, format: CheckFormat, deny: Option<Deny>) -> Result<Exit, Stop> {
    let loaded = load::load(&config.content).map_err(|error| Stop::Usage(error.to_string()))?;
    let text = match format {
        CheckFormat::Json => json(&loaded)?,
        CheckFormat::Human => human(&loaded),
    };
    anstream::stdout().lock().write_all(text.as_bytes()).context("cannot write the report")?;
    let is_bad = match deny {
        Some(Deny::Warnings) => !loaded.problems.is_empty(),
        None => loaded.has_errors(),
    };
    Ok(if is_bad { Exit::Fault } else { Exit::Done })
}

fn json(loaded: &Loaded) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(&Report::of(loaded))? + "\n")
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
    text.push_str(&format!(
        "{} lessons, {} sections, {} FAQ entries, {} quiz questions: {errors} errors, {warnings} warnings\n",
        counts.lessons,
        counts.sections,
        counts.faq_entries,
        counts.questions.total(),
    ));
    text
}
