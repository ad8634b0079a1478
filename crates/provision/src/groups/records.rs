//! The tables of groups, sessions and bookings.

use kernel::{Date, EntryId, GroupId, Instant, OfferId, PersonId, StaffId, Time, WaitingId};
use store::{Kind, codes, record};
use uuid::Uuid;

codes! {
    /// How far a group is.
    pub enum GroupState {
        Planned = "planned",
        Running = "running",
        Cancelled = "cancelled",
        Finished = "finished",
    }
}

codes! {
    /// What became of a session.
    pub enum SessionState {
        Planned = "planned",
        Held = "held",
        Cancelled = "cancelled",
    }
}

codes! {
    /// What a booking is. Held and begun take a place.
    pub enum BookingState {
        /// The place is kept: offered or accepted.
        Held = "held",
        /// The person came.
        Begun = "begun",
        /// The place is free again.
        Released = "released",
    }
}

record! {
    /// A group of an offer: a run of sessions with places.
    pub struct Group in "service_group", Kind::Subject, key ["id"] {
        pub id: GroupId,
        pub offer_id: OfferId,
        /// The name that staff say, such as `ALD-BC-3`.
        pub code: String,
        /// The day of its first session.
        pub start_date: Date,
        /// The last day on which somebody may still begin.
        pub joins_until: Date,
        /// At least one.
        pub places: i64,
        pub state: GroupState,
        /// Where, when not at the offer's place.
        pub address: Option<String>,
        /// Who leads it.
        pub staff_id: Option<StaffId>,
        /// Why it was cancelled or ended, and on which day.
        pub state_reason: Option<String>,
        pub state_on: Option<Date>,
        pub version: i64,
    }
}

record! {
    /// A session of a group.
    pub struct GroupSession in "group_session", Kind::Subject, key ["group_id", "number"] {
        pub group_id: GroupId,
        pub number: i64,
        pub on_date: Date,
        pub start_time: Time,
        pub minutes: i64,
        pub state: SessionState,
        pub reason: Option<String>,
        pub version: i64,
    }
}

record! {
    /// A place taken by somebody, in a group or in a week of an offer.
    pub struct Booking in "booking", Kind::Subject, key ["opening_id", "id"] {
        /// Whose chain it is written under: the group, or the offer where places open weekly.
        pub opening_id: Uuid,
        pub id: EntryId,
        pub offer_id: OfferId,
        pub group_id: Option<GroupId>,
        /// The Monday of the week, where places open weekly.
        pub week: Option<Date>,
        pub booked_for: PersonId,
        pub waiting_id: WaitingId,
        pub state: BookingState,
        /// The day on which the person is expected first.
        pub starts_on: Date,
        pub held_at: Instant,
        /// Until when an offered place is kept; none once it is accepted.
        pub answer_by: Option<Date>,
        pub begun_on: Option<Date>,
        pub released_on: Option<Date>,
        pub released_reason: Option<String>,
        pub version: i64,
    }
}
