//! Messages that Docent sends by itself: one copy, one press to stop, and closed doors.

use std::time::Duration;

use discord_sim::World;
use docent::{
    action::{Identity, Place, Platform},
    calendar::Hour,
    clock::{Clock, Timestamp},
    ids::LearnerId,
    outbox::{Delivery, Handover},
    quiz::{Given, Verdict},
    store::{
        OpenOptions, Store,
        attempts::{NewAttempt, NewItem, Scope, record::NewAnswer},
        notices::NONCE_WINDOW,
        reminders::Reminders,
    },
};
use tokio::sync::{mpsc, oneshot};

use super::{PATIENCE, School, process::Serving, requests, says, tea};

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

/// Ada missed a question of the tea course ten days ago, and has wanted to be reminded at this hour since.
async fn ada_is_due(store: &Store, ada: &Identity) {
    let now = Clock::System.now();
    let ago = now.before(Duration::from_secs(10 * 24 * 60 * 60));
    let learner = store.learner(ada, ago).await.unwrap();
    let attempt = store.start_attempt(about_leaves(learner), ago).await.unwrap();
    let answer = NewAnswer { attempt, learner, position: 0, given: Given::Choices(0), verdict: Verdict::Wrong };
    store.record_answer(answer, ago).await.unwrap();
    let hour_in_ms = 60 * 60 * 1000;
    let began = now.as_millis() - now.as_millis() % hour_in_ms;
    let hour = u8::try_from(began / hour_in_ms % 24).ok().and_then(Hour::new).unwrap();
    let before = Timestamp::from_millis(began - 1000);
    store.set_reminders(learner, Reminders { daily: true, weekly: false, hour }, "en", before).await.unwrap();
}

fn about_leaves(learner: LearnerId) -> NewAttempt {
    let library = tea();
    let course = &library.courses()[0];
    let (lesson, question) = (&course.lessons[0], &course.lessons[0].questions[0]);
    let item = NewItem {
        course: course.id.clone(),
        lesson: lesson.id.clone(),
        question: question.id.clone(),
        revision: question.revision,
    };
    let scope = Scope::Lesson { course: course.id.clone(), lesson: lesson.id.clone() };
    NewAttempt { learner, place: Place::Terminal, scope, retry_of: None, items: vec![item] }
}

#[tokio::test]
async fn a_reminder_cut_off_by_kill_nine_arrives_once() {
    let world = World::builder().patience(PATIENCE).start().await;
    let server = world.guild("School");
    server.channel("entrance");
    let ada = world.user("Ada");
    ada.joins(&server);
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("docent.db"), &OpenOptions::default()).await.unwrap();
    ada_is_due(&store, &Identity { platform: Platform::Discord, external_id: ada.id().to_string() }).await;
    store.close().await;

    let letters = format!("/channels/{}/messages", ada.dm().channel_id());
    let silence = world.rest(&format!("POST {letters}")).but_done().stays_silent();
    let mut docent = Serving::start_in(&world, folder.path());
    world.wait_until(|world| world.channel_messages(ada.dm()).len() == 1, "a reminder").await;
    docent.kill();
    silence.cancel();
    let answered = requests(&world, "POST", &letters);

    let mut docent = Serving::start_in(&world, folder.path());
    world.wait_until(|world| requests(world, "POST", &letters) > answered, "the reminder again").await;
    let [reminder] = &world.channel_messages(ada.dm())[..] else { panic!("more than one copy") };
    says(reminder, "review");
    docent.kill();
    world.finish();
}
