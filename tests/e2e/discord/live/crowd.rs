//! Three hundred players at one board, and a kill in the middle of a question.

use std::time::Duration;

use discord_sim::{Interaction, Message, User, World};

use super::{School, board_says, press_of, says};
use crate::discord::{PATIENCE, killed::raw, process::Serving};

const PLAYERS: usize = 300;

/// Presses at the same moment: see the thousand double presses.
const AT_ONCE: usize = if cfg!(debug_assertions) { 100 } else { PLAYERS };

fn players(world: &World, server: &discord_sim::Guild, count: usize) -> Vec<User> {
    let player = |number| {
        let player = world.user(&format!("Player {number}"));
        player.joins(server);
        player
    };
    (0..count).map(player).collect()
}

/// Everybody presses the letter of `choice`; says how many were told that it is recorded, and how long each waited.
async fn all_answer(players: &[User], board: &Message, choice: &str) -> (usize, Vec<Duration>) {
    let (mut recorded, mut waits, press) = (0, Vec::new(), press_of(board, choice));
    for crowd in players.chunks(AT_ONCE) {
        // Not looked up on the board as it is now: on a slow machine the question may be closed.
        let press = |player: &User| player.presses_raw(board.place(), board.id(), &press).dispatch();
        let presses: Vec<_> = crowd.iter().map(press).collect();
        for press in &presses {
            recorded += usize::from(press.message().await.text().contains("Your answer"));
            waits.push(press.answered_after());
        }
    }
    waits.sort();
    (recorded, waits)
}

/// Presses "Go on" as the board had it; without effect when the question has closed by itself.
async fn goes_on(host: &User, board: &Message) {
    let press = board.buttons().into_iter().find(|button| button.label == "Go on").and_then(|button| button.custom_id);
    host.presses_raw(board.place(), board.id(), &press.expect("a way on")).await;
}

/// Times between the edits of a message, by Discord's clock.
fn between_edits(message: &Message) -> Vec<Duration> {
    let times: Vec<Duration> = message.versions().iter().filter_map(Message::edited_at).collect();
    times.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_channel_is_edited_once_a_second_however_many_play() {
    let school = School::open().await;
    let players = players(&school.world, &school.server, PLAYERS);
    let board = school.lobby().await;
    for crowd in players.chunks(AT_ONCE) {
        let joins: Vec<_> = crowd.iter().map(|player| player.presses(&board, "Join").dispatch()).collect();
        for join in &joins {
            says(&join.message().await, "You are in.");
        }
    }
    let board = school.board_says("300 have joined.").await;
    school.ada.presses(&board, "Begin now").await;
    let board = school.board_says("Question 1 of 2").await;
    let (knowing, guessing) = players.split_at(200);
    let (right, waits) = all_answer(knowing, &board, "Oxidation").await;
    let (wrong, _) = all_answer(guessing, &board, "Roasting").await;
    goes_on(&school.ada, &board).await;
    let closed = school.board_says(&format!("{right} of {} answered it right.", right + wrong)).await;
    says(&closed, &format!("chosen by {right}"));
    says(&closed, &format!("{} more have 1 point, {} have fewer.", right - 5, PLAYERS - right));
    school.ada.presses(&closed, "End it").await;
    let result = school.board_says("It was ended early.").await;
    let score = guessing[7].presses(&result, "How did I do").await.message().await;
    says(&score, &format!("Rank {} of 300", right + 1));
    let pauses = between_edits(&result);
    let shortest = pauses.iter().min().expect("several edits");
    let edits = pauses.len() + 1;
    let (median, longest) = (waits[waits.len() / 2], waits[waits.len() - 1]);
    println!("{PLAYERS} players, {right} + {wrong} answers, {edits} edits, at least {shortest:?} apart");
    println!("{AT_ONCE} presses at once: told after {median:?} (median), {longest:?} (longest)");
    assert!(*shortest >= Duration::from_secs(1), "{pauses:?}");
    school.close().await;
}

/// What a press was answered with before the program died.
#[cfg(unix)]
async fn told_by_now(press: &Interaction) -> Option<String> {
    // Nobody answers any more: what is not there at the first look never comes.
    tokio::time::timeout(Duration::ZERO, press.text()).await.ok()
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_nine_in_the_middle_of_a_question_loses_and_doubles_nothing() {
    let world = World::builder().patience(PATIENCE).start().await;
    let server = world.guild("School");
    let room = server.channel("general");
    let players = players(&world, &server, PLAYERS);
    let (early, rest) = players.split_at(100);
    let (cut_off, late) = rest.split_at(100);
    let host = &early[0];
    let folder = tempfile::tempdir().unwrap();
    let mut serving = Serving::start_in(&world, folder.path());
    world.command_registered("live").await;
    world.bot_ready().await;
    let board_says = async |words: &str| board_says(&world, &room, words).await;
    host.in_channel(&room).command("live").option("about", "Leaves").await.message().await;
    let board = board_says("Nobody has joined yet.").await;
    host.presses(&board, "Join").await.message().await;
    host.presses(&board, "Begin now").await;
    let board = board_says("Question 1 of 2").await;
    let (recorded, _) = all_answer(early, &board, "Oxidation").await;
    assert_eq!(recorded, early.len(), "everybody was told that their answer counts");

    let wrong = press_of(&board, "Roasting");
    let press = |player: &User| player.presses_raw(board.place(), board.id(), &wrong).dispatch();
    let presses: Vec<_> = cut_off.iter().map(press).collect();
    presses.iter().for_each(|press| _ = press.may_stay_unanswered());
    for press in presses.iter().take(20) {
        says(&press.message().await, "Your answer");
    }
    serving.kill();
    world.wait_until(|world| world.gateway().live_shards() == 0, "the end of the session").await;
    let mut acknowledged = Vec::new();
    for press in &presses {
        acknowledged.push(told_by_now(press).await.is_some_and(|told| told.contains("Your answer")));
    }
    serving = Serving::start_in(&world, folder.path());
    world.wait_until(|world| world.gateway().counts().identifies > 1, "Docent is back").await;
    world.bot_ready().await;

    let again: Vec<_> = cut_off.iter().map(press).collect();
    let (mut counted, mut unknown) = (early.len(), 0);
    for (press, acknowledged) in again.iter().zip(&acknowledged) {
        let told = press.text().await;
        let is_recorded = told.contains("That is your answer already") || told.contains("Your answer");
        // On a slow machine the question has closed.
        unknown += usize::from(!is_recorded && !acknowledged);
        counted += usize::from(is_recorded || *acknowledged);
        assert!(!(*acknowledged && told.contains("Your answer")), "an acknowledged answer was lost:\n{told}");
    }
    counted += all_answer(late, &board, "Roasting").await.0;
    goes_on(host, &board).await;
    let closed = board_says("answered it right.").await;
    let answered = |answers: usize| closed.text().contains(&format!("{} of {answers} answered it right.", early.len()));
    assert!((counted..=counted + unknown).any(answered), "{counted} are known of, {unknown} not:\n{}", closed.text());
    host.presses(&closed, "End it").await;
    let result = board_says("It was ended early.").await;
    assert_eq!(result.id(), board.id(), "the same board, before and after");
    let pauses = between_edits(&result);
    let shortest = pauses.iter().min().expect("several edits");
    println!(
        "{PLAYERS} players, {} of {} answers acknowledged before kill -9, {counted} of {PLAYERS} counted once; {} edits, \
         at least {shortest:?} apart",
        early.len() + acknowledged.iter().filter(|acknowledged| **acknowledged).count(),
        early.len() + cut_off.len(),
        pauses.len() + 1,
    );
    assert!(*shortest >= Duration::from_secs(1), "{pauses:?}");
    serving.terminate();
    serving.ends().await;
    let rows = "select count(*), count(distinct learner_id) from live_answer";
    let (rows, learners): (i64, i64) =
        sqlx::query_as(rows).fetch_one(&mut raw(&folder.path().join("docent.db")).await).await.unwrap();
    assert_eq!(rows, learners, "nobody counts twice");
    assert!((counted..=counted + unknown).contains(&usize::try_from(rows).unwrap()), "{rows} rows");
    world.finish();
}
