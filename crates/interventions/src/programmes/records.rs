//! The rows of programmes. A group is provision's; what hangs on it here is its schedule and who leads it. A case is a person's,
//! with each step kept beside it.

use super::plan::{Part, Pathway, Which};
use kernel::{
    ContactId, Date, EntryId, GroupId, Instant, OrderId, PersonId, ProgrammeCaseId, ReferralId, RequirementId,
    ServiceId, SessionId, StaffId, TeamId, Time, WaitingId,
};
use store::{Kind, Record, Table, codes, record};

record! {
    /// One version of a programme's plan, from a day on. Never changed: a later version follows it.
    pub struct Template in "programme_template", Kind::Reference, key ["code", "from_date"] {
        pub code: String,
        pub from_date: Date,
        pub name: String,
        pub summary: String,
        /// A [`super::plan::Plan`].
        pub plan: serde_json::Value,
        /// Completion ends the requirement at once; otherwise it is offered to the officer.
        pub ends_requirement: bool,
        /// Nobody has published it: the service's own choice.
        pub assumed: bool,
        pub source: String,
        pub author: String,
        pub reason: String,
    }
}

record! {
    /// By which programme a service of the catalogue is run, from a day on; none: by no plan any more.
    pub struct ServicePlan in "programme_service", Kind::Reference, key ["service_id", "from_date"] {
        pub service_id: ServiceId,
        pub from_date: Date,
        pub template: Option<String>,
        pub author: String,
        pub reason: String,
    }
}

record! {
    /// How a group of provision is run: by which version of which plan, and when in the week.
    pub struct Schedule in "programme_group", Kind::Subject, key ["group_id"] {
        pub group_id: GroupId,
        pub template: String,
        pub template_from: Date,
        pub pathway: Pathway,
        /// As [`super::schedule::write_slots`] writes them.
        pub slots: String,
        /// Where it meets.
        pub place: Option<String>,
        pub made_on: Date,
        pub version: i64,
    }
}

codes! {
    /// What became of a session.
    pub enum SessionState {
        Planned = "planned",
        Held = "held",
        Cancelled = "cancelled",
    }
}

impl SessionState {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            SessionState::Planned => "Planned",
            SessionState::Held => "Held",
            SessionState::Cancelled => "Cancelled",
        }
    }
}

record! {
    /// A session of a group. A one-to-one session stands for the week in which each person has theirs.
    pub struct Session in "programme_session", Kind::Subject, key ["group_id", "id"] {
        pub group_id: GroupId,
        pub id: SessionId,
        pub module: i64,
        pub number: i64,
        pub part: Part,
        pub name: String,
        pub on_date: Date,
        pub start_time: Time,
        pub minutes: i64,
        /// Added by somebody: the plan does not have it.
        pub outside_plan: bool,
        pub state: SessionState,
        /// Who led it, once it was held.
        pub led_by: Option<StaffId>,
        pub reason: Option<String>,
        pub version: i64,
    }
}

impl Session {
    #[must_use]
    pub fn which(&self) -> Which {
        (self.module, self.number)
    }

    /// When it ends.
    #[must_use]
    pub fn ends(&self) -> Time {
        self.start_time.saturating_add(jiff::ToSpan::minutes(self.minutes))
    }
}

codes! {
    /// What somebody does in a group.
    pub enum Leading {
        Lead = "lead",
        Regular = "regular",
        Cover = "cover",
    }
}

impl Leading {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Leading::Lead => "Lead facilitator",
            Leading::Regular => "Facilitator",
            Leading::Cover => "Cover",
        }
    }
}

record! {
    /// Who facilitates a group, from a day to a day.
    pub struct Facilitator in "programme_facilitator", Kind::Subject, key ["group_id", "id"] {
        pub group_id: GroupId,
        pub id: EntryId,
        pub staff_id: StaffId,
        pub part: Leading,
        pub from_date: Date,
        /// The last day.
        pub to_date: Option<Date>,
        pub version: i64,
    }
}

codes! {
    /// Whom a programme is for.
    pub enum Cohort {
        General = "general",
        Sexual = "sexual",
    }
}

impl Cohort {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Cohort::General => "General offending",
            Cohort::Sexual => "Sexual offending",
        }
    }
}

record! {
    /// A person's way through a programme.
    pub struct Case in "programme_case", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: ProgrammeCaseId,
        pub service_id: ServiceId,
        pub referral_id: Option<ReferralId>,
        pub order_id: Option<OrderId>,
        /// Which requirement it delivers; none where the person takes part by agreement.
        pub requirement_id: Option<RequirementId>,
        /// Their entry in provision's list.
        pub waiting_id: Option<WaitingId>,
        pub group_id: Option<GroupId>,
        pub cohort: Cohort,
        pub opened_on: Date,
        /// A code of the policy's states.
        pub state: String,
        pub state_on: Date,
        /// The plan that the person works by: that of their first group, kept when they change groups.
        pub template: Option<String>,
        pub template_from: Option<Date>,
        pub pathway: Option<Pathway>,
        pub begun_on: Option<Date>,
        /// Set once, and told once.
        pub completed_on: Option<Date>,
        /// A code of the policy's reasons.
        pub drop_out: Option<String>,
        pub note: Option<String>,
        pub version: i64,
    }
}

record! {
    /// One step of a case. Never changed.
    pub struct Move in "programme_move", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub case_id: ProgrammeCaseId,
        pub from_state: Option<String>,
        pub to_state: String,
        pub on_day: Date,
        /// A code of the policy's reasons to leave early.
        pub reason: Option<String>,
        pub words: Option<String>,
        pub author: String,
        pub moved_at: Instant,
    }
}

record! {
    /// A session of a case in the log. What came of it is said there; it is repeated here when it is told.
    pub struct Attendance in "programme_attendance", Kind::Person, key ["person_id", "contact_id"] {
        pub person_id: PersonId,
        pub contact_id: ContactId,
        pub case_id: ProgrammeCaseId,
        pub group_id: Option<GroupId>,
        pub session_id: Option<SessionId>,
        pub module: i64,
        pub number: i64,
        pub part: Part,
        pub on_date: Date,
        pub outcome: Option<String>,
        pub attended: Option<bool>,
        pub complied: Option<bool>,
        /// Cancelled or moved: another row stands for it, or none.
        pub gone: bool,
        pub version: i64,
    }
}

record! {
    /// The grid of a group: who is expected at which session and what came of it.
    pub struct Mark in "view_programme_mark", Kind::View, key ["group_id", "session_id", "case_id"] {
        pub group_id: GroupId,
        pub session_id: SessionId,
        pub case_id: ProgrammeCaseId,
        pub person_id: PersonId,
        pub contact_id: ContactId,
        pub outcome: Option<String>,
        pub attended: Option<bool>,
        pub complied: Option<bool>,
    }
}

record! {
    /// A case as lists find and order it.
    pub struct CaseLine in "view_programme_case", Kind::View, key ["person_id", "case_id"] {
        pub person_id: PersonId,
        pub case_id: ProgrammeCaseId,
        pub service_id: ServiceId,
        pub state: String,
        pub state_on: Date,
        pub closed: bool,
        pub group_id: Option<GroupId>,
        /// Whoever acts for the person.
        pub staff_id: Option<StaffId>,
        /// Level of risk of serious harm.
        pub risk: Option<String>,
        /// What the screen of programme needs says.
        pub need: Option<String>,
        pub sentence_ends: Option<Date>,
        pub ordered_on: Option<Date>,
        pub promised_on: Option<Date>,
        pub begun_on: Option<Date>,
        /// The day of the review that is still to be held, once the sessions are done.
        pub review_due: Option<Date>,
        /// Complete, and the requirement is still open.
        pub to_end: bool,
        /// The team that holds the person.
        pub team_id: Option<TeamId>,
    }
}

pub(crate) const TABLES: &[&Table] = &[
    <Template as Record>::TABLE,
    <ServicePlan as Record>::TABLE,
    <Schedule as Record>::TABLE,
    <Session as Record>::TABLE,
    <Facilitator as Record>::TABLE,
    <Case as Record>::TABLE,
    <Move as Record>::TABLE,
    <Attendance as Record>::TABLE,
    <Mark as Record>::TABLE,
    <CaseLine as Record>::TABLE,
];
