//! The rows of registrations. None is ever changed: what became of a registration stands in its entries.

use kernel::{Date, EntryId, Instant, PersonId, RegistrationId};
use store::{Kind, Record, Table, codes, record};
use uuid::Uuid;

record! {
    /// A type of registration, as it holds from a day on.
    pub struct TypeRow in "registration_type", Kind::Reference, key ["code", "valid_from"] {
        pub code: String,
        pub valid_from: Date,
        pub valid_before: Option<Date>,
        pub place: i64,
        pub name_en: String,
        pub name_cy: String,
        /// At most one type of a group is live.
        pub group_code: Option<String>,
        pub levels: serde_json::Value,
        pub categories: serde_json::Value,
        pub review_months: Option<u32>,
        pub colour: String,
        pub complexity: bool,
        pub banner: bool,
        pub calls_review: bool,
        pub risk_level: Option<String>,
        pub historic: bool,
        pub assumed: bool,
        pub source: String,
    }
}

record! {
    /// A registration as it was made.
    pub struct Registration in "registration", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: RegistrationId,
        /// The code of its type.
        pub kind: String,
        pub registered_on: Date,
        pub level: Option<String>,
        pub category: Option<String>,
        pub review_due: Option<Date>,
        pub note: String,
        /// What made it without somebody typing it, in words.
        pub cause: Option<String>,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

codes! {
    /// What an entry of a registration says.
    pub enum EntryKind {
        /// It was looked at; level, category and next review are those of the entry.
        Reviewed = "reviewed",
        /// It ended.
        Ended = "ended",
        /// It was made in error and counts as never made.
        InError = "in-error",
    }
}

record! {
    /// What became of a registration.
    pub struct RegistrationEntry in "registration_entry", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub registration_id: RegistrationId,
        pub what: EntryKind,
        pub on_day: Date,
        pub level: Option<String>,
        pub category: Option<String>,
        pub review_due: Option<Date>,
        pub note: String,
        pub cause: Option<String>,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

/// The tables of this subject.
pub(crate) const TABLES: &[&Table] =
    &[<TypeRow as Record>::TABLE, <Registration as Record>::TABLE, <RegistrationEntry as Record>::TABLE];
