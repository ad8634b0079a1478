//! Pace: from the order to the first session, hours a week, who is behind, who will not finish, and the backlog of a delivery
//! unit with how long it takes to clear.
//!
//! Always true: a forecast is worked out from what is credited and shown with its figures; it decides nothing. Its read
//! model is written with each change and anew each night, because a day that passes changes it. It does not know why somebody
//! is behind.

mod backlog;
mod holding;
mod keeping;
mod night;
mod pages;
mod records;
mod rules;
mod work;

pub use backlog::{UnitBacklog, backlog};
pub(crate) use keeping::LISTENERS;
pub use keeping::{refresh, standings};
pub(crate) use night::JOBS;
pub use night::{NIGHT_JOB, begin_nights, refresh_everybody, run_night};
pub(crate) use pages::{routes, sentence, tag};
pub(crate) use records::TABLES;
pub use records::{PaceRow, Verdict};
pub use rules::{PaceFacts, PacePolicy, Standing, judge};
pub use work::{PaceWork, pace_work, pace_work_questions};
