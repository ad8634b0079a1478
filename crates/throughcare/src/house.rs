//! Opens a house with all rooms in it.

use crate::rooms;
use kernel::{Clock, Date};
use organisation::{NewRegion, NewTeam, NewUnit, TeamPurpose};
use store::{Asker, Cx, Database, Failure, House, Migrated, Plan};

/// How a house is opened.
#[derive(Clone, Debug)]
pub struct Opening {
    pub database: Database,
    /// A hot standby for what is only looked at.
    pub standby: Option<Database>,
    /// Pretends that it is this day.
    pub today: Option<Date>,
    /// Fixes the ids.
    pub seed: Option<u64>,
    pub connections: usize,
}

impl Opening {
    /// The house as it is used every day.
    #[must_use]
    pub fn of(database: Database) -> Opening {
        Opening { database, standby: None, today: None, seed: None, connections: 8 }
    }
}

/// Opens it; nothing is connected yet.
#[must_use]
pub fn open(opening: Opening) -> House {
    House::open(Plan {
        database: opening.database,
        standby: opening.standby,
        clock: opening.today.map_or_else(Clock::machine, Clock::machine_as_if),
        seed: opening.seed,
        tables: rooms::tables(),
        migrations: migrations::ALL,
        listeners: rooms::listeners(),
        connections: opening.connections,
    })
    .with_part(law::Law::shipped())
    .with_part(crate::paper::typesetter())
    .with_part(assessment::WorkloadAt(work_of))
    .with_part(court::BesideTheDay(casefile::beside::court_day))
    .with_part(caseload::TeamPanel(casefile::beside::team))
    .with_part(person_door())
    .with_part(access::AccountLinks(vec![
        ("/diary", "Your diary"),
        ("/account/calendar", "Your appointments in your own calendar"),
    ]))
    .with_part(access::AdminLinks(vec![
        ("/admin/organisation", "Organisation", "Regions, units, teams, staff, offices and courts"),
        ("/admin/contact-types", "Contact types", "What can be arranged and recorded, and what each counts as"),
        ("/admin/contact-outcomes", "Outcomes", "What can come of a contact"),
        ("/admin/end-reasons", "End reasons", "Why an order, a requirement or an event ends"),
        ("/admin/key-date-kinds", "Key dates", "The dates that matter in a sentence"),
        (
            "/policy/workload",
            "Figures of workload",
            "Grade fit, tier capacity, thresholds and need without risk, from a day on",
        ),
        (
            "/policy/assessment",
            "Policy of assessment",
            "Deadlines, reviews, thresholds, countersigning and themes of quality, from a day on",
        ),
        (
            "/policy/interventions",
            "Referrals and providers",
            "Within how many days providers assess, plan and report, and who approves a plan, from a day on",
        ),
        (
            "/policy/court",
            "Policy of court reports",
            "Which kind is written when, what belongs in it and by what it is checked, from a day on",
        ),
        (
            "/policy/enforcement",
            "Policy of compliance",
            "Days and checks of breaches and early ends, what courts make of a breach, and milestones, from a day on",
        ),
        (
            "/policy/provision",
            "Policy of provision",
            "For how long a place is kept, and the kinds and reasons to choose from, from a day on",
        ),
        (
            "/policy/unpaid-work",
            "Policy of unpaid work",
            "Education, travel, stand-downs, sessions and the pace that is expected, from a day on",
        ),
        (
            "/policy/volunteers",
            "Policy of volunteering",
            "Which checks a volunteer needs, for how long each holds, and supervision",
        ),
        (
            "/policy/restorative",
            "Standards of restorative justice",
            "What every case is held to, and within how many days",
        ),
        (
            "/policy/contact-intervals",
            "Contact intervals",
            "How soon people of each tier must be seen or spoken to next",
        ),
        ("/policy/reminders", "Reminders and messages", "When people are reminded of appointments, and in which words"),
        ("/tiers", "Tiers of everybody", "How far the nightly recalculation is, and one begun now"),
        ("/templates", "Templates of letters", "The versions of letters in English and Welsh, and the next ones"),
        ("/admin/webhooks", "Webhooks", "Where domain events are delivered"),
    ]))
}

/// Opens it for a command that nobody waits for as for a page.
#[must_use]
pub(crate) fn open_patiently(opening: Opening) -> House {
    open(opening).patient()
}

/// The cases of an officer today and their capacity, for what is kept beside a proposal of theirs.
fn work_of(cx: &mut Cx<'_>, staff: kernel::StaffId) -> Result<assessment::WorkloadHeld, Failure> {
    let all = caseload::capacities(cx, &[staff])?;
    let held = all.get(&staff);
    Ok((held.and_then(|c| i32::try_from(c.people).ok()), held.and_then(|c| i32::try_from(c.tenths()).ok())))
}

/// Brings the database to the program's schema and puts in the code lists that it lacks.
///
/// # Errors
/// When a migration fails or the database is newer than the program.
pub fn bring_up(house: &House) -> Result<Migrated, Failure> {
    let migrated = house.migrate()?;
    if let Err(why) = house.make_log_months() {
        tracing::warn!(%why, "the next months of the access log were not made; the server tries again");
    }
    if house.read(&Asker::system("migrate"), |cx| cx.setting(SEEDED))? != Some(migrated.version.to_string()) {
        house.write(&Asker::system("migrate"), |cx| {
            cx.describe("Put in the shipped code lists", None);
            people::seed(cx)?;
            contacts::seed(cx)?;
            sentences::seed(cx)?;
            assessment::seed(cx)?;
            documents::seed(cx)?;
            caseload::seed(cx)?;
            enforcement::seed(cx)?;
            first_team(cx)?;
            cx.set_setting(SEEDED, &migrated.version.to_string())
        })?;
    }
    Ok(migrated)
}

/// The schema whose code lists were put in. Kept with them in one transaction: whoever was stopped between migrating and putting
/// them in does it at the next start.
pub(crate) const SEEDED: &str = "seeded";

/// A new service begins with one team, so that the first result of a court already lies on somebody's list. Its names are
/// for the service to change.
fn first_team(cx: &mut Cx<'_>) -> Result<(), Failure> {
    if !organisation::teams(cx)?.is_empty() {
        return Ok(());
    }
    let start_date = cx.today();
    let named = |name: &str| name.to_owned();
    let region = NewRegion { code: named("R01"), name: named("First region"), serves_in_welsh: false, start_date };
    let region = organisation::add_region(cx, region)?.id;
    let unit = NewUnit { region, code: named("R01D01"), name: named("First delivery unit"), start_date };
    let unit = organisation::add_unit(cx, unit)?.id;
    let team = NewTeam {
        unit,
        code: named("R01T01"),
        name: named("First team"),
        purpose: TeamPurpose::Supervision,
        telephone: None,
        email: None,
        start_date,
    };
    let team = organisation::open_team(cx, team)?.id;
    organisation::set_default_team(cx, region, team)
}

/// `access` stands below the room that knows people, and asks for them through this.
fn person_door() -> access::PersonDoor {
    access::PersonDoor { find: people::keys_of_crn, frame: people::frame_of_crn }
}
