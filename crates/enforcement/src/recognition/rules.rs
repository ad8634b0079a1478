//! Which milestones somebody has reached, from what the record says. Pure: takes the policy's rows and today.
//!
//! Always true: what a correction takes away is not reached any more; one thing that was reached has one key.

use crate::policy::{Held, Measure, MilestoneRow};
use jiff::ToSpan;
use kernel::{Date, OrderId, RequirementId};

/// A requirement as milestones see it.
#[derive(Clone, Debug)]
pub(crate) struct RequirementFacts {
    pub(crate) id: RequirementId,
    /// Code of its type in `law`.
    pub(crate) kind: String,
    /// Of work counted in minutes: ordered, and each day's minutes.
    pub(crate) ordered_minutes: Option<u32>,
    pub(crate) worked: Vec<(Date, u32)>,
    /// The day on which it was completed.
    pub(crate) completed_on: Option<Date>,
}

/// An order as milestones see it.
#[derive(Clone, Debug)]
pub(crate) struct OrderFacts {
    pub(crate) id: OrderId,
    pub(crate) starts_on: Date,
    pub(crate) completed_on: Option<Date>,
    pub(crate) requirements: Vec<RequirementFacts>,
    /// Days on which an appointment was kept.
    pub(crate) kept: Vec<Date>,
    /// Days on which one was not, without a reason accepted.
    pub(crate) failed: Vec<Date>,
}

/// Something that was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reached {
    pub(crate) code: String,
    /// What makes it one thing: told again, it is the same.
    pub(crate) key: String,
    pub(crate) order: OrderId,
    pub(crate) requirement: Option<RequirementId>,
    pub(crate) on: Date,
}

fn months(day: Date, many: u32) -> Option<Date> {
    day.checked_add(i64::from(many).months()).ok()
}

/// The end of a run of months without a failure from a day on, with at least one appointment kept in each month.
fn clean(order: &OrderFacts, from: Date, many: u32) -> Option<Date> {
    let end = months(from, many)?;
    let each = (0..many).all(|n| {
        let (first, next) = (months(from, n), months(from, n + 1));
        let within = |day: &&Date| first.is_some_and(|f| f <= **day) && next.is_some_and(|n| **day < n);
        order.kept.iter().any(|day| within(&day))
    });
    let failed = order.failed.iter().any(|day| from <= *day && *day < end);
    (each && !failed).then_some(end)
}

fn of_row(row: &MilestoneRow, order: &OrderFacts) -> Vec<Reached> {
    let one = |key: String, requirement, on| Reached { code: row.code.clone(), key, order: order.id, requirement, on };
    match row.measure {
        Measure::MonthsKept => clean(order, order.starts_on, row.number)
            .map(|on| one(format!("{}/{}", row.code, order.id), None, on))
            .into_iter()
            .collect(),
        Measure::MonthsWithoutFailure => {
            // From the day after the last failure; a clean run is one thing.
            let from = order.failed.iter().max().map_or(order.starts_on, |last| last.saturating_add(1.day()));
            clean(order, from, row.number)
                .map(|on| one(format!("{}/{}/{from}", row.code, order.id), None, on))
                .into_iter()
                .collect()
        }
        Measure::HoursPercent => order
            .requirements
            .iter()
            .filter(|r| row.is_of(&r.kind))
            .filter_map(|r| {
                let ordered = u64::from(r.ordered_minutes.filter(|minutes| *minutes > 0)?);
                let mut days = r.worked.clone();
                days.sort_unstable_by_key(|(day, _)| *day);
                let mut done = 0u64;
                let on = days.into_iter().find_map(|(day, minutes)| {
                    done += u64::from(minutes);
                    (done * 100 >= ordered * u64::from(row.number)).then_some(day)
                })?;
                Some(one(format!("{}/{}", row.code, r.id), Some(r.id), on))
            })
            .collect(),
        Measure::RequirementCompleted => {
            let ours = order.requirements.iter().filter(|r| row.is_of(&r.kind));
            let done = ours.filter_map(|r| Some((r.id, r.completed_on?)));
            done.map(|(id, on)| one(format!("{}/{id}", row.code), Some(id), on)).collect()
        }
        Measure::OrderCompleted => {
            let done = order.completed_on.map(|on| one(format!("{}/{}", row.code, order.id), None, on));
            done.into_iter().collect()
        }
    }
}

/// Everything that was reached by today, by the rows that held on the day of reaching.
pub(crate) fn reached(rows: &[MilestoneRow], orders: &[OrderFacts], today: Date) -> Vec<Reached> {
    let mut found = Vec::new();
    for row in rows {
        for order in orders {
            found.extend(of_row(row, order).into_iter().filter(|r| r.on <= today && row.holds_on(r.on)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use kernel::date;
    use uuid::Uuid;

    fn order() -> OrderFacts {
        OrderFacts {
            id: OrderId(Uuid::from_u128(1)),
            starts_on: date(2026, 8, 3),
            completed_on: None,
            requirements: Vec::new(),
            kept: vec![date(2026, 8, 10), date(2026, 9, 7), date(2026, 10, 5)],
            failed: Vec::new(),
        }
    }

    fn codes(order: &OrderFacts, today: Date) -> Vec<(String, Date)> {
        let found = reached(Policy::shipped().milestones(), std::slice::from_ref(order), today);
        found.into_iter().map(|r| (r.code, r.on)).collect()
    }

    #[test]
    fn the_first_month_is_reached_on_the_day_after_it_and_not_before() {
        assert_eq!(codes(&order(), date(2026, 9, 2)), []);
        assert_eq!(codes(&order(), date(2026, 9, 3)), [("first-month".into(), date(2026, 9, 3))]);
    }

    #[test]
    fn a_failure_in_the_first_month_takes_it_away_and_one_on_its_last_day_does_so_too() {
        let failed = |day| OrderFacts { failed: vec![day], ..order() };
        assert_eq!(codes(&failed(date(2026, 9, 2)), date(2026, 9, 3)), []);
        assert_eq!(codes(&failed(date(2026, 9, 3)), date(2026, 9, 3)), [("first-month".into(), date(2026, 9, 3))]);
    }

    #[test]
    fn nobody_keeps_a_month_in_which_nothing_was_kept() {
        let none = OrderFacts { kept: vec![date(2026, 9, 7)], ..order() };
        assert_eq!(codes(&none, date(2026, 9, 30)), []);
    }

    #[test]
    fn three_clean_months_begin_again_after_a_failure() {
        let three = |order: &OrderFacts, day| codes(order, day).iter().any(|(code, _)| code == "three-months");
        assert!(!three(&order(), date(2026, 11, 2)));
        assert!(three(&order(), date(2026, 11, 3)));
        let failed = OrderFacts { failed: vec![date(2026, 9, 10)], ..order() };
        assert!(!three(&failed, date(2026, 11, 3)));
        let later = OrderFacts { kept: vec![date(2026, 9, 20), date(2026, 10, 20), date(2026, 11, 20)], ..failed };
        assert!(!three(&later, date(2026, 12, 10)) && three(&later, date(2026, 12, 11)));
    }

    #[test]
    fn a_month_ends_on_its_last_day_also_in_a_leap_year() {
        let leap = OrderFacts { starts_on: date(2028, 1, 31), kept: vec![date(2028, 2, 10)], ..order() };
        assert_eq!(codes(&leap, date(2028, 2, 28)), []);
        assert_eq!(codes(&leap, date(2028, 2, 29)), [("first-month".into(), date(2028, 2, 29))]);
    }

    #[test]
    fn half_of_the_hours_is_reached_with_the_minute_that_makes_half() {
        let work = |minutes: u32| RequirementFacts {
            id: RequirementId(Uuid::from_u128(2)),
            kind: "UPW".into(),
            ordered_minutes: Some(6_000),
            worked: vec![(date(2026, 9, 1), 1_000), (date(2026, 9, 8), minutes)],
            completed_on: None,
        };
        let half = |minutes| {
            let order = OrderFacts { requirements: vec![work(minutes)], kept: vec![], ..order() };
            codes(&order, date(2026, 11, 1))
        };
        assert_eq!(half(1_999), []);
        assert_eq!(half(2_000), [("half-the-hours".into(), date(2026, 9, 8))]);
    }

    #[test]
    fn a_requirement_and_an_order_are_recognised_when_completed() {
        let requirement = RequirementFacts {
            id: RequirementId(Uuid::from_u128(2)),
            kind: "RAR".into(),
            ordered_minutes: None,
            worked: vec![],
            completed_on: Some(date(2026, 10, 1)),
        };
        let done = OrderFacts {
            completed_on: Some(date(2026, 11, 1)),
            requirements: vec![requirement],
            kept: vec![],
            ..order()
        };
        let expected =
            [("requirement-done".to_owned(), date(2026, 10, 1)), ("order-done".to_owned(), date(2026, 11, 1))];
        assert_eq!(codes(&done, date(2026, 11, 1)), expected);
        assert_eq!(codes(&done, date(2026, 10, 31)), expected[..1]);
    }

    #[test]
    fn a_finished_programme_is_told_as_one_and_hours_at_an_attendance_centre_are_no_unpaid_work() {
        let of = |kind: &str, ordered_minutes| RequirementFacts {
            id: RequirementId(Uuid::from_u128(2)),
            kind: kind.into(),
            ordered_minutes,
            worked: vec![(date(2026, 9, 1), 600)],
            completed_on: Some(date(2026, 10, 1)),
        };
        let told = |requirement| {
            let order = OrderFacts { requirements: vec![requirement], kept: vec![], ..order() };
            let all = codes(&order, date(2026, 11, 1));
            all.into_iter().map(|(code, _)| code).collect::<Vec<_>>()
        };
        assert_eq!(told(of("PRG", None)), ["programme-done"]);
        assert_eq!(told(of("ATC", Some(600))), ["requirement-done"]);
        assert_eq!(told(of("UPW", Some(600))), ["half-the-hours", "requirement-done"]);
    }
}
