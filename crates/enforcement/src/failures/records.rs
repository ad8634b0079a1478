//! A failure to comply, what was done about it step by step, what was tried, and the read model of what waits.
//!
//! Always true: one failure a contact; a step is added and never changed; what was decided stays after a correction and is
//! marked superseded.

use kernel::{
    ContactId, Date, EntryId, EventId, FailureId, FileId, Instant, OrderId, PersonId, RequirementId, StaffId, TeamId,
    Time,
};
use law::enforcement::EnforcementStep;
use store::{Kind, codes, record};
use uuid::Uuid;

codes! {
    /// Where a failure stands.
    pub enum FailureState {
        /// The person may give a reason and evidence.
        Awaited = "awaited",
        /// They gave one, and nobody has decided.
        Given = "given",
        /// A decision waits for a manager.
        Asked = "asked",
        Decided = "decided",
    }
}

impl FailureState {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            FailureState::Awaited => "Evidence awaited",
            FailureState::Given => "Evidence given",
            FailureState::Asked => "Waits for a manager",
            FailureState::Decided => "Decided",
        }
    }
}

codes! {
    /// What an officer decides about a failure.
    pub enum Decision {
        /// There is a reasonable excuse.
        Accept = "accept",
        Warn = "warn",
        /// Refer to whoever considers enforcement.
        Refer = "refer",
        /// Instruct a breach, or ask for recall, at once.
        Breach = "breach",
        NoAction = "no-action",
    }
}

impl Decision {
    /// As it is shown once it was taken.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Decision::Accept => "Reasonable excuse accepted",
            Decision::Warn => "Warning given",
            Decision::Refer => "Referred",
            Decision::Breach => "Breach to be instructed",
            Decision::NoAction => "No further action",
        }
    }

    /// The same as the law calls it.
    #[must_use]
    pub fn step(self) -> EnforcementStep {
        match self {
            Decision::Accept => EnforcementStep::Accept,
            Decision::Warn => EnforcementStep::Warn,
            Decision::Refer => EnforcementStep::Refer,
            Decision::Breach => EnforcementStep::Breach,
            Decision::NoAction => EnforcementStep::NoAction,
        }
    }

    /// A breach may follow: the next page is the instruction.
    #[must_use]
    pub fn leads_to_breach(self) -> bool {
        matches!(self, Decision::Refer | Decision::Breach)
    }
}

codes! {
    /// One thing that was done about a failure.
    pub enum StepOf {
        Opened = "opened",
        /// The order that it is about was chosen.
        Order = "order",
        Evidence = "evidence",
        Decided = "decided",
        /// A decision was put to a manager.
        Asked = "asked",
        /// The manager agreed: the decision is in force.
        Agreed = "agreed",
        NotAgreed = "not-agreed",
        /// A decision was taken back.
        TakenBack = "taken-back",
        /// The outcome was corrected to another failure.
        Changed = "changed",
        /// The outcome was corrected, and it is no failure any more.
        Superseded = "superseded",
        /// The outcome was corrected back, and it is a failure again.
        Reinstated = "reinstated",
    }
}

impl StepOf {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            StepOf::Opened => "Failure recorded",
            StepOf::Order => "Order chosen",
            StepOf::Evidence => "Reason or evidence given",
            StepOf::Decided => "Decided",
            StepOf::Asked => "Put to a manager",
            StepOf::Agreed => "Manager agreed",
            StepOf::NotAgreed => "Manager did not agree",
            StepOf::TakenBack => "Decision taken back",
            StepOf::Changed => "Outcome corrected",
            StepOf::Superseded => "Superseded by a correction",
            StepOf::Reinstated => "A failure again, by a correction",
        }
    }
}

record! {
    /// One failure to comply, opened by the outcome of a contact. Its state is the sum of its steps.
    pub struct Failure in "enforcement_failure", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: FailureId,
        pub contact_id: ContactId,
        /// The order that was not kept to; none while nobody has said which.
        pub order_id: Option<OrderId>,
        pub event_id: Option<EventId>,
        pub requirement_id: Option<RequirementId>,
        pub failed_on: Date,
        pub starts: Option<Time>,
        /// Where it was to be.
        pub place: Option<String>,
        pub contact_type: String,
        /// The outcome that makes it a failure.
        pub outcome: String,
        pub attended: Option<bool>,
        pub national_standard: bool,
        pub opened_at: Instant,
        /// The last day for a reason and evidence, by the row of that day.
        pub evidence_due: Option<Date>,
        pub evidence_rule: String,
        pub state: FailureState,
        /// What was decided, or put to a manager.
        pub decision: Option<Decision>,
        pub decided_on: Option<Date>,
        /// A manager agreed to what was decided.
        pub agreed: bool,
        /// Why it counts no more; a correction of the outcome.
        pub superseded: Option<String>,
        pub version: i64,
    }
}

impl Failure {
    /// It counts: not superseded, and no excuse was accepted.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.superseded.is_none() && !(self.state == FailureState::Decided && self.decision == Some(Decision::Accept))
    }

    /// Somebody has still to decide.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.superseded.is_none() && self.state != FailureState::Decided
    }

    /// What holds: nothing while it is open.
    #[must_use]
    pub fn decided(&self) -> Option<Decision> {
        self.decision.filter(|_| self.state == FailureState::Decided)
    }
}

record! {
    /// One step.
    pub struct FailureStep in "enforcement_failure_step", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub failure_id: FailureId,
        pub step: StepOf,
        pub decision: Option<Decision>,
        pub on_day: Date,
        /// The reason, or what was given as evidence.
        pub words: Option<String>,
        /// The outcome as it stood.
        pub outcome: Option<String>,
        /// Who gave the evidence.
        pub given_by: Option<String>,
        pub file_id: Option<FileId>,
        /// What the law required then, with the row.
        pub rules: Option<String>,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub staff_id: Option<StaffId>,
        pub recorded_at: Instant,
    }
}

codes! {
    /// What can be tried to keep somebody complying.
    pub enum EffortKind {
        Reminder = "reminder",
        Call = "call",
        HomeVisit = "home-visit",
        ChangedTime = "changed-time",
        Travel = "travel",
        WithOthers = "with-others",
        Other = "other",
    }
}

impl EffortKind {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            EffortKind::Reminder => "Reminder sent",
            EffortKind::Call => "Telephone call",
            EffortKind::HomeVisit => "Home visit",
            EffortKind::ChangedTime => "Time or place changed",
            EffortKind::Travel => "Help with travel",
            EffortKind::WithOthers => "Spoke with family or another service",
            EffortKind::Other => "Something else",
        }
    }
}

record! {
    /// Something that was tried, beyond what the log shows by itself.
    pub struct Effort in "enforcement_effort", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub failure_id: Option<FailureId>,
        pub kind: EffortKind,
        pub on_day: Date,
        pub words: String,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
        /// Why it counts no more.
        pub withdrawn: Option<String>,
        pub version: i64,
    }
}

codes! {
    /// Why a failure is on a list.
    pub enum Waits {
        /// A reason or evidence may still come, or nobody has decided.
        Decision = "decision",
        Manager = "manager",
        /// It was decided, and the law requires something else.
        Again = "again",
    }
}

record! {
    /// A failure that waits for somebody.
    pub struct DueRow in "view_enforcement_due", Kind::View, key ["person_id", "failure_id"] {
        /// The survivor.
        pub person_id: PersonId,
        pub failure_id: FailureId,
        pub order_id: Option<OrderId>,
        pub waits: Waits,
        /// The law says that it must be referred.
        pub must_refer: bool,
        pub failed_on: Date,
        pub due_on: Date,
        pub since: Date,
        pub staff_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
    }
}
