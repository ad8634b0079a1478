//! The transaction in which everything is read and written. Every action takes it first; it carries the actor, the clock
//! and the open transaction, and it is what makes a change without a ledger entry impossible.

mod asking;
mod filling;
mod forgetting;
mod memory;
mod recent;
mod telling;
mod writing;

pub use asking::Question;
pub use filling::Batch;
pub(crate) use memory::Shelf;

use crate::cx::memory::Memory;
use crate::cx::recent::Recent;
use crate::db::Db;
use crate::house::House;
use crate::ledger::{Ledger, Moment};
use crate::tables::{AccessLog, Outbox};
use crate::{Failure, Record, Row, Value};
use kernel::{Actor, ChainId, Date, Instant, Permission};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// Who asks, and what they may do.
#[derive(Clone, Debug)]
pub struct Asker {
    pub actor: Actor,
    pub permissions: Arc<BTreeSet<Permission>>,
}

impl Asker {
    /// Throughcare itself, which may do everything: jobs, command lines, listeners.
    #[must_use]
    pub fn system(part: &'static str) -> Asker {
        Asker { actor: Actor::System { part }, permissions: Arc::new(Permission::ALL.iter().copied().collect()) }
    }

    /// Nobody yet: the sign-in page.
    #[must_use]
    pub fn nobody() -> Asker {
        Asker { actor: Actor::Nobody, permissions: Arc::default() }
    }
}

/// One transaction.
pub struct Cx<'a> {
    house: &'a House,
    db: &'a mut Db,
    asker: &'a Asker,
    /// What this transaction tells of, the present last. Only filling a new database tells of more than one.
    moments: Vec<Moment>,
    writing: bool,
    /// Many people in one transaction: only for filling a new database.
    bulk: bool,
    ledger: Ledger,
    /// Records that are one person, so that a transaction may write on each of them.
    families: Vec<BTreeSet<ChainId>>,
    request_key: Option<String>,
    told: Vec<Outbox>,
    reads: Vec<AccessLog>,
    /// The route that is being answered, for the access log.
    place: Option<&'static str>,
    depth: usize,
    statements: usize,
    memory: Memory,
    recent: Recent,
}

impl<'a> Cx<'a> {
    pub(crate) fn new(house: &'a House, db: &'a mut Db, asker: &'a Asker, writing: bool, bulk: bool) -> Cx<'a> {
        let now = house.clock().now();
        Cx {
            house,
            db,
            asker,
            moments: vec![Moment::at(now)],
            writing,
            bulk,
            ledger: Ledger::default(),
            families: Vec::new(),
            request_key: None,
            told: Vec::new(),
            reads: Vec::new(),
            place: None,
            depth: 0,
            statements: 0,
            memory: Memory::default(),
            recent: Recent::default(),
        }
    }

    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.asker.actor
    }

    #[must_use]
    pub fn asker(&self) -> &Asker {
        self.asker
    }

    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.asker.permissions.contains(&permission)
    }

    /// The instant at which this transaction began; the same throughout it.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.moments.last().map_or(Instant(0), |m| m.at)
    }

    /// The day in Europe/London at [`Cx::now`].
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().local_date()
    }

    /// For filling a new database: what follows is recorded as of `at`, so that a past can be told as it was. It gets
    /// ledger entries of its own, with the words that describe it from here on.
    ///
    /// # Errors
    /// Outside bulk writing: a record's time is never chosen by its writer.
    pub fn pretend_it_is(&mut self, at: Instant) -> Result<(), Failure> {
        if !self.bulk {
            return Err(Failure::broken("only bulk writing may choose its time"));
        }
        self.moments.push(Moment::at(at));
        Ok(())
    }

    /// A new time-ordered id.
    #[must_use]
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        self.house.ids().next(self.now()).into()
    }

    /// A part that the binary gave to the house, such as the law.
    ///
    /// # Errors
    /// When the binary forgot it.
    pub fn part<T: Send + Sync + 'static>(&self) -> Result<Arc<T>, Failure> {
        self.house.part()
    }

    /// How the standby of the house stands, looked at now; for whoever looks after the service.
    #[must_use]
    pub fn standby(&self) -> Option<crate::StandbySeen> {
        self.house.standby()
    }

    #[must_use]
    pub fn is_writing(&self) -> bool {
        self.writing
    }

    /// How many statements this transaction has run so far, for the budget of statements a page.
    #[must_use]
    pub fn statements(&self) -> usize {
        self.statements
    }

    // ---- reading -------------------------------------------------------------------------------------------------

    /// The row with this primary key.
    ///
    /// # Errors
    /// When the database fails.
    pub fn get<R: Record>(&mut self, key: &[Value]) -> Result<Option<R>, Failure> {
        let conditions: Vec<String> =
            R::TABLE.key.iter().enumerate().map(|(i, k)| format!("{k} = ${}", i + 1)).collect();
        Ok(self.list::<R>(&format!("WHERE {}", conditions.join(" AND ")), key)?.pop())
    }

    /// The row with this primary key, or [`Failure::NotFound`].
    ///
    /// # Errors
    /// When there is none or the database fails.
    pub fn need<R: Record>(&mut self, key: &[Value]) -> Result<R, Failure> {
        self.get(key)?.ok_or(Failure::NotFound)
    }

    /// Rows of a table; `rest` is what stands after the table's name, such as `WHERE person_id = $1 ORDER BY id`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list<R: Record>(&mut self, rest: &str, params: &[Value]) -> Result<Vec<R>, Failure> {
        self.ask_list(&Question::list::<R>(rest, params))
    }

    /// The first of [`Cx::list`].
    ///
    /// # Errors
    /// When the database fails.
    pub fn first<R: Record>(&mut self, rest: &str, params: &[Value]) -> Result<Option<R>, Failure> {
        Ok(self.list::<R>(&format!("{rest} LIMIT 1"), params)?.pop())
    }

    /// A SELECT of the room's own, over its own tables.
    ///
    /// # Errors
    /// When the database fails.
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Failure> {
        let known =
            if self.writing { self.recent.answer(self.house, sql, params) } else { self.memory.answer(sql, params) };
        if let Some(rows) = known {
            return Ok(rows);
        }
        self.statements += 1;
        self.house.note_statement(sql);
        let rows = self.db.query(sql, params)?;
        if self.writing {
            self.recent.keep(self.house, sql, params, &rows);
        } else {
            self.memory.keep(sql, params, &rows);
        }
        Ok(rows)
    }

    /// The one number that a SELECT gives, nought when it gives none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn count(&mut self, sql: &str, params: &[Value]) -> Result<i64, Failure> {
        self.query(sql, params)?.first().map_or(Ok(0), |row| row.get::<Option<i64>>(0).map(Option::unwrap_or_default))
    }

    /// Reads noted so far, to be kept by whoever runs a read.
    pub(crate) fn take_reads(&mut self) -> Vec<AccessLog> {
        std::mem::take(&mut self.reads)
    }

    pub(crate) fn set_request_key(&mut self, key: &str) {
        self.request_key = Some(key.to_owned());
    }

    pub(crate) fn db(&mut self) -> &mut Db {
        self.db
    }

    /// Writes what the commit needs: history, entries, heads, outbox, reads.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        let told = std::mem::take(&mut self.told);
        self.insert_all(&told)?;
        let reads = self.take_reads();
        self.insert_all(&reads)?;
        if self.ledger.is_empty() {
            return Ok(());
        }
        if self.moments.iter().all(|m| m.action.is_none()) {
            return Err(Failure::broken("a write described no ledger entry"));
        }
        let mut ledger = std::mem::take(&mut self.ledger);
        self.take_up_heads(&mut ledger)?;
        let closed = ledger.close(crate::ledger::Signature {
            actor: self.asker.actor.clone(),
            moments: std::mem::take(&mut self.moments),
            request_key: self.request_key.clone(),
            schema_version: self.house.schema_version(),
        })?;
        self.insert_all(&closed.history)?;
        self.insert_all(&closed.entries)?;
        self.write_heads(closed.heads)
    }
}
