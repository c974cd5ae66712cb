//! Shows the boards of live quizzes: a message in a channel, edited again and again.

use std::sync::Arc;

use serenity::all::{ChannelId, MessageId};
use tokio::sync::mpsc;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{bot::Bot, courier::Failure};
use crate::{
    boards::{Board, Handover, Posted},
    ids,
};

/// Shows what is handed over until `shutdown`, the boards of different channels side by side.
pub(super) async fn show(
    bot: Arc<Bot>,
    mut boards: mpsc::Receiver<Handover>,
    running: TaskTracker,
    shutdown: CancellationToken,
) {
    loop {
        tokio::select! {
            biased;
            () = shutdown.cancelled() => return,
            handover = boards.recv() => match handover {
                Some(Handover { board, receipt }) => {
                    let bot = Arc::clone(&bot);
                    running.spawn(async move {
                        // Nobody waits for it any more: the board is shown again later.
                        let _ = receipt.send(bot.show_board(&board).await);
                    });
                }
                None => return,
            },
        }
    }
}

impl Bot {
    async fn show_board(&self, board: &Board) -> Posted {
        // Zero is no id of Discord's.
        let Some(channel) = Some(board.channel.get()).filter(|id| *id > 0).map(ChannelId::new) else {
            return Posted::Gone;
        };
        let message = self.written(&board.reply, board.locale);
        let sent = match board.message.filter(|id| id.get() > 0) {
            None => self.courier.post(channel, &message.once(board.number)).await,
            Some(id) => {
                let edited = self.courier.edit(channel, MessageId::new(id.get()), &message).await;
                edited.map(|()| MessageId::new(id.get()))
            }
        };
        match sent {
            Ok(id) => Posted::Shown(ids::MessageId::new(id.get())),
            Err(Failure::Unavailable { .. } | Failure::Answered) => Posted::NotYet,
            Err(failure @ (Failure::Refused { .. } | Failure::Gone)) => {
                tracing::warn!(%failure, "the board of a live quiz is refused");
                Posted::Gone
            }
        }
    }
}
