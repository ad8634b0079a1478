//! Filling a new database: many people in one transaction, each row recorded at the instant at which it would have been,
//! several rows a statement. The heads of the chains are read and written all together.
//!
//! Always true: what a batch writes went to history under a ledger entry; the entries of a chain rise in time.

use super::Cx;
use crate::ledger::Ledger;
use crate::tables::LedgerHead;
use crate::{Failure, Record, Value};
use domain_events::DomainEvent;
use kernel::{ChainId, Instant};

/// Chains asked for in one statement.
const CHUNK: usize = 500;

/// New rows of one table. Each is kept in history when it is added and when it is changed, as of the instant that the
/// transaction then pretends; the table gets them as they are at the end.
#[must_use = "rows that are not written are in history and nowhere else"]
pub struct Batch<R>(Vec<R>);

impl<R> Default for Batch<R> {
    fn default() -> Batch<R> {
        Batch(Vec::new())
    }
}

impl<R: Record> Batch<R> {
    /// Takes a row in. Gives its place.
    ///
    /// # Errors
    /// Outside bulk writing.
    pub fn add(&mut self, cx: &mut Cx<'_>, row: R) -> Result<usize, Failure> {
        cx.must_be_bulk()?;
        cx.record(R::TABLE, &row.values(), "insert")?;
        self.0.push(row);
        Ok(self.0.len() - 1)
    }

    /// Changes a row that was added, later in the past that is told. Its version goes up.
    ///
    /// # Errors
    /// Outside bulk writing, or when there is no such row.
    pub fn change(&mut self, cx: &mut Cx<'_>, place: usize, change: impl FnOnce(&mut R)) -> Result<(), Failure> {
        cx.must_be_bulk()?;
        let row = self.0.get_mut(place).ok_or_else(|| Failure::broken("a batch has no such row"))?;
        change(row);
        row.bump_version();
        cx.record(R::TABLE, &row.values(), "update")
    }

    #[must_use]
    pub fn rows(&self) -> &[R] {
        &self.0
    }

    /// Writes the rows to their table.
    ///
    /// # Errors
    /// On a duplicate key, or when the database fails.
    pub fn write(self, cx: &mut Cx<'_>) -> Result<Vec<R>, Failure> {
        let values: Vec<Vec<Value>> = self.0.iter().map(Record::values).collect();
        cx.insert_values(R::TABLE, values, "")?;
        Ok(self.0)
    }
}

impl Cx<'_> {
    /// Tells a fact of which the listeners named in `heard` wrote what follows already: the others hear it, and no program
    /// does, because nothing happened today.
    ///
    /// # Errors
    /// Outside bulk writing, and what a listener refuses.
    pub fn tell_others(&mut self, event: &DomainEvent, heard: &[&str]) -> Result<(), Failure> {
        self.must_be_bulk()?;
        let house = self.house;
        self.depth += 1;
        for (_, listener) in house.listeners().iter().filter(|(name, _)| !heard.contains(name)) {
            listener(self, event)?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// A new database is being filled: what is told is a past that nobody has to act on.
    #[must_use]
    pub fn is_filling(&self) -> bool {
        self.bulk
    }

    fn must_be_bulk(&self) -> Result<(), Failure> {
        if self.bulk { Ok(()) } else { Err(Failure::broken("only bulk writing takes rows in batches")) }
    }

    /// Reads the heads that bulk writing left to the end, and when the newest entry of each chain was recorded.
    pub(super) fn take_up_heads(&mut self, ledger: &mut Ledger) -> Result<(), Failure> {
        if !self.bulk {
            return Ok(());
        }
        for chunk in ledger.unread().chunks(CHUNK) {
            let sql = format!("WHERE chain_id IN ({})", kernel::placeholders(1, chunk.len()));
            let values: Vec<Value> = chunk.iter().map(|c| Value::Id(c.0)).collect();
            for head in self.list::<LedgerHead>(&sql, &values)? {
                ledger.take(head.chain_id, head.seq, head.hash);
            }
        }
        for chunk in ledger.begun().chunks(CHUNK) {
            let sql = format!(
                "SELECT e.chain_id, e.recorded_at FROM ledger_head h \
                 JOIN ledger_entry e ON e.chain_id = h.chain_id AND e.seq = h.seq WHERE h.chain_id IN ({})",
                kernel::placeholders(1, chunk.len())
            );
            let values: Vec<Value> = chunk.iter().map(|c| Value::Id(c.0)).collect();
            for row in self.query(&sql, &values)? {
                ledger.follow(row.get::<ChainId>(0)?, row.get::<Instant>(1)?);
            }
        }
        Ok(())
    }

    pub(super) fn write_heads(&mut self, heads: Vec<(ChainId, i64, Vec<u8>)>) -> Result<(), Failure> {
        if self.bulk {
            let row = |(chain_id, seq, hash)| LedgerHead { chain_id, seq, hash }.values();
            let rows: Vec<Vec<Value>> = heads.into_iter().map(row).collect();
            let over = " ON CONFLICT (chain_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash";
            return self.insert_values(LedgerHead::TABLE, rows, over);
        }
        for (chain, seq, hash) in heads {
            let params = [Value::Id(chain.0), Value::Int(seq), Value::Bytes(hash)];
            self.run("UPDATE ledger_head SET seq = $2, hash = $3 WHERE chain_id = $1", &params)?;
        }
        Ok(())
    }
}
