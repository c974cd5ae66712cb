//! Asks: what was asked, what was shown for it, and whether that helped.

use serde::Serialize;
use sqlx::{Connection as _, SqliteConnection};

use super::{
    Store,
    column::{self, Cell},
    error::StoreError,
    writer::{Together, Work},
};
use crate::{
    action::Place,
    clock::Timestamp,
    ids::{AskId, ChannelId, CourseId, FaqId, LearnerId, LessonId, SectionId, ServerId},
};

/// Asks whose words go in one write: some milliseconds for those who wait for theirs.
const PURGED_AT_ONCE: u64 = 500;

/// How sure the answer was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tier {
    Answer,
    Maybe,
    Unknown,
}

/// What the learner said about the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    Helpful,
    NotMeant,
}

/// A passage that was shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shown {
    pub course: CourseId,
    pub lesson: LessonId,
    pub entry: ShownEntry,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ShownEntry {
    Section(SectionId),
    Faq(FaqId),
}

/// An ask to be.
#[derive(Debug, Clone)]
pub struct NewAsk {
    pub learner: LearnerId,
    pub place: Place,
    /// Whether everybody there read the answer.
    pub aloud: bool,
    pub words: String,
    pub tier: Tier,
    pub score: f64,
    /// Best first.
    pub shown: Vec<Shown>,
    /// The ask that this one goes on from.
    pub follows: Option<AskId>,
}

/// One question put to Docent.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    pub id: AskId,
    pub learner: LearnerId,
    pub server: Option<ServerId>,
    /// `None` once they have been deleted for their age.
    pub words: Option<String>,
    pub tier: Tier,
    pub score: f64,
    pub shown: Vec<Shown>,
    pub follows: Option<AskId>,
    pub asked_at: Timestamp,
    pub mark: Option<Mark>,
}

impl Ask {
    /// The passage that stood for the answer. After "not what I meant" the row holds all that was seen, the new one last.
    pub fn answered_with(&self) -> Option<&Shown> {
        match self.tier {
            Tier::Answer => self.shown.last(),
            Tier::Maybe => self.shown.first(),
            Tier::Unknown => None,
        }
    }
}

/// The question before this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviousAsk {
    pub id: AskId,
    /// `None` once they have been deleted for their age.
    pub words: Option<String>,
}

/// What became of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Marked {
    First,
    /// The learner had marked it; this is the mark that counts.
    Already(Mark),
    NotYours,
    Gone,
}

impl Store {
    /// Records an ask, and the day's nameless count grows by one.
    pub async fn record_ask(&self, ask: NewAsk, now: Timestamp) -> Result<AskId, StoreError> {
        self.asks.submit(Asking { ask, at: now }).await
    }

    /// An ask with what was shown, whoever's it is.
    pub async fn ask(&self, id: AskId) -> Result<Option<Ask>, StoreError> {
        let mut reader = self.reader().await?;
        let mut db = reader.begin().await?;
        let found = sqlx::query!(
            r#"select ask.learner_id as "learner: LearnerId", ask.server_id as "server: ServerId",
                   ask.words, ask.tier as "tier: Tier", ask.score, ask.follows as "follows: AskId",
                   ask.asked_at as "asked_at: Timestamp", ask.mark as "mark: Mark"
               from ask where ask.id = ?"#,
            id
        )
        .fetch_optional(&mut *db)
        .await?;
        let Some(row) = found else { return Ok(None) };
        let shown = shown(&mut db, id).await?;
        db.commit().await?;
        Ok(Some(Ask {
            id,
            learner: row.learner,
            server: row.server,
            words: row.words,
            tier: row.tier,
            score: row.score,
            shown,
            follows: row.follows,
            asked_at: row.asked_at,
            mark: row.mark,
        }))
    }

    /// Records what the learner says about the answer; the first word counts.
    pub async fn mark_ask(
        &self,
        id: AskId,
        learner: LearnerId,
        mark: Mark,
        now: Timestamp,
    ) -> Result<Marked, StoreError> {
        self.write(move |db| Box::pin(async move { set_mark(db, id, learner, mark, now).await })).await
    }

    /// Deletes the words of every ask made before `before`; the asks stay. Returns how many. What many learners asked
    /// on one day is deleted in parts, and others write in between.
    pub async fn purge_words(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut purged = 0;
        loop {
            let part = self.write(move |db| Box::pin(async move { purge_some(db, before).await })).await?;
            purged += part;
            if part < PURGED_AT_ONCE {
                return Ok(purged);
            }
        }
    }
}

async fn purge_some(db: &mut SqliteConnection, before: Timestamp) -> Result<u64, StoreError> {
    let most = PURGED_AT_ONCE.cast_signed();
    let purged = sqlx::query!(
        "update ask set words = null where id in
             (select id from ask where words is not null and asked_at < ? order by asked_at limit ?)",
        before,
        most
    )
    .execute(db)
    .await?;
    Ok(purged.rows_affected())
}

/// An ask to be, and when it was made.
#[derive(Debug)]
pub(super) struct Asking {
    ask: NewAsk,
    at: Timestamp,
}

impl Together for Asking {
    type Outcome = AskId;

    fn learner(&self) -> LearnerId {
        self.ask.learner
    }

    fn write<'c>(db: &'c mut SqliteConnection, all: &'c [&'c Self]) -> Work<'c, Vec<AskId>> {
        Box::pin(record(db, all))
    }
}

/// Writes asks, what was shown and the day's counts. Nobody else writes meanwhile, so the numbers that follow the last
/// one given out are theirs: `id` and `ask` count from 1 until they are added to it.
async fn record(db: &mut SqliteConnection, all: &[&Asking]) -> Result<Vec<AskId>, StoreError> {
    let asks = column::json((1..).zip(all).map(|(number, asking)| asking.row(number)))?;
    let shown = column::json((1..).zip(all).flat_map(|(number, asking)| asking.shown(number)))?;
    let count = i64::try_from(all.len()).map_err(StoreError::fault)?;
    let last = sqlx::query_scalar!(
        r#"insert into ask (id, learner_id, server_id, channel_id, aloud, follows, words, tier, score, asked_at)
         select value ->> 'id' + coalesce((select seq from sqlite_sequence where name = 'ask'), 0),
             value ->> 'learner', value ->> 'server', value ->> 'channel', value ->> 'aloud', value ->> 'follows',
             value ->> 'words', value ->> 'tier', value ->> 'score', value ->> 'at'
         from jsonb_each(?);
         insert into ask_shown (ask_id, rank, course_id, lesson_id, section_id, faq_id)
         select value ->> 'ask' + (select seq - ? from sqlite_sequence where name = 'ask'), value ->> 'rank',
             value ->> 'course', value ->> 'lesson', value ->> 'section', value ->> 'faq'
         from jsonb_each(?);
         insert into ask_count (server_id, day, tier, asked)
         select value ->> 'counted_for', value ->> 'day', value ->> 'tier', count(*)
         from jsonb_each(?) where true group by 1, 2, 3
         on conflict (server_id, day, tier) do update set asked = ask_count.asked + excluded.asked;
         select max(seq) as "last!: i64" from sqlite_sequence where name = 'ask'"#,
        asks,
        count,
        shown,
        asks
    )
    .fetch_one(db)
    .await?;
    Ok((last - count + 1..=last).map(AskId::from_row).collect())
}

#[derive(Serialize)]
struct Row<'a> {
    id: usize,
    learner: Cell<LearnerId>,
    server: Option<Cell<ServerId>>,
    channel: Option<Cell<ChannelId>>,
    aloud: bool,
    follows: Option<Cell<AskId>>,
    tier: Cell<Tier>,
    score: f64,
    at: Cell<Timestamp>,
    words: &'a str,
    counted_for: Cell<ServerId>,
    day: i64,
}

#[derive(Serialize)]
struct ShownRow<'a> {
    ask: usize,
    rank: usize,
    course: Cell<&'a CourseId>,
    lesson: Cell<&'a LessonId>,
    section: Option<Cell<&'a SectionId>>,
    faq: Option<Cell<&'a FaqId>>,
}

impl Asking {
    fn row(&self, id: usize) -> Row<'_> {
        let Self { ask, at } = self;
        let server = ask.place.server();
        Row {
            id,
            learner: Cell(ask.learner),
            server: server.map(Cell),
            channel: ask.place.channel().map(Cell),
            aloud: ask.aloud,
            follows: ask.follows.map(Cell),
            tier: Cell(ask.tier),
            // No database keeps "not a number".
            score: if ask.score.is_finite() { ask.score } else { 0.0 },
            at: Cell(*at),
            words: &ask.words,
            counted_for: Cell(server.unwrap_or(NO_SERVER)),
            day: day(*at),
        }
    }

    fn shown(&self, ask: usize) -> impl Iterator<Item = ShownRow<'_>> {
        self.ask.shown.iter().enumerate().map(move |(rank, shown)| {
            let (section, faq) = match &shown.entry {
                ShownEntry::Section(section) => (Some(Cell(section)), None),
                ShownEntry::Faq(faq) => (None, Some(Cell(faq))),
            };
            ShownRow { ask, rank, course: Cell(&shown.course), lesson: Cell(&shown.lesson), section, faq }
        })
    }
}

async fn shown(db: &mut SqliteConnection, ask: AskId) -> Result<Vec<Shown>, StoreError> {
    let rows = sqlx::query!(
        r#"select course_id as "course: CourseId", lesson_id as "lesson: LessonId",
               section_id as "section: SectionId", faq_id as "faq: FaqId"
           from ask_shown where ask_id = ? order by rank"#,
        ask
    )
    .fetch_all(db)
    .await?;
    let shown = rows.into_iter().filter_map(|row| {
        let entry = row.section.map(ShownEntry::Section).or_else(|| row.faq.map(ShownEntry::Faq))?;
        Some(Shown { course: row.course, lesson: row.lesson, entry })
    });
    Ok(shown.collect())
}

async fn set_mark(
    db: &mut SqliteConnection,
    id: AskId,
    learner: LearnerId,
    mark: Mark,
    now: Timestamp,
) -> Result<Marked, StoreError> {
    let marked = sqlx::query!(
        r#"update ask set mark = ?, marked_at = ? where learner_id = ? and id = ? and mark is null
           returning server_id as "server: ServerId", tier as "tier: Tier", asked_at as "asked_at: Timestamp""#,
        mark,
        now,
        learner,
        id
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(row) = marked {
        count_mark(db, row.server, row.tier, row.asked_at, mark).await?;
        return Ok(Marked::First);
    }
    let earlier =
        sqlx::query!(r#"select learner_id as "learner: LearnerId", mark as "mark: Mark" from ask where id = ?"#, id)
            .fetch_optional(db)
            .await?;
    Ok(match earlier {
        Some(row) if row.learner != learner => Marked::NotYours,
        Some(row) => row.mark.map_or(Marked::Gone, Marked::Already),
        None => Marked::Gone,
    })
}

/// Stands for whatever is outside any server, where a row must name one.
pub(super) const NO_SERVER: ServerId = ServerId::new(0);

async fn count_mark(
    db: &mut SqliteConnection,
    server: Option<ServerId>,
    tier: Tier,
    asked_at: Timestamp,
    mark: Mark,
) -> Result<(), StoreError> {
    let (server, day) = (server.unwrap_or(NO_SERVER), day(asked_at));
    let (helpful, not_meant) = match mark {
        Mark::Helpful => (1, 0),
        Mark::NotMeant => (0, 1),
    };
    sqlx::query!(
        "update ask_count set helpful = helpful + ?, not_meant = not_meant + ?
         where server_id = ? and day = ? and tier = ?",
        helpful,
        not_meant,
        server,
        day,
        tier
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Days since 1970-01-01 in UTC.
pub(super) fn day(at: Timestamp) -> i64 {
    const SECONDS_PER_DAY: i64 = 24 * 60 * 60;
    at.as_seconds().div_euclid(SECONDS_PER_DAY)
}
