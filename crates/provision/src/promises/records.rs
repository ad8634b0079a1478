//! The tables of promises and of answers that were kept.

use crate::RateSource;
use kernel::{CourtId, Date, Instant, OfferId, OrderId, PersonId, PromiseId, RequirementId, StartAnswerId};
use store::{Kind, record};

record! {
    /// The day by which a requirement was promised to begin, as told when its order was made.
    pub struct StartPromise in "start_promise", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: PromiseId,
        pub order_id: OrderId,
        pub requirement_id: RequirementId,
        /// A requirement type of the law.
        pub requirement: String,
        pub offer_id: OfferId,
        pub court_id: Option<CourtId>,
        pub told_on: Date,
        /// The day by which they begin with the chance named.
        pub promised_on: Date,
        pub earliest_on: Date,
        pub median_on: Option<Date>,
        pub chance: f64,
        pub working: serde_json::Value,
        pub promised_at: Instant,
        /// The only part that is filled in later.
        pub begun_on: Option<Date>,
        pub version: i64,
        /// The kept answer that it stands on; none where the day was worked out when the order was made.
        pub answer_id: Option<StartAnswerId>,
    }
}

record! {
    /// What a court was told for a person on a day.
    pub struct StartAnswer in "start_answer", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: StartAnswerId,
        pub court_id: CourtId,
        /// The day of sentence that was asked about.
        pub sentence_on: Date,
        pub told_on: Date,
        /// Each requirement with its dates and working, as told.
        pub answers: serde_json::Value,
        /// Why it was kept: somebody pressed the button, or a report was signed.
        pub kept_for: String,
        pub told_at: Instant,
        pub told_by: String,
    }
}

record! {
    /// A promise as it is counted.
    pub struct PromiseLine in "view_promise", Kind::View, key ["offer_id", "promise_id"] {
        pub offer_id: OfferId,
        pub promise_id: PromiseId,
        pub person_id: PersonId,
        pub order_id: OrderId,
        pub requirement_id: RequirementId,
        pub requirement: String,
        pub court_id: Option<CourtId>,
        pub promised_on: Date,
        pub begun_on: Option<Date>,
        /// The requirement ended before anything began.
        pub closed_on: Option<Date>,
        /// Days from the promised day to the beginning; none or less than none: kept.
        pub late_days: Option<i64>,
        /// The chance that had been given of beginning before the day on which they began; while they have not begun, of
        /// having begun by the day promised.
        pub level: f64,
        /// A court was told before the order was made.
        pub beforehand: bool,
    }
}

record! {
    /// How sure a promised day is to be, and the level of the distribution that has kept that share so far.
    pub struct PromiseLevel in "promise_level", Kind::Reference, key ["from_date"] {
        pub from_date: Date,
        pub chance: f64,
        pub level: f64,
        /// How many promises it was learnt from.
        pub seen: i64,
        /// Fewer than so many promises or chances teach nothing.
        pub fewest: i64,
        pub source: RateSource,
        pub note: Option<String>,
    }
}
