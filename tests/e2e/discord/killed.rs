//! kill -9 of the real program while learners answer on Discord: what they saw acknowledged is there, once, and every
//! button from before works.

use std::{
    collections::HashSet,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use discord_sim::{Act, Channel, Interaction, Message, User, World};
use docent::{
    ids::AttemptId,
    store::{OpenOptions, Store, attempts::ItemState, error::Integrity},
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio_util::sync::CancellationToken;

use super::{PATIENCE, letter_of};
use crate::program::Running;

const LEARNERS: usize = 24;
/// Discord's own.
const DEADLINE: Duration = Duration::from_secs(3);
/// How long learners answer before the kill, in milliseconds.
const LIFE_MS: std::ops::Range<u64> = 20..900;

/// How often the program is killed: a hundred times to measure, a few every day.
fn rounds() -> usize {
    std::env::var("DOCENT_TEST_KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(4)
}

/// Somebody who takes one quiz after the other.
struct Learner {
    user: User,
    room: Channel,
    /// Was asked, and what was answered has not been acknowledged yet.
    question: Option<Message>,
}

/// What a learner saw.
#[derive(Default)]
struct Seen {
    acknowledged: Vec<(AttemptId, u16)>,
    /// Buttons of an earlier process that were answered.
    old_buttons: usize,
    /// Presses that the kill left without an answer.
    unanswered: usize,
}

impl Learner {
    /// Answers questions until the program is killed.
    async fn lives(&mut self, killed: &CancellationToken) -> Seen {
        let mut seen = Seen::default();
        let mut is_old = self.question.is_some();
        loop {
            let question = match self.question.take() {
                Some(question) => question,
                None => {
                    let quiz = self.user.in_channel(&self.room).command("quiz").option("about", "Water").dispatch();
                    let Some(question) = answered(quiz, killed).await else { return seen };
                    question
                }
            };
            let press = self.user.presses(&question, &letter_of(&question, "70 to 80"));
            let item = item_of(&question);
            self.question = Some(question);
            let Some(feedback) = self.press(press, killed).await else {
                seen.unanswered += 1;
                return seen;
            };
            assert!(feedback.text().contains("Right."), "an old button does not work:\n{}", feedback.text());
            seen.acknowledged.push(item);
            seen.old_buttons += usize::from(is_old);
            is_old = false;
            self.question = None;
        }
    }

    async fn press(&self, press: Act, killed: &CancellationToken) -> Option<Message> {
        answered(press.dispatch(), killed).await
    }
}

/// The answer to an interaction; `None` when the program was killed before.
async fn answered(interaction: Interaction, killed: &CancellationToken) -> Option<Message> {
    interaction.may_stay_unanswered();
    tokio::select! {
        biased;
        first = interaction.responded_within(DEADLINE) => first.expect("an answer within three seconds"),
        () = killed.cancelled() => return None,
    };
    tokio::select! {
        biased;
        message = interaction.message() => Some(message),
        () = killed.cancelled() => None,
    }
}

/// Attempt and position, as the buttons of a question hold them.
fn item_of(question: &Message) -> (AttemptId, u16) {
    let id = question.custom_ids().into_iter().find(|id| id.contains(":an:")).expect("a button for an answer");
    let mut fields = id.split(':').skip_while(|field| *field != "an").skip(1);
    let attempt = AttemptId::parse(fields.next().unwrap()).unwrap();
    (attempt, fields.next().unwrap().parse().unwrap())
}

fn serve(world: &World, database: &Path) -> Running {
    let content = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/courses/tea");
    let mut command = Command::new(env!("CARGO_BIN_EXE_docent"));
    command.arg("serve").env_clear().env("DOCENT_CONTENT", content).env("DOCENT_DATABASE", database);
    command.env("DISCORD_API_URL", world.api_url()).env("DISCORD_TOKEN", world.token());
    command.current_dir(database.parent().unwrap()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Running::start(&mut command)
}

pub(super) async fn raw(database: &Path) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(database)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_kill_nine_and_old_buttons_work() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("docent.db");
    let world = World::builder().patience(PATIENCE).start().await;
    let server = world.guild("School");
    let room = server.channel("general");
    let mut learners: Vec<Learner> = (0..LEARNERS)
        .map(|number| {
            let user = world.user(&format!("Learner {number}"));
            user.joins(&server);
            Learner { user, room: room.clone(), question: None }
        })
        .collect();
    let (mut random, started) = (StdRng::seed_from_u64(20_261_122), Instant::now());
    let (mut acknowledged, mut old_buttons, mut unanswered) = (Vec::new(), 0, 0);
    for round in 0..rounds() {
        let mut docent = serve(&world, &database);
        let identified = u64::try_from(round).unwrap() + 1;
        world.wait_until(|world| world.gateway().counts().identifies == identified, "a new session").await;
        world.bot_ready().await;
        world.command_registered("quiz").await;
        let killed = CancellationToken::new();
        let life = Duration::from_millis(random.random_range(LIFE_MS));
        let kill = async {
            tokio::time::sleep(life).await;
            docent.dies();
            killed.cancel();
        };
        let lives = futures_of(&mut learners, &killed);
        let ((), seen) = tokio::join!(kill, lives);
        for seen in seen {
            acknowledged.extend(seen.acknowledged);
            old_buttons += seen.old_buttons;
            unanswered += seen.unanswered;
        }
        world.wait_until(|world| world.gateway().live_shards() == 0, "the end of the session").await;
        // An hour passes, so that the next start need not wait.
        sqlx::raw_sql("delete from meta where key = 'discord.starts'")
            .execute(&mut raw(&database).await)
            .await
            .unwrap();
    }
    let (lost, doubled) = compared(&database, &acknowledged).await;
    println!(
        "{} kills of the program: {} answers acknowledged, {lost} lost, {doubled} doubled; {unanswered} presses cut off, \
         {old_buttons} old buttons pressed again, all answered; {:.0} s",
        rounds(),
        acknowledged.len(),
        started.elapsed().as_secs_f64()
    );
    assert_eq!((lost, doubled), (0, 0));
    assert!(old_buttons > 0);
    world.finish();
}

async fn futures_of(learners: &mut [Learner], killed: &CancellationToken) -> Vec<Seen> {
    let mut lives = Vec::new();
    // Driven together on this task; each waits for its own answers.
    let mut running: Vec<_> = learners.iter_mut().map(|learner| Box::pin(learner.lives(killed))).collect();
    std::future::poll_fn(|cx| {
        running.retain_mut(|life| match life.as_mut().poll(cx) {
            std::task::Poll::Ready(seen) => {
                lives.push(seen);
                false
            }
            std::task::Poll::Pending => true,
        });
        if running.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    lives
}

/// How many acknowledged answers are not there, and how many learners and questions count more or less than was answered.
async fn compared(database: &Path, acknowledged: &[(AttemptId, u16)]) -> (usize, i64) {
    let store = Store::open(database, &OpenOptions::default()).await.unwrap();
    assert_eq!(store.integrity().await.unwrap(), Integrity::Sound);
    let distinct: HashSet<_> = acknowledged.iter().collect();
    assert_eq!(distinct.len(), acknowledged.len(), "each question is acknowledged once");
    let mut lost = 0;
    for (id, position) in acknowledged {
        let attempt = store.attempt(*id).await.unwrap().expect("an attempt with an acknowledged answer");
        let item = attempt.items.iter().find(|item| item.position == *position).unwrap();
        lost += usize::from(!matches!(item.state, ItemState::Answered(_)));
    }
    store.close().await;
    let doubled = sqlx::query_scalar(
        "select
             (select count(*) from learner where
                 (select coalesce(sum(answers), 0) from active_day where learner_id = learner.id) <>
                 (select count(verdict) from item where learner_id = learner.id)) +
             (select count(*) from item_count as one where answered <>
                 (select count(verdict) from item where (course_id, question_id, revision) =
                     (one.course_id, one.question_id, one.revision)))",
    )
    .fetch_one(&mut raw(database).await)
    .await
    .unwrap();
    (lost, doubled)
}
