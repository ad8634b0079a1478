//! The offences of an event: one main offence, any number of others, each with what the court recorded about it.

pub(crate) mod actions;

use kernel::{Date, EventId, OffenceId, PersonId};
use store::{Kind, record};

record! {
    /// One offence.
    pub struct Offence in "sentence_offence", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: OffenceId,
        pub event_id: EventId,
        pub main: bool,
        /// The CJS code.
        pub code: Option<String>,
        pub title: String,
        pub wording: Option<String>,
        /// First and last day on which it was committed.
        pub committed_on: Option<Date>,
        pub committed_until: Option<Date>,
        /// As the court words it.
        pub plea: Option<String>,
        pub verdict: Option<String>,
        pub convicted_on: Option<Date>,
        pub source_key: Option<String>,
        /// What the court last sent, to tell its changes from ours.
        pub sent: Option<serde_json::Value>,
        /// Why it no longer counts; the row stays.
        pub removed: Option<String>,
        pub version: i64,
    }
}
