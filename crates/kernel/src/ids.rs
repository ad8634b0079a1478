//! Every id of the house. All are UUIDv7 made by the application, sixteen bytes in both databases, so a row can be
//! named before it is written and no database sequence is needed.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Makes a newtype over [`Uuid`] for each named thing, and `every_id!`, which hands the list on.
macro_rules! ids {
    ($d:tt $($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Calls the macro named with every id of the house, so that a room below or above never lists them again.
        #[macro_export]
        macro_rules! every_id {
            ($d then:ident) => { $d then!($($name),*); };
        }
    $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.hyphenated())
            }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map($name)
            }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { $name(id) }
        }
        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid { id.0 }
        }
    )*};
}

ids! { $
    /// A person's record. Shown to people as a CRN.
    PersonId,
    /// An alias, address, identifier, circumstance, relation... of a person.
    DetailId,
    /// One court matter (or voluntary contact) of a person, numbered 1, 2, 3 within the person.
    EventId,
    /// An offence of an event.
    OffenceId,
    /// The order or custodial sentence that a court passed on an event.
    OrderId,
    /// A requirement of an order.
    RequirementId,
    /// A key date, termination, progress entry or other child of an event.
    EntryId,
    /// An entry of the contact log: appointment or other contact.
    ContactId,
    /// One person's allocation to an officer.
    AllocationId,
    /// A handover from one officer to another.
    HandoverId,
    /// A raw message from a court.
    MessageId,
    /// A hearing, as the court names it.
    HearingId,
    /// A person's matter at a hearing, waiting for a decision in the court inbox.
    MatterId,
    /// A request by a court for a report.
    ReportRequestId,
    /// A report to a court, being written or signed.
    ReportId,
    /// One person's place on the list of a court's day.
    DayEntryId,
    /// Something of the service's work with a court: a meeting, what the bench was told, a difference of guidelines.
    LiaisonId,
    /// A member of staff.
    StaffId,
    /// A team.
    TeamId,
    /// A probation delivery unit.
    UnitId,
    /// A region.
    RegionId,
    /// An office where people are seen.
    OfficeId,
    /// A court.
    CourtId,
    /// A period in which a member of staff is away, or the day on which they left.
    AbsenceId,
    /// Somebody who signs in.
    UserId,
    /// A program that calls the API.
    ClientId,
    /// An assessment of a person: initial, full or review.
    AssessmentId,
    /// A registration (flag) of a person.
    RegistrationId,
    /// An enquiry to the police, children's services or another body.
    EnquiryId,
    /// A review that became due.
    ReviewId,
    /// A goal or an action of a plan.
    PlanEntryId,
    /// A decision that somebody asks a manager for.
    ProposalId,
    /// A sample drawn for a quality review.
    SampleId,
    /// A reduction of the hours that a member of staff has for cases.
    ReductionId,
    /// Who provides services: public, private, voluntary or health.
    ProviderId,
    /// A contract or grant under which a provider works.
    ContractId,
    /// A service of the catalogue, such as a programme.
    ServiceId,
    /// A service as one provider delivers it in one delivery unit.
    OfferId,
    /// A group that a service runs, with its places and sessions.
    GroupId,
    /// Somebody's entry in a waiting list.
    WaitingId,
    /// The date on which a requirement was promised to begin.
    PromiseId,
    /// What a court was told of start dates.
    StartAnswerId,
    /// A failure to comply that somebody decides.
    FailureId,
    /// A warning under an order.
    WarningId,
    /// A breach: from the instruction to the court's decision and what came of it.
    BreachId,
    /// A power of the responsible officer that was used.
    PowerId,
    /// An early end of an order or supervision period that was proposed.
    EarlyEndId,
    /// Something that a person reached, such as the first month kept.
    MilestoneId,
    /// A version of a template, or of a part that templates share.
    TemplateId,
    /// A document that was made from a template.
    DocumentId,
    /// Many letters that were asked for together.
    LetterRunId,
    /// A message to a person by post, e-mail or text.
    SendingId,
    /// A referral of a person to a provider.
    ReferralId,
    /// A provider's plan for a person referred to it.
    ActionPlanId,
    /// A session of a service, programme or treatment.
    SessionId,
    /// A treatment of a person.
    TreatmentId,
    /// An entry of minutes of unpaid work.
    MinutesId,
    /// A project of unpaid work.
    ProjectId,
    /// A person's place at a project of unpaid work.
    PlacementId,
    /// A day of work at a project.
    WorkSessionId,
    /// A project that somebody of the public nominated.
    NominationId,
    /// A case of restorative justice or reparation.
    RestorativeId,
    /// A mentor, mediator or other volunteer.
    VolunteerId,
    /// A volunteer matched with a person.
    MatchId,
    /// A person's way through a programme.
    ProgrammeCaseId,
    /// A stored file.
    FileId,
    /// A chain of the ledger: a person or a subject.
    ChainId,
    /// Somebody for whom unpaid work is done.
    BeneficiaryId,
    /// A meeting of a citizens' panel.
    PanelId,
}

impl ChainId {
    /// The chain of the code lists and of the service's own policy, which belong to nobody.
    pub const HOUSE: ChainId = ChainId(Uuid::nil());
}

impl From<PersonId> for ChainId {
    fn from(id: PersonId) -> Self {
        ChainId(id.0)
    }
}

/// A person's record and the records absorbed into it by merges. Reads look at all of them, writes go to the survivor.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonKeys {
    pub survivor: PersonId,
    pub absorbed: Vec<PersonId>,
}

impl PersonKeys {
    /// A person who has absorbed nobody.
    #[must_use]
    pub fn alone(person: PersonId) -> PersonKeys {
        PersonKeys { survivor: person, absorbed: Vec::new() }
    }

    /// The survivor first, then the absorbed.
    pub fn all(&self) -> impl Iterator<Item = PersonId> + '_ {
        std::iter::once(self.survivor).chain(self.absorbed.iter().copied())
    }

    /// `$1, $2`... for `person_id IN (...)`, beginning at parameter `first`.
    #[must_use]
    pub fn placeholders(&self, first: usize) -> String {
        placeholders(first, 1 + self.absorbed.len())
    }
}

/// `count` parameters from `$first` on, comma separated.
#[must_use]
pub fn placeholders(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}
