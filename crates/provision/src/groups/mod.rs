//! Groups with their places and sessions, and the bookings of places in a group or a week.
//!
//! Always true: bookings are written under the lock of the group's or the offer's own chain, so there are never more than
//! places; a group that ends or is cancelled says why. It knows people by id only.

mod actions;
mod reading;
mod records;
mod rules;

pub use actions::{SessionDay, amend_group, cancel_group, finish_group, follow_sessions, mark_session, plan_group};
pub use reading::{GroupLine, bookings_of, group_by_id, groups_named, groups_of, groups_open, sessions_of};
pub(crate) use reading::{taken_in_group, taken_in_week};
pub use records::{Booking, BookingState, Group, GroupSession, GroupState, SessionState};
pub use rules::GroupFacts;
pub(crate) use rules::{Pattern, session_days};

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] =
    &[<Group as Record>::TABLE, <GroupSession as Record>::TABLE, <Booking as Record>::TABLE];
