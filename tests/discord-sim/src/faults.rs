//! Faults of the REST side that a test orders: answers that are wrong, late or never come.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::Value;

/// What happens instead of the usual answer.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// This answer.
    Answer { status: u16, body: Value, headers: Vec<(String, String)> },
    /// The usual answer, later.
    Delay(Duration),
    /// Nothing, until the bot gives up.
    Silence,
}

/// Whether the request takes effect all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Lost,
    Done,
}

#[derive(Debug)]
pub(crate) struct OrderedFault {
    pub(crate) number: u64,
    pub(crate) pattern: Pattern,
    pub(crate) fault: Fault,
    pub(crate) effect: Effect,
    /// How often it still happens; `None` is always.
    pub(crate) left: Option<u32>,
    pub(crate) hits: Arc<AtomicU64>,
}

/// A method and a path, in which `*` stands for one segment and a last `**` for all that follow.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    method: String,
    segments: Vec<String>,
}

impl Pattern {
    /// Reads e.g. `POST /channels/*/messages`; the method may be `*`, a leading `/api/v10` is optional.
    pub(crate) fn parse(text: &str) -> Self {
        let (method, path) = text.split_once(' ').unwrap_or(("*", text));
        let path = path.strip_prefix("/api/v10").unwrap_or(path);
        Self { method: method.to_string(), segments: segments(path).map(str::to_string).collect() }
    }

    fn matches(&self, method: &str, path: &str) -> bool {
        if self.method != "*" && self.method != method {
            return false;
        }
        let mut rest = segments(path);
        for wanted in &self.segments {
            if wanted == "**" {
                return true;
            }
            let Some(segment) = rest.next() else { return false };
            if wanted != "*" && wanted != segment {
                return false;
            }
        }
        rest.next().is_none()
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

#[derive(Debug, Default)]
pub(crate) struct Faults {
    ordered: Vec<OrderedFault>,
    numbers: u64,
}

impl Faults {
    pub(crate) fn order(
        &mut self,
        pattern: Pattern,
        fault: Fault,
        effect: Effect,
        times: Option<u32>,
    ) -> (u64, Arc<AtomicU64>) {
        self.numbers += 1;
        let hits = Arc::new(AtomicU64::new(0));
        let ordered =
            OrderedFault { number: self.numbers, pattern, fault, effect, left: times, hits: Arc::clone(&hits) };
        self.ordered.push(ordered);
        (self.numbers, hits)
    }

    pub(crate) fn cancel(&mut self, number: u64) {
        self.ordered.retain(|ordered| ordered.number != number);
    }

    /// The fault that this request meets, which is thereby used once.
    pub(crate) fn meet(&mut self, method: &str, path: &str) -> Option<(Fault, Effect)> {
        let met = self.ordered.iter_mut().find(|o| o.left != Some(0) && o.pattern.matches(method, path))?;
        if let Some(left) = &mut met.left {
            *left -= 1;
        }
        met.hits.fetch_add(1, Ordering::Relaxed);
        Some((met.fault.clone(), met.effect))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_segments() {
        let callback = Pattern::parse("POST /interactions/*/*/callback");
        assert!(callback.matches("POST", "/interactions/1/abc/callback"));
        assert!(!callback.matches("GET", "/interactions/1/abc/callback"));
        assert!(!callback.matches("POST", "/interactions/1/callback"));
        assert!(Pattern::parse("* /webhooks/**").matches("PATCH", "/webhooks/1/t/messages/@original"));
        assert!(!Pattern::parse("* /channels/*").matches("GET", "/channels/1/messages"));
    }
}
