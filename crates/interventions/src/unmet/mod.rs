//! Needs that an assessment found and that are not met: no referral that is open or was completed, no place in a service, no
//! open step of the plan. By person, and counted by need and delivery unit.
//!
//! Always true: a need leaves the list by something that is done about it or by an assessment that no longer finds it; a view,
//! written with what changes it and again each night.

mod keeping;
mod pages;

pub(crate) use keeping::{JOBS, LISTENERS, TABLES};
pub use keeping::{UNMET_JOB, UnmetNeed, begin_nights, refresh_everybody, run_night};
pub(crate) use pages::routes;
