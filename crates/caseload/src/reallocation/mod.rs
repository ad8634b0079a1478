//! Many people from one officer to another behind one request: asked once, done by a job, each person in a transaction of
//! their own.
//!
//! Always true: a job that was cut off goes on where it stopped and moves nobody twice; it acts with the rights of whoever
//! asked; whoever could not be moved is named with the reason; nothing is undone silently, people are allocated back. It
//! knows people by id only.

mod api;
mod begin;
mod form;
mod job;
mod pages;
mod store;

pub use begin::{NewReallocation, WhoMoves, begin_reallocation};
pub use job::{REALLOCATION_JOB, move_slice, run_reallocation_job};
pub use store::{MoveState, PersonMove, Progress, Reallocation, progress, reallocation};

/// Pages and API calls.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
