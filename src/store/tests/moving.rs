//! Records follow the text of a rearranged course.

use super::{NOON, World, after, answer, ask, course, lesson, question, section};
use crate::{
    action::Place,
    course::carry::{Because, Carried, KnownState, Lost, Move, Name, Part, Sketch},
    ids::LearnerId,
    quiz::Verdict,
    store::{asks::Tier, content::Settled},
};

fn at(lesson_id: &str, id: &str) -> Name {
    Name::Section(lesson(lesson_id), section(id))
}

fn asked(lesson_id: &str, id: &str) -> Name {
    Name::Question(lesson(lesson_id), question(id))
}

fn state(revision: i64, names: &[Name]) -> KnownState {
    let part = |name: &Name| Part { name: name.clone(), mark: -5, sketch: Sketch::of(&name.to_string()) };
    KnownState { revision: Some(revision), present: names.iter().map(part).collect(), ..KnownState::default() }
}

fn carried(moves: &[(Name, Name)], state: KnownState) -> Carried {
    let moved = |(from, to): &(Name, Name)| Move { from: from.clone(), to: to.clone(), because: Because::SameText };
    Carried { moves: moves.iter().map(moved).collect(), lost: Vec::new(), state }
}

impl World {
    async fn reads(&self, learner: LearnerId, lesson_id: &str, id: &str, seconds: u64) {
        self.store.open_section(learner, &course(), &lesson(lesson_id), &section(id), 0, after(seconds)).await.unwrap();
    }

    async fn read(&self, learner: LearnerId) -> Vec<String> {
        let reading = self.store.reading(learner, &course()).await.unwrap();
        let sections = reading.read.iter().flat_map(|(lesson, read)| read.iter().map(move |section| (lesson, section)));
        let mut read: Vec<String> = sections.map(|(lesson, section)| format!("{lesson}#{section}")).collect();
        read.sort();
        read
    }

    /// Carries out `moves` on a course of which nothing was known.
    async fn rearranged(&self, moves: &[(Name, Name)]) {
        let known = self.store.known_state(&course()).await.unwrap();
        let next = state(known.revision.unwrap_or(0) + 1, &[]);
        assert_eq!(self.store.carry(&course(), known, carried(moves, next), NOON).await.unwrap(), Settled::Done);
    }
}

#[tokio::test]
async fn names_are_exchanged_split_and_merged_at_once() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    world.reads(ada, "tea", "a", 0).await;
    world.reads(ada, "tea", "whole", 1).await;
    world.reads(ben, "tea", "b", 0).await;
    world.reads(ben, "tea", "first", 1).await;
    world.reads(ben, "tea", "second", 2).await;
    world
        .rearranged(&[
            (at("tea", "a"), at("tea", "b")),
            (at("tea", "b"), at("tea", "a")),
            (at("tea", "whole"), at("tea", "whole")),
            (at("tea", "whole"), at("cups", "rest")),
            (at("tea", "first"), at("tea", "both")),
            (at("tea", "second"), at("tea", "both")),
        ])
        .await;
    assert_eq!(world.read(ada).await, ["cups#rest", "tea#b", "tea#whole"]);
    assert_eq!(world.read(ben).await, ["tea#a", "tea#both"]);
    let place = world.store.reading(ben, &course()).await.unwrap().place.unwrap();
    assert_eq!((place.section, place.opened_at), (section("both"), after(2)));
}

#[tokio::test]
async fn a_moved_question_keeps_its_result_its_attempts_and_its_figures() {
    let world = World::new().await;
    let ada = world.ada().await;
    let attempt = world.quiz(ada, &["q1", "q2"]).await;
    world.answer(attempt, ada, 0, Verdict::Wrong).await;
    let lesson_moved = (Name::Lesson(lesson("asyncio")), Name::Lesson(lesson("waiting")));
    world
        .rearranged(&[
            lesson_moved,
            (asked("asyncio", "q1"), asked("waiting", "new")),
            (asked("asyncio", "q2"), asked("waiting", "q2")),
        ])
        .await;

    let found = world.store.open_attempt(ada, Place::Terminal).await.unwrap().unwrap();
    assert_eq!(found.items[0].question, question("new"));
    assert_eq!((&found.items[1].lesson, &found.items[1].question), (&lesson("waiting"), &question("q2")));
    let results = world.store.results(ada, &course()).await.unwrap();
    assert_eq!((results.len(), &results[0].lesson), (1, &lesson("waiting")));
    assert_eq!(results[0].misses, [question("new")]);
    // The attempt goes on, and what it counts is counted under the new name.
    world.store.record_answer(answer(attempt, ada, 1, Verdict::Right), after(9)).await.unwrap();
    let results = world.store.results(ada, &course()).await.unwrap();
    assert_eq!(results[0].scores.unwrap().last.correct, 1);
    let counts: Vec<(String, String, i64)> =
        sqlx::query_as("select question_id, lesson_id, answered from item_count order by question_id")
            .fetch_all(&mut *world.store.reader().await.unwrap())
            .await
            .unwrap();
    assert_eq!(counts, [("new".into(), "waiting".into(), 1), ("q2".into(), "waiting".into(), 1)]);
    let cards: Vec<String> = sqlx::query_scalar("select question_id from card order by 1")
        .fetch_all(&mut *world.store.reader().await.unwrap())
        .await
        .unwrap();
    assert_eq!(cards, ["new", "q2"]);
}

#[tokio::test]
async fn questions_that_became_one_keep_the_first_and_the_last_answer() {
    let world = World::new().await;
    let ada = world.ada().await;
    let attempt = world.quiz(ada, &["q1", "q2"]).await;
    world.store.record_answer(answer(attempt, ada, 0, Verdict::Wrong), after(1)).await.unwrap();
    world.store.record_answer(answer(attempt, ada, 1, Verdict::Right), after(2)).await.unwrap();
    world
        .rearranged(&[
            (asked("asyncio", "q1"), asked("asyncio", "q2")),
            (asked("asyncio", "q2"), asked("asyncio", "q2")),
        ])
        .await;
    let rows: Vec<(String, String, String)> =
        sqlx::query_as("select question_id, first_verdict, last_verdict from card")
            .fetch_all(&mut *world.store.reader().await.unwrap())
            .await
            .unwrap();
    assert_eq!(rows, [("q2".into(), "wrong".into(), "right".into())]);
}

#[tokio::test]
async fn passages_that_were_shown_are_followed() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.store.record_ask(ask(ada, "what is await?", Tier::Answer), NOON).await.unwrap();
    world.rearranged(&[(at("asyncio", "await"), at("waiting", "await"))]).await;
    let shown = world.store.ask(id).await.unwrap().unwrap().shown;
    assert_eq!(shown[0].lesson, lesson("waiting"));
}

#[tokio::test]
async fn records_that_step_aside_come_back() {
    let world = World::new().await;
    let ada = world.ada().await;
    world.reads(ada, "tea", "intro", 0).await;
    let known = world.store.known_state(&course()).await.unwrap();
    let lost = Lost { name: at("tea", "intro"), parked: Some(at("tea", "gone/1")) };
    let carried = Carried { moves: Vec::new(), lost: vec![lost], state: state(1, &[at("tea", "intro")]) };
    world.store.carry(&course(), known, carried, NOON).await.unwrap();
    assert_eq!(world.read(ada).await, ["tea#gone/1"]);
    world.rearranged(&[(at("tea", "gone/1"), at("tea", "leaves"))]).await;
    assert_eq!(world.read(ada).await, ["tea#leaves"]);
}

#[tokio::test]
async fn a_record_made_under_a_former_name_is_swept_up_with_the_next_change() {
    let world = World::new().await;
    let ada = world.ada().await;
    let former = vec![(at("tea", "old"), at("tea", "new"))];
    let known = world.store.known_state(&course()).await.unwrap();
    let next = KnownState { former: former.clone(), ..state(1, &[at("tea", "new")]) };
    world.store.carry(&course(), known, carried(&[], next), NOON).await.unwrap();
    world.reads(ada, "tea", "old", 0).await;
    let known = world.store.known_state(&course()).await.unwrap();
    let next = KnownState { former, ..state(2, &[at("tea", "new")]) };
    world.store.carry(&course(), known, carried(&[], next), NOON).await.unwrap();
    assert_eq!(world.read(ada).await, ["tea#new"]);
}

#[tokio::test]
async fn what_is_known_comes_back_as_it_was_kept_and_only_once() {
    let world = World::new().await;
    let names = [Name::Lesson(lesson("tea")), at("tea", "a"), asked("tea", "q")];
    let mut first = state(-7, &names);
    first.gone = state(0, &[at("tea", "b")]).present;
    first.former = vec![(at("tea", "z"), at("tea", "a")), (asked("tea", "y"), asked("tea", "q"))];
    let new = world.store.known_state(&course()).await.unwrap();
    assert_eq!(new, KnownState::default());
    let kept = world.store.carry(&course(), new.clone(), carried(&[], first.clone()), NOON).await.unwrap();
    assert_eq!(kept, Settled::Done);
    let mut known = world.store.known_state(&course()).await.unwrap();
    let by_name = |part: &Part| first.present.iter().position(|other| other == part);
    known.present.sort_by_key(by_name);
    assert_eq!(known, first);

    let second = world.store.carry(&course(), new, carried(&[], state(9, &names)), NOON).await.unwrap();
    assert_eq!(second, Settled::Outdated);
    world.store.carry(&course(), known, carried(&[], state(9, &names)), NOON).await.unwrap();
    let known = world.store.known_state(&course()).await.unwrap();
    assert_eq!((known.present.len(), known.gone.len(), known.former.len()), (3, 0, 0));
}
