//! What need not be asked twice. A reading transaction sees one snapshot, so the same statement has the same answer in it;
//! and code lists stay as they are until the house's own chain of the ledger grows, whichever server changed them. A
//! writing transaction remembers in its own way ([`super::recent`]), and code lists only while it has not written any itself.

use super::Cx;
use super::asking::Question;
use crate::{ColumnType, Failure, Record, Row, Value};
use kernel::ChainId;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Longer answers are not kept: copying them would cost what asking again does.
pub(super) const MOST_ROWS: usize = 100;

/// The answers that one transaction got.
#[derive(Default)]
pub(super) struct Memory {
    answers: Vec<(String, Vec<Value>, Vec<Row>)>,
    at_hand: HashMap<TypeId, Box<dyn Any>>,
    version: Option<i64>,
}

impl Memory {
    pub(super) fn answer(&self, sql: &str, params: &[Value]) -> Option<Vec<Row>> {
        let known = self.answers.iter().find(|(asked, with, _)| asked == sql && with == params);
        known.map(|(.., rows)| rows.clone())
    }

    pub(super) fn knows(&self, sql: &str, params: &[Value]) -> bool {
        self.answers.iter().any(|(asked, with, _)| asked == sql && with == params)
    }

    pub(super) fn keep(&mut self, sql: &str, params: &[Value], rows: &[Row]) {
        if rows.len() <= MOST_ROWS {
            self.hold(sql, params, rows.to_vec());
        }
    }

    /// Keeps an answer that was asked for before anybody needed it, however long.
    pub(super) fn hold(&mut self, sql: &str, params: &[Value], rows: Vec<Row>) {
        self.answers.push((sql.to_owned(), params.to_vec(), rows));
    }
}

/// What was read of code lists, with the version of the house's chain at which it was read.
#[derive(Default)]
pub(crate) struct Shelf(Mutex<HashMap<TypeId, Kept>>);

struct Kept {
    version: i64,
    value: Arc<dyn Any + Send + Sync>,
}

impl Shelf {
    fn take<T: Send + Sync + 'static>(&self, version: i64) -> Option<Arc<T>> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = shelf.get(&TypeId::of::<T>()).filter(|kept| kept.version == version)?;
        Arc::clone(&kept.value).downcast().ok()
    }

    /// What was read in a transaction that came to nothing is forgotten.
    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn put<T: Send + Sync + 'static>(&self, version: i64, value: Arc<T>) {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.insert(TypeId::of::<T>(), Kept { version, value });
    }
}

/// How far the house's own chain has grown.
pub(super) fn version_question() -> Question {
    let sql = "SELECT seq FROM ledger_head WHERE chain_id = $1";
    Question::rows(&[ColumnType::Int], sql, &[Value::Id(ChainId::HOUSE.0)])
}

impl Cx<'_> {
    /// What `read` gives of reference tables alone, read anew only when one of them has changed since, here or on another
    /// server: one short statement a transaction tells. It must depend neither on the actor nor on the day.
    ///
    /// # Errors
    /// As `read`, or when the database fails.
    pub fn remembered<T: Send + Sync + 'static>(
        &mut self,
        read: impl FnOnce(&mut Cx<'_>) -> Result<T, Failure>,
    ) -> Result<Arc<T>, Failure> {
        if self.ledger.holds(ChainId::HOUSE) {
            // Written in this very transaction: nobody else may see it yet.
            return read(self).map(Arc::new);
        }
        let version = self.version_of_the_house()?;
        if let Some(known) = self.house.shelf().take::<T>(version) {
            return Ok(known);
        }
        let value = Arc::new(read(self)?);
        self.house.shelf().put(version, Arc::clone(&value));
        Ok(value)
    }

    fn version_of_the_house(&mut self) -> Result<i64, Failure> {
        if let Some(version) = self.memory.version {
            return Ok(version);
        }
        let rows = self.ask(&version_question())?;
        let version = rows.first().map_or(Ok(0), |row| row.get(0))?;
        self.memory.version = Some(version);
        Ok(version)
    }

    /// What a room has at hand for the rest of a reading transaction, empty at first; nothing while writing, when it could
    /// be out of date at once.
    pub fn at_hand<T: Default + 'static>(&mut self) -> Option<&mut T> {
        if self.writing {
            return None;
        }
        let known = self.memory.at_hand.entry(TypeId::of::<T>()).or_insert_with(|| Box::new(T::default()));
        known.downcast_mut()
    }

    /// One page of a table with how many rows there are in all, in one statement. `condition` is what follows the WHERE,
    /// `order` what follows it, with LIMIT and OFFSET in parameters after those of the condition.
    ///
    /// # Errors
    /// When the database fails.
    pub fn page_of<R: Record>(
        &mut self,
        condition: &str,
        params: &[Value],
        order: &str,
        most: i64,
        skipped: i64,
    ) -> Result<(Vec<R>, i64), Failure> {
        let rows = self.ask(&Question::page::<R>(condition, params, order, most, skipped))?;
        let total = match rows.first() {
            Some(row) => row.get(R::TABLE.columns.len())?,
            // Past the last page there is no row to tell the number.
            None if skipped > 0 => {
                self.count(&format!("SELECT count(*) FROM {} WHERE {condition}", R::TABLE.name), params)?
            }
            None => 0,
        };
        Ok((rows.iter().map(|row| R::from_values(&row.0)).collect::<Result<_, _>>()?, total))
    }

    /// Rows of one table, called `a`, each with every row of another, called `b`, that `on` says belongs to it, or with
    /// nothing: parents and children in one statement.
    ///
    /// # Errors
    /// When the database fails.
    pub fn list_with<A: Record, B: Record>(
        &mut self,
        on: &str,
        rest: &str,
        params: &[Value],
    ) -> Result<Vec<(A, Option<B>)>, Failure> {
        let (a, b) = (A::TABLE, B::TABLE);
        let key = b.key.first().and_then(|key| b.index_of(key)).unwrap_or_default();
        let rows = self.ask(&Question::with::<A, B>(on, rest, params))?;
        rows.iter()
            .map(|row| {
                let (own, other) = row.0.split_at_checked(a.columns.len()).unwrap_or((&row.0, &[]));
                let there = !matches!(other.get(key), None | Some(Value::Null));
                Ok((A::from_values(own)?, there.then(|| B::from_values(other)).transpose()?))
            })
            .collect()
    }
}
