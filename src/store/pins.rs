//! Pins: what staff want to be shown first for a question, or never.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::SqliteConnection;

use super::{
    Store,
    asks::{NO_SERVER, Shown, ShownEntry},
    column::{self, Cell},
    error::StoreError,
    loader::Sought,
    writer::Work,
};
use crate::{
    action::PinEffect,
    clock::Timestamp,
    course::Revision,
    ids::{CourseId, FaqId, LessonId, PinId, SectionId, ServerId},
};

/// A staff member's word on one passage for one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    pub id: PinId,
    /// Content words; whose question it was is not kept.
    pub question: String,
    pub effect: PinEffect,
    pub passage: Shown,
    /// Of the passage, when it was pinned.
    pub revision: Revision,
}

/// A pin to be.
#[derive(Debug, Clone)]
pub struct NewPin {
    /// `None` for private conversations and the terminal.
    pub server: Option<ServerId>,
    pub question: String,
    pub effect: PinEffect,
    pub passage: Shown,
    pub revision: Revision,
    /// Pins that say something else about the same.
    pub replaces: Vec<PinId>,
}

/// All pins of a server.
#[derive(Debug)]
pub(super) struct PinsOf(ServerId);

impl Sought for PinsOf {
    type Found = Vec<Pin>;

    fn find<'c>(db: &'c mut SqliteConnection, all: &'c [Self]) -> Work<'c, Vec<Vec<Pin>>> {
        Box::pin(pins(db, all))
    }
}

/// Whoever asks is mostly in the same server as the others: its pins are read once.
async fn pins(db: &mut SqliteConnection, all: &[PinsOf]) -> Result<Vec<Vec<Pin>>, StoreError> {
    let servers: BTreeSet<ServerId> = all.iter().map(|PinsOf(server)| *server).collect();
    let servers = column::json(servers.iter().map(Cell))?;
    let rows = sqlx::query!(
        r#"select id as "id: PinId", server_id as "server: ServerId", question, effect as "effect: PinEffect",
               course_id as "course: CourseId", lesson_id as "lesson: LessonId", section_id as "section: SectionId",
               faq_id as "faq: FaqId", revision as "revision: Revision"
           from pin where server_id in (select value from json_each(?)) order by id"#,
        servers
    )
    .fetch_all(db)
    .await?;
    let mut found: BTreeMap<ServerId, Vec<Pin>> = BTreeMap::new();
    for row in rows {
        let Some(entry) = row.section.map(ShownEntry::Section).or_else(|| row.faq.map(ShownEntry::Faq)) else {
            continue;
        };
        let passage = Shown { course: row.course, lesson: row.lesson, entry };
        let pin = Pin { id: row.id, question: row.question, effect: row.effect, passage, revision: row.revision };
        found.entry(row.server).or_default().push(pin);
    }
    Ok(all.iter().map(|PinsOf(server)| found.get(server).cloned().unwrap_or_default()).collect())
}

impl Store {
    /// The pins of a server, or of private conversations and the terminal, the latest last.
    pub async fn pins(&self, server: Option<ServerId>) -> Result<Vec<Pin>, StoreError> {
        self.often_read.pins.find(PinsOf(server.unwrap_or(NO_SERVER))).await
    }

    /// Makes a pin, in place of those it replaces.
    pub async fn pin(&self, pin: NewPin, now: Timestamp) -> Result<PinId, StoreError> {
        self.write(move |db| Box::pin(async move { record(db, &pin, now).await })).await
    }

    /// Drops a pin of this server; false when it is gone already, or another server's.
    pub async fn drop_pin(&self, server: Option<ServerId>, pin: PinId) -> Result<bool, StoreError> {
        let server = server.unwrap_or(NO_SERVER);
        self.write(move |db| {
            Box::pin(async move {
                let dropped = sqlx::query!("delete from pin where id = ? and server_id = ?", pin, server);
                Ok(dropped.execute(db).await?.rows_affected() > 0)
            })
        })
        .await
    }

    /// Has a pin hold for its passage as it is now; false when it is gone, or another server's.
    pub async fn renew_pin(
        &self,
        server: Option<ServerId>,
        pin: PinId,
        revision: Revision,
    ) -> Result<bool, StoreError> {
        let server = server.unwrap_or(NO_SERVER);
        self.write(move |db| {
            Box::pin(async move {
                let renewed =
                    sqlx::query!("update pin set revision = ? where id = ? and server_id = ?", revision, pin, server);
                Ok(renewed.execute(db).await?.rows_affected() > 0)
            })
        })
        .await
    }
}

async fn record(db: &mut SqliteConnection, pin: &NewPin, now: Timestamp) -> Result<PinId, StoreError> {
    let server = pin.server.unwrap_or(NO_SERVER);
    for replaced in &pin.replaces {
        sqlx::query!("delete from pin where id = ? and server_id = ?", replaced, server).execute(&mut *db).await?;
    }
    let (section, faq) = match &pin.passage.entry {
        ShownEntry::Section(section) => (Some(section), None),
        ShownEntry::Faq(faq) => (None, Some(faq)),
    };
    let id = sqlx::query_scalar!(
        r#"insert into pin (server_id, question, effect, course_id, lesson_id, section_id, faq_id, revision, made_at)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id as "id!: PinId""#,
        server,
        pin.question,
        pin.effect,
        pin.passage.course,
        pin.passage.lesson,
        section,
        faq,
        pin.revision,
        now
    )
    .fetch_one(db)
    .await?;
    Ok(id)
}
