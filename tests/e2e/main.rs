//! What only the whole program can show: a process that dies, a disk that is full, a wire between two programs.

#![expect(clippy::unwrap_used, reason = "clippy takes a test's helpers for ordinary code in this kind of test")]

mod answers;
mod architecture;
mod discord;
mod doctor;
mod durability;
mod editing;
mod program;
mod samples;
mod terminal;
