//! The numbers of the room's policy as pages and calls that set them anew from a day to come. A number is followed by a new
//! row and never changed: what was told under the old one keeps it.

use crate::policy::{
    EDUCATION_PERCENT, FINISH_MONTHS, FIRST_SESSION, LEAST_A_WEEK, MOST_A_DAY, MOST_PLACES, PLAN_WEEKS, STOOD_DOWN,
    STOOD_DOWN_AHEAD, TRAVEL_EACH_WAY, TRAVEL_MOST, WorkPolicy,
};
use kernel::Permission;
use policy::{Counts, Dated, Figure, List, New, Part, Paths, Shelf, list};
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

impl Dated for WorkPolicy {
    const ORDER: &'static str = "ORDER BY name, from_date";

    fn code(&self) -> String {
        self.name.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let (words, counts, (least, most)) = match self.name.as_str() {
            EDUCATION_PERCENT => ("Education: per cent of the hours ordered, at most", Counts::Things, (0, 100)),
            TRAVEL_MOST => ("Travel: minutes of one adjustment, at most", Counts::Things, (0, 1_440)),
            TRAVEL_EACH_WAY => ("Travel: minutes of a way beyond which it may count", Counts::Things, (0, 1_440)),
            STOOD_DOWN => ("Stood down after coming: minutes that count, at least", Counts::Things, (0, 1_440)),
            STOOD_DOWN_AHEAD => ("Stood down before the day: minutes that count", Counts::Things, (0, 1_440)),
            MOST_A_DAY => ("Minutes of work a day above which a figure is a slip", Counts::Things, (60, 1_440)),
            LEAST_A_WEEK => ("Minutes of work expected a week, at least", Counts::Things, (1, 10_080)),
            FIRST_SESSION => ("From the order to the first session", Counts::WorkingDays, (1, 366)),
            FINISH_MONTHS => ("From the order to the last hour", Counts::Months, (1, 120)),
            MOST_PLACES => ("Places of a session above which a figure is a slip", Counts::Things, (1, 1_000)),
            PLAN_WEEKS => ("Weeks ahead that somebody is booked, at most", Counts::Things, (1, 260)),
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

    fn anew(&self, new: &New, source: String) -> WorkPolicy {
        let number = new.number(0).map_or(self.number, i64::from);
        WorkPolicy { from_date: new.from, number, assumed: false, source, ..self.clone() }
    }
}
