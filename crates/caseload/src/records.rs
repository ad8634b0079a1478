//! The tables of this room. Recorded facts first, then the views that lists read; a view can be rebuilt from the facts.

use crate::tiering::{
    Enforced, TierChange, TierNow, TierProposal, TierRecordEnd, TierResult, TierRun, WaitingProposal,
};
use crate::workload::{AllocationNeed, AllocationRecord, CapacityDay, PutBack, Reduction};
use jiff::civil::Date;
use kernel::{AbsenceId, AllocationId, ContactId, EntryId, HandoverId, Instant, PersonId, StaffId, TeamId};
use store::{Kind, Record, codes, record};
use uuid::Uuid;

codes! {
    /// Which kind of holder a stint names.
    pub enum HolderKind {
        Officer = "officer",
        Cover = "cover",
        Unallocated = "unallocated",
    }
}

codes! {
    /// What made a stint begin.
    pub enum Cause {
        Began = "began",
        Allocated = "allocated",
        /// Staff went away, left, were covered or returned.
        Presence = "presence",
        Merged = "merged",
    }
}

codes! {
    pub enum EffectKind {
        Stop = "stop",
        Move = "move",
    }
}

codes! {
    pub enum AnswerKind {
        Passed = "passed",
        NotApplicable = "not-applicable",
        Missing = "missing",
    }
}

record! {
    /// One run of time with one holder. `officer_id` is the officer, the officer covered for, or the one awaited.
    pub struct StintRow in "stint", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: AllocationId,
        pub holder: HolderKind,
        pub officer_id: Option<StaffId>,
        pub cover_id: Option<StaffId>,
        pub officer_left: bool,
        pub team_id: TeamId,
        pub began_at: Instant,
        pub ended_at: Option<Instant>,
        pub supervision_ended: bool,
        pub cause: Cause,
        pub reason_code: Option<String>,
        pub note: Option<String>,
        pub author: String,
    }
}

record! {
    /// From which days the clocks around a person count. One row for each person who is or was supervised.
    pub struct Standing in "standing", Kind::Person, key ["person_id"] {
        pub person_id: PersonId,
        pub supervised_since: Date,
        pub ended_on: Option<Date>,
        /// The day on which there was first something to allocate: the result arrived, or the officer went.
        pub arrived_on: Date,
        pub held_since: Date,
        /// The day of allocation to the present own officer.
        pub allocated_on: Option<Date>,
        pub released_on: Option<Date>,
        pub in_custody: bool,
        pub tier: Option<String>,
    }
}

record! {
    /// Who covers for a member of staff while they are away or after they left.
    pub struct StaffCover in "staff_cover", Kind::Subject, key ["staff_id"] {
        pub staff_id: StaffId,
        pub cover_id: Option<StaffId>,
        pub named_on: Date,
        pub version: i64,
    }
}

record! {
    /// The absences that the organisation recorded and that stand, so that who is at work is one look.
    pub struct AbsenceRow in "view_absence", Kind::View, key ["staff_id", "id"] {
        pub staff_id: StaffId,
        pub id: AbsenceId,
        pub has_left: bool,
        pub first_day: Date,
        pub last_day: Option<Date>,
    }
}

record! {
    /// A tier as a manager recorded it.
    pub struct TierRecord in "tier_record", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub tier: String,
        pub recorded_on: Date,
        pub author: String,
        pub reason: String,
    }
}

record! {
    /// A judgement on a clock.
    pub struct JudgementRow in "clock_judgement", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub clock: String,
        pub effect: EffectKind,
        pub until: Date,
        pub made_on: Date,
        pub author: String,
        pub reason: String,
        pub withdrawn_at: Option<Instant>,
        pub withdrawn_by: Option<String>,
        pub withdrawn_why: Option<String>,
        pub version: i64,
    }
}

record! {
    /// A handover. Open until the new officer has accepted it and met the person, or the person moved on.
    pub struct HandoverRow in "handover", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: HandoverId,
        pub from_staff_id: StaffId,
        pub to_staff_id: StaffId,
        pub team_id: TeamId,
        pub started_on: Date,
        pub met_by: Date,
        pub accepted_at: Option<Instant>,
        pub accepted_by: Option<StaffId>,
        pub closed_on: Option<Date>,
        pub closed_why: Option<String>,
        pub version: i64,
    }
}

record! {
    /// What the outgoing officer said about one item of a handover.
    pub struct HandoverItem in "handover_item", Kind::Person, key ["person_id", "handover_id", "item"] {
        pub person_id: PersonId,
        pub handover_id: HandoverId,
        pub item: String,
        pub answer: AnswerKind,
        pub words: String,
        pub who: Option<String>,
        pub by_day: Option<Date>,
    }
}

record! {
    /// An interval that the service set itself.
    pub struct IntervalRow in "contact_interval", Kind::Reference, key ["id"] {
        pub id: EntryId,
        pub tier: String,
        pub days: u32,
        pub from_day: Date,
        pub author: String,
        pub reason: String,
        pub recorded_at: Instant,
    }
}

record! {
    /// On which list a supervised person stands, with what lists sort and filter by.
    pub struct CaseRow in "view_caseload", Kind::View, key ["person_id"] {
        pub person_id: PersonId,
        pub list_kind: HolderKind,
        /// The officer, the cover, or the team.
        pub list_id: Uuid,
        pub team_id: TeamId,
        pub stint_id: AllocationId,
        pub officer_id: Option<StaffId>,
        pub officer_left: bool,
        pub held_since: Date,
        pub supervised_since: Date,
        pub allocated_on: Option<Date>,
        pub allocate_by: Option<Date>,
        pub tier: Option<String>,
        pub in_custody: bool,
        pub last_contact: Option<Date>,
        pub contact_due: Date,
        /// The last appointment arranged; ahead or, with a gap beside it, behind.
        pub last_arranged: Option<Date>,
        /// The two-part tier as computed, by which the case has its points.
        pub two_part: Option<String>,
        pub points: i64,
        /// Points for need without risk.
        pub allowance: i64,
    }
}

record! {
    /// A gap and the first day on which it shows, once for each who sees it. Without `staff_id` it is the manager's.
    pub struct GapRow in "view_gap", Kind::View, key ["person_id", "number"] {
        pub person_id: PersonId,
        pub number: i64,
        pub kind: String,
        pub rank: i64,
        pub team_id: TeamId,
        pub staff_id: Option<StaffId>,
        pub shows_from: Date,
        /// The last day on which it shows; another gap takes over then.
        pub shows_until: Option<Date>,
        pub due_on: Option<Date>,
        pub contact_id: Option<ContactId>,
    }
}

record! {
    /// What this room heard of a contact with a person: enough for the clocks, nothing of its content.
    pub struct Meeting in "view_meeting", Kind::View, key ["person_id", "contact_id"] {
        pub person_id: PersonId,
        pub contact_id: ContactId,
        pub on_day: Date,
        pub staff_id: Option<StaffId>,
        pub arranged_on: Date,
        pub is_appointment: bool,
        pub has_outcome: bool,
        pub attended: bool,
        /// Neither with others nor an induction: the only kind that can be a first meeting with one's officer.
        pub one_to_one: bool,
    }
}

/// Every table of this room.
pub const TABLES: &[&store::Table] = &[
    <StintRow as Record>::TABLE,
    <Standing as Record>::TABLE,
    <StaffCover as Record>::TABLE,
    <AbsenceRow as Record>::TABLE,
    <TierRecord as Record>::TABLE,
    <JudgementRow as Record>::TABLE,
    <HandoverRow as Record>::TABLE,
    <HandoverItem as Record>::TABLE,
    <IntervalRow as Record>::TABLE,
    <CaseRow as Record>::TABLE,
    <GapRow as Record>::TABLE,
    <Meeting as Record>::TABLE,
    <crate::held::HeldRow as Record>::TABLE,
    <TierResult as Record>::TABLE,
    <TierRecordEnd as Record>::TABLE,
    <TierChange as Record>::TABLE,
    <TierProposal as Record>::TABLE,
    <TierNow as Record>::TABLE,
    <WaitingProposal as Record>::TABLE,
    <Enforced as Record>::TABLE,
    <TierRun as Record>::TABLE,
    <Reduction as Record>::TABLE,
    <PutBack as Record>::TABLE,
    <CapacityDay as Record>::TABLE,
    <crate::workload::ReportWork as Record>::TABLE,
    <crate::workload::ContactWork as Record>::TABLE,
    <crate::workload::PolicyRow as Record>::TABLE,
    <AllocationRecord as Record>::TABLE,
    <AllocationNeed as Record>::TABLE,
    <crate::reallocation::Reallocation as Record>::TABLE,
    <crate::reallocation::PersonMove as Record>::TABLE,
    <crate::meetings::StaffMeeting as Record>::TABLE,
    <crate::meetings::MeetingAction as Record>::TABLE,
];
