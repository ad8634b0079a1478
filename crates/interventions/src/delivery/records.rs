//! The rows of what a provider does with a referral.
//!
//! Always true: what was said of a session is never written again: a correction stands beside it with its reason; a plan that
//! was submitted stays as it was, and a later one takes its place.

use kernel::{ActionPlanId, ContactId, Date, EntryId, Instant, PersonId, ReferralId, SessionId, Time};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::{Kind, Record, Table, codes, record};
use uuid::Uuid;

codes! {
    /// What somebody meets for.
    pub enum SessionKind {
        /// Officer, person and provider meet for the first time.
        Meeting = "meeting",
        /// The provider's first assessment. No day of activity.
        Assessment = "assessment",
        /// A session of the action plan.
        Session = "session",
    }
}

impl SessionKind {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            SessionKind::Meeting => "First meeting of three",
            SessionKind::Assessment => "First assessment",
            SessionKind::Session => "Session",
        }
    }
}

codes! {
    /// What became of it.
    pub enum SessionState {
        Arranged = "arranged",
        /// They came and it was held.
        Held = "held",
        /// They came and it was not held, or they did not come.
        NotHeld = "not-held",
        Cancelled = "cancelled",
    }
}

impl SessionState {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            SessionState::Arranged => "Arranged",
            SessionState::Held => "Held",
            SessionState::NotHeld => "Not held",
            SessionState::Cancelled => "Cancelled",
        }
    }
}

codes! {
    /// How they meet.
    pub enum Manner {
        InPerson = "in-person",
        Telephone = "telephone",
        Video = "video",
    }
}

impl Manner {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Manner::InPerson => "In person",
            Manner::Telephone => "By telephone",
            Manner::Video => "By video",
        }
    }
}

codes! {
    /// Why somebody who came had no session.
    pub enum NotHeldWhy {
        PersonAcceptable = "person-acceptable",
        PersonUnacceptable = "person-unacceptable",
        Logistics = "logistics",
    }
}

impl NotHeldWhy {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            NotHeldWhy::PersonAcceptable => "The person had to leave or could not take part, for a good reason",
            NotHeldWhy::PersonUnacceptable => "The person left or would not take part, without a good reason",
            NotHeldWhy::Logistics => "The provider could not hold it",
        }
    }
}

record! {
    /// One appointment of a referral. Its contact stands in the log.
    pub struct Session in "referral_session", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: SessionId,
        pub referral_id: ReferralId,
        pub kind: SessionKind,
        /// Which session of the plan; several appointments have one number where the earlier were not held.
        pub number: Option<i64>,
        pub contact_id: ContactId,
        pub on_day: Date,
        pub starts: Time,
        pub ends: Time,
        pub manner: Manner,
        pub place: Option<String>,
        pub state: SessionState,
        pub arranged_at: Instant,
        pub arranged_by: String,
        pub version: i64,
    }
}

record! {
    /// What the provider says of a session. Never changed.
    pub struct Feedback in "referral_feedback", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub referral_id: ReferralId,
        pub session_id: SessionId,
        pub attended: bool,
        pub happened: bool,
        pub why: Option<NotHeldWhy>,
        pub late: bool,
        pub late_reason: Option<String>,
        /// What was done.
        pub summary: Option<String>,
        /// How the person took it.
        pub response: Option<String>,
        /// What is known of why they did not come, and what was tried.
        pub absence: Option<String>,
        /// Behaviour that the officer should know of.
        pub behaviour: Option<String>,
        /// What worries the provider.
        pub concern: Option<String>,
        /// The feedback that it corrects.
        pub corrects_id: Option<EntryId>,
        /// Why it was corrected.
        pub reason: Option<String>,
        pub at: Instant,
        pub by_name: String,
        pub by_id: Option<Uuid>,
    }
}

codes! {
    /// Where an action plan stands.
    pub enum PlanState {
        Submitted = "submitted",
        Approved = "approved",
        Returned = "returned",
        /// A later one took its place.
        Superseded = "superseded",
    }
}

impl PlanState {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            PlanState::Submitted => "Waits for the officer",
            PlanState::Approved => "Approved",
            PlanState::Returned => "Given back",
            PlanState::Superseded => "Replaced by a later plan",
        }
    }
}

/// What is done towards a desired outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// A code of the catalogue of desired outcomes.
    pub outcome: String,
    pub words: String,
}

record! {
    /// An action plan as it was submitted.
    pub struct ActionPlan in "action_plan", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: ActionPlanId,
        pub referral_id: ReferralId,
        /// 1 for the first of the referral.
        pub number: i64,
        /// How many sessions.
        pub sessions: i64,
        /// Days of activity that it asks for, where days are counted.
        pub days: Option<i64>,
        /// [`Activity`], several.
        pub activities: Json,
        pub state: PlanState,
        pub submitted_at: Instant,
        pub submitted_by: String,
        pub decided_at: Option<Instant>,
        pub decided_by: Option<String>,
        /// What the officer said of it.
        pub words: Option<String>,
        pub version: i64,
    }
}

impl ActionPlan {
    #[must_use]
    pub fn steps(&self) -> Vec<Activity> {
        serde_json::from_value(self.activities.clone()).unwrap_or_default()
    }
}

codes! {
    /// What a message is.
    pub enum MessageKind {
        Message = "message",
        /// Something that worries the provider; the officer looks at it.
        Concern = "concern",
        /// The person complains of the provider; the provider answers.
        PersonComplains = "person-complains",
        /// The provider complains of the service; the officer or a manager answers.
        ProviderComplains = "provider-complains",
    }
}

impl MessageKind {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            MessageKind::Message => "Message",
            MessageKind::Concern => "Concern",
            MessageKind::PersonComplains => "Complaint by the person",
            MessageKind::ProviderComplains => "Complaint by the provider",
        }
    }
}

record! {
    /// A note from one side to the other. Its words never change; the answer is added.
    pub struct Message in "referral_message", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub referral_id: ReferralId,
        pub kind: MessageKind,
        pub from_provider: bool,
        pub words: String,
        pub at: Instant,
        pub by_name: String,
        pub by_id: Option<Uuid>,
        /// What the other side answered, or that they have read it.
        pub answer: Option<String>,
        pub answered_at: Option<Instant>,
        pub answered_by: Option<String>,
        pub version: i64,
    }
}

codes! {
    /// How far a desired outcome was reached.
    pub enum Reached {
        Fully = "fully",
        Partly = "partly",
        Not = "not",
    }
}

impl Reached {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Reached::Fully => "Reached",
            Reached::Partly => "Partly reached",
            Reached::Not => "Not reached",
        }
    }

    /// Points, doubled so that a half is whole.
    #[must_use]
    pub fn half_points(self) -> i64 {
        match self {
            Reached::Fully => 2,
            Reached::Partly => 1,
            Reached::Not => 0,
        }
    }
}

/// What became of one desired outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeReached {
    pub outcome: String,
    /// A code of [`Reached`].
    pub reached: String,
    pub words: Option<String>,
}

record! {
    /// The end report of a referral.
    pub struct EndReport in "end_report", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub referral_id: ReferralId,
        /// [`OutcomeReached`], one for each outcome asked for.
        pub outcomes: Json,
        pub words: Option<String>,
        /// One for each outcome reached, a half for each partly reached; doubled.
        pub half_points: i64,
        pub submitted_at: Instant,
        pub submitted_by: String,
        pub read_at: Option<Instant>,
        pub read_by: Option<String>,
        pub version: i64,
    }
}

impl EndReport {
    #[must_use]
    pub fn results(&self) -> Vec<OutcomeReached> {
        serde_json::from_value(self.outcomes.clone()).unwrap_or_default()
    }

    /// Such as "1.5".
    #[must_use]
    pub fn score(&self) -> String {
        let whole = self.half_points / 2;
        if self.half_points % 2 == 0 { whole.to_string() } else { format!("{whole}.5") }
    }
}

pub(crate) const TABLES: &[&Table] = &[
    <Session as Record>::TABLE,
    <Feedback as Record>::TABLE,
    <ActionPlan as Record>::TABLE,
    <Message as Record>::TABLE,
    <EndReport as Record>::TABLE,
];
