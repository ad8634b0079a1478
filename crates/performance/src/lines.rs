//! What there is to count of one person: lines of numbers, each in a month, with a team and groups. Pure: rows of views and
//! today in, lines out; a measure adds up two of the numbers. A figure of policy decides by its row, never by a number here.

use crate::groups::{Groups, Known, Stands};
use crate::policy::Policy;
use jiff::ToSpan;
use kernel::{Date, EventId, OrderId, TeamId, WorkingDays};
use law::Law;
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

/// What the rooms publish of one person.
#[derive(Clone, Debug, Default)]
pub(crate) struct OfPerson {
    pub(crate) sex: Option<String>,
    pub(crate) born_month: Option<Date>,
    pub(crate) ethnicity: Option<String>,
    pub(crate) orders: Vec<OrderRow>,
    pub(crate) held: Vec<HeldRow>,
    pub(crate) attendance: Vec<AttendanceRow>,
    pub(crate) failed: Vec<FailedRow>,
    pub(crate) steps: Vec<StepRow>,
}

#[derive(Clone, Debug)]
pub(crate) struct OrderRow {
    pub(crate) id: OrderId,
    pub(crate) event: EventId,
    pub(crate) sentence: String,
    pub(crate) made_on: Date,
    pub(crate) ended_on: Option<Date>,
    pub(crate) end_reason: Option<String>,
    pub(crate) completed: bool,
    pub(crate) requirements: i64,
    pub(crate) requirements_done: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct HeldRow {
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
    pub(crate) team: TeamId,
    pub(crate) tier: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct AttendanceRow {
    pub(crate) month: Date,
    pub(crate) event: EventId,
    pub(crate) kept: i64,
    pub(crate) acceptable: i64,
    pub(crate) failed: i64,
    pub(crate) awaited: i64,
}

#[derive(Clone, Debug)]
pub(crate) struct FailedRow {
    pub(crate) on: Date,
    pub(crate) event: EventId,
    pub(crate) back_on: Option<Date>,
}

#[derive(Clone, Debug)]
pub(crate) struct StepRow {
    pub(crate) order: Option<OrderId>,
    pub(crate) step: String,
    pub(crate) on: Date,
    pub(crate) team: Option<TeamId>,
    pub(crate) outcome: Option<String>,
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
        self.decisions(rules, &mut lines)?;
        self.breaches(rules, &mut lines)?;
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

    fn decisions(&self, rules: &Rules<'_>, lines: &mut Vec<Line>) -> store::Result<()> {
        for step in self.steps.iter().filter(|step| DECISIONS.contains(&step.step.as_str())) {
            let numbers = [(Field::Decisions, 1), (Field::Excused, i64::from(step.step == "accepted"))];
            lines.push(self.of_step(rules, step, &numbers));
        }
        for failure in self.steps("failure") {
            let limit = rules.days.after(failure.on, rules.policy.evidence(failure.on)?.working_days + 1);
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
        Ok(())
    }

    fn breaches(&self, rules: &Rules<'_>, lines: &mut Vec<Line>) -> store::Result<()> {
        for breach in self.steps("breach_instructed") {
            let failures = self.steps("failure").filter(|f| f.on <= breach.on);
            let same = failures.filter(|f| f.order.is_none() || breach.order.is_none() || f.order == breach.order);
            let Some(last) = same.map(|f| f.on).max() else { continue };
            let limit = rules.days.after(last, rules.policy.breach(last)?.working_days);
            let numbers = [(Field::BreachesBegun, 1), (Field::BreachInTime, i64::from(breach.on <= limit))];
            lines.push(self.of_step(rules, breach, &numbers));
        }
        let proved = &rules.policy.breach_outcomes().proved;
        for end in self.steps("breach_ended") {
            let found = end.outcome.as_ref().is_some_and(|outcome| proved.contains(outcome));
            let numbers = [(Field::BreachesEnded, 1), (Field::BreachProved, i64::from(found))];
            lines.push(self.of_step(rules, end, &numbers));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use law::Nation;
    use uuid::Uuid;

    const TODAY: Date = date(2026, 11, 20);

    fn team() -> TeamId {
        TeamId(Uuid::from_u128(7))
    }

    fn event(n: u128) -> EventId {
        EventId(Uuid::from_u128(n))
    }

    fn order(n: u128, sentence: &str, made_on: Date) -> OrderRow {
        OrderRow {
            id: OrderId(Uuid::from_u128(n)),
            event: event(n),
            sentence: sentence.into(),
            made_on,
            ended_on: None,
            end_reason: None,
            completed: false,
            requirements: 2,
            requirements_done: 0,
        }
    }

    fn somebody() -> OfPerson {
        OfPerson {
            orders: vec![order(1, "CO", date(2026, 9, 15))],
            held: vec![HeldRow { from: date(2026, 9, 15), until: None, team: team(), tier: Some("C".into()) }],
            ..OfPerson::default()
        }
    }

    fn step(step: &str, on: Date) -> StepRow {
        StepRow { order: None, step: step.into(), on, team: None, outcome: None }
    }

    fn lines_on(person: &OfPerson, today: Date) -> Vec<Line> {
        let (policy, law) = (Policy::shipped().unwrap(), Law::shipped());
        let groups = Groups::of(policy);
        let days = law.working_days(Nation::EnglandAndWales);
        let rules = Rules { policy, law: &law, groups: &groups, days, today, first: date(2025, 1, 1) };
        person.lines(&rules).unwrap()
    }

    fn sum(person: &OfPerson, today: Date, field: Field) -> i64 {
        let numbers = lines_on(person, today).into_iter().flat_map(|line| line.numbers);
        numbers.filter(|(f, _)| *f == field).map(|(_, n)| n).sum()
    }

    #[test]
    fn an_outcome_is_missing_only_once_the_month_is_over() {
        let row =
            AttendanceRow { month: date(2026, 10, 1), event: event(1), kept: 3, acceptable: 1, failed: 1, awaited: 2 };
        let person = OfPerson { attendance: vec![row], ..somebody() };
        for (today, past) in [(date(2026, 10, 31), 0), (date(2026, 11, 1), 7)] {
            assert_eq!(sum(&person, today, Field::Past), past, "{today}");
            assert_eq!((sum(&person, today, Field::Kept), sum(&person, today, Field::Appointments)), (3, 5));
        }
    }

    #[test]
    fn coming_back_counts_up_to_the_last_day_and_nobody_is_judged_before_it_is_over() {
        let failed = |back_on| {
            let row = FailedRow { on: date(2026, 11, 2), event: event(1), back_on };
            OfPerson { failed: vec![row], ..somebody() }
        };
        let counted =
            |person: &OfPerson, today| (sum(person, today, Field::CameBack), sum(person, today, Field::FailedDays));
        assert_eq!(counted(&failed(Some(date(2026, 11, 16))), TODAY), (1, 1));
        assert_eq!(counted(&failed(Some(date(2026, 11, 17))), TODAY), (0, 1));
        assert_eq!(counted(&failed(None), date(2026, 11, 16)), (0, 0));
        assert_eq!(counted(&failed(None), date(2026, 11, 17)), (0, 1));
    }

    #[test]
    fn an_order_is_open_in_each_month_that_it_touches_and_a_warning_counts_in_its_month() {
        let mut person = OfPerson { steps: vec![step("warning", date(2026, 10, 5))], ..somebody() };
        assert_eq!((sum(&person, TODAY, Field::OpenOrders), sum(&person, TODAY, Field::Warned)), (3, 1));
        person.orders[0].ended_on = Some(date(2026, 10, 31));
        assert_eq!(sum(&person, TODAY, Field::OpenOrders), 2);
        person.orders.push(order(2, "IMP", date(2026, 10, 1)));
        person.orders.push(order(3, "FINE", date(2026, 10, 1)));
        assert_eq!(sum(&person, TODAY, Field::OpenOrders), 2, "custody and fines are no orders to keep to");
    }

    #[test]
    fn an_end_that_says_nothing_of_how_it_went_is_left_out() {
        let ended = |reason: &str, completed, requirements_done| {
            let mut person = somebody();
            let order = &mut person.orders[0];
            (order.ended_on, order.end_reason) = (Some(date(2026, 11, 10)), Some(reason.into()));
            (order.completed, order.requirements_done) = (completed, requirements_done);
            [Field::Ended, Field::Completed, Field::AllDone, Field::Early].map(|field| sum(&person, TODAY, field))
        };
        assert_eq!(ended("completed", true, 2), [1, 1, 1, 0]);
        assert_eq!(ended("completed", true, 1), [1, 1, 0, 0]);
        assert_eq!(ended("completed-early", true, 2), [1, 1, 1, 1]);
        assert_eq!(ended("revoked-resentenced", false, 0), [1, 0, 0, 0]);
        for reason in ["deceased", "transferred", "entered-in-error"] {
            assert_eq!(ended(reason, false, 0), [0, 0, 0, 0], "{reason}");
        }
    }

    /// Friday 6 November: five working days for evidence end on the 13th, the working day after is Monday the 16th.
    #[test]
    fn a_failure_is_decided_in_time_on_the_working_day_after_the_evidence_and_not_a_day_later() {
        for (decided, in_time) in [(date(2026, 11, 6), 1), (date(2026, 11, 16), 1), (date(2026, 11, 17), 0)] {
            let steps = vec![step("failure", date(2026, 11, 6)), step("accepted", decided)];
            let person = OfPerson { steps, ..somebody() };
            let counted = [Field::DecidedInTime, Field::FailuresDue, Field::Excused, Field::Decisions];
            assert_eq!(counted.map(|f| sum(&person, TODAY, f)), [in_time, 1, 1, 1], "{decided}");
        }
        let waiting = OfPerson { steps: vec![step("failure", date(2026, 11, 6))], ..somebody() };
        assert_eq!(sum(&waiting, date(2026, 11, 16), Field::FailuresDue), 0);
        assert_eq!(sum(&waiting, date(2026, 11, 17), Field::FailuresDue), 1);
    }

    #[test]
    fn a_breach_counts_from_the_failure_before_it_and_one_without_is_left_out() {
        for (begun, in_time) in [(date(2026, 11, 16), 1), (date(2026, 11, 17), 0)] {
            let steps = vec![step("failure", date(2026, 11, 2)), step("breach_instructed", begun)];
            let person = OfPerson { steps, ..somebody() };
            assert_eq!([Field::BreachInTime, Field::BreachesBegun].map(|f| sum(&person, TODAY, f)), [in_time, 1]);
        }
        let alone = OfPerson { steps: vec![step("breach_instructed", date(2026, 11, 16))], ..somebody() };
        assert_eq!(sum(&alone, TODAY, Field::BreachesBegun), 0);
        let end = |outcome: &str| StepRow { outcome: Some(outcome.into()), ..step("breach_ended", date(2026, 11, 18)) };
        let person = OfPerson { steps: vec![end("fined"), end("withdrawn")], ..somebody() };
        assert_eq!([Field::BreachProved, Field::BreachesEnded].map(|f| sum(&person, TODAY, f)), [1, 2]);
    }

    #[test]
    fn a_line_stands_under_the_team_of_then_and_nobodys_lines_under_none() {
        let mut person = somebody();
        person.held = vec![
            HeldRow { from: date(2026, 9, 15), until: Some(date(2026, 10, 10)), team: TeamId(Uuid::nil()), tier: None },
            HeldRow { from: date(2026, 10, 10), until: Some(date(2026, 10, 20)), team: team(), tier: None },
        ];
        let teams: Vec<Option<TeamId>> = lines_on(&person, TODAY).iter().map(|line| line.team).collect();
        assert_eq!(teams, [Some(TeamId(Uuid::nil())), Some(team()), None]);
    }
}
