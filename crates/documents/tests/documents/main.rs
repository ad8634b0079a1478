//! The room on both databases, with a typesetter that only repeats what it was given: real paper is tested where Typst is
//! linked.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod letters;
mod pages;
mod runs;
mod templates;
mod world;
