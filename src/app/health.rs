//! Answers questions about a running Docent over HTTP: `/healthz` (does it live), `/readyz` (would people be
//! answered), `/metrics` (figures for Prometheus).
//!
//! Off unless the settings name a port, on this machine alone unless they name another address. Says nothing about
//! people, and takes nothing.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use super::{Stop, doctor};
use crate::{library::Shelf, metrics};

/// Whoever asks more slowly is not answered; others wait for their turn meanwhile.
const PATIENCE: Duration = Duration::from_secs(2);
/// The longest question.
const MAX_HEAD_BYTES: usize = 8 * 1024;
const TEXT: &str = "text/plain; charset=utf-8";
/// <https://prometheus.io/docs/specs/om/open_metrics_spec/#overall-structure>
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What figures are looked up from when somebody asks.
pub(super) struct Facts {
    pub(super) shelf: Arc<Shelf>,
    pub(super) database: PathBuf,
}

/// Opens the port.
pub(super) async fn listen(address: SocketAddr) -> Result<TcpListener, Stop> {
    TcpListener::bind(address).await.map_err(|error| {
        Stop::Usage(format!(
            "cannot listen on {address} for metrics: {error}; name another port under `metrics` or DOCENT_METRICS"
        ))
    })
}

/// Answers until `shutdown`.
pub(super) async fn answer(listener: TcpListener, facts: Facts, shutdown: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = shutdown.cancelled() => return,
        };
        let Ok((mut stream, _)) = accepted else { continue };
        // Whoever goes away or says nothing gets no answer, and that is all.
        let _ = timeout(PATIENCE, converse(&mut stream, &facts)).await;
    }
}

async fn converse(stream: &mut TcpStream, facts: &Facts) -> std::io::Result<()> {
    let mut head = Vec::new();
    let response = loop {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
        match path(&head) {
            Ok(Some(path)) => break respond(&path, facts),
            Ok(None) if head.len() < MAX_HEAD_BYTES => {}
            Ok(None) | Err(_) => break Response { status: "400 Bad Request", form: TEXT, body: "no request\n".into() },
        }
    };
    let Response { status, form, body } = response;
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {form}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

struct Response {
    status: &'static str,
    form: &'static str,
    body: String,
}

/// The path that is asked for; `None` while the question is not complete.
fn path(head: &[u8]) -> Result<Option<String>, httparse::Error> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    let status = request.parse(head)?;
    let path = request.path.unwrap_or_default().split('?').next().unwrap_or_default();
    let asked = if request.method == Some("GET") { path } else { "" };
    Ok(status.is_complete().then(|| asked.to_owned()))
}

fn respond(path: &str, facts: &Facts) -> Response {
    let metrics = metrics::of_this_process();
    let ok = |body: String| Response { status: "200 OK", form: TEXT, body };
    match path {
        "/healthz" => ok("alive\n".to_owned()),
        "/readyz" => match metrics.unready() {
            None => ok("ready\n".to_owned()),
            Some(why) => Response { status: "503 Service Unavailable", form: TEXT, body: format!("{why}\n") },
        },
        "/metrics" => {
            facts.refresh(metrics);
            match metrics.text() {
                Ok(body) => Response { status: "200 OK", form: OPEN_METRICS, body },
                Err(_) => Response { status: "500 Internal Server Error", form: TEXT, body: "no figures\n".into() },
            }
        }
        _ => Response { status: "404 Not Found", form: TEXT, body: "/healthz, /readyz, /metrics\n".into() },
    }
}

impl Facts {
    /// Figures that nobody reports.
    fn refresh(&self, metrics: &metrics::Metrics) {
        let library = self.shelf.library();
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        metrics.passages.set(number(u64::try_from(library.search().passages()).unwrap_or(u64::MAX)));
        metrics
            .content_loaded_at
            .set(Duration::from_millis(library.loaded_at().as_millis().unsigned_abs()).as_secs_f64());
        metrics.memory.set(number(resident_bytes().unwrap_or(0)));
        metrics.disk_free.set(number(doctor::free_bytes(&self.database).unwrap_or(0)));
    }
}

/// The memory that this process occupies, where the system says so.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_read_when_it_is_complete() {
        assert_eq!(path(b"GET /readyz?x=1 HTTP/1.1\r\nHost: x\r\n\r\n").unwrap().as_deref(), Some("/readyz"));
        assert_eq!(path(b"GET /readyz HTTP/1.1\r\nHost").unwrap(), None);
        assert_eq!(path(b"POST /metrics HTTP/1.1\r\n\r\n").unwrap().as_deref(), Some(""));
        assert!(path(b"\x16\x03\x01 hello").is_err());
    }
}
