//! Serious further offences: the event, what is due after it and by when, what the record said on the day, what was held
//! before, and what was learned and done.
//!
//! Always true: what was held before is kept as it stood when the offence was recorded; a deadline is a dated row of
//! policy, and an assumed one says so; an action has an owner and a day. It does not judge whose fault anything was.

mod actions;
mod api;
mod held;
mod list;
mod pages;
mod policy;
mod rules;
mod store;

pub use actions::{Learning, Telling, learn, record};
pub use held::{HeldBefore, HeldLevel, HeldTier};
pub use store::{FurtherOffence, further_offences};

use ::store::{Listener, Record, Table};

pub(crate) use policy::{Deadline, seed};

pub(crate) const TABLES: &[&Table] = &[
    <policy::Deadline as Record>::TABLE,
    <FurtherOffence as Record>::TABLE,
    <store::StepDone as Record>::TABLE,
    <store::LearningAction as Record>::TABLE,
    <store::Listed as Record>::TABLE,
    <store::TierHeld as Record>::TABLE,
];

/// What this subject hears: tiers, so that it can say which was held before.
pub(crate) const LISTENERS: &[(&str, Listener)] = &[("tiers held before a serious further offence", store::hear)];

/// Pages and API calls.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), list::routes(), api::routes()].concat()
}
