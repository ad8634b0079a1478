//! The rows of milestones.

use kernel::{Date, DocumentId, Instant, MilestoneId, OrderId, PersonId, RequirementId};
use store::{Kind, Record, Table, codes, record};

codes! {
    /// Where a milestone stands.
    pub enum MilestoneState {
        /// Reached; the officer may give something for it.
        Offered = "offered",
        Given = "given",
        /// The officer gives nothing, and said why.
        NotNow = "not-now",
        /// A correction took it away before anything was given.
        Withdrawn = "withdrawn",
    }
}

impl MilestoneState {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            MilestoneState::Offered => "To give",
            MilestoneState::Given => "Given",
            MilestoneState::NotNow => "Not given",
            MilestoneState::Withdrawn => "Withdrawn after a correction",
        }
    }
}

record! {
    /// Something that a person reached.
    pub struct Milestone in "milestone", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: MilestoneId,
        /// Code of a row of the policy.
        pub code: String,
        /// What makes it one thing; unique within the person.
        pub source_key: String,
        pub order_id: Option<OrderId>,
        pub requirement_id: Option<RequirementId>,
        pub reached_on: Date,
        pub found_at: Instant,
        pub state: MilestoneState,
        pub words: Option<String>,
        pub decided_on: Option<Date>,
        pub decided_by: Option<String>,
        pub document_id: Option<DocumentId>,
        pub version: i64,
    }
}

pub(crate) const TABLES: &[&Table] = &[<Milestone as Record>::TABLE];
