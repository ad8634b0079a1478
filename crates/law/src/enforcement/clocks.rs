//! The last days that a failure and a warning set: for a reason and evidence, for the court, and of a warning's window.

use super::facts::EnforcementCase;
use super::situation::{days, regime};
use super::window::last_day;
use crate::{BREACH_PRESENTED, Law, Nation, Sureness};
use jiff::civil::Date;

/// A last day with the row that sets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    pub due: Date,
    pub row: String,
    /// "5 working days", "12 months".
    pub length: String,
    pub source: String,
    pub sure: Sureness,
}

pub(super) fn evidence_clock(law: &Law, failed_on: Date) -> Option<Clock> {
    let row = law.enforcement().evidence_on(failed_on)?;
    let working = law.working_days(Nation::EnglandAndWales);
    Some(Clock {
        due: row.unit.after(failed_on, row.count, working),
        row: row.code.clone(),
        length: row.unit.length(row.count),
        source: row.source.clone(),
        sure: row.sure,
    })
}

pub(super) fn warning_clock(law: &Law, case: &EnforcementCase, given_on: Date) -> Option<Clock> {
    let row = law.enforcement().warning(&regime(law, case)?.code, days(case, given_on))?.row;
    let due = last_day(row.window, row.last_day, given_on)?;
    Some(Clock {
        due,
        row: row.code.clone(),
        length: row.window.to_string(),
        source: row.source.clone(),
        sure: row.sure,
    })
}

pub(super) fn court_clock(law: &Law, case: &EnforcementCase, failed_on: Date) -> Option<Clock> {
    let row = law.deadline(BREACH_PRESENTED, failed_on)?;
    Some(Clock {
        due: row.due(failed_on, law.working_days(case.nation)),
        row: row.name.clone(),
        length: row.unit.length(row.count),
        source: row.source.clone(),
        sure: row.sure,
    })
}
