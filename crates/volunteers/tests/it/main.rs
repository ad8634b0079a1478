//! Volunteers on both databases, as people keep and match them over HTTP.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod keeping;
mod matching;
mod world;
