use std::{process::ExitCode, time::Instant};

use clap::Parser;
use docent::{app, cli::Cli};

fn main() -> ExitCode {
    let started = Instant::now();
    app::run(Cli::parse(), started).into()
}
