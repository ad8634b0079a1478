//! Stories of messages on both databases: agreements, reminders, handing over, what goes wrong on the way, and the pages.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod any_sequence;
mod crashes;
mod letters;
mod notify;
mod pages;
mod posted;
mod stories;
mod world;
