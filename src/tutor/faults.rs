//! What a person is told when something went wrong, and the one place where a fault is logged.

use std::fmt;

use super::Result;
use crate::{
    metrics,
    reply::{Carrier, Reply, Tone},
    store::error::StoreError,
    words::Locale,
};

/// What a person is told when a feature could not do its work. Faults are logged here and nowhere else.
/// The question that was to be answered stays where it is.
pub(super) fn say_error(locale: Locale, error: &StoreError) -> Reply {
    let said = match error {
        StoreError::Full | StoreError::ReadOnly => {
            tracing::warn!(%error, "action not recorded");
            Reply::notice(locale.cannot_record())
        }
        StoreError::Busy | StoreError::Closed => {
            tracing::warn!(%error, "action refused");
            Reply::notice(locale.busy())
        }
        // The learner deleted everything while this was under way.
        StoreError::OwnerGone => Reply::notice(locale.deleted()),
        StoreError::Damaged(_) | StoreError::Fault(_) => say_fault(locale, error),
    };
    Reply { carrier: Carrier::Stay, ..said }
}

/// Logs a fault under a reference, and says no more than that reference.
pub(crate) fn say_fault(locale: Locale, error: &(impl fmt::Display + ?Sized)) -> Reply {
    let reference = format!("{:08x}", rand::random::<u32>());
    tracing::error!(reference, %error, "action failed");
    Reply::notice(locale.fault(&reference)).tone(Tone::Bad)
}

/// What the metrics call it.
pub(super) fn outcome_of(result: &Result<Reply>) -> metrics::Outcome {
    match result {
        // Who deleted everything meanwhile is told so.
        Ok(_) | Err(StoreError::OwnerGone) => metrics::Outcome::Done,
        Err(StoreError::Full | StoreError::ReadOnly) => metrics::Outcome::NotRecorded,
        Err(StoreError::Busy | StoreError::Closed) => metrics::Outcome::Busy,
        Err(StoreError::Damaged(_) | StoreError::Fault(_)) => metrics::Outcome::Fault,
    }
}
