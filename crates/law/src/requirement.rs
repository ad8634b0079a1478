//! What a court may put into an order: one row a requirement type, with its dated limits. A row says what the type is; rules
//! read these attributes and never the code.

use crate::{CaseDates, Span, Sureness, Term, Turns};
use jiff::civil::Date;
use kernel::Bilingual;
use serde::{Deserialize, Serialize};

/// In which orders the requirement belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// Community orders and suspended sentence orders.
    Community,
    /// Youth rehabilitation orders.
    Youth,
    /// Supervision default orders.
    Default,
}

/// The unit in which its length is usually given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    Hours,
    Days,
    Months,
    /// Named days, or days of the week.
    Dates,
    None,
}

/// How progress is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counting {
    /// It runs by the calendar; nothing is counted.
    #[default]
    None,
    /// Each day on which something was done counts once, whatever the number of things.
    DistinctDays,
    /// Minutes done, against hours ordered.
    Minutes,
}

/// Whether electronic monitoring goes with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Monitored {
    #[default]
    Never,
    Usually,
    Always,
}

/// From which day its stated length runs, where the stated end can be checked against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunsFrom {
    /// The start that the court named.
    Start,
    /// The day of the hearing.
    Hearing,
}

/// The days on which it is open to a court.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Availability {
    pub turns: Turns,
    /// None: enacted, no day appointed.
    pub from: Option<Date>,
    pub before: Option<Date>,
}

/// One dated row of limits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequirementLimit {
    pub turns: Turns,
    pub from: Option<Date>,
    pub before: Option<Date>,
    pub min: Option<Term>,
    pub max: Option<Term>,
    pub min_hours_a_day: Option<u32>,
    pub max_hours_a_day: Option<u32>,
    pub max_hours_a_week: Option<u32>,
    pub source: String,
    pub sure: Sureness,
}

/// One requirement type.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequirementType {
    /// Our own short code, stable for ever.
    pub code: String,
    pub en: String,
    pub cy: String,
    pub family: Family,
    pub unit: Unit,
    #[serde(default)]
    pub counted: Counting,
    /// Unpaid work: its minutes are those of sessions, with registers.
    #[serde(default)]
    pub work: bool,
    #[serde(default)]
    pub consent: bool,
    #[serde(default)]
    pub restrictive: bool,
    #[serde(default)]
    pub monitored: Monitored,
    /// The limits hold for all requirements of this type in the order together.
    #[serde(default)]
    pub aggregate: bool,
    /// The most holds for every order of the person together, as far as they do not run at the same time.
    #[serde(default)]
    pub across_orders: bool,
    /// Its days must fit between the sentence and the order's end.
    #[serde(default)]
    pub within_order: bool,
    /// Types that may not stand in the same order.
    #[serde(default)]
    pub not_with: Vec<String>,
    /// Only for people younger than this when convicted.
    pub under_age: Option<i16>,
    pub runs_from: Option<RunsFrom>,
    pub available: Availability,
    #[serde(default, rename = "limit")]
    pub limits: Vec<RequirementLimit>,
    pub source: String,
    pub sure: Sureness,
}

impl RequirementLimit {
    pub(crate) fn may_apply(&self, dates: &CaseDates) -> bool {
        Span { from: self.from, before: self.before }.may_hold(dates.day(self.turns))
    }
}

impl RequirementType {
    #[must_use]
    pub fn name(&self) -> Bilingual {
        Bilingual { en: self.en.clone(), cy: self.cy.clone() }
    }

    /// Whether a court could pass it. `None` when the day on which that turns is unknown; `Some(false)` while no day has
    /// been appointed for it.
    #[must_use]
    pub fn open_to_court(&self, dates: &CaseDates) -> Option<bool> {
        if self.available.from.is_none() {
            return Some(false);
        }
        let span = Span { from: self.available.from, before: self.available.before };
        dates.day(self.available.turns).map(|day| span.holds_on(day))
    }

    /// The limits for these dates. Where the deciding day is unknown, every row that could apply.
    pub fn limits_for<'a>(&'a self, dates: &'a CaseDates) -> impl Iterator<Item = &'a RequirementLimit> {
        self.limits.iter().filter(|limit| limit.may_apply(dates))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Law;
    use jiff::civil::date;

    #[test]
    fn the_community_requirements_stand_in_the_order_of_the_statutory_table() {
        let law = Law::shipped();
        let codes: Vec<_> = law.requirements().iter().take(15).map(|r| r.code.as_str()).collect();
        let table = "UPW RAR PRG PAR CUR EXC RES FTP MHT DRR ATR AAM ATC EMC EMW";
        assert_eq!(codes, table.split(' ').collect::<Vec<_>>());
    }

    #[test]
    fn a_requirement_without_an_appointed_day_is_not_open_to_a_court() {
        let law = Law::shipped();
        let dates =
            CaseDates { offence: Some(date(2026, 10, 1)), conviction: None, sentence: Some(date(2026, 11, 20)) };
        for code in ["PRB", "DRI", "PEA", "DEE", "RZO"] {
            assert_eq!(law.requirement(code).unwrap().open_to_court(&dates), Some(false), "{code}");
        }
        assert_eq!(law.requirement("RAR").unwrap().open_to_court(&dates), Some(true));
    }

    #[test]
    fn rehabilitation_activity_is_for_offences_from_february_2015_on() {
        let law = Law::shipped();
        let rar = law.requirement("RAR").unwrap();
        let on = |offence| rar.open_to_court(&CaseDates { offence, ..CaseDates::default() });
        assert_eq!(on(Some(date(2015, 1, 31))), Some(false));
        assert_eq!(on(Some(date(2015, 2, 1))), Some(true));
        assert_eq!(on(None), None);
    }

    #[test]
    fn treatment_needs_consent_and_work_does_not() {
        let law = Law::shipped();
        let consent: Vec<_> = law
            .requirements()
            .iter()
            .filter(|r| r.family == Family::Community && r.consent)
            .map(|r| r.code.as_str())
            .collect();
        assert_eq!(consent, ["MHT", "DRR", "ATR"]);
    }
}
