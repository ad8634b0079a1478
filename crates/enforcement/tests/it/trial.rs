//! What every test of the room begins with: its tables and listeners, the code lists, somebody invented with a sentence, and
//! a meeting with what came of it.

use contacts::NewContact;
use domain_events::DomainEvent;
use kernel::{Crn, Date, EventId, OrderId, PersonKeys, StaffId, TeamId, date};
use law::Law;
use migrations::trial::Rooms;
use people::{NewAddress, NewPerson};
use sentences::{NewEvent, OrderFacts, Origin, RequirementFacts};
use store::{Asker, Cx, House, Result};

pub(crate) fn system() -> Asker {
    Asker::system("trial")
}

pub(crate) fn rooms() -> Rooms {
    Rooms::with(&[
        access::TABLES,
        files::TABLES,
        organisation::TABLES,
        people::TABLES,
        sentences::TABLES,
        contacts::TABLES,
        &assessment::tables(),
        &provision::tables(),
        &documents::tables(),
        &enforcement::tables(),
    ])
    .hearing(access::LISTENERS)
    .hearing(people::LISTENERS)
    .hearing(sentences::LISTENERS)
    .hearing(contacts::LISTENERS)
    .hearing(&enforcement::listeners())
}

/// The house with the law and the lists that no test does without.
pub(crate) fn seeded(house: House) -> House {
    let house = house.with_part(Law::shipped());
    let lists = |cx: &mut Cx<'_>| {
        cx.describe("Seeded", None);
        people::seed(cx)?;
        contacts::seed(cx)?;
        documents::seed(cx).map(drop)
    };
    house.write(&system(), lists).unwrap();
    house
}

/// Jo Invented.
pub(crate) fn invented(house: &House, address: Option<NewAddress>) -> (Crn, PersonKeys) {
    let new = NewPerson {
        first_name: "Jo".into(),
        last_name: "Invented".into(),
        born: Some(date(1990, 5, 5)),
        came_from: "Trial".into(),
        address,
        ..NewPerson::default()
    };
    let person = house.write(&system(), |cx| people::create(cx, new.clone())).unwrap();
    (person.crn, PersonKeys::alone(person.person_id))
}

/// A matter with an order.
pub(crate) fn sentenced(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    facts: &OrderFacts,
    requirements: &[RequirementFacts],
) -> Result<(EventId, OrderId)> {
    let new = NewEvent {
        origin: Origin::Court,
        referred_on: facts.made_on,
        taken_on: None,
        court_id: None,
        court_name: facts.court_name.clone(),
        notes: None,
        source_key: None,
    };
    let event = sentences::open_event(cx, keys, &new)?;
    Ok((event, sentences::record_order(cx, keys, event, facts, requirements)?))
}

/// The person is told to be held.
pub(crate) fn allocated(house: &House, keys: &PersonKeys, staff: StaffId, team: TeamId) {
    let told = |cx: &mut Cx<'_>| {
        cx.describe("Allocated", None);
        cx.lock(keys.survivor.into())?;
        let (allocation, on) = (cx.new_id(), cx.today());
        cx.tell(&DomainEvent::Allocated { person: keys.survivor, allocation, staff, team, on })
    };
    house.write(&system(), told).unwrap();
}

/// A meeting of that day with what came of it.
pub(crate) fn met(event: EventId, on: Date, outcome: &str) -> NewContact {
    let new = NewContact {
        event: Some(event),
        outcome: Some(outcome.into()),
        place: Some("Zedbury office".into()),
        clash_allowed: true,
        ..NewContact::of("COAP", on)
    };
    new.at(kernel::Time::constant(10, 0, 0, 0), kernel::Time::constant(10, 30, 0, 0))
}
