//! Court duty: who is on duty at which court and when, and where nobody is.
//!
//! Always true: a duty that is taken back stays readable with its reason; somebody who is away does not fill a place. How
//! often a court sits is dated data that the service says itself. It does not know what happens in court.

mod actions;
mod api;
mod pages;
mod rules;

pub use actions::{Sits, put_on_duty, take_off_duty};
pub(crate) use pages::on_duty;

use crate::day::Sitting;
use kernel::{CourtId, Date, EntryId, Instant, StaffId};
use store::{Kind, Record, Table, record};

record! {
    /// How many are needed at a court on a day of the week, from a day on.
    pub struct SittingRow in "court_sitting", Kind::Reference, key ["court_id", "weekday", "from_date"] {
        pub court_id: CourtId,
        /// Monday is 1.
        pub weekday: i64,
        pub from_date: Date,
        pub before_date: Option<Date>,
        /// Nought: it does not sit.
        pub needed: i64,
        pub assumed: bool,
        pub source: String,
    }
}

record! {
    /// One member of staff at one court on one day.
    pub struct Duty in "court_duty", Kind::Subject, key ["id"] {
        pub id: EntryId,
        pub court_id: CourtId,
        pub day: Date,
        pub staff_id: StaffId,
        /// Not said: the whole day.
        pub sitting: Sitting,
        pub note: Option<String>,
        pub added_by: String,
        pub added_at: Instant,
        pub withdrawn_by: Option<String>,
        pub withdrawn_at: Option<Instant>,
        pub withdrawn_why: Option<String>,
    }
}

pub(crate) const TABLES: &[&Table] = &[<SittingRow as Record>::TABLE, <Duty as Record>::TABLE];

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
