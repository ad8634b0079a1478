//! What a writing transaction asked already. An action and its listeners ask the same of a person again and again: an
//! answer holds until a row of a table that the statement names is written here, or a chain is locked. Of what others
//! write meanwhile, it is told as it was when it was first asked for since the last lock: whoever must see what others
//! wrote takes the lock of its chain first, as every door that opens a record for writing does.

use super::memory::MOST_ROWS;
use crate::house::House;
use crate::{Row, Value};
use std::cell::OnceCell;
use std::collections::HashMap;

/// So many answers are held at most, as a filling may ask; then all are let go.
const MOST: usize = 20_000;

#[derive(Default)]
pub(super) struct Recent {
    asked: HashMap<String, Asked>,
    held: usize,
    /// Counts what is written, and when each table was written last.
    writes: u64,
    written: HashMap<String, u64>,
    /// When something was written of which nobody knows the table.
    all_written: u64,
}

/// One statement's text.
#[derive(Default)]
struct Asked {
    /// The tables that it names; looked for when it is asked a second time, because most are asked once.
    tables: OnceCell<Vec<&'static str>>,
    answers: HashMap<String, (u64, Vec<Row>)>,
}

impl Recent {
    pub(super) fn answer(&self, house: &House, sql: &str, params: &[Value]) -> Option<Vec<Row>> {
        let asked = self.asked.get(sql)?;
        let (when, rows) = asked.answers.get(&key(params))?;
        let tables = asked.tables.get_or_init(|| house.tables_in(sql));
        let newest = tables.iter().filter_map(|t| self.written.get(*t)).max().copied().unwrap_or(0);
        (newest.max(self.all_written) <= *when).then(|| rows.clone())
    }

    pub(super) fn keep(&mut self, house: &House, sql: &str, params: &[Value], rows: &[Row]) {
        // A statement that writes and answers, such as the taking of a lock.
        if !sql.starts_with("SELECT") && !sql.starts_with("WITH") || sql.contains(" RETURNING ") {
            return self.wrote(house.table_written_by(sql).map(|table| table.name));
        }
        if rows.len() > MOST_ROWS {
            return;
        }
        if self.held >= MOST {
            self.forget();
        }
        if !self.asked.contains_key(sql) {
            self.asked.insert(sql.to_owned(), Asked::default());
        }
        if let Some(asked) = self.asked.get_mut(sql)
            && asked.answers.insert(key(params), (self.writes, rows.to_vec())).is_none()
        {
            self.held += 1;
        }
    }

    /// A row of this table was written; of any, when nobody knows which.
    pub(super) fn wrote(&mut self, table: Option<&str>) {
        self.writes += 1;
        match table {
            Some(table) => match self.written.get_mut(table) {
                Some(when) => *when = self.writes,
                None => drop(self.written.insert(table.to_owned(), self.writes)),
            },
            None => self.all_written = self.writes,
        }
    }

    pub(super) fn forget(&mut self) {
        self.asked.clear();
        self.held = 0;
    }
}

fn key(params: &[Value]) -> String {
    format!("{params:?}")
}
