//! Messages that Docent sends by itself: one copy, one press to stop, and closed doors.

use std::time::Duration;

use docent::{
    action::{Identity, Platform},
    calendar::Hour,
    clock::Timestamp,
    outbox::{Delivery, Handover},
    store::{notices::NONCE_WINDOW, reminders::Reminders},
};
use tokio::sync::{mpsc, oneshot};

use super::{School, says};

/// Six in the evening on a Monday, in UTC.
const MONDAY: Timestamp = Timestamp::from_millis(1_790_618_400_000);

impl School {
    /// Ada wants to hear every Monday how her week was.
    async fn ada_wants_summaries(&self) {
        let identity = Identity { platform: Platform::Discord, external_id: self.ada.id().to_string() };
        let store = &self.docent.store;
        let ada = store.learner(&identity, MONDAY).await.unwrap();
        let wanted = Reminders { daily: false, weekly: true, hour: Hour::EVENING };
        let before = MONDAY.before(Duration::from_secs(60));
        store.set_reminders(ada, wanted, "en", before).await.unwrap();
    }

    /// Sends what is due at `now`, and says how many letters that were.
    async fn sends(&self, now: Timestamp) -> usize {
        self.docent.outbox.tick(now, &self.docent.post).await.unwrap()
    }

    /// As [`Self::sends`], but dies before it hears what became of the letters.
    async fn sends_and_dies(&self, now: Timestamp) {
        let (post, mut letters) = mpsc::channel::<Handover>(1);
        let docent = self.docent.post.clone();
        let postman = tokio::spawn(async move {
            while let Some(handover) = letters.recv().await {
                let (receipt, arrived) = oneshot::channel();
                docent.send(Handover { letter: handover.letter, receipt }).await.unwrap();
                assert_eq!(arrived.await.unwrap(), Delivery::Delivered);
                drop(handover.receipt);
            }
        });
        self.docent.outbox.tick(now, &post).await.unwrap();
        drop(post);
        postman.await.unwrap();
    }

    fn letters_of_ada(&self) -> usize {
        self.world.channel_messages(self.ada.dm()).len()
    }
}

#[tokio::test]
async fn a_summary_comes_as_a_direct_message_and_is_stopped_with_one_press() {
    let school = School::open().await;
    school.ada_wants_summaries().await;
    assert_eq!(school.sends(MONDAY).await, 1);
    let [letter] = &school.world.channel_messages(school.ada.dm())[..] else { panic!("no letter") };
    says(letter, "Your week");
    says(letter, "You learned on 0 of the last 7 days.");
    says(&school.ada.presses(letter, "Stop these messages").await.message().await, "Stopped");
    assert_eq!(school.sends(MONDAY.after(Duration::from_secs(7 * 24 * 60 * 60))).await, 0);
    school.close().await;
}

#[tokio::test]
async fn a_letter_that_was_cut_off_arrives_once() {
    let mut school = School::open().await;
    school.ada_wants_summaries().await;
    school.sends_and_dies(MONDAY).await;
    assert_eq!(school.letters_of_ada(), 1);
    school.restart().await;
    assert_eq!(school.sends(MONDAY.after(Duration::from_secs(40))).await, 1, "sent again under its number");
    assert_eq!(school.letters_of_ada(), 1, "and refused by Discord");
    assert_eq!(school.sends(MONDAY.after(NONCE_WINDOW)).await, 0);
    school.close().await;
}

#[tokio::test]
async fn a_letter_that_was_cut_off_for_long_counts_as_sent() {
    let mut school = School::open().await;
    school.ada_wants_summaries().await;
    school.sends_and_dies(MONDAY).await;
    school.restart().await;
    assert_eq!(school.sends(MONDAY.after(NONCE_WINDOW)).await, 0);
    assert_eq!(school.letters_of_ada(), 1);
    school.close().await;
}

#[tokio::test]
async fn who_has_closed_direct_messages_is_left_alone_after_the_third() {
    let school = School::open().await;
    school.ada_wants_summaries().await;
    school.ada.closes_dms();
    let weeks = (0..5).map(|week| MONDAY.after(Duration::from_secs(week * 7 * 24 * 60 * 60)));
    school.world.expect_error(50_007);
    let mut tried = 0;
    for monday in weeks {
        tried += school.sends(monday).await;
    }
    assert_eq!(tried, 3);
    school.ada.opens_dms();
    let help = school.ada.in_channel(&school.room).command("help").await.message().await;
    says(&help, "My direct messages do not reach you");
    school.close().await;
}
