//! Groups with their places and sessions, and the bookings of places in a group or a week.
//!
//! Always true: bookings are written under the lock of the group's or the offer's own chain, so there are never more than
//! places; a group that ends or is cancelled says why. It knows people by id only.

mod records;

pub use records::{Booking, BookingState, Group, GroupSession, GroupState, SessionState};

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] =
    &[<Group as Record>::TABLE, <GroupSession as Record>::TABLE, <Booking as Record>::TABLE];
