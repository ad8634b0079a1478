//! Stories of unpaid work over its doors, on both databases.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod calls;
mod ending;
mod minutes;
mod pace;
mod pages;
mod registers;
mod world;
