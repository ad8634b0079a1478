//! A house with the log, people and orders of unpaid work in it.

use kernel::{Date, OrderId, PersonKeys, ProjectId, RequirementId, StaffId, Time, UnitId, WorkSessionId, date};
use migrations::trial::{Rooms, on_both};
use people::NewPerson;
use sentences::{Length, NewEvent, OrderFacts, Origin, RequirementFacts};
use store::{Asker, Cx, Failure, House};
use unpaid_work::projects::*;
use unpaid_work::sessions::*;

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

pub(crate) fn at(hour: i8, minute: i8) -> Time {
    Time::constant(hour, minute, 0, 0)
}

pub(crate) fn unit(house: &House) -> UnitId {
    write(house, |cx| {
        let from = date(2020, 1, 1);
        let region = organisation::NewRegion {
            code: "R01".into(),
            name: "Aldermere".into(),
            serves_in_welsh: false,
            start_date: from,
        };
        let region = organisation::add_region(cx, region)?.id;
        let new = organisation::NewUnit { region, code: "R01A".into(), name: "Wexmere".into(), start_date: from };
        organisation::add_unit(cx, new).map(|u| u.id)
    })
}

/// A project that runs every day of the week from nine to four, and on whose place people may work.
pub(crate) fn project(house: &House, unit: UnitId, code: &str) -> ProjectId {
    let beneficiary = BeneficiaryFacts {
        name: "Friends of the Canal".into(),
        kind: BeneficiaryKind::Charity,
        contact_name: None,
        email: None,
        telephone: None,
        address: None,
    };
    let beneficiary = write(house, |cx| add_beneficiary(cx, &beneficiary));
    let facts = ProjectFacts {
        code: code.into(),
        name: format!("Canal path {code}"),
        kind: ProjectKind::Group,
        unit,
        team: None,
        beneficiary: Some(beneficiary),
        provider: None,
        work: "Clears the path along the canal".into(),
        address: Some("1 Lock Road, Wexmere, ZA1 1AA".into()),
        town: Some("Wexmere".into()),
        meeting_point: Some("The lock gates".into()),
        supervised_by: SupervisedBy::Service,
        women_only: false,
        children_near: false,
        vulnerable_near: false,
        needs: vec![],
        skills: vec![],
        tools: Some("Spades, gloves".into()),
        places: 12,
        start_date: date(2026, 1, 5),
        days: (1..=7)
            .map(|weekday| DayFacts { weekday, start_time: at(9, 0), end_time: at(16, 0), places: 12 })
            .collect(),
        nomination: None,
    };
    let id = write(house, |cx| add_project(cx, &facts));
    for kind in AssessmentKind::ALL {
        let facts = AssessmentFacts {
            kind: *kind,
            assessed_by: "A safety officer".into(),
            assessed_on: date(2026, 9, 1),
            valid_until: date(2027, 8, 31),
            hazards: vec![Hazard { hazard: "Water".into(), control: "Life jackets".into() }],
        };
        write(house, |cx| assess_project(cx, id, &facts));
    }
    id
}

pub(crate) fn facts(project: ProjectId, on: Date, places: i64) -> SessionFacts {
    SessionFacts {
        project,
        on,
        starts: at(9, 0),
        ends: at(16, 0),
        staff: StaffId(uuid::Uuid::from_u128(77)),
        outside_supervisor: None,
        places,
        meeting_point: None,
        tools: None,
    }
}

pub(crate) fn planned(house: &House, project: ProjectId, on: Date, places: i64) -> WorkSessionId {
    write(house, |cx| plan_session(cx, &facts(project, on, places)))
}

/// A person with an order of so many hours who is on a session.
pub(crate) fn on_session(
    house: &House,
    session: WorkSessionId,
    last: &str,
    hours: u32,
) -> (PersonKeys, RequirementId, Booking) {
    let keys = person(house, last);
    let (_, requirement) = ordered(house, &keys, hours, date(2026, 6, 1));
    let booked = write(house, |cx| {
        let open = people::open_by_id(cx, keys.survivor)?;
        book(cx, &open, session, requirement)
    });
    (keys, requirement, booked)
}
