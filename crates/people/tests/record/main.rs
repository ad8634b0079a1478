//! A person's record on both databases: opened, found, amended by two at once, merged and parted again.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod amended;
mod found;
mod merged;

use kernel::{Crn, date};
use migrations::trial::{Rooms, on_both};
use people::cards::{self};
use people::{NewAddress, NewAlias, NewPerson};
use store::{Asker, Cx, Failure, House, Result};

pub(crate) fn rooms() -> Rooms {
    Rooms::with(&[people::TABLES]).hearing(people::LISTENERS)
}

pub(crate) fn on_houses(test: impl Fn(House)) {
    on_both(&rooms(), date(2026, 11, 22), test);
}

pub(crate) fn asker() -> Asker {
    Asker::system("test")
}

pub(crate) fn gethin() -> NewPerson {
    NewPerson {
        first_name: "Gethin".into(),
        middle_names: Some("Rhys".into()),
        last_name: "Pugh".into(),
        born: Some(date(1985, 3, 7)),
        gender: Some("M".into()),
        identifiers: vec![("PNC".into(), "02/73319z".into())],
        aliases: vec![NewAlias { first_name: "Geth".into(), last_name: "Bowen".into(), ..NewAlias::default() }],
        address: Some(home("12", "ZA1 2BC")),
        came_from: "Test".into(),
        ..NewPerson::default()
    }
}

pub(crate) fn home(building: &str, postcode: &str) -> NewAddress {
    NewAddress {
        building: Some(building.into()),
        street: Some("High Street".into()),
        town: Some("Zetown".into()),
        postcode: Some(postcode.into()),
        ..NewAddress::default()
    }
}

pub(crate) fn named(first: &str, last: &str) -> NewPerson {
    NewPerson { first_name: first.into(), last_name: last.into(), came_from: "Test".into(), ..NewPerson::default() }
}

pub(crate) fn made(house: &House, new: NewPerson) -> people::Person {
    house.write(&asker(), |cx| people::create(cx, new.clone())).unwrap()
}

pub(crate) fn written<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> Result<T> {
    house.write(&asker(), work)
}

pub(crate) fn read<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> Result<T>) -> T {
    house.read(&asker(), work).unwrap()
}

pub(crate) fn refused(failure: Failure) -> String {
    match failure {
        Failure::Refused(refusals) => refusals.to_string(),
        other => panic!("not a refusal: {other:?}"),
    }
}

#[test]
fn the_tables_are_those_of_the_migrations() {
    on_houses(|house| migrations::trial::assert_schema(&house, people::TABLES));
}

#[test]
fn crns_are_given_in_order_and_lead_to_the_record() {
    on_houses(|house| {
        let (first, second) = (made(&house, gethin()), made(&house, named("Tamsin", "Vaughan")));
        assert_eq!((first.crn.as_str(), second.crn.as_str()), ("T000001", "T000002"));
        let open = read(&house, |cx| people::open(cx, &second.crn));
        assert_eq!((open.person.person_id, open.name().as_str()), (second.person_id, "Tamsin Vaughan"));
        let unknown: Crn = "T000003".parse().unwrap();
        assert!(matches!(house.read(&asker(), |cx| people::open(cx, &unknown)), Err(Failure::NotFound)));
    });
}

#[test]
fn a_crn_is_never_given_twice() {
    on_houses(|house| {
        let taken = NewPerson { crn: Some("X123456".parse().unwrap()), ..gethin() };
        made(&house, taken.clone());
        let again = written(&house, |cx| people::create(cx, taken.clone())).unwrap_err();
        assert_eq!(refused(again), "The CRN X123456 was given before");
    });
}

#[test]
fn codes_are_seeded_once() {
    on_houses(|house| {
        assert!(written(&house, people::seed).unwrap() > 100);
        assert_eq!(written(&house, people::seed).unwrap(), 0);
        let codes = read(&house, cards_codes);
        assert_eq!(codes, "Crefydd arall");
    });
}

pub(crate) fn cards_codes(cx: &mut Cx<'_>) -> Result<String> {
    assert!(!cards::CARDS.is_empty());
    Ok(people::codes::Codes::read(cx)?.bilingual("religion", "other").cy)
}

#[test]
fn the_ledger_holds_after_all_that() {
    on_houses(|house| {
        let (one, other) = (made(&house, gethin()), made(&house, named("Tamsin", "Vaughan")));
        written(&house, |cx| people::merge(cx, &one.crn, &other.crn, "Test")).unwrap();
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
    });
}

#[test]
fn many_at_once_are_given_crns_without_a_gap_or_a_double() {
    on_houses(|house| {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..8).for_each(|_| drop(made(&house, named("A", "B")))));
            }
        });
        let mut crns: Vec<String> =
            read(&house, |cx| cx.list::<people::Person>("", &[])).into_iter().map(|p| p.crn.to_string()).collect();
        crns.sort();
        let expected: Vec<String> = (1..=32).map(|n| format!("T{n:06}")).collect();
        assert_eq!(crns, expected);
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
    });
}
