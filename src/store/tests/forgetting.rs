//! Forgetting a person is complete, and takes nothing that others need.

use std::{collections::BTreeMap, fs};

use sqlx::Row;

use super::{CHANNEL, NOON, World, after, answer, ask, course, lesson, playing, quiz, section};
use crate::{
    calendar::Hour,
    ids::{LearnerId, ServerId},
    quiz::Verdict,
    store::{
        Store,
        asks::{Mark, Tier},
        privacy::Kept,
        reminders::Reminders,
    },
};

/// Tables that are not about a person, each with the reason why its rows stay.
const NAMELESS: [(&str, &str); 15] = [
    ("ask_count", "how many asks of a day found an answer; sums only"),
    ("content_move", "where records of a course go while it is being rearranged"),
    ("course_part", "what a course looked like"),
    ("course_state", "what a course looked like"),
    ("former_name", "where former names of a course lead"),
    ("item_count", "how hard a question is; sums only"),
    ("live_item", "how often a question of a game was answered rightly; sums only"),
    ("live_quiz", "a game in a channel; who played stands elsewhere"),
    ("meta", "facts about the database"),
    ("pin", "what a server's staff chose for a question; not whose question it was"),
    ("secret", "made with the database"),
    ("server", "what a server's staff chose; a role is no person"),
    ("server_channel", "what a server's staff chose"),
    ("server_course", "what a server's staff chose"),
    ("sqlite_sequence", "SQLite's own: the last number given out for each table"),
];

/// Rows that say whose they are by what they are part of.
const PARTS: [(&str, &str, &str); 1] = [("ask_shown", "ask_id", "ask")];

/// Adds a row about the learner to every table that can hold one.
pub(super) async fn live_a_little(store: &Store, learner: LearnerId, words: &str) {
    store.set_locale(learner, Some("de")).await.unwrap();
    store.issue_link_code(learner, NOON).await.unwrap();
    store.open_section(learner, &course(), &lesson("asyncio"), &section("await"), 0, NOON).await.unwrap();
    let attempt = store.start_attempt(quiz(learner, &["q1", "q2"]), NOON).await.unwrap();
    store.record_answer(answer(attempt, learner, 0, Verdict::Right), NOON).await.unwrap();
    store.record_answer(answer(attempt, learner, 1, Verdict::Wrong), NOON).await.unwrap();
    let asked = store.record_ask(ask(learner, words, Tier::Unknown), NOON).await.unwrap();
    store.mark_ask(asked, learner, Mark::NotMeant, NOON).await.unwrap();
    store.create_share(learner, CHANNEL, NOON).await.unwrap();
    playing::plays_a_little(store, learner).await;
    let reminders = Reminders { daily: false, weekly: true, hour: Hour::EVENING };
    store.set_reminders(learner, reminders, "en", NOON).await.unwrap();
    // A Monday, at six in the evening.
    store.make_notices(after(13_600)).await.unwrap();
}

pub(super) async fn tables(store: &Store) -> Vec<String> {
    sqlx::query_scalar(
        "select name from sqlite_schema where type = 'table' and name <> '_sqlx_migrations' order by name",
    )
    .fetch_all(&mut *store.reader().await.unwrap())
    .await
    .unwrap()
}

/// The tables that hold rows about a person.
pub(super) async fn personal_tables(store: &Store) -> Vec<String> {
    let nameless: Vec<_> = NAMELESS.iter().map(|(table, _)| *table).collect();
    tables(store).await.into_iter().filter(|table| !nameless.contains(&table.as_str())).collect()
}

pub(super) async fn rows_about(store: &Store, table: &str, learner: LearnerId) -> i64 {
    let of_learner = match PARTS.iter().find(|(part, ..)| *part == table) {
        Some((_, key, whole)) => format!("{key} in (select id from {whole} where learner_id = ?)"),
        None if table == "learner" => "id = ?".to_owned(),
        None => "learner_id = ?".to_owned(),
    };
    let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table} where {of_learner}"));
    sqlx::query_scalar(sql).bind(learner).fetch_one(&mut *store.reader().await.unwrap()).await.unwrap()
}

async fn nameless_figures(store: &Store) -> BTreeMap<String, Vec<String>> {
    let mut figures = BTreeMap::new();
    for (table, _) in NAMELESS {
        let columns: Vec<String> = sqlx::query_scalar("select name from pragma_table_info(?)")
            .bind(table)
            .fetch_all(&mut *store.reader().await.unwrap())
            .await
            .unwrap();
        let all = columns.iter().map(|column| format!("quote({column})")).collect::<Vec<_>>().join("|| ' ' ||");
        let sql = sqlx::AssertSqlSafe(format!("select {all} from {table} order by 1"));
        figures.insert(
            table.to_owned(),
            sqlx::query_scalar(sql).fetch_all(&mut *store.reader().await.unwrap()).await.unwrap(),
        );
    }
    figures
}

#[tokio::test]
async fn every_table_is_about_a_person_and_goes_with_them_or_is_nameless() {
    let world = World::new().await;
    let all = tables(&world.store).await;
    for (table, _) in NAMELESS {
        assert!(all.iter().any(|name| name == table), "{table} is listed but not there");
    }
    for table in personal_tables(&world.store).await {
        if table == "learner" {
            continue;
        }
        let owner = PARTS.iter().find(|(part, ..)| *part == table).map_or("learner_id", |(_, key, _)| *key);
        let column = sqlx::query("select \"notnull\" as required from pragma_table_info(?) where name = ?")
            .bind(&table)
            .bind(owner)
            .fetch_optional(&mut *world.store.reader().await.unwrap())
            .await
            .unwrap()
            .unwrap_or_else(|| panic!("{table} has no {owner} and is not listed as nameless"));
        assert!(column.get::<bool, _>("required"), "{table}: a row about a person says whose it is");
        let keys =
            sqlx::query("select \"table\" as parent, on_delete from pragma_foreign_key_list(?) where \"from\" = ?")
                .bind(&table)
                .bind(owner)
                .fetch_all(&mut *world.store.reader().await.unwrap())
                .await
                .unwrap();
        let goes = keys.iter().any(|key| {
            let parent: String = key.get("parent");
            key.get::<String, _>("on_delete") == "CASCADE" && !NAMELESS.iter().any(|(name, _)| *name == parent)
        });
        assert!(goes, "{table}: {owner} leads nowhere or does not cascade");
    }
}

/// Without an index every forgetting would read whole tables.
#[tokio::test]
async fn every_foreign_key_can_be_followed_backwards_by_an_index() {
    let world = World::new().await;
    for table in tables(&world.store).await {
        let keys: Vec<(i64, String)> =
            sqlx::query_as("select id, group_concat(\"from\") from (select * from pragma_foreign_key_list(?) order by id, seq) group by id")
                .bind(&table)
                .fetch_all(&mut *world.store.reader().await.unwrap())
                .await
                .unwrap();
        let mut indexes: Vec<String> = sqlx::query_scalar(
            "select (select group_concat(name) from (select name from pragma_index_info(list.name) order by seqno))
             from pragma_index_list(?) as list",
        )
        .bind(&table)
        .fetch_all(&mut *world.store.reader().await.unwrap())
        .await
        .unwrap();
        let primary: Option<String> = sqlx::query_scalar(
            "select group_concat(name) from (select name from pragma_table_info(?) where pk > 0 order by pk)",
        )
        .bind(&table)
        .fetch_one(&mut *world.store.reader().await.unwrap())
        .await
        .unwrap();
        indexes.extend(primary);
        for (_, columns) in keys {
            let found = indexes.iter().any(|index| *index == columns || index.starts_with(&format!("{columns},")));
            assert!(found, "{table} has no index on {columns}");
        }
    }
}

#[tokio::test]
async fn privacy_counts_every_kind_of_record() {
    let world = World::new().await;
    let ada = world.ada().await;
    live_a_little(&world.store, ada, "what is await?").await;
    let kept = world.store.kept_about(ada).await.unwrap();
    // No `..`: a new kind has to be given its table here.
    let Kept {
        identities,
        sections_read,
        places,
        attempts,
        answers,
        asks,
        words,
        shares,
        cards,
        active_days,
        notices,
        live_quizzes,
    } = kept;
    let counted = [
        ("identity", identities),
        ("section_read", sections_read),
        ("course_place", places),
        ("attempt", attempts),
        ("answer", answers),
        ("ask", asks),
        ("share", shares),
        ("card", cards),
        ("active_day", active_days),
        ("notice", notices),
        ("live_player", live_quizzes),
    ];
    // Settings are shown as they are, a code lives for minutes, the others are parts of what is counted.
    let uncounted = ["learner", "link_code", "item", "ask_shown", "reminder", "live_answer"];
    assert_eq!(words, asks, "words stand in the row of their ask, until they are deleted for their age");
    for table in personal_tables(&world.store).await {
        match counted.iter().find(|(name, _)| *name == table) {
            Some((_, count)) => assert_eq!(rows_about(&world.store, &table, ada).await, count.cast_signed(), "{table}"),
            None => assert!(uncounted.contains(&table.as_str()), "{table} is kept but not shown"),
        }
    }
}

#[tokio::test]
async fn forgetting_deletes_every_row_of_the_person_and_keeps_everybody_elses() {
    let world = World::new().await;
    let (ada, ben) = (world.ada().await, world.ben().await);
    live_a_little(&world.store, ada, "my very own question about Xanadu").await;
    live_a_little(&world.store, ben, "what is await?").await;
    world.store.set_server_locale(ServerId::new(900), Some("de")).await.unwrap();
    let tables = personal_tables(&world.store).await;
    for table in &tables {
        assert!(rows_about(&world.store, table, ada).await > 0, "this test has nothing to forget in {table}");
    }
    let kept = world.store.kept_about(ada).await.unwrap();
    let figures = nameless_figures(&world.store).await;
    assert_eq!(figures["item_count"].len(), 2);
    assert_eq!(figures["ask_count"].len(), 1);

    assert_eq!(world.store.forget(ada).await.unwrap(), kept);

    for table in &tables {
        assert_eq!(rows_about(&world.store, table, ada).await, 0, "{table}");
        assert!(rows_about(&world.store, table, ben).await > 0, "{table}");
    }
    assert_eq!(nameless_figures(&world.store).await, figures);
    assert_eq!(world.store.kept_about(ada).await.unwrap(), Kept::default());
    assert_ne!(world.ada().await, ada, "who comes back is somebody new");
}

#[tokio::test]
async fn forgotten_words_are_not_left_behind_in_the_file() {
    let world = World::new().await;
    let ada = world.ada().await;
    live_a_little(&world.store, ada, "my very own question about Xanadu").await;
    let holds = |bytes: Vec<u8>| bytes.windows(6).any(|window| window == b"Xanadu");
    world.store.close().await;
    assert!(holds(fs::read(world.path()).unwrap()));
    let store = world.second_store().await;
    store.forget(ada).await.unwrap();
    store.close().await;
    assert!(!holds(fs::read(world.path()).unwrap()));
}

#[tokio::test]
async fn a_press_after_forgetting_says_that_the_owner_is_gone() {
    let world = World::new().await;
    let ada = world.ada().await;
    world.store.forget(ada).await.unwrap();
    let started = world.store.start_attempt(quiz(ada, &["q1"]), NOON).await;
    assert!(matches!(started, Err(crate::store::error::StoreError::OwnerGone)));
    assert_eq!(world.store.forget(ada).await.unwrap(), Kept::default());
}
