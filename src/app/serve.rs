//! `docent serve`: the Discord bot, from start to an orderly stop.

use std::{future::Future, path::Path, sync::Arc, time::Duration};

use anyhow::Context;

use tokio::{signal, sync::mpsc, time::timeout};
use tokio_util::sync::CancellationToken;

use super::{
    Stop, Uptime, backups,
    health::{self, Facts},
    instance::{self, Claim},
    read_content,
    service::Service,
    stalls,
};
use crate::{
    boards::Boards,
    cli::Exit,
    clock::Clock,
    config::Config,
    discord::start::{self, Ended, Posts, Ready, Settings},
    outbox::Outbox,
    starts::Starts,
};

/// How long the database may take to carry out what it was handed. Discord's front end takes up to nine seconds
/// before, and everything has to be down within ten.
const LAST_WRITES: Duration = Duration::from_millis(900);

/// Boards on their way to Discord; more than that wait for a place.
const BOARDS_AT_ONCE: usize = 16;

/// What to do without a token.
const STEPS: &str = "\
DISCORD_TOKEN is not set. To get a token:

  1. Open https://discord.com/developers/applications and press \"New Application\".
  2. Under \"Bot\", press \"Reset Token\" and copy what it shows. Leave the privileged
     intents off: Docent needs none of them.
  3. Put it into the environment and start again:

       export DISCORD_TOKEN=…
       docent serve

     Docent then prints the link that adds it to your server.

Without any account, `docent chat` runs the same course here in the terminal.";

pub(super) async fn serve(config: &Config, uptime: Uptime) -> Result<Exit, Stop> {
    let Some(token) = config.discord.token.clone() else {
        anstream::eprintln!("{STEPS}");
        return Ok(Exit::Usage);
    };
    let clock = Clock::System;
    let content = read_content(config, &clock)?;
    let passages = content.library.search().passages();
    let elapsed_ms = uptime.millis();
    let service = Service::start(config, content, clock.clone()).await?;
    let Some(_claim) = claim(&config.database)? else {
        service.stop().await;
        return Err(already_served(config));
    };
    let shutdown = service.shutdown.clone();
    watch(config, &service, &clock).await?;
    service.tasks.spawn(cancel_on(asked_to_stop(), shutdown.clone()));

    let settings = Settings { token, api: config.discord.api.clone(), silence: start::SILENCE };
    let starts = Starts::new(service.store.clone(), clock.clone());
    let (post, letters) = mpsc::channel(1);
    let (show, boards) = mpsc::channel(BOARDS_AT_ONCE);
    let outbox = Outbox::new(service.store.clone(), Arc::clone(&service.tutor));
    // Before, nobody would take a letter, and it would count as missed.
    let games = Boards::new(service.store.clone(), Arc::clone(&service.tutor), clock.clone());
    let playing = games.run(show, shutdown.clone());
    let sending = outbox.run(clock, post, shutdown.clone());
    let ready = |ready: Ready| {
        service.tasks.spawn(sending);
        service.tasks.spawn(playing);
        tracing::info!(invite = %ready.invite, "this link adds Docent to a server");
        let Ready { commands, shards, servers, .. } = ready;
        tracing::info!(event = %"ready", commands, passages, elapsed_ms, shards, servers, "ready");
    };
    let posts = Posts { letters, boards };
    let ended = start::serve(settings, service.tutor.clone(), posts, starts, shutdown, ready).await;
    match timeout(LAST_WRITES, service.stop()).await {
        Ok(()) => tracing::info!("stopped"),
        Err(_) => tracing::warn!("stopped before everything was put away; what was acknowledged is kept"),
    }
    ended.map(|()| Exit::Done).map_err(|ended| match ended {
        Ended::WrongToken | Ended::ForeignGateway { .. } => Stop::Usage(ended.to_string()),
        Ended::DisallowedIntents | Ended::Refused { .. } => Stop::Fault(ended.into()),
    })
}

/// Starts what looks after a bot that runs for months: backups, stalls, and questions about its health.
async fn watch(config: &Config, service: &Service, clock: &Clock) -> Result<(), Stop> {
    let shutdown = &service.shutdown;
    if let Some(address) = config.metrics {
        let facts = Facts { shelf: Arc::clone(&service.shelf), database: config.database.clone() };
        let listener = health::listen(address).await?;
        service.tasks.spawn(health::answer(listener, facts, shutdown.clone()));
    }
    if let Some(backups) = config.backups.clone() {
        service.tasks.spawn(backups::keep(service.store.clone(), backups, clock.clone(), shutdown.clone()));
    }
    service.tasks.spawn(stalls::watch(shutdown.clone()));
    Ok(())
}

/// Makes the database ours alone to serve from; `None` when another process does.
fn claim(database: &Path) -> Result<Option<Claim>, Stop> {
    let claim = instance::claim(database).context("cannot lock the database for this process")?;
    Ok(match claim {
        Claim::Ours(_) => Some(claim),
        Claim::Taken => None,
    })
}

fn already_served(config: &Config) -> Stop {
    let process = instance::owner(&config.database).unwrap_or_default();
    Stop::Usage(format!(
        "another `docent serve`, process {process}, works with the database {}: stop it first, or name another file \
         with --database; two would answer everything twice",
        config.database.display()
    ))
}

async fn cancel_on(signal: impl Future<Output = ()>, shutdown: CancellationToken) {
    tokio::select! {
        () = signal => {
            tracing::info!("stopping");
            shutdown.cancel();
        }
        () = shutdown.cancelled() => {}
    }
}

/// Ctrl-C, or what a service manager sends.
async fn asked_to_stop() {
    let interrupt = async {
        if let Err(error) = signal::ctrl_c().await {
            tracing::warn!(%error, "cannot listen for Ctrl-C");
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate() => {}
    }
}

#[cfg(unix)]
async fn terminate() {
    match signal::unix::signal(signal::unix::SignalKind::terminate()) {
        Ok(mut signals) => {
            signals.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "cannot listen for SIGTERM");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending().await
}
