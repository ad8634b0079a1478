//! Which checks a volunteer needs, for how long each holds, and this room's numbers, as dated rows that the service sets anew.
//! No number of it stands in a code path.

use crate::records::VolunteerKind;
use kernel::{Date, Permission};
use policy::{Counts, Dated, Figure, List, New, Numbers, Part, Paths, Shelf, list};
use std::sync::Arc;
use store::{Cx, Kind, Record, Result, Table, record};

record! {
    /// A kind of check, from a day on.
    pub struct CheckKind in "volunteer_check_kind", Kind::Reference, key ["code", "from_date"] {
        pub code: String,
        pub from_date: Date,
        pub words: String,
        pub words_cy: String,
        /// Codes of the kinds of volunteer who need it.
        pub needed_for: serde_json::Value,
        /// None: it does not run out.
        pub holds_months: Option<i64>,
        pub position: i64,
        /// From its day on nobody needs it.
        pub ended: bool,
        pub assumed: bool,
        pub source: String,
    }
}

impl CheckKind {
    #[must_use]
    pub(crate) fn is_needed_for(&self, kind: VolunteerKind) -> bool {
        let codes: Vec<String> = serde_json::from_value(self.needed_for.clone()).unwrap_or_default();
        codes.iter().any(|code| code == kind.code())
    }
}

policy::numbers! {
    PolicyRow in "volunteer_policy", of "volunteering" {
        /// Days between two supervision meetings of a volunteer.
        SUPERVISION_DAYS = "supervision_days", "Between two supervision meetings of a volunteer, at most", Days, 1..=366;
        /// Days before its end from which a check is listed as running out.
        RUNNING_OUT_DAYS = "running_out_days", "Before its end a check is listed as running out", Days, 1..=366;
        MOST_MINUTES = "most_minutes", "Minutes of one contact above which it is taken for a slip", Things, 1..=1440;
        MOST_EXPENSE = "most_expense_pence", "A claim above which it is taken for a slip", Pence, 1..=10_000_000;
    }
}

policy::changes!(PolicyChange in "volunteer_policy_change");

pub(crate) const TABLES: &[&Table] =
    &[<CheckKind as Record>::TABLE, <PolicyRow as Record>::TABLE, <PolicyChange as Record>::TABLE];

/// The room's policy, read once.
#[derive(Debug)]
pub(crate) struct Policy {
    kinds: Vec<CheckKind>,
    numbers: Arc<Numbers<PolicyRow>>,
}

pub(crate) fn policy(cx: &mut Cx<'_>) -> Result<Arc<Policy>> {
    cx.remembered(|cx| {
        let kinds = cx.list("ORDER BY position, code, from_date", &[])?;
        Ok(Policy { kinds, numbers: Numbers::read(cx)? })
    })
}

impl Policy {
    /// The kinds of check that are asked for on a day, in the order of lists.
    pub(crate) fn kinds(&self, day: Date) -> Vec<&CheckKind> {
        let newest = |kind: &&CheckKind| {
            let later = |k: &CheckKind| k.code == kind.code && k.from_date > kind.from_date && k.from_date <= day;
            kind.from_date <= day && !self.kinds.iter().any(later) && !kind.ended
        };
        self.kinds.iter().filter(newest).collect()
    }

    /// The words of a kind, of whichever day.
    pub(crate) fn words<'a>(&'a self, code: &'a str) -> &'a str {
        self.kinds.iter().rfind(|k| k.code == code).map_or(code, |k| k.words.as_str())
    }

    pub(crate) fn number(&self, name: &str, day: Date) -> Result<i64> {
        self.numbers.on(name, day)
    }
}

struct Volunteering;

impl Shelf for Volunteering {
    type Changes = PolicyChange;
    const PATHS: Paths = policy::paths!("/policy/volunteers", "/api/v1/policy/volunteers");
    const TITLE: &'static str = "Volunteers: checks and numbers";
    const ABOUT: &'static str = "Which checks a volunteer needs before they are matched, for how long each holds, and how often they are supervised.";
    const READ: Permission = Permission::KeepVolunteers;
    const SET: Permission = Permission::Administer;
    const LISTS: &'static [List] = &[
        list::<CheckKind>(
            "checks",
            "Checks of volunteers",
            "A check that is recorded from that day on holds for the new time. What was recorded before keeps its day.",
        ),
        list::<PolicyRow>(
            "numbers",
            "Numbers of volunteering",
            "Days are counted by the row of the day on which they begin.",
        ),
    ];
}

pub(crate) fn routes() -> Vec<web::Route> {
    policy::routes::<Volunteering>()
}

fn part(name: &str, words: &str, counts: Counts, number: Option<i64>, (least, most): (u32, u32)) -> Part {
    Part {
        name: name.to_owned(),
        words: words.to_owned(),
        counts,
        number: number.and_then(|n| u32::try_from(n).ok()),
        may_be_open: name == "holds",
        least,
        most,
        rising: None,
    }
}

impl Dated for CheckKind {
    const ORDER: &'static str = "ORDER BY position, code, from_date";

    fn code(&self) -> String {
        self.code.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let holds =
            part("holds", "Holds for (empty: it does not run out)", Counts::Months, self.holds_months, (1, 240));
        Some(Figure {
            code: self.code.clone(),
            words: self.words.clone(),
            parts: vec![holds],
            from: self.from_date,
            until: self.ended.then_some(self.from_date),
            assumed: self.assumed,
            source: self.source.clone(),
            rewords: None,
            may_end: true,
        })
    }

    fn anew(&self, new: &New, source: String) -> CheckKind {
        let holds_months = new.number(0).map(i64::from);
        CheckKind { from_date: new.from, holds_months, ended: new.ends, assumed: false, source, ..self.clone() }
    }
}
