//! A region with two delivery units, a provider, two services, an offer with groups and one by the week, and people.

use jiff::civil::time;
use kernel::{
    ContractId, Date, GroupId, OfferId, PersonKeys, ProviderId, RequirementId, ServiceId, UnitId, WaitingId, date,
};
use migrations::trial::{Rooms, on_both};
use organisation::{NewRegion, NewUnit, add_region, add_unit};
use people::{NewPerson, OpenPerson};
use provision::*;
use sentences::{Length, NewEvent, OrderFacts, Origin, RequirementFacts};
use store::{Asker, Cx, Failure, House};

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 11, 23);

#[derive(Clone, Copy)]
pub(crate) struct World {
    pub(crate) units: [UnitId; 2],
    pub(crate) provider: ProviderId,
    pub(crate) contract: ContractId,
    pub(crate) course: ServiceId,
    pub(crate) mentoring: ServiceId,
    /// Places open with groups.
    pub(crate) groups: OfferId,
    /// Places open weekly.
    pub(crate) weekly: OfferId,
}

pub(crate) fn asker() -> Asker {
    Asker::system("test")
}

pub(crate) fn rooms() -> Rooms {
    let own = provision::tables();
    let tables = [access::TABLES, organisation::TABLES, people::TABLES, sentences::TABLES, &own];
    let listeners = [access::LISTENERS, people::LISTENERS, sentences::LISTENERS, &provision::listeners()].concat();
    Rooms::with(&tables).hearing(&listeners)
}

pub(crate) fn on_each(test: impl Fn(&House, World)) {
    on_both(&rooms(), TODAY, |house| {
        let house = furnished(house);
        let world = build(&house);
        test(&house, world);
    });
}

pub(crate) fn furnished(house: House) -> House {
    let house = house.with_part(law::Law::shipped());
    write(&house, people::seed);
    write(&house, sentences::seed);
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

pub(crate) fn service(code: &str, name: &str) -> ServiceFacts {
    ServiceFacts {
        code: code.into(),
        name: name.into(),
        kind: "accredited-programme".into(),
        summary: "Learning to stop and think.".into(),
        sessions: 4,
        weeks: 2,
        weekdays: "24".into(),
        minutes: 120,
        gap_days: 0,
        lead_days: 10,
        for_sex: ForSex::Any,
        min_age: None,
        max_age: None,
        least_risk: None,
        most_risk: None,
        consent_needed: false,
        start_date: date(2020, 1, 1),
        needs: vec!["thinking".into()],
        requirements: vec!["PRG".into()],
        before: vec![],
    }
}

pub(crate) fn contract(reference: &str, units: &[UnitId]) -> ContractFacts {
    ContractFacts {
        kind: ContractKind::Contract,
        reference: reference.into(),
        start_date: date(2026, 1, 1),
        end_date: Some(date(2027, 12, 31)),
        yearly_volume: 100,
        price_pence: Some(40_000),
        sum_pence: None,
        note: None,
        units: units.to_vec(),
    }
}

pub(crate) fn offer(world: &World, service: ServiceId, unit: UnitId, opens: Opens) -> OfferFacts {
    OfferFacts {
        service,
        contract: world.contract,
        unit,
        reach: Reach::Whole,
        reach_words: None,
        opens,
        address: None,
        office: None,
        start_date: date(2026, 1, 1),
        end_date: None,
    }
}

pub(crate) fn build(house: &House) -> World {
    write(house, |cx| {
        let from = date(2020, 1, 1);
        let region =
            NewRegion { code: "R01".into(), name: "Aldermere".into(), serves_in_welsh: false, start_date: from };
        let region = add_region(cx, region)?.id;
        let mut unit = |code: &str, name: &str| {
            add_unit(cx, NewUnit { region, code: code.into(), name: name.into(), start_date: from }).map(|u| u.id)
        };
        let units = [unit("R01A", "Wexmere")?, unit("R01B", "Holloway Cross")?];
        let provider = ProviderFacts {
            code: "NEW".into(),
            name: "New Leaf Trust".into(),
            kind: ProviderKind::Voluntary,
            address: None,
            email: None,
            telephone: None,
            start_date: from,
        };
        let provider = add_provider(cx, &provider)?;
        let course = add_service(cx, &service("BC", "Thinking course"))?;
        let mentoring =
            add_service(cx, &ServiceFacts { requirements: vec!["RAR".into()], ..service("ME", "Mentoring") })?;
        let id = add_contract(cx, provider, &contract("C-1", &units))?;
        set_contract_services(cx, id, &[(course, 60), (mentoring, 40)], 1)?;
        let mut world = World {
            units,
            provider,
            contract: id,
            course,
            mentoring,
            groups: OfferId(uuid::Uuid::nil()),
            weekly: OfferId(uuid::Uuid::nil()),
        };
        world.groups = add_offer(cx, &offer(&world, course, units[0], Opens::Groups))?;
        world.weekly = add_offer(cx, &offer(&world, mentoring, units[0], Opens::Weekly))?;
        Ok(world)
    })
}

pub(crate) fn group(code: &str, start: Date, places: i64) -> GroupFacts {
    GroupFacts {
        code: code.into(),
        start_date: start,
        joins_until: start.saturating_add(jiff::ToSpan::days(7)),
        places,
        start_time: time(10, 0, 0, 0),
        address: None,
        staff: None,
    }
}

pub(crate) fn planned(house: &House, world: &World, code: &str, start: Date, places: i64) -> GroupId {
    write(house, |cx| plan_group(cx, world.groups, &group(code, start, places)))
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

pub(crate) fn open(cx: &mut Cx<'_>, keys: &PersonKeys) -> store::Result<OpenPerson> {
    people::open_by_id(cx, keys.survivor)
}

pub(crate) fn joining(offer: OfferId) -> Joining {
    Joining { offer, requirement: None, ready_on: Some(TODAY), note: None }
}

/// A new person at the end of a list.
pub(crate) fn joined(house: &House, offer: OfferId, last: &str) -> (PersonKeys, WaitingId) {
    let keys = person(house, last);
    let id = write(house, |cx| {
        let open = open(cx, &keys)?;
        join(cx, &open, &joining(offer))
    });
    (keys, id)
}

pub(crate) fn entry(house: &House, keys: &PersonKeys, id: WaitingId) -> WaitingEntry {
    read(house, |cx| entry_of(cx, keys, id))
}

/// A requirement of a community order made three weeks ago.
pub(crate) fn ordered(house: &House, keys: &PersonKeys, kind: &str) -> RequirementId {
    let made_on = date(2026, 11, 2);
    let order = OrderFacts {
        sentence: "CO".into(),
        court_id: None,
        court_name: Some("Zenith Magistrates' Court".into()),
        made_on,
        starts_on: None,
        ends_on: Some(date(2027, 11, 1)),
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
        kind: kind.into(),
        length: Some(Length(law::Term::days(20))),
        ..RequirementFacts::default()
    };
    write(house, |cx| {
        let event = sentences::open_event(cx, keys, &event)?;
        sentences::record_order(cx, keys, event, &order, std::slice::from_ref(&wanted))
    });
    read(house, |cx| Ok(sentences::orders(cx, keys)?[0].requirements[0].requirement.id))
}

/// The list in its order, by id.
pub(crate) fn list(house: &House, offer: OfferId) -> Vec<(WaitingId, WaitingState)> {
    let lines = read(house, |cx| waiting_lines(cx, offer, 1_000, 0)).0;
    lines.into_iter().map(|l| (l.waiting_id, l.state)).collect()
}

/// Names of what was told.
pub(crate) fn told(house: &House, name: &str) -> i64 {
    read(house, |cx| cx.count("SELECT count(*) FROM outbox WHERE name = $1", &[name.into()]))
}
