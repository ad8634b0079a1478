//! A database of its own for each test: a copy of a migrated SQLite file, or a PostgreSQL database made from a migrated
//! template. PostgreSQL is used when THROUGHCARE_TEST_POSTGRES names a server; without it those runs are left out, with
//! a notice.

#![expect(clippy::expect_used, clippy::panic, reason = "a test whose database cannot be made has failed")]

mod pair;

pub use pair::Pair;

use kernel::{Clock, Date};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use store::{Asker, Database, House, Listener, Plan, Table};

/// The environment variable that names a PostgreSQL server where tests may create databases.
pub const POSTGRES: &str = "THROUGHCARE_TEST_POSTGRES";

/// What a test's house is made of.
#[derive(Clone, Default)]
pub struct Rooms {
    pub tables: Vec<&'static Table>,
    pub listeners: Vec<(&'static str, Listener)>,
    /// Fixes the ids.
    pub seed: Option<u64>,
}

impl Rooms {
    /// The tables of the store and of the rooms given.
    #[must_use]
    pub fn with(tables: &[&[&'static Table]]) -> Rooms {
        let own = store::tables::TABLES.iter().copied();
        Rooms { tables: own.chain(tables.iter().flat_map(|t| t.iter().copied())).collect(), ..Rooms::default() }
    }

    /// Ids follow from a seed.
    #[must_use]
    pub fn seeded(mut self, seed: u64) -> Rooms {
        self.seed = Some(seed);
        self
    }

    #[must_use]
    pub fn hearing(mut self, listeners: &[(&'static str, Listener)]) -> Rooms {
        self.listeners.extend_from_slice(listeners);
        self
    }
}

/// Runs `test` on a fresh SQLite database and, where there is one, a fresh PostgreSQL database. The clock stands at nine
/// in the morning of `today` until the test moves it.
///
/// # Panics
/// When a database cannot be made: a test without its database has not passed.
pub fn on_both(rooms: &Rooms, today: Date, test: impl Fn(House)) {
    on_sqlite(rooms, today, &test);
    on_postgres(rooms, today, &test);
}

/// Runs `test` on a fresh SQLite database.
///
/// # Panics
/// When the database cannot be made.
pub fn on_sqlite(rooms: &Rooms, today: Date, test: impl Fn(House)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("trial.sqlite");
    std::fs::copy(sqlite_template(), &path).expect("a copy of the migrated file");
    test(ready(rooms, Database::Sqlite(path), today));
}

/// Runs `test` on a fresh PostgreSQL database, or says that there is none.
///
/// # Panics
/// When the database cannot be made.
pub fn on_postgres(rooms: &Rooms, today: Date, test: impl Fn(House)) {
    let Ok(server) = std::env::var(POSTGRES) else {
        eprintln!("left out on PostgreSQL: {POSTGRES} is not set");
        return;
    };
    let template = postgres_template(&server);
    let name = format!("tc_{}", tag(&format!("{:?}{:?}", std::thread::current().id(), std::time::Instant::now())));
    let name = format!("{name}_{}", std::process::id());
    command(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
    test(ready(rooms, Database::Postgres(with_database(&server, &name)), today));
    command(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
}

/// Another server on the database of `house`, with nothing of its memory.
#[must_use]
pub fn another_server(rooms: &Rooms, house: &House, today: Date) -> House {
    ready(rooms, house.database().clone(), today)
}

/// A house on a database that has its schema, which is not looked at.
#[must_use]
pub fn on_the_same_database(rooms: &Rooms, database: Database, today: Date) -> House {
    house(rooms, database, today)
}

fn ready(rooms: &Rooms, database: Database, today: Date) -> House {
    let house = house(rooms, database, today);
    house.migrate().expect("the schema is there already");
    house
}

fn house(rooms: &Rooms, database: Database, today: Date) -> House {
    house_with(rooms, database, None, today)
}

fn house_with(rooms: &Rooms, database: Database, standby: Option<Database>, today: Date) -> House {
    House::open(Plan {
        database,
        standby,
        clock: Clock::standing_at(today),
        seed: rooms.seed,
        tables: rooms.tables.clone(),
        migrations: super::ALL,
        listeners: rooms.listeners.clone(),
        connections: 4,
    })
}

fn tag(text: &str) -> String {
    hex::encode(&Sha256::digest(text.as_bytes())[..6])
}

/// Changes whenever a migration does, so that an old template is never used.
fn schema_tag() -> String {
    let all: String = super::ALL.iter().map(|m| [m.name, m.sql].concat()).collect();
    tag(&all)
}

/// Only one process at a time makes a template.
fn locked<T>(what: &str, make: impl FnOnce() -> T) -> T {
    let lock = File::create(std::env::temp_dir().join(format!("throughcare-{what}.lock"))).expect("a lock file");
    lock.lock().expect("the lock");
    make()
}

fn sqlite_template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let path = std::env::temp_dir().join(format!("throughcare-{}.sqlite", schema_tag()));
        locked("sqlite", || {
            if !path.exists() {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let fresh = folder.path().join("template.sqlite");
                let made = house(&Rooms::with(&[]), Database::Sqlite(fresh.clone()), Date::constant(2026, 1, 1));
                made.migrate().expect("every migration runs on SQLite");
                made.copy_to(&path).expect("a copy without a write-ahead log");
            }
        });
        path
    })
}

fn postgres_template(server: &str) -> String {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    let make = || {
        let name = format!("tc_template_{}", schema_tag());
        locked("postgres", || {
            let asker = Asker::system("trial");
            let on_server = house(&Rooms::with(&[]), Database::Postgres(server.to_owned()), Date::constant(2026, 1, 1));
            let known = on_server
                .read(&asker, |cx| {
                    cx.count("SELECT count(*) FROM pg_database WHERE datname = $1", &[name.as_str().into()])
                })
                .expect("the test server answers");
            if known == 0 {
                let unfinished = format!("{name}_{}", std::process::id());
                command(server, &format!("CREATE DATABASE {unfinished}"));
                let made = house(
                    &Rooms::with(&[]),
                    Database::Postgres(with_database(server, &unfinished)),
                    Date::constant(2026, 1, 1),
                );
                made.migrate().expect("every migration runs on PostgreSQL");
                drop(made);
                command(server, &format!("ALTER DATABASE {unfinished} RENAME TO {name}"));
            }
        });
        name
    };
    TEMPLATE.get_or_init(make).clone()
}

fn command(server: &str, sql: &str) {
    let house = house(&Rooms::with(&[]), Database::Postgres(server.to_owned()), Date::constant(2026, 1, 1));
    house.administer(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
}

fn with_database(server: &str, name: &str) -> String {
    let (before, query) = server.split_once('?').map_or((server, String::new()), |(b, q)| (b, format!("?{q}")));
    let base = before.rsplit_once('/').map_or(before, |(base, _)| base);
    format!("{base}/{name}{query}")
}

/// The tables of the database have the columns that the rooms declare, in order, with type and nullability.
///
/// # Panics
/// When they differ.
pub fn assert_schema(house: &House, tables: &[&'static Table]) {
    let sqlite = matches!(house.database(), Database::Sqlite(_));
    for table in tables {
        let real = house.real_columns(table.name).expect("the catalogue answers");
        let declared: Vec<(String, String, bool)> = table
            .columns
            .iter()
            .map(|c| {
                let ty = if sqlite { c.ty.sqlite() } else { c.ty.postgres() };
                (c.name.to_owned(), ty.to_owned(), c.nullable)
            })
            .collect();
        assert_eq!(real, declared, "the columns of {} (left: database, right: record)", table.name);
    }
}
