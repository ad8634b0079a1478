//! The numbers of the room's policy as pages and calls that set them anew from a day to come. A number is followed by a new
//! row and never changed: what was told under the old one keeps it.

use crate::policy::WorkPolicy;
use kernel::Permission;
use policy::{List, Paths, Shelf, list};
use store::{Record, Table};

policy::changes!(WorkPolicyChange in "work_policy_change");

pub(crate) const TABLES: &[&Table] = &[<WorkPolicyChange as Record>::TABLE];

struct UnpaidWork;

impl Shelf for UnpaidWork {
    type Changes = WorkPolicyChange;
    const PATHS: Paths = policy::paths!("/policy/unpaid-work", "/api/v1/policy/unpaid-work");
    const TITLE: &'static str = "Unpaid work: minutes, sessions and pace";
    const ABOUT: &'static str = "What may count as education or travel, what a stand-down counts, how long and large a session may be, and what pace is expected.";
    const READ: Permission = Permission::ReadProvision;
    const SET: Permission = Permission::Administer;
    const LISTS: &'static [List] = &[list::<WorkPolicy>(
        "numbers",
        "Numbers of unpaid work",
        "Sessions and orders from that day on go by the new row. What was told before keeps its number.",
    )];
}

pub(crate) fn routes() -> Vec<web::Route> {
    policy::routes::<UnpaidWork>()
}
