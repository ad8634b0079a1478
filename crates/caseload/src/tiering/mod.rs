//! Tiers: worked out anew when a life changes and overnight, kept with their working, and overridden by a manager alone.
//!
//! Always true: both tiers are always computed and shown; what is in force follows from the facts and a manager's tier,
//! whatever the order in which they came; each change of it is counted with the officer's workload at the time.

mod facts;
mod nightly;
mod proposals;
mod recalculate;
mod records;
mod rules;

pub use nightly::{TIER_JOB, begin_nights, recalculate_slice, run_tier_job, weigh_everybody};
pub(crate) use nightly::{begin_run, latest_runs, plan_tonight};
pub use proposals::{
    Deciding, ProposalLine, decide_proposal, end_recorded_tier, proposals_of, propose_tier, waiting_proposals,
};
pub(crate) use proposals::{change_counts_of, computed_now, overtake};
pub use recalculate::recalculate;
pub(crate) use recalculate::{hear_breach, settle, standing_record};
pub use records::{ChangeKind, Direction, ProposalState, TierChange, TierNow, TierProposal, TierResult, TierRun};
pub(crate) use records::{Enforced, TierRecordEnd, WaitingProposal};
