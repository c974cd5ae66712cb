//! What the staff of a server has set up.

use sqlx::{Connection as _, SqliteConnection};

use super::{Store, error::StoreError};
use crate::{
    clock::Timestamp,
    ids::{ChannelId, CourseId, RoleId, ServerId},
};

/// A server's choices; `None` stands for everything, or for no choice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerSettings {
    /// The courses that this server sees.
    pub courses: Option<Vec<CourseId>>,
    /// Where Docent answers mentions.
    pub channels: Option<Vec<ChannelId>>,
    /// Who is staff besides those who manage the server.
    pub staff_role: Option<RoleId>,
    pub locale: Option<String>,
    pub welcomed_at: Option<Timestamp>,
}

/// Whether a server still had to be greeted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Welcome {
    Due,
    Done,
}

impl Store {
    /// Every server that has chosen something.
    pub async fn servers(&self) -> Result<Vec<(ServerId, ServerSettings)>, StoreError> {
        let ids = sqlx::query_scalar!(r#"select id as "id: ServerId" from server"#)
            .fetch_all(&mut *self.reader().await?)
            .await?;
        let mut servers = Vec::with_capacity(ids.len());
        for id in ids {
            servers.push((id, self.server(id).await?));
        }
        Ok(servers)
    }

    pub async fn server(&self, server: ServerId) -> Result<ServerSettings, StoreError> {
        let mut reader = self.reader().await?;
        let mut db = reader.begin().await?;
        let found = sqlx::query!(
            r#"select staff_role_id as "staff_role: RoleId", locale, welcomed_at as "welcomed_at: Timestamp"
               from server where id = ?"#,
            server
        )
        .fetch_optional(&mut *db)
        .await?;
        let Some(row) = found else { return Ok(ServerSettings::default()) };
        let courses = sqlx::query_scalar!(
            r#"select course_id as "id: CourseId" from server_course where server_id = ? order by course_id"#,
            server
        )
        .fetch_all(&mut *db)
        .await?;
        let channels = sqlx::query_scalar!(
            r#"select channel_id as "id: ChannelId" from server_channel where server_id = ? order by channel_id"#,
            server
        )
        .fetch_all(&mut *db)
        .await?;
        db.commit().await?;
        Ok(ServerSettings {
            courses: (!courses.is_empty()).then_some(courses),
            channels: (!channels.is_empty()).then_some(channels),
            staff_role: row.staff_role,
            locale: row.locale,
            welcomed_at: row.welcomed_at,
        })
    }

    /// Chooses the courses that a server sees; none means all.
    pub async fn set_server_courses(&self, server: ServerId, courses: Vec<CourseId>) -> Result<(), StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                ensure(db, server).await?;
                sqlx::query!("delete from server_course where server_id = ?", server).execute(&mut *db).await?;
                for course in courses {
                    sqlx::query!(
                        "insert into server_course (server_id, course_id) values (?, ?) on conflict do nothing",
                        server,
                        course
                    )
                    .execute(&mut *db)
                    .await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Chooses the channels in which Docent answers mentions; none means all.
    pub async fn set_server_channels(&self, server: ServerId, channels: Vec<ChannelId>) -> Result<(), StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                ensure(db, server).await?;
                sqlx::query!("delete from server_channel where server_id = ?", server).execute(&mut *db).await?;
                for channel in channels {
                    sqlx::query!(
                        "insert into server_channel (server_id, channel_id) values (?, ?) on conflict do nothing",
                        server,
                        channel
                    )
                    .execute(&mut *db)
                    .await?;
                }
                Ok(())
            })
        })
        .await
    }

    pub async fn set_staff_role(&self, server: ServerId, role: Option<RoleId>) -> Result<(), StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!(
                    "insert into server (id, staff_role_id) values (?, ?)
                     on conflict (id) do update set staff_role_id = excluded.staff_role_id",
                    server,
                    role
                )
                .execute(db)
                .await?;
                Ok(())
            })
        })
        .await
    }

    pub async fn set_server_locale(&self, server: ServerId, locale: Option<&str>) -> Result<(), StoreError> {
        let locale = locale.map(str::to_owned);
        self.write(move |db| {
            Box::pin(async move {
                sqlx::query!(
                    "insert into server (id, locale) values (?, ?)
                     on conflict (id) do update set locale = excluded.locale",
                    server,
                    locale
                )
                .execute(db)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Takes the one greeting that a server gets: of all who ask, exactly one hears that it is due.
    pub async fn claim_welcome(&self, server: ServerId, now: Timestamp) -> Result<Welcome, StoreError> {
        self.write(move |db| {
            Box::pin(async move {
                let claimed = sqlx::query!(
                    "insert into server (id, welcomed_at) values (?, ?)
                     on conflict (id) do update set welcomed_at = excluded.welcomed_at
                     where server.welcomed_at is null",
                    server,
                    now
                )
                .execute(db)
                .await?
                .rows_affected();
                Ok(if claimed == 1 { Welcome::Due } else { Welcome::Done })
            })
        })
        .await
    }
}

async fn ensure(db: &mut SqliteConnection, server: ServerId) -> Result<(), StoreError> {
    sqlx::query!("insert into server (id) values (?) on conflict do nothing", server).execute(db).await?;
    Ok(())
}
