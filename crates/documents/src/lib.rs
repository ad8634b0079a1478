//! The room `documents`: letters made from templates that are data, filled from the record, kept as they were made, and
//! sent by post, e-mail or text through one port. It always holds that a document shows what the record said when it was
//! made and that nothing leaves a demo or a test. It does not know why somebody writes.

pub mod messages;

use store::{JobRunner, Listener, Table};

/// Every table of the room.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [messages::TABLES].concat()
}

/// What the room hears of others.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    [messages::LISTENERS].concat()
}

/// What the room does in the background, by kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    [messages::JOBS].concat()
}

/// The pages and calls of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [messages::routes()].concat()
}
