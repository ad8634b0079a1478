//! The closed list of facts that rooms tell each other: a name, a version, ids and dates, never a name or a note.
//!
//! Always true: an event is told inside the transaction that made it so; a new fact is a new variant, a changed shape is
//! a new version. It does not know who listens.

use kernel::{
    AllocationId, AssessmentId, BreachId, ContactId, Date, EnquiryId, EventId, FailureId, GroupId, HandoverId,
    MessageId, MilestoneId, OfferId, OrderId, PersonId, PlacementId, PowerId, ProgrammeCaseId, ProjectId, PromiseId,
    ReferralId, RegistrationId, ReportId, ReportRequestId, RequirementId, ReviewId, ServiceId, StaffId, TeamId,
    TreatmentId, WaitingId, WarningId,
};
use serde::{Deserialize, Serialize};

macro_rules! domain_events {
    ($($(#[$doc:meta])* $variant:ident = $name:literal $version:literal { $($(#[$fdoc:meta])* $field:ident : $ty:ty),* $(,)? }),* $(,)?) => {
        /// A fact that a room tells.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "name")]
        pub enum DomainEvent {
            $($(#[$doc])* #[serde(rename = $name)] $variant { $($(#[$fdoc])* $field: $ty),* }),*
        }

        impl DomainEvent {
            /// Every name, for the enumerating tests and the events page.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The name under which receivers know it.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(DomainEvent::$variant { .. } => $name),* }
            }

            /// The version of its shape.
            #[must_use]
            pub fn version(&self) -> i64 {
                match self { $(DomainEvent::$variant { .. } => $version),* }
            }
        }
    };
}

/// What a person is supervised on, first of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupervisedOn {
    /// A community order, suspended sentence order or youth order.
    Order,
    /// A custodial sentence being served in prison.
    Custody,
    /// A licence after release.
    Licence,
    /// A report asked for by a court, before sentence.
    PreSentence,
    /// Contact that the person agreed to.
    Voluntary,
}

domain_events! {
    /// A person's record was opened.
    PersonCreated = "person.created" 1 { person: PersonId },
    /// Names, identifiers or another card of details changed; `part` names the card.
    PersonAmended = "person.amended" 1 { person: PersonId, part: String },
    /// The main address changed.
    AddressChanged = "person.address-changed" 1 { person: PersonId, from: Date },
    /// Two records are one person; `person` is the survivor.
    PersonMerged = "person.merged" 1 { person: PersonId, absorbed: PersonId },
    /// A merge was undone; `person` is the former survivor.
    PersonUnmerged = "person.unmerged" 1 { person: PersonId, released: PersonId },
    /// Exclusions or restrictions of a person changed.
    RestrictionChanged = "person.restriction-changed" 1 { person: PersonId },

    /// A court matter or voluntary contact was opened.
    EventOpened = "event.opened" 1 { person: PersonId, event: EventId, on: Date },
    /// An offence of an event was added, corrected, removed or made the main one.
    OffenceChanged = "offence.changed" 1 { person: PersonId, event: EventId },
    /// A court passed an order or custodial sentence.
    OrderMade = "order.made" 1 { person: PersonId, event: EventId, order: OrderId, on: Date },
    /// An order's dates, length or requirements changed.
    OrderAmended = "order.amended" 1 { person: PersonId, event: EventId, order: OrderId, on: Date },
    /// An order ended; `reason` is a code.
    OrderEnded = "order.ended" 1 { person: PersonId, event: EventId, order: OrderId, on: Date, reason: String },
    /// An order's end was undone.
    OrderReopened = "order.reopened" 1 { person: PersonId, event: EventId, order: OrderId },
    /// A requirement joined an order.
    RequirementAdded = "requirement.added" 1 { person: PersonId, order: OrderId, requirement: RequirementId, kind: String },
    /// A requirement's length or dates changed.
    RequirementAmended = "requirement.amended" 1 { person: PersonId, order: OrderId, requirement: RequirementId },
    /// A requirement ended; `reason` is a code.
    RequirementEnded = "requirement.ended" 1 { person: PersonId, order: OrderId, requirement: RequirementId, on: Date, reason: String },
    /// Progress on a requirement was added or taken back.
    ProgressRecorded = "requirement.progress-recorded" 1 { person: PersonId, requirement: RequirementId, on: Date },
    /// A person came under supervision who was not before. `arrived` is the day on which the service learned of it,
    /// from which the allocation clock runs.
    SupervisionBegan = "supervision.began" 1 { person: PersonId, on: Date, arrived: Date, basis: SupervisedOn },
    /// What a supervised person is supervised on changed, such as custody to licence.
    SupervisionChanged = "supervision.changed" 1 { person: PersonId, on: Date, basis: SupervisedOn },
    /// The last thing on which a person was supervised ended.
    SupervisionEnded = "supervision.ended" 1 { person: PersonId, on: Date },

    /// A court asked for a report.
    ReportRequested = "report.requested" 1 { person: PersonId, event: EventId, request: ReportRequestId, due: Option<Date> },
    /// A report to a court was signed; `kind` is oral, fast or standard, `staff` who wrote it.
    ReportSigned = "report.signed" 2 { person: PersonId, report: ReportId, on: Date, kind: String, staff: Option<StaffId> },
    /// A court's result was taken into a person's record.
    CourtResultRecorded = "court.result-recorded" 1 { person: PersonId, event: EventId, message: MessageId },
    /// A breach or application about an order was heard or listed.
    BreachHeard = "court.breach-heard" 1 { person: PersonId, order: OrderId, on: Date, outcome: String },

    /// Something that happened was written into the log.
    ContactRecorded = "contact.recorded" 1 { person: PersonId, contact: ContactId, on: Date, kind: String, staff: Option<StaffId>, with_person: bool },
    /// A future contact was arranged. `first_meeting` is true when it is the person's first with their own officer.
    AppointmentArranged = "appointment.arranged" 1 { person: PersonId, contact: ContactId, on: Date, kind: String, staff: Option<StaffId>, first_meeting: bool },
    /// An appointment moved to another day or officer.
    AppointmentMoved = "appointment.moved" 1 { person: PersonId, contact: ContactId, from: Date, on: Date, staff: Option<StaffId> },
    /// An appointment was cancelled.
    AppointmentCancelled = "appointment.cancelled" 1 { person: PersonId, contact: ContactId, on: Date },
    /// What became of a contact was recorded or corrected. Unknown is not "no".
    OutcomeRecorded = "contact.outcome-recorded" 1 {
        person: PersonId, contact: ContactId, on: Date, kind: String, outcome: String,
        attended: Option<bool>, complied: Option<bool>, staff: Option<StaffId>, national_standard: bool, group: bool, corrects: bool,
    },

    /// An assessment was signed and locked; `kind` is initial, full or review.
    AssessmentSigned = "assessment.signed" 1 { person: PersonId, assessment: AssessmentId, on: Date, kind: String },
    /// The scores of a person were computed anew and differ from the last.
    ScoresChanged = "risk.scores-changed" 1 { person: PersonId, on: Date },
    /// The level of risk of serious harm changed; `level` is low, medium, high or very_high.
    RiskLevelChanged = "risk.level-changed" 1 { person: PersonId, level: String, on: Date },
    /// A registration (flag) was made.
    Registered = "registration.made" 1 { person: PersonId, registration: RegistrationId, kind: String, on: Date },
    /// A registration ended.
    Deregistered = "registration.ended" 1 { person: PersonId, registration: RegistrationId, kind: String, on: Date },
    /// An enquiry was answered and waits to be analysed.
    EnquiryAnswered = "enquiry.answered" 1 { person: PersonId, enquiry: EnquiryId, on: Date },
    /// A review of the assessment became due; `reason` is a code.
    ReviewDue = "review.due" 1 { person: PersonId, review: ReviewId, reason: String, due: Date },
    /// A due review was done, or an officer decided that none is needed.
    ReviewSettled = "review.settled" 1 { person: PersonId, review: ReviewId, on: Date },

    /// A place was offered to somebody who waited; it is kept for them until `answer_by`.
    PlaceOffered = "place.offered" 1 { person: PersonId, waiting: WaitingId, offer: OfferId, starts: Date, answer_by: Date },
    /// A person began what a requirement asks for.
    RequirementBegan = "requirement.began" 1 { person: PersonId, requirement: RequirementId, on: Date },
    /// The day by which a requirement begins was promised when its order was made.
    StartPromised = "start.promised" 1 { person: PersonId, promise: PromiseId, order: OrderId, requirement: RequirementId, on: Date },

    /// A person was referred to a service; without a requirement it is by agreement, to meet a need.
    ReferralMade = "referral.made" 1 {
        person: PersonId, referral: ReferralId, service: ServiceId, offer: OfferId, requirement: Option<RequirementId>, on: Date,
    },
    /// A referral came to its end; `outcome` is completed, ended-early or withdrawn.
    ReferralEnded = "referral.ended" 1 {
        person: PersonId, referral: ReferralId, requirement: Option<RequirementId>, on: Date, outcome: String,
    },

    /// A failure to comply was decided, or a decision was taken back (`decision` is then empty).
    FailureDecided = "failure.decided" 1 { person: PersonId, failure: FailureId, order: Option<OrderId>, on: Date, decision: String },
    /// A warning was given under an order; `until` is the last day of its window, where the order has one.
    WarningGiven = "warning.given" 1 { person: PersonId, warning: WarningId, order: OrderId, on: Date, until: Option<Date> },
    /// A breach of an order was instructed.
    BreachInstructed = "breach.instructed" 1 { person: PersonId, breach: BreachId, order: OrderId, on: Date },
    /// A breach came to its end: the court's result, or that it was withdrawn or discontinued. `outcome` is a code.
    BreachEnded = "breach.ended" 1 { person: PersonId, breach: BreachId, order: OrderId, on: Date, outcome: String },
    /// An officer used a power, or took its use back (`undone`); `kind` is the code of the power.
    PowerUsed = "power.used" 1 { person: PersonId, power: PowerId, order: OrderId, on: Date, kind: String, undone: bool },
    /// A person reached a milestone; `kind` is its code.
    MilestoneReached = "milestone.reached" 1 { person: PersonId, milestone: MilestoneId, order: Option<OrderId>, on: Date, kind: String },

    /// Somebody who waited has a place and said yes to it.
    PlaceTaken = "place.taken" 1 { person: PersonId, waiting: WaitingId, offer: OfferId, group: Option<GroupId>, starts: Date },
    /// A place that was kept for somebody is free again.
    PlaceReleased = "place.released" 1 { person: PersonId, waiting: WaitingId, offer: OfferId, group: Option<GroupId> },
    /// A programme is complete: everything attended, and the review held where its plan asks for one. Told once.
    ProgrammeCompleted = "programme.completed" 1 { person: PersonId, case: ProgrammeCaseId, requirement: Option<RequirementId>, on: Date },
    /// Consent to a treatment was given or withdrawn.
    TreatmentConsent = "treatment.consent" 1 { person: PersonId, treatment: TreatmentId, given: bool, on: Date },
    /// A treatment began; `kind` is its code.
    TreatmentBegan = "treatment.began" 1 { person: PersonId, treatment: TreatmentId, requirement: Option<RequirementId>, on: Date, kind: String },
    /// A treatment ended; `reason` is a code.
    TreatmentEnded = "treatment.ended" 1 { person: PersonId, treatment: TreatmentId, requirement: Option<RequirementId>, on: Date, reason: String },
    /// A person was given a place at a project of unpaid work, from a day on.
    WorkPlaced = "unpaid-work.placed" 1 { person: PersonId, placement: PlacementId, requirement: RequirementId, project: ProjectId, from: Date },
    /// A person's place at a project ends; `until` is its last day. `reason` is a code.
    WorkPlacementEnded = "unpaid-work.placement-ended" 1 { person: PersonId, placement: PlacementId, project: ProjectId, until: Date, reason: String },

    /// A person was allocated to a responsible officer.
    Allocated = "person.allocated" 1 { person: PersonId, allocation: AllocationId, staff: StaffId, team: TeamId, on: Date },
    /// A person is on the unallocated list of a team.
    Unallocated = "person.unallocated" 1 { person: PersonId, team: Option<TeamId>, on: Date },
    /// A named officer covers for the responsible officer.
    CoverArranged = "person.cover-arranged" 1 { person: PersonId, staff: StaffId, on: Date },
    /// Cover ended and the responsible officer is back.
    CoverEnded = "person.cover-ended" 1 { person: PersonId, on: Date },
    /// A handover from one officer to another began.
    HandoverStarted = "handover.started" 1 { person: PersonId, handover: HandoverId, to: StaffId, meet_by: Date },
    /// The receiving officer accepted the handover.
    HandoverAccepted = "handover.accepted" 1 { person: PersonId, handover: HandoverId, by: StaffId },
    /// A manager recorded a tier.
    TierRecorded = "tier.recorded" 1 { person: PersonId, tier: String, on: Date },
    /// A recorded judgement stopped or moved a clock.
    ClockJudged = "clock.judged" 1 { person: PersonId, clock: String, until: Option<Date> },

    /// A member of staff is away from a day on.
    StaffAway = "staff.away" 1 { staff: StaffId, from: Date },
    /// A member of staff is back.
    StaffReturned = "staff.returned" 1 { staff: StaffId, on: Date },
    /// A member of staff left.
    StaffLeft = "staff.left" 1 { staff: StaffId, on: Date },
}

impl DomainEvent {
    /// The person whom it is about, if it is about one.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        use DomainEvent as E;
        match self {
            E::StaffAway { .. } | E::StaffReturned { .. } | E::StaffLeft { .. } => None,
            E::PersonCreated { person }
            | E::PersonAmended { person, .. }
            | E::AddressChanged { person, .. }
            | E::PersonMerged { person, .. }
            | E::PersonUnmerged { person, .. }
            | E::RestrictionChanged { person }
            | E::EventOpened { person, .. }
            | E::OffenceChanged { person, .. }
            | E::OrderMade { person, .. }
            | E::OrderAmended { person, .. }
            | E::OrderEnded { person, .. }
            | E::OrderReopened { person, .. }
            | E::RequirementAdded { person, .. }
            | E::RequirementAmended { person, .. }
            | E::RequirementEnded { person, .. }
            | E::ProgressRecorded { person, .. }
            | E::SupervisionBegan { person, .. }
            | E::SupervisionChanged { person, .. }
            | E::SupervisionEnded { person, .. }
            | E::ReportRequested { person, .. }
            | E::ReportSigned { person, .. }
            | E::CourtResultRecorded { person, .. }
            | E::BreachHeard { person, .. }
            | E::ContactRecorded { person, .. }
            | E::AppointmentArranged { person, .. }
            | E::AppointmentMoved { person, .. }
            | E::AppointmentCancelled { person, .. }
            | E::OutcomeRecorded { person, .. }
            | E::AssessmentSigned { person, .. }
            | E::ScoresChanged { person, .. }
            | E::RiskLevelChanged { person, .. }
            | E::Registered { person, .. }
            | E::Deregistered { person, .. }
            | E::EnquiryAnswered { person, .. }
            | E::ReviewDue { person, .. }
            | E::ReviewSettled { person, .. }
            | E::PlaceOffered { person, .. }
            | E::RequirementBegan { person, .. }
            | E::StartPromised { person, .. }
            | E::ReferralMade { person, .. }
            | E::ReferralEnded { person, .. }
            | E::FailureDecided { person, .. }
            | E::WarningGiven { person, .. }
            | E::BreachInstructed { person, .. }
            | E::BreachEnded { person, .. }
            | E::PowerUsed { person, .. }
            | E::MilestoneReached { person, .. }
            | E::PlaceTaken { person, .. }
            | E::PlaceReleased { person, .. }
            | E::ProgrammeCompleted { person, .. }
            | E::TreatmentConsent { person, .. }
            | E::TreatmentBegan { person, .. }
            | E::TreatmentEnded { person, .. }
            | E::WorkPlaced { person, .. }
            | E::WorkPlacementEnded { person, .. }
            | E::Allocated { person, .. }
            | E::Unallocated { person, .. }
            | E::CoverArranged { person, .. }
            | E::CoverEnded { person, .. }
            | E::HandoverStarted { person, .. }
            | E::HandoverAccepted { person, .. }
            | E::TierRecorded { person, .. }
            | E::ClockJudged { person, .. } => Some(*person),
        }
    }
}
