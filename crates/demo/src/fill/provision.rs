//! Who provides what in the demo: providers, contracts, the catalogue, offers in every delivery unit, and the groups and
//! weeks around today. Then some of the people, in [`super::places`].

use super::DemoPlan;
use super::acts::at;
use super::structure::Built;
use crate::random::Random;
use crate::vocabulary::provision::{CONTRACTS, ContractWords, PROVIDERS, RURAL, SERVICES, ServiceWords};
use jiff::ToSpan;
use jiff::civil::{Weekday, time};
use kernel::{ContractId, Date, GroupId, OfferId, ServiceId, StaffId, UnitId};
use provision::{
    ContractFacts, GroupFacts, GroupState, OfferFacts, Opens, ProviderFacts, RateFacts, RateSource, Reach, ServiceFacts,
};
use std::collections::BTreeMap;
use store::{Asker, Cx, Failure, House, Result};

/// Weeks around today for which groups and weekly places are planned.
const PAST_WEEKS: i32 = 24;
const COMING_WEEKS: i32 = 20;
/// Weeks between two groups of a service.
const GROUP_EVERY: i32 = 5;

/// A place in a group or week that people of the demo can have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening {
    pub(super) offer: OfferId,
    pub(super) place: provision::PlaceIn,
    pub(super) on: Date,
    pub(super) places: i64,
}

/// What people can be put into.
#[derive(Debug, Default)]
pub(super) struct Provided {
    /// By delivery unit and requirement type: offers with the lead days of their service.
    pub(super) offers: BTreeMap<(UnitId, &'static str), Vec<(OfferId, &'static ServiceWords)>>,
    pub(super) openings: BTreeMap<OfferId, Vec<Opening>>,
}

/// Writes what is provided. It was recorded years ago; groups and weeks some weeks before they open.
pub(super) fn write(house: &House, plan: &DemoPlan, built: &Built, progress: &mut dyn FnMut(&str)) -> Result<Provided> {
    progress("What is provided: providers, contracts, services and groups");
    let asker = Asker::system("demo");
    let recorded = at(plan.today.saturating_sub(2.years()), 9, 40);
    let regions = house.read(&asker, regions)?;
    let units: Vec<UnitId> = regions.iter().flatten().map(|(id, _)| *id).collect();
    let (services, contracts) = house.bulk(&asker, |cx| {
        cx.pretend_it_is(recorded)?;
        let services = catalogue(cx, plan.today)?;
        let contracts = contracts(cx, plan.today, &units, &services)?;
        Ok((services, contracts))
    })?;
    let mut provided = Provided::default();
    for region in &regions {
        house.bulk(&asker, |cx| {
            cx.pretend_it_is(recorded)?;
            offers(cx, plan, (region, built), (&services, &contracts), &mut provided)
        })?;
        house.bulk(&asker, |cx| {
            cx.pretend_it_is(at(plan.today.saturating_sub((7 * i64::from(PAST_WEEKS) + 21).days()), 9, 0))?;
            openings(cx, plan, region, &mut provided)
        })?;
    }
    Ok(provided)
}

/// The delivery units with their names, by region.
fn regions(cx: &mut Cx<'_>) -> Result<Vec<Vec<(UnitId, String)>>> {
    let regions = organisation::regions(cx)?;
    let units = organisation::units(cx)?;
    let of = |id| units.iter().filter(move |u| u.region_id == id).map(|u| (u.id, u.name.clone())).collect();
    Ok(regions.iter().map(|r| of(r.id)).collect())
}

fn catalogue(cx: &mut Cx<'_>, today: Date) -> Result<BTreeMap<&'static str, ServiceId>> {
    let start_date = today.saturating_sub(4.years());
    let mut known = BTreeMap::new();
    // What comes first is written first.
    let mut order: Vec<&'static ServiceWords> = SERVICES.iter().collect();
    order.sort_by_key(|s| !s.before.is_empty());
    for words in order {
        let [sessions, weeks, minutes, gap_days, lead_days] = words.shape;
        let facts = ServiceFacts {
            code: words.code.into(),
            name: words.name.into(),
            kind: words.kind.into(),
            summary: words.summary.into(),
            sessions,
            weeks,
            weekdays: words.weekdays.into(),
            minutes,
            gap_days,
            lead_days,
            for_sex: words.sex,
            min_age: words.ages.0,
            max_age: words.ages.1,
            least_risk: words.risks.0.map(str::to_owned),
            most_risk: words.risks.1.map(str::to_owned),
            consent_needed: words.consent,
            start_date,
            needs: words.needs.iter().map(|n| (*n).to_owned()).collect(),
            requirements: words.requirements.iter().map(|r| (*r).to_owned()).collect(),
            before: words.before.iter().filter_map(|b| known.get(b).copied()).collect(),
        };
        let id = provision::add_service(cx, &facts)?;
        known.insert(words.code, id);
        let [leaves, missed, cancelled] = words.rates.map(|parts| f64::from(parts) / 1_000.0);
        let rate = RateFacts {
            from_date: start_date,
            leaves_weekly: leaves,
            missed_first: missed,
            cancelled,
            source: RateSource::Assumed,
            note: Some("Taken over from the commissioner's estimate".into()),
        };
        provision::set_rate(cx, id, &rate)?;
    }
    Ok(known)
}

fn contracts(
    cx: &mut Cx<'_>,
    today: Date,
    units: &[UnitId],
    services: &BTreeMap<&'static str, ServiceId>,
) -> Result<BTreeMap<&'static str, ContractId>> {
    let start_date = today.saturating_sub(4.years());
    let mut providers = BTreeMap::new();
    for words in PROVIDERS {
        let facts = ProviderFacts {
            code: words.code.into(),
            name: words.name.into(),
            kind: words.kind,
            address: Some(words.address.into()),
            email: Some(format!("referrals@{}.example.org", words.code.to_ascii_lowercase())),
            telephone: Some(format!("020 7946 0{:03}", 200 + providers.len())),
            start_date,
        };
        providers.insert(words.code, provision::add_provider(cx, &facts)?);
    }
    let mut known = BTreeMap::new();
    for words in CONTRACTS {
        let provider = providers.get(words.provider).ok_or_else(|| Failure::broken(words.provider))?;
        let many = i64::try_from(units.len()).unwrap_or(1);
        let facts = ContractFacts {
            kind: words.kind,
            reference: words.reference.into(),
            start_date: later(today, words.days.0),
            end_date: words.days.1.map(|days| later(today, days)),
            yearly_volume: 1,
            price_pence: words.price_pence,
            sum_pence: words.sum_pence,
            note: None,
            units: units.to_vec(),
        };
        let id = provision::add_contract(cx, *provider, &facts)?;
        let paid: Vec<(ServiceId, i64)> =
            words.services.iter().filter_map(|(code, volume)| Some((*services.get(code)?, volume * many))).collect();
        provision::set_contract_services(cx, id, &paid, 1)?;
        known.insert(words.reference, id);
    }
    Ok(known)
}

fn later(today: Date, days: i32) -> Date {
    today.saturating_add(days.days())
}

type Known<'k> = (&'k BTreeMap<&'static str, ServiceId>, &'k BTreeMap<&'static str, ContractId>);

/// The service and its contract with its reach, for one unit.
fn offered(position: usize) -> impl Iterator<Item = (&'static ContractWords, &'static ServiceWords)> {
    CONTRACTS.iter().flat_map(move |contract| {
        let services = contract.services.iter().filter_map(|(code, _)| SERVICES.iter().find(|s| s.code == *code));
        services.filter(move |s| !contract.not_in.contains(&(s.code, position))).map(move |s| (contract, s))
    })
}

fn offers(
    cx: &mut Cx<'_>,
    plan: &DemoPlan,
    (region, built): (&[(UnitId, String)], &Built),
    (services, contracts): Known<'_>,
    provided: &mut Provided,
) -> Result<()> {
    let mut rows = Vec::new();
    let mut words = Vec::new();
    for (position, (unit, town)) in region.iter().enumerate() {
        let team = built.teams.iter().find(|t| t.town == town.as_str());
        let staff: Vec<StaffId> = team.map(|t| t.staff.iter().take(2).map(|s| s.id).collect()).unwrap_or_default();
        for (contract, service) in offered(position) {
            let (Some(service_id), Some(contract_id)) = (services.get(service.code), contracts.get(contract.reference))
            else {
                continue;
            };
            let reach = match (position, service.opens) {
                (2, Opens::Groups) => Reach::NotRural,
                (1, Opens::Weekly) if service.code == "DEBT" => Reach::Remote,
                _ => Reach::Whole,
            };
            let own = matches!(contract.provider, "PROG" | "PAYBACK");
            let facts = OfferFacts {
                service: *service_id,
                contract: *contract_id,
                unit: *unit,
                reach,
                reach_words: match reach {
                    Reach::NotRural => Some(RURAL.into()),
                    Reach::Remote => Some("By telephone and video only".into()),
                    _ => None,
                },
                opens: service.opens,
                address: None,
                office: team.map(|t| t.office).filter(|_| own),
                start_date: later(plan.today, contract.days.0.max(-700)),
                end_date: None,
            };
            rows.push((facts, if own { staff.clone() } else { Vec::new() }));
            words.push(service);
        }
    }
    let ids = provision::fill_offers(cx, &rows)?;
    for ((id, (facts, _)), service) in ids.into_iter().zip(&rows).zip(words) {
        for requirement in service.requirements {
            provided.offers.entry((facts.unit, *requirement)).or_default().push((id, service));
        }
    }
    Ok(())
}

/// The Monday of the week that lies so many weeks from this one.
fn monday(today: Date, weeks: i32) -> Date {
    let this = today.saturating_sub(i64::from(today.weekday().since(Weekday::Monday)).days());
    this.saturating_add((7 * i64::from(weeks)).days())
}

fn openings(cx: &mut Cx<'_>, plan: &DemoPlan, region: &[(UnitId, String)], provided: &mut Provided) -> Result<()> {
    let book = provision::book(cx)?;
    let law = cx.part::<law::Law>()?;
    let calendar = law.working_days(law::Nation::EnglandAndWales);
    let mut groups = Vec::new();
    let mut weeks = Vec::new();
    for (unit, town) in region {
        for offer in book.offers.values().filter(|o| o.unit_id == *unit) {
            let Some(service) = book.services.get(&offer.service_id) else { continue };
            let Some(words) = SERVICES.iter().find(|w| w.code == service.code) else { continue };
            let (first, last) = book.days_of(offer);
            let runs = |day: Date| day >= first && last.is_none_or(|end| day <= end);
            let random = &mut Random::of(plan.seed, &format!("{town} {}", words.code), 0);
            if words.opens == Opens::Weekly {
                for week in -PAST_WEEKS..COMING_WEEKS {
                    let day = monday(plan.today, week);
                    if runs(day) && !random.chance(60) {
                        let fewer = words.places > 1 && random.chance(120);
                        let reason = fewer.then(|| "A practitioner is on leave".to_owned());
                        weeks.push((offer.id, day, words.places - i64::from(fewer), reason));
                    }
                }
                continue;
            }
            let offset = random.between(0, GROUP_EVERY);
            let mut number = 0;
            let mut week = -PAST_WEEKS + offset;
            while week < COMING_WEEKS {
                let weekday = i64::from(words.weekdays.bytes().next().map_or(0, |b| b.saturating_sub(b'1')));
                let mut day = monday(plan.today, week).saturating_add(weekday.days());
                while !calendar.is_working(day) {
                    day = day.saturating_add(7.days());
                }
                number += 1;
                if runs(day) {
                    let cancelled = week < -1 && random.chance(70);
                    let facts = GroupFacts {
                        code: format!("{}-{}-{number}", prefix(town), words.code),
                        start_date: day,
                        joins_until: day.saturating_add(7.days()),
                        places: words.places,
                        start_time: time(if random.chance(700) { 10 } else { 18 }, 0, 0, 0),
                        address: None,
                        staff: None,
                    };
                    groups.push((offer.id, facts, cancelled.then(|| "The facilitator left".to_owned())));
                }
                week += GROUP_EVERY;
            }
        }
    }
    let made = provision::fill_groups(cx, &book, &groups, plan.today)?;
    provision::fill_weeks(cx, &weeks)?;
    let mut add = |offer, place, on, places| {
        provided.openings.entry(offer).or_default().push(Opening { offer, place, on, places });
    };
    for ((offer, facts, _), (group, state)) in groups.iter().zip(made) {
        let group: GroupId = group;
        if state != GroupState::Cancelled {
            add(*offer, provision::PlaceIn::Group(group), facts.start_date, facts.places);
        }
    }
    for (offer, day, places, _) in weeks {
        add(offer, provision::PlaceIn::Week(day), day, places);
    }
    provided.openings.values_mut().for_each(|openings| openings.sort_by_key(|o| o.on));
    Ok(())
}

fn prefix(town: &str) -> String {
    town.chars().take(3).collect::<String>().to_ascii_uppercase()
}
