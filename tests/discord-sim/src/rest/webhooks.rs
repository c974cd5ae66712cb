//! The interaction's webhook: later edits of the response, and follow-ups.
//! <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-webhook-endpoints>

use std::sync::Arc;

use crate::api_error::ApiError;
use crate::ids::{ApplicationId, MessageId};
use crate::limits;
use crate::rest::interactions::frame;
use crate::rest::post::{self, Form, News};
use crate::rest::route::Which;
use crate::rest::{Answer, Call};
use crate::state::exchange::Exchange;
use crate::state::messages::{Visibility, flag};
use crate::wire;

pub(crate) fn follow_up(call: &Call<'_>, application: ApplicationId, token: &str) -> Result<Answer, ApiError> {
    let exchange = exchange(call, application, token)?;
    noting_errors(call, &exchange, || {
        let loading = exchange.with(|progress| progress.original).and_then(|id| {
            call.sim.state(|state| post::latest(state, id)).filter(|record| record.is_loading()).map(|record| record.id)
        });
        // Right after a deferral this edits the "thinking…" message. See "Create Followup Message" on the page above.
        if let Some(id) = loading {
            return edit_message(call, &exchange, id);
        }
        let form = Form { data: call.body.json(), files: &call.body.files, prefix: "" };
        let private = form.data["flags"].as_u64().unwrap_or_default() & flag::EPHEMERAL != 0;
        let visibility = if private { Visibility::Private } else { Visibility::Public };
        let (id, json) = call.sim.state(|state| {
            let record = post::compose(call.sim, state, frame(call.sim, &exchange, visibility), form)?;
            let (id, json) = (record.id, wire::message(state, &record));
            post::store(state, record);
            Ok::<_, ApiError>((id, json))
        })?;
        exchange.with(|progress| progress.followups.push(id));
        post::announce(call.sim, id, News::Created);
        Ok(Answer::Json(json))
    })
}

pub(crate) fn show(call: &Call<'_>, application: ApplicationId, token: &str, which: Which) -> Result<Answer, ApiError> {
    let exchange = exchange(call, application, token)?;
    noting_errors(call, &exchange, || {
        let id = message_id(&exchange, which)?;
        call.sim.state(|state| {
            let record = post::latest(state, id).ok_or_else(|| ApiError::unknown_message("it was deleted"))?;
            Ok(Answer::Json(wire::message(state, &record)))
        })
    })
}

pub(crate) fn edit(call: &Call<'_>, application: ApplicationId, token: &str, which: Which) -> Result<Answer, ApiError> {
    let exchange = exchange(call, application, token)?;
    noting_errors(call, &exchange, || {
        let id = message_id(&exchange, which)?;
        edit_message(call, &exchange, id)
    })
}

pub(crate) fn delete(
    call: &Call<'_>,
    application: ApplicationId,
    token: &str,
    which: Which,
) -> Result<Answer, ApiError> {
    let exchange = exchange(call, application, token)?;
    noting_errors(call, &exchange, || {
        let id = message_id(&exchange, which)?;
        call.sim.state(|state| match state.messages.get_mut(&id) {
            Some(history) if !history.deleted => {
                history.deleted = true;
                Ok(())
            }
            _ => Err(ApiError::unknown_message("it was deleted before")),
        })?;
        post::announce(call.sim, id, News::Deleted);
        Ok(Answer::Empty)
    })
}

fn edit_message(call: &Call<'_>, exchange: &Exchange, id: MessageId) -> Result<Answer, ApiError> {
    let form = Form { data: call.body.json(), files: &call.body.files, prefix: "" };
    let json = call.sim.state(|state| {
        let old = post::latest(state, id).ok_or_else(|| ApiError::unknown_message("it was deleted"))?;
        let record = post::revise(call.sim, state, &old, form)?;
        let json = wire::message(state, &record);
        post::replace(state, record);
        Ok::<_, ApiError>(json)
    })?;
    exchange.with(|progress| {
        if progress.original == Some(id) {
            progress.edits += 1;
        }
    });
    post::announce(call.sim, id, News::Edited);
    Ok(Answer::Json(json))
}

/// The interaction that a token belongs to, if its webhook works now.
fn exchange(call: &Call<'_>, application: ApplicationId, token: &str) -> Result<Arc<Exchange>, ApiError> {
    if application != call.sim.application_id() {
        return Err(ApiError::unknown_webhook("not this application's id"));
    }
    let exchange = call.sim.state(|state| state.exchange_by_token(token));
    let exchange = exchange.ok_or_else(|| ApiError::unknown_webhook("no interaction has this token"))?;
    let age = exchange.age(call.arrived);
    if age > limits::TOKEN_LIFE {
        return Err(ApiError::invalid_webhook_token(format!("{}: {age:?} old", exchange.label)));
    }
    if exchange.with(|progress| progress.first.is_none()) {
        return Err(ApiError::unknown_webhook(format!("{}: there was no first response yet", exchange.label)));
    }
    Ok(exchange)
}

fn message_id(exchange: &Exchange, which: Which) -> Result<MessageId, ApiError> {
    let found = exchange.with(|progress| match which {
        Which::Original => progress.original,
        Which::Id(id) if progress.original == Some(id) || progress.followups.contains(&id) => Some(id),
        Which::Id(_) => None,
    });
    found.ok_or_else(|| ApiError::unknown_message(format!("{}: no such message of this interaction", exchange.label)))
}

/// Keeps an error with its interaction, and wakes those who wait for the interaction.
fn noting_errors(
    call: &Call<'_>,
    exchange: &Exchange,
    work: impl FnOnce() -> Result<Answer, ApiError>,
) -> Result<Answer, ApiError> {
    let outcome = work();
    if let Err(error) = &outcome {
        exchange.with(|progress| progress.errors.push(error.clone()));
    }
    exchange.moved.notify_waiters();
    call.sim.something_changed();
    outcome
}
