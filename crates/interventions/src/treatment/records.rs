//! The rows of treatment. What was attended stands in the log; the row of a session follows it.

use kernel::{
    ContactId, Date, EntryId, Instant, OrderId, PersonId, ProviderId, RequirementId, StaffId, TeamId, TreatmentId,
};
use store::{Kind, Record, Table, codes, record};

codes! {
    /// How far a treatment is.
    pub enum TreatmentState {
        Proposed = "proposed",
        Begun = "begun",
        Ended = "ended",
    }
}

codes! {
    /// What the person said to it.
    pub enum Consent {
        NotAsked = "not-asked",
        Given = "given",
        Withdrawn = "withdrawn",
    }
}

impl Consent {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Consent::NotAsked => "Not recorded",
            Consent::Given => "Given",
            Consent::Withdrawn => "Withdrawn",
        }
    }
}

codes! {
    /// What a test showed.
    pub enum TestResult {
        Negative = "negative",
        Positive = "positive",
        Refused = "refused",
        NotTaken = "not-taken",
    }
}

impl TestResult {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            TestResult::Negative => "Negative",
            TestResult::Positive => "Positive",
            TestResult::Refused => "Refused",
            TestResult::NotTaken => "Could not be taken",
        }
    }
}

record! {
    /// A treatment of a person.
    pub struct Treatment in "treatment", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: TreatmentId,
        /// A kind of the policy.
        pub kind: String,
        pub order_id: Option<OrderId>,
        /// None where the person takes part by agreement.
        pub requirement_id: Option<RequirementId>,
        /// What it is for.
        pub need: String,
        pub provider_id: Option<ProviderId>,
        pub place: Option<String>,
        pub practitioner: Option<String>,
        /// How many sessions the plan has.
        pub planned_sessions: i64,
        pub opened_on: Date,
        pub state: TreatmentState,
        pub state_on: Date,
        pub consent: Consent,
        pub consent_on: Option<Date>,
        pub begun_on: Option<Date>,
        pub ended_on: Option<Date>,
        /// A code of the policy's ends.
        pub end_reason: Option<String>,
        /// Codes of what the person agreed to share.
        pub shares: serde_json::Value,
        pub shares_on: Option<Date>,
        pub version: i64,
    }
}

impl Treatment {
    /// What the person agreed to share.
    #[must_use]
    pub fn agreed(&self) -> Vec<String> {
        serde_json::from_value(self.shares.clone()).unwrap_or_default()
    }
}

record! {
    /// One step of a treatment. Never changed.
    pub struct TreatmentAct in "treatment_act", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub treatment_id: TreatmentId,
        /// For people.
        pub what: String,
        pub on_day: Date,
        pub words: Option<String>,
        pub author: String,
        pub done_at: Instant,
    }
}

record! {
    /// A session of a treatment in the log.
    pub struct TreatmentSession in "treatment_session", Kind::Person, key ["person_id", "contact_id"] {
        pub person_id: PersonId,
        pub contact_id: ContactId,
        pub treatment_id: TreatmentId,
        pub on_date: Date,
        pub outcome: Option<String>,
        pub attended: Option<bool>,
        pub complied: Option<bool>,
        /// Cancelled or moved.
        pub gone: bool,
        pub version: i64,
    }
}

record! {
    /// A test, its result, and what came of a dispute. The first result stays beside the confirmed one.
    pub struct TreatmentTest in "treatment_test", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub treatment_id: TreatmentId,
        pub on_date: Date,
        /// For which substances.
        pub panel: String,
        pub result: Option<TestResult>,
        pub result_on: Option<Date>,
        pub disputed_on: Option<Date>,
        pub dispute: Option<String>,
        /// What a laboratory or second test said.
        pub confirmed: Option<TestResult>,
        pub confirmed_on: Option<Date>,
        pub version: i64,
        /// Its appointment in the log; none of those that were arranged before this was kept.
        pub contact_id: Option<ContactId>,
        /// Its appointment was cancelled.
        pub gone: bool,
    }
}

record! {
    /// A court's review of a treatment that it ordered.
    pub struct CourtReview in "treatment_review", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub treatment_id: TreatmentId,
        pub on_date: Date,
        pub court: String,
        /// What the service reports to it.
        pub report: Option<String>,
        pub report_on: Option<Date>,
        /// A code of what courts say.
        pub said: Option<String>,
        pub said_words: Option<String>,
        pub said_on: Option<Date>,
        pub version: i64,
    }
}

record! {
    /// A treatment as work lists find it.
    pub struct TreatmentLine in "view_treatment_line", Kind::View, key ["person_id", "treatment_id"] {
        pub person_id: PersonId,
        pub treatment_id: TreatmentId,
        pub kind: String,
        pub state: TreatmentState,
        pub consent: Consent,
        pub closed: bool,
        pub staff_id: Option<StaffId>,
        pub next_review: Option<Date>,
        pub team_id: Option<TeamId>,
    }
}

pub(crate) const TABLES: &[&Table] = &[
    <Treatment as Record>::TABLE,
    <TreatmentAct as Record>::TABLE,
    <TreatmentSession as Record>::TABLE,
    <TreatmentTest as Record>::TABLE,
    <CourtReview as Record>::TABLE,
    <TreatmentLine as Record>::TABLE,
];
