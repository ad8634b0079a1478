//! Writing rows: what is recorded goes to history under a ledger entry, what is not recorded goes straight to its table.

use super::Cx;
use crate::{Failure, Kind, Record, Table, Value};
use kernel::{ChainId, PersonKeys};
use std::collections::BTreeSet;
use uuid::Uuid;

/// More rows than these are worth a way of their own where the database has one.
const MANY: usize = 20;

impl Cx<'_> {
    /// Says what is being done, for the ledger: an action's words such as "Allocated to Priya Shah", and the reason
    /// that the actor gave. The first description of a transaction stands; listeners' are kept with their rows.
    pub fn describe(&mut self, action: impl Into<String>, reason: Option<&str>) {
        if let Some(moment) = self.moments.last_mut().filter(|m| m.action.is_none()) {
            moment.action = Some((action.into(), reason.map(str::to_owned)));
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
        // Whoever held it before may have written anything while this transaction waited.
        self.recent.forget();
        Ok(())
    }

    /// Says that these records are one person. Told by the room that owns merges; a row of an absorbed record stays on
    /// its own chain, and may be written together with the survivor's.
    pub fn one_person(&mut self, keys: &PersonKeys) {
        let family: BTreeSet<ChainId> = keys.all().map(ChainId::from).collect();
        if family.len() > 1 && !self.families.contains(&family) {
            self.families.push(family);
        }
    }

    fn are_one(&self, one: ChainId, other: ChainId) -> bool {
        one == other || self.families.iter().any(|f| f.contains(&one) && f.contains(&other))
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
        self.insert_values(R::TABLE, values, "")
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
        self.insert_values(table, vec![row.values()], &format!(" ON CONFLICT ({}) DO {action}", table.key.join(", ")))
    }

    /// Makes `rows` all that a view holds of a person, and gives whether it held something else. What is right already is
    /// not written again.
    ///
    /// # Errors
    /// For a table whose changes must be recorded, or when the database fails.
    pub fn put_view<R: Record + PartialEq>(&mut self, person: kernel::PersonId, rows: &[R]) -> Result<bool, Failure> {
        let table = R::TABLE;
        if table.kind != Kind::View {
            return Err(Failure::broken(format!("{} is no view", table.name)));
        }
        let held: Vec<R> = self.list("WHERE person_id = $1", &[Value::Id(person.0)])?;
        if held.len() == rows.len() && rows.iter().all(|row| held.contains(row)) {
            return Ok(false);
        }
        if !held.is_empty() {
            self.execute(&format!("DELETE FROM {} WHERE person_id = $1", table.name), &[Value::Id(person.0)])?;
        }
        self.insert_all(rows)?;
        Ok(true)
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

    pub(super) fn insert_values(
        &mut self,
        table: &Table,
        rows: Vec<Vec<Value>>,
        conflict: &str,
    ) -> Result<(), Failure> {
        if self.bulk && conflict.is_empty() && rows.len() > MANY && self.db.copy(table, &rows)? {
            self.statements += 1;
            self.recent.wrote(Some(table.name));
            return Ok(());
        }
        // SQLite takes 32,766 parameters a statement and PostgreSQL 65,535; a hundred rows are enough either way.
        let width = table.columns.len().max(1);
        let most = (2_000 / width).clamp(1, 100);
        let mut left = rows.len();
        let mut rows = rows.into_iter();
        let mut sql = String::new();
        let mut lines = 0;
        while left > 0 {
            if lines != left.min(most) {
                lines = left.min(most);
                sql = insert_text(table, width, lines, conflict);
            }
            let params: Vec<Value> = rows.by_ref().take(lines).flatten().collect();
            left -= lines;
            self.run(&sql, &params)?;
        }
        Ok(())
    }

    pub(super) fn run(&mut self, sql: &str, params: &[Value]) -> Result<u64, Failure> {
        if !self.writing {
            return Err(Failure::broken(format!("a read tried to write: {sql}")));
        }
        self.statements += 1;
        self.house.note_statement(sql);
        self.recent.wrote(self.house.table_written_by(sql).map(|table| table.name));
        Ok(self.db.execute(sql, params)?)
    }

    /// Keeps the image of a recorded row for the ledger entry that the commit writes.
    pub(super) fn record(
        &mut self,
        table: &'static Table,
        values: &[Value],
        change: &'static str,
    ) -> Result<(), Failure> {
        if !table.kind.is_recorded() {
            return Ok(());
        }
        let chain = chain_of(table, values)?;
        let people = self.ledger.people().filter(|c| !self.are_one(*c, chain)).count();
        let is_person = table.index_of("person_id").is_some();
        if is_person && people > 0 && !self.bulk {
            return Err(Failure::broken(format!("{} would change a second person in one transaction", table.name)));
        }
        if self.bulk {
            // Nobody else writes to a database that is being filled: the heads are read at the end, all together.
            self.ledger.expect(chain);
        } else {
            self.lock(chain)?;
        }
        self.ledger.note(chain, is_person, self.moments.len() - 1, table, values, change);
        Ok(())
    }
}

/// An INSERT of so many rows.
fn insert_text(table: &Table, width: usize, lines: usize, conflict: &str) -> String {
    let mut sql = format!("INSERT INTO {} ({}) VALUES ", table.name, table.column_list());
    for line in 0..lines {
        let marks: Vec<String> = (1..=width).map(|c| format!("${}", line * width + c)).collect();
        sql.push_str(if line == 0 { "(" } else { ", (" });
        sql.push_str(&marks.join(", "));
        sql.push(')');
    }
    sql.push_str(conflict);
    sql
}

/// The chain under which a row's changes are kept: its person's, its subject's, or the house's for code lists.
fn chain_of(table: &Table, values: &[Value]) -> Result<ChainId, Failure> {
    let column = match table.kind {
        Kind::Reference => return Ok(ChainId::HOUSE),
        Kind::Person | Kind::Registry => "person_id",
        _ => table.key.first().copied().unwrap_or_default(),
    };
    let cell = table.index_of(column).and_then(|index| values.get(index));
    match cell {
        Some(Value::Id(id)) => Ok(ChainId(*id)),
        Some(Value::Bytes(bytes)) => Uuid::from_slice(bytes).map(ChainId).map_err(|e| Failure::broken(e.to_string())),
        _ if table.kind == Kind::Registry => Ok(ChainId::HOUSE),
        _ => Err(Failure::broken(format!("{} has no id in {column}", table.name))),
    }
}
