//! The room `performance`: measures of the work, each with its definition, its quality beside its timeliness, and the list
//! behind it. It always holds that it reads the published views of other rooms and nothing else of theirs, and that small
//! numbers are not shown. It does not know how a fact came about.

use store::{JobRunner, Listener, Table};

/// Every table of the room.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    Vec::new()
}

/// What the room hears of others.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    Vec::new()
}

/// What the room does in the background, by kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    Vec::new()
}

/// The pages and calls of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    Vec::new()
}
