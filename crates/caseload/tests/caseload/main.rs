//! The room on both databases: its rules on the store, its pages and calls, and sequences of actions.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod capacity;
mod lists;
mod meetings;
mod pages;
mod reallocation;
mod sequences;
mod story;
mod tiers;
mod workload;
mod world;
