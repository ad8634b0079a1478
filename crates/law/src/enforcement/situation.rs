//! The situation of an order after its failures: what the law requires, allows and does not allow, each with its reason and
//! row. Pure: it takes the facts and `today`.
//!
//! Always true: a warning counts only for failures after the day on which it was given and within its window; a failure
//! that was accepted or superseded is not among the facts that count.

use super::clocks::{Clock, court_clock, evidence_clock, warning_clock};
use super::facts::{EnforcementCase, EnforcementStep, FailureFact, WarningFact};
use super::failure::About;
use super::rows::{Days, LimitAt, Path, Reckoned, Regime, Standing, WarningRule};
use super::window::last_day;
use crate::{Law, Sureness};
use jiff::civil::Date;
use kernel::words;

/// Something said with its reason and row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    pub step: EnforcementStep,
    pub words: String,
    /// The code of the row.
    pub row: String,
    pub standing: Standing,
    pub source: String,
    pub sure: Sureness,
}

/// A warning with its window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The place of the warning in the case.
    pub warning: usize,
    pub given_on: Date,
    pub last_day: Date,
    /// A failure today would be within it.
    pub open: bool,
}

/// The service's counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The distinct days that count.
    pub days: Vec<Date>,
    pub since: Date,
    pub limit: usize,
    /// It calls for a look.
    pub reached: bool,
    pub source: String,
    pub sure: Sureness,
}

/// A decision that needs a manager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    pub step: EnforcementStep,
    pub words: String,
    pub row: String,
    pub source: String,
    pub sure: Sureness,
}

/// What may, must and must not be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Code and name of the regime; none where no rule is held for the kind of order.
    pub regime: Option<String>,
    pub regime_name: Option<String>,
    /// A licence ends in recall and not in court.
    pub recall: bool,
    /// Reads on from "refer to".
    pub refer_to: Option<String>,
    pub requires: Vec<Point>,
    pub allows: Vec<Point>,
    pub forbids: Vec<Point>,
    /// What is not known, and what to do about it.
    pub unknown: Vec<Point>,
    /// What is on the list of what is not allowed and may be done all the same with a recorded reason.
    pub departures: Vec<EnforcementStep>,
    pub agreements: Vec<Agreement>,
    pub windows: Vec<Window>,
    pub counter: Option<Counted>,
    /// Failures that count on days within the longest window back from today.
    pub in_window: usize,
    pub evidence: Option<Clock>,
    pub court_by: Option<Clock>,
    pub must_refer: bool,
}

impl Situation {
    /// Whether a step is not open even with a reason.
    #[must_use]
    pub fn is_forbidden(&self, step: EnforcementStep) -> bool {
        !self.departures.contains(&step) && self.forbids.iter().chain(&self.unknown).any(|p| p.step == step)
    }

    /// Whether a manager must agree to a step.
    #[must_use]
    pub fn agreement(&self, step: EnforcementStep) -> Option<&Agreement> {
        self.agreements.iter().find(|a| a.step == step)
    }

    /// The last window that is open, which tells until when a further failure weighs more.
    #[must_use]
    pub fn open_until(&self) -> Option<Date> {
        self.windows.iter().filter(|w| w.open).map(|w| w.last_day).max()
    }
}

pub(super) fn days(case: &EnforcementCase, failure: Date) -> Days {
    Days { failure, order: case.dates }
}

pub(super) fn regime<'l>(law: &'l Law, case: &EnforcementCase) -> Option<&'l Regime> {
    law.enforcement().regime(&case.sentence)
}

/// How many warnings weigh on a failure.
pub(super) fn weighing(case: &EnforcementCase, row: &WarningRule, failure: &FailureFact, today: Date) -> usize {
    let reckoned = match row.reckoned {
        Reckoned::Failure => failure.on,
        Reckoned::Decision => failure.decided.map_or(today, |d| d.on),
    };
    let weighs = |warning: &&WarningFact| {
        warning.given_on < failure.on
            && last_day(row.window, row.last_day, warning.given_on).is_some_and(|last| reckoned <= last)
    };
    case.warnings.iter().filter(weighs).count()
}

/// The order could still be enforced on that day.
pub(super) fn in_force(case: &EnforcementCase, day: Date) -> bool {
    case.ended_on.is_none_or(|ended| day < ended)
}

pub(super) fn must_refer(law: &Law, case: &EnforcementCase, failure: usize, today: Date) -> bool {
    let (Some(regime), Some(failure)) = (regime(law, case), case.failures.get(failure)) else { return false };
    let Some(held) = law.enforcement().warning(&regime.code, days(case, failure.on)) else { return false };
    in_force(case, today) && held.row.must_refer && weighing(case, held.row, failure, today) >= held.row.warnings
}

/// Says points about one row.
pub(super) struct Said<'l> {
    pub(super) row: &'l str,
    pub(super) standing: Standing,
    pub(super) source: &'l str,
    pub(super) sure: Sureness,
}

impl Said<'_> {
    pub(super) fn point(&self, step: EnforcementStep, words: impl Into<String>) -> Point {
        Point {
            step,
            words: words.into(),
            row: self.row.to_owned(),
            standing: self.standing,
            source: self.source.to_owned(),
            sure: self.sure,
        }
    }
}

pub(super) fn what_now(law: &Law, case: &EnforcementCase, failure: Option<usize>, today: Date) -> Situation {
    let mut out = Situation::default();
    let about = failure.and_then(|place| case.failures.get(place).map(|fact| (place, fact)));
    out.evidence = about.and_then(|(_, fact)| evidence_clock(law, fact.on));
    let Some(regime) = regime(law, case) else {
        no_regime(&mut out, about.is_some());
        return out;
    };
    out.regime = Some(regime.code.clone());
    out.regime_name = Some(regime.en.clone());
    out.recall = regime.path == Path::Recall;
    out.refer_to = Some(regime.refer_to.clone());
    let on = about.map_or(today, |(_, fact)| fact.on);
    let held = law.enforcement().warning(&regime.code, days(case, on));
    out.windows = windows(law, case, today);
    out.in_window = in_window(case, held.as_ref().map(|h| h.row), today);
    count(law, case, regime, on, &mut out);
    if let Some((place, fact)) = about {
        if regime.path == Path::Court {
            out.court_by = court_clock(law, case, fact.on);
        }
        match held {
            Some(held) => {
                out.must_refer = must_refer(law, case, place, today);
                if held.unsure {
                    let said = of(held.row);
                    let words = "Which rule holds turns on the day of the conviction, which is not recorded. Record it at the sentence";
                    out.unknown.push(said.point(EnforcementStep::Review, words));
                }
                About { law, case, regime, row: held.row, fact, today }.add_to(&mut out);
            }
            None => no_rule(regime, fact, &mut out),
        }
    }
    out
}

pub(super) fn of(row: &WarningRule) -> Said<'_> {
    Said { row: &row.code, standing: row.standing, source: &row.source, sure: row.sure }
}

fn no_regime(out: &mut Situation, about: bool) {
    if !about {
        return;
    }
    let said = Said {
        row: "no-regime",
        standing: Standing::Policy,
        source: "No row of the law's data names this kind of order",
        sure: Sureness::Assumed,
    };
    out.allows.push(said.point(EnforcementStep::Accept, "A reasonable excuse may be accepted"));
    out.allows.push(said.point(EnforcementStep::Refer, "It may be referred to a manager, who asks what applies"));
    out.allows.push(said.point(EnforcementStep::NoAction, "No action may be taken, with a reason"));
    for step in [EnforcementStep::Warn, EnforcementStep::Breach] {
        let words = "No rule is held here for this kind of order. Choose the order that it is about, or ask a manager";
        out.unknown.push(said.point(step, words));
    }
}

fn no_rule(regime: &Regime, fact: &FailureFact, out: &mut Situation) {
    let said = Said { row: &regime.code, standing: Standing::Law, source: &regime.source, sure: Sureness::Assumed };
    out.allows.push(said.point(EnforcementStep::Accept, "A reasonable excuse may be accepted"));
    out.allows.push(said.point(EnforcementStep::NoAction, "No action may be taken, with a reason"));
    out.allows.push(said.point(EnforcementStep::Refer, format!("It may be referred to {}", regime.refer_to)));
    let words = format!("No rule about warnings held on {}. Ask a manager what applied", words::day(fact.on));
    out.unknown.push(said.point(EnforcementStep::Warn, words));
}

fn windows(law: &Law, case: &EnforcementCase, today: Date) -> Vec<Window> {
    let window = |(warning, fact): (usize, &WarningFact)| {
        let last_day = warning_clock(law, case, fact.given_on)?.due;
        let open = fact.given_on <= today && today <= last_day && in_force(case, today);
        Some(Window { warning, given_on: fact.given_on, last_day, open })
    };
    case.warnings.iter().enumerate().filter_map(window).collect()
}

/// Failures whose own window, seen from each, still reaches today.
fn in_window(case: &EnforcementCase, row: Option<&WarningRule>, today: Date) -> usize {
    let Some(row) = row else { return 0 };
    let near = |f: &&FailureFact| f.on <= today && last_day(row.window, row.last_day, f.on).is_some_and(|l| today <= l);
    case.failures.iter().filter(near).count()
}

fn count(law: &Law, case: &EnforcementCase, regime: &Regime, on: Date, out: &mut Situation) {
    let Some(held) = law.enforcement().counter(&regime.code, days(case, on)) else { return };
    let since = case.last_breach_end.map_or(case.starts_on, |ended| ended.max(case.starts_on));
    let counts = |f: &&FailureFact| {
        f.national_standard && f.on >= since && case.breach_since.is_none_or(|breach| f.on <= breach)
    };
    let mut days: Vec<Date> = case.failures.iter().filter(counts).map(|f| f.on).collect();
    days.sort_unstable();
    days.dedup();
    let reached = match held.row.at {
        LimitAt::Reached => days.len() >= held.row.limit,
        LimitAt::Exceeded => days.len() > held.row.limit,
    };
    out.counter = Some(Counted {
        days,
        since,
        limit: held.row.limit,
        reached,
        source: held.row.source.clone(),
        sure: held.row.sure,
    });
}
