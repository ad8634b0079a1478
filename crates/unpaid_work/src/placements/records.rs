//! The tables of placements: a person's place at a project, and the same as lists by project need it.

use kernel::{Date, Instant, PersonId, PlacementId, ProjectId, RequirementId, Time};
use store::{Kind, Record, Table, codes, record};

codes! {
    /// How often somebody works.
    pub enum Frequency {
        Weekly = "weekly",
        /// Every second week from the first day on.
        Fortnightly = "fortnightly",
        /// On the first day alone.
        Once = "once",
    }
}

impl Frequency {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Frequency::Weekly => "Every week",
            Frequency::Fortnightly => "Every second week",
            Frequency::Once => "Once",
        }
    }
}

codes! {
    /// How a placement stands.
    pub enum PlacementState {
        Placed = "placed",
        /// It has a last day, for a reason.
        Ended = "ended",
        /// It was made in error and counts as never made.
        InError = "in-error",
    }
}

record! {
    /// A person's place at a project on a day of the week.
    pub struct Placement in "work_placement", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: PlacementId,
        pub requirement_id: RequirementId,
        pub project_id: ProjectId,
        /// From 1 for Monday to 7.
        pub weekday: i64,
        pub start_time: Time,
        pub end_time: Time,
        pub frequency: Frequency,
        /// The first day of work.
        pub from_date: Date,
        /// The last day.
        pub until_date: Option<Date>,
        pub pick_up_place: Option<String>,
        pub pick_up_time: Option<Time>,
        /// What did not fit when it was made, in words.
        pub unmet: serde_json::Value,
        /// Why it was made all the same.
        pub unmet_reason: Option<String>,
        /// Which manager agreed, where somebody could be in danger.
        pub agreed_with: Option<String>,
        pub state: PlacementState,
        pub end_reason: Option<String>,
        pub end_note: Option<String>,
        pub placed_by: String,
        pub placed_at: Instant,
        pub version: i64,
    }
}

record! {
    /// A placement as lists by project need it; none for those made in error.
    pub struct PlacementLine in "view_work_placement", Kind::View, key ["id"] {
        pub id: PlacementId,
        pub person_id: PersonId,
        pub project_id: ProjectId,
        pub weekday: i64,
        pub start_time: Time,
        pub end_time: Time,
        pub frequency: Frequency,
        pub from_date: Date,
        pub until_date: Option<Date>,
    }
}

impl Placement {
    /// As lists need it.
    #[must_use]
    pub fn line(&self) -> PlacementLine {
        PlacementLine {
            id: self.id,
            person_id: self.person_id,
            project_id: self.project_id,
            weekday: self.weekday,
            start_time: self.start_time,
            end_time: self.end_time,
            frequency: self.frequency,
            from_date: self.from_date,
            until_date: self.until_date,
        }
    }

    /// Somebody works there on or after this day.
    #[must_use]
    pub fn is_open(&self, today: Date) -> bool {
        self.state != PlacementState::InError && self.until_date.is_none_or(|until| until >= today)
    }

    /// What did not fit, in words.
    #[must_use]
    pub fn unmet_words(&self) -> Vec<String> {
        serde_json::from_value(self.unmet.clone()).unwrap_or_default()
    }
}

pub(crate) const TABLES: &[&Table] = &[<Placement as Record>::TABLE, <PlacementLine as Record>::TABLE];
