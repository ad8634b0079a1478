//! On which days somebody works, and when a project is full, as sentences of policy and over any pattern.

use super::records::{Frequency, PlacementLine};
use super::rules::{NewPlacement, Pattern, check, clash, first_full_day};
use crate::projects::{ProjectDay, weekday_of};
use jiff::ToSpan;
use kernel::{Date, Time, date};
use proptest::prelude::*;
use uuid::Uuid;

/// A Monday.
const TODAY: Date = date(2026, 11, 23);

fn at(hour: i8) -> Time {
    Time::new(hour, 0, 0, 0).unwrap()
}

fn line(frequency: Frequency, from: Date, until: Option<Date>) -> PlacementLine {
    let id = Uuid::from_u128(7);
    PlacementLine {
        id: id.into(),
        person_id: id.into(),
        project_id: id.into(),
        weekday: weekday_of(from),
        start_time: at(9),
        end_time: at(16),
        frequency,
        from_date: from,
        until_date: until,
    }
}

fn new(frequency: Frequency, from: Date) -> NewPlacement {
    let id = Uuid::from_u128(7);
    NewPlacement {
        requirement: id.into(),
        project: id.into(),
        weekday: weekday_of(from),
        start_time: at(9),
        end_time: at(16),
        frequency,
        from,
        until: None,
        pick_up_place: None,
        pick_up_time: None,
        unmet_reason: None,
        agreed_with: None,
    }
}

#[test]
fn somebody_works_every_week_every_second_week_or_once() {
    let days = |frequency| line(frequency, TODAY, None).days_between(TODAY, date(2026, 12, 21));
    assert_eq!(days(Frequency::Weekly).len(), 5);
    assert_eq!(days(Frequency::Fortnightly), [TODAY, date(2026, 12, 7), date(2026, 12, 21)]);
    assert_eq!(days(Frequency::Once), [TODAY]);
    let ended = line(Frequency::Weekly, TODAY, Some(date(2026, 12, 1)));
    assert_eq!(ended.days_between(date(2026, 11, 24), date(2026, 12, 31)), [date(2026, 11, 30)]);
}

#[test]
fn a_day_is_full_when_every_place_is_taken_on_it_and_not_before() {
    let pattern = |frequency, from| new(frequency, from).pattern();
    let second = line(Frequency::Fortnightly, TODAY, None);
    let other = line(Frequency::Fortnightly, date(2026, 11, 30), None);
    let full = |new: Pattern, others: &[PlacementLine], places| first_full_day(new, others, places, TODAY);
    // Two who come in turns leave one of two places free in each week.
    assert_eq!(full(pattern(Frequency::Weekly, TODAY), &[second.clone(), other.clone()], 2), None);
    assert_eq!(full(pattern(Frequency::Weekly, TODAY), &[second.clone(), other.clone()], 1), Some(TODAY));
    assert_eq!(full(pattern(Frequency::Fortnightly, TODAY), &[other], 1), None);
    let leaves = line(Frequency::Weekly, TODAY, Some(TODAY));
    assert_eq!(full(pattern(Frequency::Weekly, date(2026, 11, 30)), &[leaves], 1), None);
    assert_eq!(full(pattern(Frequency::Weekly, TODAY), &[], 0), Some(TODAY));
}

#[test]
fn nobody_is_at_two_places_at_once() {
    let other = line(Frequency::Fortnightly, date(2026, 11, 30), None);
    assert_eq!(clash(&new(Frequency::Weekly, TODAY), &other), Some(date(2026, 11, 30)));
    assert_eq!(clash(&new(Frequency::Fortnightly, TODAY), &other), None);
    let evening = NewPlacement { start_time: at(16), end_time: at(20), ..new(Frequency::Weekly, TODAY) };
    assert_eq!(clash(&evening, &other), None);
}

#[test]
fn a_placement_lies_within_the_times_of_the_project_and_begins_on_its_day() {
    let id = Uuid::from_u128(7);
    let days = [ProjectDay {
        project_id: id.into(),
        id: id.into(),
        weekday: 1,
        start_time: at(9),
        end_time: at(16),
        places: 8,
    }];
    let codes = |new: &NewPlacement| -> Vec<_> { check(new, &days, TODAY).into_iter().map(|r| r.code).collect() };
    let good = new(Frequency::Weekly, TODAY);
    assert!(codes(&good).is_empty());
    assert_eq!(codes(&NewPlacement { end_time: at(17), ..good.clone() }), ["not_running"]);
    assert_eq!(codes(&NewPlacement { end_time: at(8), ..good.clone() }), ["ends_before_start"]);
    assert_eq!(codes(&NewPlacement { weekday: 2, ..good.clone() }), ["not_running", "wrong_weekday"]);
    assert_eq!(codes(&NewPlacement { until: Some(date(2026, 11, 22)), ..good.clone() }), ["ends_before_start"]);
    assert_eq!(codes(&NewPlacement { pick_up_time: Some(at(10)), ..good.clone() }), ["too_late"]);
    assert_eq!(codes(&new(Frequency::Weekly, date(2026, 11, 16))), ["before_order"]);
}

proptest! {
    #[test]
    fn the_days_of_work_are_exactly_those_on_which_it_falls(
        start in 0_i64..400, length in proptest::option::of(0_i64..300), which in 0_usize..3, look in 0_i64..500,
    ) {
        let from = TODAY.saturating_add(start.days());
        let until = length.map(|days| from.saturating_add(days.days()));
        let placed = line(Frequency::ALL[which], from, until);
        let first = TODAY.saturating_add(look.days());
        let last = first.saturating_add(120.days());
        let told = placed.days_between(first, last);
        let mut day = first;
        while day <= last {
            prop_assert_eq!(told.contains(&day), placed.falls_on(day), "{}", day);
            day = day.saturating_add(1.days());
        }
    }

    #[test]
    fn a_place_that_is_given_never_makes_a_day_hold_more_than_its_places(
        wanted in proptest::collection::vec((0_i64..12, 0_usize..3, proptest::option::of(0_i64..20)), 1..14), places in 1_i64..4,
    ) {
        let mut given: Vec<PlacementLine> = Vec::new();
        for (week, which, weeks) in wanted {
            let from = TODAY.saturating_add((week * 7).days());
            let until = weeks.map(|n| from.saturating_add((n * 7).days()));
            let asked = line(Frequency::ALL[which], from, until);
            if first_full_day(asked.pattern(), &given, places, TODAY).is_none() {
                given.push(asked);
            }
        }
        let mut day = TODAY;
        for _ in 0..60 {
            let there = given.iter().filter(|g| g.falls_on(day)).count();
            prop_assert!(i64::try_from(there).unwrap() <= places, "{} on {}", there, day);
            day = day.saturating_add(7.days());
        }
    }
}
