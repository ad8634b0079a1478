//! Opens a house with all rooms in it.

use crate::rooms;
use kernel::{Clock, Date};
use store::{Database, House, Plan};

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
        Opening {
            database,
            read_database: None,
            today: None,
            seed: None,
            connections: 8,
        }
    }
}

/// Opens it; nothing is connected yet.
#[must_use]
pub fn open(opening: Opening) -> House {
    House::open(Plan {
        database: opening.database,
        read_database: opening.read_database,
        clock: opening
            .today
            .map_or_else(Clock::machine, Clock::machine_as_if),
        seed: opening.seed,
        tables: rooms::tables(),
        migrations: migrations::ALL,
        listeners: rooms::listeners(),
        connections: opening.connections,
    })
    .with_part(law::Law::shipped())
}
