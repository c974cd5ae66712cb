//! What the bot did wrong, what the test expected of that, and which requests came.

use std::fmt;
use std::time::Duration;

/// A breach of Discord's rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// Route or part of the gateway.
    pub place: String,
    /// What was wrong.
    pub what: String,
    /// Discord's error code, where one was answered.
    pub code: Option<u64>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// A REST request that was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Method and path, as sent.
    pub line: String,
    /// HTTP status of the answer.
    pub status: u16,
    /// Time spent on it here.
    pub took: Duration,
}

/// An error code that the test expects.
#[derive(Debug)]
struct Expectation {
    code: u64,
    seen: u32,
}

#[derive(Debug, Default)]
pub(crate) struct Journal {
    violations: Vec<Violation>,
    expectations: Vec<Expectation>,
    pub(crate) requests: Vec<Request>,
    pub(crate) request_count: u64,
}

/// Violations kept, so that a load bench gone wrong does not fill the machine.
const VIOLATIONS: usize = 1_000;

impl Journal {
    pub(crate) fn violation(&mut self, place: String, what: String, code: Option<u64>) {
        let expected = self.expectations.iter_mut().find(|expectation| Some(expectation.code) == code);
        if let Some(expectation) = expected {
            expectation.seen += 1;
        } else if self.violations.len() < VIOLATIONS {
            self.violations.push(Violation { place, what, code });
        }
    }

    /// Takes back what was written down for another reason as well.
    pub(crate) fn retract(&mut self, violations: &[Violation]) {
        for retracted in violations {
            if let Some(index) = self.violations.iter().rposition(|violation| violation == retracted) {
                self.violations.remove(index);
            }
        }
    }

    /// From now on, errors with this code are no violations; that there be at least one is checked at the end.
    pub(crate) fn expect(&mut self, code: u64) {
        self.expectations.push(Expectation { code, seen: 0 });
    }

    pub(crate) fn violations(&self) -> Vec<Violation> {
        self.violations.clone()
    }

    pub(crate) fn take_violations(&mut self) -> Vec<Violation> {
        std::mem::take(&mut self.violations)
    }

    /// Everything to complain about at the end, as sentences.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let missing = self.expectations.iter().filter(|expectation| expectation.seen == 0);
        let missing = missing.map(|expectation| format!("the expected error {} never came", expectation.code));
        self.violations.iter().map(ToString::to_string).chain(missing).collect()
    }
}
