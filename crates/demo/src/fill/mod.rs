//! Fills an empty database with the demo world, through the rooms' own doors: the service, the accounts, the named lives
//! and as many generated people as asked for.
//!
//! Always true: the same plan gives the same world; everything is placed around the plan's day; nothing is written that
//! a room's own constructor did not make.

mod accounts;
mod acts;
mod assessments;
mod bulk;
mod generated;
mod messages;
mod named;
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

use crate::vocabulary::structure::ServicePlan;
use kernel::Date;
use store::{Asker, Failure, House, Result};

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

/// Fills `house`, which must be empty and migrated; `progress` gets a line for each long step.
///
/// # Errors
/// When a room refuses what the demo made, or the database fails.
pub fn fill(house: &House, plan: &DemoPlan, progress: impl FnMut(&str)) -> Result<Filled> {
    fill_with(house, plan, progress, bulk::write)
}

/// The same with every generated person recorded action by action, some ten times slower: what [`fill`] is held against.
///
/// # Errors
/// As [`fill`].
pub fn fill_by_actions(house: &House, plan: &DemoPlan, progress: impl FnMut(&str)) -> Result<Filled> {
    fill_with(house, plan, progress, generated::write_by_actions)
}

type Writer = fn(&House, &DemoPlan, &structure::Built, kernel::Instant, &mut dyn FnMut(&str)) -> Result<u32>;

/// What a room refuses of a life that the plan made otherwise is left out of the demo.
fn left_out<T>(done: Result<T>) -> Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(Failure::Refused(_) | Failure::Restricted { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

fn fill_with(house: &House, plan: &DemoPlan, mut progress: impl FnMut(&str), write: Writer) -> Result<Filled> {
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
    let service = ServicePlan::for_people(plan.people, plan.seed);
    let mut built = structure::build(house, &asker, &service, plan.today)?;
    progress("Accounts of the staff");
    accounts::make(house, &asker, &mut built, plan.today)?;
    // Before the named lives: their reports tell courts when requirements would begin.
    let provided = provision::write(house, plan, &built, &mut progress)?;
    progress("The named people");
    // Nothing may be recorded later than it is now, or what a reader does next would come before it.
    let latest = house.clock().now();
    let named = named::tell(house, &asker, plan, &built, latest)?;
    let told = house.read(&asker, |cx| sentences::supervised_people(cx, None, 500))?;
    let told = told.into_iter().map(|s| s.person_id).collect();
    let people = write(house, plan, &built, latest, &mut progress)?;
    plans::write(house, plan, &built, &told, latest, &mut progress)?;
    places::write(house, plan, &built, (&provided, &told), latest, &mut progress)?;
    places::show(house, plan, &built, (&provided, &told), latest)?;
    work::write(house, plan, &built, &mut progress)?;
    projects::write(house, plan, &built, &mut progress)?;
    referred::write(house, plan, &built, &told, latest)?;
    programmed::write(house, plan, &built, &told, latest)?;
    restorative::write(house, plan, &told, latest, &mut progress)?;
    house.bulk(&asker, |cx| accounts::show(cx, plan.today))?;
    if people <= WEIGHED_AT_ONCE {
        progress("Tiers and workload");
        caseload::weigh_everybody(house)?;
        named::stretch(house, plan, &built)?;
        progress("Interventions");
        casefile::refresh_everybody(house)?;
        interventions::refresh_everybody(house)?;
        progress("Figures of performance");
    }
    performance::after_filling(house, people <= WEIGHED_AT_ONCE)?;
    let staff = built.teams.iter().map(|t| t.staff.len()).sum();
    Ok(Filled { teams: built.teams.len(), staff, named, people })
}
