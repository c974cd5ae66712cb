//! Requests of interactions, with hyper's own client.
//!
//! Almost all that Docent sends is a piece of JSON for an interaction. serenity's way there, which reads the address as
//! two kinds of URL and passes the layers of a client for everything else, costs as much again as the request.

use std::time::Duration;

use http_body_util::{BodyExt as _, Collected, Full, Limited};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER, USER_AGENT},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use serenity::{constants, http::Route};
use tokio::time::timeout;

use super::courier::Failure;
use crate::config::Api;

/// What is read of an answer. Errors are a few hundred bytes; nothing else of an answer is looked at.
const MOST_OF_AN_ANSWER: usize = 64 * 1024;

/// How long to read what is told of a request that succeeded; well below what an attempt may take.
const RECEIPT: Duration = Duration::from_millis(200);

/// Where serenity's routes begin.
const DISCORD: &str = "https://discord.com";

/// The way to Discord for whatever an interaction's token is authority enough for; the bot's own token is not sent.
#[derive(Debug, Clone)]
pub(super) struct Direct {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    /// In the place of [`DISCORD`].
    root: String,
}

impl Direct {
    pub(super) fn new(api: &Api) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let tls = HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(tls);
        let root = match api {
            Api::Official => DISCORD.to_owned(),
            Api::At(url) => url.as_str().trim_end_matches('/').to_owned(),
        };
        Self { client, root }
    }

    /// Sends one request, once.
    pub(super) async fn send(&self, method: Method, route: Route<'_>, json: Option<Bytes>) -> Result<(), Failure> {
        let path = route.path();
        let address = format!("{}{}", self.root, path.strip_prefix(DISCORD).unwrap_or(&path));
        let mut request = Request::builder()
            .method(method)
            .uri(address)
            .header(USER_AGENT, HeaderValue::from_static(constants::USER_AGENT));
        if json.is_some() {
            request = request.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        // An address that is none: its token is not one of Discord's.
        let request = request.body(Full::new(json.unwrap_or_default())).map_err(|_| Failure::Gone)?;
        let response = self.client.request(request).await.map_err(|_| Failure::UNREACHABLE)?;
        outcome(response).await
    }
}

/// Reads an answer to its end, so that the connection can carry the next request.
async fn outcome(response: Response<Incoming>) -> Result<(), Failure> {
    let (head, body) = response.into_parts();
    if head.status == StatusCode::NO_CONTENT {
        return Ok(());
    }
    let body = Limited::new(body, MOST_OF_AN_ANSWER).collect();
    if head.status.is_success() {
        // It is done, whatever was to be read about it, and must not be done again because that does not come.
        let _ = timeout(RECEIPT, body).await;
        return Ok(());
    }
    let retry_after = head.headers.get(RETRY_AFTER).and_then(|seconds| seconds.to_str().ok()?.parse().ok());
    let body = body.await.map(Collected::to_bytes).unwrap_or_default();
    Err(Failure::of_answer(head.status.as_u16(), retry_after, &body))
}
