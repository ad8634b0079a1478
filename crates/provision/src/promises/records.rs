//! The tables of promises and of answers that were kept.

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
