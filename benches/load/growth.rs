//! How cost grows: with the passages of a course, and with the learners of a school and their years.

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;
use docent::{
    course::{Course, load},
    store::{OpenOptions, Store},
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use sqlx::{Connection, SqliteConnection};
use tokio::time::sleep;

use crate::{
    Scenario,
    bots::{Bot, Which},
    crowd::{Pace, People},
    learners::{Deed, Material},
    measure,
};

const SECTIONS_A_LESSON: usize = 20;
/// Words of the made-up language.
const VOCABULARY: usize = 30_000;
/// Of each learner: in quizzes of five questions, on as many days.
const ATTEMPTS: usize = 12;
const QUESTIONS_AN_ATTEMPT: usize = 5;
/// Pressing and asking at a rate that every size can keep.
const GENTLE: Pace = Pace::Open { rate: 50, lasts: Duration::from_secs(8) };
const LEARNERS: usize = 64;
/// A library of this size is swapped by then.
const SWAP: Duration = Duration::from_secs(120);

/// Courses of each size, made by seed: start, memory, asking, and the swap after an edit.
pub async fn passages(sizes: &[usize]) -> Result<()> {
    println!(
        "\n{:>9} {:>8} {:>9} {:>9} {:>9} {:>9} {:>8} {:>9} {:>9}",
        "passages", "start ms", "memory MB", "ask CPU µs", "p50 ms", "p99 ms", "errors", "swap ms", "peak MB"
    );
    for &size in sizes {
        let folder = tempfile::tempdir()?;
        write_course(folder.path(), size)?;
        let bot = Bot::start(Which::Docent, folder.path(), None).await?;
        let memory = bot.memory(true)?;
        let start = logged(&bot, "\"ready\"", "elapsed_ms").await?;
        let people = Arc::new(People::learners(LEARNERS, Material::read(folder.path())?));
        people.run(&bot.discord, Deed::Ask, LEARNERS, Pace::Closed { interactions: 2 * LEARNERS }).await;
        let row = measure(&bot, &people, &Scenario { deed: Deed::Ask, learners: LEARNERS, pace: GENTLE }).await?;
        let swap = swap(&bot, folder.path()).await?;
        println!(
            "{size:>9} {start:>8} {:>9.1} {:>9} {:>9.1} {:>9.1} {:>8} {swap:>9} {:>9.1}",
            memory as f64 / 1024.0,
            row.cpu().as_micros(),
            row.figures.latency(500).as_secs_f64() * 1000.0,
            row.figures.latency(990).as_secs_f64() * 1000.0,
            row.figures.errors.len(),
            bot.memory(true)? as f64 / 1024.0,
        );
        bot.stop().await?;
    }
    Ok(())
}

/// Edits a lesson and waits for the library that has it; how long that took to read and build, in milliseconds.
async fn swap(bot: &Bot, content: &Path) -> Result<u64> {
    let lesson = content.join("0000.md");
    fs::write(&lesson, fs::read_to_string(&lesson)? + "\n\nA sentence that was not there before.\n")?;
    logged(bot, "content.swapped", "duration_ms").await
}

/// Waits for the first line of the log that holds `mark`, and reads a number from it.
async fn logged(bot: &Bot, mark: &str, name: &str) -> Result<u64> {
    let begun = Instant::now();
    loop {
        if let Some(number) = field(&bot.log(), mark, name) {
            return Ok(number);
        }
        anyhow::ensure!(begun.elapsed() < SWAP, "no line with {mark} in {}", bot.log());
        sleep(Duration::from_millis(100)).await;
    }
}

/// A number of the first line of a JSON log that holds `mark`.
fn field(log: &str, mark: &str, name: &str) -> Option<u64> {
    let line = log.lines().find(|line| line.contains(mark))?;
    serde_json::from_str::<serde_json::Value>(line).ok()?[name].as_u64()
}

fn write_course(folder: &Path, passages: usize) -> Result<()> {
    let mut random = StdRng::seed_from_u64(7);
    for lesson in 0..passages.div_ceil(SECTIONS_A_LESSON) {
        let mut text = format!("# {}\n", sentence(&mut random, 3));
        for _ in 0..SECTIONS_A_LESSON.min(passages - lesson * SECTIONS_A_LESSON) {
            write!(text, "\n## {}\n\n", sentence(&mut random, 4))?;
            for _ in 0..5 {
                write!(text, "{}. ", sentence(&mut random, 14))?;
            }
            text.push('\n');
        }
        fs::write(folder.join(format!("{lesson:04}.md")), text)?;
    }
    Ok(())
}

fn sentence(random: &mut StdRng, words: usize) -> String {
    // As in every language, the word of rank n is said about 1/n as often as the first.
    let mut word = || word((VOCABULARY as f64).powf(random.random()) as usize);
    let mut sentence = word();
    for _ in 1..words {
        sentence.push(' ');
        sentence.push_str(&word());
    }
    sentence
}

/// The word of a rank, written in syllables.
fn word(rank: usize) -> String {
    const SYLLABLES: [&str; 40] = [
        "ba", "be", "bi", "bo", "bu", "da", "de", "di", "do", "du", "ka", "ke", "ki", "ko", "ku", "la", "le", "li",
        "lo", "lu", "ma", "me", "mi", "mo", "mu", "na", "ne", "ni", "no", "nu", "ra", "re", "ri", "ro", "ru", "ta",
        "te", "ti", "to", "tu",
    ];
    let mut rest = rank + SYLLABLES.len();
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}

/// Schools of each size with a year of learning: answers, progress, asking and memory.
pub async fn learners(content: &Path, sizes: &[usize]) -> Result<()> {
    println!(
        "\n{:>9} {:>9} {:>9} {:>8} {:10} {:>7} {:>9} {:>9} {:>8} {:>9}",
        "learners", "answers", "file MB", "start ms", "what", "CPU µs", "p50 ms", "p99 ms", "errors", "peak MB"
    );
    for &size in sizes {
        let folder = tempfile::tempdir()?;
        let database = folder.path().join("docent.db");
        a_year_of(content, &database, size).await?;
        // Or the system would go on writing it to the disk while others wait for theirs.
        fs::File::open(&database)?.sync_all()?;
        let megabytes = fs::metadata(&database)?.len() / 1024 / 1024;
        let bot = Bot::start(Which::Docent, content, Some(&database)).await?;
        let start = logged(&bot, "\"ready\"", "elapsed_ms").await?;
        let people = Arc::new(People::learners(LEARNERS, Material::read(content)?));
        let deeds = [Deed::Answer, Deed::Progress, Deed::Ask, Deed::Read];
        for deed in deeds {
            people.run(&bot.discord, deed, LEARNERS, Pace::Closed { interactions: 2 * LEARNERS }).await;
        }
        people.open_quizzes(&bot.discord, 1_000, 1).await?;
        for deed in deeds {
            let row = measure(&bot, &people, &Scenario { deed, learners: LEARNERS, pace: GENTLE }).await?;
            println!(
                "{size:>9} {:>9} {megabytes:>9} {start:>8} {:10} {:>7} {:>9.1} {:>9.1} {:>8} {:>9.1}",
                size * ATTEMPTS * QUESTIONS_AN_ATTEMPT,
                deed.name(),
                row.cpu().as_micros(),
                row.figures.latency(500).as_secs_f64() * 1000.0,
                row.figures.latency(990).as_secs_f64() * 1000.0,
                row.figures.errors.len(),
                bot.memory(true)? as f64 / 1024.0,
            );
        }
        bot.stop().await?;
    }
    Ok(())
}

/// A database in which every learner has answered quizzes, read sections and asked questions for a year.
async fn a_year_of(content: &Path, database: &Path, learners: usize) -> Result<()> {
    Store::open(database, &OpenOptions::default()).await?.close().await;
    let courses = load::load(content)?.courses;
    let mut db = SqliteConnection::connect(&format!("sqlite:{}", database.display())).await?;
    for pragma in ["pragma synchronous = off", "pragma cache_size = -200000", "pragma foreign_keys = off"] {
        sqlx::query(pragma).execute(&mut db).await?;
    }
    let mut tx = db.begin().await?;
    write_material(&mut tx, &courses).await?;
    let (learners, attempts) = (i64::try_from(learners)?, i64::try_from(ATTEMPTS)?);
    let items = i64::try_from(QUESTIONS_AN_ATTEMPT)?;
    for statement in YEAR.into_iter().chain(READING_AND_ASKING) {
        sqlx::query(statement).bind(learners).bind(attempts).bind(items).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    db.close().await?;
    Ok(())
}

/// The questions and sections that there are, for the statements of [`YEAR`].
async fn write_material(db: &mut SqliteConnection, courses: &[Arc<Course>]) -> Result<()> {
    for table in [
        "create temp table question (n integer primary key, course text, lesson text, id text, revision integer)",
        "create temp table section (n integer primary key, course text, lesson text, id text)",
    ] {
        sqlx::query(table).execute(&mut *db).await?;
    }
    let lessons = courses.iter().flat_map(|course| course.lessons.iter().map(move |lesson| (course, lesson)));
    for (course, lesson) in lessons {
        for question in &lesson.questions {
            sqlx::query("insert into temp.question select coalesce(max(n), -1) + 1, ?, ?, ?, ? from temp.question")
                .bind(course.id.as_str())
                .bind(lesson.id.as_str())
                .bind(question.id.as_str())
                .bind(question.revision.as_i64())
                .execute(&mut *db)
                .await?;
        }
        for section in &lesson.sections {
            sqlx::query("insert into temp.section select coalesce(max(n), -1) + 1, ?, ?, ? from temp.section")
                .bind(course.id.as_str())
                .bind(lesson.id.as_str())
                .bind(section.id.as_str())
                .execute(&mut *db)
                .await?;
        }
    }
    Ok(())
}

/// Plain SQL in bulk: ?1 learners, ?2 attempts of each, ?3 items of an attempt. Learner n is the n-th person of the
/// crowd, counted from 1; an attempt is every 30 days, beginning a year before 2026-11-01.
const YEAR: [&str; 8] = [
    "create temp table person as
     with recursive person(who) as (select 1 union all select who + 1 from person where who < ?1) select who from person",
    "create temp table turn as
     with recursive turn(k) as (select 0 union all select k + 1 from turn where k < ?2 - 1) select k from turn",
    "create temp table place as
     with recursive place(p) as (select 0 union all select p + 1 from place where p < ?3 - 1) select p from place",
    "insert into learner (id, created_at) select who, 1762000000000 from temp.person",
    "insert into identity (platform, external_id, learner_id, created_at)
     select 'discord', cast(9000000000000000 + who - 1 as text), who, 1762000000000 from temp.person",
    "insert into attempt (id, learner_id, server_id, channel_id, kind, course_id, lesson_id, started_at, finished_at,
         items, left_open, correct)
     select who * ?2 + k, who, 1, 1, 'quiz', q.course, q.lesson, 1762000000000 + k * 2592000000,
         1762000300000 + k * 2592000000, ?3, 0, ?3 - 2
     from temp.person, temp.turn
     join temp.question q on q.n = (k * ?3) % (select count(*) from temp.question) order by who, k",
    "insert into item (learner_id, attempt_id, position, course_id, lesson_id, question_id, revision, shown_at,
         given_choices, verdict, answered_at, rating)
     select who, who * ?2 + k, p, q.course, q.lesson, q.id, q.revision, 1762000000000 + k * 2592000000, 1,
         case when p < 2 then 'wrong' else 'right' end, 1762000100000 + k * 2592000000, 'good'
     from temp.person, temp.turn, temp.place
     join temp.question q on q.n = (k * ?3 + p) % (select count(*) from temp.question) order by who, k, p",
    "insert into card (learner_id, course_id, question_id, lesson_id, since, first_verdict, last_verdict, last_at,
         stability, difficulty, reviewed_day, due_day)
     select who, q.course, q.id, q.lesson, 1762000100000, 'wrong', 'right', 1772000100000, 20.0, 5.0, 20500,
         20530 + q.n
     from temp.person, temp.question q where q.n < ?2 * ?3 order by who, q.course, q.id",
];

/// What else a year leaves behind.
const READING_AND_ASKING: [&str; 6] = [
    "insert into section_read (learner_id, course_id, lesson_id, section_id, read_at)
     select who, s.course, s.lesson, s.id, 1762000100000 from temp.person, temp.section s
     where s.n % 2 = 0 order by who, s.course, s.lesson, s.id",
    "insert into course_place (learner_id, course_id, lesson_id, section_id, opened_at)
     select who, s.course, s.lesson, s.id, 1762000100000 from temp.person join temp.section s on s.n = 4",
    "insert into active_day (learner_id, day, first_at, first_offset, last_at, last_offset, answers)
     select who, 20390 + 30 * k, (20390 + 30 * k) * 86400000, 0, (20390 + 30 * k) * 86400000, 0, ?3
     from temp.person, temp.turn order by who, k",
    "insert into ask (learner_id, server_id, channel_id, tier, score, asked_at)
     select who, 1, 1, 'answer', 0.9, 1762000100000 + k * 2592000000 from temp.person, temp.turn order by k, who",
    "insert into reminder (learner_id, daily, weekly, hour, locale, next_at)
     select who, 1, 0, 18, 'en', 1893452400000 + who from temp.person",
    "insert into notice (learner_id, day, kind, state, try_at, tries)
     select who, 20390 + 30 * k, 'review', 'sent', (20390 + 30 * k) * 86400000, 1
     from temp.person, temp.turn order by k, who",
];
