//! The room `caseload`: allocation, cover, handover, and the promise that nobody is lost.
//!
//! Its words: a *stint* is a run of time for which one *holder* (officer, cover or a team's unallocated list) had a
//! person; a *gap* is something that should be there for a supervised person and is not; a *judgement* stops or moves a
//! clock and says why. Always true: a supervised person is on exactly one list, and each gap is on somebody's screen on
//! the day it opens. It does not know names, why somebody is supervised, or what a contact was about.

mod actions;
mod allocation;
mod api;
mod bulk;
mod deadlines;
#[cfg(test)]
mod example;
mod facts;
mod gaps;
mod handover;
mod held;
mod judgement;
mod listening;
mod lists;
mod meetings;
mod pages;
mod policy;
mod reallocation;
mod receiving;
mod records;
mod responsibility;
#[cfg(test)]
mod sequences;
mod tiering;
mod views;
mod workload;

pub use actions::{
    Allocating, Handing, Judging, SETTLE_JOB, Settled, accept_handover, allocate, answer_item, judge_clock,
    mark_absent, mark_returned, name_cover, note_cover, note_return, record_tier, run_job, set_interval, settle_staff,
    start_handover, take_on, withdraw_judgement,
};
pub use allocation::{Candidate, Request, check_allocation, check_cover, check_tier};
pub use bulk::{BulkAllocation, BulkCase, fill};
pub use deadlines::{
    Attended, FirstMeetingDue, MeetingKind, Met, Standards, Started, allocation_due, days_over, first_meeting_due, met,
    next_contact_due,
};
pub use gaps::{
    Appointment, Facts, Gap, GapKind, HandoverFacts, Rules, Seer, Watch, contact_clock, contact_clock_start, gaps,
    watches,
};
pub use handover::{Answer, Entry, State, check_acceptance, check_answer, check_met_by, state};
pub use held::{HeldRow, rebuild_held};
pub use judgement::{Clock, Effect, Judged, Judgement, LONGEST_JUDGEMENT, check as check_judgement, judged};
pub use listening::LISTENERS;
pub use lists::{
    BoardPage, BoardQuery, CaseFilter, CaseOrder, CasePage, ContactClock, FirstMeeting, Held, Load, Responsibility,
    Scope, ShownGap, board, board_counts, board_question, cases, contact_clock_of, first_meeting_of, gaps_of, loads,
    lost, responsibility_history, responsible, standing_questions, unallocated, unallocated_question,
};
pub use meetings::{
    MeetingAction, MeetingHeld, Promise, StaffMeeting, actions_for as meeting_actions_for, amend_meeting,
    finish_action, meeting_panel, meetings_of, open_actions_of, promise, record_meeting,
};
pub use pages::TeamPanel;
pub use policy::{
    CUSTODY, Interval, Intervals, Item, LONGEST_INTERVAL, Reason, ReasonKind, Shipped, TIERS, UNTIERED, check_interval,
    shipped,
};
pub use reallocation::{
    MoveState, NewReallocation, PersonMove, Progress, REALLOCATION_JOB, Reallocation, WhoMoves, begin_reallocation,
    move_slice, progress as reallocation_progress, reallocation, run_reallocation_job,
};
pub use records::{CaseRow, Cause, HolderKind, TABLES};
pub use responsibility::{Ending, Flaw, Holder, List, Presence, Served, Stint, Timeline, acting_for, settled};
pub use tiering::{
    ChangeKind, Deciding, Direction, ProposalLine, ProposalState, TIER_JOB, TierChange, TierNow, TierProposal,
    TierResult, TierRun, begin_nights, decide_proposal, end_recorded_tier, proposals_of, propose_tier, recalculate,
    recalculate_slice, run_tier_job, waiting_proposals, weigh_everybody,
};
pub use workload::{
    AbsenceShare, AllocationNeed, AllocationRecord, AllocationSaid, AllocationStood, Before, Capacity, CapacityDay,
    Choice, Display, Driver, Figures, GradeRow, HighNeed, HighNeedCase, Limit, NewNeed, NewPutBack, NewReduction,
    Place, PolicyChange, PolicyRow, PutBack, Reduction, ReductionReason, TierCapacity, add_put_back, add_reduction,
    allocation_records, capacities, capacities_of, check_deciding, check_policy, delete_reduction, hours_off,
    keep_deciding, percent, put_backs, recommended, reductions_of, set_policy, settle_need, trend, what_if_away,
};

/// Puts the nightly recalculation of tiers into the queue, once for a database. The caller describes it.
///
/// # Errors
/// When the database fails.
pub fn seed(cx: &mut store::Cx<'_>) -> store::Result<()> {
    const PLANNED: &str = "caseload.tiers-planned";
    if cx.setting(PLANNED)?.is_some() {
        return Ok(());
    }
    cx.set_setting(PLANNED, "yes")?;
    tiering::plan_tonight(cx)
}

/// The pages and API calls of this room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes(), meetings::routes(), reallocation::routes()].concat()
}
