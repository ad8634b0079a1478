//! Reads what the picture needs in one statement a table, and asks the engine once for each offer.

use super::policy::{Bands, Certainty, Policy};
use super::rules::{Cell, Line, cell};
use crate::start::{Ahead, Opening, Question, Ready, begin};
use crate::{
    BookingState, Contract, ForSex, Group, GroupState, Offer, OfferWeek, Opens, Provider, Service, ServiceRate,
    ServiceRequirement, WaitingState,
};
use jiff::ToSpan;
use jiff::civil::Weekday;
use kernel::{Date, OfferId, RegionId, ServiceId};
use law::{CaseDates, Family, Law, RequirementType};
use organisation::{Region, Unit};
use std::collections::HashMap;
use std::hash::Hash;
use store::{Cx, Result, params};
use uuid::Uuid;

/// The whole picture as it stands.
pub struct Availability {
    pub as_at: Date,
    /// In the order of their names.
    pub regions: Vec<Region>,
    /// By region, then by name.
    pub units: Vec<Unit>,
    /// The types that a service of the catalogue delivers, in statutory order.
    pub requirements: Vec<RequirementType>,
    /// The other types that are open to courts: they need no service, or none delivers them.
    pub without_service: Vec<RequirementType>,
    /// For each unit, each requirement.
    pub cells: Vec<Cell>,
    pub(crate) certainty: &'static Certainty,
    pub(crate) bands: &'static Bands,
}

impl Availability {
    #[must_use]
    pub fn cell(&self, unit: kernel::UnitId, requirement: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.unit == unit && cell.requirement == requirement)
    }

    /// Leaves one region, or one requirement.
    pub(crate) fn narrow(&mut self, region: Option<RegionId>, requirement: Option<&str>) {
        if let Some(region) = region {
            self.units.retain(|unit| unit.region_id == region);
        }
        if let Some(code) = requirement {
            self.requirements.retain(|kind| kind.code == code);
        }
        let (units, kinds) = (&self.units, &self.requirements);
        self.cells.retain(|cell| {
            units.iter().any(|unit| unit.id == cell.unit) && kinds.iter().any(|kind| kind.code == cell.requirement)
        });
    }
}

/// Reference rows, remembered until one changes.
struct Reference {
    offers: Vec<Offer>,
    contracts: HashMap<kernel::ContractId, Contract>,
    providers: HashMap<kernel::ProviderId, Provider>,
    services: HashMap<ServiceId, Service>,
    delivers: Vec<ServiceRequirement>,
    rates: Vec<ServiceRate>,
}

impl Reference {
    fn read(cx: &mut Cx<'_>) -> Result<Reference> {
        Ok(Reference {
            offers: cx.list("ORDER BY id", &[])?,
            contracts: cx.list::<Contract>("", &[])?.into_iter().map(|c| (c.id, c)).collect(),
            providers: cx.list::<Provider>("", &[])?.into_iter().map(|p| (p.id, p)).collect(),
            services: cx.list::<Service>("", &[])?.into_iter().map(|s| (s.id, s)).collect(),
            delivers: cx.list("ORDER BY service_id, requirement", &[])?,
            rates: cx.list("ORDER BY service_id, from_date", &[])?,
        })
    }

    /// The last day of an offer: its own, its contract's or its service's, whichever comes first.
    fn last_day(&self, offer: &Offer) -> Option<Date> {
        let contract = self.contracts.get(&offer.contract_id).and_then(|c| c.end_date);
        let service = self.services.get(&offer.service_id).and_then(|s| s.end_date);
        [offer.end_date, contract, service].into_iter().flatten().min()
    }

    fn is_open(&self, offer: &Offer, on: Date) -> bool {
        offer.start_date <= on && self.last_day(offer).is_none_or(|last| on <= last)
    }

    fn rate(&self, service: ServiceId, on: Date) -> Option<&ServiceRate> {
        self.rates.iter().rfind(|rate| rate.service_id == service && rate.from_date <= on)
    }
}

/// What moves from day to day.
struct Places {
    groups: HashMap<OfferId, Vec<Group>>,
    weeks: HashMap<OfferId, Vec<OfferWeek>>,
    /// Places taken, by group, or by offer and week.
    taken: HashMap<(Uuid, Option<Date>), i64>,
    /// Those who wait, by the day from which they can begin.
    ahead: HashMap<OfferId, Vec<(Date, i64)>>,
}

fn gathered<K: Eq + Hash, V>(rows: impl IntoIterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    let mut map: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in rows {
        map.entry(key).or_default().push(value);
    }
    map
}

fn monday_of(day: Date) -> Date {
    let back = day.weekday().since(Weekday::Monday);
    day.saturating_sub(i64::from(back).days())
}

impl Places {
    fn read(cx: &mut Cx<'_>, today: Date) -> Result<Places> {
        let (planned, running) = (GroupState::Planned.code(), GroupState::Running.code());
        let groups: Vec<Group> = cx.list(
            "WHERE (start_date >= $1 OR joins_until >= $1) AND state IN ($2, $3) ORDER BY start_date, id",
            params![today, planned, running],
        )?;
        let weeks: Vec<OfferWeek> = cx.list("WHERE monday >= $1 ORDER BY monday", params![monday_of(today)])?;
        let sql = "SELECT opening_id, week, count(*) FROM booking \
                   WHERE state IN ($1, $2) AND (week IS NULL OR week >= $3) GROUP BY opening_id, week";
        let (held, begun) = (BookingState::Held.code(), BookingState::Begun.code());
        let mut taken = HashMap::new();
        for row in cx.query(sql, params![held, begun, monday_of(today)])? {
            taken.insert((row.get(0)?, row.get(1)?), row.get(2)?);
        }
        let sql = "SELECT offer_id, ready_on, count(*) FROM view_waiting WHERE state = $1 GROUP BY offer_id, ready_on";
        let mut ahead = Vec::new();
        for row in cx.query(sql, params![WaitingState::Waiting.code()])? {
            ahead.push((row.get(0)?, (row.get(1)?, row.get(2)?)));
        }
        Ok(Places {
            groups: gathered(groups.into_iter().map(|group| (group.offer_id, group))),
            weeks: gathered(weeks.into_iter().map(|week| (week.offer_id, week))),
            taken,
            ahead: gathered(ahead),
        })
    }

    /// The openings of an offer from today on, in order of date, up to its last day.
    fn openings(&self, offer: &Offer, today: Date, last: Option<Date>, cancelled: f64) -> Vec<Opening> {
        let free = |places: i64, key: (Uuid, Option<Date>)| {
            let left = places - self.taken.get(&key).copied().unwrap_or(0);
            u32::try_from(left.max(0)).unwrap_or(0)
        };
        let mut openings: Vec<Opening> = match offer.opens {
            Opens::Groups => {
                let groups = self.groups.get(&offer.id).map_or(&[][..], Vec::as_slice);
                let opening = |group: &Group| Opening {
                    on: group.start_date.max(today),
                    places: free(group.places, (group.id.0, None)),
                    cancelled: if group.state == GroupState::Running { 0.0 } else { cancelled },
                    until: (group.joins_until > group.start_date.max(today)).then_some(group.joins_until),
                };
                groups.iter().map(opening).collect()
            }
            Opens::Weekly => {
                let weeks = self.weeks.get(&offer.id).map_or(&[][..], Vec::as_slice);
                let opening = |week: &OfferWeek| Opening {
                    on: week.monday.max(today),
                    places: free(week.places, (offer.id.0, Some(week.monday))),
                    cancelled,
                    until: None,
                };
                weeks.iter().map(opening).collect()
            }
        };
        openings.retain(|opening| last.is_none_or(|last| opening.on <= last));
        openings.sort_by_key(|opening| opening.on);
        openings
    }
}

/// The picture as it stands today, for every unit and requirement.
///
/// # Errors
/// When the database fails.
pub fn availability(cx: &mut Cx<'_>) -> Result<Availability> {
    let today = cx.today();
    let (law, policy) = (cx.part::<Law>()?, Policy::shipped()?);
    let (certainty, bands) = (policy.certainty(today)?, policy.bands(today)?);
    let catalogue = cx.remembered(Reference::read)?;
    let places = Places::read(cx, today)?;
    let mut regions = organisation::regions(cx)?;
    regions.retain(|region| region.end_date.is_none_or(|end| today <= end));
    regions.sort_by(|a, b| a.name.cmp(&b.name));
    let mut units = organisation::units(cx)?;
    units.retain(|unit| unit.end_date.is_none_or(|end| today <= end));
    let place = |id: RegionId| regions.iter().position(|region| region.id == id);
    units.sort_by(|a, b| (place(a.region_id), &a.name).cmp(&(place(b.region_id), &b.name)));
    let dates = CaseDates { offence: Some(today), conviction: Some(today), sentence: Some(today) };
    let open = law.requirements().iter().filter(|kind| kind.family == Family::Community);
    let open = open.filter(|kind| kind.open_to_court(&dates) == Some(true)).cloned();
    let delivered = |kind: &RequirementType| {
        let in_catalogue = |id: ServiceId| {
            catalogue
                .services
                .get(&id)
                .is_some_and(|s| s.start_date <= today && s.end_date.is_none_or(|end| today <= end))
        };
        catalogue.delivers.iter().any(|d| d.requirement == kind.code && in_catalogue(d.service_id))
    };
    let (requirements, without_service): (Vec<_>, Vec<_>) = open.partition(delivered);
    let adult =
        law.sentences().iter().filter(|s| s.requirements.contains(&Family::Community)).filter_map(|s| s.min_age).min();
    let asked = AskedOn { today, share: certainty.share(), adult: adult.map_or(0, i64::from) };
    let lines = lines(&catalogue, &places, &asked);
    let cells = cells(&units, &requirements, &catalogue, &lines);
    Ok(Availability { as_at: today, regions, units, requirements, without_service, cells, certainty, bands })
}

/// What every line is worked out with.
struct AskedOn {
    today: Date,
    share: f64,
    /// The age from which somebody can have an order of these.
    adult: i64,
}

/// What each open offer says to somebody who joins its list today.
fn lines(catalogue: &Reference, places: &Places, asked: &AskedOn) -> Vec<(Offer, Line)> {
    let open = catalogue.offers.iter().filter(|offer| catalogue.is_open(offer, asked.today));
    open.filter_map(|offer| Some((offer.clone(), line(catalogue, places, offer, asked)?))).collect()
}

fn line(catalogue: &Reference, places: &Places, offer: &Offer, asked: &AskedOn) -> Option<Line> {
    let (today, share) = (asked.today, asked.share);
    let service = catalogue.services.get(&offer.service_id)?;
    let provider = catalogue.contracts.get(&offer.contract_id).and_then(|c| catalogue.providers.get(&c.provider_id));
    let ends = catalogue.last_day(offer);
    let waiting = places.ahead.get(&offer.id).map_or(&[][..], Vec::as_slice);
    let rate = catalogue.rate(service.id, today);
    let openings = places.openings(offer, today, ends, rate.map_or(0.0, |rate| rate.cancelled));
    let ahead: Vec<Ahead> = waiting
        .iter()
        .map(|(ready, people)| Ahead { ready: *ready, people: u32::try_from(*people).unwrap_or(u32::MAX) })
        .collect();
    let ready = Ready::on(today.saturating_add(service.lead_days.days()));
    let answer = rate.and_then(|rate| {
        let question = Question {
            asked: today,
            ready: &ready,
            ahead: &ahead,
            openings: &openings,
            leaves_weekly: rate.leaves_weekly,
            missed: rate.missed_first,
        };
        begin(&question).ok()
    });
    let likely = answer.as_ref().and_then(|answer| answer.by(share));
    let lacks = match (&answer, openings.is_empty(), likely) {
        (_, _, Some(_)) => None,
        (_, true, None) => Some("no places are planned"),
        (None, false, None) => Some("no rates of drop-out are kept for this service"),
        (Some(_), false, None) => Some("the places planned do not reach to the end of the list"),
    };
    Some(Line {
        offer: offer.id,
        service: service.name.clone(),
        service_code: service.code.clone(),
        provider: provider.map_or_else(String::new, |p| p.name.clone()),
        reach: offer.reach,
        reach_words: offer.reach_words.clone(),
        only: only(service, asked.adult),
        waiting: waiting.iter().map(|(_, people)| people).sum(),
        places: openings.iter().map(|opening| i64::from(opening.places)).sum(),
        median: answer.as_ref().and_then(|answer| answer.by(0.5)),
        likely,
        lacks,
        ends,
    })
}

/// Whom alone a service takes, in words. From the age of orders for adults on is everybody.
fn only(service: &Service, adult: i64) -> Option<String> {
    let sex = match service.for_sex {
        ForSex::Any => None,
        ForSex::Women => Some("women only".to_owned()),
        ForSex::Men => Some("men only".to_owned()),
    };
    let age = match (service.min_age, service.max_age) {
        (Some(min), Some(max)) => Some(format!("ages {min} to {max}")),
        (None, Some(max)) => Some(format!("up to age {max}")),
        (Some(min), None) if min > adult => Some(format!("from age {min}")),
        _ => None,
    };
    let both: Vec<String> = [sex, age].into_iter().flatten().collect();
    (!both.is_empty()).then(|| both.join(", "))
}

fn cells(
    units: &[Unit],
    requirements: &[RequirementType],
    catalogue: &Reference,
    lines: &[(Offer, Line)],
) -> Vec<Cell> {
    let mut by_place: HashMap<(kernel::UnitId, &str), Vec<Line>> = HashMap::new();
    let delivers = gathered(catalogue.delivers.iter().map(|d| (d.service_id, d.requirement.as_str())));
    for (offer, line) in lines {
        for requirement in delivers.get(&offer.service_id).map_or(&[][..], Vec::as_slice) {
            by_place.entry((offer.unit_id, requirement)).or_default().push(line.clone());
        }
    }
    let mut cells = Vec::new();
    for unit in units {
        for kind in requirements {
            let here = by_place.remove(&(unit.id, kind.code.as_str())).unwrap_or_default();
            cells.push(cell(unit.id, &kind.code, here));
        }
    }
    cells
}
