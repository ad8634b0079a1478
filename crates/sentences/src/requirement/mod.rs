//! A requirement of an order, and the progress on it that other rooms and people add.

pub(crate) mod actions;
pub(crate) mod progress;
pub(crate) mod rules;
pub(crate) mod work;

use crate::Length;
use kernel::{Date, EntryId, OrderId, PersonId, RequirementId};
use store::{Kind, record};

record! {
    /// One requirement.
    pub struct Requirement in "sentence_requirement", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: RequirementId,
        pub order_id: OrderId,
        /// Code of a requirement type in `law`.
        pub kind: String,
        pub length: Option<Length>,
        /// First and last day as the court stated them.
        pub starts_on: Option<Date>,
        pub ends_on: Option<Date>,
        /// What the court said of it: place, hours, treatment, programme.
        pub notes: Option<String>,
        /// The day on which it really began.
        pub started_on: Option<Date>,
        pub source_key: Option<String>,
        /// What the court last sent, to tell its changes from ours.
        pub sent: Option<serde_json::Value>,
        pub ended_on: Option<Date>,
        pub end_reason: Option<String>,
        pub end_note: Option<String>,
        /// Why it counts as never made; the row stays.
        pub removed: Option<String>,
        pub version: i64,
    }
}

record! {
    /// Something done towards a requirement. Taking it back keeps the row and says why.
    pub struct ProgressEntry in "sentence_progress", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub requirement_id: RequirementId,
        pub done_on: Date,
        /// For requirements counted in minutes; nought for those counted in days.
        pub minutes: i64,
        pub note: Option<String>,
        /// The teller's own key, such as the contact; unique within the person, so that telling twice adds once.
        pub source_key: Option<String>,
        pub withdrawn: Option<String>,
        pub version: i64,
    }
}

/// How the source key of credit that was given begins, as against what was done: what is given for work is not work.
pub const GIVEN: &str = "given/";
/// How the source key of minutes begins that an account of work tells.
pub const MINUTES: &str = "minutes/";
/// How the source key of what the log tells begins; the contact's id follows.
pub const CONTACT: &str = "contact/";

/// Where the truth of an entry stands that another room tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// The account of minutes of unpaid work.
    Account,
    /// The outcome of this contact.
    Contact(String),
}

impl ProgressEntry {
    /// Where it is put right; none for what was added by hand.
    #[must_use]
    pub fn kept_in(&self) -> Option<Keeper> {
        let key = self.source_key.as_deref()?;
        if key.starts_with(GIVEN) || key.starts_with(MINUTES) {
            return Some(Keeper::Account);
        }
        key.strip_prefix(CONTACT).map(|id| Keeper::Contact(id.to_owned()))
    }

    /// It stands, and was done and not given.
    #[must_use]
    pub fn was_done(&self) -> bool {
        self.withdrawn.is_none() && !self.source_key.as_deref().is_some_and(|key| key.starts_with(GIVEN))
    }
}

impl Requirement {
    /// Neither ended nor removed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.ended_on.is_none() && self.removed.is_none()
    }
}

#[cfg(test)]
pub(crate) mod tests_support {
    use super::*;
    use crate::event::rules::tests_support::uuid;

    pub(crate) fn requirement(kind: &str) -> Requirement {
        Requirement {
            person_id: uuid(1).into(),
            id: uuid(5).into(),
            order_id: uuid(3).into(),
            kind: kind.into(),
            length: None,
            starts_on: None,
            ends_on: None,
            notes: None,
            started_on: None,
            source_key: None,
            sent: None,
            ended_on: None,
            end_reason: None,
            end_note: None,
            removed: None,
            version: 1,
        }
    }
}
