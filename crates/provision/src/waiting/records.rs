//! The tables of waiting lists.

use kernel::{Date, EntryId, GroupId, Instant, OfferId, OrderId, PersonId, RequirementId, WaitingId};
use store::{Kind, codes, record};
use uuid::Uuid;

codes! {
    /// Where somebody stands.
    pub enum WaitingState {
        Waiting = "waiting",
        /// A place is kept for them until they answer.
        Offered = "offered",
        /// They took the place.
        Booked = "booked",
        Begun = "begun",
        Left = "left",
    }
}

codes! {
    /// What a move was.
    pub enum MoveKind {
        Joined = "joined",
        /// Another place in the order.
        Moved = "moved",
        /// Details put right; the place stays.
        Corrected = "corrected",
        Offered = "offered",
        Accepted = "accepted",
        /// Said no to a place and waits on.
        Declined = "declined",
        /// Did not answer in time and waits on.
        Lapsed = "lapsed",
        /// Gave a booked place back, or the group was cancelled, and waits on.
        Returned = "returned",
        Begun = "begun",
        Left = "left",
    }
}

record! {
    /// Somebody's entry in the list of one offer.
    pub struct WaitingEntry in "waiting_entry", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: WaitingId,
        pub offer_id: OfferId,
        pub order_id: Option<OrderId>,
        /// Which requirement it is to deliver; none where the person takes part by agreement.
        pub requirement_id: Option<RequirementId>,
        pub joined_at: Instant,
        pub joined_on: Date,
        /// The place in the order: digits that are compared as text, so that there is always room between two.
        pub place: String,
        /// The first day on which they could begin.
        pub ready_on: Date,
        pub state: WaitingState,
        /// A code of the list `priority`, when they were moved.
        pub priority: Option<String>,
        /// The group or offer under which the booking is kept.
        pub opening_id: Option<Uuid>,
        pub booking_id: Option<EntryId>,
        pub group_id: Option<GroupId>,
        pub week: Option<Date>,
        /// The day on which they are expected first.
        pub starts_on: Option<Date>,
        pub answer_by: Option<Date>,
        pub begun_on: Option<Date>,
        pub left_on: Option<Date>,
        /// A code of the list `leaving`.
        pub left_reason: Option<String>,
        /// The entry that they left before they joined again.
        pub earlier_id: Option<WaitingId>,
        pub note: Option<String>,
        pub version: i64,
    }
}

record! {
    /// One change of place or state, with who and why. Never changed.
    pub struct WaitingMove in "waiting_move", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub waiting_id: WaitingId,
        pub kind: MoveKind,
        pub from_state: Option<WaitingState>,
        pub to_state: WaitingState,
        pub from_place: Option<String>,
        pub to_place: String,
        pub opening_id: Option<Uuid>,
        pub reason: String,
        pub author: String,
        pub moved_at: Instant,
    }
}

record! {
    /// The lists in their order: those who wait, are offered a place or are booked. Gone once begun or left.
    pub struct WaitingLine in "view_waiting", Kind::View, key ["offer_id", "waiting_id"] {
        pub offer_id: OfferId,
        pub waiting_id: WaitingId,
        pub person_id: PersonId,
        pub place: String,
        pub joined_on: Date,
        pub ready_on: Date,
        pub state: WaitingState,
        pub priority: Option<String>,
        pub group_id: Option<GroupId>,
        pub week: Option<Date>,
        pub answer_by: Option<Date>,
    }
}
