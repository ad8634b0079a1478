//! The room `restorative`: restorative justice and reparation: offers to both sides, their consent, who mediates, what was
//! agreed and done, and what it cost. It always holds that nothing is arranged without the consent of both sides in force,
//! and that what a victim said is read only by those who arrange it. It does not know the sentence.

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
