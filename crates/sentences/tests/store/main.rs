//! The room on both databases: what is written, told and undone.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod lists;
mod many;
mod record;

use jiff::civil::date;
use kernel::{Date, PersonId, PersonKeys};
use law::{Law, Term};
use migrations::trial::{Rooms, assert_schema, on_both};
use sentences::*;
use store::{Asker, Cx, Failure, House};
use uuid::Uuid;

pub(crate) const TODAY: Date = date(2026, 11, 22);

pub(crate) fn on_each(test: impl Fn(&House)) {
    on_both(&Rooms::with(&[TABLES]), TODAY, |house| test(&house.with_part(Law::shipped())));
}

pub(crate) fn somebody() -> PersonKeys {
    PersonKeys::alone(PersonId(Uuid::from_u128(1)))
}

pub(crate) fn write<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> store::Result<T>) -> T {
    house.write(&Asker::system("test"), work).unwrap()
}

pub(crate) fn read<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> store::Result<T>) -> T {
    house.read(&Asker::system("test"), work).unwrap()
}

pub(crate) fn refused<T: std::fmt::Debug>(
    house: &House,
    work: impl FnMut(&mut Cx<'_>) -> store::Result<T>,
) -> Vec<&'static str> {
    match house.write(&Asker::system("test"), work) {
        Err(Failure::Refused(refusals)) => refusals.0.into_iter().map(|r| r.code).collect(),
        other => panic!("{other:?}"),
    }
}

/// The names of what was told, in order, since the beginning.
pub(crate) fn told(house: &House) -> Vec<String> {
    read(house, |cx| cx.query("SELECT name FROM outbox ORDER BY told_at, id", &[])?.iter().map(|r| r.get(0)).collect())
}

pub(crate) fn basis(house: &House) -> Option<Basis> {
    read(house, |cx| supervision(cx, &somebody())).map(|s| s.basis)
}

pub(crate) fn new_event(origin: Origin, taken_on: Option<Date>) -> NewEvent {
    NewEvent {
        origin,
        referred_on: date(2026, 6, 1),
        taken_on,
        court_id: None,
        court_name: Some("Zenith Magistrates' Court".into()),
        notes: None,
        source_key: None,
    }
}

pub(crate) fn facts(sentence: &str) -> OrderFacts {
    OrderFacts {
        sentence: sentence.into(),
        court_id: None,
        court_name: None,
        made_on: date(2026, 6, 1),
        starts_on: None,
        ends_on: Some(date(2027, 5, 31)),
        custody_term: Some(Length(Term::months(8))),
        operational_period: Some(Length(Term::months(18))),
        supervision_period: None,
        notes: None,
    }
}

pub(crate) fn requirement(kind: &str, length: Option<Term>) -> RequirementFacts {
    RequirementFacts { kind: kind.into(), length: length.map(Length), ..RequirementFacts::default() }
}

pub(crate) fn ending(on: Date, reason: &str) -> Ending {
    Ending { on, reason: reason.into(), note: None }
}

pub(crate) fn recorded(house: &House, sentence: &str, requirements: &[RequirementFacts]) -> kernel::OrderId {
    write(house, |cx| {
        let event = open_event(cx, &somebody(), &new_event(Origin::Court, None))?;
        record_order(cx, &somebody(), event, &facts(sentence), requirements)
    })
}
