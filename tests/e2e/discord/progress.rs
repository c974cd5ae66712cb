//! Reading in several places, and the progress picture on its way to a learner and away again.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use discord_sim::Message;

use super::{School, says};

#[track_caller]
fn picture_of(message: &Message) -> (Vec<u8>, String) {
    let [picture] = message.attachments() else { panic!("no picture in\n{}", message.text()) };
    assert_eq!(picture.content_type.as_deref(), Some("image/png"));
    (picture.bytes.to_vec(), picture.description.clone().unwrap_or_default())
}

#[tokio::test]
async fn progress_comes_with_a_picture_that_goes_with_the_next_step() {
    let school = School::open().await;
    let progress = school.ada.in_channel(&school.room).command("progress").await.message().await;
    let (bytes, description) = picture_of(&progress);
    assert!(bytes.starts_with(b"\x89PNG"));
    assert!(description.starts_with("Making tea: 0 % read. 0 of 2 lessons read."), "{description}");
    says(&progress, "Your progress");
    let lesson = school.ada.presses(&progress, "Start reading").await.message().await;
    assert_eq!(lesson.id(), progress.id());
    assert!(lesson.attachments().is_empty());
    let again = school.ada.in_dm().says("progress").answer().await;
    assert!(picture_of(&again).1.contains("1. Leaves: begun"));
    school.close().await;
}

impl School {
    /// Types `lines` into a terminal that uses the same database, and returns all that is written there.
    async fn in_a_terminal(&self, lines: String) -> String {
        let database = self.docent.folder.as_ref().expect("it runs").path().join("docent.db");
        let chat = move || {
            let mut chat = Command::new(env!("CARGO_BIN_EXE_docent"))
                .args(["chat", "--as", "ada"])
                .env_clear()
                .env("DOCENT_CONTENT", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/courses/tea"))
                .env("DOCENT_DATABASE", database)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            chat.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
            String::from_utf8(chat.wait_with_output().unwrap().stdout).unwrap()
        };
        tokio::task::spawn_blocking(chat).await.unwrap()
    }
}

#[tokio::test]
async fn reading_continues_on_another_server_in_direct_messages_and_in_the_terminal() {
    let school = School::open().await;
    let elsewhere = school.world.guild("Evening class");
    let room = elsewhere.channel("tea-room");
    school.ada.joins(&elsewhere);
    let start = school.ada.in_channel(&school.room).command("lesson").option("title", "Leaves").await.message().await;
    school.ada.presses(&start, "Next ▶").await.message().await;
    let there = school.ada.in_channel(&room).command("lesson").await.message().await;
    says(&there, "Green tea is heated");
    says(&school.ada.presses(&there, "Next ▶").await.message().await, "Black tea is rolled");
    says(&school.ada.in_dm().says("lesson").answer().await, "Black tea is rolled");

    let settings = school.ada.in_dm().command("settings").await.message().await;
    let code = school.ada.presses(&settings, "Link a device").await.message().await.text();
    let code = code.split('`').nth(1).unwrap();
    let terminal = school.in_a_terminal(format!("link {code}\nlesson\nnext\n")).await;
    assert!(terminal.contains("Black tea is rolled"), "{terminal}");
    assert!(terminal.contains("Keep the leaves in a closed tin"), "{terminal}");
    let back = school.ada.in_channel(&school.room).command("lesson").await.message().await;
    says(&back, "Keep the leaves in a closed tin");
    says(&back, "100 % read");
    school.close().await;
}
