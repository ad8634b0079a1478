//! Workload of staff: points of what they hold, hours and reductions, capacity with its working, and what is put back.
//!
//! Always true: figures come from dated rows; nothing is cut to fit; capacity is told with how it came about. It knows
//! staff by id and people by nothing.

mod capacity;
mod deciding;
mod high_need;
mod policy;
mod policy_rows;
mod put_back;
mod recommend;
mod records;
mod reductions;

pub use capacity::{Capacity, capacities, capacities_of, hours_off, percent, trend, what_if_away};
pub(crate) use capacity::{capacities_on, keep_day};
pub use deciding::{
    Deciding as AllocationSaid, NewNeed, Standing as AllocationStood, allocation_records, check_deciding,
    keep_deciding, settle_need,
};
pub use high_need::HighNeedCase;
pub(crate) use high_need::high_need_people;
pub use policy::{
    AbsenceShare, Before, Display, Driver, Figures, GradeRow, HighNeed, Limit, ReductionReason, TierCapacity,
};
pub use policy_rows::{PolicyChange, PolicyRow, check_policy, set_policy};
pub use put_back::{NewPutBack, add_put_back, put_backs};
pub use recommend::{Choice, Place, recommended};
pub use records::{AllocationNeed, AllocationRecord, CapacityDay, PutBack, Reduction};
pub(crate) use records::{ContactWork, ReportWork};
pub(crate) use reductions::hours;
pub use reductions::{NewReduction, add_reduction, delete_reduction, reductions_of};
