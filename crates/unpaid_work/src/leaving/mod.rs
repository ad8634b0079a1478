//! What a project that ends takes with it: the placements that would go on after its last day, the sessions that are planned
//! later, and whoever is expected at them.
//!
//! Always true: what goes is a queue that is written with the end; each piece is done once, in a transaction of its own, with the
//! rights of whoever ended the project; what could not be done stays with its reason. A server that stops in between loses
//! nothing and repeats nothing. It does not know why a project ends.

mod begin;
mod job;
mod pages;
mod records;

pub(crate) use begin::begin;
pub(crate) use job::JOBS;
pub use job::{LEAVING_JOB, leave_slice, run_leaving_job};
pub(crate) use pages::card;
pub(crate) use records::TABLES;
pub use records::{Ending, Leaving, LeavingProgress, LeavingState, LeavingWhat, leaving_of, leaving_progress};
