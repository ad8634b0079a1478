//! Where the data live and how work on them is run: pools, retries, request keys, listeners and the parts that the binary
//! hands in.

use crate::cx::{Asker, Cx, Shelf};
use crate::db::{Access, Db};
use crate::filling::Whole;
use crate::ids::IdSource;
use crate::pool::{Database, Pool};
use crate::reads::ReadLog;
use crate::tables::RequestKey;
use crate::{DatabaseErrorKind, Failure, Migration, Table};
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

/// How often an action is run again after a conflict or a lost connection.
const TRIES: usize = 6;

/// What the binary decides when it opens a house.
pub struct Plan {
    pub database: Database,
    /// For lists, search and reports; the same as `database` unless there are standbys.
    pub read_database: Option<Database>,
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
    database: Database,
    writers: Arc<Pool>,
    readers: Arc<Pool>,
    /// The one transaction in which a part of a new database is filled.
    part_of: Option<Whole>,
    clock: Clock,
    ids: IdSource,
    tables: HashMap<&'static str, &'static Table>,
    migrations: &'static [Migration],
    schema_version: AtomicI64,
    listeners: Vec<(&'static str, Listener)>,
    parts: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
    read_log: ReadLog,
    shelf: Arc<Shelf>,
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
        House {
            writers: Arc::new(Pool::new(plan.database.clone(), Access::Write, writers)),
            readers: Arc::new(Pool::new(
                plan.read_database.unwrap_or_else(|| plan.database.clone()),
                Access::Read,
                most,
            )),
            part_of: None,
            database: plan.database,
            clock: plan.clock,
            ids: IdSource::new(plan.seed),
            tables: plan.tables.into_iter().map(|t| (t.name, t)).collect(),
            migrations: plan.migrations,
            schema_version: AtomicI64::new(0),
            listeners: plan.listeners,
            parts: HashMap::new(),
            read_log: ReadLog::default(),
            shelf: Arc::default(),
            hearing: AtomicBool::new(false),
            statements: Mutex::default(),
        }
    }

    /// The same house on one connection, on which a transaction is open: everything done in it is part of that one. Its ids
    /// follow from the seed and `name`.
    pub(crate) fn within(&self, whole: Whole, name: &str) -> House {
        House {
            database: self.database.clone(),
            writers: Arc::clone(&self.writers),
            readers: Arc::clone(&self.readers),
            part_of: Some(whole),
            clock: self.clock.clone(),
            ids: self.ids.of_part(name),
            tables: self.tables.clone(),
            migrations: self.migrations,
            schema_version: AtomicI64::new(self.schema_version()),
            listeners: self.listeners.clone(),
            parts: self.parts.clone(),
            read_log: ReadLog::default(),
            shelf: Arc::clone(&self.shelf),
            hearing: AtomicBool::new(false),
            statements: Mutex::default(),
        }
    }

    pub(crate) fn into_whole(self) -> Option<Whole> {
        self.part_of
    }

    pub(crate) fn whole(&self) -> Option<&Whole> {
        self.part_of.as_ref()
    }

    pub(crate) fn pool(&self, access: Access) -> &Pool {
        if access == Access::Write { &self.writers } else { &self.readers }
    }

    /// Hands the house a part that rooms ask for by type, such as the law.
    #[must_use]
    pub fn with_part<T: Send + Sync + 'static>(mut self, part: T) -> House {
        self.parts.insert(TypeId::of::<T>(), Arc::new(part));
        self
    }

    pub(crate) fn part<T: Send + Sync + 'static>(&self) -> Result<Arc<T>, Failure> {
        let part = self.parts.get(&TypeId::of::<T>()).cloned();
        part.and_then(|p| p.downcast::<T>().ok())
            .ok_or_else(|| Failure::broken(format!("the house was not given {}", std::any::type_name::<T>())))
    }

    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    pub(crate) fn ids(&self) -> &IdSource {
        &self.ids
    }

    pub(crate) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    pub(crate) fn listeners(&self) -> &[(&'static str, Listener)] {
        &self.listeners
    }

    pub(crate) fn migrations(&self) -> &'static [Migration] {
        self.migrations
    }

    pub(crate) fn schema_version(&self) -> i64 {
        self.schema_version.load(Ordering::Relaxed)
    }

    pub(crate) fn set_schema_version(&self, version: i64) {
        self.schema_version.store(version, Ordering::Relaxed);
    }

    /// Every table of the house.
    pub fn tables(&self) -> impl Iterator<Item = &'static Table> {
        self.tables.values().copied()
    }

    /// The table that an INSERT, UPDATE or DELETE writes.
    pub(crate) fn table_written_by(&self, sql: &str) -> Option<&'static Table> {
        let mut words = sql.split_whitespace();
        let table = match words.next()?.to_ascii_uppercase().as_str() {
            "UPDATE" => words.next()?,
            "INSERT" | "DELETE" => words.nth(1)?,
            _ => return None,
        };
        self.tables.get(table).copied()
    }

    /// Reads in one consistent snapshot. What was read of people is written down before this returns.
    ///
    /// # Errors
    /// What `work` gave, or the database's.
    pub fn read<T>(
        &self,
        asker: &Asker,
        mut work: impl FnMut(&mut Cx<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.again(|| {
            let (out, reads) = self.lend(Access::Read, |db| {
                self.begin(db, Access::Read)?;
                let mut cx = Cx::new(self, db, asker, false, false);
                let out = work(&mut cx);
                let reads = cx.take_reads();
                self.undo(cx.db(), Access::Read);
                Ok::<_, Failure>((out, reads))
            })??;
            if !reads.is_empty() {
                self.read_log.keep(self, reads)?;
            }
            out
        })
    }

    /// Runs an action in one transaction. It is run again, a bounded number of times, after a conflict or a lost
    /// connection, so it must have no effect outside `cx`.
    ///
    /// # Errors
    /// What `work` gave, or the database's.
    pub fn write<T>(
        &self,
        asker: &Asker,
        mut work: impl FnMut(&mut Cx<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.again(|| self.transact(asker, false, |cx| work(cx)))
    }

    /// One transaction over many people, each with its own chain: only for filling a new database.
    ///
    /// # Errors
    /// What `work` gave, or the database's.
    pub fn bulk<T>(
        &self,
        asker: &Asker,
        mut work: impl FnMut(&mut Cx<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.transact(asker, true, |cx| work(cx))
    }

    /// Runs an action once for each request key. The same key with the same body again gives the first answer and does
    /// nothing.
    ///
    /// # Errors
    /// [`Failure::KeyReused`] when the key came with another body, and as [`House::write`].
    pub fn write_once(
        &self,
        asker: &Asker,
        key: &str,
        body_hash: &[u8],
        mut work: impl FnMut(&mut Cx<'_>) -> Result<serde_json::Value, Failure>,
    ) -> Result<Once, Failure> {
        let known = |known: RequestKey| {
            if known.body_hash == body_hash {
                Ok(Once { answer: known.answer, done_now: false })
            } else {
                Err(Failure::KeyReused)
            }
        };
        let done = self.again(|| {
            self.transact(asker, false, |cx| {
                if let Some(before) = cx.get::<RequestKey>(&[key.into()])? {
                    return known(before);
                }
                cx.set_request_key(key);
                let answer = work(cx)?;
                let answered_at = cx.now();
                cx.insert(&RequestKey {
                    request_key: key.to_owned(),
                    body_hash: body_hash.to_vec(),
                    answer: answer.clone(),
                    answered_at,
                })?;
                Ok(Once { answer, done_now: true })
            })
        });
        match done {
            // Two of the same at once: the other came first, and its answer is this one's.
            Err(e) if e.duplicate().is_some_and(|d| d.contains("request_key")) => {
                self.read(asker, |cx| known(cx.need::<RequestKey>(&[key.into()])?))
            }
            other => other,
        }
    }

    fn transact<T>(
        &self,
        asker: &Asker,
        bulk: bool,
        mut work: impl FnMut(&mut Cx<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.lend(Access::Write, |db| {
            self.begin(db, Access::Write).map_err(|e| (Failure::from(e), Vec::new()))?;
            let mut cx = Cx::new(self, db, asker, true, bulk);
            let done = work(&mut cx).and_then(|out| cx.finish().map(|()| out));
            let out = match done {
                Ok(out) => out,
                Err(e) => {
                    // A refused read is evidence too, though the action itself leaves no trace.
                    let reads = cx.take_reads();
                    self.undo(db, Access::Write);
                    return Err((e, reads));
                }
            };
            self.keep(db).map_err(|e| {
                self.undo(db, Access::Write);
                (Failure::from(e), Vec::new())
            })?;
            Ok(out)
        })?
        .or_else(|(e, reads): (Failure, Vec<_>)| {
            if matches!(e, Failure::Restricted { .. }) && !reads.is_empty() {
                self.read_log.keep(self, reads)?;
            }
            Err(e)
        })
    }

    fn again<T>(&self, mut run: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
        let mut tries = 1;
        loop {
            match run() {
                Err(e) if e.can_be_retried() && tries < TRIES => {
                    tracing::debug!(error = %e, tries, "running the action again");
                    std::thread::sleep(std::time::Duration::from_millis(8 << tries));
                    tries += 1;
                }
                Err(Failure::Database(mut e)) if tries >= TRIES && e.kind == DatabaseErrorKind::Conflict => {
                    e.kind = DatabaseErrorKind::Unavailable;
                    return Err(Failure::Database(e));
                }
                other => return other,
            }
        }
    }

    /// A raw connection for migrations, backups and verification.
    pub(crate) fn with_writer<T>(&self, work: impl FnOnce(&mut Db) -> Result<T, Failure>) -> Result<T, Failure> {
        self.writers.with(work)?
    }

    /// From now on every statement's text is kept, for the tests of budgets and distribution keys.
    pub fn listen_to_statements(&self) {
        self.hearing.store(true, Ordering::Relaxed);
    }

    /// The statements since the last call.
    #[must_use]
    pub fn heard_statements(&self) -> Vec<String> {
        std::mem::take(&mut *self.statements.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn note_statement(&self, sql: &str) {
        if self.hearing.load(Ordering::Relaxed) {
            self.statements.lock().unwrap_or_else(PoisonError::into_inner).push(sql.to_owned());
        }
    }

    /// True when the database answers.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.read(&Asker::nobody(), |cx| cx.query("SELECT 1", &[])).is_ok()
    }
}
