//! The situation of an order after its failures: what the law requires, allows and does not allow, each with its reason and
//! row. Pure: it takes the facts and `today`.
//!
//! Always true: a warning counts only for failures after the day on which it was given and within its window; a failure
//! that was accepted or superseded is not among the facts that count.

use super::rows::{AgreementWhen, Days, LimitAt, Path, Reckoned, Regime, Standing, WarningRule};
use super::window::last_day;
use crate::{BREACH_PRESENTED, CaseDates, DeadlineUnit, Law, Nation, Sureness};
use jiff::{ToSpan, civil::Date};
use kernel::words;

/// What can be done about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EnforcementStep {
    /// Wait for a reason and evidence.
    Wait,
    /// Accept a reasonable excuse.
    Accept,
    Warn,
    /// Refer to whoever considers enforcement.
    Refer,
    /// Instruct a breach, or ask for recall, at once.
    Breach,
    /// Take no action, with a reason.
    NoAction,
    /// Warn or refer, one of the two.
    WarnOrRefer,
    /// Look at the whole, because the service's counter calls for it.
    Review,
    /// Something that is proposed and not law.
    Proposed,
}

impl EnforcementStep {
    /// The word that programs and records use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            EnforcementStep::Wait => "wait",
            EnforcementStep::Accept => "accept",
            EnforcementStep::Warn => "warn",
            EnforcementStep::Refer => "refer",
            EnforcementStep::Breach => "breach",
            EnforcementStep::NoAction => "no-action",
            EnforcementStep::WarnOrRefer => "warn-or-refer",
            EnforcementStep::Review => "review",
            EnforcementStep::Proposed => "proposed",
        }
    }
}

/// What was decided about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecidedFact {
    pub step: EnforcementStep,
    pub on: Date,
    /// A manager agreed to it.
    pub agreed: bool,
}

impl DecidedFact {
    /// It was referred or breached, or a manager agreed that it is not.
    #[must_use]
    pub fn meets_a_referral(self) -> bool {
        matches!(self.step, EnforcementStep::Refer | EnforcementStep::Breach) || self.agreed
    }
}

/// One failure that counts: neither accepted nor superseded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureFact {
    pub on: Date,
    /// At a contact of the national standard, which the service's counter counts.
    pub national_standard: bool,
    /// The person gave a reason or evidence.
    pub evidence: bool,
    pub decided: Option<DecidedFact>,
}

/// One warning that counts: neither withdrawn nor superseded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarningFact {
    pub given_on: Date,
}

/// An order with what happened under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnforcementCase {
    /// Code of a sentence type.
    pub sentence: String,
    pub dates: CaseDates,
    /// From when the service's counter counts, unless a breach ended later.
    pub starts_on: Date,
    /// The day on which the order ended; none while it runs.
    pub ended_on: Option<Date>,
    pub failures: Vec<FailureFact>,
    pub warnings: Vec<WarningFact>,
    /// The day on which a breach was instructed that has not ended.
    pub breach_since: Option<Date>,
    pub last_breach_end: Option<Date>,
    pub nation: Nation,
}

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

fn days(case: &EnforcementCase, failure: Date) -> Days {
    Days { failure, order: case.dates }
}

fn regime<'l>(law: &'l Law, case: &EnforcementCase) -> Option<&'l Regime> {
    law.enforcement().regime(&case.sentence)
}

pub(super) fn evidence_clock(law: &Law, failed_on: Date) -> Option<Clock> {
    let row = law.enforcement().evidence_on(failed_on)?;
    let (due, unit) = match row.unit {
        DeadlineUnit::WorkingDays => {
            (law.working_days(Nation::EnglandAndWales).after(failed_on, row.count), ["working day", "working days"])
        }
        DeadlineUnit::Days => (failed_on.saturating_add(i64::from(row.count).days()), ["day", "days"]),
        DeadlineUnit::Months => (failed_on.saturating_add(i64::from(row.count).months()), ["month", "months"]),
    };
    let length = words::count(i64::from(row.count), unit[0], unit[1]);
    Some(Clock { due, row: row.code.clone(), length, source: row.source.clone(), sure: row.sure })
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

/// How many warnings weigh on a failure.
fn weighing(case: &EnforcementCase, row: &WarningRule, failure: &FailureFact, today: Date) -> usize {
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
fn in_force(case: &EnforcementCase, day: Date) -> bool {
    case.ended_on.is_none_or(|ended| day < ended)
}

pub(super) fn must_refer(law: &Law, case: &EnforcementCase, failure: usize, today: Date) -> bool {
    let (Some(regime), Some(failure)) = (regime(law, case), case.failures.get(failure)) else { return false };
    let Some(held) = law.enforcement().warning(&regime.code, days(case, failure.on)) else { return false };
    in_force(case, today) && held.row.must_refer && weighing(case, held.row, failure, today) >= held.row.warnings
}

/// Says points about one row.
struct Said<'l> {
    row: &'l str,
    standing: Standing,
    source: &'l str,
    sure: Sureness,
}

impl Said<'_> {
    fn point(&self, step: EnforcementStep, words: impl Into<String>) -> Point {
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
                about_failure(law, case, regime, held.row, fact, today, &mut out);
            }
            None => no_rule(regime, fact, &mut out),
        }
    }
    out
}

fn of(row: &WarningRule) -> Said<'_> {
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

fn court_clock(law: &Law, case: &EnforcementCase, failed_on: Date) -> Option<Clock> {
    let row = law.deadline(BREACH_PRESENTED, failed_on)?;
    Some(Clock {
        due: row.due(failed_on, law.working_days(case.nation)),
        row: row.name.clone(),
        length: format!("{} working days", row.count),
        source: row.source.clone(),
        sure: row.sure,
    })
}

fn about_failure(
    law: &Law,
    case: &EnforcementCase,
    regime: &Regime,
    row: &WarningRule,
    fact: &FailureFact,
    today: Date,
    out: &mut Situation,
) {
    let said = of(row);
    let order = Said { row: &regime.code, standing: Standing::Law, source: &regime.source, sure: regime.sure };
    let clock = evidence_clock(law, fact.on);
    if let Some(clock) = clock.as_ref().filter(|clock| !fact.evidence && today <= clock.due) {
        let words =
            format!("The person has until {} ({}) to give a reason or evidence", words::day(clock.due), clock.length);
        let policy = Said { row: &clock.row, standing: Standing::Policy, source: &clock.source, sure: clock.sure };
        out.allows.push(policy.point(EnforcementStep::Wait, words));
    }
    out.allows.push(order.point(
        EnforcementStep::Accept,
        "A reasonable excuse may be accepted at any time; whether an excuse is reasonable is the officer’s judgement",
    ));
    if !in_force(case, today) {
        let ended = case.ended_on.map(words::day).unwrap_or_default();
        for step in [EnforcementStep::Warn, EnforcementStep::Refer, EnforcementStep::Breach] {
            out.forbids.push(order.point(step, format!("The order ended on {ended} and cannot be enforced any more")));
        }
        out.allows.push(order.point(EnforcementStep::NoAction, "No action can be taken: the order has ended"));
        return;
    }
    let weighs = weighing(case, row, fact, today);
    let breach = if regime.path == Path::Recall {
        "Recall may be asked for at once"
    } else {
        "A breach may be instructed at once"
    };
    if out.must_refer {
        let warned = case.warnings.iter().map(|w| w.given_on).filter(|given| *given < fact.on).max();
        let warned = warned.map(words::day).unwrap_or_default();
        let until = warned_until(case, row, fact).map(words::day).unwrap_or_default();
        let words = format!(
            "Without a reasonable excuse it must be referred to {}: a warning was given on {warned}, and this failure is within its {} (until {until})",
            regime.refer_to, row.window
        );
        out.requires.push(said.point(EnforcementStep::Refer, words));
        out.allows.push(said.point(EnforcementStep::Breach, breach));
        let reason = if row.departure_needs_reason { ", which needs a reason" } else { "" };
        out.forbids
            .push(said.point(EnforcementStep::Warn, format!("Another warning in place of the referral{reason}")));
        out.forbids.push(said.point(EnforcementStep::NoAction, format!("No action in place of the referral{reason}")));
        out.departures = vec![EnforcementStep::Warn, EnforcementStep::NoAction];
    } else if row.standing == Standing::Law {
        let words = format!("Without a reasonable excuse, either a warning or a referral to {}", regime.refer_to);
        out.requires.push(said.point(EnforcementStep::WarnOrRefer, words));
        out.allows.push(said.point(EnforcementStep::Warn, no_weight(case, row, fact)));
        out.allows
            .push(said.point(EnforcementStep::Refer, format!("It may be referred to {} at once", regime.refer_to)));
        out.allows.push(said.point(EnforcementStep::Breach, breach));
        out.allows.push(
            said.point(
                EnforcementStep::NoAction,
                "No action only with a reason: the law expects a warning or a referral",
            ),
        );
    } else {
        out.allows.push(said.point(EnforcementStep::Warn, "A warning may be given"));
        let enough = weighs >= row.warnings;
        let words = if enough {
            format!(
                "{} given in {}: practice is to refer to {}",
                words::count(weighs as i64, "warning was", "warnings were"),
                row.window,
                regime.refer_to
            )
        } else {
            format!("It may be referred to {}", regime.refer_to)
        };
        out.allows.push(said.point(EnforcementStep::Refer, words));
        out.allows.push(said.point(EnforcementStep::Breach, breach));
        out.allows.push(said.point(EnforcementStep::NoAction, "No action may be taken, with a reason"));
    }
    for proposed in law.enforcement().proposed.iter().filter(|p| p.regimes.contains(&regime.code)) {
        let not_law =
            Said { row: &proposed.code, standing: proposed.standing, source: &proposed.source, sure: proposed.sure };
        out.forbids.push(not_law.point(EnforcementStep::Proposed, proposed.words.clone()));
    }
    if let Some(counter) = out.counter.clone().filter(|c| c.reached && c.days.contains(&fact.on)) {
        let policy = Said { row: "counter", standing: Standing::Policy, source: &counter.source, sure: counter.sure };
        let days = words::count(counter.days.len() as i64, "day", "days");
        let words = format!(
            "Failures on {days} since {}: look at the whole order (the service’s limit is {})",
            words::day(counter.since),
            counter.limit
        );
        out.allows.push(policy.point(EnforcementStep::Review, words));
    }
    agreements(law, case, fact, today, out);
}

/// Why a warning is open: nobody was warned, or the failure lies outside what a warning weighs on.
fn no_weight(case: &EnforcementCase, row: &WarningRule, fact: &FailureFact) -> String {
    if case.warnings.is_empty() {
        return "A warning may be given: none was given under this order".to_owned();
    }
    if case.warnings.iter().all(|w| w.given_on >= fact.on) {
        return "A warning may be given: this failure was not after an earlier warning".to_owned();
    }
    match warned_until(case, row, fact) {
        Some(last) if last < fact.on => {
            format!("A warning may be given: the window of the last one ended on {}", words::day(last))
        }
        _ => "A warning may be given: not so many were given that it must be referred".to_owned(),
    }
}

/// The last day of the newest warning before the failure.
fn warned_until(case: &EnforcementCase, row: &WarningRule, fact: &FailureFact) -> Option<Date> {
    let given = case.warnings.iter().map(|w| w.given_on).filter(|given| *given < fact.on).max()?;
    last_day(row.window, row.last_day, given)
}

fn agreements(law: &Law, case: &EnforcementCase, fact: &FailureFact, today: Date, out: &mut Situation) {
    let rows = law.enforcement();
    if out.must_refer
        && let Some(row) = rows.agreement(AgreementWhen::NotReferred, today)
    {
        for step in [EnforcementStep::Warn, EnforcementStep::NoAction] {
            out.agreements.push(Agreement {
                step,
                words: "A manager decides whether it is not referred".to_owned(),
                row: row.code.clone(),
                source: row.source.clone(),
                sure: row.sure,
            });
        }
        return;
    }
    let Some(row) = rows.agreement(AgreementWhen::NoActions, today) else { return };
    let (Some(least), Some(within)) = (row.at_least, row.within) else { return };
    let earlier = |f: &&FailureFact| {
        f.decided.is_some_and(|d| d.step == EnforcementStep::NoAction)
            && !std::ptr::eq(*f, fact)
            && f.on <= today
            && within.last_day(f.on).is_some_and(|last| today <= last)
    };
    let nth = case.failures.iter().filter(earlier).count() + 1;
    if nth >= least {
        out.agreements.push(Agreement {
            step: EnforcementStep::NoAction,
            words: format!("No action would be the {nth}. in {within}: a manager decides"),
            row: row.code.clone(),
            source: row.source.clone(),
            sure: row.sure,
        });
    }
}
