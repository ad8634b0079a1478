//! Breaches, powers, early ends and recognition on both databases, as people do them over HTTP.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod breaches;
mod calls;
mod early;
mod recognised;
mod world;
