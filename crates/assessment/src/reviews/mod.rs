//! Reviews: what changed in a life makes a review of the assessment due, with a reason and a date.
//!
//! Always true: whatever calls for a review is written down with the review that it led to; a review is settled by a signed
//! assessment, by an officer's decision that none is needed, or by the end of supervision, each a row of its own. What
//! calls for one is dated data, not code. It does not know what an assessment says.

mod actions;
mod api;
mod listening;
mod nightly;
mod pages;
mod panel;
mod reading;
mod records;
mod rules;

pub(crate) use actions::settle_until;
pub use actions::{NewReview, ask_for, decide_not_needed};
pub(crate) use listening::LISTENERS;
pub use nightly::{NIGHT_JOB, Night, begin_nights, night, run_night};
pub(crate) use panel::panel;
pub(crate) use reading::due;
pub use reading::{open_reviews, reviews, signed_on, triggers};
pub use records::{Cause, Review, SettledHow, Settlement};
pub(crate) use records::{Signed, TABLES, TriggerRow};
pub use rules::{Standing, Trigger, Triggers, Unit};
use store::{Cx, Result};

/// The jobs of this subject.
pub(crate) const JOBS: &[(&str, store::JobRunner)] = &[(NIGHT_JOB, run_night)];

/// The pages and calls of reviews.
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
