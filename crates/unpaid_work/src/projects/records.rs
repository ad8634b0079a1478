//! The tables of projects: what is done, when and for whom, who supervises, and the assessments without which nobody works
//! there. Everything of a project is written on the project's own chain.

use kernel::{BeneficiaryId, Date, EntryId, Instant, NominationId, ProjectId, ProviderId, TeamId, Time, UnitId};
use serde::{Deserialize, Serialize};
use store::{Kind, Record, Table, codes, record};

codes! {
    /// What somebody does at a project.
    pub enum ProjectKind {
        /// A group with a supervisor.
        Group = "group",
        /// One person, or a few, with whoever is there.
        Individual = "individual",
        /// The first session, before any work.
        Induction = "induction",
        /// Education, training and employment that counts as hours.
        Education = "education",
    }
}

impl ProjectKind {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            ProjectKind::Group => "Group",
            ProjectKind::Individual => "Individual placement",
            ProjectKind::Induction => "Induction",
            ProjectKind::Education => "Education and training",
        }
    }
}

codes! {
    /// Who supervises those who work.
    pub enum SupervisedBy {
        Service = "service",
        /// A charity, firm or other partner, under an agreement.
        Partner = "partner",
    }
}

impl SupervisedBy {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            SupervisedBy::Service => "The probation service",
            SupervisedBy::Partner => "A partner, under an agreement",
        }
    }
}

codes! {
    /// For whom unpaid work is done.
    pub enum BeneficiaryKind {
        Charity = "charity",
        PublicBody = "public-body",
        CommunityGroup = "community-group",
        /// A firm, where the work is for a charity or the public.
        Firm = "firm",
    }
}

impl BeneficiaryKind {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            BeneficiaryKind::Charity => "Charity",
            BeneficiaryKind::PublicBody => "Public body",
            BeneficiaryKind::CommunityGroup => "Community group",
            BeneficiaryKind::Firm => "Firm, for a charity or the public",
        }
    }
}

codes! {
    /// What is assessed.
    pub enum AssessmentKind {
        /// Whom the place and the work could bring into danger.
        Risk = "risk",
        /// The place, the tools and the work itself.
        HealthAndSafety = "health-and-safety",
    }
}

impl AssessmentKind {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            AssessmentKind::Risk => "Risk assessment",
            AssessmentKind::HealthAndSafety => "Health and safety assessment",
        }
    }
}

record! {
    /// For whom work is done.
    pub struct Beneficiary in "beneficiary", Kind::Subject, key ["id"] {
        pub id: BeneficiaryId,
        pub name: String,
        pub kind: BeneficiaryKind,
        pub contact_name: Option<String>,
        pub email: Option<String>,
        pub telephone: Option<String>,
        /// Post, on one line.
        pub address: Option<String>,
        pub ended_on: Option<Date>,
        pub end_reason: Option<String>,
        pub version: i64,
    }
}

record! {
    /// What hours did for a beneficiary, and when they were told.
    pub struct News in "beneficiary_news", Kind::Subject, key ["beneficiary_id", "id"] {
        pub beneficiary_id: BeneficiaryId,
        pub id: EntryId,
        pub project_id: Option<ProjectId>,
        pub from_date: Date,
        pub until_date: Date,
        /// Of work, all people together.
        pub minutes: i64,
        pub words: String,
        pub told_on: Option<Date>,
        pub told_how: Option<String>,
        pub author: String,
        pub recorded_at: Instant,
    }
}

record! {
    /// Where unpaid work is done.
    pub struct Project in "work_project", Kind::Subject, key ["id"] {
        pub id: ProjectId,
        pub code: String,
        pub name: String,
        pub kind: ProjectKind,
        pub unit_id: UnitId,
        pub team_id: Option<TeamId>,
        pub beneficiary_id: Option<BeneficiaryId>,
        /// The partner who supervises, where it is a provider.
        pub provider_id: Option<ProviderId>,
        /// What is done there.
        pub work: String,
        pub address: Option<String>,
        pub town: Option<String>,
        /// Where people meet, when not at the address.
        pub meeting_point: Option<String>,
        pub supervised_by: SupervisedBy,
        pub women_only: bool,
        /// Children are there, or near, while people work.
        pub children_near: bool,
        pub vulnerable_near: bool,
        /// Codes of what the work asks of a body.
        pub needs: serde_json::Value,
        /// Codes of what is taught.
        pub skills: serde_json::Value,
        pub tools: Option<String>,
        /// On one day, unless a day says otherwise.
        pub places: i64,
        pub start_date: Date,
        /// The last day.
        pub end_date: Option<Date>,
        pub end_reason: Option<String>,
        pub end_note: Option<String>,
        /// The nomination that it came from.
        pub nomination_id: Option<NominationId>,
        pub version: i64,
    }
}

record! {
    /// The codes that are taken, so that none is given twice.
    pub struct ProjectCode in "work_project_code", Kind::Registry, key ["code"] {
        pub code: String,
        pub project_id: ProjectId,
    }
}

record! {
    /// A day of the week on which a project runs.
    pub struct ProjectDay in "work_project_day", Kind::Subject, key ["project_id", "id"] {
        pub project_id: ProjectId,
        pub id: EntryId,
        /// From 1 for Monday to 7.
        pub weekday: i64,
        pub start_time: Time,
        pub end_time: Time,
        pub places: i64,
    }
}

record! {
    /// What is agreed with a partner who supervises.
    pub struct Agreement in "work_agreement", Kind::Subject, key ["project_id", "id"] {
        pub project_id: ProjectId,
        pub id: EntryId,
        pub partner: String,
        /// Who supervises, by name.
        pub supervisor: String,
        pub contact: Option<String>,
        pub signed_on: Date,
        /// The supervisor's own checks.
        pub checked_on: Date,
        pub insurance_seen_on: Date,
        /// The last day of the insurance.
        pub insurance_until: Date,
        pub review_on: Date,
        /// The last day.
        pub ended_on: Option<Date>,
        pub end_reason: Option<String>,
        pub version: i64,
    }
}

/// A hazard, and what is done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hazard {
    pub hazard: String,
    pub control: String,
}

record! {
    /// An assessment of a project. A newer one follows it; one that was wrong is withdrawn.
    pub struct Assessment in "work_assessment", Kind::Subject, key ["project_id", "id"] {
        pub project_id: ProjectId,
        pub id: EntryId,
        pub kind: AssessmentKind,
        pub assessed_by: String,
        pub assessed_on: Date,
        /// The last day on which it is in force.
        pub valid_until: Date,
        /// Pairs of a hazard and what is done about it: [`Hazard`](super::Hazard).
        pub hazards: serde_json::Value,
        pub withdrawn_on: Option<Date>,
        /// Why it counts no more.
        pub withdrawn: Option<String>,
        pub author: String,
        pub recorded_at: Instant,
        pub version: i64,
    }
}

impl Project {
    /// What the work asks of a body, by code.
    #[must_use]
    pub fn need_codes(&self) -> Vec<String> {
        serde_json::from_value(self.needs.clone()).unwrap_or_default()
    }

    /// What is taught, by code.
    #[must_use]
    pub fn skill_codes(&self) -> Vec<String> {
        serde_json::from_value(self.skills.clone()).unwrap_or_default()
    }

    /// It has begun and has not ended on this day.
    #[must_use]
    pub fn runs_on(&self, day: Date) -> bool {
        self.start_date <= day && self.end_date.is_none_or(|end| day <= end)
    }
}

impl Assessment {
    /// The hazards with what is done about each.
    #[must_use]
    pub fn hazard_list(&self) -> Vec<Hazard> {
        serde_json::from_value(self.hazards.clone()).unwrap_or_default()
    }

    /// It counts on this day.
    #[must_use]
    pub fn in_force(&self, day: Date) -> bool {
        self.assessed_on <= day && day <= self.valid_until && self.withdrawn_on.is_none_or(|on| day < on)
    }
}

impl Agreement {
    /// It has been signed and has not ended on this day.
    #[must_use]
    pub fn stands_on(&self, day: Date) -> bool {
        self.signed_on <= day && self.ended_on.is_none_or(|end| day <= end)
    }
}

pub(crate) const TABLES: &[&Table] = &[
    <Beneficiary as Record>::TABLE,
    <News as Record>::TABLE,
    <Project as Record>::TABLE,
    <ProjectCode as Record>::TABLE,
    <ProjectDay as Record>::TABLE,
    <Agreement as Record>::TABLE,
    <Assessment as Record>::TABLE,
];
