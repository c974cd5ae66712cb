//! Discord: what comes in becomes an action, what goes out becomes components, and the only place that knows serenity.
//!
//! Knows neither store, course nor search: between [`from_discord`] and [`to_discord`] stands the tutor.

mod boards;
mod bot;
mod commands;
mod courier;
mod direct;
mod door;
mod from_discord;
mod gateway;
#[cfg(any(test, fuzzing))]
pub mod hostile;
mod hosts;
mod letters;
mod limits;
mod markdown;
mod options;
mod payload;
pub mod probe;
mod pulse;
mod seen;
mod session;
pub mod start;
mod table;
mod threads;
pub mod to_discord;
