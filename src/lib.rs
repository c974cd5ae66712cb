//! Docent: a self-hosted teaching assistant for Discord.

pub mod action;
pub mod app;
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
pub mod outbox;
pub mod paging;
pub mod plain;
pub mod quiz;
pub mod reply;
pub mod review;
pub mod search;
pub mod store;
pub mod streak;
pub mod terminal;
pub mod tutor;
pub mod words;
