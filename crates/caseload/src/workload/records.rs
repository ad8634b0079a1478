//! The tables of workload: reductions of hours, what was put back, capacity by day, and the record of an allocation.

use jiff::civil::Date;
use kernel::{AllocationId, ContactId, EntryId, Instant, PersonId, ReductionId, ReportId, StaffId, TeamId};
use store::{Kind, record};

record! {
    /// Fewer hours for cases, from a day to a day.
    pub struct Reduction in "hours_reduction", Kind::Subject, key ["id"] {
        pub id: ReductionId,
        pub staff_id: StaffId,
        /// The code of a reason.
        pub reason: String,
        /// Hours a week, in hundredths.
        pub hundredths: i64,
        pub first_day: Date,
        pub last_day: Option<Date>,
        pub notes: Option<String>,
        pub recorded_at: Instant,
        pub author: String,
        pub deleted_at: Option<Instant>,
        pub deleted_by: Option<String>,
        pub deleted_why: Option<String>,
        pub version: i64,
    }
}

record! {
    /// Work that an over-full officer does later, why, and who agreed.
    pub struct PutBack in "put_back", Kind::Subject, key ["id"] {
        pub id: EntryId,
        pub staff_id: StaffId,
        pub what: String,
        pub why: String,
        pub until: Date,
        pub agreed_by: String,
        pub recorded_on: Date,
        pub author: String,
        /// Taken and available on that day.
        pub points: i64,
        pub available: i64,
        pub version: i64,
    }
}

record! {
    /// Points of a practitioner on a day.
    pub struct CapacityDay in "view_capacity_day", Kind::View, key ["staff_id", "on_day"] {
        pub staff_id: StaffId,
        pub on_day: Date,
        pub team_id: TeamId,
        pub points: i64,
        pub available: i64,
        pub people: i64,
    }
}

record! {
    /// A signed report to a court, as work of whoever wrote it.
    pub struct ReportWork in "view_report_work", Kind::View, key ["report_id"] {
        pub report_id: ReportId,
        pub person_id: PersonId,
        pub staff_id: StaffId,
        /// oral, fast or standard.
        pub kind: String,
        pub signed_on: Date,
    }
}

record! {
    /// A contact with somebody of another officer's list: work of whoever did it, and less for whoever holds the case.
    pub struct ContactWork in "view_contact_work", Kind::View, key ["contact_id"] {
        pub contact_id: ContactId,
        pub person_id: PersonId,
        pub staff_id: StaffId,
        pub holder_id: StaffId,
        /// The kind under which the points of contacts are kept.
        pub counts_as: String,
        pub on_day: Date,
    }
}

record! {
    /// What was known when a person was allocated.
    pub struct AllocationRecord in "allocation_record", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub allocation_id: AllocationId,
        /// The answer was certain, and little had to be written.
        pub is_short: bool,
        pub known: Option<String>,
        pub not_known: Option<String>,
        pub done_to_find: Option<String>,
        pub decided_by: String,
        pub decided_on: Date,
        pub officer_id: StaffId,
        pub recommended_id: Option<StaffId>,
        /// Why not the officer who was recommended.
        pub against_why: Option<String>,
        pub tier: Option<String>,
        pub points_of_case: i64,
        pub points_before: i64,
        pub available: i64,
        /// The reasons that the page showed.
        pub shown: serde_json::Value,
    }
}

record! {
    /// Something that is still needed, from whom and by when.
    pub struct AllocationNeed in "allocation_need", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub record_id: EntryId,
        pub what: String,
        pub from_whom: String,
        pub by_day: Date,
        pub settled_on: Option<Date>,
        pub settled_by: Option<String>,
        pub settled_words: Option<String>,
        pub version: i64,
    }
}
