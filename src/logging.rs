//! Where log lines go and which are written.
//!
//! What a learner wrote never reaches a log, not through a library either: serenity prints a whole payload that it
//! cannot read at WARN, so it is capped at ERROR whatever `RUST_LOG` says.

use std::io::{self, IsTerminal};

use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::config::LogFormat;

/// How much is written unless `RUST_LOG` says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Loudness {
    /// What an operator wants to see of a service.
    Service,
    /// Only what a person at a prompt must know.
    Prompt,
}

/// Starts writing log lines to standard error. Call once.
pub fn start(format: LogFormat, loudness: Loudness) {
    let default = match loudness {
        Loudness::Service => "info",
        Loudness::Prompt => "error",
    };
    let wanted = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let lines = match format {
        LogFormat::Text => lines.with_ansi(colours()).with_target(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(wanted)).with(without_payloads()).init();
}

/// Caps the libraries that print what people wrote.
fn without_payloads() -> Targets {
    Targets::new().with_default(LevelFilter::TRACE).with_targets([
        ("serenity", LevelFilter::ERROR),
        ("tungstenite", LevelFilter::INFO),
        ("tokio_tungstenite", LevelFilter::INFO),
        ("hyper", LevelFilter::INFO),
        ("reqwest", LevelFilter::INFO),
        ("h2", LevelFilter::INFO),
        ("sqlx", LevelFilter::WARN),
    ])
}

fn colours() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Counts the lines that pass.
    #[derive(Clone, Default)]
    struct Seen(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Seen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_payload_that_serenity_cannot_read_stays_out_of_the_log() {
        let seen = Seen::default();
        let writer = seen.clone();
        let lines =
            tracing_subscriber::fmt::layer().with_writer(move || writer.clone()).with_filter(EnvFilter::new("trace"));
        let subscriber = tracing_subscriber::registry().with(lines).with(without_payloads());
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(target: "serenity::gateway::ws", "{{\"content\": \"what Ada wrote\"}}");
            tracing::info!(target: "docent::app", "ready");
        });
        let text = String::from_utf8(seen.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("ready") && !text.contains("Ada"), "{text}");
    }
}
