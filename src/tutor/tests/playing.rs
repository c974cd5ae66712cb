//! Live quizzes, as a channel sees them.

use tokio::sync::mpsc;

use super::*;
use crate::{
    boards::{Board, Boards, Handover, Posted},
    ids::MessageId,
};

impl School {
    /// Lets two seconds pass and takes the board that is to be shown, if there is a new one.
    async fn board(&self) -> Option<Seen> {
        self.later(Duration::from_secs(2));
        self.delivers(Posted::Shown(MessageId::new(5))).await.pop()
    }

    #[track_caller]
    fn shows(&self, words: &'static str) -> impl Future<Output = Seen> {
        let caller = std::panic::Location::caller();
        async move {
            let board = self.board().await.unwrap_or_else(|| panic!("{caller}: nothing new on the board"));
            board.says(words);
            board
        }
    }

    /// Does what is due; whoever shows the boards treats them all alike.
    async fn delivers(&self, posted: Posted) -> Vec<Seen> {
        let (post, mut boards) = mpsc::channel::<Handover>(1);
        let showing = tokio::spawn(async move {
            let mut taken: Vec<Board> = Vec::new();
            while let Some(Handover { board, receipt }) = boards.recv().await {
                receipt.send(posted).unwrap();
                taken.push(board);
            }
            taken
        });
        Boards::new(self.store.clone(), Arc::clone(&self.tutor), self.clock.clone()).tick(&post).await.unwrap();
        drop(post);
        let boards = showing.await.unwrap().into_iter();
        boards.map(|board| Seen { reply: board.reply, now: self.clock.now() }).collect()
    }

    /// A game on water with Ada and Bob, whose question is open.
    async fn game(&self) -> Seen {
        self.ada().in_channel().types("live water").await.says("opens in this channel");
        let lobby = self.shows("Nobody has joined yet.").await;
        self.ada().in_channel().presses(&lobby, "Join").await;
        self.bob().in_channel().presses(&lobby, "Join").await;
        let lobby = self.shows("2 have joined.").await;
        self.ada().in_channel().presses(&lobby, "Begin now").await;
        self.shows("Question 1 of 1").await
    }
}

#[tokio::test]
async fn a_board_from_lobby_to_result() {
    let school = School::open().await;
    let open = school.game().await;
    open.says("How hot should the water for green tea be?").says("0 of 2 answered.").keeps_quiet_about("✓");
    let letter = |choice: &str| {
        let text = open.text();
        text.lines().find(|line| line.contains(choice)).unwrap().trim().chars().next().unwrap().to_string()
    };
    school.ada().in_channel().presses(&open, &letter("70 to 80")).await.says("You can change it once");
    school.bob().in_channel().presses(&open, &letter("Boiling")).await;
    school.shows("2 of 2 answered.").await;
    assert!(school.board().await.is_none(), "nothing new, no edit");
    school.later(Duration::from_secs(120));
    let closed = school.shows("1 of 2 answered it right.").await;
    closed.says("chosen by 1").says("1. ada — 1 point").says("and 1 more").keeps_quiet_about("bob");
    school.bob().in_channel().presses(&closed, "How did I do").await.says("Not right.").says("Rank 2 of 2");
    school.later(Duration::from_secs(21));
    let ended = school.shows("Result").await;
    for _ in 0..3 {
        assert!(school.board().await.is_none());
    }
    let score = school.bob().in_channel().presses(&ended, "How did I do").await;
    score.says("What you missed").says("How hot should the water");
    let retry = school.bob().in_channel().presses(&score, "Retry misses").await;
    retry.says("How hot should the water for green tea be?");
    assert_eq!(school.store.unsettled_lives().await.unwrap(), []);
    school.ada().types("privacy").await.says("1 live quiz").says("1 question with how you stand");
}

#[tokio::test]
async fn an_open_board_is_the_same_wherever_the_key_is() {
    let school = School::open().await;
    let mut boards = Vec::new();
    for right in ["Heating", "Oxidation", "Roasting"] {
        // The same secret and the same game: a copy of the database as it is now.
        let copy = tempfile::tempdir().unwrap();
        school.store.back_up(&copy.path().join("docent.db")).await.unwrap();
        let school = School::open_in(copy, Clock::fixed(school.clock.now())).await;
        school.rewrites("01-leaves.md", |text| {
            text.replace("[x] Oxidation", "[ ] Oxidation").replace(&format!("[ ] {right}"), &format!("[x] {right}"))
        });
        school.ada().in_channel().types("live leaves").await;
        let lobby = school.shows("Nobody").await;
        school.ada().in_channel().presses(&lobby, "Join").await;
        let lobby = school.shows("1 has joined.").await;
        school.ada().in_channel().presses(&lobby, "Begin now").await;
        let open = school.shows("Question 1 of 2").await;
        boards.push(open.reply);
    }
    assert_eq!(boards[0], boards[1]);
    assert_eq!(boards[1], boards[2]);
}

#[tokio::test]
async fn a_live_quiz_needs_a_channel_in_which_docent_may_write() {
    let school = School::open().await;
    school.ada().types("live water").await.says("in a channel of a Discord server");
    let mut mute = school.ada().in_channel();
    mute.actor.rights.docent_is_mute = true;
    mute.types("live water").await.says("I may not write in this channel");
    let staff = school.person("staff").in_channel().managing_the_server();
    staff.does(Action::SetChannels { channels: vec![ChannelId::new(99)] }).await;
    school.ada().in_channel().types("live water").await.says("keep me to");
    staff.does(Action::SetChannels { channels: Vec::new() }).await;
    school.ada().aloud().types("live water").await.says("opens in this channel");
    school.bob().in_channel().types("live leaves").await.says("A live quiz is under way in this channel.");
}

#[tokio::test]
async fn it_can_be_about_a_topic_or_picked_from_a_list() {
    let school = School::open().await;
    let menu = school.ada().in_channel().types("live").await;
    menu.says("What should the live quiz be about?");
    school.ada().in_channel().types("live cake").await.says("No quiz is about “cake”");
    school.ada().in_channel().presses(&menu, "Leaves").await.says("“Leaves” opens");
    let lobby = school.shows("Live quiz: Leaves").await;
    school.bob().in_channel().presses(&lobby, "End it").await.says("Only the host and the staff");
    school.ada().in_channel().presses(&lobby, "Begin now").await.says("Nobody has joined yet.");
    school.later(Duration::from_secs(121));
    school.shows("Nobody joined, so it did not take place.").await;
}

#[tokio::test]
async fn time_stands_still_while_the_board_cannot_be_shown() {
    let school = School::open().await;
    school.ada().in_channel().types("live water").await;
    for _ in 0..3 {
        school.later(Duration::from_secs(200));
        assert_eq!(school.delivers(Posted::NotYet).await.len(), 1);
    }
    school.later(Duration::from_secs(200));
    let lobby = &school.delivers(Posted::Shown(MessageId::new(5))).await[0];
    school.bob().in_channel().presses(lobby, "Join").await.says("You are in.");
    school.later(Duration::from_secs(200));
    assert_eq!(school.delivers(Posted::Gone).await.len(), 1);
    school.later(Duration::from_secs(2));
    assert!(school.delivers(Posted::NotYet).await.is_empty(), "it has ended, cleanly");
    school.bob().in_channel().presses(lobby, "Join").await.says("This live quiz is over");
    school.bob().in_channel().types("live water").await.says("opens in this channel");
}

#[tokio::test]
async fn a_question_that_the_course_changes_is_left_out() {
    let school = School::open().await;
    school.ada().in_channel().types("live leaves").await;
    let lobby = school.shows("2 questions.").await;
    school.bob().in_channel().presses(&lobby, "Join").await;
    let lobby = school.shows("1 has joined.").await;
    school.rewrites("01-leaves.md", |text| {
        text.replace("Which step makes black tea dark?", "What makes black tea dark?")
    });
    school.ada().in_channel().presses(&lobby, "Begin now").await;
    school.shows("Question 1 of 1").await.says("Which of these spoil tea leaves?");
}

#[tokio::test]
async fn who_shares_the_last_rank_that_is_named_is_counted() {
    let school = School::open().await;
    school.ada().in_channel().types("live water").await;
    let lobby = school.shows("Nobody has joined yet.").await;
    school.ada().in_channel().presses(&lobby, "Begin now").await.says("Nobody has joined yet.");
    let players: Vec<String> = (1..=7).map(|number| format!("player {number}")).collect();
    let join = |name: &String| school.person(name).in_channel();
    for name in &players {
        join(name).presses(&lobby, "Join").await;
    }
    let lobby = school.shows("7 have joined.").await;
    school.ada().in_channel().presses(&lobby, "Begin now").await;
    let open = school.shows("Question 1 of 1").await;
    let text = open.text();
    let line = |choice: &str| text.lines().find(|line| line.contains(choice)).unwrap().trim();
    let letter = |choice: &str| line(choice).chars().next().unwrap().to_string();
    for (index, name) in players.iter().enumerate() {
        let choice = if index == 0 { "Boiling" } else { "70 to 80" };
        join(name).presses(&open, &letter(choice)).await;
    }
    let open = school.shows("7 of 7 answered.").await;
    school.ada().in_channel().presses(&open, "Go on").await;
    let closed = school.shows("6 of 7 answered it right.").await;
    closed.says("1. player 2 — 1 point").says("1 more has 1 point, 1 has fewer.").keeps_quiet_about("player 7");
    let last = join(&players[6]).presses(&closed, "How did I do").await;
    last.says("1 point from 1 answer. Rank 1 of 7, shared with 5 others.");
    let first = join(&players[0]).presses(&closed, "How did I do").await;
    first.says("0 points from 1 answer. Rank 7 of 7.");
}

#[tokio::test]
async fn nobody_leads_without_a_point() {
    let school = School::open().await;
    let open = school.game().await;
    school.ada().in_channel().presses(&open, "Go on").await;
    let closed = school.shows("0 of 0 answered it right.").await;
    closed.says("Nobody has a point.").keeps_quiet_about("ada");
}
