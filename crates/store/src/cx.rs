//! The transaction in which everything is read and written. Every action takes it first; it carries the actor, the clock
//! and the open transaction, and it is what makes a change without a ledger entry impossible.

use crate::db::Db;
use crate::house::House;
use crate::ledger::Ledger;
use crate::tables::{AccessLog, Outbox};
use crate::{Failure, Kind, Record, Row, Table, Value};
use domain_events::DomainEvent;
use kernel::{Actor, ChainId, Date, Instant, Permission, PersonId};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// How deep listeners may tell further events.
const DEEPEST: usize = 3;

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
    now: Instant,
    writing: bool,
    /// Many people in one transaction: only for filling a new database.
    bulk: bool,
    ledger: Ledger,
    action: Option<(String, Option<String>)>,
    request_key: Option<String>,
    told: Vec<Outbox>,
    reads: Vec<AccessLog>,
    /// The route that is being answered, for the access log.
    place: Option<&'static str>,
    depth: usize,
    statements: usize,
}

impl<'a> Cx<'a> {
    pub(crate) fn new(house: &'a House, db: &'a mut Db, asker: &'a Asker, writing: bool, bulk: bool) -> Cx<'a> {
        let now = house.clock().now();
        Cx {
            house,
            db,
            asker,
            now,
            writing,
            bulk,
            ledger: Ledger::default(),
            action: None,
            request_key: None,
            told: Vec::new(),
            reads: Vec::new(),
            place: None,
            depth: 0,
            statements: 0,
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
        self.now
    }

    /// The day in Europe/London at [`Cx::now`].
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.local_date()
    }

    /// For filling a new database: what follows is recorded as of `at`, so that a past can be told as it was.
    ///
    /// # Errors
    /// Outside bulk writing: a record's time is never chosen by its writer.
    pub fn pretend_it_is(&mut self, at: Instant) -> Result<(), Failure> {
        if !self.bulk {
            return Err(Failure::broken("only bulk writing may choose its time"));
        }
        self.now = at;
        Ok(())
    }

    /// A new time-ordered id.
    #[must_use]
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        self.house.ids().next(self.now).into()
    }

    /// A part that the binary gave to the house, such as the law.
    ///
    /// # Errors
    /// When the binary forgot it.
    pub fn part<T: Send + Sync + 'static>(&self) -> Result<Arc<T>, Failure> {
        self.house.part()
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
        let sql = format!("SELECT {} FROM {} {rest}", R::TABLE.column_list(), R::TABLE.name);
        self.query(&sql, params)?.iter().map(|row| R::from_values(&row.0)).collect()
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
        self.statements += 1;
        self.house.note_statement(sql);
        Ok(self.db.query(sql, params)?)
    }

    /// The one number that a SELECT gives, nought when it gives none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn count(&mut self, sql: &str, params: &[Value]) -> Result<i64, Failure> {
        self.query(sql, params)?.first().map_or(Ok(0), |row| row.get::<Option<i64>>(0).map(Option::unwrap_or_default))
    }

    // ---- writing -------------------------------------------------------------------------------------------------

    /// Says what is being done, for the ledger: an action's words such as "Allocated to Priya Shah", and the reason
    /// that the actor gave. The first description of a transaction stands; listeners' are kept with their rows.
    pub fn describe(&mut self, action: impl Into<String>, reason: Option<&str>) {
        if self.action.is_none() {
            self.action = Some((action.into(), reason.map(str::to_owned)));
        }
    }

    /// Takes the lock of a chain now, so that what is read next cannot change before the commit. Called by the doors
    /// that open a person for writing.
    ///
    /// # Errors
    /// When the transaction only reads, or would write two people.
    pub fn lock(&mut self, chain: ChainId) -> Result<(), Failure> {
        if !self.writing {
            return Err(Failure::broken("a read may not lock"));
        }
        if self.ledger.holds(chain) {
            return Ok(());
        }
        let rows = self.query(
            "INSERT INTO ledger_head (chain_id, seq, hash) VALUES ($1, 0, $2) \
             ON CONFLICT (chain_id) DO UPDATE SET seq = ledger_head.seq RETURNING seq, hash",
            &[Value::Id(chain.0), Value::Bytes(Vec::new())],
        )?;
        let row = rows.first().ok_or_else(|| Failure::broken("the ledger's head did not answer"))?;
        self.ledger.take(chain, row.get(0)?, row.get(1)?);
        Ok(())
    }

    /// Writes a new row.
    ///
    /// # Errors
    /// On a duplicate key, or when the database fails.
    pub fn insert<R: Record>(&mut self, row: &R) -> Result<(), Failure> {
        self.insert_all(std::slice::from_ref(row))
    }

    /// Writes new rows, several a statement.
    ///
    /// # Errors
    /// On a duplicate key, or when the database fails.
    pub fn insert_all<R: Record>(&mut self, rows: &[R]) -> Result<(), Failure> {
        let values: Vec<Vec<Value>> = rows.iter().map(Record::values).collect();
        for row in &values {
            self.record(R::TABLE, row, "insert")?;
        }
        self.insert_values(R::TABLE, &values, "")
    }

    /// Writes the row again, by its primary key. With a `version` field, the row must still have the version that `row`
    /// carries, which then goes up by one.
    ///
    /// # Errors
    /// [`Failure::Stale`] when somebody else changed it, [`Failure::NotFound`] when it is gone.
    pub fn update<R: Record>(&mut self, row: &mut R) -> Result<(), Failure> {
        let table = R::TABLE;
        let before = row.values();
        row.bump_version();
        let values = row.values();
        self.record(table, &values, "update")?;
        let mut params = Vec::new();
        let mut assignments = Vec::new();
        for (column, value) in table.columns.iter().zip(&values) {
            if !table.key.contains(&column.name) {
                params.push(value.clone());
                assignments.push(format!("{} = ${}", column.name, params.len()));
            }
        }
        let mut conditions = Vec::new();
        for (column, value) in table.columns.iter().zip(&before) {
            if table.key.contains(&column.name) || column.name == "version" {
                params.push(value.clone());
                conditions.push(format!("{} = ${}", column.name, params.len()));
            }
        }
        let sql = format!("UPDATE {} SET {} WHERE {}", table.name, assignments.join(", "), conditions.join(" AND "));
        if self.run(&sql, &params)? == 1 {
            return Ok(());
        }
        Err(if table.index_of("version").is_some() {
            Failure::Stale("Somebody else changed this while you were working on it".into())
        } else {
            Failure::NotFound
        })
    }

    /// Takes a row away; its last image stays in history.
    ///
    /// # Errors
    /// When the database fails.
    pub fn remove<R: Record>(&mut self, row: &R) -> Result<(), Failure> {
        let table = R::TABLE;
        let values = row.values();
        self.record(table, &values, "remove")?;
        let key: Vec<(usize, &str)> =
            table.key.iter().filter_map(|k| table.index_of(k).map(|index| (index, *k))).collect();
        let conditions: Vec<String> = key.iter().enumerate().map(|(n, (_, k))| format!("{k} = ${}", n + 1)).collect();
        let params: Vec<Value> = key.iter().filter_map(|(index, _)| values.get(*index).cloned()).collect();
        self.run(&format!("DELETE FROM {} WHERE {}", table.name, conditions.join(" AND ")), &params)?;
        Ok(())
    }

    /// Writes a row of a view, local or log table, over any with the same key.
    ///
    /// # Errors
    /// For a table whose changes must be recorded, or when the database fails.
    pub fn save<R: Record>(&mut self, row: &R) -> Result<(), Failure> {
        let table = R::TABLE;
        if table.kind.is_recorded() {
            return Err(Failure::broken(format!("{} is recorded: insert or update it", table.name)));
        }
        let rest: Vec<String> = table
            .columns
            .iter()
            .filter(|c| !table.key.contains(&c.name))
            .map(|c| format!("{0} = excluded.{0}", c.name))
            .collect();
        let action = if rest.is_empty() { "NOTHING".into() } else { format!("UPDATE SET {}", rest.join(", ")) };
        self.insert_values(table, &[row.values()], &format!(" ON CONFLICT ({}) DO {action}", table.key.join(", ")))
    }

    /// A statement of the room's own on its view, local or log tables. Gives the number of rows it changed.
    ///
    /// # Errors
    /// For a table whose changes must be recorded, or when the database fails.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, Failure> {
        if let Some(table) = self.house.table_written_by(sql)
            && table.kind.is_recorded()
        {
            return Err(Failure::broken(format!("{} is recorded: use insert, update or remove", table.name)));
        }
        self.run(sql, params)
    }

    fn insert_values(&mut self, table: &Table, rows: &[Vec<Value>], conflict: &str) -> Result<(), Failure> {
        // SQLite takes 32,766 parameters a statement and PostgreSQL 65,535; a hundred rows are enough either way.
        let width = table.columns.len().max(1);
        for chunk in rows.chunks((2_000 / width).clamp(1, 100)) {
            let mut sql = format!("INSERT INTO {} ({}) VALUES ", table.name, table.column_list());
            for line in 0..chunk.len() {
                let marks: Vec<String> = (1..=width).map(|c| format!("${}", line * width + c)).collect();
                sql.push_str(if line == 0 { "(" } else { ", (" });
                sql.push_str(&marks.join(", "));
                sql.push(')');
            }
            sql.push_str(conflict);
            let params: Vec<Value> = chunk.iter().flatten().cloned().collect();
            self.run(&sql, &params)?;
        }
        Ok(())
    }

    fn run(&mut self, sql: &str, params: &[Value]) -> Result<u64, Failure> {
        if !self.writing {
            return Err(Failure::broken(format!("a read tried to write: {sql}")));
        }
        self.statements += 1;
        self.house.note_statement(sql);
        Ok(self.db.execute(sql, params)?)
    }

    /// Keeps the image of a recorded row for the ledger entry that the commit writes.
    fn record(&mut self, table: &'static Table, values: &[Value], change: &'static str) -> Result<(), Failure> {
        if !table.kind.is_recorded() {
            return Ok(());
        }
        let chain = chain_of(table, values)?;
        let people = self.ledger.people().filter(|c| *c != chain).count();
        let is_person = table.index_of("person_id").is_some();
        if is_person && people > 0 && !self.bulk {
            return Err(Failure::broken(format!("{} would change a second person in one transaction", table.name)));
        }
        self.lock(chain)?;
        self.ledger.note(chain, is_person, table, values, change);
        Ok(())
    }

    // ---- telling -------------------------------------------------------------------------------------------------

    /// Tells a fact: it goes to the outbox, and to each listener in the order of the binary's list.
    ///
    /// # Errors
    /// When a listener refuses, which undoes the whole action, or when listeners tell too deep.
    pub fn tell(&mut self, event: &DomainEvent) -> Result<(), Failure> {
        if self.depth >= DEEPEST {
            return Err(Failure::broken(format!("{} told more than {DEEPEST} deep", event.name())));
        }
        self.told.push(Outbox {
            id: self.new_id(),
            name: event.name().into(),
            event_version: event.version(),
            person_id: event.person(),
            body: serde_json::to_value(event).map_err(|e| Failure::broken(e.to_string()))?,
            told_at: self.now,
            position: None,
        });
        let house = self.house;
        self.depth += 1;
        for (_, listener) in house.listeners() {
            listener(self, event)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// Says which route is being answered: reads of people from here on are written down under it.
    pub fn be_at(&mut self, place: &'static str) {
        self.place = Some(place);
    }

    /// Writes down that a person was read; kept before the answer leaves. `what` stands where no route is being answered.
    pub fn note_read(&mut self, person: PersonId, what: impl Into<String>) {
        let what = self.place.map_or_else(|| what.into(), str::to_owned);
        self.note("read", Some(person), what, None);
    }

    /// Writes down that a read of a person was refused.
    pub fn note_refused(&mut self, person: PersonId, what: impl Into<String>) {
        self.note("refused", Some(person), what.into(), None);
    }

    /// Writes down which people a list or search (`manner`) showed.
    pub fn note_shown(&mut self, manner: &'static str, what: impl Into<String>, people: &[PersonId]) {
        let shown = people.iter().map(ToString::to_string).collect::<Vec<_>>();
        self.note(manner, None, what.into(), Some(serde_json::json!(shown)));
    }

    fn note(&mut self, manner: &str, person_id: Option<PersonId>, what: String, shown: Option<serde_json::Value>) {
        let again = self.reads.iter().any(|r| person_id.is_some() && r.person_id == person_id && r.manner == manner);
        if again {
            return;
        }
        let (actor_kind, actor_id, actor_name) =
            (self.actor().kind().to_owned(), self.actor().id(), self.actor().name().to_owned());
        let id = self.new_id();
        let manner = manner.to_owned();
        self.reads.push(AccessLog {
            read_at: self.now,
            id,
            actor_kind,
            actor_id,
            actor_name,
            person_id,
            what,
            manner,
            shown,
        });
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
        let Some((action, reason)) = self.action.take() else {
            return Err(Failure::broken("a write described no ledger entry"));
        };
        let ledger = std::mem::take(&mut self.ledger);
        let closed = ledger.close(crate::ledger::Signature {
            actor: self.asker.actor.clone(),
            at: self.now,
            action,
            reason,
            request_key: self.request_key.clone(),
            schema_version: self.house.schema_version(),
        })?;
        self.insert_all(&closed.history)?;
        self.insert_all(&closed.entries)?;
        for (chain, seq, hash) in closed.heads {
            let params = [Value::Id(chain.0), Value::Int(seq), Value::Bytes(hash)];
            self.run("UPDATE ledger_head SET seq = $2, hash = $3 WHERE chain_id = $1", &params)?;
        }
        Ok(())
    }
}

/// The chain under which a row's changes are kept: its person's, its subject's, or the house's for code lists.
fn chain_of(table: &Table, values: &[Value]) -> Result<ChainId, Failure> {
    let column = match table.kind {
        Kind::Reference => return Ok(ChainId(Uuid::nil())),
        Kind::Person | Kind::Registry => "person_id",
        _ => table.key.first().copied().unwrap_or_default(),
    };
    let cell = table.index_of(column).and_then(|index| values.get(index));
    match cell {
        Some(Value::Id(id)) => Ok(ChainId(*id)),
        Some(Value::Bytes(bytes)) => Uuid::from_slice(bytes).map(ChainId).map_err(|e| Failure::broken(e.to_string())),
        _ if table.kind == Kind::Registry => Ok(ChainId(Uuid::nil())),
        _ => Err(Failure::broken(format!("{} has no id in {column}", table.name))),
    }
}
