//! Where the data live: pools, a standby, listeners and the parts that the binary hands in. How work on them is run stands in
//! `running`.

mod running;

use crate::cx::{Asker, Cx, Shelf};
use crate::db::{Access, Db, Pace};
use crate::filling::Part;
use crate::ids::IdSource;
use crate::pool::{Database, Pool};
use crate::reads::ReadLog;
use crate::standby::{Standby, StandbySeen};
use crate::{Failure, Migration, Table};
use domain_events::DomainEvent;
use kernel::Clock;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Listens to facts, inside the teller's transaction: no IO, the same person, and an error undoes everything.
pub type Listener = fn(&mut Cx<'_>, &DomainEvent) -> Result<(), Failure>;

/// What a request key led to.
#[derive(Clone, Debug, PartialEq)]
pub struct Once {
    pub answer: serde_json::Value,
    /// False when the action had been done before, or elsewhere at the same moment: whatever this run made was undone.
    pub done_now: bool,
}

/// What the binary decides when it opens a house.
pub struct Plan {
    pub database: Database,
    /// A hot standby of `database`, for what people and programs look at. Only PostgreSQL has one.
    pub standby: Option<Database>,
    pub clock: Clock,
    /// Fixes the ids that are made, so that a demo repeats itself.
    pub seed: Option<u64>,
    /// Every table of every room.
    pub tables: Vec<&'static Table>,
    pub migrations: &'static [Migration],
    /// In the order in which they hear.
    pub listeners: Vec<(&'static str, Listener)>,
    /// Connections that write and that read. SQLite always has one that writes.
    pub connections: usize,
}

/// An open database with everything that runs on it.
pub struct House {
    all: Arc<All>,
    parts: Arc<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    /// How long a statement may take.
    pace: Pace,
    /// The part of a new database that is filled by this handle, with its one transaction.
    part_of: Option<Arc<Part>>,
}

/// What every handle on a house shares.
struct All {
    database: Database,
    writers: Pool,
    readers: Pool,
    standby: Option<Standby>,
    clock: Clock,
    ids: IdSource,
    tables: HashMap<&'static str, &'static Table>,
    migrations: &'static [Migration],
    schema_version: AtomicI64,
    listeners: Vec<(&'static str, Listener)>,
    read_log: ReadLog,
    shelf: Shelf,
    /// The file of the database was found damaged: nothing is written to it any more.
    damaged: AtomicBool,
    /// Whether statements are kept, looked at before the lock is taken.
    hearing: AtomicBool,
    statements: Mutex<Vec<String>>,
}

impl House {
    /// Opens the pools; nothing is connected before the first use.
    #[must_use]
    pub fn open(plan: Plan) -> House {
        let most = plan.connections.max(2);
        let writers = if matches!(plan.database, Database::Sqlite(_)) { 1 } else { most };
        let writers = Pool::new(plan.database.clone(), Access::Write, writers);
        let all = All {
            readers: Pool::new(plan.database.clone(), Access::Read, most).beside(&writers),
            writers,
            standby: plan.standby.map(|database| Standby::new(database, most)),
            database: plan.database,
            clock: plan.clock,
            ids: IdSource::new(plan.seed),
            tables: plan.tables.into_iter().map(|t| (t.name, t)).collect(),
            migrations: plan.migrations,
            schema_version: AtomicI64::new(0),
            listeners: plan.listeners,
            read_log: ReadLog::default(),
            shelf: Shelf::default(),
            damaged: AtomicBool::new(false),
            hearing: AtomicBool::new(false),
            statements: Mutex::default(),
        };
        House { all: Arc::new(all), parts: Arc::default(), pace: Pace::Page, part_of: None }
    }

    /// The same house for work that nobody waits for: jobs and commands, whose statements may take longer than a page's.
    #[must_use]
    pub fn patient(&self) -> House {
        House { pace: Pace::Job, ..self.handle() }
    }

    fn handle(&self) -> House {
        let (all, parts, part_of) = (Arc::clone(&self.all), Arc::clone(&self.parts), self.part_of.clone());
        House { all, parts, pace: self.pace, part_of }
    }

    /// The same house on one connection, on which a transaction is open: everything done in it is part of that one.
    pub(crate) fn within(&self, part: Part) -> House {
        House { part_of: Some(Arc::new(part)), pace: Pace::Operator, ..self.handle() }
    }

    pub(crate) fn into_part(self) -> Option<Part> {
        self.part_of.and_then(Arc::into_inner)
    }

    pub(crate) fn part_of(&self) -> Option<&Part> {
        self.part_of.as_deref()
    }

    pub(crate) fn pool(&self, access: Access) -> &Pool {
        if access == Access::Write { &self.all.writers } else { &self.all.readers }
    }

    pub(crate) fn read_log(&self) -> &ReadLog {
        self.part_of().map_or(&self.all.read_log, |part| &part.read_log)
    }

    /// Hands the house a part that rooms ask for by type, such as the law.
    #[must_use]
    pub fn with_part<T: Send + Sync + 'static>(mut self, part: T) -> House {
        let mut parts = (*self.parts).clone();
        parts.insert(TypeId::of::<T>(), Arc::new(part));
        self.parts = Arc::new(parts);
        self
    }

    pub(crate) fn part<T: Send + Sync + 'static>(&self) -> Result<Arc<T>, Failure> {
        let part = self.parts.get(&TypeId::of::<T>()).cloned();
        part.and_then(|p| p.downcast::<T>().ok())
            .ok_or_else(|| Failure::broken(format!("the house was not given {}", std::any::type_name::<T>())))
    }

    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.all.clock
    }

    #[must_use]
    pub fn database(&self) -> &Database {
        &self.all.database
    }

    /// How many transactions can write at once: one on SQLite, as many as there are connections for it on PostgreSQL.
    #[must_use]
    pub fn writers(&self) -> usize {
        self.all.writers.most()
    }

    pub(crate) fn ids(&self) -> &IdSource {
        self.part_of().map_or(&self.all.ids, |part| &part.ids)
    }

    pub(crate) fn shelf(&self) -> &Shelf {
        &self.all.shelf
    }

    pub(crate) fn listeners(&self) -> &[(&'static str, Listener)] {
        &self.all.listeners
    }

    pub(crate) fn migrations(&self) -> &'static [Migration] {
        self.all.migrations
    }

    pub(crate) fn schema_version(&self) -> i64 {
        self.all.schema_version.load(Ordering::Relaxed)
    }

    pub(crate) fn set_schema_version(&self, version: i64) {
        self.all.schema_version.store(version, Ordering::Relaxed);
    }

    /// Every table of the house.
    pub fn tables(&self) -> impl Iterator<Item = &'static Table> {
        self.all.tables.values().copied()
    }

    /// The table that an INSERT, UPDATE or DELETE writes.
    pub(crate) fn table_written_by(&self, sql: &str) -> Option<&'static Table> {
        let mut words = sql.split_whitespace();
        let table = match words.next()?.to_ascii_uppercase().as_str() {
            "UPDATE" => words.next()?,
            "INSERT" | "DELETE" => words.nth(1)?,
            _ => return None,
        };
        self.all.tables.get(table).copied()
    }

    /// The tables that a statement names: each word of it that is the name of one.
    pub(crate) fn tables_in(&self, sql: &str) -> Vec<&'static str> {
        let words = sql.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let mut found: Vec<&'static str> = words.filter_map(|word| Some(self.all.tables.get(word)?.name)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A raw connection for migrations, backups and verification.
    pub(crate) fn with_writer<T>(&self, work: impl FnOnce(&mut Db) -> Result<T, Failure>) -> Result<T, Failure> {
        let done = self.all.writers.with(|db| {
            db.keep_pace(Pace::Operator)?;
            work(db)
        })?;
        done.map_err(|e| if e.is_damage() { self.found_damaged(e) } else { e })
    }

    /// How the standby stands, looked at now; none where the house has none.
    #[must_use]
    pub fn standby(&self) -> Option<StandbySeen> {
        let standby = self.all.standby.as_ref()?;
        let position = self.all.readers.with(Db::position).ok().and_then(Result::ok).flatten();
        Some(standby.seen(position))
    }

    pub(crate) fn damaged(&self) -> &AtomicBool {
        &self.all.damaged
    }

    /// From now on every statement's text is kept, for the tests of budgets and distribution keys.
    pub fn listen_to_statements(&self) {
        self.all.hearing.store(true, Ordering::Relaxed);
    }

    /// The statements since the last call.
    #[must_use]
    pub fn heard_statements(&self) -> Vec<String> {
        std::mem::take(&mut *self.all.statements.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn note_statement(&self, sql: &str) {
        if self.all.hearing.load(Ordering::Relaxed) {
            self.all.statements.lock().unwrap_or_else(PoisonError::into_inner).push(sql.to_owned());
        }
    }

    /// True when the database answers.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.read(&Asker::nobody(), |cx| cx.query("SELECT 1", &[])).is_ok()
    }
}
