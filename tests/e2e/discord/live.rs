//! A quiz that a whole channel plays: one board, private answers, and a process that may die in between.

mod crowd;

use discord_sim::{Channel, Message, Permissions, User, World};

use super::{School, letter_of, says};

impl School {
    async fn board_says(&self, words: &str) -> Message {
        board_says(&self.world, &self.room, words).await
    }

    /// Ada opens the lobby of a game on leaves.
    async fn lobby(&self) -> Message {
        let opened = self.ada.in_channel(&self.room).command("live").option("about", "Leaves").await.message().await;
        says(&opened, "opens in this channel");
        assert!(opened.is_private());
        self.board_says("Nobody has joined yet.").await
    }
}

/// Waits until the board in the room says `words`.
async fn board_says(world: &World, room: &Channel, words: &str) -> Message {
    let is_board = |message: &Message| !message.is_private() && message.text().contains(words);
    let found = || world.channel_messages(room).into_iter().rev().find(is_board);
    world.wait_until(|_| found().is_some(), &format!("the board says {words:?}")).await;
    found().expect("it was there")
}

/// What somebody is told about pressing the letter of `choice`.
async fn answers(player: &User, board: &Message, choice: &str) -> Message {
    let told = player.presses(board, &letter_of(board, choice)).await.message().await;
    assert!(told.is_private());
    told
}

/// The `custom_id` of the letter of `choice`, to press it when it is gone.
fn press_of(board: &Message, choice: &str) -> String {
    let letter = letter_of(board, choice);
    board.custom_ids().into_iter().find(|id| id.ends_with(&format!(":{letter}"))).expect("a button with that letter")
}

/// The select of a question with several right choices.
fn select_of(component: &serde_json::Value) -> Option<String> {
    if component["type"] == 3 {
        return component["custom_id"].as_str().map(str::to_owned);
    }
    component["components"].as_array()?.iter().find_map(select_of)
}

#[tokio::test]
async fn three_play_with_a_tie_a_late_joiner_a_change_of_mind_and_a_press_that_is_late() {
    let school = School::open().await;
    let carl = school.world.user("Carl");
    carl.joins(&school.server);
    let board = school.lobby().await;
    for player in [&school.ada, &school.bob] {
        says(&player.presses(&board, "Join").await.message().await, "You are in.");
    }
    let board = school.board_says("2 have joined.").await;
    says(&school.bob.presses(&board, "Begin now").await.message().await, "Only the host");
    school.ada.presses(&board, "Begin now").await;

    let board = school.board_says("Question 1 of 2").await;
    says(&answers(&school.bob, &board, "Roasting").await, "You can change it once");
    says(&answers(&school.bob, &board, "Oxidation").await, "Changed");
    says(&answers(&school.bob, &board, "Heating").await, "which is the limit");
    says(&answers(&school.ada, &board, "Oxidation").await, "Your answer");
    let late = press_of(&board, "Roasting");
    let open = school.board_says("2 of 2 answered.").await;
    assert!(!open.text().contains("right"), "nothing of the key before the question closes:\n{}", open.text());
    school.ada.presses(&open, "Go on").await;

    let closed = school.board_says("2 of 2 answered it right.").await;
    says(&closed, "chosen by 2");
    says(&closed, "**1**. Ada — 1 point");
    says(&closed, "**1**. Bob — 1 point");
    let told = school.bob.presses_raw(&school.room, closed.id(), &late).await.message().await;
    says(&told, "takes no answers any more");
    says(&carl.presses(&closed, "Join").await.message().await, "You are in.");
    school.ada.presses(&closed, "Go on").await;

    let board = school.board_says("Question 2 of 2").await;
    let select = board.components().iter().find_map(select_of).expect("a select for several letters");
    let both = [letter_of(&board, "Light"), letter_of(&board, "Damp")];
    for player in [&school.ada, &carl] {
        let told = player.selects(&board, &select, &[&both[0], &both[1]]).await.message().await;
        says(&told, "Your answer");
    }
    let board = school.board_says("2 of 3 answered.").await;
    school.ada.presses(&board, "Go on").await;
    let closed = school.board_says("2 of 2 answered it right.").await;
    school.ada.presses(&closed, "Go on").await;

    let result = school.board_says("### Result").await;
    for line in ["**1**. Ada — 2 points", "**2**. Bob — 1 point", "**2**. Carl — 1 point"] {
        says(&result, line);
    }
    assert_eq!(result.id(), board.id(), "one message from beginning to end");
    let score = carl.presses(&result, "How did I do").await.message().await;
    assert!(score.is_private());
    says(&score, "**1 point** from 1 answer. ");
    says(&score, "Rank 2 of 3, shared with 1 other.");
    says(&carl.presses_raw(&school.room, result.id(), &late).await.message().await, "This live quiz is over");
    school.close().await;
}

#[tokio::test]
async fn a_restart_in_the_middle_changes_nothing() {
    let mut school = School::open().await;
    let board = school.lobby().await;
    school.bob.presses(&board, "Join").await;
    let board = school.board_says("1 has joined.").await;
    school.restart().await;
    school.ada.presses(&board, "Begin now").await;
    let board = school.board_says("Question 1 of 2").await;
    says(&answers(&school.bob, &board, "Oxidation").await, "Your answer");
    school.restart().await;
    says(&answers(&school.bob, &board, "Oxidation").await, "That is your answer already");
    says(&answers(&school.bob, &board, "Roasting").await, "Changed");
    let board = school.board_says("1 of 1 answered.").await;
    school.ada.presses(&board, "Go on").await;
    let board = school.board_says("0 of 1 answered it right.").await;
    school.ada.presses(&board, "End it").await;
    school.board_says("It was ended early.").await;
    let again = school.lobby().await;
    assert_ne!(again.id(), board.id(), "the channel is free for the next one");
    school.close().await;
}

#[tokio::test]
async fn a_board_that_discord_refuses_for_a_while_goes_on() {
    let school = School::open().await;
    let board = school.lobby().await;
    let edits = "PATCH /channels/*/messages/*";
    let limited = school.world.rest(edits).once().rate_limited(std::time::Duration::from_millis(300));
    let failing = school.world.rest(edits).times(2).answers(502);
    says(&school.bob.presses(&board, "Join").await.message().await, "You are in.");
    school.board_says("1 has joined.").await;
    assert_eq!((limited.hits(), failing.hits()), (1, 2));
    school.ada.presses(&board, "End it").await;
    school.board_says("It was ended early.").await;
    school.close().await;
}

#[tokio::test]
async fn a_board_that_is_gone_ends_its_game_and_frees_the_channel() {
    let school = School::open().await;
    let board = school.lobby().await;
    school.room.bot_may_not(Permissions::VIEW_CHANNEL);
    school.world.expect_error(50_001);
    says(&school.bob.presses(&board, "Join").await.message().await, "You are in.");
    let refused = |world: &World| world.requests().iter().any(|request| request.status == 403);
    school.world.wait_until(refused, "the edit is refused").await;
    let told = school.ada.in_channel(&school.room).command("live").option("about", "Water").await.message().await;
    says(&told, "I may not write in this channel");
    school.room.bot_may_not(Permissions::NONE);
    says(&school.bob.presses(&board, "Join").await.message().await, "This live quiz is over");
    school.ada.in_channel(&school.room).command("live").option("about", "Leaves").await.message().await;
    let boards = |world: &World| {
        let messages = world.channel_messages(&school.room);
        messages.iter().filter(|message| message.text().contains("Nobody has joined yet.")).count()
    };
    school.world.wait_until(|world| boards(world) == 2, "a new board").await;
    school.close().await;
}

#[tokio::test]
async fn a_live_quiz_is_started_by_a_mention_as_well() {
    let school = School::open().await;
    let suggested = school.ada.in_channel(&school.room).autocomplete("live", "about", "wat").await;
    assert_eq!(suggested.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(), ["Water"]);
    let told = school.ada.says(&school.room, "@Docent live water").answer().await;
    says(&told, "opens in this channel");
    let board = school.board_says("Nobody has joined yet.").await;
    school.ada.presses(&board, "End it").await;
    school.board_says("It was ended early.").await;
    let told = school.ada.in_dm().says("live water").answer().await;
    says(&told, "in a channel of a Discord server");
    school.close().await;
}
