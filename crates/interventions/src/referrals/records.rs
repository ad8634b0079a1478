//! The rows of referrals: the referral as it was sent, what was done with it, and the line by which lists find it.
//!
//! Always true: what a provider was sent is never written again; an act is added and never changed; the state of a referral is
//! what its last act came to.

use kernel::{
    Date, EntryId, Instant, OfferId, OrderId, PersonId, ProviderId, ReferralId, RequirementId, ServiceId, StaffId,
    TeamId, UnitId, UserId, WaitingId,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::{Kind, Record, Table, codes, record};
use uuid::Uuid;

codes! {
    /// Where a referral stands.
    pub enum ReferralState {
        /// The provider has it and nobody of theirs works on it yet.
        Sent = "sent",
        /// A caseworker of the provider has it.
        Assigned = "assigned",
        /// The first assessment was held; the action plan is being written.
        Assessed = "assessed",
        /// The officer looks at the plan.
        Planned = "planned",
        /// Sessions are held.
        Delivering = "delivering",
        /// The sessions are over; the end report is to be written.
        ReportDue = "report-due",
        /// It was delivered as planned.
        Completed = "completed",
        /// It stopped after delivery had begun.
        EndedEarly = "ended-early",
        /// It stopped before delivery began.
        Withdrawn = "withdrawn",
    }
}

impl ReferralState {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            ReferralState::Sent => "New",
            ReferralState::Assigned => "To be assessed",
            ReferralState::Assessed => "Plan to write",
            ReferralState::Planned => "Plan to approve",
            ReferralState::Delivering => "Being delivered",
            ReferralState::ReportDue => "Report to write",
            ReferralState::Completed => "Completed",
            ReferralState::EndedEarly => "Ended early",
            ReferralState::Withdrawn => "Withdrawn",
        }
    }

    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, ReferralState::Completed | ReferralState::EndedEarly | ReferralState::Withdrawn)
    }
}

codes! {
    /// What is done with a referral.
    pub enum Deed {
        Send = "send",
        Assign = "assign",
        /// The first assessment was held.
        Assess = "assess",
        /// What was recorded of the first assessment was wrong: it was not held.
        Unassess = "unassess",
        SubmitPlan = "submit-plan",
        ApprovePlan = "approve-plan",
        ReturnPlan = "return-plan",
        /// Every planned session is over.
        Deliver = "deliver",
        /// A correction says that a session was not held after all.
        Resume = "resume",
        Report = "report",
        /// The officer has read the end report.
        Read = "read",
        Withdraw = "withdraw",
        /// A deadline is moved by a judgement.
        Judge = "judge",
        /// Another team of the service delivers it and says how it ended.
        Conclude = "conclude",
    }
}

impl Deed {
    /// For people, in the record of acts.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Deed::Send => "Referral sent",
            Deed::Assign => "Caseworker named",
            Deed::Assess => "First assessment held",
            Deed::Unassess => "First assessment was not held",
            Deed::SubmitPlan => "Action plan submitted",
            Deed::ApprovePlan => "Action plan approved",
            Deed::ReturnPlan => "Action plan given back",
            Deed::Deliver => "Sessions are over",
            Deed::Resume => "Sessions go on",
            Deed::Report => "End report submitted",
            Deed::Read => "End report read",
            Deed::Withdraw => "Withdrawn",
            Deed::Judge => "Deadline moved",
            Deed::Conclude => "Ended by who delivers it",
        }
    }
}

codes! {
    /// How much a need asks for.
    pub enum Complexity {
        Low = "low",
        Medium = "medium",
        High = "high",
    }
}

impl Complexity {
    /// As it is shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Complexity::Low => "Low",
            Complexity::Medium => "Medium",
            Complexity::High => "High",
        }
    }
}

/// A need that the service is asked to meet, with the outcomes that are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedAsked {
    /// A section of an assessment.
    pub need: String,
    /// A code of [`Complexity`].
    pub complexity: String,
    /// Codes of the catalogue of desired outcomes.
    pub outcomes: Vec<String>,
}

/// Who is at risk of serious harm, as the provider is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskTold {
    pub who: String,
    pub level: String,
    pub nature: String,
    pub on: Date,
}

/// What the provider is sent beside needs and dates, frozen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub telephone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    /// Adjustments and language.
    #[serde(default)]
    pub taking_part: Vec<String>,
    /// Children first.
    #[serde(default)]
    pub risks: Vec<RiskTold>,
    /// What the officer adds, so that everybody works safely.
    pub safety: Option<String>,
    /// Whether the person agreed to take part, where the service asks for it.
    pub agreed: Option<bool>,
    pub officer: Option<String>,
}

/// A reason for which the service may not suit the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubtKept {
    pub code: String,
    pub words: String,
}

record! {
    /// A person referred to an offer of a provider.
    pub struct Referral in "referral", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: ReferralId,
        /// What is said on the telephone, such as `KD4793`.
        pub reference: String,
        pub service_id: ServiceId,
        pub offer_id: OfferId,
        pub provider_id: ProviderId,
        pub unit_id: UnitId,
        pub order_id: Option<OrderId>,
        /// None where the person takes part by agreement, to meet a need.
        pub requirement_id: Option<RequirementId>,
        /// [`NeedAsked`], several.
        pub needs: Json,
        pub reason: String,
        /// Days that are asked for at most.
        pub asked_days: Option<i64>,
        pub complete_by: Option<Date>,
        /// [`Sent`].
        pub sent: Json,
        /// [`DoubtKept`], several: why it may not suit, as it stood when it was made.
        pub doubts: Json,
        /// Why it was made all the same.
        pub doubts_reason: Option<String>,
        pub waiting_id: Option<WaitingId>,
        /// The provider assesses, plans and reports here; otherwise a team of the service delivers it.
        pub by_provider: bool,
        pub staff_id: Option<StaffId>,
        pub made_on: Date,
        pub made_at: Instant,
        pub made_by: String,
        pub state: ReferralState,
        pub caseworker_id: Option<UserId>,
        pub caseworker_name: Option<String>,
        /// The day of the first assessment.
        pub assessed_on: Option<Date>,
        /// The day of the last session, once all are over or it was stopped.
        pub last_session_on: Option<Date>,
        /// A code of the reasons to withdraw.
        pub end_reason: Option<String>,
        pub end_words: Option<String>,
        pub ended_on: Option<Date>,
        pub version: i64,
    }
}

fn read<T: serde::de::DeserializeOwned + Default>(json: &Json) -> T {
    serde_json::from_value(json.clone()).unwrap_or_default()
}

impl Referral {
    #[must_use]
    pub fn needs_asked(&self) -> Vec<NeedAsked> {
        read(&self.needs)
    }

    #[must_use]
    pub fn was_sent(&self) -> Sent {
        read(&self.sent)
    }

    #[must_use]
    pub fn doubts_kept(&self) -> Vec<DoubtKept> {
        read(&self.doubts)
    }

    /// Every desired outcome with its need.
    #[must_use]
    pub fn outcomes(&self) -> Vec<(String, String)> {
        let asked = self.needs_asked().into_iter();
        asked.flat_map(|n| n.outcomes.into_iter().map(move |o| (n.need.clone(), o))).collect()
    }
}

record! {
    /// One act. Never changed.
    pub struct ReferralAct in "referral_act", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub referral_id: ReferralId,
        /// A code of [`Deed`].
        pub what: String,
        /// The state that it came to.
        pub came_to: ReferralState,
        pub on_day: Date,
        pub words: Option<String>,
        pub facts: Option<Json>,
        /// Somebody of the provider did it.
        pub provider_did: bool,
        pub at: Instant,
        pub by_name: String,
        pub by_id: Option<Uuid>,
    }
}

record! {
    /// A referral as lists need it.
    pub struct ReferralLine in "view_referral", Kind::View, key ["id"] {
        pub id: ReferralId,
        pub person_id: PersonId,
        pub reference: String,
        pub service_id: ServiceId,
        pub provider_id: ProviderId,
        pub unit_id: UnitId,
        pub requirement_id: Option<RequirementId>,
        pub staff_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
        pub caseworker_id: Option<UserId>,
        pub state: ReferralState,
        pub is_open: bool,
        pub by_provider: bool,
        pub made_on: Date,
        /// What the provider must do next, and by which day.
        pub due_what: Option<DueWhat>,
        pub due_on: Option<Date>,
        /// What waits for the officer.
        pub waits: Option<Waits>,
        pub ended_on: Option<Date>,
    }
}

codes! {
    /// What has a day by which it is done.
    pub enum DueWhat {
        FirstAssessment = "first-assessment",
        Plan = "plan",
        Report = "report",
    }
}

impl DueWhat {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            DueWhat::FirstAssessment => "First assessment",
            DueWhat::Plan => "Action plan",
            DueWhat::Report => "End report",
        }
    }
}

codes! {
    /// What waits for the officer, the most pressing first.
    pub enum Waits {
        Concern = "concern",
        Complaint = "complaint",
        Plan = "plan",
        Report = "report",
        Message = "message",
    }
}

impl Waits {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Waits::Concern => "Concern to see",
            Waits::Complaint => "Complaint",
            Waits::Plan => "Plan to approve",
            Waits::Report => "Report to read",
            Waits::Message => "Message to read",
        }
    }
}

pub(crate) const TABLES: &[&Table] =
    &[<Referral as Record>::TABLE, <ReferralAct as Record>::TABLE, <ReferralLine as Record>::TABLE];
