//! Contracts, offers and groups: what is refused, and what ends with what.

use crate::world::*;
use kernel::date;
use provision::*;
use store::Failure;

#[test]
fn two_contracts_of_one_provider_never_cover_the_same_service_and_unit_on_one_day() {
    on_each(|house, world| {
        let second = write(house, |cx| add_contract(cx, world.provider, &contract("C-2", &world.units[..1])));
        let clash = refused(house, |cx| set_contract_services(cx, second, &[(world.course, 10)], 1));
        assert_eq!(clash, ["overlaps"]);
        // Another unit, or days after the first, are no clash.
        let elsewhere = ContractFacts {
            start_date: date(2028, 1, 1),
            end_date: Some(date(2028, 12, 31)),
            ..contract("C-2", &world.units)
        };
        write(house, |cx| amend_contract(cx, second, &elsewhere, 1));
        write(house, |cx| set_contract_services(cx, second, &[(world.course, 10)], 2));
        let back = ContractFacts { start_date: date(2027, 12, 31), ..elsewhere.clone() };
        assert_eq!(refused(house, |cx| amend_contract(cx, second, &back, 3)), ["overlaps"]);
        assert_eq!(read(house, |cx| Ok(book(cx)?.contracts[&second].yearly_volume)), 10);
    });
}

#[test]
fn an_offer_lies_within_its_contract_and_ends_with_it() {
    on_each(|house, world| {
        let facts = offer(&world, world.course, world.units[1], Opens::Groups);
        let early = OfferFacts { start_date: date(2025, 12, 31), ..facts.clone() };
        assert_eq!(refused(house, |cx| add_offer(cx, &early)), ["outside_contract"]);
        let late = OfferFacts { end_date: Some(date(2028, 1, 1)), ..facts.clone() };
        assert_eq!(refused(house, |cx| add_offer(cx, &late)), ["outside_contract"]);
        let again = OfferFacts { unit: world.units[0], ..facts };
        assert_eq!(refused(house, |cx| add_offer(cx, &again)), ["offered_already"]);
        let seen = read(house, |cx| Ok(book(cx)?.contracts[&world.contract].version));
        let stale = house.write(&asker(), |cx| end_contract(cx, world.contract, date(2026, 12, 31), "Why", seen + 1));
        assert!(matches!(stale, Err(Failure::Stale(_))), "{stale:?}");
        write(house, |cx| end_contract(cx, world.contract, date(2026, 12, 31), "The grant was not renewed", seen));
        let days = read(house, |cx| {
            let book = book(cx)?;
            Ok(book.days_of(&book.offers[&world.groups]))
        });
        assert_eq!(days, (date(2026, 1, 1), Some(date(2026, 12, 31))));
        let after = group("LATE", date(2027, 1, 5), 6);
        assert_eq!(refused(house, |cx| plan_group(cx, world.groups, &after)), ["not_running"]);
    });
}

#[test]
fn what_is_offered_is_not_taken_out_of_its_contract() {
    on_each(|house, world| {
        let seen = read(house, |cx| Ok(book(cx)?.contracts[&world.contract].version));
        let fewer = contract("C-1", &world.units[1..]);
        assert_eq!(refused(house, |cx| amend_contract(cx, world.contract, &fewer, seen)), ["offered_there"]);
        let dropped = refused(house, |cx| set_contract_services(cx, world.contract, &[(world.course, 60)], seen));
        assert_eq!(dropped, ["offered_there"]);
    });
}

#[test]
fn a_group_meets_on_the_days_of_its_service_and_needs_a_name_of_its_own() {
    on_each(|house, world| {
        let id = planned(house, &world, "WEX-1", date(2026, 12, 1), 6);
        let days = read(house, |cx| Ok(sessions_of(cx, id)?.iter().map(|s| s.on_date).collect::<Vec<_>>()));
        assert_eq!(days, [date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 8), date(2026, 12, 10)]);
        assert_eq!(
            refused(house, |cx| plan_group(cx, world.groups, &group("wex-1", date(2026, 12, 8), 6))),
            ["code_taken"]
        );
        assert_eq!(
            refused(house, |cx| plan_group(cx, world.groups, &group("WEX-2", date(2026, 12, 8), 0))),
            ["no_places"]
        );
        assert_eq!(
            refused(house, |cx| plan_group(cx, world.weekly, &group("W", date(2026, 12, 8), 1))),
            ["not_groups"]
        );
        write(house, |cx| mark_session(cx, id, 1, (SessionState::Cancelled, Some("The tutor is ill")), 1));
        assert_eq!(refused(house, |cx| mark_session(cx, id, 2, (SessionState::Held, None), 1)), ["ahead"]);
    });
}

#[test]
fn capacity_of_nought_is_refused_and_never_falls_below_what_is_taken() {
    on_each(|house, world| {
        let monday = date(2026, 11, 30);
        assert_eq!(refused(house, |cx| set_week(cx, world.weekly, monday, 0, None)), ["no_places"]);
        assert_eq!(refused(house, |cx| set_week(cx, world.groups, monday, 2, None)), ["not_weekly"]);
        write(house, |cx| set_week(cx, world.weekly, monday, 2, None));
        let (keys, id) = joined(house, world.weekly, "Able");
        joined(house, world.weekly, "Baker");
        offer_places(house, &asker(), world.weekly).unwrap();
        assert_eq!(entry(house, &keys, id).week, Some(monday));
        assert_eq!(refused(house, |cx| set_week(cx, world.weekly, monday, 1, None)), ["taken"]);
        assert_eq!(refused(house, |cx| drop_week(cx, world.weekly, monday, "No tutor")), ["taken"]);
    });
}

#[test]
fn what_must_come_before_a_service_never_goes_in_a_circle() {
    on_each(|house, world| {
        let facts = ServiceFacts { before: vec![world.course], ..service("ME", "Mentoring") };
        write(house, |cx| amend_service(cx, world.mentoring, &facts, 1));
        let back = ServiceFacts { before: vec![world.mentoring], ..service("BC", "Thinking course") };
        assert_eq!(refused(house, |cx| amend_service(cx, world.course, &back, 1)), ["circle"]);
    });
}
