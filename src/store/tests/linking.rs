//! Linking two names: records move in either direction, none is lost, the first of two stays the first.

use super::{
    CHANNEL, NOON, World, after, answer, course, discord,
    forgetting::{live_a_little, personal_tables, rows_about},
    lesson, question, quiz, section, terminal,
};
use crate::{
    ids::LearnerId,
    quiz::Verdict,
    store::{
        attempts::{ItemState, record::Recorded},
        linking::{CODE_LIFETIME, LinkCode, Redeemed},
        reading::Opened,
    },
};

#[tokio::test]
async fn linking_moves_every_record_and_loses_none() {
    for into_is_older in [true, false] {
        let world = World::new().await;
        let (ada, ben) = (world.ada().await, world.ben().await);
        let (from, into) = if into_is_older { (ben, ada) } else { (ada, ben) };
        live_a_little(&world.store, ada, "what is await?").await;
        live_a_little(&world.store, ben, "and with threads?").await;
        world.store.open_section(from, &course(), &lesson("http"), &section("requests"), 0, NOON).await.unwrap();
        let (kept_from, kept_into) =
            (world.store.kept_about(from).await.unwrap(), world.store.kept_about(into).await.unwrap());

        let code = world.store.issue_link_code(from, NOON).await.unwrap();
        let linked = world.store.redeem_link_code(&code, into, NOON).await.unwrap();

        assert_eq!(linked, Redeemed::Linked(kept_from));
        for table in personal_tables(&world.store).await {
            assert_eq!(rows_about(&world.store, &table, from).await, 0, "{table} was left behind");
        }
        let kept = world.store.kept_about(into).await.unwrap();
        assert_eq!(kept.attempts, kept_from.attempts + kept_into.attempts);
        assert_eq!(kept.answers, kept_from.answers + kept_into.answers);
        assert_eq!(kept.asks, kept_from.asks + kept_into.asks);
        assert_eq!(kept.words, kept_from.words + kept_into.words);
        assert_eq!(kept.shares, kept_from.shares + kept_into.shares);
        assert_eq!(kept.identities, 2);
        assert_eq!(kept.sections_read, 2, "one was read under both names");
        assert_eq!((kept.places, kept.cards), (1, 2));
        assert_eq!(world.store.learner(&discord("1001"), NOON).await.unwrap(), into);
        assert_eq!(world.store.learner(&terminal("ben"), NOON).await.unwrap(), into);
    }
}

#[tokio::test]
async fn buttons_from_before_the_linking_still_work() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    let attempt = world.quiz(ada, &["q1", "q2"]).await;
    world.answer(attempt, ada, 0, Verdict::Right).await;
    link(&world, ada, ben).await;
    let known = world.store.record_answer(answer(attempt, ben, 0, Verdict::Wrong), NOON).await.unwrap();
    assert_eq!(known, Recorded::NotOpen);
    let kept = world.store.attempt(attempt).await.unwrap().unwrap();
    assert!(matches!(&kept.items[0].state, ItemState::Answered(first) if first.verdict == Verdict::Right));
    let next = world.store.record_answer(answer(attempt, ben, 1, Verdict::Right), NOON).await.unwrap();
    assert!(matches!(next, Recorded::First(_)));
    assert_eq!(world.store.open_attempt(ben, CHANNEL).await.unwrap(), None);
}

#[tokio::test]
async fn of_what_was_done_twice_the_first_stays_the_first_and_the_last_the_last() {
    for swap in [false, true] {
        let world = World::new().await;
        let (ada, ben) = (world.ada().await, world.ben().await);
        // Ada read and answered first, and wrong; Ben later, and right.
        for (learner, verdict, now) in [(ada, Verdict::Wrong, after(10)), (ben, Verdict::Right, after(20))] {
            world.store.open_section(learner, &course(), &lesson("http"), &section("a"), 0, now).await.unwrap();
            let id = world.store.start_attempt(quiz(learner, &["q1"]), now).await.unwrap();
            world.store.record_answer(answer(id, learner, 0, verdict), now).await.unwrap();
        }
        world.store.open_section(ben, &course(), &lesson("http"), &section("b"), 0, after(30)).await.unwrap();
        let into = if swap { link(&world, ben, ada).await } else { link(&world, ada, ben).await };

        let (first, first_at, last, last_at): (String, i64, String, i64) =
            sqlx::query_as("select first_verdict, since, last_verdict, last_at from card")
                .fetch_one(&mut *world.store.reader().await.unwrap())
                .await
                .unwrap();
        assert_eq!((first.as_str(), first_at), ("wrong", after(10).as_millis()));
        assert_eq!((last.as_str(), last_at), ("right", after(20).as_millis()));
        let read_at: i64 = sqlx::query_scalar("select read_at from section_read where section_id = 'a'")
            .fetch_one(&mut *world.store.reader().await.unwrap())
            .await
            .unwrap();
        assert_eq!(read_at, after(10).as_millis());
        let reading = world.store.reading(into, &course()).await.unwrap();
        assert_eq!(reading.place.unwrap().section, section("b"));
        let results = world.store.results(into, &course()).await.unwrap();
        assert_eq!(results[0].scores.unwrap().attempts, 2, "both attempts are kept");
        assert!(!results[0].misses.contains(&question("q1")));
        let again =
            world.store.open_section(into, &course(), &lesson("http"), &section("a"), 0, after(40)).await.unwrap();
        assert_eq!(again, Opened::Again);
    }
}

#[tokio::test]
async fn own_settings_stay_and_missing_ones_are_taken_over() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    world.store.set_locale(ada, Some("de")).await.unwrap();
    world.store.set_time_zone(ada, Some("Europe/Vienna"), NOON).await.unwrap();
    world.store.set_locale(ben, Some("en")).await.unwrap();
    link(&world, ada, ben).await;
    let settings = world.store.settings(ben).await.unwrap();
    assert_eq!((settings.locale.as_deref(), settings.time_zone.as_deref()), (Some("en"), Some("Europe/Vienna")));
}

#[tokio::test]
async fn a_code_works_once_for_ten_minutes_and_not_for_its_maker() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    let code = world.store.issue_link_code(ada, NOON).await.unwrap();
    let redeem = async |code: &LinkCode, into, now| world.store.redeem_link_code(code, into, now).await.unwrap();
    assert_eq!(redeem(&code, ada, NOON).await, Redeemed::SameLearner);
    let late = NOON.after(CODE_LIFETIME).after(std::time::Duration::from_millis(1));
    assert_eq!(redeem(&code, ben, late).await, Redeemed::Expired);
    let newer = world.store.issue_link_code(ada, NOON).await.unwrap();
    assert_eq!(redeem(&code, ben, NOON).await, Redeemed::Unknown, "a newer code ends the earlier one");
    assert!(matches!(redeem(&newer, ben, NOON.after(CODE_LIFETIME)).await, Redeemed::Linked(_)));
    let cleo = world.store.learner(&terminal("cleo"), NOON).await.unwrap();
    assert_eq!(redeem(&newer, cleo, NOON).await, Redeemed::Unknown, "a code works once");
}

#[tokio::test]
async fn a_code_survives_how_people_type() {
    let world = World::new().await;
    let ada = world.ada().await;
    let code = world.store.issue_link_code(ada, NOON).await.unwrap();
    let shown = code.to_string();
    assert_eq!((shown.len(), shown.find('-')), (9, Some(4)));
    for typed in [
        shown.clone(),
        shown.to_lowercase(),
        shown.replace('-', " "),
        shown.replace('-', "").replace('0', "o").replace('1', "l"),
    ] {
        assert_eq!(LinkCode::parse(&typed), Some(code.clone()), "{typed}");
    }
    for nonsense in ["", "ABC", "ABCD-EFGU", "ABCD-EFGHJ", "ÄBCD-EFGH", "💥"] {
        assert_eq!(LinkCode::parse(nonsense), None, "{nonsense}");
    }
}

#[tokio::test]
async fn the_code_itself_is_not_kept() {
    let world = World::new().await;
    let ada = world.ada().await;
    let code = world.store.issue_link_code(ada, NOON).await.unwrap().to_string().replace('-', "");
    world.store.close().await;
    let bytes = std::fs::read(world.path()).unwrap();
    assert!(!bytes.windows(code.len()).any(|window| window == code.as_bytes()));
}

async fn link(world: &World, from: LearnerId, into: LearnerId) -> LearnerId {
    let code = world.store.issue_link_code(from, NOON).await.unwrap();
    let linked = world.store.redeem_link_code(&code, into, NOON).await.unwrap();
    assert!(matches!(linked, Redeemed::Linked(_)), "{linked:?}");
    into
}
