//! Placements: a person at a project from a day on, weekly, every second week or once, with times and a pick-up.
//!
//! Always true: no day of a project has more people than places; nobody is at two places at once; what did not fit is kept
//! with the reason why the place was given all the same; a placement ends with its requirement. It does not know who came.

mod actions;
mod api;
mod listening;
mod pages;
mod records;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use actions::end_row;
pub use actions::{end_placement, place, undo_placement, work_requirements};
pub(crate) use listening::LISTENERS;
pub(crate) use pages::card;
pub(crate) use records::TABLES;
pub use records::{Frequency, Placement, PlacementLine, PlacementState};
pub use rules::NewPlacement;
pub use store::{expected_on, lines_of_project, placed_counts, placement, placements_of, placements_question};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
