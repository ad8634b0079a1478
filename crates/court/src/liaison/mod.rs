//! The service's work with the bench: meetings with judges and magistrates and what follows from them, what the bench was
//! told is available and since when, where guidelines differ, and what sentencers say each year.
//!
//! Always true: an action has an owner and a day, and stays on their screen until its outcome is recorded; what the bench
//! was told is never rewritten, only ended with a reason. It names no person on probation.

mod actions;
mod api;
mod pages;
mod records;
mod trend;

pub use actions::{
    Differs, Met, Promise, Tells, Year, end_told, find_difference, finish_bench_action, meet_bench, promise_bench,
    record_feedback, settle_difference, tell_bench,
};
pub use records::BenchAction;
pub(crate) use records::TABLES;

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
