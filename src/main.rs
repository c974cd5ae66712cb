use std::{process::ExitCode, time::Instant};

use clap::Parser;
use docent::{app, cli::Cli};

/// Takes a fifth less of the processor than the system's under load: threads that learners change between share what one
/// took and another gives back.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let started = Instant::now();
    app::run(Cli::parse(), started).into()
}
