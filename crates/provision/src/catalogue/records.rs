//! The tables of the catalogue.

use kernel::{Date, ServiceId};
use store::{Kind, codes, record};

codes! {
    /// Whom a service takes.
    pub enum ForSex {
        Any = "any",
        Women = "women",
        Men = "men",
    }
}

codes! {
    /// Where a rate comes from.
    pub enum RateSource {
        /// Somebody's judgement, until enough has happened here to learn from.
        Assumed = "assumed",
        /// What happened here.
        Learnt = "learnt",
    }
}

record! {
    /// An entry of one of the room's lists: kinds of service (`service-kind`), reasons to leave a list (`leaving`),
    /// reasons to move somebody in it (`priority`).
    pub struct ListCode in "provision_code", Kind::Reference, key ["list", "code"] {
        pub list: String,
        pub code: String,
        pub words: String,
        pub words_cy: String,
        pub place: i64,
        pub start_date: Date,
        pub end_date: Option<Date>,
    }
}

record! {
    /// A service of the catalogue.
    pub struct Service in "service", Kind::Reference, key ["id"] {
        pub id: ServiceId,
        pub code: String,
        pub name: String,
        /// A code of the list `service-kind`.
        pub kind: String,
        /// For practitioners: what happens in it.
        pub summary: String,
        /// How many sessions it has, and over how many weeks.
        pub sessions: i64,
        pub weeks: i64,
        /// Days of the week on which it meets, as digits from 1 (Monday) to 7, such as `24`. Empty: by arrangement.
        pub weekdays: String,
        /// Minutes of a session.
        pub minutes: i64,
        /// Days that lie at least between two sessions.
        pub gap_days: i64,
        /// Days from the order to the first day on which somebody can begin: referral, suitability, one-to-one start.
        pub lead_days: i64,
        pub for_sex: ForSex,
        /// Age on the first day, in years; both ends are taken.
        pub min_age: Option<i64>,
        pub max_age: Option<i64>,
        /// Levels of risk of serious harm: low, medium, high, `very_high`; both ends are taken.
        pub least_risk: Option<String>,
        pub most_risk: Option<String>,
        pub consent_needed: bool,
        pub start_date: Date,
        /// The last day.
        pub end_date: Option<Date>,
        pub end_reason: Option<String>,
        pub version: i64,
    }
}

record! {
    /// A need that a service meets: a section of an assessment, such as `alcohol`.
    pub struct ServiceNeed in "service_need", Kind::Reference, key ["service_id", "need"] {
        pub service_id: ServiceId,
        pub need: String,
    }
}

record! {
    /// A requirement type of the law that a service can deliver.
    pub struct ServiceRequirement in "service_requirement", Kind::Reference, key ["service_id", "requirement"] {
        pub service_id: ServiceId,
        pub requirement: String,
    }
}

record! {
    /// A service that must be finished before another begins.
    pub struct ServicePrerequisite in "service_prerequisite", Kind::Reference, key ["service_id", "before_id"] {
        pub service_id: ServiceId,
        pub before_id: ServiceId,
    }
}

record! {
    /// How often people leave the list, miss the first session, and groups are cancelled, from a day on. Chances from 0 to 1.
    pub struct ServiceRate in "service_rate", Kind::Reference, key ["service_id", "from_date"] {
        pub service_id: ServiceId,
        pub from_date: Date,
        /// Of those waiting, the share that leaves within a week.
        pub leaves_weekly: f64,
        /// Of those booked, the share that does not come to the first session.
        pub missed_first: f64,
        /// Of groups planned, or of weeks, the share that does not run.
        pub cancelled: f64,
        pub source: RateSource,
        pub note: Option<String>,
    }
}
