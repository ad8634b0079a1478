//! The tables of tiers: results as computed, what changed the tier in force, proposals, and the newest result as lists
//! read it. A result is never changed; a later one stands beside it.

use jiff::civil::Date;
use kernel::{EntryId, Instant, OrderId, PersonId, ProposalId, StaffId, TeamId};
use store::{Kind, codes, record};
use uuid::Uuid;

codes! {
    /// What changed the tier in force.
    pub enum ChangeKind {
        Computed = "computed",
        /// A manager recorded another one.
        Override = "override",
        /// A manager's tier ended, and the computed one is in force again.
        OverrideEnded = "override-ended",
    }
}

codes! {
    /// Which way a tier went.
    pub enum Direction {
        Up = "up",
        Down = "down",
        First = "first",
        Ended = "ended",
    }
}

codes! {
    /// Where a proposal stands.
    pub enum ProposalState {
        Waiting = "waiting",
        Confirmed = "confirmed",
        Refused = "refused",
        /// Another decision came first.
        Overtaken = "overtaken",
    }
}

record! {
    /// Both tiers of a person as computed on a day, with what they were computed from.
    pub struct TierResult in "tier_result", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub computed_on: Date,
        pub computed_at: Instant,
        pub cause: String,
        pub two_part: String,
        pub protect_points: i64,
        pub change_points: i64,
        pub letter: String,
        pub provisional: bool,
        pub rule_version: String,
        pub inputs: serde_json::Value,
        pub two_part_account: serde_json::Value,
        pub letter_account: serde_json::Value,
    }
}

record! {
    /// A manager's tier that is in force no more.
    pub struct TierRecordEnd in "tier_record_end", Kind::Person, key ["person_id", "record_id"] {
        pub person_id: PersonId,
        pub record_id: EntryId,
        pub ended_at: Instant,
        pub author: String,
        pub reason: String,
    }
}

record! {
    /// The tier in force changed: from what to what, why, by whom, and how full the officer was at the time.
    pub struct TierChange in "tier_change", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub on_day: Date,
        pub changed_at: Instant,
        pub from_tier: Option<String>,
        pub to_tier: Option<String>,
        /// What the rules said at the time.
        pub computed: Option<String>,
        pub kind: ChangeKind,
        pub direction: Direction,
        pub cause: String,
        pub author: String,
        pub officer_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
        pub points: Option<i64>,
        pub available: Option<i64>,
    }
}

record! {
    /// An officer asks a manager for another tier.
    pub struct TierProposal in "tier_proposal", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: ProposalId,
        pub tier: String,
        pub current: Option<String>,
        pub computed: Option<String>,
        pub direction: Direction,
        pub reason: String,
        pub proposed_by: String,
        pub staff_id: Option<StaffId>,
        pub team_id: TeamId,
        pub proposed_on: Date,
        /// Of the holder, at the time.
        pub points: Option<i64>,
        pub available: Option<i64>,
        pub state: ProposalState,
        pub decided_by: Option<String>,
        pub decided_on: Option<Date>,
        pub decision_reason: Option<String>,
        pub version: i64,
    }
}

record! {
    /// The newest result of a person, as lists read it.
    pub struct TierNow in "view_tier", Kind::View, key ["person_id"] {
        pub person_id: PersonId,
        pub two_part: String,
        pub letter: String,
        pub provisional: bool,
        pub computed_on: Date,
        pub result_id: EntryId,
        pub need_points: i64,
        pub severe_needs: i64,
        pub is_woman: bool,
        /// Where the case counts for points.
        pub location: String,
    }
}

record! {
    /// A proposal that waits for a manager.
    pub struct WaitingProposal in "view_tier_proposal", Kind::View, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: ProposalId,
        pub team_id: TeamId,
        pub since: Date,
    }
}

record! {
    /// A breach that this room heard of.
    pub struct Enforced in "view_enforced", Kind::View, key ["person_id", "order_id", "on_day"] {
        pub person_id: PersonId,
        pub order_id: OrderId,
        pub on_day: Date,
    }
}

record! {
    /// A recalculation of everybody.
    pub struct TierRun in "tier_run", Kind::Local, key ["id"] {
        pub id: Uuid,
        pub started_at: Instant,
        pub started_by: String,
        pub total: i64,
        pub done: i64,
        pub changed: i64,
        pub failed: i64,
        pub last_person: Option<PersonId>,
        pub finished_at: Option<Instant>,
    }
}
