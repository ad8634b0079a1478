//! What a court sent, as the court room understood it. Kept as it came beside each row, to tell the court's changes from
//! ours when it sends again.

use kernel::{CourtId, Date, EventId, MessageId};
use law::Term;
use serde::{Deserialize, Serialize};

/// One matter of a person, complete as far as this message tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourtMatter {
    /// The sender's stable key of the matter, unique within the person; finds the event again.
    pub key: String,
    /// The event it belongs to, where the court room knows better than the key: a report request before sentence.
    pub event: Option<EventId>,
    pub message: MessageId,
    /// The day on which the service learned of it.
    pub arrived_on: Date,
    pub court_id: Option<CourtId>,
    pub court_name: Option<String>,
    pub offences: Vec<SentOffence>,
    pub orders: Vec<SentOrder>,
    /// Keys of offences, orders and requirements that the court deleted. Absence alone deletes nothing.
    pub deleted: Vec<String>,
    /// Keys of what a person decided is not part of the matter, though the court sent it.
    pub dropped: Vec<String>,
}

/// An offence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentOffence {
    pub key: String,
    pub code: Option<String>,
    pub title: String,
    pub wording: Option<String>,
    pub committed_on: Option<Date>,
    pub committed_until: Option<Date>,
    pub plea: Option<String>,
    pub verdict: Option<String>,
    pub convicted_on: Option<Date>,
}

/// An order, one however many offences it was passed for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentOrder {
    pub key: String,
    /// Code of a sentence type.
    pub sentence: String,
    pub made_on: Date,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub custody_term: Option<Term>,
    pub operational_period: Option<Term>,
    pub supervision_period: Option<Term>,
    pub notes: Option<String>,
    pub requirements: Vec<SentRequirement>,
}

/// A requirement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentRequirement {
    pub key: String,
    /// Code of a requirement type.
    pub kind: String,
    pub length: Option<Term>,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub notes: Option<String>,
}
