//! What there is to count of one person: lines of numbers, each in a month, with a team and groups. Pure: rows of views and
//! today in, lines out; a measure adds up two of the numbers. A figure of policy decides by its row, never by a number here.

use crate::groups::{Groups, Known, Stands};
use crate::policy::Policy;
use crate::published::{HeldRow, OfPerson, OrderRow, StepRow};
use jiff::ToSpan;
use kernel::{Date, EventId, TeamId, WorkingDays};
use law::{BREACH_PRESENTED, Law};
use store::codes;

codes! {
    /// A number that measures add up.
    pub enum Field {
        Appointments = "appointments",
        Kept = "kept",
        Past = "past",
        Recorded = "recorded",
        FailedDays = "failed-days",
        CameBack = "came-back",
        FailuresDue = "failures-due",
        DecidedInTime = "decided-in-time",
        Decisions = "decisions",
        Excused = "excused",
        OpenOrders = "open-orders",
        Warned = "warned",
        Breached = "breached",
        BreachesBegun = "breaches-begun",
        BreachInTime = "breach-in-time",
        BreachesEnded = "breaches-ended",
        BreachProved = "breach-proved",
        Ended = "ended",
        Completed = "completed",
        CompletedWithRequirements = "completed-with-requirements",
        AllDone = "all-done",
        Early = "early",
    }
}

/// Numbers of one month, under one team and in its groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) month: Date,
    /// Nothing where nobody held the person then.
    pub(crate) team: Option<TeamId>,
    pub(crate) stands: Stands,
    pub(crate) numbers: Vec<(Field, i64)>,
}

/// What counting asks besides the rows.
pub(crate) struct Rules<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) law: &'a Law,
    pub(crate) groups: &'a Groups,
    pub(crate) days: WorkingDays<'a>,
    pub(crate) today: Date,
    /// The first month that is counted.
    pub(crate) first: Date,
}

const DECISIONS: [&str; 4] = ["accepted", "warning", "referral", "no_action"];

impl OfPerson {
    /// # Errors
    /// When no figure of policy holds on a day.
    pub(crate) fn lines(&self, rules: &Rules<'_>) -> store::Result<Vec<Line>> {
        let mut lines = Vec::new();
        self.attendance(rules, &mut lines);
        self.failed_days(rules, &mut lines)?;
        self.orders(rules, &mut lines);
        self.decisions(rules, &mut lines);
        self.breaches(rules, &mut lines);
        lines.retain(|line| line.month >= rules.first && line.month <= rules.today);
        Ok(lines)
    }

    /// Which team had the person on a day; for a day before the first, or after the last, the nearest within the same month.
    fn held(&self, on: Date) -> Option<&HeldRow> {
        let holds = |row: &&HeldRow| row.from <= on && row.until.is_none_or(|until| on < until);
        let month = on.first_of_month();
        let near = |row: &&HeldRow| row.from <= on.last_of_month() && row.until.is_none_or(|until| until > month);
        self.held.iter().rev().find(holds).or_else(|| self.held.iter().rev().find(near))
    }

    /// The order that something of that day is about: the one of its event, else the newest that was open.
    fn order(&self, on: Date, event: Option<EventId>) -> Option<&OrderRow> {
        let open =
            |o: &&OrderRow| o.made_on <= on.last_of_month() && o.ended_on.is_none_or(|end| end >= on.first_of_month());
        let of_event = self.orders.iter().filter(open).find(|o| Some(o.event) == event);
        of_event.or_else(|| self.orders.iter().filter(open).max_by_key(|o| o.made_on))
    }

    fn line(&self, rules: &Rules<'_>, on: Date, order: Option<&OrderRow>, numbers: &[(Field, i64)]) -> Line {
        let held = self.held(on);
        let known = Known {
            sentence: order.map(|o| o.sentence.as_str()),
            requirements: order.map(|o| o.requirements),
            tier: held.and_then(|h| h.tier.as_deref()),
            sex: self.sex.as_deref(),
            born_month: self.born_month,
            ethnicity: self.ethnicity.as_deref(),
        };
        let month = on.first_of_month();
        let stands = rules.groups.stands(rules.policy, rules.law, &known, month);
        Line { month, team: held.map(|h| h.team), stands, numbers: numbers.to_vec() }
    }

    fn attendance(&self, rules: &Rules<'_>, lines: &mut Vec<Line>) {
        for row in self.attendance.iter().filter(|row| row.month <= rules.today) {
            let judged = row.kept + row.acceptable + row.failed;
            let mut numbers = vec![(Field::Appointments, judged), (Field::Kept, row.kept)];
            if row.month.last_of_month() < rules.today {
                numbers.extend([(Field::Past, judged + row.awaited), (Field::Recorded, judged)]);
            }
            // Of a month the last day: who came during it counts with it.
            let on = row.month.last_of_month().min(rules.today);
            lines.push(self.line(rules, on, self.order(on, Some(row.event)), &numbers));
        }
    }

    fn failed_days(&self, rules: &Rules<'_>, lines: &mut Vec<Line>) -> store::Result<()> {
        for row in &self.failed {
            let last = row.on.saturating_add(rules.policy.come_back(row.on)?.days.days());
            let came = row.back_on.is_some_and(|back| back <= last);
            if came || last < rules.today {
                let numbers = [(Field::FailedDays, 1), (Field::CameBack, i64::from(came))];
                lines.push(self.line(rules, row.on, self.order(row.on, Some(row.event)), &numbers));
            }
        }
        Ok(())
    }

    fn orders(&self, rules: &Rules<'_>, lines: &mut Vec<Line>) {
        let reasons = rules.policy.end_reasons();
        for order in &self.orders {
            let counts = rules.law.sentence(&order.sentence).is_some_and(|s| s.supervised() && !s.custodial());
            let left_out = order.end_reason.as_ref().is_some_and(|reason| reasons.left_out.contains(reason));
            if !counts {
                continue;
            }
            let last = order.ended_on.unwrap_or(rules.today).min(rules.today);
            let mut month = order.made_on.first_of_month().max(rules.first);
            while month <= last {
                let had = |step: &str| {
                    i64::from(
                        self.steps
                            .iter()
                            .any(|s| s.step == step && s.on.first_of_month() == month && self.is_about(s, order)),
                    )
                };
                let numbers = [
                    (Field::OpenOrders, 1),
                    (Field::Warned, had("warning")),
                    (Field::Breached, had("breach_instructed")),
                ];
                lines.push(self.line(rules, month.last_of_month().min(last), Some(order), &numbers));
                month = month.saturating_add(1.month());
            }
            if let Some(on) = order.ended_on.filter(|on| *on <= rules.today && !left_out) {
                let early = order.end_reason.as_ref().is_some_and(|reason| reasons.early.contains(reason));
                let with = order.completed && order.requirements > 0;
                let all_done = with && order.requirements_done >= order.requirements;
                let numbers = [
                    (Field::Ended, 1),
                    (Field::Completed, i64::from(order.completed)),
                    (Field::Early, i64::from(early)),
                    (Field::CompletedWithRequirements, i64::from(with)),
                    (Field::AllDone, i64::from(all_done)),
                ];
                lines.push(self.line(rules, on, Some(order), &numbers));
            }
        }
    }

    /// A step that names no order is about the one that was newest on its day.
    fn is_about(&self, step: &StepRow, order: &OrderRow) -> bool {
        match step.order {
            Some(id) => id == order.id,
            None => self.order(step.on, None).is_some_and(|newest| newest.id == order.id),
        }
    }

    fn of_step(&self, rules: &Rules<'_>, step: &StepRow, numbers: &[(Field, i64)]) -> Line {
        let named = step.order.and_then(|id| self.orders.iter().find(|o| o.id == id));
        let mut line = self.line(rules, step.on, named.or_else(|| self.order(step.on, None)), numbers);
        line.team = step.team.or(line.team);
        line
    }

    fn steps(&self, kind: &'static str) -> impl Iterator<Item = &StepRow> {
        self.steps.iter().filter(move |step| step.step == kind)
    }

    fn decisions(&self, rules: &Rules<'_>, lines: &mut Vec<Line>) {
        for step in self.steps.iter().filter(|step| DECISIONS.contains(&step.step.as_str())) {
            let numbers = [(Field::Decisions, 1), (Field::Excused, i64::from(step.step == "accepted"))];
            lines.push(self.of_step(rules, step, &numbers));
        }
        for failure in self.steps("failure") {
            let Some(evidence) = rules.law.evidence_due(failure.on) else { continue };
            let limit = rules.days.after(evidence.due, 1);
            if limit >= rules.today {
                continue;
            }
            let decided = self.steps.iter().any(|step| {
                let decides = DECISIONS.contains(&step.step.as_str()) || step.step == "breach_instructed";
                decides && step.on >= failure.on && step.on <= limit
            });
            let numbers = [(Field::FailuresDue, 1), (Field::DecidedInTime, i64::from(decided))];
            lines.push(self.of_step(rules, failure, &numbers));
        }
    }

    fn breaches(&self, rules: &Rules<'_>, lines: &mut Vec<Line>) {
        for breach in self.steps("breach_instructed") {
            let failures = self.steps("failure").filter(|f| f.on <= breach.on);
            let same = failures.filter(|f| f.order.is_none() || breach.order.is_none() || f.order == breach.order);
            let Some(last) = same.map(|f| f.on).max() else { continue };
            let Some(deadline) = rules.law.deadline(BREACH_PRESENTED, last) else { continue };
            let limit = deadline.due(last, rules.days);
            let numbers = [(Field::BreachesBegun, 1), (Field::BreachInTime, i64::from(breach.on <= limit))];
            lines.push(self.of_step(rules, breach, &numbers));
        }
        let proved = &rules.policy.breach_outcomes().proved;
        for end in self.steps("breach_ended") {
            let found = end.outcome.as_ref().is_some_and(|outcome| proved.contains(outcome));
            let numbers = [(Field::BreachesEnded, 1), (Field::BreachProved, i64::from(found))];
            lines.push(self.of_step(rules, end, &numbers));
        }
    }
}

#[cfg(test)]
mod tests;
