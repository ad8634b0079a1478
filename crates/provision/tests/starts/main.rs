//! Start dates from the tables, on both databases: what is offered, what is missing, what was told, and what became of it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod answers;
mod convictions;
mod pages;
mod promised;
mod world;
