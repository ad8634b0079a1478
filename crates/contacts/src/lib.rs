//! The log: every appointment and every other contact with a person or about them, what came of it, and who wrote it
//! down. Diary and log are one table; what kinds of contact and outcome there are is data.
//!
//! Always true: an entry is never deleted or overwritten, an outcome is corrected by another that stands beside it, notes
//! are only added, and a rule reads the attributes of a type, never its code. It does not know allocation, enforcement
//! or documents; those rooms write here through this door.

mod actions;
mod api;
mod attendance;
mod bulk;
mod calendar;
pub mod catalogue;
mod listener;
mod pages;
mod progress;
mod reading;
pub mod rules;
mod tables;

pub use actions::{
    Answer, Entry, NewContact, NewTime, add_note, arrange, attach, cancel, clashes, correct_outcome, detach, enter,
    find, record, record_outcome, reschedule,
};
pub use attendance::{Attendance, FailedDay, rebuild_attendance};
pub use bulk::{FilledLog, WholeContact, fill, fill_entries, fill_told};
pub use catalogue::{Catalogue, ContactType, Group, ListEntry, MovedBy, Need, Outcome, current, seed, set_entry};
pub use listener::LISTENERS;
pub use progress::BY_REGISTER;
pub use reading::{
    Coming, Cursor, Shown, Timeline, appointments_then, attempts, day_questions, diary, last_contacts, may_read,
    newest_questions, next_appointment, next_appointments, one, overdue_outcomes, overdue_outcomes_of, recent, time_of,
    time_of_team, timeline, upcoming,
};
pub use tables::{Attachment, CalendarLink, Contact, DiaryRow, Given, LastContact, Note, TABLES};

/// The pages and calls of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}
