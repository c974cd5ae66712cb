//! Live quizzes under way: moves them on when their time has come, and hands their boards over to whoever shows them.
//!
//! All is decided from rows, so any number of players makes one edit at a time, and a restart goes on where it was.
//! Knows no wording, which is the tutor's, and no platform.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    ids::{ChannelId, LiveId, MessageId},
    quiz::live::Phase,
    reply::Reply,
    store::{Store, error::StoreError, live::Live},
    tutor::Tutor,
    words::Locale,
};

/// How often games under way are looked at. An edit takes a second at least, this is what comes on top.
const PAUSE: Duration = Duration::from_millis(200);
/// With no game under way; one that begins is told of.
const IDLE: Duration = Duration::from_secs(30);
/// The edit before a kill may not have been recorded, and a channel is edited once a second at most.
const AFTER_START: Duration = Duration::from_secs(1);
/// After so many edits in a row that did not arrive, about ten minutes, a game is given up.
const MAX_TRIES: u32 = 25;

/// A board to be shown in a channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// The same for every attempt at the first message, so that a platform can refuse a second copy.
    pub number: u64,
    pub channel: ChannelId,
    /// The message to edit; `None` for a new one.
    pub message: Option<MessageId>,
    pub locale: Locale,
    pub reply: Reply,
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Posted {
    Shown(MessageId),
    /// It may work the next time.
    NotYet,
    /// Message or channel are gone, or Docent may no longer write there.
    Gone,
}

/// A board on its way to whoever shows it, and back goes how it went.
#[derive(Debug)]
pub struct Handover {
    pub board: Board,
    pub receipt: oneshot::Sender<Posted>,
}

/// Keeps games going.
#[derive(Clone)]
pub struct Boards {
    store: Store,
    tutor: Arc<Tutor>,
    clock: Clock,
}

impl Boards {
    pub fn new(store: Store, tutor: Arc<Tutor>, clock: Clock) -> Self {
        Self { store, tutor, clock }
    }

    /// Does what is due, again and again until `shutdown`.
    pub async fn run(self, post: mpsc::Sender<Handover>, shutdown: CancellationToken) {
        if self.store.unsettled_lives().await.is_ok_and(|games| !games.is_empty()) {
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = sleep(AFTER_START) => {}
            }
        }
        loop {
            let ticking = async {
                match self.tick(&post).await {
                    Ok(0) => _ = timeout(IDLE, self.tutor.board_changes()).await,
                    Ok(_) => sleep(PAUSE).await,
                    Err(error) => {
                        tracing::warn!(%error, "cannot look after live quizzes");
                        sleep(IDLE).await;
                    }
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = ticking => {}
            }
        }
    }

    /// Does what is due now, for all games side by side, and says how many are under way.
    pub async fn tick(&self, post: &mpsc::Sender<Handover>) -> Result<usize, StoreError> {
        let games = self.store.unsettled_lives().await?;
        let under_way = games.len();
        let mut tending = JoinSet::new();
        for id in games {
            let (boards, post) = (self.clone(), post.clone());
            tending.spawn(async move { (id, boards.tend(id, &post).await) });
        }
        while let Some(tended) = tending.join_next().await {
            match tended {
                Ok((_, Ok(()))) => {}
                Ok((id, Err(error))) => tracing::warn!(live = %id, %error, "cannot look after a live quiz"),
                Err(panic) => tracing::error!(%panic, "looking after a live quiz failed"),
            }
        }
        Ok(under_way)
    }

    async fn tend(&self, id: LiveId, post: &mpsc::Sender<Handover>) -> Result<(), StoreError> {
        let Some(mut live) = self.store.live(id).await? else { return Ok(()) };
        if let Some((next, skipped)) = self.tutor.live_due(&live, self.clock.now()) {
            self.store.advance_live(id, live.step, next, skipped).await?;
            let Some(later) = self.store.live(id).await? else { return Ok(()) };
            live = later;
        }
        let is_new = live.shown != Some(live.to_show());
        if is_new && self.clock.now() >= live.edit_at {
            self.show(&live, post).await?;
        }
        if live.phase == Phase::Ended && !is_new {
            self.store.put_live_away(&live).await?;
        }
        Ok(())
    }

    async fn show(&self, live: &Live, post: &mpsc::Sender<Handover>) -> Result<(), StoreError> {
        let made = self.tutor.live_board(live, self.clock.now()).await?;
        let number = live.id.to_row().cast_unsigned();
        let (channel, message) = (live.channel, live.message);
        let board = Board { number, channel, message, locale: made.locale, reply: made.reply };
        match hand_over(post, board).await {
            Posted::Shown(message) => {
                let now = self.clock.now();
                self.store.live_board_shown(live.id, live.to_show(), message, made.due_at, now).await
            }
            Posted::Gone => {
                tracing::warn!(live = %live.id, channel = %channel, "a live quiz ends, since its board cannot be shown");
                self.store.lose_live(live.id).await
            }
            Posted::NotYet => {
                let tries = self.store.live_board_delayed(live, self.clock.now()).await?;
                if tries == 1 {
                    tracing::warn!(live = %live.id, "the board of a live quiz is delayed");
                }
                if tries >= MAX_TRIES {
                    tracing::warn!(live = %live.id, tries, "a live quiz ends, since its board does not arrive");
                    self.store.lose_live(live.id).await?;
                }
                Ok(())
            }
        }
    }
}

async fn hand_over(post: &mpsc::Sender<Handover>, board: Board) -> Posted {
    let (receipt, answer) = oneshot::channel();
    match post.send(Handover { board, receipt }).await {
        // Whoever took it has ended without a word.
        Ok(()) => answer.await.unwrap_or(Posted::NotYet),
        Err(_) => Posted::NotYet,
    }
}
