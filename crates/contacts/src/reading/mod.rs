//! What others look at: the timeline of a person, the diary of an officer, what comes next and what was last, and how
//! time is spent. Reads change nothing.

mod coming;
mod diary;
mod spent;
mod timeline;

pub use coming::{Coming, appointments_then, attempts, last_contacts, next_appointment, next_appointments, upcoming};
pub use diary::{day_questions, diary, overdue_outcomes, overdue_outcomes_of};
pub use spent::{time_of, time_of_team};
pub use timeline::{Cursor, Shown, Timeline, newest_questions, one, recent, timeline};

use crate::tables::Contact;
use kernel::Permission;
use store::Cx;

/// Whether the actor may read a contact's title, place, notes, files and the reasons of its outcomes. A sensitive one is for
/// those with the permission to read sensitive entries, and for whoever wrote it.
#[must_use]
pub fn may_read(cx: &Cx<'_>, contact: &Contact) -> bool {
    !contact.sensitive || reads_sensitive(cx) || contact.author_id.is_some() && contact.author_id == cx.actor().id()
}

fn reads_sensitive(cx: &Cx<'_>) -> bool {
    cx.may(Permission::ReadSensitive)
}
