//! The room on both databases: what is heard of outcomes, what is decided and what a correction leaves; breaches, powers, early
//! ends and recognition as people and programs do them over HTTP.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod breaches;
mod calls;
mod early;
mod failures;
mod pages;
mod recognised;
mod sequences;
mod served;
mod trial;
mod world;
