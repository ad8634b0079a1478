//! A whole court answered in a service that has 200,000 people on record: lists, groups, weeks and bookings of that size on
//! SQLite and, where THROUGHCARE_TEST_POSTGRES names a server, on PostgreSQL; timed cold and warm, with its statements.
//! `cargo xtask bench starts` runs it.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench prints, and stops when its database cannot be made"
)]

use jiff::ToSpan;
use kernel::{CourtId, Date, GroupId, OfferId, ServiceId, UnitId, date};
use migrations::trial::{Rooms, on_both};
use organisation::{CourtLevel, NewCourt, NewRegion, NewTeam, NewUnit, TeamPurpose};
use provision::{
    About, Asked, Booking, BookingState, Contract, ContractKind, ForSex, Group, GroupSession, GroupState, Offer,
    OfferWeek, Opens, Provider, ProviderKind, RateSource, Reach, Service, ServiceRate, ServiceRequirement,
    SessionState, WaitingLine, WaitingState, starts,
};
use std::time::{Duration, Instant};
use store::{Asker, Cx, House, Result};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 23);
const LONG_AGO: Date = date(2020, 1, 1);
const PEOPLE: i64 = 200_000;
/// Of those on record, so many wait for something: one in eight.
const WAITING: i64 = PEOPLE / 8;
const UNITS: usize = 108;
const SERVICES: usize = 24;
/// The requirement types that services deliver, in turn.
const DELIVERS: [&str; 6] = ["PRG", "RAR", "UPW", "DRR", "ATR", "MHT"];
const TIMES: usize = 50;

fn main() {
    let own = provision::tables();
    let tables = [&own[..], access::TABLES, organisation::TABLES, people::TABLES, sentences::TABLES];
    println!(
        "{PEOPLE} people on record, {WAITING} of them on lists; {UNITS} delivery units with {SERVICES} services each"
    );
    on_both(&Rooms::with(&tables), TODAY, |house| {
        let house = house.with_part(law::Law::shipped());
        let begun = Instant::now();
        let court = filled(&house).expect("a database to ask");
        println!("\n{:?} filled in {:.1?}", house.database(), begun.elapsed());
        ask(&house, court);
    });
}

fn ask(house: &House, court: CourtId) {
    let about = About { sex: Some("F".into()), born: Some(date(1998, 3, 31)), ..About::default() };
    let asked = Asked { court, on: date(2026, 12, 7) };
    let once = |cx: &mut Cx<'_>| {
        let told = starts(cx, &about, &asked)?;
        let offers: usize = told.requirements.iter().map(|r| r.options.len()).sum();
        let dated = told.requirements.iter().filter(|r| r.range().is_some()).count();
        let ahead: u32 = told.requirements.iter().flat_map(|r| &r.options).map(|o| o.ahead).sum();
        Ok((cx.statements(), told.requirements.len(), offers, dated, ahead))
    };
    let asker = Asker::system("bench");
    let cold = Instant::now();
    let first = house.read(&asker, once).expect("an answer");
    let cold = cold.elapsed();
    let mut took: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let begun = Instant::now();
            house.read(&asker, once).expect("an answer");
            begun.elapsed()
        })
        .collect();
    took.sort();
    let (statements, ..) = house.read(&asker, once).expect("an answer");
    let (_, requirements, offers, dated, ahead) = first;
    println!("{requirements} requirements, {offers} offers, {dated} with a day, {ahead} people ahead in all");
    println!("first answer {cold:.1?}, {} statements", first.0);
    let middle = took.get(TIMES / 2).copied().unwrap_or_default();
    let slowest = took.last().copied().unwrap_or_default();
    println!("then {middle:.1?} in the middle of {TIMES}, {slowest:.1?} at most, {statements} statements");
}

/// What stands in the tables: gives the court that is asked for.
fn filled(house: &House) -> Result<CourtId> {
    let asker = Asker::system("bench");
    let (court, units) = house.write(&asker, places)?;
    let offers = house.bulk(&asker, |cx| catalogue(cx, &units))?;
    for some in offers.chunks(200) {
        house.bulk(&asker, |cx| {
            cx.describe("Filled for a bench", None);
            some.iter().try_for_each(|(offer, opens, nth)| offered(cx, *offer, *opens, *nth))
        })?;
    }
    let each = WAITING / i64::try_from(offers.len()).unwrap_or(1) + 1;
    for some in offers.chunks(200) {
        house.write(&asker, |cx| {
            some.iter().try_for_each(|(offer, ..)| (0..each).try_for_each(|n| waits(cx, *offer, n)))
        })?;
    }
    Ok(court)
}

fn places(cx: &mut Cx<'_>) -> Result<(CourtId, Vec<UnitId>)> {
    let region =
        NewRegion { code: "R01".into(), name: "Aldermere".into(), serves_in_welsh: false, start_date: LONG_AGO };
    let region = organisation::add_region(cx, region)?.id;
    let mut units = Vec::with_capacity(UNITS);
    for n in 0..UNITS {
        let unit = NewUnit { region, code: format!("U{n:03}"), name: format!("Unit {n}"), start_date: LONG_AGO };
        units.push(organisation::add_unit(cx, unit)?.id);
    }
    let unit = units.first().copied().expect("a unit");
    let (code, name, purpose) = ("R01A01".into(), "Team".into(), TeamPurpose::Court);
    let team = NewTeam { unit, code, name, purpose, telephone: None, email: None, start_date: LONG_AGO };
    let team = Some(organisation::open_team(cx, team)?.id);
    let (code, name, level) = ("B01WX".into(), "Wexmere".into(), CourtLevel::Magistrates);
    let court = organisation::add_court(cx, NewCourt { code, name, level, team, start_date: LONG_AGO })?;
    Ok((court.id, units))
}

fn catalogue(cx: &mut Cx<'_>, units: &[UnitId]) -> Result<Vec<(OfferId, Opens, usize)>> {
    cx.describe("Filled for a bench", None);
    let provider = Provider {
        id: cx.new_id(),
        code: "P1".into(),
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
        kind: ContractKind::Contract,
        reference: "C1".into(),
        start_date: LONG_AGO,
        end_date: None,
        yearly_volume: 10_000,
        price_pence: None,
        sum_pence: None,
        note: None,
        end_reason: None,
        version: 1,
    };
    cx.insert(&contract)?;
    let mut offers = Vec::new();
    for n in 0..SERVICES {
        let service = service(cx, n)?;
        for unit in units {
            let opens = if n % 3 == 2 { Opens::Weekly } else { Opens::Groups };
            let offer = Offer {
                id: cx.new_id(),
                service_id: service,
                contract_id: contract.id,
                unit_id: *unit,
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
            offers.push((offer.id, opens, n));
        }
    }
    Ok(offers)
}

fn service(cx: &mut Cx<'_>, n: usize) -> Result<ServiceId> {
    let service = Service {
        id: cx.new_id(),
        code: format!("S{n}"),
        name: format!("Service {n}"),
        kind: "accredited-programme".into(),
        summary: "A service".into(),
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
    };
    cx.insert(&service)?;
    let requirement = DELIVERS.get(n % DELIVERS.len()).copied().unwrap_or("RAR").to_owned();
    cx.insert(&ServiceRequirement { service_id: service.id, requirement })?;
    let (from_date, source) = (LONG_AGO, RateSource::Assumed);
    let (leaves_weekly, missed_first, cancelled) = (0.01, 0.12, 0.05);
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

/// Half a year of groups, or of weeks, ahead, and half a year of groups past with everybody who was in them.
fn offered(cx: &mut Cx<'_>, offer_id: OfferId, opens: Opens, nth: usize) -> Result<()> {
    let monday = |week: i64| TODAY.saturating_add((7 * week).days());
    if opens == Opens::Weekly {
        let weeks: Vec<OfferWeek> =
            (0..26).map(|n| OfferWeek { offer_id, monday: monday(n), places: 2, reason: None, version: 1 }).collect();
        return cx.insert_all(&weeks);
    }
    for week in (-26..26).step_by(4) {
        let starts = monday(week + i64::try_from(nth % 4).unwrap_or(0)).saturating_add(1.day());
        let id: GroupId = cx.new_id();
        let state = if week < 0 { GroupState::Finished } else { GroupState::Planned };
        cx.insert(&Group {
            id,
            offer_id,
            code: format!("G{week}"),
            start_date: starts,
            joins_until: starts.saturating_add(if nth.is_multiple_of(2) { 21 } else { 0 }.days()),
            places: 10,
            state,
            address: None,
            staff_id: None,
            state_reason: None,
            state_on: None,
            version: 1,
        })?;
        // Sessions of groups long past are never read.
        let planned = if week < 0 { 0 } else { 12_i64 };
        let sessions: Vec<GroupSession> = (0..planned)
            .map(|n| GroupSession {
                group_id: id,
                number: n + 1,
                on_date: starts.saturating_add((n / 2 * 7 + n % 2 * 2).days()),
                start_time: kernel::Time::constant(18, 0, 0, 0),
                minutes: 120,
                state: SessionState::Planned,
                reason: None,
                version: 1,
            })
            .collect();
        cx.insert_all(&sessions)?;
        let taken = if week < 0 { 9 } else { 3 };
        let bookings: Vec<Booking> = (0..taken).map(|_| booking(cx, id, offer_id, starts)).collect();
        cx.insert_all(&bookings)?;
    }
    Ok(())
}

fn booking(cx: &Cx<'_>, group: GroupId, offer_id: OfferId, starts_on: Date) -> Booking {
    Booking {
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
    }
}

fn waits(cx: &mut Cx<'_>, offer_id: OfferId, n: i64) -> Result<()> {
    let joined_on = TODAY.saturating_sub((7 + n * 5).days());
    let (waiting_id, person_id): (Uuid, Uuid) = (cx.new_id(), cx.new_id());
    cx.save(&WaitingLine {
        offer_id,
        waiting_id: waiting_id.into(),
        person_id: person_id.into(),
        place: format!("{:09}", 1_000 - n),
        joined_on,
        ready_on: joined_on.saturating_add(21.days()),
        state: WaitingState::Waiting,
        priority: None,
        group_id: None,
        week: None,
        answer_by: None,
    })
}
