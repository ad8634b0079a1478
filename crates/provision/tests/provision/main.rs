//! The room on both databases: what is provided, who waits for it, and that no place is given twice.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod booking;
mod contracts;
mod crowd;
mod pages;
mod policy;
mod programs;
mod sequences;
mod tables;
mod world;
