//! A house with the log, people and orders of unpaid work in it.

use kernel::{Date, OrderId, PersonKeys, RequirementId, date};
use migrations::trial::{Rooms, on_both};
use people::NewPerson;
use sentences::{Length, NewEvent, OrderFacts, Origin, RequirementFacts};
use store::{Asker, Cx, Failure, House};

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 11, 23);

pub(crate) fn asker() -> Asker {
    Asker::system("test")
}

pub(crate) fn rooms() -> Rooms {
    let own = unpaid_work::tables();
    let tables = [
        access::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        files::TABLES,
        contacts::TABLES,
        &own,
    ];
    let listeners =
        [access::LISTENERS, people::LISTENERS, sentences::LISTENERS, contacts::LISTENERS, &unpaid_work::listeners()]
            .concat();
    Rooms::with(&tables).hearing(&listeners)
}

pub(crate) fn on_each(test: impl Fn(&House)) {
    on_both(&rooms(), TODAY, |house| test(&furnished(house)));
}

pub(crate) fn furnished(house: House) -> House {
    let house = house.with_part(law::Law::shipped());
    write(&house, people::seed);
    write(&house, sentences::seed);
    write(&house, contacts::seed);
    house
}

pub(crate) fn write<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> store::Result<T>) -> T {
    house.write(&asker(), work).unwrap()
}

pub(crate) fn read<T>(house: &House, work: impl FnMut(&mut Cx<'_>) -> store::Result<T>) -> T {
    house.read(&asker(), work).unwrap()
}

pub(crate) fn refused<T: std::fmt::Debug>(
    house: &House,
    work: impl FnMut(&mut Cx<'_>) -> store::Result<T>,
) -> Vec<&'static str> {
    match house.write(&asker(), work) {
        Err(Failure::Refused(refusals)) => refusals.0.into_iter().map(|r| r.code).collect(),
        other => panic!("{other:?}"),
    }
}

/// A new person; gives the keys.
pub(crate) fn person(house: &House, last: &str) -> PersonKeys {
    let new = NewPerson {
        first_name: "Pat".into(),
        last_name: last.into(),
        born: Some(date(1990, 2, 3)),
        ..NewPerson::default()
    };
    PersonKeys::alone(write(house, |cx| people::create(cx, new.clone())).person_id)
}

/// A community order with so many hours of unpaid work, made on a day; gives the order and its requirement.
pub(crate) fn ordered(house: &House, keys: &PersonKeys, hours: u32, made_on: Date) -> (OrderId, RequirementId) {
    let order = OrderFacts {
        sentence: "CO".into(),
        court_id: None,
        court_name: Some("Zenith Magistrates' Court".into()),
        made_on,
        starts_on: None,
        ends_on: Some(made_on.saturating_add(jiff::ToSpan::days(364))),
        custody_term: None,
        operational_period: None,
        supervision_period: None,
        notes: None,
    };
    let event = NewEvent {
        origin: Origin::Court,
        referred_on: made_on,
        taken_on: None,
        court_id: None,
        court_name: Some("Zenith Magistrates' Court".into()),
        notes: None,
        source_key: None,
    };
    let wanted = RequirementFacts {
        kind: "UPW".into(),
        length: Some(Length(format!("{hours} hours").parse().unwrap())),
        ..RequirementFacts::default()
    };
    let order = write(house, |cx| {
        let event = sentences::open_event(cx, keys, &event)?;
        sentences::record_order(cx, keys, event, &order, std::slice::from_ref(&wanted))
    });
    let orders = read(house, |cx| sentences::orders(cx, keys));
    let found = orders.iter().find(|o| o.order.id == order).unwrap();
    (order, found.requirements[0].requirement.id)
}

/// Minutes that stand on a requirement, as its order's page tells them.
pub(crate) fn on_the_order(house: &House, keys: &PersonKeys, requirement: RequirementId) -> u32 {
    let orders = read(house, |cx| sentences::orders(cx, keys));
    let part = orders.iter().flat_map(|o| &o.requirements).find(|r| r.requirement.id == requirement).unwrap();
    part.progress.unwrap().done
}
