//! Waiting lists in order: who waits for what, and each move with its reason.
//!
//! Always true: somebody waits once at most for an offer; the order changes by a recorded move with a reason and by nothing
//! else; a correction keeps the place. It does not know who is supervised or what a service is about.

mod actions;
mod api;
mod keeping;
mod offering;
mod order;
mod pages;
mod places;
mod reading;
mod records;
mod rules;

pub use actions::{Joining, Order, correct_entry, join, leave, move_entry};
pub(crate) use keeping::{Because, line, move_of};
pub(crate) use offering::{JOBS, look_for_people, put_back_later};
pub use offering::{offer_places, return_people};
pub(crate) use order::at_end;
pub use places::{Overtaking, accept_place, begin, book_place, correct_beginning, give_back, offer_place};
pub(crate) use places::{held, note};
pub use reading::{ahead_of, entries_of, entry_of, moves_of, waiting_counts, waiting_lines, weeks_with_taken};
pub use records::{MoveKind, WaitingEntry, WaitingLine, WaitingMove, WaitingState};
pub use rules::PlaceIn;

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] =
    &[<WaitingEntry as Record>::TABLE, <WaitingMove as Record>::TABLE, <WaitingLine as Record>::TABLE];

/// Pages and API calls.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

/// The card of a person's pages: where they wait and what comes next.
///
/// # Errors
/// When the database fails.
pub fn places_card(cx: &mut store::Cx<'_>, open: &people::OpenPerson) -> store::Result<web::Markup> {
    pages::card(cx, open)
}
