//! Programmes and treatment on both databases and over HTTP.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod cases;
mod desk;
mod treatment;
mod work;
mod world;
