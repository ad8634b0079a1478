//! The room `enforcement`: what happens when somebody does not keep to their order, and when they do. It always holds
//! that a failure which the law requires to be referred is on somebody's screen until it is, and that what was decided
//! stays readable after a correction. It does not know how a letter is set in type nor what the court will decide.

mod act;
mod asked;
pub mod breach;
mod compliance;
pub mod early_end;
mod failures;
pub(crate) mod holding;
mod offers;
mod policy;
pub mod powers;
pub mod published;
pub mod recognition;
mod warnings;
mod wire;
mod work;

pub use compliance::{Attendance, CameOf, Figures, came_of, figures};
pub use failures::*;
pub use offers::Offer;
pub use policy::seed;
pub use warnings::Warning;
pub use work::{BreachWork, breach_work, breach_work_questions, person_panel, person_panel_questions};

use store::{JobRunner, Listener, Table};

/// Every table of the room.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [
        holding::TABLES,
        published::TABLES,
        failures::TABLES,
        warnings::TABLES,
        act::TABLES,
        breach::TABLES,
        powers::TABLES,
        early_end::TABLES,
        offers::TABLES,
        recognition::TABLES,
        policy::TABLES,
    ]
    .concat()
}

/// What the room hears of others.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    [
        holding::LISTENERS,
        published::LISTENERS,
        failures::LISTENERS,
        breach::LISTENERS,
        offers::LISTENERS,
        recognition::LISTENERS,
    ]
    .concat()
}

/// What the room does in the background, by kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    [recognition::JOBS].concat()
}

/// The pages and calls of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [
        failures::routes(),
        compliance::routes(),
        breach::routes(),
        powers::routes(),
        early_end::routes(),
        recognition::routes(),
        policy::routes(),
    ]
    .concat()
}
