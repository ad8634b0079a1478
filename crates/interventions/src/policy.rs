//! The room's own policy as dated rows: the days within which a provider answers, whether an officer approves plans, how far
//! ahead sessions are arranged. No number of it stands in a code path.
//!
//! Always true: a number is followed by a new row and never changed; who set it, from when and why is a record.

use kernel::Permission;
use policy::{List, Paths, Shelf, list};
use store::{Record, Table};

policy::numbers! {
    PolicyRow in "interventions_policy", of "referrals and treatment" {
        /// Working days from the referral to the first assessment.
        FIRST_ASSESSMENT_DAYS = "first_assessment_days", "From the referral to the first assessment", WorkingDays, 1..=366;
        /// Working days from the first assessment to the action plan.
        PLAN_DAYS = "plan_days", "From the first assessment to the action plan", WorkingDays, 1..=366;
        /// Working days from the last session to the end report.
        REPORT_DAYS = "report_days", "From the last session to the end report", WorkingDays, 1..=366;
        /// 1 where the officer approves each plan.
        PLAN_APPROVAL = "plan_approval", "The officer approves each action plan (1: yes, 0: no)", Things, 0..=1;
        /// Days from today within which a judgement can move a deadline.
        JUDGED_DAYS = "judged_days", "Ahead to which a judgement can move a deadline", Days, 1..=366;
        /// Months ahead within which a session can be arranged.
        MONTHS_AHEAD = "months_ahead", "Ahead within which a session can be arranged", Months, 1..=24;
        /// Days of a period in which contacts of a treatment are counted.
        TREATMENT_PERIOD = "treatment_period_days", "Period in which contacts of a treatment are counted", Days, 7..=366;
        /// Days between two reviews of a court.
        REVIEW_APART = "treatment_review_days", "Between two reviews of a court at least", Days, 1..=366;
        CONTACTS_MENTAL_HEALTH = "treatment_contacts_mental_health", "Contacts in a period at least, mental health", Things, 0..=100;
        CONTACTS_DRUGS = "treatment_contacts_drugs", "Contacts in a period at least, drugs", Things, 0..=100;
        CONTACTS_ALCOHOL = "treatment_contacts_alcohol", "Contacts in a period at least, alcohol", Things, 0..=100;
    }
}

policy::changes!(PolicyChange in "interventions_policy_change");

pub(crate) const TABLES: &[&Table] = &[<PolicyRow as Record>::TABLE, <PolicyChange as Record>::TABLE];

pub(crate) type Numbers = policy::Numbers<PolicyRow>;

struct Interventions;

impl Shelf for Interventions {
    type Changes = PolicyChange;
    const PATHS: Paths = policy::paths!("/policy/interventions", "/api/v1/policy/interventions");
    const TITLE: &'static str = "Referrals, providers and treatment";
    const ABOUT: &'static str = "Within how many days providers assess, plan and report, and who approves a plan.";
    const READ: Permission = Permission::ReadProvision;
    const SET: Permission = Permission::ManageProvision;
    const LISTS: &'static [List] = &[list::<PolicyRow>(
        "numbers",
        "Numbers of referrals and treatment",
        "Deadlines that begin from that day on go by the new row. Those that run already keep theirs.",
    )];
}

pub(crate) fn routes() -> Vec<web::Route> {
    policy::routes::<Interventions>()
}
