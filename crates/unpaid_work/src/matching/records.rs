//! What somebody said of when and how they can work. Typed once; each change follows the last and history keeps them all.

use kernel::{Date, PersonId, Time};
use store::{Kind, Record, Table, codes, record};

codes! {
    /// What somebody answered.
    pub enum Said {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}

impl Said {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Said::Yes => "Yes",
            Said::No => "No",
            Said::Unknown => "Not known",
        }
    }
}

record! {
    /// When and how a person can work.
    pub struct Availability in "work_availability", Kind::Person, key ["person_id"] {
        pub person_id: PersonId,
        /// Days that suit, as digits from 1 for Monday; none means that nobody asked.
        pub weekdays: String,
        /// The earliest start and the latest end on those days.
        pub from_time: Option<Time>,
        pub until_time: Option<Time>,
        /// Days that are kept free for religion, as digits.
        pub rest_days: String,
        /// When they care for children, or others, in their own words.
        pub cares_for_children: Option<String>,
        /// When they work, in their own words.
        pub works: Option<String>,
        /// Codes of what they can do or want to learn.
        pub skills: serde_json::Value,
        /// Codes of what they cannot do.
        pub limits: serde_json::Value,
        pub health: Option<String>,
        /// They want to work among women alone.
        pub women_only: Option<Said>,
        /// The longest way, one way.
        pub travel_minutes: Option<i64>,
        /// From where they travel, when it is not their address.
        pub town: Option<String>,
        pub note: Option<String>,
        pub told_on: Date,
        pub author: String,
        pub version: i64,
    }
}

impl Availability {
    /// What they can do or want to learn, by code.
    #[must_use]
    pub fn skill_codes(&self) -> Vec<String> {
        serde_json::from_value(self.skills.clone()).unwrap_or_default()
    }

    /// What they cannot do, by code.
    #[must_use]
    pub fn limit_codes(&self) -> Vec<String> {
        serde_json::from_value(self.limits.clone()).unwrap_or_default()
    }
}

pub(crate) const TABLES: &[&Table] = &[<Availability as Record>::TABLE];
