//! The rows of early ends.

use kernel::{Date, DocumentId, EarlyEndId, Instant, OrderId, PersonId};
use std::collections::BTreeMap;
use store::{Kind, Record, Table, codes, record};

codes! {
    /// Where an early end stands.
    pub enum EarlyEndState {
        /// The record bears it; a manager decides.
        Proposed = "proposed",
        /// Agreed, with the last day that the person was told.
        Agreed = "agreed",
        /// It has ended so.
        Ended = "ended",
        Declined = "declined",
        /// The record no longer bears it.
        Lapsed = "lapsed",
    }
}

impl EarlyEndState {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            EarlyEndState::Proposed => "Waits for a manager",
            EarlyEndState::Agreed => "Agreed",
            EarlyEndState::Ended => "Ended early",
            EarlyEndState::Declined => "Declined",
            EarlyEndState::Lapsed => "No longer borne out",
        }
    }

    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, EarlyEndState::Proposed | EarlyEndState::Agreed)
    }
}

record! {
    /// An early end of an order, or of the supervision period of a suspended sentence.
    pub struct EarlyEnd in "early_end", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EarlyEndId,
        pub order_id: OrderId,
        /// Code of the power in `law`.
        pub power: String,
        pub state: EarlyEndState,
        pub found_on: Date,
        /// Who found it: Throughcare by night, or an officer.
        pub found_by: String,
        pub found_at: Instant,
        /// What the record said of each condition when it was proposed or agreed.
        pub evidence: serde_json::Value,
        /// The last day that the person is told.
        pub ends_on: Option<Date>,
        pub reason: Option<String>,
        pub decided_on: Option<Date>,
        pub decided_by: Option<String>,
        pub notice_document: Option<DocumentId>,
        pub end_document: Option<DocumentId>,
        pub version: i64,
    }
}

impl EarlyEnd {
    /// What a manager answered of it, by fact.
    pub(crate) fn answers(&self) -> BTreeMap<String, bool> {
        let answers = self.evidence.get("answers").and_then(serde_json::Value::as_object);
        let told = answers.into_iter().flatten();
        told.filter_map(|(fact, is)| Some((fact.clone(), is.as_bool()?))).collect()
    }
}

pub(crate) const TABLES: &[&Table] = &[<EarlyEnd as Record>::TABLE];
