//! Reading, asks, servers and shares: what is kept and what is counted.

use std::time::Duration;

use sqlx::{Connection, SqliteConnection};

use super::{CHANNEL, NOON, World, after, ask, course, discord, lesson, section};
use crate::{
    action::Place,
    calendar::Day,
    ids::{ChannelId, CourseId, RoleId, ServerId},
    store::{
        asks::{Mark, Marked, Tier},
        error::StoreError,
        learners::LearnerSettings,
        reading::{Opened, Reading},
        servers::{ServerSettings, Welcome},
    },
};

#[tokio::test]
async fn the_same_name_is_the_same_learner_also_when_it_comes_first_twice_at_once() {
    let world = World::new().await;
    let other = world.second_store().await;
    let name = discord("1001");
    let (here, there) = tokio::join!(world.store.learner(&name, NOON), other.learner(&name, NOON));
    assert_eq!(here.unwrap(), there.unwrap());
    assert_eq!(world.ada().await, world.ada().await);
    assert_ne!(world.ada().await, world.ben().await);
    other.close().await;
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_not_the_fault_of_whoever_comes_at_the_same_moment() {
    let world = World::new().await;
    let (ada, ben) = (discord("1001"), discord("1002"));
    let damaged = world.store.learner(&ada, NOON).await.unwrap();
    world.store.learner(&ben, NOON).await.unwrap();
    let mut db = SqliteConnection::connect(&format!("sqlite:{}", world.path().display())).await.unwrap();
    sqlx::raw_sql("pragma ignore_check_constraints = on").execute(&mut db).await.unwrap();
    sqlx::query("update learner set goal_days = 300 where id = ?").bind(damaged).execute(&mut db).await.unwrap();
    let arrive = |who| world.store.known(who, Place::Terminal, false, NOON);
    let (ada, ben) = tokio::join!(arrive(&ada), arrive(&ben));
    assert!(matches!(ada, Err(StoreError::Fault(_))), "{ada:?}");
    assert!(ben.unwrap().is_some());
}

#[tokio::test]
async fn settings_are_kept() {
    let world = World::new().await;
    let ada = world.ada().await;
    assert_eq!(world.store.settings(ada).await.unwrap(), LearnerSettings::default());
    world.store.set_locale(ada, Some("de")).await.unwrap();
    world.store.set_time_zone(ada, Some("Europe/Vienna"), NOON).await.unwrap();
    let kept =
        LearnerSettings { locale: Some("de".to_owned()), time_zone: Some("Europe/Vienna".to_owned()), goal_days: None };
    assert_eq!(world.store.settings(ada).await.unwrap(), kept);
}

#[tokio::test]
async fn opening_a_section_marks_it_read_and_moves_the_place() {
    let world = World::new().await;
    let ada = world.ada().await;
    let open = async |lesson_id, section_id, now| {
        world.store.open_section(ada, &course(), &lesson(lesson_id), &section(section_id), 0, now).await.unwrap()
    };
    assert_eq!(world.store.reading(ada, &course()).await.unwrap(), Reading::default());
    assert_eq!(open("http", "requests", after(1)).await, Opened::FirstTime);
    assert_eq!(open("http", "responses", after(2)).await, Opened::FirstTime);
    assert_eq!(open("http", "requests", after(3)).await, Opened::Again);
    let reading = world.store.reading(ada, &course()).await.unwrap();
    assert_eq!(reading.sections_read(), 2);
    let place = reading.place.unwrap();
    assert_eq!((place.section, place.opened_at), (section("requests"), after(3)));
}

#[tokio::test]
async fn sections_opened_at_the_same_moment_are_each_for_their_reader_on_their_own_day() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    world.store.set_time_zone(ben, Some("Pacific/Kiritimati"), NOON).await.unwrap();
    let (course, http, requests, responses) = (course(), lesson("http"), section("requests"), section("responses"));
    let open = |learner, section, page| world.store.open_section(learner, &course, &http, section, page, NOON);
    let (first, other, again) =
        tokio::join!(open(ada, &requests, 0), open(ben, &responses, 1), open(ada, &requests, 2));
    assert_eq!((first.unwrap(), other.unwrap()), (Opened::FirstTime, Opened::FirstTime));
    assert_eq!(again.unwrap(), Opened::Again);

    let reading = |learner| world.store.reading(learner, &course);
    let (of_ada, of_ben) = tokio::join!(reading(ada), reading(ben));
    let (of_ada, of_ben) = (of_ada.unwrap(), of_ben.unwrap());
    assert!(of_ada.has_read(&http, &requests) && of_ada.sections_read() == 1, "{of_ada:?}");
    assert!(of_ben.has_read(&http, &responses) && of_ben.sections_read() == 1, "{of_ben:?}");
    let at = |reading: Reading| reading.place.map(|place| (place.section, place.page));
    assert_eq!((at(of_ada), at(of_ben)), (Some((requests, 2)), Some((responses, 1))));

    let noon_in_greenwich = world.store.active_days(ada, Day::from_number(0)).await.unwrap()[0].day;
    let two_in_the_morning = world.store.active_days(ben, Day::from_number(0)).await.unwrap()[0].day;
    assert_eq!(two_in_the_morning, noon_in_greenwich.plus(1));
}

#[tokio::test]
async fn the_last_course_is_the_one_opened_last() {
    let world = World::new().await;
    let ada = world.ada().await;
    assert_eq!(world.store.last_course(ada).await.unwrap(), None);
    let rust = CourseId::parse("rust").unwrap();
    world.store.open_section(ada, &rust, &lesson("a"), &section("b"), 0, after(2)).await.unwrap();
    world.store.open_section(ada, &course(), &lesson("a"), &section("b"), 0, after(1)).await.unwrap();
    assert_eq!(world.store.last_course(ada).await.unwrap(), Some(rust));
}

#[tokio::test]
async fn an_ask_comes_back_with_what_was_shown() {
    let world = World::new().await;
    let ada = world.ada().await;
    let first = world.store.record_ask(ask(ada, "what is await?", Tier::Answer), NOON).await.unwrap();
    let mut more = ask(ada, "and with threads?", Tier::Maybe);
    more.follows = Some(first);
    let shown = more.shown.clone();
    let second = world.store.record_ask(more, after(60)).await.unwrap();
    let kept = world.store.ask(second).await.unwrap().unwrap();
    assert_eq!((kept.learner, kept.follows, kept.mark), (ada, Some(first), None));
    assert_eq!((kept.words.as_deref(), kept.tier, kept.score), (Some("and with threads?"), Tier::Maybe, 0.75));
    assert_eq!(kept.shown, shown);
}

#[tokio::test]
async fn a_score_that_is_no_number_does_not_lose_the_ask() {
    let world = World::new().await;
    let ada = world.ada().await;
    let mut odd = ask(ada, "what is await?", Tier::Unknown);
    odd.score = f64::NAN;
    let id = world.store.record_ask(odd, NOON).await.unwrap();
    assert_eq!(world.store.ask(id).await.unwrap().unwrap().score, 0.0);
}

#[tokio::test]
async fn a_follow_up_goes_on_from_the_same_place_and_the_last_minutes() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.store.record_ask(ask(ada, "what is await?", Tier::Answer), after(60)).await.unwrap();
    let previous = async |place, aloud, since| {
        world.store.arrive(&discord("1001"), place, aloud, since, NOON).await.unwrap().previous.map(|ask| ask.id)
    };
    assert_eq!(previous(CHANNEL, false, NOON).await, Some(id));
    assert_eq!(previous(CHANNEL, false, after(61)).await, None);
    assert_eq!(previous(Place::Terminal, false, NOON).await, None);
    assert_eq!(previous(CHANNEL, true, NOON).await, None, "it was asked in private");
}

#[tokio::test]
async fn the_first_mark_of_the_asker_counts() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    let id = world.store.record_ask(ask(ada, "what is await?", Tier::Answer), NOON).await.unwrap();
    let mark = async |learner, mark| world.store.mark_ask(id, learner, mark, NOON).await.unwrap();
    assert_eq!(mark(ben, Mark::Helpful).await, Marked::NotYours);
    assert_eq!(mark(ada, Mark::NotMeant).await, Marked::First);
    assert_eq!(mark(ada, Mark::Helpful).await, Marked::Already(Mark::NotMeant));
    world.store.forget(ada).await.unwrap();
    assert_eq!(mark(ada, Mark::Helpful).await, Marked::Gone);
}

#[tokio::test]
async fn words_go_with_age_and_the_ask_stays() {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let world = World::new().await;
    let ada = world.ada().await;
    let old = world.store.record_ask(ask(ada, "an old question", Tier::Answer), NOON).await.unwrap();
    let new = world.store.record_ask(ask(ada, "a new one", Tier::Answer), NOON.after(DAY * 29)).await.unwrap();
    let now = NOON.after(DAY * 30).after(Duration::from_millis(1));
    assert_eq!(world.store.purge_words(now.before(DAY * 30)).await.unwrap(), 1);
    let old = world.store.ask(old).await.unwrap().unwrap();
    assert_eq!((old.words, old.shown.len()), (None, 1));
    assert!(world.store.ask(new).await.unwrap().unwrap().words.is_some());

    // More than go at once.
    let mut db = SqliteConnection::connect(&format!("sqlite:{}", world.path().display())).await.unwrap();
    let many = "with recursive n(n) as (select 1000 union all select n + 1 from n where n < 2999)
        insert into ask (id, learner_id, words, tier, score, asked_at) select n, 1, 'words', 'answer', 1.0, 0 from n";
    sqlx::raw_sql(many).execute(&mut db).await.unwrap();
    assert_eq!(world.store.purge_words(NOON).await.unwrap(), 2_000);
    assert!(world.store.ask(new).await.unwrap().unwrap().words.is_some());
}

#[tokio::test]
async fn a_server_sees_everything_until_its_staff_chooses() {
    let world = World::new().await;
    let server = ServerId::new(u64::MAX);
    assert_eq!(world.store.server(server).await.unwrap(), ServerSettings::default());
    world.store.set_server_courses(server, vec![course(), course()]).await.unwrap();
    world.store.set_server_channels(server, vec![ChannelId::new(7)]).await.unwrap();
    world.store.set_staff_role(server, Some(RoleId::new(8))).await.unwrap();
    world.store.set_server_locale(server, Some("de")).await.unwrap();
    let chosen = ServerSettings {
        courses: Some(vec![course()]),
        channels: Some(vec![ChannelId::new(7)]),
        staff_role: Some(RoleId::new(8)),
        locale: Some("de".to_owned()),
        welcomed_at: None,
    };
    assert_eq!(world.store.server(server).await.unwrap(), chosen);
    world.store.set_server_courses(server, vec![]).await.unwrap();
    world.store.set_server_channels(server, vec![]).await.unwrap();
    let reset = ServerSettings { courses: None, channels: None, ..chosen };
    assert_eq!(world.store.server(server).await.unwrap(), reset);
}

#[tokio::test]
async fn a_server_is_welcomed_once() {
    let world = World::new().await;
    let server = ServerId::new(900);
    world.store.set_server_locale(server, Some("de")).await.unwrap();
    let claims = (0..50).map(|_| {
        let store = world.store.clone();
        tokio::spawn(async move { store.claim_welcome(server, NOON).await.unwrap() })
    });
    let mut due = 0;
    for claim in claims.collect::<Vec<_>>() {
        due += usize::from(claim.await.unwrap() == Welcome::Due);
    }
    assert_eq!(due, 1);
}

#[tokio::test]
async fn a_share_is_known_by_its_owner_until_it_is_taken_back() {
    let world = World::new().await;
    let ada = world.ada().await;
    let id = world.store.create_share(ada, CHANNEL, NOON).await.unwrap();
    assert_eq!(world.store.share_owner(id).await.unwrap(), Some(ada));
    world.store.remove_share(id).await.unwrap();
    assert_eq!(world.store.share_owner(id).await.unwrap(), None);
    let next = world.store.create_share(ada, CHANNEL, NOON).await.unwrap();
    assert_ne!(next, id, "a number is not given out twice");
}

#[tokio::test]
async fn the_secret_stays_and_differs_between_databases() {
    let (world, other) = (World::new().await, World::new().await);
    let secret = world.store.secret().await.unwrap();
    world.store.close().await;
    let reopened = world.second_store().await;
    assert_eq!(reopened.secret().await.unwrap(), secret);
    assert_ne!(other.store.secret().await.unwrap(), secret);
}

#[tokio::test]
async fn small_facts_are_replaced() {
    let world = World::new().await;
    assert_eq!(world.store.meta("commands").await.unwrap(), None);
    world.store.set_meta("commands", "a1").await.unwrap();
    world.store.set_meta("commands", "b2").await.unwrap();
    assert_eq!(world.store.meta("commands").await.unwrap().as_deref(), Some("b2"));
}
