//! Docent: a self-hosted teaching assistant for Discord.
//!
//! An action comes in, a reply goes out; `ARCHITECTURE.md` has the map and two walks through it. In reading order:
//!
//! - [`ids`], [`clock`], [`calendar`], [`markup`]: names for things, time, text without a platform.
//! - [`action`], [`reply`], [`words`]: what somebody does, what Docent says, and every sentence of it.
//! - [`course`], [`search`], [`library`]: what can be learned, how it is found, and the snapshot of both.
//! - [`quiz`], [`review`], [`streak`]: grading, scheduling and a learner's days, all of them pure.
//! - [`store`], [`outbox`], [`starts`]: what Docent remembers, what it has yet to send, when it may connect.
//! - [`tutor`]: the one door between all of these and the front ends.
//! - [`plain`], [`paging`], [`picture`], [`terminal`], [`discord`]: how a reply is shown, and where.
//! - [`config`], [`cli`], [`logging`], [`metrics`], [`panics`], [`app`], [`eval`]: how the program is run.

pub mod action;
pub mod app;
pub mod boards;
pub mod calendar;
pub mod cli;
pub mod clock;
pub mod config;
pub mod course;
pub mod discord;
pub mod eval;
pub mod ids;
pub mod library;
pub mod logging;
pub mod markup;
pub mod metrics;
pub mod outbox;
pub mod paging;
pub mod panics;
pub mod picture;
pub mod plain;
pub mod quiz;
pub mod reply;
pub mod review;
pub mod search;
pub mod starts;
pub mod store;
pub mod streak;
pub mod terminal;
pub mod tutor;
pub mod words;
