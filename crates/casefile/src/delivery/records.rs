//! The two read models.

use kernel::{Date, OrderId, PersonId, RequirementId, StaffId, TeamId};
use store::{Kind, Record, Table, record};

record! {
    /// A supervised person with a need for a kind of treatment, or with an order or agreement for it.
    pub struct Treatment in "view_treatment", Kind::View, key ["person_id", "kind"] {
        pub person_id: PersonId,
        /// A kind of treatment of the policy.
        pub kind: String,
        pub team_id: TeamId,
        /// `standard` or `severe`; none where the assessment tells no need, or there is no assessment.
        pub severity: Option<String>,
        /// They joined a list without an order.
        pub agreed: bool,
        pub ordered_on: Option<Date>,
        pub begun_on: Option<Date>,
        /// From this day on it counts as delivered to guidance.
        pub guidance_on: Option<Date>,
    }
}

record! {
    /// A requirement that was ordered and has not begun, and from which day that is late.
    pub struct NotBegun in "view_not_begun", Kind::View, key ["person_id", "requirement_id"] {
        pub person_id: PersonId,
        pub requirement_id: RequirementId,
        pub order_id: OrderId,
        /// A requirement type of the law.
        pub kind: String,
        pub team_id: TeamId,
        /// Who acts for the person; none while nobody does.
        pub staff_id: Option<StaffId>,
        pub ordered_on: Date,
        pub late_from: Date,
    }
}

/// The tables of this subject.
pub const TABLES: &[&Table] = &[<Treatment as Record>::TABLE, <NotBegun as Record>::TABLE];
