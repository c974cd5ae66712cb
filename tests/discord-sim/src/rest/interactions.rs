//! The first response to an interaction.
//! <https://discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction>

use std::sync::Arc;

use serde_json::{Value, json};

use crate::api_error::{ApiError, Mistake};
use crate::check;
use crate::ids::{InteractionId, MessageId};
use crate::rest::post::{self, Form, Frame, News};
use crate::rest::{Answer, Call};
use crate::sim::Sim;
use crate::state::State;
use crate::state::exchange::{Exchange, FirstResponse, InteractionKind, Progress, ResponseKind};
use crate::state::messages::{MessageKind, MessageRecord, Origin, Visibility, flag};
use crate::wire;

/// What a valid response does to the messages.
enum Change {
    None,
    Add(MessageRecord),
    Replace(MessageRecord),
}

pub(crate) fn respond(call: &Call<'_>, id: InteractionId, token: &str) -> Result<Answer, ApiError> {
    let known = call.sim.state(|state| state.exchanges.get(&id).cloned());
    let exchange = known.filter(|exchange| exchange.token == token);
    let exchange = exchange.ok_or_else(|| ApiError::unknown_interaction("no such interaction, or a wrong token"))?;
    let outcome = accept(call, &exchange);
    if let Err(error) = &outcome {
        exchange.with(|progress| progress.errors.push(error.clone()));
    }
    if let Ok(Some((message, news))) = outcome {
        post::announce(call.sim, message, news);
    }
    exchange.moved.notify_waiters();
    call.sim.something_changed();
    outcome?;
    if !call.asks_for("with_response") {
        return Ok(Answer::Empty);
    }
    Ok(Answer::Json(call.sim.state(|state| resource(state, &exchange))))
}

/// Checks and takes in a response; says which message it made or changed.
fn accept(call: &Call<'_>, exchange: &Arc<Exchange>) -> Result<Option<(MessageId, News)>, ApiError> {
    exchange.with(|progress| still_open(call, exchange, progress))?;
    let body = call.body.json();
    let kind = body["type"].as_u64().and_then(ResponseKind::from_wire);
    let kind = kind.filter(|kind| is_possible(exchange, *kind)).ok_or_else(|| wrong_type(exchange, &body["type"]))?;
    let form = Form { data: &body["data"], files: &call.body.files, prefix: "data." };
    call.sim.state(|state| {
        let (change, visibility) = change(call.sim, state, exchange, kind, form)?;
        let data = match kind {
            ResponseKind::Choices | ResponseKind::Modal => form.data.clone(),
            _ => Value::Null,
        };
        exchange.with(|progress| {
            // Looked at again: a second response may have come in between.
            still_open(call, exchange, progress)?;
            let after = call.arrived.duration_since(exchange.at);
            progress.first = Some(FirstResponse { kind, visibility, after, data });
            progress.original = match &change {
                Change::Add(record) | Change::Replace(record) => Some(record.id),
                Change::None => exchange.source,
            };
            Ok(())
        })?;
        Ok(match change {
            Change::None => None,
            Change::Add(record) => {
                let id = record.id;
                post::store(state, record);
                Some((id, News::Created))
            }
            Change::Replace(record) => {
                let id = record.id;
                post::replace(state, record);
                Some((id, News::Edited))
            }
        })
    })
}

fn still_open(call: &Call<'_>, exchange: &Exchange, progress: &Progress) -> Result<(), ApiError> {
    if progress.first.is_some() {
        return Err(ApiError::already_acknowledged(exchange.label.as_str()));
    }
    let after = exchange.age(call.arrived);
    if after > call.sim.settings.first_response_within {
        return Err(ApiError::unknown_interaction(format!("{}: the response came after {after:?}", exchange.label)));
    }
    Ok(())
}

/// Which responses go with which interactions.
fn is_possible(exchange: &Exchange, kind: ResponseKind) -> bool {
    let asked = exchange.kind;
    match kind {
        ResponseKind::Message | ResponseKind::DeferredMessage => asked != InteractionKind::Autocomplete,
        ResponseKind::Update | ResponseKind::DeferredUpdate => {
            matches!(asked, InteractionKind::Component | InteractionKind::ModalSubmit) && exchange.source.is_some()
        }
        ResponseKind::Choices => asked == InteractionKind::Autocomplete,
        ResponseKind::Modal => matches!(asked, InteractionKind::Command | InteractionKind::Component),
    }
}

fn wrong_type(exchange: &Exchange, kind: &Value) -> ApiError {
    let what = format!("response type {kind} does not answer {:?}", exchange.kind);
    ApiError::invalid_form(vec![Mistake::new("type", "BASE_TYPE_CHOICES", what)])
}

fn change(
    sim: &Sim,
    state: &State,
    exchange: &Exchange,
    kind: ResponseKind,
    form: Form<'_>,
) -> Result<(Change, Visibility), ApiError> {
    let flags = form.data["flags"].as_u64().unwrap_or_default();
    let visibility = if flags & flag::EPHEMERAL != 0 { Visibility::Private } else { Visibility::Public };
    let refuse =
        |mistakes: Vec<Mistake>| if mistakes.is_empty() { Ok(()) } else { Err(ApiError::invalid_form(mistakes)) };
    match kind {
        ResponseKind::Message => {
            let record = post::compose(sim, state, frame(sim, exchange, visibility), form)?;
            Ok((Change::Add(record), visibility))
        }
        ResponseKind::DeferredMessage => {
            refuse(check::message::deferral(form))?;
            let mut record = post::blank(sim, frame(sim, exchange, visibility));
            record.flags |= flag::LOADING;
            Ok((Change::Add(record), visibility))
        }
        ResponseKind::Update => {
            let old = source(state, exchange)?;
            let record = post::revise(sim, state, &old, form)?;
            Ok((Change::Replace(record), visibility_of(&old)))
        }
        ResponseKind::DeferredUpdate => Ok((Change::None, visibility_of(&*source(state, exchange)?))),
        ResponseKind::Choices => {
            refuse(check::command::suggestions(form))?;
            Ok((Change::None, Visibility::Private))
        }
        ResponseKind::Modal => {
            refuse(check::modal::form(form))?;
            Ok((Change::None, Visibility::Private))
        }
    }
}

/// The message whose component was used.
fn source(state: &State, exchange: &Exchange) -> Result<Arc<MessageRecord>, ApiError> {
    let found = exchange.source.and_then(|id| post::latest(state, id));
    found.ok_or_else(|| ApiError::unknown_message("the message with the component is gone"))
}

pub(crate) fn visibility_of(record: &MessageRecord) -> Visibility {
    if record.only_for.is_some() { Visibility::Private } else { Visibility::Public }
}

/// A message that answers an interaction.
pub(crate) fn frame(sim: &Sim, exchange: &Exchange, visibility: Visibility) -> Frame {
    let kind = match (exchange.kind, exchange.from_menu) {
        (InteractionKind::Command, true) => MessageKind::ContextMenuCommand,
        (InteractionKind::Command, false) => MessageKind::ChatInputCommand,
        _ if exchange.source.is_some() => MessageKind::Reply,
        _ => MessageKind::Default,
    };
    Frame {
        channel: exchange.channel,
        guild: exchange.guild,
        author: sim.bot(),
        kind,
        reply_to: None,
        only_for: (visibility == Visibility::Private).then_some(exchange.user),
        origin: Some(Origin {
            interaction: exchange.id,
            kind: exchange.kind as u8,
            name: exchange.command.clone(),
            user: exchange.user,
            source: exchange.source,
        }),
    }
}

/// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-callback-interaction-callback-response-object>
fn resource(state: &State, exchange: &Exchange) -> Value {
    let (first, original) = exchange.with(|progress| (progress.first.clone(), progress.original));
    let message = original.and_then(|id| post::latest(state, id));
    let mut json = json!({"interaction": {"id": exchange.id, "type": exchange.kind as u8}});
    if let Some(first) = first {
        json["resource"] = json!({"type": first.kind as u8});
        if let (Some(message), ResponseKind::Message | ResponseKind::DeferredMessage | ResponseKind::Update) =
            (message, first.kind)
        {
            json["interaction"]["response_message_id"] = message.id.into();
            json["interaction"]["response_message_ephemeral"] = message.only_for.is_some().into();
            json["interaction"]["response_message_loading"] = message.is_loading().into();
            json["resource"]["message"] = wire::message(state, &message);
        }
    }
    json
}
