//! Learners: who they are on each platform, and their own settings.

use serde::Serialize;
use sqlx::SqliteConnection;

use super::{
    Store,
    asks::{NO_SERVER, PreviousAsk},
    column::{self, Cell},
    error::StoreError,
    loader::Sought,
    reminders,
    writer::Work,
};
use crate::{
    action::{Identity, Place, Platform},
    clock::Timestamp,
    ids::{AskId, ChannelId, LearnerId, ServerId},
};

/// What a learner has chosen; `None` leaves it to the place and the platform.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LearnerSettings {
    pub locale: Option<String>,
    /// An IANA name, for instance `Europe/Vienna`.
    pub time_zone: Option<String>,
    /// Days a week on which they want to learn.
    pub goal_days: Option<u8>,
}

/// Somebody who has come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    pub learner: LearnerId,
    pub settings: LearnerSettings,
    /// Whether there is something that they should have been told already.
    pub has_missed: bool,
    /// Whether staff have pinned something in this place, or may have.
    pub has_pins: bool,
    /// Whether they have a place in some course.
    pub has_places: bool,
    pub previous: Option<PreviousAsk>,
}

/// Somebody who comes, and where.
#[derive(Debug)]
pub(super) struct Arriving {
    identity: Identity,
    place: Place,
    aloud: bool,
    since: Timestamp,
}

impl Store {
    /// Who comes, with all that every action needs to know of them. `since` is how old what they asked last in this very
    /// place may be; what was asked privately there is no context for what everybody reads (`aloud`), nor the other
    /// way round.
    pub async fn arrive(
        &self,
        identity: &Identity,
        place: Place,
        aloud: bool,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<Arrival, StoreError> {
        if let Some(known) = self.known(identity, place, aloud, since).await? {
            return Ok(known);
        }
        let learner = self.learner(identity, now).await?;
        let settings = self.settings(learner).await?;
        Ok(Arrival { learner, settings, has_missed: false, has_pins: true, has_places: true, previous: None })
    }

    /// As [`Self::arrive`], of somebody who has come before; nobody is made known by it.
    pub async fn known(
        &self,
        identity: &Identity,
        place: Place,
        aloud: bool,
        since: Timestamp,
    ) -> Result<Option<Arrival>, StoreError> {
        let arriving = Arriving { identity: identity.clone(), place, aloud, since };
        self.often_read.arrivals.find(arriving).await
    }

    /// The learner behind an identity, made when nobody has come under it yet.
    pub async fn learner(&self, identity: &Identity, now: Timestamp) -> Result<LearnerId, StoreError> {
        let known = sqlx::query_scalar!(
            r#"select learner_id as "id: LearnerId" from identity where platform = ? and external_id = ?"#,
            identity.platform,
            identity.external_id
        )
        .fetch_optional(&mut *self.reader().await?)
        .await?;
        if let Some(learner) = known {
            return Ok(learner);
        }
        let identity = identity.clone();
        self.write(move |db| Box::pin(async move { find_or_add(db, &identity, now).await })).await
    }

    pub async fn settings(&self, learner: LearnerId) -> Result<LearnerSettings, StoreError> {
        let settings = sqlx::query_as!(
            LearnerSettings,
            r#"select locale, time_zone, goal_days as "goal_days: u8" from learner where id = ?"#,
            learner
        )
        .fetch_optional(&mut *self.reader().await?)
        .await?;
        Ok(settings.unwrap_or_default())
    }

    pub async fn set_locale(&self, learner: LearnerId, locale: Option<&str>) -> Result<(), StoreError> {
        let locale = locale.map(str::to_owned);
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!("update learner set locale = ? where id = ?", locale, learner).execute(db).await?;
                Ok(())
            })
        })
        .await
    }

    /// Moves the learner to another time zone; their reminders go along.
    pub async fn set_time_zone(
        &self,
        learner: LearnerId,
        time_zone: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let time_zone = time_zone.map(str::to_owned);
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!("update learner set time_zone = ? where id = ?", time_zone, learner)
                    .execute(&mut *db)
                    .await?;
                reminders::plan(db, learner, now).await
            })
        })
        .await
    }

    /// Sets how many days a week the learner wants to learn; `None` for no goal.
    pub async fn set_goal(&self, learner: LearnerId, days: Option<u8>) -> Result<(), StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!("update learner set goal_days = ? where id = ?", days, learner).execute(db).await?;
                Ok(())
            })
        })
        .await
    }
}

impl Sought for Arriving {
    /// `None` for somebody who has never come.
    type Found = Option<Arrival>;

    fn find<'c>(db: &'c mut SqliteConnection, all: &'c [Self]) -> Work<'c, Vec<Option<Arrival>>> {
        Box::pin(arrivals(db, all))
    }
}

async fn arrivals(db: &mut SqliteConnection, all: &[Arriving]) -> Result<Vec<Option<Arrival>>, StoreError> {
    #[derive(Serialize)]
    struct Row<'a> {
        platform: Cell<Platform>,
        id: &'a str,
        server: Option<Cell<ServerId>>,
        pins_of: Cell<ServerId>,
        channel: Option<Cell<ChannelId>>,
        aloud: bool,
        since: Cell<Timestamp>,
    }
    let arriving = column::json(all.iter().map(|one| Row {
        platform: Cell(one.identity.platform),
        id: &one.identity.external_id,
        server: one.place.server().map(Cell),
        pins_of: Cell(one.place.server().unwrap_or(NO_SERVER)),
        channel: one.place.channel().map(Cell),
        aloud: one.aloud,
        since: Cell(one.since),
    }))?;
    let rows = sqlx::query!(
        r#"select cast(arriving.key as integer) as "number!: u32", learner.id as "learner!: LearnerId",
               learner.locale as "locale?", learner.time_zone as "time_zone?", learner.goal_days as "goal_days?: u8",
               previous.id as "previous?: AskId", previous.words as "words?",
               exists (select 1 from notice where notice.learner_id = learner.id and notice.state = 'missed')
                   as "has_missed!: bool",
               exists (select 1 from pin where pin.server_id = arriving.value ->> 'pins_of') as "has_pins!: bool",
               exists (select 1 from course_place where course_place.learner_id = learner.id) as "has_places!: bool"
           from jsonb_each(?) as arriving
           cross join identity on identity.platform = arriving.value ->> 'platform'
               and identity.external_id = arriving.value ->> 'id'
           join learner on learner.id = identity.learner_id
           left join ask as previous on previous.id = (
               select ask.id from ask
               where ask.learner_id = learner.id and ask.asked_at >= arriving.value ->> 'since'
                   and ask.server_id is not distinct from arriving.value ->> 'server'
                   and ask.channel_id is not distinct from arriving.value ->> 'channel'
                   and ask.aloud = arriving.value ->> 'aloud'
               order by ask.asked_at desc, ask.id desc limit 1)"#,
        arriving
    )
    .fetch_all(db)
    .await?;
    let mut found: Vec<Option<Arrival>> = all.iter().map(|_| None).collect();
    for row in rows {
        let settings = LearnerSettings { locale: row.locale, time_zone: row.time_zone, goal_days: row.goal_days };
        let previous = row.previous.map(|id| PreviousAsk { id, words: row.words });
        let (has_missed, has_pins, has_places) = (row.has_missed, row.has_pins, row.has_places);
        let arrival = Arrival { learner: row.learner, settings, has_missed, has_pins, has_places, previous };
        if let Some(place) = found.get_mut(row.number as usize) {
            *place = Some(arrival);
        }
    }
    Ok(found)
}

/// Looks again, now as the only writer: two first presses at once are one learner.
async fn find_or_add(db: &mut SqliteConnection, identity: &Identity, now: Timestamp) -> Result<LearnerId, StoreError> {
    let known = sqlx::query_scalar!(
        r#"select learner_id as "id: LearnerId" from identity where platform = ? and external_id = ?"#,
        identity.platform,
        identity.external_id
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(learner) = known {
        return Ok(learner);
    }
    let learner =
        sqlx::query_scalar!(r#"insert into learner (created_at) values (?) returning id as "id!: LearnerId""#, now)
            .fetch_one(&mut *db)
            .await?;
    sqlx::query!(
        "insert into identity (platform, external_id, learner_id, created_at) values (?, ?, ?, ?)",
        identity.platform,
        identity.external_id,
        learner,
        now
    )
    .execute(db)
    .await?;
    Ok(learner)
}
