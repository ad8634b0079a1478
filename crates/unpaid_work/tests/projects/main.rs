//! Projects, placements and nominations on both databases, as people and the public do them over HTTP.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod nominations;
mod placements;
mod projects;
mod told;
mod world;
