//! What `docent doctor` found, for people and for scripts. The JSON and the codes are a contract: codes are added,
//! never renamed.

use serde::Serialize;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remedy: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Severity {
    /// In order.
    Ok,
    /// Works, but not for long or not as it should.
    Warning,
    /// `docent serve` does not work.
    Error,
}

/// All of it.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    version: &'static str,
    errors: usize,
    warnings: usize,
    findings: Vec<Finding>,
}

impl Finding {
    pub(super) fn ok(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Ok, code, message: message.into(), remedy: None }
    }

    pub(super) fn warning(code: &'static str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, code, message: message.into(), remedy: Some(remedy.into()) }
    }

    pub(super) fn error(code: &'static str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, message: message.into(), remedy: Some(remedy.into()) }
    }
}

impl Report {
    pub(super) fn new(findings: Vec<Finding>) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        Self { version: env!("CARGO_PKG_VERSION"), errors, warnings, findings }
    }

    pub(super) fn has_errors(&self) -> bool {
        self.errors > 0
    }

    pub(super) fn human(&self) -> String {
        let mut text = String::new();
        for Finding { severity, code, message, remedy } in &self.findings {
            let severity = match severity {
                Severity::Ok => "ok",
                Severity::Warning => "warning",
                Severity::Error => "error",
            };
            text.push_str(&format!("{severity}: {code}: {message}\n"));
            if let Some(remedy) = remedy {
                text.push_str(&format!("  remedy: {remedy}\n"));
            }
        }
        let counted = |count, thing| if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") };
        text + &format!("{}, {}\n", counted(self.errors, "error"), counted(self.warnings, "warning"))
    }
}
