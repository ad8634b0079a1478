//! The room's own policy as dated rows: the days within which a provider answers, whether an officer approves plans, how far
//! ahead sessions are arranged. No number of it stands in a code path.
//!
//! Always true: a number is followed by a new row and never changed; who set it, from when and why is a record.

use kernel::{Date, Permission};
use policy::{Counts, Dated, Figure, List, New, Part, Paths, Shelf, list};
use store::{Cx, Failure, Kind, Record, Result, Table, record};

record! {
    /// A number of the policy, from a day on.
    pub struct PolicyRow in "interventions_policy", Kind::Reference, key ["name", "from_date"] {
        pub name: String,
        pub from_date: Date,
        pub number: i64,
        /// Nobody has published it: the service's own choice.
        pub assumed: bool,
        pub source: String,
    }
}

policy::changes!(PolicyChange in "interventions_policy_change");

pub(crate) const TABLES: &[&Table] = &[<PolicyRow as Record>::TABLE, <PolicyChange as Record>::TABLE];

/// Working days from the referral to the first assessment.
pub(crate) const FIRST_ASSESSMENT_DAYS: &str = "first_assessment_days";
/// Working days from the first assessment to the action plan.
pub(crate) const PLAN_DAYS: &str = "plan_days";
/// Working days from the last session to the end report.
pub(crate) const REPORT_DAYS: &str = "report_days";
/// 1 where the officer approves each plan.
pub(crate) const PLAN_APPROVAL: &str = "plan_approval";
/// Days from today within which a judgement can move a deadline.
pub(crate) const JUDGED_DAYS: &str = "judged_days";
/// Months ahead within which a session can be arranged.
pub(crate) const MONTHS_AHEAD: &str = "months_ahead";

/// Days of a period in which contacts of a treatment are counted.
pub(crate) const TREATMENT_PERIOD: &str = "treatment_period_days";
/// Days between two reviews of a court.
pub(crate) const REVIEW_APART: &str = "treatment_review_days";
const CONTACTS_MENTAL_HEALTH: &str = "treatment_contacts_mental_health";
const CONTACTS_DRUGS: &str = "treatment_contacts_drugs";
const CONTACTS_ALCOHOL: &str = "treatment_contacts_alcohol";

/// The numbers of the policy, all of them.
pub(crate) struct Numbers(Vec<PolicyRow>);

impl Numbers {
    /// # Errors
    /// When the database fails.
    pub(crate) fn read(cx: &mut Cx<'_>) -> Result<std::sync::Arc<Numbers>> {
        cx.remembered(|cx| Ok(Numbers(cx.list("ORDER BY name, from_date", &[])?)))
    }

    /// One of them on a day.
    ///
    /// # Errors
    /// When the policy has none.
    pub(crate) fn on(&self, name: &str, day: Date) -> Result<i64> {
        let row = self.0.iter().rfind(|row| row.name == name && row.from_date <= day);
        row.map(|row| row.number).ok_or_else(|| Failure::broken(format!("the policy has no {name} on {day}")))
    }
}

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

impl Dated for PolicyRow {
    const ORDER: &'static str = "ORDER BY name, from_date";

    fn code(&self) -> String {
        self.name.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let (words, counts, (least, most)) = match self.name.as_str() {
            FIRST_ASSESSMENT_DAYS => ("From the referral to the first assessment", Counts::WorkingDays, (1, 366)),
            PLAN_DAYS => ("From the first assessment to the action plan", Counts::WorkingDays, (1, 366)),
            REPORT_DAYS => ("From the last session to the end report", Counts::WorkingDays, (1, 366)),
            PLAN_APPROVAL => ("The officer approves each action plan (1: yes, 0: no)", Counts::Things, (0, 1)),
            JUDGED_DAYS => ("Ahead to which a judgement can move a deadline", Counts::Days, (1, 366)),
            MONTHS_AHEAD => ("Ahead within which a session can be arranged", Counts::Months, (1, 24)),
            TREATMENT_PERIOD => ("Period in which contacts of a treatment are counted", Counts::Days, (7, 366)),
            REVIEW_APART => ("Between two reviews of a court at least", Counts::Days, (1, 366)),
            CONTACTS_MENTAL_HEALTH => ("Contacts in a period at least, mental health", Counts::Things, (0, 100)),
            CONTACTS_DRUGS => ("Contacts in a period at least, drugs", Counts::Things, (0, 100)),
            CONTACTS_ALCOHOL => ("Contacts in a period at least, alcohol", Counts::Things, (0, 100)),
            other => (other, Counts::Things, (0, u32::MAX)),
        };
        let part = Part {
            name: "number".to_owned(),
            words: "Number".to_owned(),
            counts,
            number: u32::try_from(self.number).ok(),
            may_be_open: false,
            least,
            most,
            rising: None,
        };
        Some(Figure {
            code: self.name.clone(),
            words: words.to_owned(),
            parts: vec![part],
            from: self.from_date,
            until: None,
            assumed: self.assumed,
            source: self.source.clone(),
            rewords: None,
            may_end: false,
        })
    }

    fn anew(&self, new: &New, source: String) -> PolicyRow {
        let number = new.number(0).map_or(self.number, i64::from);
        PolicyRow { from_date: new.from, number, assumed: false, source, ..self.clone() }
    }
}
