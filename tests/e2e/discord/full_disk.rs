//! A disk that is full under a running bot: learners are told, read on, and go on by themselves when there is room.

use std::process::{Command, Stdio};

use discord_sim::World;
use docent::store::{OpenOptions, Store, error::Integrity};

use super::{PATIENCE, killed::raw, letter_of, process::Serving, says};

/// Bytes that a file may grow to. What is longer already stays, and can be read.
fn limit_files(serving: &Serving, size: &str) {
    let limit = format!("--fsize={size}:");
    let status = Command::new("prlimit").args(["--pid", &serving.process_id().to_string(), &limit]).status();
    assert!(status.unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn learners_are_told_read_on_and_go_on_when_there_is_room() {
    if Command::new("prlimit").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("skipped: this needs prlimit");
        return;
    }
    let world = World::builder().patience(PATIENCE).start().await;
    let server = world.guild("School");
    let room = server.channel("general");
    let (ada, bob) = (world.user("Ada"), world.user("Bob"));
    ada.joins(&server);
    bob.joins(&server);
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start_with_no_signal_for_a_full_disk(&world, folder.path());
    world.command_registered("quiz").await;
    world.bot_ready().await;
    let question = ada.in_channel(&room).command("quiz").option("about", "Leaves").await.message().await;
    let right = letter_of(&question, "Oxidation");

    limit_files(&serving, "1");
    let told = ada.presses(&question, &right).await.message().await;
    says(&told, "I cannot record anything at the moment");
    assert!(told.is_private());
    let answer = ada.in_channel(&room).command("ask").option("question", "Why does my tea taste bitter?").await;
    let answer = answer.message().await;
    says(&answer, "This question was not recorded");
    says(&answer, "Mostly because the water was too hot");
    // Nobody knows Bob yet, and nothing can be written about him.
    let answer = bob.in_channel(&room).command("ask").option("question", "Why does my tea taste bitter?").await;
    says(&answer.message().await, "Mostly because the water was too hot");
    says(&bob.in_channel(&room).command("lesson").await.message().await, "Leaves");
    says(&ada.in_channel(&room).command("progress").await.message().await, "Your progress");

    limit_files(&serving, "unlimited");
    says(&ada.presses(&question, &right).await.message().await, "Right.");
    // What was answered can be looked at again without writing anything.
    limit_files(&serving, "1");
    let again = ada.presses_raw(&room, question.id(), &question.custom_ids()[0]).await;
    says(&again.message().await, "the first answer counts");
    limit_files(&serving, "unlimited");
    bob.in_channel(&room).command("quiz").option("about", "Leaves").await.message().await;
    serving.terminate();
    assert!(serving.ends().await.status.success());

    let database = folder.path().join("docent.db");
    let store = Store::open(&database, &OpenOptions::default()).await.unwrap();
    assert_eq!(store.integrity().await.unwrap(), Integrity::Sound);
    store.close().await;
    let rows = "select (select count(verdict) from item), (select count(*) from attempt)";
    let (answers, quizzes): (i64, i64) = sqlx::query_as(rows).fetch_one(&mut raw(&database).await).await.unwrap();
    assert_eq!((answers, quizzes), (1, 2), "the answer counts once, and Bob's quiz is there");
    world.finish();
}
