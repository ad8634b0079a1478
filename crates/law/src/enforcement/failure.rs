//! What may, must and must not be done about one failure, each point with its reason and row.

use super::clocks::evidence_clock;
use super::facts::{EnforcementCase, EnforcementStep, FailureFact};
use super::rows::{AgreementRule, AgreementWhen, Path, Regime, Standing, WarningRule};
use super::situation::{Agreement, Said, Situation, in_force, of, weighing};
use super::window::last_day;
use crate::Law;
use jiff::civil::Date;
use kernel::words;

/// One failure with the rules that hold for it.
pub(super) struct About<'a> {
    pub(super) law: &'a Law,
    pub(super) case: &'a EnforcementCase,
    pub(super) regime: &'a Regime,
    pub(super) row: &'a WarningRule,
    pub(super) fact: &'a FailureFact,
    pub(super) today: Date,
}

impl About<'_> {
    /// Adds to a situation, whose counter and whether it must be referred are there already.
    pub(super) fn add_to(&self, out: &mut Situation) {
        self.excuse(out);
        if !in_force(self.case, self.today) {
            self.too_late(out);
            return;
        }
        if out.must_refer {
            self.must_be_referred(out);
        } else if self.row.standing == Standing::Law {
            self.warned_or_referred(out);
        } else {
            self.by_practice(out);
        }
        self.not_law(out);
        self.counter(out);
        self.agreements(out);
    }

    fn regime(&self) -> Said<'_> {
        let regime = self.regime;
        Said { row: &regime.code, standing: Standing::Law, source: &regime.source, sure: regime.sure }
    }

    fn excuse(&self, out: &mut Situation) {
        let clock = evidence_clock(self.law, self.fact.on);
        if let Some(clock) = clock.as_ref().filter(|clock| !self.fact.evidence && self.today <= clock.due) {
            let said = Said { row: &clock.row, standing: Standing::Policy, source: &clock.source, sure: clock.sure };
            let until = words::day(clock.due);
            let words = format!("The person has until {until} ({}) to give a reason or evidence", clock.length);
            out.allows.push(said.point(EnforcementStep::Wait, words));
        }
        out.allows.push(self.regime().point(
            EnforcementStep::Accept,
            "A reasonable excuse may be accepted at any time; whether an excuse is reasonable is the officer’s judgement",
        ));
    }

    fn too_late(&self, out: &mut Situation) {
        let ended = self.case.ended_on.map(words::day).unwrap_or_default();
        for step in [EnforcementStep::Warn, EnforcementStep::Refer, EnforcementStep::Breach] {
            let words = format!("The order ended on {ended} and cannot be enforced any more");
            out.forbids.push(self.regime().point(step, words));
        }
        let words = "No action can be taken: the order has ended";
        out.allows.push(self.regime().point(EnforcementStep::NoAction, words));
    }

    fn must_be_referred(&self, out: &mut Situation) {
        let said = of(self.row);
        let warned = self.warned_before().map(words::day).unwrap_or_default();
        let until = self.warned_until().map(words::day).unwrap_or_default();
        let words = format!(
            "Without a reasonable excuse it must be referred to {}: a warning was given on {warned}, and this failure is within its {} (until {until})",
            self.regime.refer_to, self.row.window
        );
        out.requires.push(said.point(EnforcementStep::Refer, words));
        out.allows.push(said.point(EnforcementStep::Breach, self.at_once()));
        let reason = if self.row.departure_needs_reason { " unless a reason is recorded" } else { "" };
        let instead = [(EnforcementStep::Warn, "Another warning"), (EnforcementStep::NoAction, "No action")];
        for (step, what) in instead {
            out.forbids.push(said.point(step, format!("{what} in place of the referral{reason}")));
            out.departures.push(step);
        }
    }

    fn warned_or_referred(&self, out: &mut Situation) {
        let (said, refer_to) = (of(self.row), &self.regime.refer_to);
        let words = format!("Without a reasonable excuse, either a warning or a referral to {refer_to}");
        out.requires.push(said.point(EnforcementStep::WarnOrRefer, words));
        let no_action = "No action only with a reason: the law expects a warning or a referral";
        out.allows.extend([
            said.point(EnforcementStep::Warn, self.no_weight()),
            said.point(EnforcementStep::Refer, format!("It may be referred to {refer_to} at once")),
            said.point(EnforcementStep::Breach, self.at_once()),
            said.point(EnforcementStep::NoAction, no_action),
        ]);
    }

    fn by_practice(&self, out: &mut Situation) {
        let (said, refer_to) = (of(self.row), &self.regime.refer_to);
        let weighs = weighing(self.case, self.row, self.fact, self.today);
        let refer = if weighs >= self.row.warnings {
            let given = words::count(weighs as i64, "warning was", "warnings were");
            format!("{given} given in {}: practice is to refer to {refer_to}", self.row.window)
        } else {
            format!("It may be referred to {refer_to}")
        };
        out.allows.extend([
            said.point(EnforcementStep::Warn, "A warning may be given"),
            said.point(EnforcementStep::Refer, refer),
            said.point(EnforcementStep::Breach, self.at_once()),
            said.point(EnforcementStep::NoAction, "No action may be taken, with a reason"),
        ]);
    }

    fn at_once(&self) -> &'static str {
        match self.regime.path {
            Path::Recall => "Recall may be asked for at once",
            Path::Court => "A breach may be instructed at once",
        }
    }

    fn not_law(&self, out: &mut Situation) {
        for row in self.law.enforcement().proposed.iter().filter(|row| row.regimes.contains(&self.regime.code)) {
            let said = Said { row: &row.code, standing: row.standing, source: &row.source, sure: row.sure };
            out.forbids.push(said.point(EnforcementStep::Proposed, row.words.clone()));
        }
    }

    fn counter(&self, out: &mut Situation) {
        let Some(counter) = out.counter.as_ref().filter(|c| c.reached && c.days.contains(&self.fact.on)) else {
            return;
        };
        let said = Said { row: "counter", standing: Standing::Policy, source: &counter.source, sure: counter.sure };
        let words = format!(
            "Failures on {} since {}: look at the whole order (the service’s limit is {})",
            words::count(counter.days.len() as i64, "day", "days"),
            words::day(counter.since),
            counter.limit
        );
        let point = said.point(EnforcementStep::Review, words);
        out.allows.push(point);
    }

    fn agreements(&self, out: &mut Situation) {
        let rows = self.law.enforcement();
        let agreed = |step, words, row: &AgreementRule| Agreement {
            step,
            words,
            row: row.code.clone(),
            source: row.source.clone(),
            sure: row.sure,
        };
        if out.must_refer
            && let Some(row) = rows.agreement(AgreementWhen::NotReferred, self.today)
        {
            let words = "A manager decides whether it is not referred";
            out.agreements
                .extend([EnforcementStep::Warn, EnforcementStep::NoAction].map(|step| agreed(step, words.into(), row)));
            return;
        }
        let Some(row) = rows.agreement(AgreementWhen::NoActions, self.today) else { return };
        let (Some(least), Some(within)) = (row.at_least, row.within) else { return };
        let earlier = |f: &&FailureFact| {
            f.decided.is_some_and(|d| d.step == EnforcementStep::NoAction)
                && !std::ptr::eq(*f, self.fact)
                && f.on <= self.today
                && within.last_day(f.on).is_some_and(|last| self.today <= last)
        };
        let nth = self.case.failures.iter().filter(earlier).count() + 1;
        if nth >= least {
            let words = format!("No action would be the {nth}. in {within}: a manager decides");
            out.agreements.push(agreed(EnforcementStep::NoAction, words, row));
        }
    }

    /// Why a warning is open: nobody was warned, or the failure lies outside what a warning weighs on.
    fn no_weight(&self) -> String {
        let (case, fact) = (self.case, self.fact);
        if case.warnings.is_empty() {
            return "A warning may be given: none was given under this order".to_owned();
        }
        match self.warned_until() {
            None => "A warning may be given: this failure was not after an earlier warning".to_owned(),
            Some(last) if last < fact.on => {
                format!("A warning may be given: the window of the last one ended on {}", words::day(last))
            }
            Some(_) => "A warning may be given: not so many were given that it must be referred".to_owned(),
        }
    }

    /// The day of the newest warning before the failure.
    fn warned_before(&self) -> Option<Date> {
        self.case.warnings.iter().map(|w| w.given_on).filter(|given| *given < self.fact.on).max()
    }

    /// The last day of its window.
    fn warned_until(&self) -> Option<Date> {
        last_day(self.row.window, self.row.last_day, self.warned_before()?)
    }
}
