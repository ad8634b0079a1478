//! Powers of the responsible officer: what may be done today and why, each use with its notice, and taking it back.
//!
//! Always true: nothing is used that the law's rows do not allow that day for known facts; a use keeps what allowed it.

mod actions;
mod credit;
pub(crate) mod facts;
mod pages;
mod records;

pub use actions::{Using, suspended_on, undo_power, use_power, uses_of};
pub use credit::credit;
pub(crate) use credit::hours;
pub use facts::{KnownFact, KnownFacts};
pub use records::PowerUse;
pub(crate) use records::TABLES;

pub(crate) fn routes() -> Vec<web::Route> {
    pages::routes()
}
