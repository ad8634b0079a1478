//! The room `performance`: measures of the work, each with its definition, its quality beside its timeliness, and the list
//! behind it. It always holds that it reads the published views of other rooms and nothing else of theirs, and that small
//! numbers are not shown, nor what would give them away. It does not know how a fact came about.

mod api;
mod chance;
mod count;
mod counting;
mod figures;
mod grid;
mod groups;
mod lines;
mod night;
mod pages;
mod periods;
mod picture;
mod places;
mod policy;
mod published;
mod reading;
mod records;
mod suppression;

pub use count::count_everybody;
pub use night::{NIGHT_JOB, after_filling, begin_nights, run_night};

use store::{JobRunner, Listener, Table};

/// Every table of the room.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    records::TABLES.to_vec()
}

/// What the room hears of others.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    Vec::new()
}

/// What the room does in the background, by kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    vec![(NIGHT_JOB, run_night)]
}

/// The pages and calls of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
