//! The room `volunteers`: mentors, peer mentors, mediators and other volunteers: who they are, their checks, whom they are
//! matched with, what they did and who supervises them. It always holds that nobody is matched whose checks are not in
//! force. It does not know why somebody was referred nor what a court ordered.

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
