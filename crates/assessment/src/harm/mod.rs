//! Risk of serious harm: a level by setting and by who is at risk, children named first, with the evidence.
//!
//! Always true: a change is a new row with author, day and evidence, so that any past day can be read; the overall level
//! of a setting is its highest. It does not know which form the levels were written on.

mod actions;
pub(crate) mod pages;
mod rules;

pub(crate) use actions::{Deciding, change_level, given, history, rows_of, setting_of, take_from};
pub use actions::{harm_level, harm_standing, harm_standing_on, history_question};
pub(crate) use pages::{level_tag, panel};
pub use rules::HarmStanding;

use crate::assessments::Setting;
use kernel::{AssessmentId, Date, EntryId, Instant, PersonId, StaffId};
use store::{Kind, Record, Table, codes, record};

codes! {
    /// Who is at risk; the order in which they are named.
    pub enum Who {
        Children = "children",
        Public = "public",
        KnownAdult = "known_adult",
        Staff = "staff",
        Prisoners = "prisoners",
    }
}

codes! {
    /// How high the risk is.
    pub enum Level {
        Low = "low",
        Medium = "medium",
        High = "high",
        VeryHigh = "very_high",
    }
}

impl Who {
    /// As it is shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Who::Children => "Children",
            Who::Public => "The public",
            Who::KnownAdult => "A known adult",
            Who::Staff => "Staff",
            Who::Prisoners => "Prisoners",
        }
    }
}

impl Level {
    /// As it is shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Level::Low => "Low",
            Level::Medium => "Medium",
            Level::High => "High",
            Level::VeryHigh => "Very high",
        }
    }
}

record! {
    /// A level as somebody decided it.
    pub struct HarmLevel in "harm_level", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub setting: Setting,
        pub who: Who,
        pub level: Level,
        pub evidence: String,
        pub decided_on: Date,
        pub decided_at: Instant,
        pub author: String,
        pub staff_id: Option<StaffId>,
        pub assessment_id: Option<AssessmentId>,
        pub reason: Option<String>,
    }
}

/// What this subject hears.
pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("the level of harm, after a merge", actions::hear)];

pub(crate) const TABLES: &[&Table] = &[<HarmLevel as Record>::TABLE];

/// Pages and API calls.
pub(crate) fn routes() -> Vec<web::Route> {
    pages::routes()
}
