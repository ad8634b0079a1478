//! What people do here: allocate, cover, hand over, record a tier, judge a clock, set an interval. Each action is one
//! transaction on one person; an officer's people are moved one by one behind one request, and a job finishes what a
//! crash left.

mod absence;
pub(crate) mod allocate;
mod handover;
mod judge;
mod merging;
pub(crate) mod moving;
mod policy;
pub(crate) mod tier;

pub use absence::{
    SETTLE_JOB, Settled, mark_absent, mark_returned, name_cover, note_cover, note_return, run_job, settle_staff,
};
pub(crate) use absence::{hear_of_staff, holds_cases};
pub use allocate::{Allocating, allocate};
pub use handover::{Handing, accept_handover, answer_item, start_handover};
pub(crate) use handover::{close_when_met, open_handover, progress};
pub use judge::{Judging, judge_clock, withdraw_judgement};
pub(crate) use merging::{merge, unmerge};
pub use moving::take_on;
pub(crate) use moving::{TIER_CHANGED, end_supervision};
pub use policy::set_interval;
pub use tier::record_tier;
