//! Some of the people of each team in lists, with a place, begun, or gone again: on the day on which the order was made a
//! start was promised, and four times in five it was kept.

use super::DemoPlan;
use super::acts::at;
use super::provision::{Opening, Provided};
use super::structure::TeamOf;
use super::{Told, parts};
use crate::lives::{self, Shows};
use crate::random::Random;
use caseload::{CaseFilter, CaseOrder};
use jiff::ToSpan;
use kernel::{Date, Instant, PersonId, PersonKeys, UnitId};
use provision::{BulkPromise, BulkStep, BulkWaiting, PlaceIn};
use sentences::{Order, Requirement};
use std::collections::{BTreeMap, BTreeSet};
use store::{Asker, Cx, House, Result};

/// People of a team who are looked at: enough for lists that look like lists, at any size of the service.
const MOST: i64 = 90;
/// Orders older than this have their beginnings in older systems.
const OLDEST_DAYS: i32 = 150;
/// Places are booked for groups and weeks so many days ahead; who could only have a later one waits.
const BOOKED_AHEAD: i32 = 9;

/// How many places of an opening are taken.
type Taken = BTreeMap<(kernel::OfferId, Date), i64>;

/// Writes them for everybody but the people whose stories are told apart. A delivery unit is a part of the filling, since
/// its people share its places.
pub(super) fn write(house: &House, told: &Told<'_>, provided: &Provided, progress: &mut dyn FnMut(&str)) -> Result<()> {
    progress("Waiting lists, places and promises");
    let teams: Vec<&TeamOf> = told.built.supervising().collect();
    let units: Vec<&[&TeamOf]> = teams.chunk_by(|a, b| a.town == b.town).collect();
    let work = |unit: &&[&TeamOf]| {
        let town = unit.first().map_or("", |team| team.town);
        house.part_of_filling(&format!("places in {town}"), |house| of_unit(house, told, provided, unit)).map(drop)
    };
    parts::each(house, &units, work, |_| {})
}

fn of_unit(house: &House, told: &Told<'_>, provided: &Provided, teams: &[&TeamOf]) -> Result<()> {
    let (plan, latest, asker) = (told.plan, told.latest, Asker::system("demo"));
    let mut taken = Taken::new();
    for team in teams {
        let unit = house.read(&asker, |cx| Ok(organisation::team(cx, team.id)?.unit_id))?;
        let mut lives = house.read(&asker, |cx| waiting_lives(cx, plan, team, told.told))?;
        lives.sort_by_key(|life| (life.order.made_on, life.number, life.requirement.kind.clone()));
        let mut telling = Telling { plan, provided, latest, unit, taken: &mut taken };
        let rows: Vec<BulkWaiting> = lives.iter().filter_map(|life| telling.life(life)).collect();
        let Some(senior) = team.senior() else { continue };
        for batch in rows.chunks(200) {
            house.bulk(&senior.asker(), |cx| {
                cx.pretend_it_is(at(plan.today, 8, 0).min(latest))?;
                let book = provision::book(cx)?;
                provision::fill_waiting(cx, &book, batch)?;
                begun(cx, batch)
            })?;
        }
    }
    Ok(())
}

/// The named life of two orders waits for one service, was offered a place in a second and took one in a third, so that
/// each can be seen without looking for it.
pub(super) fn show(house: &House, told: &Told<'_>, provided: &Provided) -> Result<()> {
    let (plan, built, latest) = (told.plan, told.built, told.latest);
    let told = told.told;
    let (Some(team), Some(named)) = (built.supervising().next(), lives::of(Shows::TwoOrders)) else { return Ok(()) };
    let Some(senior) = team.senior() else { return Ok(()) };
    let asker = Asker::system("demo");
    let unit = house.read(&asker, |cx| Ok(organisation::team(cx, team.id)?.unit_id))?;
    let found = house.read(&asker, |cx| {
        let lines = people::lines(cx, &told.iter().copied().collect::<Vec<_>>())?;
        let Some((id, _)) = lines.iter().find(|(_, l)| l.name.ends_with(named.surname)) else { return Ok(None) };
        let open = sentences::orders(cx, &PersonKeys::alone(*id))?.into_iter().filter(|whole| whole.order.is_open());
        let mut all =
            open.flat_map(|whole| whole.requirements.into_iter().map(move |r| (whole.order.clone(), r.requirement)));
        Ok(all.rfind(|(_, r)| r.is_open() && r.kind == "RAR"))
    })?;
    let Some((order, requirement)) = found else { return Ok(()) };
    let ready_on = order.made_on.saturating_add(7.days());
    let soon = plan.today.saturating_add(3.days());
    let offers = provided.offers.iter().filter(|((at, kind), _)| *at == unit && *kind == "RAR").flat_map(|(_, o)| o);
    let next = |offer| provided.openings.get(offer)?.iter().find(|o| o.on > soon);
    let open: Vec<_> = offers
        .filter(|(_, s)| s.sex == provision::ForSex::Any && s.ages.1.is_none() && s.before.is_empty())
        .filter_map(|(offer, _)| next(offer).map(|opening| (*offer, *opening)))
        .collect();
    let now = at(plan.today, 8, 20).min(latest);
    let rows: Vec<BulkWaiting> = (0..)
        .zip(open.into_iter().take(3))
        .map(|(n, (offer, opening))| BulkWaiting {
            person: requirement.person_id,
            order: order.id,
            requirement: requirement.id,
            kind: requirement.kind.clone(),
            offer,
            joined: at(order.made_on.saturating_add(3.days()), 11, n).min(latest),
            ready_on,
            steps: match n {
                0 => Vec::new(),
                1 => vec![(now, BulkStep::Offered { place: opening.place, starts_on: opening.on, answer_by: soon })],
                _ => vec![(now, BulkStep::Booked { place: opening.place, starts_on: opening.on })],
            },
            promise: None,
        })
        .collect();
    house.bulk(&senior.asker(), |cx| {
        cx.pretend_it_is(now)?;
        let book = provision::book(cx)?;
        provision::fill_waiting(cx, &book, &rows)
    })
}

/// An open requirement with its order, and the number in the CRN, which is the same in each world of a seed.
struct Life {
    order: Order,
    requirement: Requirement,
    number: u64,
}

/// The open requirements of a team's people, with their orders.
fn waiting_lives(cx: &mut Cx<'_>, plan: &DemoPlan, team: &TeamOf, told: &BTreeSet<PersonId>) -> Result<Vec<Life>> {
    let filter = CaseFilter { teams: vec![team.id], ..CaseFilter::default() };
    let page = caseload::cases(cx, &filter, CaseOrder::default(), false, 0, MOST)?;
    let whom: Vec<PersonId> = page.cases.iter().map(|c| c.person_id).collect();
    let lines = people::lines(cx, &whom)?;
    let mut out = Vec::new();
    for case in page.cases.iter().filter(|c| !told.contains(&c.person_id) && !c.in_custody) {
        for whole in sentences::orders(cx, &PersonKeys::alone(case.person_id))? {
            let recent = whole.order.made_on > plan.today.saturating_sub(OLDEST_DAYS.days());
            if !recent || !whole.order.is_open() {
                continue;
            }
            let open = whole.requirements.into_iter().map(|r| r.requirement).filter(Requirement::is_open);
            let crn = lines.get(&case.person_id).map(|l| l.crn.to_string()).unwrap_or_default();
            let number = crn.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
            out.extend(open.map(|requirement| Life { order: whole.order.clone(), requirement, number }));
        }
    }
    Ok(out)
}

/// The days on which requirements really began, at the requirements themselves.
fn begun(cx: &mut Cx<'_>, batch: &[BulkWaiting]) -> Result<()> {
    for row in batch {
        for (then, step) in &row.steps {
            if let BulkStep::Begun { on } = step {
                cx.pretend_it_is(*then)?;
                sentences::fill_begun(cx, row.person, row.requirement, *on)?;
            }
        }
    }
    Ok(())
}

struct Telling<'t> {
    plan: &'t DemoPlan,
    provided: &'t Provided,
    latest: Instant,
    unit: UnitId,
    taken: &'t mut Taken,
}

impl Telling<'_> {
    fn at(&self, day: Date, hour: i8, minute: i8) -> Instant {
        at(day, hour, minute).min(self.latest)
    }

    fn life(&mut self, Life { order, requirement, number }: &Life) -> Option<BulkWaiting> {
        let today = self.plan.today;
        let random = &mut Random::of(self.plan.seed, &format!("{} {}", requirement.kind, order.made_on), *number);
        let kinds =
            self.provided.offers.iter().find(|((unit, kind), _)| *unit == self.unit && *kind == requirement.kind);
        // Services for women, young adults and what needs another first are left to those who know the person.
        let plain: Vec<_> = kinds?
            .1
            .iter()
            .filter(|(_, s)| s.sex == provision::ForSex::Any && s.ages.1.is_none() && s.before.is_empty())
            .collect();
        let (offer, service) = **random.pick(&plain)?;
        let joined_on = order.made_on.saturating_add(random.between(1, 5).days()).min(today);
        let joined =
            Instant(self.at(joined_on, 10, 0).0 + i64::try_from(number % 3_600_000_000).unwrap_or(0)).min(self.latest);
        let ready_on = order.made_on.saturating_add(service.shape[4].days()).max(joined_on);
        let mut steps = Vec::new();
        let gone = random.chance(90) && joined_on.saturating_add(14.days()) < today;
        let found = if gone { None } else { self.place(offer, ready_on.max(joined_on.saturating_add(3.days()))) };
        let mut begun = None;
        if gone {
            let on = joined_on.saturating_add(random.between(7, 14).days());
            let (reason, words) = *random.pick(LEAVING)?;
            steps.push((self.at(on, 12, 0), BulkStep::Left { on, reason, words }));
        }
        if let Some(opening) = found {
            let starts_on = opening.on.max(ready_on);
            let told = starts_on.saturating_sub(7.days()).max(joined_on).min(today);
            if starts_on <= today {
                steps.push((self.at(told, 11, 0), BulkStep::Booked { place: opening.place, starts_on }));
                steps.push((self.at(starts_on, 16, 30), BulkStep::Begun { on: starts_on }));
                begun = Some(starts_on);
            } else if random.chance(350) {
                let answer_by = today.saturating_add(random.between(1, 5).days()).min(starts_on);
                steps.push((self.at(today, 8, 30), BulkStep::Offered { place: opening.place, starts_on, answer_by }));
            } else {
                steps.push((self.at(told, 11, 0), BulkStep::Booked { place: opening.place, starts_on }));
            }
        }
        // Nothing happens to somebody before they join.
        steps.iter_mut().for_each(|(then, _)| *then = (*then).max(joined));
        let begins = begun.or_else(|| found.map(|o| o.on.max(ready_on)));
        let promise = promise(order, begins, ready_on, random);
        Some(BulkWaiting {
            person: requirement.person_id,
            order: order.id,
            requirement: requirement.id,
            kind: requirement.kind.clone(),
            offer,
            joined,
            ready_on,
            steps,
            promise: Some(promise),
        })
    }

    /// The first opening with a place for somebody who is ready from a day on, unless it is too far ahead to be booked.
    fn place(&mut self, offer: kernel::OfferId, ready_on: Date) -> Option<Opening> {
        let ahead = self.plan.today.saturating_add(BOOKED_AHEAD.days());
        for opening in self.provided.openings.get(&offer)? {
            let last = match opening.place {
                PlaceIn::Group(_) => opening.on.saturating_add(7.days()),
                PlaceIn::Week(monday) => monday.saturating_add(4.days()),
            };
            if last < ready_on || opening.on > ahead {
                continue;
            }
            let taken = self.taken.entry((opening.offer, opening.on)).or_default();
            if *taken < opening.places {
                *taken += 1;
                return Some(*opening);
            }
        }
        None
    }
}

/// Reasons to leave a list, with the words of the list.
const LEAVING: &[(&str, &str)] = &[
    ("custody", "Went into custody"),
    ("moved", "Moved to another area"),
    ("unsuitable", "Found unsuitable for the service"),
    ("health", "Health"),
    ("met-elsewhere", "Need met elsewhere"),
];

/// What the court was told: four times in five the day was kept. Who still waits was promised a day that most often lies
/// ahead.
fn promise(order: &Order, begins: Option<Date>, ready_on: Date, random: &mut Random) -> BulkPromise {
    let slack = if random.chance(800) { random.between(0, 16) } else { -random.between(3, 21) };
    let from = begins.unwrap_or_else(|| ready_on.saturating_add(random.between(30, 70).days()));
    // A day that was not kept may have been told before it was known how long the way to the first session is.
    let promised_on = from.saturating_add(slack.days()).max(order.made_on.saturating_add(3.days()));
    BulkPromise {
        court: order.court_id,
        told_on: order.made_on,
        earliest_on: ready_on.min(promised_on),
        median_on: promised_on.saturating_sub(random.between(3, 9).days()).max(ready_on.min(promised_on)),
        promised_on,
    }
}
