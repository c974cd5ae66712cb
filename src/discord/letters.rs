//! Delivers letters as direct messages.

use std::sync::Arc;

use serenity::all::UserId;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::{bot::Bot, courier::Failure};
use crate::outbox::{Delivery, Handover, Letter};

/// "Cannot send messages to this user": <https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>
const CLOSED: i64 = 50_007;
/// There is no such user any more.
const UNKNOWN_USER: i64 = 10_013;

/// Delivers what is handed over until `shutdown`, one letter after the other: many direct messages at once would look
/// like spam.
pub(super) async fn deliver(bot: Arc<Bot>, mut letters: mpsc::Receiver<Handover>, shutdown: CancellationToken) {
    loop {
        tokio::select! {
            biased;
            () = shutdown.cancelled() => return,
            handover = letters.recv() => match handover {
                Some(Handover { letter, receipt }) => {
                    // Nobody waits for it any more: the letter is found claimed later.
                    let _ = receipt.send(bot.deliver(&letter).await);
                }
                None => return,
            },
        }
    }
}

impl Bot {
    async fn deliver(&self, letter: &Letter) -> Delivery {
        // Zero is no id of Discord's.
        let Some(user) = letter.recipient.parse().ok().filter(|id| *id > 0).map(UserId::new) else {
            return Delivery::Closed;
        };
        let channel = match self.courier.direct_channel(user).await {
            Ok(channel) => channel,
            Err(failure) => return before_sending(failure),
        };
        let message = self.written(&letter.reply, letter.locale).once(letter.number);
        match self.courier.write(channel, &message).await {
            Ok(()) => Delivery::Delivered,
            Err(Failure::Unavailable { .. }) => Delivery::Unclear,
            Err(failure) => before_sending(failure),
        }
    }
}

/// What a failure means for a letter that has surely not been sent.
fn before_sending(failure: Failure) -> Delivery {
    match failure {
        Failure::Refused { code: CLOSED | UNKNOWN_USER, .. } => Delivery::Closed,
        Failure::Refused { status, code } => {
            tracing::warn!(status, code, "Discord refuses a direct message");
            Delivery::NotYet
        }
        Failure::Unavailable { .. } | Failure::Gone | Failure::Answered => Delivery::NotYet,
    }
}
