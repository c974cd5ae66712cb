//! The REST side: reads a request, lets it meet ordered faults, checks it, and passes it to its handler.
//!
//! One fallback handler and a closed [`Route`] instead of a router: the same parse gives the
//! handler, the OpenAPI path and the name in reports, and nothing reaches a handler unchecked.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body as HttpBody;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequest, Request, State as Shared};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::api_error::ApiError;
use crate::faults::{Effect, Fault};
use crate::journal::Violation;
use crate::sim::Sim;

pub(crate) mod body;
pub(crate) mod channels;
pub(crate) mod commands;
pub(crate) mod interactions;
pub(crate) mod lookups;
pub(crate) mod post;
pub(crate) mod route;
pub(crate) mod webhooks;

use body::Body;
use route::Route;

/// Everything that listens on the port.
pub(crate) fn app(sim: Arc<Sim>) -> Router {
    Router::new().fallback(serve).with_state(sim)
}

/// A successful answer.
pub(crate) enum Answer {
    Json(Value),
    /// 201.
    Created(Value),
    /// 204.
    Empty,
}

/// One request that a handler works on.
pub(crate) struct Call<'a> {
    pub(crate) sim: &'a Arc<Sim>,
    pub(crate) body: &'a Body,
    pub(crate) query: &'a str,
    pub(crate) arrived: Instant,
}

impl Call<'_> {
    /// The value of a query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// A query parameter that is a flag.
    pub(crate) fn asks_for(&self, name: &str) -> bool {
        matches!(self.parameter(name), Some("true" | "1"))
    }
}

async fn serve(Shared(sim): Shared<Arc<Sim>>, request: Request) -> Response {
    let arrived = Instant::now();
    if request.headers().contains_key(header::UPGRADE) {
        return open_gateway(sim, request).await;
    }
    let (method, path) = (request.method().clone(), request.uri().path().to_string());
    let Some(path) = path.strip_prefix("/api/v10") else {
        return refuse(&sim, &line(&method, &path), &ApiError::not_simulated("not under /api/v10"));
    };
    let fault = sim.faults(|faults| faults.meet(method.as_str(), path));
    let response = match fault {
        None => answer(&sim, &method, path, request, arrived).await,
        Some((fault, effect)) => meet(&sim, &method, path, request, arrived, fault, effect).await,
    };
    note_request(&sim, &method, path, &response, arrived);
    response
}

async fn meet(
    sim: &Arc<Sim>,
    method: &Method,
    path: &str,
    request: Request,
    arrived: Instant,
    fault: Fault,
    effect: Effect,
) -> Response {
    if let Fault::Delay(delay) = fault {
        tokio::time::sleep(delay).await;
        return answer(sim, method, path, request, Instant::now()).await;
    }
    if effect == Effect::Done {
        answer(sim, method, path, request, arrived).await;
    }
    match fault {
        Fault::Answer { status, body, headers } => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                if let (Ok(name), Ok(value)) = (name.parse::<header::HeaderName>(), value.parse()) {
                    map.insert(name, value);
                }
            }
            (status, map, json_body(&body)).into_response()
        }
        Fault::Delay(_) | Fault::Silence => std::future::pending().await,
    }
}

async fn answer(sim: &Arc<Sim>, method: &Method, path: &str, request: Request, arrived: Instant) -> Response {
    let line = line(method, path);
    let result = handle(sim, method, path, request, arrived).await;
    match result {
        Ok(Answer::Json(json)) => json_body(&json),
        Ok(Answer::Created(json)) => (StatusCode::CREATED, json_body(&json)).into_response(),
        Ok(Answer::Empty) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refuse(sim, &line, &error),
    }
}

async fn handle(
    sim: &Arc<Sim>,
    method: &Method,
    path: &str,
    request: Request,
    arrived: Instant,
) -> Result<Answer, ApiError> {
    let route = Route::parse(path).ok_or_else(|| ApiError::not_simulated(""))?;
    if !route.has_token_in_path() && !is_authorized(sim, request.headers()) {
        return Err(ApiError::unauthorized("the header `Authorization: Bot TOKEN` is missing or wrong"));
    }
    let query = request.uri().query().unwrap_or_default().to_string();
    let body = Body::read(request).await?;
    let breaches = check_against_openapi(sim, method, &route, &body);
    let call = Call { sim, body: &body, query: &query, arrived };
    let outcome = dispatch(&call, method, route);
    if outcome.as_ref().is_err_and(ApiError::is_about_the_form) {
        // The same mistakes twice help nobody, and a test that expects 50035 means both.
        sim.journal(|journal| journal.retract(&breaches));
    }
    outcome
}

/// One line per route and method; everything else is not simulated.
fn dispatch(call: &Call<'_>, method: &Method, route: Route) -> Result<Answer, ApiError> {
    match (method.as_str(), route) {
        ("GET", Route::Gateway) => lookups::gateway(call),
        ("GET", Route::GatewayBot) => lookups::gateway_bot(call),
        ("GET", Route::CurrentUser) => lookups::current_user(call),
        ("GET", Route::CurrentApplication | Route::OauthApplication) => lookups::application(call),
        ("GET", Route::Guild(guild)) => lookups::guild(call, guild),
        ("GET", Route::GuildChannels(guild)) => lookups::guild_channels(call, guild),
        ("GET", Route::GuildRoles(guild)) => lookups::guild_roles(call, guild),
        ("GET", Route::GuildMember(guild, user)) => lookups::guild_member(call, guild, user),
        ("GET", Route::Commands(scope)) => commands::list(call, scope),
        ("PUT", Route::Commands(scope)) => commands::replace_all(call, scope),
        ("POST", Route::Commands(scope)) => commands::create(call, scope),
        ("GET", Route::Command(scope, id)) => commands::one(call, scope, id),
        ("PATCH", Route::Command(scope, id)) => commands::edit(call, scope, id),
        ("DELETE", Route::Command(scope, id)) => commands::delete(call, scope, id),
        ("POST", Route::Callback(id, token)) => interactions::respond(call, id, &token),
        ("POST", Route::Webhook(app, token)) => webhooks::follow_up(call, app, &token),
        ("GET", Route::WebhookMessage(app, token, which)) => webhooks::show(call, app, &token, which),
        ("PATCH", Route::WebhookMessage(app, token, which)) => webhooks::edit(call, app, &token, which),
        ("DELETE", Route::WebhookMessage(app, token, which)) => webhooks::delete(call, app, &token, which),
        ("POST", Route::OpenDm) => channels::open_dm(call),
        ("GET", Route::Channel(channel)) => channels::show(call, channel),
        ("POST", Route::Typing(channel)) => channels::typing(call, channel),
        ("GET", Route::Messages(channel)) => channels::messages(call, channel),
        ("POST", Route::Messages(channel)) => channels::send(call, channel),
        ("GET", Route::Message(channel, id)) => channels::message(call, channel, id),
        ("PATCH", Route::Message(channel, id)) => channels::edit(call, channel, id),
        ("DELETE", Route::Message(channel, id)) => channels::delete(call, channel, id),
        _ => Err(ApiError::not_simulated("the route exists, but not with this method")),
    }
}

fn is_authorized(sim: &Sim, headers: &HeaderMap) -> bool {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.strip_prefix("Bot ")) == Some(sim.token())
}

/// Writes down breaches before the request takes effect: a test that sees the effect must see them too.
fn check_against_openapi(sim: &Sim, method: &Method, route: &Route, body: &Body) -> Vec<Violation> {
    let (Some(openapi), Some(json)) = (&sim.openapi, body.json_as_sent()) else { return Vec::new() };
    let problems = openapi.problems(method.as_str(), route.template(), json).into_iter();
    let place = format!("{method} {} (OpenAPI)", route.template());
    let breaches: Vec<Violation> = problems.map(|what| Violation { place: place.clone(), what, code: None }).collect();
    for breach in &breaches {
        sim.violation(breach.place.as_str(), breach.what.as_str(), None);
    }
    breaches
}

fn refuse(sim: &Sim, line: &str, error: &ApiError) -> Response {
    let code = if error.code == 0 { u64::from(error.status) } else { error.code };
    sim.violation(line, format!("answered {error}"), Some(code));
    sim.something_changed();
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, json_body(&error.body())).into_response()
}

/// A request as reports name it: tokens and other long parts only begin.
fn line(method: &Method, path: &str) -> String {
    const SHOWN: usize = 24;
    let shown = path.split('/').map(|segment| match segment.chars().nth(SHOWN) {
        Some(_) => segment.chars().take(6).chain(['…']).collect(),
        None => segment.to_string(),
    });
    format!("{method} {}", shown.collect::<Vec<_>>().join("/"))
}

fn json_body(json: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], HttpBody::from(json.to_string())).into_response()
}

fn note_request(sim: &Sim, method: &Method, path: &str, response: &Response, arrived: Instant) {
    sim.journal(|journal| {
        journal.request_count += 1;
        if !sim.settings.forgetful {
            let line = line(method, path);
            let status = response.status().as_u16();
            journal.requests.push(crate::journal::Request { line, status, took: arrived.elapsed() });
        }
    });
    sim.something_changed();
}

async fn open_gateway(sim: Arc<Sim>, request: Request) -> Response {
    if sim.gateway(|gateway| gateway.refuses()) {
        sim.something_changed();
        return (StatusCode::SERVICE_UNAVAILABLE, json!({"message": "refused by the test"}).to_string())
            .into_response();
    }
    if sim.gateway(|gateway| gateway.hanging) {
        return std::future::pending().await;
    }
    match WebSocketUpgrade::from_request(request, &()).await {
        Ok(upgrade) => upgrade.on_upgrade(|socket| crate::gateway::connection::serve(sim, socket)),
        Err(rejection) => rejection.into_response(),
    }
}
