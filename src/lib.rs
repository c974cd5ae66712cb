//! Docent: a self-hosted teaching assistant for Discord.

pub mod clock;
pub mod course;
pub mod ids;
pub mod markup;
