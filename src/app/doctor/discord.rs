//! What Discord says: is the token good, can a session start, are the two clocks together.

use secrecy::ExposeSecret;

use super::{report::Finding, token};
use crate::{
    clock::Clock,
    config::Discord,
    discord::{
        probe::{self, NoProbe, Probe},
        start::{self, Ended, Settings},
    },
};

/// From here on answers come too late or too early: a press has to be acknowledged within three seconds.
const CLOCK_TOLERANCE_MS: u64 = 2_000;

pub(super) async fn look(discord: &Discord, clock: &Clock) -> Vec<Finding> {
    let Some(token) = discord.token.clone() else { return vec![token::missing()] };
    // What cannot be a token is sent nowhere.
    if let Err(finding) = token::form(token.expose_secret()) {
        return vec![finding];
    }
    match probe::probe(&Settings { token, api: discord.api.clone(), silence: start::SILENCE }, clock).await {
        Ok(probe) => said(&probe),
        Err(error) => vec![silent(error)],
    }
}

fn said(probe: &Probe) -> Vec<Finding> {
    let mut findings = vec![Finding::ok("token", format!("Discord knows it as the bot of {:?}", probe.name))];
    findings.push(starts(probe));
    findings.extend(probe.clock_ahead_ms.map(clock));
    if let Some(endpoint) = &probe.endpoint {
        findings.push(Finding::error(
            "interactions-endpoint",
            format!("Discord sends commands and presses to {endpoint}, so that Docent gets none"),
            "empty \"Interactions Endpoint URL\" under \"General Information\" of the application and save",
        ));
    }
    if probe.needs_code_grant {
        findings.push(Finding::error(
            "code-grant",
            "nobody can add the bot to a server, because it requires a code grant",
            "switch off \"Requires OAuth2 Code Grant\" under \"Bot\" of the application",
        ));
    }
    if probe.servers == Some(0) {
        findings.push(Finding::warning(
            "no-server",
            "the bot is in no server yet",
            format!("open {} and choose a server", probe.invite),
        ));
    }
    findings
}

fn starts(probe: &Probe) -> Finding {
    let Probe { starts_left: left, starts_a_day: day, .. } = probe;
    let minutes = probe.renewed_in.as_secs() / 60;
    let message = format!("{left} of {day} session starts are left, new ones come in {minutes} minutes");
    let remedy = "look into the log why Docent starts so often, and stop every other program with this token";
    if *left == 0 {
        Finding::error("session-starts", message, format!("wait, Docent does so by itself; {remedy}"))
    } else if *left < day / 10 {
        Finding::warning("session-starts", message, remedy)
    } else {
        Finding::ok("session-starts", message)
    }
}

fn clock(ahead_ms: i64) -> Finding {
    let seconds = ahead_ms.unsigned_abs() / 1000;
    if ahead_ms.unsigned_abs() < CLOCK_TOLERANCE_MS {
        return Finding::ok("clock", "this machine's clock agrees with Discord's");
    }
    let direction = if ahead_ms > 0 { "ahead of" } else { "behind" };
    Finding::warning(
        "clock",
        format!("this machine's clock is {seconds} seconds {direction} Discord's"),
        "let the network set the clock: `timedatectl set-ntp true`",
    )
}

fn silent(error: NoProbe) -> Finding {
    match error {
        NoProbe::Unreachable => Finding::error(
            "discord-unreachable",
            "Discord does not answer",
            "look at the network, the firewall, https://discordstatus.com and, where it is set, DISCORD_API_URL",
        ),
        NoProbe::Ended(Ended::WrongToken) => token::refused(),
        NoProbe::Ended(Ended::ForeignGateway { asked, address }) => Finding::error(
            "gateway-foreign",
            format!("{asked} names a gateway that the token must not be sent to: {address}"),
            "remove DISCORD_API_URL, or name a server whose gateway is on the same host",
        ),
        NoProbe::Ended(ended @ (Ended::DisallowedIntents | Ended::Refused { .. })) => Finding::error(
            "discord-refuses",
            ended.to_string(),
            "look at the application at https://discord.com/developers/applications",
        ),
    }
}
