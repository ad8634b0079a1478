//! Opens a house with all rooms in it.

use crate::rooms;
use kernel::{Clock, Date};
use store::{Asker, Database, Failure, House, Migrated, Plan};

/// How a house is opened.
#[derive(Clone, Debug)]
pub struct Opening {
    pub database: Database,
    pub read_database: Option<Database>,
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
        Opening { database, read_database: None, today: None, seed: None, connections: 8 }
    }
}

/// Opens it; nothing is connected yet.
#[must_use]
pub fn open(opening: Opening) -> House {
    House::open(Plan {
        database: opening.database,
        read_database: opening.read_database,
        clock: opening.today.map_or_else(Clock::machine, Clock::machine_as_if),
        seed: opening.seed,
        tables: rooms::tables(),
        migrations: migrations::ALL,
        listeners: rooms::listeners(),
        connections: opening.connections,
    })
    .with_part(law::Law::shipped())
    .with_part(person_door())
    .with_part(contacts::Shelf::default())
    .with_part(access::AdminLinks(vec![
        ("/admin/organisation", "Organisation", "Regions, units, teams, staff, offices and courts"),
        ("/admin/webhooks", "Webhooks", "Where domain events are delivered"),
    ]))
}

/// Brings the database to the program's schema and puts in the code lists that it lacks.
///
/// # Errors
/// When a migration fails or the database is newer than the program.
pub fn bring_up(house: &House) -> Result<Migrated, Failure> {
    let migrated = house.migrate()?;
    if !migrated.applied.is_empty() {
        house.write(&Asker::system("migrate"), |cx| {
            cx.describe("Put in the shipped code lists", None);
            people::seed(cx)?;
            contacts::seed(cx)
        })?;
    }
    Ok(migrated)
}

/// `access` stands below the room that knows people, and asks for them through this.
fn person_door() -> access::PersonDoor {
    access::PersonDoor { find: people::keys_of_crn, frame: people::frame_of_crn }
}
