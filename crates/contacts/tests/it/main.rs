//! The room's promises on both databases: the log itself, its pages over HTTP, and its calls for programs.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what it missed by failing")]

mod api;
mod given;
mod lists;
mod log;
mod pages;
