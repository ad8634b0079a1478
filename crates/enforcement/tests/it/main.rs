//! The room on both databases: what is heard of outcomes, what is decided, what a correction leaves, and its pages.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod failures;
mod pages;
mod sequences;
mod world;
