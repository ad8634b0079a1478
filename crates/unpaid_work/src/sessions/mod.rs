//! Sessions: days of work at a project, with places, and who is expected at each.
//!
//! Always true: a place is taken under the lock of the session, so there are never more people than places; nobody is booked
//! twice for one time; each booking is an appointment of the log; a session that is cancelled says why. It does not know what
//! came of a session: registers do.

mod actions;
mod api;
mod booking;
mod outcomes;
mod pages;
mod planning;
mod reading;
mod records;
mod rules;

pub use actions::{amend_session, cancel_session, hold_session, plan_session};
pub(crate) use booking::{CONTACT_TYPE, new_contact};
pub use booking::{book, release};
pub(crate) use outcomes::ADDING as ADDING_OUTCOMES;
pub use outcomes::{WorkOutcome, outcomes_on};
pub(crate) use pages::{
    cancel_for_all, first_with_work, framed, opened, outcome_words, path as session_path, table, title as session_title,
};
pub use planning::{Planned, Proposal, Proposed, Repeat, plan_dates, propose};
pub use reading::{
    SessionLine, booking, bookings_of, bookings_of_person, bookings_questions, session_lines, sessions_between,
    sessions_of_project,
};
pub use records::{Booking, BookingState, Counts, Session, SessionState};
pub use rules::SessionFacts;
pub(crate) use rules::{check_times, overlap};

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] =
    &[<Session as Record>::TABLE, <Booking as Record>::TABLE, <WorkOutcome as Record>::TABLE];

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
