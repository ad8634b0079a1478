//! Two delivery units: Wexmere has a weekly drug service, a programme in groups and a service without rates; Dunmoor has
//! nothing.
#![expect(clippy::unwrap_used, reason = "a test")]

use access::trial::{Trial, user};
use kernel::{
    ContractId, Date, GroupId, OfferId, OrderId, PersonId, PersonKeys, RequirementId, ServiceId, UnitId, WaitingId,
    date,
};
use law::Term;
use migrations::trial::{Rooms, on_both};
use organisation::{NewRegion, NewUnit, add_region, add_unit};
use provision::{
    Contract, ContractKind, ForSex, Group, GroupState, Offer, OfferWeek, Opens, Provider, ProviderKind, RateSource,
    Reach, Service, ServiceRate, ServiceRequirement, WaitingEntry, WaitingLine, WaitingState,
};
use sentences::{Length, NewEvent, OrderFacts, Origin, RequirementFacts, open_event, record_order};
use store::{Asker, Cx, Failure};

/// A Monday.
pub(crate) const TODAY: Date = date(2026, 11, 23);

pub(crate) fn asker() -> Asker {
    Asker::system("test")
}

#[derive(Clone, Copy)]
pub(crate) struct World {
    pub(crate) wexmere: UnitId,
    pub(crate) dunmoor: UnitId,
    pub(crate) weekly: OfferId,
    pub(crate) contract: ContractId,
}

pub(crate) fn on_each(test: impl Fn(&Trial, World)) {
    let tables = provision::tables();
    let all = [&tables[..], access::TABLES, organisation::TABLES, people::TABLES, sentences::TABLES];
    on_both(&Rooms::with(&all).hearing(&provision::listeners()), TODAY, |house| {
        let house = house.with_part(law::Law::shipped());
        let world = house.write(&asker(), world).unwrap();
        user(&house, "cora", "commissioner");
        user(&house, "rhea", "court-officer");
        test(&Trial::of(house, &[provision::routes()]), world);
    });
}

fn service(cx: &mut Cx<'_>, code: &str, requirement: &str, lead_days: i64) -> Result<ServiceId, Failure> {
    let id = cx.new_id();
    cx.insert(&Service {
        id,
        code: code.into(),
        name: format!("Service {code}"),
        kind: "treatment".into(),
        summary: "What happens in it".into(),
        sessions: 10,
        weeks: 10,
        weekdays: String::new(),
        minutes: 60,
        gap_days: 0,
        lead_days,
        for_sex: ForSex::Any,
        min_age: None,
        max_age: None,
        least_risk: None,
        most_risk: None,
        consent_needed: false,
        start_date: date(2020, 1, 1),
        end_date: None,
        end_reason: None,
        version: 1,
    })?;
    cx.insert(&ServiceRequirement { service_id: id, requirement: requirement.into() })?;
    Ok(id)
}

fn offer(
    cx: &mut Cx<'_>,
    service: ServiceId,
    contract: ContractId,
    unit: UnitId,
    opens: Opens,
    reach: Reach,
) -> Result<OfferId, Failure> {
    let id = cx.new_id();
    cx.insert(&Offer {
        id,
        service_id: service,
        contract_id: contract,
        unit_id: unit,
        reach,
        reach_words: (reach == Reach::Partial).then(|| "the town alone".into()),
        opens,
        address: None,
        office_id: None,
        start_date: date(2020, 1, 1),
        end_date: None,
        end_reason: None,
        version: 1,
    })?;
    Ok(id)
}

fn world(cx: &mut Cx<'_>) -> Result<World, Failure> {
    let from = date(2020, 1, 1);
    let new = |code: &str, name: &str| NewRegion {
        code: code.into(),
        name: name.into(),
        serves_in_welsh: false,
        start_date: from,
    };
    let north = add_region(cx, new("R01", "Aldermere"))?.id;
    let south = add_region(cx, new("R02", "Brackmoor"))?.id;
    let unit =
        |region, code: &str, name: &str| NewUnit { region, code: code.into(), name: name.into(), start_date: from };
    let wexmere = add_unit(cx, unit(north, "R01A", "Wexmere"))?.id;
    let dunmoor = add_unit(cx, unit(south, "R02A", "Dunmoor"))?.id;
    cx.describe("A test's provision", None);
    let provider = cx.new_id();
    cx.insert(&Provider {
        id: provider,
        code: "ALD".into(),
        name: "Aldermere Recovery".into(),
        kind: ProviderKind::Voluntary,
        address: None,
        email: None,
        telephone: None,
        start_date: from,
        end_date: None,
        end_reason: None,
        version: 1,
    })?;
    let contract = cx.new_id();
    cx.insert(&Contract {
        id: contract,
        provider_id: provider,
        kind: ContractKind::Contract,
        reference: "C-1".into(),
        start_date: from,
        end_date: Some(date(2027, 3, 31)),
        yearly_volume: 400,
        price_pence: None,
        sum_pence: None,
        note: None,
        end_reason: None,
        version: 1,
    })?;
    let drugs = service(cx, "DRUGS", "DRR", 7)?;
    let programme = service(cx, "PROG", "PRG", 0)?;
    let drink = service(cx, "DRINK", "ATR", 0)?;
    for (service_id, leaves_weekly) in [(drugs, 0.0), (programme, 0.0)] {
        let source = RateSource::Assumed;
        let (missed_first, cancelled, note) = (0.0, 0.0, None);
        cx.insert(&ServiceRate { service_id, from_date: from, leaves_weekly, missed_first, cancelled, source, note })?;
    }
    let weekly = offer(cx, drugs, contract, wexmere, Opens::Weekly, Reach::Partial)?;
    let groups = offer(cx, programme, contract, wexmere, Opens::Groups, Reach::Whole)?;
    let without_rates = offer(cx, drink, contract, wexmere, Opens::Weekly, Reach::NotRural)?;
    for week in 0..16 {
        let monday = TODAY.saturating_add(jiff::Span::new().weeks(week));
        let row = |offer_id| OfferWeek { offer_id, monday, places: 2, reason: None, version: 1 };
        cx.insert(&row(weekly))?;
        cx.insert(&row(without_rates))?;
    }
    let group_id: GroupId = cx.new_id();
    cx.insert(&Group {
        id: group_id,
        offer_id: groups,
        code: "PROG-1".into(),
        start_date: date(2027, 1, 11),
        joins_until: date(2027, 1, 11),
        places: 8,
        state: GroupState::Planned,
        address: None,
        staff_id: None,
        state_reason: None,
        state_on: None,
        version: 1,
    })?;
    Ok(World { wexmere, dunmoor, weekly, contract })
}

/// Puts some people at the end of a list, ready today.
pub(crate) fn wait(trial: &Trial, offer: OfferId, people: i64) {
    trial
        .write(|cx| {
            cx.describe("A test's list", None);
            for n in 0..people {
                let (waiting_id, person_id): (WaitingId, PersonId) = (cx.new_id(), cx.new_id());
                cx.save(&WaitingLine {
                    offer_id: offer,
                    waiting_id,
                    person_id,
                    place: format!("{n:08}"),
                    joined_on: TODAY,
                    ready_on: TODAY,
                    state: WaitingState::Waiting,
                    priority: None,
                    group_id: None,
                    week: None,
                    answer_by: None,
                })?;
            }
            Ok(())
        })
        .unwrap();
}

/// An order made on a day, with these requirements; gives its id and theirs.
pub(crate) fn order(
    trial: &Trial,
    person: &PersonKeys,
    sentence: &str,
    made_on: Date,
    kinds: &[&str],
) -> (OrderId, Vec<RequirementId>) {
    trial
        .write(|cx| {
            let event = NewEvent {
                origin: Origin::Court,
                referred_on: made_on,
                taken_on: None,
                court_id: None,
                court_name: None,
                notes: None,
                source_key: None,
            };
            let event = open_event(cx, person, &event)?;
            let months = |n| Some(Length(Term::months(n)));
            let suspended = sentence == "SSO";
            let facts = OrderFacts {
                sentence: sentence.into(),
                court_id: None,
                court_name: None,
                made_on,
                starts_on: None,
                ends_on: made_on.checked_add(jiff::Span::new().months(18)).ok(),
                custody_term: months(6).filter(|_| suspended),
                operational_period: months(18).filter(|_| suspended),
                supervision_period: months(18).filter(|_| suspended),
                notes: None,
            };
            let requirements: Vec<RequirementFacts> = kinds
                .iter()
                .map(|kind| RequirementFacts {
                    kind: (*kind).into(),
                    length: match *kind {
                        "UPW" => Some(Length(Term::hours(100))),
                        "RAR" => Some(Length(Term::days(10))),
                        _ => None,
                    },
                    ..RequirementFacts::default()
                })
                .collect();
            let order = record_order(cx, person, event, &facts, &requirements)?;
            let whole = sentences::order(cx, person, order)?;
            Ok((order, whole.requirements.iter().map(|r| r.requirement.id).collect()))
        })
        .unwrap()
}

/// An entry of a list, as it stood in the end.
pub(crate) fn entry(
    trial: &Trial,
    offer: OfferId,
    person: &PersonKeys,
    requirement: Option<RequirementId>,
    joined_on: Date,
    begun_on: Option<Date>,
) {
    let state = if begun_on.is_some() { WaitingState::Begun } else { WaitingState::Waiting };
    trial
        .write(|cx| {
            cx.describe("A test's entry", None);
            let (id, joined_at) = (cx.new_id(), cx.now());
            cx.insert(&WaitingEntry {
                person_id: person.survivor,
                id,
                offer_id: offer,
                order_id: None,
                requirement_id: requirement,
                joined_at,
                joined_on,
                place: "1".into(),
                ready_on: joined_on,
                state,
                priority: None,
                opening_id: None,
                booking_id: None,
                group_id: None,
                week: None,
                starts_on: None,
                answer_by: None,
                begun_on,
                left_on: None,
                left_reason: None,
                earlier_id: None,
                note: None,
                version: 1,
            })
        })
        .unwrap();
}

/// Somebody of whom nothing more is known.
pub(crate) fn somebody(n: u128) -> PersonKeys {
    PersonKeys::alone(PersonId(uuid::Uuid::from_u128(n)))
}
