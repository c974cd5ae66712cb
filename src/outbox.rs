//! Messages that go out by themselves: due reminders become letters, letters are delivered, and what did not arrive is
//! tried again or given up.
//!
//! Everything that must outlive the process is a row. Knows no wording, which is the tutor's, and no platform: letters
//! go into a channel, and whoever takes them out delivers them and says how it went.

use std::{collections::HashSet, sync::Arc, time::Duration};

use tokio::{
    sync::{mpsc, oneshot},
    time::sleep,
};
use tokio_util::sync::CancellationToken;

use crate::{
    clock::{Clock, Timestamp},
    reply::Reply,
    store::{
        Store,
        error::StoreError,
        notices::{Notice, Sent},
    },
    tutor::Tutor,
    words::Locale,
};

/// How late a reminder may be on top of everything else.
const PAUSE: Duration = Duration::from_secs(30);

/// A message to one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// The same for every attempt at this message, so that a platform can refuse a second copy.
    pub number: u64,
    /// The person's id on Discord.
    pub recipient: String,
    pub locale: Locale,
    pub reply: Reply,
}

/// How the delivery of a letter went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    Delivered,
    /// The person takes no messages.
    Closed,
    /// It surely did not arrive, and may the next time.
    NotYet,
    /// It may have arrived or not.
    Unclear,
}

/// A letter on its way to whoever delivers it, and back goes how it went.
#[derive(Debug)]
pub struct Handover {
    pub letter: Letter,
    pub receipt: oneshot::Sender<Delivery>,
}

/// Sends what is due.
#[derive(Clone)]
pub struct Outbox {
    store: Store,
    tutor: Arc<Tutor>,
}

impl Outbox {
    pub fn new(store: Store, tutor: Arc<Tutor>) -> Self {
        Self { store, tutor }
    }

    /// Hands over what is due, again and again until `shutdown`. A letter that is under way then is found claimed by
    /// the next process.
    pub async fn run(self, clock: Clock, post: mpsc::Sender<Handover>, shutdown: CancellationToken) {
        loop {
            let ticking = async {
                match self.tick(clock.now(), &post).await {
                    Ok(0) => {}
                    Ok(letters) => tracing::info!(letters, "letters sent"),
                    Err(error) => tracing::warn!(%error, "cannot send what is due"),
                }
                sleep(PAUSE).await;
            };
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = ticking => {}
            }
        }
    }

    /// Does what is due at `now`, and says how many letters that were.
    pub async fn tick(&self, now: Timestamp, post: &mpsc::Sender<Handover>) -> Result<usize, StoreError> {
        while self.store.make_notices(now).await? > 0 {}
        let mut tried = HashSet::new();
        while let Some(notice) = self.store.claim_notice(now).await? {
            // What could not be settled waits for the next time.
            if !tried.insert(notice.id) {
                break;
            }
            let how = self.send(&notice, post).await?;
            self.store.settle_notice(notice.id, how, now).await?;
        }
        Ok(tried.len())
    }

    async fn send(&self, notice: &Notice, post: &mpsc::Sender<Handover>) -> Result<Sent, StoreError> {
        let Some((locale, reply)) = self.tutor.letter(notice).await? else { return Ok(Sent::Needless) };
        let number = notice.id.to_row().cast_unsigned();
        let letter = Letter { number, recipient: notice.recipient.clone(), locale, reply };
        let delivery = hand_over(post, letter).await;
        tracing::debug!(notice = %notice.id, ?delivery, "letter handed over");
        Ok(match delivery {
            Delivery::Delivered => Sent::Delivered,
            Delivery::Closed => Sent::Closed,
            Delivery::NotYet => Sent::NotYet,
            Delivery::Unclear => Sent::Unclear,
        })
    }
}

async fn hand_over(post: &mpsc::Sender<Handover>, letter: Letter) -> Delivery {
    let (receipt, answer) = oneshot::channel();
    match post.send(Handover { letter, receipt }).await {
        // Whoever took it has ended without a word.
        Ok(()) => answer.await.unwrap_or(Delivery::Unclear),
        Err(_) => Delivery::NotYet,
    }
}
