//! What courts were told of start dates, and what became of it.
//!
//! Always true: a promise is never changed, only answered by the day on which the person began. It does not know how a date
//! was computed.

mod api;
mod counting;
mod keep;
mod learning;
mod listening;
mod pages;
mod reads;
mod records;

pub(crate) use keep::line_of;
pub use keep::{KeptStart, fingerprint, keep_answer, kept_answers, promises_of, told};
pub use listening::PROMISE_JOB;
pub(crate) use listening::{hear, run_promise_job};
pub use reads::late_of;
pub use records::{PromiseLevel, PromiseLine, StartAnswer, StartPromise};

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] = &[
    <StartPromise as Record>::TABLE,
    <StartAnswer as Record>::TABLE,
    <PromiseLine as Record>::TABLE,
    <PromiseLevel as Record>::TABLE,
];

/// The pages and calls of the subject.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
