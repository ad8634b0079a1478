//! Fills an empty database with the demo world, through the rooms' own doors: the service, the accounts, the named lives
//! and as many generated people as asked for.
//!
//! Always true: the same plan gives the same world; everything is placed around the plan's day; nothing is written that
//! a room's own constructor did not make.

mod accounts;
mod acts;
mod assessments;
mod generated;
mod messages;
mod named;
mod sentence;
mod structure;

pub use accounts::{ACCOUNTS, Account, PASSWORD};

use crate::vocabulary::structure::ServicePlan;
use kernel::Date;
use store::{Asker, House, Result};

/// People written in one transaction.
const BATCH: usize = 25;

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
pub fn fill(house: &House, plan: &DemoPlan, mut progress: impl FnMut(&str)) -> Result<Filled> {
    let asker = Asker::system("demo");
    progress("Lists: codes of people, types of contact");
    house.bulk(&asker, |cx| {
        people::seed(cx)?;
        contacts::seed(cx)?;
        assessment::seed(cx)
    })?;
    progress("The service: regions, teams, courts and staff");
    let service = ServicePlan::for_people(plan.people, plan.seed);
    let mut built = structure::build(house, &asker, &service, plan.today)?;
    progress("Accounts of the staff");
    accounts::make(house, &asker, &mut built, plan.today)?;
    progress("The named people");
    // Nothing may be recorded later than it is now, or what a reader does next would come before it.
    let latest = house.clock().now();
    let named = named::tell(house, &asker, plan, &built, latest)?;
    let people = generated::write(house, plan, &built, latest, &mut progress)?;
    house.bulk(&asker, |cx| accounts::show(cx, plan.today))?;
    let staff = built.teams.iter().map(|t| t.staff.len()).sum();
    Ok(Filled { teams: built.teams.len(), staff, named, people })
}
