//! Recognition: milestones by dated rows of policy, found when something changes and by night, offered to the officer to give
//! in a minute, and a person's progress on one page that they can be given.
//!
//! Always true: what a correction takes away is withdrawn unless it was given; nothing is sent by itself.

mod actions;
mod api;
mod listening;
mod pages;
mod progress;
mod records;
mod rules;

pub use actions::{Gives, give_milestone, leave_milestone, look_for_milestones, milestones_of};
pub(crate) use listening::{JOBS, LISTENERS};
pub use listening::{NIGHT_JOB, begin_nights, run_night};
pub(crate) use pages::name;
pub(crate) use records::TABLES;
pub use records::{Milestone, MilestoneState};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
