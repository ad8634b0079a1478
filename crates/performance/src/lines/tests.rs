//! What is counted of invented people, day by day, on both sides of each limit.

use super::*;
use crate::published::{AttendanceRow, FailedRow, HeldRow, OfPerson, OrderRow, StepRow};
use kernel::{OrderId, date};
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
