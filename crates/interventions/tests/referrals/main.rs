//! Referrals and what providers do with them, on both databases and over HTTP.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod lists;
mod refusals;
mod story;
mod walk;
mod world;
