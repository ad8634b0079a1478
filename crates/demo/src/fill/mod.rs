//! Fills an empty database with the demo world, through the rooms' own doors: the service, the accounts, the named lives
//! and as many generated people as asked for.
//!
//! Always true: the same plan gives the same world, however often its filling stopped and went on; everything is placed
//! around the plan's day; nothing is written that a room's own constructor did not make.

mod accounts;
mod acts;
mod assessments;
mod bulk;
mod generated;
mod kept;
mod messages;
mod named;
mod parts;
mod places;
mod plans;
mod programmed;
mod projects;
mod provision;
mod referred;
mod restorative;
mod sentence;
mod structure;
mod work;

pub use accounts::{ACCOUNTS, Account, PASSWORD};

use crate::diary::LONG_RECORD;
use crate::vocabulary::structure::{ServicePlan, is_country};
use kept::{Kept, Made};
use kernel::{Date, Instant, PersonId};
use provision::Provided;
use std::collections::BTreeSet;
use store::{Asker, Failure, House, Result};
use structure::Built;

/// People written by actions in one transaction.
const BATCH: usize = 25;

/// In larger worlds the job of the night works out tiers, while the demo is served.
const WEIGHED_AT_ONCE: u32 = 2_000;

/// What the demo world is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemoPlan {
    /// How many generated people, besides the named lives.
    pub people: u32,
    pub seed: u64,
    /// The day around which everything is placed.
    pub today: Date,
}

/// What filling made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    pub teams: usize,
    pub staff: usize,
    /// Named lives.
    pub named: usize,
    pub people: u32,
}

/// Fills `house`, which must be migrated, and empty or with a filling of the same plan that stopped: that one goes on where
/// it stopped. `progress` gets a line for each long step.
///
/// # Errors
/// When a room refuses what the demo made, the database holds another plan's filling, or the database fails.
pub fn fill(house: &House, plan: &DemoPlan, progress: impl FnMut(&str)) -> Result<Filled> {
    fill_with(house, plan, least(plan), progress, bulk::write)
}

/// The same with every generated person recorded action by action, some ten times slower: what [`fill`] is held against.
///
/// # Errors
/// As [`fill`].
pub fn fill_by_actions(house: &House, plan: &DemoPlan, progress: impl FnMut(&str)) -> Result<Filled> {
    fill_with(house, plan, least(plan), progress, generated::write_by_actions)
}

/// A small service whose people have records as long as a country's, in bulk or by actions: for tests.
///
/// # Errors
/// As [`fill`].
pub fn fill_long_records(house: &House, plan: &DemoPlan, in_bulk: bool) -> Result<Filled> {
    let write: Writer = if in_bulk { bulk::write } else { generated::write_by_actions };
    fill_with(house, plan, LONG_RECORD, |_| {}, write)
}

/// The plan of a filling that stopped before its end, if `house` holds one.
///
/// # Errors
/// When the database fails.
pub fn unfinished(house: &House) -> Result<Option<DemoPlan>> {
    Ok(Kept::read(house)?.map(|kept| kept.plan()))
}

/// In a small service most people were sentenced lately and have a short log; a country's have long ones.
fn least(plan: &DemoPlan) -> usize {
    if is_country(plan.people) { LONG_RECORD } else { 0 }
}

type Writer = fn(&House, &Told<'_>, &mut dyn FnMut(&str)) -> Result<u32>;

/// What every part is told from.
struct Told<'a> {
    plan: &'a DemoPlan,
    built: &'a Built,
    /// The people whose stories are told apart.
    told: &'a BTreeSet<PersonId>,
    /// Nothing may be recorded later than this, or what a reader does next would come before it.
    latest: Instant,
    /// The least lines of a log.
    least: usize,
    /// The number of the first CRN of the generated people.
    first_crn: u32,
}

/// What a room refuses of a life that the plan made otherwise is left out of the demo.
fn left_out<T>(done: Result<T>) -> Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(Failure::Refused(_) | Failure::Restricted { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

fn fill_with(
    house: &House,
    plan: &DemoPlan,
    least: usize,
    mut progress: impl FnMut(&str),
    write: Writer,
) -> Result<Filled> {
    if let Some(other) = unfinished(house)?.filter(|known| known != plan) {
        let words = "this database holds a filling that stopped, with other people, another seed or another day";
        return Err(Failure::broken(format!("{words}: {other:?}")));
    }
    let service = ServicePlan::for_people(plan.people, plan.seed);
    house.part_of_filling("beginning", |house| begin(house, plan, &service, least, &mut progress))?;
    let kept = Kept::read(house)?.ok_or_else(|| Failure::broken("the filling does not know what it began with"))?;
    let (built, provided) = (kept.built(&service), kept.provided());
    let told = Told {
        plan,
        built: &built,
        told: &kept.told,
        latest: kept.latest,
        least: kept.least,
        first_crn: kept.first_crn,
    };
    let people = write(house, &told, &mut progress)?;
    places::write(house, &told, &provided, &mut progress)?;
    house.part_of_filling("stories", |house| stories(house, &told, &provided, &mut progress))?;
    house.part_of_filling("end", |house| {
        performance::after_filling(house, people <= WEIGHED_AT_ONCE)?;
        house.bulk(&Asker::system("demo"), |cx| accounts::show(cx, plan.today))?;
        house.write(&Asker::system("demo"), Kept::forget)
    })?;
    house.forget_parts()?;
    let staff = built.teams.iter().map(|t| t.staff.len()).sum();
    Ok(Filled { teams: built.teams.len(), staff, named: kept.named, people })
}

/// The lists, the service, its accounts, what is provided, and the named lives.
fn begin(
    house: &House,
    plan: &DemoPlan,
    service: &ServicePlan,
    least: usize,
    progress: &mut dyn FnMut(&str),
) -> Result<()> {
    let asker = Asker::system("demo");
    progress("Lists: codes of people, types of contact");
    house.bulk(&asker, |cx| {
        people::seed(cx)?;
        contacts::seed(cx)?;
        sentences::seed(cx)?;
        assessment::seed(cx)?;
        documents::seed(cx)?;
        enforcement::seed(cx)
    })?;
    progress("The service: regions, teams, courts and staff");
    let mut built = structure::build(house, &asker, service, plan.today)?;
    progress("Accounts of the staff");
    accounts::make(house, &asker, &mut built, plan.today)?;
    // Before the named lives: their reports tell courts when requirements would begin.
    let provided = provision::write(house, plan, &built, progress)?;
    progress("The named people");
    let latest = house.clock().now();
    let named = named::tell(house, &asker, plan, &built, latest)?;
    let told = house.read(&asker, |cx| sentences::supervised_people(cx, None, 500))?;
    let told = told.into_iter().map(|s| s.person_id).collect();
    house.bulk(&asker, |cx| {
        let first_crn = people::reserve_crns(cx, plan.people)?;
        let made = Made { least, latest, first_crn, named, told: BTreeSet::clone(&told) };
        Kept::of(plan, made, &built, &provided).write(cx)
    })
}

/// What is shown on some of the generated people, each room's in turn.
fn stories(house: &House, told: &Told<'_>, provided: &Provided, progress: &mut dyn FnMut(&str)) -> Result<()> {
    let (plan, built, latest) = (told.plan, told.built, told.latest);
    places::show(house, told, provided)?;
    work::write(house, plan, built, progress)?;
    projects::write(house, plan, built, progress)?;
    referred::write(house, plan, built, told.told, latest)?;
    programmed::write(house, plan, built, told.told, latest)?;
    restorative::write(house, plan, told.told, latest, progress)?;
    if plan.people <= WEIGHED_AT_ONCE {
        progress("Tiers and workload");
        caseload::weigh_everybody(house)?;
        named::stretch(house, plan, built)?;
        progress("Interventions");
        casefile::refresh_everybody(house)?;
        interventions::refresh_everybody(house)?;
        progress("Figures of performance");
    }
    Ok(())
}
