//! Restorative justice on both databases, as those who arrange it work over HTTP, and what everybody else sees of it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cases;
mod locked;
mod world;
