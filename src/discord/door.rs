//! The way in: what Discord says about a token before anybody connects, and what a refusal means.
//!
//! Asks and judges; waiting and trying again is [`super::start`]'s.

use std::time::Duration;

use serenity::all::{CurrentApplicationInfo, Http, UserId};

use super::{courier::Failure, hosts, start::Ended};
use crate::{config::Api, starts::Allowance};

/// What Discord says before anybody connects.
pub(super) struct Door {
    pub(super) gateway: String,
    pub(super) shards: u32,
    pub(super) application: CurrentApplicationInfo,
    pub(super) me: UserId,
    /// How many sessions may still be started today, of how many.
    pub(super) starts_left: u64,
    pub(super) starts_a_day: u64,
    /// Until so many may be started again.
    pub(super) renewed_in: Duration,
}

/// What is wrong, and whether it may pass.
pub(super) enum Trouble {
    Passing(Failure),
    Lasting(Ended),
}

impl Door {
    pub(super) fn allowance(&self) -> Allowance {
        Allowance {
            left: self.starts_left,
            a_day: self.starts_a_day,
            renewed_in: self.renewed_in,
            shards: u64::from(self.shards),
        }
    }
}

/// Asks Discord for a way in, and looks where it leads before the token is sent there.
pub(super) async fn knock(api: &Api, http: &Http) -> Result<Door, Trouble> {
    let gateway = asked("GET /gateway", http.get_gateway().await)?;
    hosts::check(api, "GET /gateway", &gateway.url).map_err(Trouble::Lasting)?;
    let bot = asked("GET /gateway/bot", http.get_bot_gateway().await)?;
    hosts::check(api, "GET /gateway/bot", &bot.url).map_err(Trouble::Lasting)?;
    let me = asked("GET /users/@me", http.get_current_user().await)?;
    let application = asked("GET /oauth2/applications/@me", http.get_current_application_info().await)?;
    Ok(Door {
        gateway: bot.url,
        shards: bot.shards.max(1),
        application,
        me: me.id,
        starts_left: bot.session_start_limit.remaining,
        starts_a_day: bot.session_start_limit.total,
        renewed_in: Duration::from_millis(bot.session_start_limit.reset_after),
    })
}

fn asked<T>(asked: &'static str, answer: serenity::Result<T>) -> Result<T, Trouble> {
    answer.map_err(|error| match Failure::of(&error) {
        Failure::Refused { status: 401, .. } => Trouble::Lasting(Ended::WrongToken),
        Failure::Refused { status, code } => Trouble::Lasting(Ended::Refused { asked, status, code }),
        failure @ (Failure::Gone | Failure::Answered | Failure::Unavailable { .. }) => Trouble::Passing(failure),
    })
}
