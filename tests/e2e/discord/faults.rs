//! Each fault by name, while people go on asking: how long until they are answered again, who was not answered at all,
//! and whether anything happened twice.

use std::time::{Duration, Instant};

use discord_sim::{GatewayControl, Interaction, Message, RestControl, Resumable, World, WorldBuilder};
use tempfile::TempDir;
use tokio::time::{interval, sleep, timeout};

use super::{Docent, PATIENCE, School, tea};

/// Somebody asks so often.
const PACE: Duration = Duration::from_millis(100);
/// So many answers in a row, and the fault is over.
const CALM: usize = 5;
/// Half-open connections show after two of these. Discord's own are 41 seconds apart.
const HEARTBEAT: Duration = Duration::from_millis(400);
/// A shard is given up that is silent for so long: well after serenity should have helped itself.
const SILENCE: Duration = Duration::from_secs(12);
/// Discord's own deadline for an answer.
const DEADLINE: Duration = Duration::from_secs(3);

/// How long a gateway that is down stays so; a minute to measure, less for every day.
fn outage() -> Duration {
    let seconds = std::env::var("DOCENT_TEST_OUTAGE_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(2))
}

/// What a fault did.
#[derive(Debug)]
struct Damage {
    /// From the fault, or from its end where it lasts, to the first answer after it.
    recovered: Duration,
    asked: usize,
    unanswered: usize,
    /// Answers and effects beyond the first.
    doubled: usize,
    identifies: u64,
}

/// Lets Ada ask all the time, with a command, and now and then aloud, while `fault` happens; and a little longer.
async fn suffer(name: &str, world: WorldBuilder, fault: impl AsyncFnOnce(Victim)) -> Damage {
    let mut school = School::open_patiently(world, tea(), SILENCE).await;
    let before = school.world.gateway().counts().identifies;
    let victim =
        Victim { gateway: school.world.gateway(), answers: school.world.rest("POST /interactions/*/*/callback") };
    let began = Instant::now();
    let mut ended = None;
    let (mut asked, mut aloud) = (Vec::<(Instant, Interaction)>::new(), Vec::<Message>::new());
    {
        let mut fault = std::pin::pin!(fault(victim));
        let mut pace = interval(PACE);
        let enduring = async {
            loop {
                tokio::select! {
                    () = &mut fault, if ended.is_none() => ended = Some(Instant::now()),
                    _ = pace.tick() => {
                        let help = school.ada.in_channel(&school.room).command("help").dispatch();
                        help.may_stay_unanswered();
                        asked.push((Instant::now(), help));
                        if asked.len() % 5 == 0 {
                            aloud.push(school.ada.says(&school.room, "@Docent help"));
                        }
                        if let Some(ended) = ended && is_calm(&asked, ended).await {
                            return;
                        }
                    }
                }
            }
        };
        timeout(Duration::from_secs(90) + outage(), enduring).await.unwrap_or_else(|_| panic!("{name}: no recovery"));
    }
    let ended = ended.expect("it was waited for");
    let after = if ended - began > Duration::from_secs(1) { ended } else { began };
    let damage = Damage {
        recovered: recovered(&asked, after).await,
        asked: asked.len(),
        unanswered: unanswered(&asked).await,
        doubled: doubled(&school, &asked, &aloud).await,
        identifies: school.world.gateway().counts().identifies - before,
    };
    println!(
        "{name}: recovered after {:.2} s; {} asked, {} unanswered, {} doubled, {} identifies",
        damage.recovered.as_secs_f64(),
        damage.asked,
        damage.unanswered,
        damage.doubled,
        damage.identifies
    );
    assert_eq!(damage.doubled, 0, "{name}");
    school.docent.stop().await;
    // Answers that came after the three seconds were refused; nobody was told twice.
    let late = school.world.take_violations();
    assert!(late.iter().all(|violation| violation.code == Some(10062)), "{name}: {late:?}");
    school.world.finish();
    damage
}

/// What a fault happens to.
struct Victim {
    gateway: GatewayControl,
    /// The request that answers an interaction.
    answers: RestControl,
}

async fn is_answered(help: &Interaction) -> bool {
    help.responded_within(Duration::from_millis(1)).await.is_some()
}

/// The last few that were asked after the fault are answered.
async fn is_calm(asked: &[(Instant, Interaction)], ended: Instant) -> bool {
    let since: Vec<_> = asked.iter().filter(|(at, _)| *at > ended).collect();
    // The very last one may be on its way.
    let Some(settled) = since.len().checked_sub(1 + CALM) else { return false };
    for (_, help) in &since[settled..settled + CALM] {
        if !is_answered(help).await {
            return false;
        }
    }
    true
}

async fn recovered(asked: &[(Instant, Interaction)], after: Instant) -> Duration {
    for (at, help) in asked.iter().filter(|(at, _)| *at > after) {
        if is_answered(help).await {
            return (*at - after) + help.answered_after();
        }
    }
    panic!("it was calm before");
}

async fn unanswered(asked: &[(Instant, Interaction)]) -> usize {
    let mut unanswered = 0;
    for (at, help) in asked {
        let left = DEADLINE.saturating_sub(at.elapsed()).max(Duration::from_millis(1));
        unanswered += usize::from(help.responded_within(left).await.is_none());
    }
    unanswered
}

/// Delivers everything once more, as a resumed session may, and counts what was answered more than once.
async fn doubled(school: &School, asked: &[(Instant, Interaction)], aloud: &[Message]) -> usize {
    let answered: Vec<&Interaction> = asked.iter().map(|(_, help)| help).collect();
    for help in &answered {
        if is_answered(help).await {
            school.world.replay(help);
        }
    }
    let after = school.ada.in_channel(&school.room).command("about").await;
    after.message().await;
    let again: usize =
        answered.iter().map(|help| help.errors().iter().filter(|error| error.code == 40060).count()).sum();
    let docent = school.world.bot();
    let written = school.world.channel_messages(&school.room);
    let replies =
        |to: &Message| written.iter().filter(|it| it.author() == docent && it.replies_to() == Some(to.id())).count();
    again + aloud.iter().map(|question| replies(question).saturating_sub(1)).sum::<usize>()
}

fn world() -> WorldBuilder {
    World::builder().heartbeat_every(HEARTBEAT)
}

#[tokio::test]
async fn a_dropped_connection() {
    let damage = suffer("dropped connection", world(), async |it| it.gateway.drop_connection()).await;
    assert_eq!((damage.unanswered, damage.identifies), (0, 0));
}

#[tokio::test]
async fn a_request_to_reconnect() {
    let damage = suffer("reconnect request", world(), async |it| it.gateway.ask_to_reconnect()).await;
    assert_eq!((damage.unanswered, damage.identifies), (0, 0));
}

#[tokio::test]
async fn a_session_that_can_be_resumed() {
    let damage = suffer("invalid session, resumable", world(), async |it| it.gateway.invalidate(Resumable::Yes)).await;
    assert_eq!((damage.unanswered, damage.identifies), (0, 0));
}

#[tokio::test]
async fn a_session_that_is_over() {
    let damage = suffer("invalid session, over", world(), async |it| it.gateway.invalidate(Resumable::No)).await;
    assert!(damage.identifies == 1 && damage.recovered < Duration::from_secs(15), "{damage:?}");
}

#[tokio::test]
async fn a_connection_that_is_half_open() {
    let damage = suffer("half-open connection", world(), async |it| it.gateway.half_open()).await;
    assert!(damage.identifies == 1 && damage.recovered < Duration::from_secs(20), "{damage:?}");
}

#[tokio::test]
async fn a_gateway_that_is_down_for_a_while() {
    let name = format!("gateway down for {} s", outage().as_secs());
    let damage = suffer(&name, world(), async |it| {
        it.gateway.refuse_connections();
        it.gateway.drop_connection();
        sleep(outage()).await;
        it.gateway.accept_connections();
    })
    .await;
    assert!(damage.identifies <= 1 && damage.recovered < Duration::from_secs(20), "{damage:?}");
}

/// A server that takes a connection and then says nothing, for which serenity waits for ever.
#[tokio::test]
async fn a_gateway_that_takes_connections_and_says_nothing() {
    let damage = suffer("gateway open but dead", world(), async |it| {
        it.gateway.hang_connections();
        it.gateway.drop_connection();
        sleep(outage()).await;
        it.gateway.accept_connections();
    })
    .await;
    assert!(damage.identifies == 1 && damage.recovered < Duration::from_secs(30), "{damage:?}");
}

#[tokio::test]
async fn requests_that_fail_for_a_second() {
    let second = Duration::from_secs(1);
    for status in [500, 502] {
        let damage = suffer(&format!("REST {status} for 1 s"), world(), async move |it| {
            let fault = it.answers.answers(status);
            sleep(second).await;
            fault.cancel();
        })
        .await;
        assert_eq!(damage.unanswered, 0);
    }
    let damage = suffer("REST 429 for 1 s, retry after 0.3 s", world(), async |it| {
        let fault = it.answers.rate_limited(Duration::from_millis(300));
        sleep(second).await;
        fault.cancel();
    })
    .await;
    assert_eq!(damage.unanswered, 0);
}

#[tokio::test]
async fn requests_that_are_slow_or_never_answered() {
    let second = Duration::from_secs(1);
    let damage = suffer("slow REST, 0.9 s each", world(), async |it| {
        let fault = it.answers.delayed(Duration::from_millis(900));
        sleep(second).await;
        fault.cancel();
    })
    .await;
    assert_eq!(damage.unanswered, 0);
    let damage = suffer("REST silent for 1 s", world(), async |it| {
        let fault = it.answers.stays_silent();
        sleep(second).await;
        fault.cancel();
    })
    .await;
    assert_eq!(damage.unanswered, 0);
}

#[tokio::test]
async fn a_gateway_that_is_down_at_the_start() {
    let world = world().patience(PATIENCE + outage()).start().await;
    let server = world.guild("School");
    let room = server.channel("general");
    let ada = world.user("Ada");
    ada.joins(&server);
    world.gateway().refuse_connections();
    let mut docent = Docent::start(&world, TempDir::new().unwrap()).await;
    world.wait_until(|world| world.gateway().counts().refused > 0, "a visit to the closed gateway").await;
    sleep(outage()).await;
    world.gateway().accept_connections();
    let opened = Instant::now();
    docent.is_ready().await;
    let help = ada.in_channel(&room).command("help").await;
    help.message().await;
    let counts = world.gateway().counts();
    println!(
        "gateway down for {} s at the start: recovered after {:.2} s; 1 asked, 0 unanswered, 0 doubled, {} identifies",
        outage().as_secs(),
        opened.elapsed().as_secs_f64(),
        counts.identifies
    );
    assert_eq!(counts.identifies, 1);
    docent.stop().await;
    world.finish();
}
