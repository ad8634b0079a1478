//! The room's promises on both databases: the log itself, its pages over HTTP, and its calls for programs.
#![expect(clippy::unwrap_used, reason = "a test says what it missed by failing")]

mod api;
mod closed;
mod feed;
mod given;
mod lists;
mod log;
mod others;
mod pages;
mod reading;
