//! Live quizzes: answers that count once, steps that are taken once, and records for everybody.

use super::*;
use crate::{
    ids::{LiveId, MessageId},
    quiz::live::{Ending, Next, Phase},
    store::{
        attempts::ItemState,
        live::{Answered, Joined, Live, NewLive, NewLiveAnswer, Started},
    },
};

/// In a channel of the learner's own: there is one game in a channel.
fn game(host: LearnerId, names: &[&str]) -> NewLive {
    NewLive {
        server: ServerId::new(900),
        channel: ChannelId::new(host.to_row().cast_unsigned()),
        locale: "en".to_owned(),
        title: "Asyncio".to_owned(),
        course: course(),
        host,
        host_name: "Host".to_owned(),
        items: quiz(host, names).items,
    }
}

fn given(live: LiveId, learner: LearnerId, position: u16, given: u64) -> NewLiveAnswer {
    let verdict = if given == 1 { Verdict::Right } else { Verdict::Wrong };
    NewLiveAnswer { live, learner, name: "Player".to_owned(), position, given, verdict }
}

/// A game with an answer of the learner's that is under way.
pub(super) async fn plays_a_little(store: &Store, learner: LearnerId) {
    let Started::Now(live) = store.start_live(game(learner, &["q1"]), NOON).await.unwrap() else { panic!("busy") };
    store.advance_live(live, 0, Next::Open(0), Vec::new()).await.unwrap();
    store.answer_live(given(live, learner, 0, 1), NOON).await.unwrap();
}

impl World {
    async fn game(&self, host: LearnerId, names: &[&str]) -> LiveId {
        match self.store.start_live(game(host, names), NOON).await.unwrap() {
            Started::Now(live) => live,
            Started::Busy => panic!("one is under way"),
        }
    }

    async fn live(&self, id: LiveId) -> Live {
        self.store.live(id).await.unwrap().unwrap()
    }

    async fn answers(&self, answer: NewLiveAnswer, now: Timestamp) -> Answered {
        self.store.answer_live(answer, now).await.unwrap()
    }

    async fn goes_on(&self, id: LiveId, next: Next) {
        let step = self.live(id).await.step;
        assert!(self.store.advance_live(id, step, next, Vec::new()).await.unwrap());
    }

    async fn shows(&self, id: LiveId, due_at: Timestamp) {
        let shown = self.live(id).await.to_show();
        self.store.live_board_shown(id, shown, MessageId::new(5), Some(due_at), NOON).await.unwrap();
    }
}

#[tokio::test]
async fn one_change_of_mind_counts_and_a_second_does_not() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    let live = world.game(ada, &["q1"]).await;
    assert_eq!(world.answers(given(live, ben, 0, 1), NOON).await, Answered::NotOpen, "people are still joining");
    world.goes_on(live, Next::Open(0)).await;
    assert_eq!(world.answers(given(live, ben, 0, 2), NOON).await, Answered::First);
    assert_eq!(world.answers(given(live, ben, 0, 2), NOON).await, Answered::Same);
    assert_eq!(world.answers(given(live, ben, 0, 1), NOON).await, Answered::Changed);
    assert_eq!(world.answers(given(live, ben, 0, 1), NOON).await, Answered::Same);
    assert_eq!(world.answers(given(live, ben, 0, 4), NOON).await, Answered::Kept(1));
    assert_eq!(world.store.live_answers(live, 0).await.unwrap(), [(1, 1)]);
    let now = world.live(live).await;
    assert_eq!((now.players, now.answers), (1, 1), "who answers has joined");
    assert_eq!(world.answers(given(live, ben, 1, 1), NOON).await, Answered::NotOpen, "another question");
}

#[tokio::test]
async fn time_runs_from_when_the_board_shows_the_question_until_a_second_after_its_deadline() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    let live = world.game(ada, &["q1"]).await;
    world.goes_on(live, Next::Open(0)).await;
    assert_eq!(world.live(live).await.due_at, None);
    world.shows(live, after(20)).await;
    world.shows(live, after(99)).await;
    assert_eq!(world.live(live).await.due_at, Some(after(20)), "an edit gives nobody more time");
    assert_eq!(world.answers(given(live, ben, 0, 1), after(21)).await, Answered::First);
    assert_eq!(world.answers(given(live, ada, 0, 1), after(22)).await, Answered::NotOpen);
}

#[tokio::test]
async fn a_step_is_taken_once_and_a_channel_holds_one_game() {
    let world = World::new().await;
    let ada = world.ada().await;
    let live = world.game(ada, &["q1", "q2"]).await;
    assert_eq!(world.store.start_live(game(ada, &["q1"]), NOON).await.unwrap(), Started::Busy);
    let twice = tokio::join!(
        world.store.advance_live(live, 0, Next::Open(0), Vec::new()),
        world.store.advance_live(live, 0, Next::Open(0), Vec::new())
    );
    assert_eq!((twice.0.unwrap(), twice.1.unwrap()), (true, false));
    world.goes_on(live, Next::End(Ending::Stopped)).await;
    assert_eq!(world.store.join_live(live, ada, "Ada".to_owned(), NOON).await.unwrap(), Joined::Over);
    assert_ne!(world.game(ada, &["q1"]).await, live, "the channel is free again");
}

#[tokio::test]
async fn what_was_closed_goes_into_the_records_of_each_player_once() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    let live = world.game(ada, &["q1", "q2", "q3"]).await;
    world.goes_on(live, Next::Open(0)).await;
    world.answers(given(live, ben, 0, 1), after(1)).await;
    world.goes_on(live, Next::Close).await;
    world.goes_on(live, Next::Open(1)).await;
    world.answers(given(live, ben, 1, 2), after(2)).await;
    world.answers(given(live, ada, 1, 1), after(3)).await;
    world.goes_on(live, Next::Close).await;
    world.goes_on(live, Next::Open(2)).await;
    world.answers(given(live, ben, 2, 1), after(4)).await;
    world.goes_on(live, Next::End(Ending::Stopped)).await;
    let now = world.live(live).await;
    assert_eq!(now.phase, Phase::Ended);
    let figures: Vec<_> = now.items.iter().map(|item| (item.answered, item.correct)).collect();
    assert_eq!(figures, [(1, 1), (2, 1), (0, 0)], "what was open when it was stopped does not count");

    assert!(!world.store.put_live_away(&now).await.unwrap());
    assert!(world.store.put_live_away(&now).await.unwrap());
    assert!(world.store.put_live_away(&now).await.unwrap(), "once more changes nothing");

    assert_eq!(world.store.unsettled_lives().await.unwrap(), []);
    let of_ben = world.store.live_player(live, ben).await.unwrap().unwrap();
    assert_eq!((of_ben.points, of_ben.above, of_ben.beside), (1, 0, 1), "a tie with Ada");
    assert_eq!(of_ben.answers.len(), 2);
    let standings = world.store.live_standings(live, 1).await.unwrap();
    assert_eq!((standings.best.len(), standings.also), (1, 1), "who is not named has as many points");
    let attempt = world.store.attempt(of_ben.attempt.unwrap()).await.unwrap().unwrap();
    assert_eq!((attempt.learner, attempt.right_answers(), attempt.items.len()), (ben, 1, 2));
    assert_eq!(attempt.finished_at, Some(after(2)));
    assert!(attempt.items.iter().all(|item| matches!(item.state, ItemState::Answered(_))));
    assert_eq!(world.store.kept_about(ben).await.unwrap().cards, 2);
    assert_eq!(world.store.kept_about(ben).await.unwrap().attempts, 1);
}

#[tokio::test]
async fn who_is_forgotten_leaves_the_game_and_its_figures_stay() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    let live = world.game(ada, &["q1"]).await;
    world.goes_on(live, Next::Open(0)).await;
    world.answers(given(live, ben, 0, 1), NOON).await;
    world.goes_on(live, Next::Close).await;
    world.store.forget(ben).await.unwrap();
    world.store.forget(ada).await.unwrap();
    let now = world.live(live).await;
    assert_eq!((now.players, now.items[0].answered, now.items[0].correct), (0, 1, 1));
    let standings = world.store.live_standings(live, 5).await.unwrap();
    assert_eq!((standings.best.len(), standings.also), (0, 0));
    world.goes_on(live, Next::End(Ending::Played)).await;
    assert!(world.store.put_live_away(&world.live(live).await).await.unwrap());
}

#[tokio::test]
async fn two_names_of_one_person_are_one_player() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    let live = world.game(ada, &["q1"]).await;
    world.goes_on(live, Next::Open(0)).await;
    world.answers(given(live, ben, 0, 1), NOON).await;
    world.answers(given(live, ada, 0, 2), NOON).await;
    let other = world.game(ben, &["q1"]).await;
    let code = world.store.issue_link_code(ben, NOON).await.unwrap();
    world.store.redeem_link_code(&code, ada, NOON).await.unwrap();
    assert_eq!(world.store.live_answers(live, 0).await.unwrap(), [(2, 1)]);
    assert!(world.store.live_player(other, ada).await.unwrap().unwrap().is_host);
}
