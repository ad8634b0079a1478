//! Many letters behind one request: asked once, written by a job, each in a transaction of its own, each set on paper, and
//! all of them in one file for the printer.
//!
//! Always true: a job that was cut off goes on where it stopped and writes nobody twice; it acts with the rights of whoever
//! asked; whoever could not be written to is named with the reason. It does not know how the people were chosen.

mod api;
mod begin;
mod job;
mod pages;
mod store;
mod zip;

pub use begin::{NewRun, begin_run};
pub(crate) use job::JOBS;
pub use job::{LETTERS_JOB, run_letters_job, write_slice};
pub(crate) use store::TABLES;
pub use store::{LetterRun, RunPerson, RunProgress, RunState, run, run_progress};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
