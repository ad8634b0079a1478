//! A court with its area, services that are offered there or elsewhere, and people who wait, written as rows.

use kernel::{CourtId, Date, GroupId, OfferId, PersonId, PersonKeys, ServiceId, StaffId, UnitId, date};
use migrations::trial::{Rooms, on_both};
use organisation::{
    CourtLevel, NewCourt, NewRegion, NewTeam, NewUnit, TeamPurpose, add_court, add_region, add_unit, open_team,
};
use people::{NewPerson, OpenPerson};
use provision::{
    Booking, BookingState, Contract, ContractKind, ForSex, Group, GroupState, Offer, OfferWeek, Opens, Provider,
    ProviderKind, RateSource, Reach, Service, ServicePrerequisite, ServiceRate, ServiceRequirement, WaitingEntry,
    WaitingLine, WaitingState,
};
use store::{Asker, Cx, House, Record, Result};
use uuid::Uuid;

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 11, 23);
const LONG_AGO: Date = date(2020, 1, 1);

pub(crate) struct World {
    pub(crate) court: CourtId,
    /// A court whose results go to no team.
    pub(crate) lonely: CourtId,
    pub(crate) here: UnitId,
    pub(crate) there: UnitId,
}

pub(crate) fn asker() -> Asker {
    Asker::system("test")
}

pub(crate) fn on_each(test: impl Fn(House, World)) {
    let own = provision::tables();
    let tables = [&own[..], access::TABLES, organisation::TABLES, people::TABLES, sentences::TABLES];
    let listeners = [people::LISTENERS, sentences::LISTENERS, &provision::listeners()].concat();
    on_both(&Rooms::with(&tables).hearing(&listeners), TODAY, |house| {
        let house = house.with_part(law::Law::shipped());
        house.write(&asker(), people::seed).unwrap();
        house.write(&asker(), sentences::seed).unwrap();
        let world = house.write(&asker(), built).unwrap();
        test(house, world);
    });
}

fn built(cx: &mut Cx<'_>) -> Result<World> {
    let region =
        NewRegion { code: "R01".into(), name: "Aldermere".into(), serves_in_welsh: false, start_date: LONG_AGO };
    let region = add_region(cx, region)?.id;
    let unit = |cx: &mut Cx<'_>, code: &str, name: &str| {
        Ok::<_, store::Failure>(
            add_unit(cx, NewUnit { region, code: code.into(), name: name.into(), start_date: LONG_AGO })?.id,
        )
    };
    let (here, there) = (unit(cx, "R01A", "Wexmere")?, unit(cx, "R01B", "Northdale")?);
    let (code, name, purpose) = ("R01A01".into(), "Wexmere 1".into(), TeamPurpose::Supervision);
    let team = NewTeam { unit: here, code, name, purpose, telephone: None, email: None, start_date: LONG_AGO };
    let team = open_team(cx, team)?.id;
    let court = |cx: &mut Cx<'_>, code: &str, name: &str, team| {
        let new = NewCourt {
            code: code.into(),
            name: name.into(),
            level: CourtLevel::Magistrates,
            team,
            start_date: LONG_AGO,
        };
        Ok::<_, store::Failure>(add_court(cx, new)?.id)
    };
    let lonely = court(cx, "B02XX", "Farhaven Magistrates' Court", None)?;
    Ok(World { court: court(cx, "B01WX", "Wexmere Magistrates' Court", Some(team))?, lonely, here, there })
}

/// A service as it is set down; change what the test is about.
pub(crate) fn service(cx: &Cx<'_>, name: &str) -> Service {
    Service {
        id: cx.new_id(),
        code: name.to_uppercase().replace(' ', "-"),
        name: name.into(),
        kind: "accredited-programme".into(),
        summary: "What happens in it".into(),
        sessions: 20,
        weeks: 10,
        weekdays: "24".into(),
        minutes: 120,
        gap_days: 1,
        lead_days: 14,
        for_sex: ForSex::Any,
        min_age: None,
        max_age: None,
        least_risk: None,
        most_risk: None,
        consent_needed: false,
        start_date: LONG_AGO,
        end_date: None,
        end_reason: None,
        version: 1,
    }
}

/// Writes a service with its rates, delivering requirements.
pub(crate) fn add(cx: &mut Cx<'_>, service: &Service, delivers: &[&str], rates: [f64; 3]) -> Result<ServiceId> {
    cx.describe("Set down a service", None);
    cx.insert(service)?;
    for requirement in delivers {
        cx.insert(&ServiceRequirement { service_id: service.id, requirement: (*requirement).into() })?;
    }
    let [leaves_weekly, missed_first, cancelled] = rates;
    let (from_date, source) = (LONG_AGO, RateSource::Assumed);
    cx.insert(&ServiceRate {
        service_id: service.id,
        from_date,
        leaves_weekly,
        missed_first,
        cancelled,
        source,
        note: None,
    })?;
    Ok(service.id)
}

pub(crate) fn needs_first(cx: &mut Cx<'_>, service_id: ServiceId, before_id: ServiceId) -> Result<()> {
    cx.describe("Set down what comes first", None);
    cx.insert(&ServicePrerequisite { service_id, before_id })
}

/// Offers a service in a unit under a contract that may end.
pub(crate) fn offer(
    cx: &mut Cx<'_>,
    service_id: ServiceId,
    unit_id: UnitId,
    opens: Opens,
    ends: Option<Date>,
) -> Result<OfferId> {
    let id: Uuid = cx.new_id();
    cx.describe("Offered a service", None);
    let provider = Provider {
        id: cx.new_id(),
        code: format!("P{}", id.simple()),
        name: "Alderbrook Trust".into(),
        kind: ProviderKind::Voluntary,
        address: None,
        email: None,
        telephone: None,
        start_date: LONG_AGO,
        end_date: None,
        end_reason: None,
        version: 1,
    };
    cx.insert(&provider)?;
    let contract = Contract {
        id: cx.new_id(),
        provider_id: provider.id,
        kind: ContractKind::Grant,
        reference: format!("G{}", id.simple()),
        start_date: LONG_AGO,
        end_date: ends,
        yearly_volume: 100,
        price_pence: None,
        sum_pence: None,
        note: None,
        end_reason: None,
        version: 1,
    };
    cx.insert(&contract)?;
    let offer = Offer {
        id: id.into(),
        service_id,
        contract_id: contract.id,
        unit_id,
        reach: Reach::Whole,
        reach_words: None,
        opens,
        address: None,
        office_id: None,
        start_date: LONG_AGO,
        end_date: None,
        end_reason: None,
        version: 1,
    };
    cx.insert(&offer)?;
    Ok(offer.id)
}

pub(crate) fn group(cx: &mut Cx<'_>, offer_id: OfferId, starts: Date, places: i64) -> Result<GroupId> {
    cx.describe("Planned a group", None);
    let id: GroupId = cx.new_id();
    cx.insert(&Group {
        id,
        offer_id,
        code: format!("G-{starts}"),
        start_date: starts,
        joins_until: starts,
        places,
        state: GroupState::Planned,
        address: None,
        staff_id: None::<StaffId>,
        state_reason: None,
        state_on: None,
        version: 1,
    })?;
    Ok(id)
}

pub(crate) fn week(cx: &mut Cx<'_>, offer_id: OfferId, monday: Date, places: i64) -> Result<()> {
    cx.describe("Planned a week", None);
    cx.insert(&OfferWeek { offer_id, monday, places, reason: None, version: 1 })
}

/// A place of a group that somebody holds.
pub(crate) fn held(cx: &mut Cx<'_>, group: GroupId, offer_id: OfferId, starts_on: Date) -> Result<()> {
    cx.describe("Booked a place", None);
    cx.insert(&Booking {
        opening_id: group.0,
        id: cx.new_id(),
        offer_id,
        group_id: Some(group),
        week: None,
        booked_for: cx.new_id(),
        waiting_id: cx.new_id(),
        state: BookingState::Held,
        starts_on,
        held_at: cx.now(),
        answer_by: None,
        begun_on: None,
        released_on: None,
        released_reason: None,
        version: 1,
    })
}

/// Somebody on a list, as the view keeps them.
pub(crate) fn waits(cx: &mut Cx<'_>, offer_id: OfferId, place: &str, joined_on: Date) -> Result<()> {
    let (waiting_id, person_id) = (cx.new_id(), cx.new_id());
    line(cx, offer_id, waiting_id, person_id, place, joined_on)
}

fn line(
    cx: &mut Cx<'_>,
    offer_id: OfferId,
    waiting_id: kernel::WaitingId,
    person_id: PersonId,
    place: &str,
    joined_on: Date,
) -> Result<()> {
    cx.save(&WaitingLine {
        offer_id,
        waiting_id,
        person_id,
        place: place.into(),
        joined_on,
        ready_on: joined_on,
        state: WaitingState::Waiting,
        priority: None,
        group_id: None,
        week: None,
        answer_by: None,
    })
}

/// A person's own entry in a list.
pub(crate) fn entered(cx: &mut Cx<'_>, person_id: PersonId, offer_id: OfferId, place: &str, on: Date) -> Result<()> {
    cx.describe("Put on a list", None);
    let id = cx.new_id();
    cx.insert(&WaitingEntry {
        person_id,
        id,
        offer_id,
        order_id: None,
        requirement_id: None,
        joined_at: cx.now(),
        joined_on: on,
        place: place.into(),
        ready_on: on,
        state: WaitingState::Waiting,
        priority: None,
        opening_id: None,
        booking_id: None,
        group_id: None,
        week: None,
        starts_on: None,
        answer_by: None,
        begun_on: None,
        left_on: None,
        left_reason: None,
        earlier_id: None,
        note: None,
        version: 1,
    })?;
    line(cx, offer_id, id, person_id, place, on)
}

pub(crate) fn person(house: &House, sex: Option<&str>, born: Option<Date>) -> OpenPerson {
    let person = house
        .write(&asker(), |cx| {
            let new = NewPerson {
                first_name: "Nia".into(),
                last_name: "Marsh".into(),
                gender: sex.map(str::to_owned),
                born,
                ..NewPerson::default()
            };
            people::create(cx, new)
        })
        .unwrap();
    house.read(&asker(), |cx| people::open_by_id(cx, person.person_id)).unwrap()
}

pub(crate) fn keys(open: &OpenPerson) -> PersonKeys {
    open.keys.clone()
}

/// How many rows a table has.
pub(crate) fn rows<R: Record>(house: &House) -> Vec<R> {
    house.read(&asker(), |cx| cx.list::<R>("", &[])).unwrap()
}
