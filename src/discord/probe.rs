//! What Discord says about a token to somebody who only looks: who it is, what may start, what is set up wrongly.

use std::time::Duration;

use jiff::fmt::rfc2822;
use serenity::{
    all::{Http, LightMethod},
    http::{Request, Route},
};
use tokio::time::timeout;

use super::{
    door::{self, Door, Trouble},
    start::{self, Ended, Limiter, Settings},
};
use crate::clock::{Clock, Timestamp};

/// How long Discord may take to answer all questions together.
const PATIENCE: Duration = Duration::from_secs(15);

/// What Discord knows about the application behind a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    pub name: String,
    /// In how many servers it is, roughly; Discord does not always say.
    pub servers: Option<u32>,
    /// How many sessions may still be started, of how many a day.
    pub starts_left: u64,
    pub starts_a_day: u64,
    pub renewed_in: Duration,
    /// Interactions go to this address and not to the gateway.
    pub endpoint: Option<String>,
    /// Only a website can add it to a server.
    pub needs_code_grant: bool,
    /// Adds it to a server.
    pub invite: String,
    /// By how many milliseconds our clock is ahead of Discord's, to about a second; negative when it is behind.
    pub clock_ahead_ms: Option<i64>,
}

/// Why there is nothing to say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoProbe {
    #[error("cannot reach Discord")]
    Unreachable,
    #[error(transparent)]
    Ended(#[from] Ended),
}

/// Asks Discord, once.
pub async fn probe(settings: &Settings, clock: &Clock) -> Result<Probe, NoProbe> {
    let http = settings.http(Limiter::None);
    let asking = async {
        let door = door::knock(&settings.api, &http).await.map_err(|trouble| match trouble {
            Trouble::Passing(_) => NoProbe::Unreachable,
            Trouble::Lasting(ended) => NoProbe::Ended(ended),
        })?;
        Ok(Probe { clock_ahead_ms: clock_ahead_ms(&http, clock).await, ..Probe::of(door) })
    };
    timeout(PATIENCE, asking).await.unwrap_or(Err(NoProbe::Unreachable))
}

impl Probe {
    fn of(door: Door) -> Self {
        let application = door.application;
        Self {
            invite: start::invite(application.id.get()),
            name: application.name,
            servers: application.approximate_guild_count,
            starts_left: door.starts_left,
            starts_a_day: door.starts_a_day,
            renewed_in: door.renewed_in,
            endpoint: application.interactions_endpoint_url.filter(|url| !url.is_empty()),
            needs_code_grant: application.bot_require_code_grant,
            clock_ahead_ms: None,
        }
    }
}

/// Compares our clock with the `Date` of an answer, which has whole seconds.
async fn clock_ahead_ms(http: &Http, clock: &Clock) -> Option<i64> {
    let asked = clock.now();
    let response = http.request(Request::new(Route::UserMe, LightMethod::Get)).await.ok()?;
    let answered = clock.now();
    let date = response.headers().get("date")?.to_str().ok()?;
    ahead_ms(asked, answered, date)
}

fn ahead_ms(asked: Timestamp, answered: Timestamp, date: &str) -> Option<i64> {
    const HALF_A_SECOND: i64 = 500;
    let theirs = rfc2822::parse(date).ok()?.timestamp().as_millisecond() + HALF_A_SECOND;
    let ours = asked.as_millis().midpoint(answered.as_millis());
    Some(ours - theirs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_compared_with_the_date_of_an_answer() {
        let noon = Timestamp::from_millis(784_111_777_000);
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(ahead_ms(noon, noon.after(Duration::from_secs(1)), date), Some(0));
        assert_eq!(
            ahead_ms(noon.after(Duration::from_secs(90)), noon.after(Duration::from_secs(91)), date),
            Some(90_000)
        );
        assert_eq!(ahead_ms(noon, noon, "yesterday"), None);
    }
}
