//! Registrations: the flags of a person, with levels, categories and reviews.
//!
//! Always true: a registration is never changed or deleted; each review, change and end is a row beside it; of an exclusive
//! group at most one is live, and the new one ends the former by a recorded entry that names it. It does not know scores.

mod actions;
mod api;
mod kinds;
mod listening;
mod pages;
mod panel;
mod reading;
mod records;
mod rules;

pub use actions::{Ended, NewRegistration, Reviewed, end, register, review};
pub use kinds::{Choice, RegistrationType, Types, types};
pub(crate) use listening::{LISTENERS, flags_of, keep_after_merge};
pub(crate) use panel::panel;
pub(crate) use reading::due;
pub use reading::{RegistrationFact, live, live_question, one, registrations, standings};
pub use records::{EntryKind, Registration, RegistrationEntry};
pub(crate) use records::{TABLES, TypeRow};
pub use rules::{Standing, Wanted, fold, may_end, may_register, may_review, next_review};
use store::{Cx, Result};

/// The jobs of this subject.
pub(crate) const JOBS: &[(&str, store::JobRunner)] = &[];

/// The pages and calls of registrations.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

/// The migrations put in the shipped rows already.
///
/// # Errors
/// Never.
pub(crate) fn seed(_cx: &mut Cx<'_>) -> Result<()> {
    Ok(())
}
