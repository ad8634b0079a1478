//! The policy of the room as pages and calls that set it anew from a day to come: its numbers, and what each outcome of a
//! register counts. A row is followed by a new one and never changed: what was told under the old one keeps it.

use crate::policy::WorkPolicy;
use crate::sessions::{ADDING_OUTCOMES, WorkOutcome};
use kernel::Permission;
use policy::{List, Paths, Shelf, list};
use store::{Record, Table};

policy::changes!(WorkPolicyChange in "work_policy_change");

pub(crate) const TABLES: &[&Table] = &[<WorkPolicyChange as Record>::TABLE];

struct UnpaidWork;

impl Shelf for UnpaidWork {
    type Changes = WorkPolicyChange;
    const PATHS: Paths = policy::paths!("/policy/unpaid-work", "/api/v1/policy/unpaid-work");
    const TITLE: &'static str = "Unpaid work: minutes, sessions, projects and nominations";
    const ABOUT: &'static str = "What may count as education or travel, what each outcome of a register counts, how long and large a session may be, what pace is expected, and what holds for projects and for nominations by the public.";
    const READ: Permission = Permission::ReadProvision;
    const SET: Permission = Permission::Administer;
    const LISTS: &'static [List] = &[
        list::<WorkPolicy>(
            "numbers",
            "Numbers of unpaid work",
            "Sessions, orders, projects and nominations from that day on go by the new row. What was told before keeps its number.",
        ),
        list::<WorkOutcome>(
            "outcomes",
            "Outcomes of a register, and what each counts",
            "Sessions of that day and after offer the rows that hold then. What was told before keeps what it counted.",
        )
        .with(ADDING_OUTCOMES),
    ];
}

pub(crate) fn routes() -> Vec<web::Route> {
    policy::routes::<UnpaidWork>()
}
