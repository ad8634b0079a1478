//! The tables that the formulas read: one file a table and version, compiled in, each telling its source.
//!
//! Always true: a file opens with `# key: value` lines (table, version, source, licence) and is a CSV with a header row
//! below them; a new version is a new file beside the old one. It does not know what the figures mean.

mod offences;

pub use offences::{Category, OffenceTable};

use serde::{Deserialize, Serialize};
use std::fmt;

/// Which table, which version, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The table's name.
    pub table: String,
    /// Its version, as named by whoever publishes it.
    pub version: String,
    /// Where the figures come from.
    pub source: String,
    /// Under which licence.
    pub licence: String,
}

/// A table file that cannot be read. It is a fault of the shipped file, found by the tests of this crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadTable {
    /// The table.
    pub table: String,
    /// What is wrong, with the row.
    pub problem: String,
}

impl fmt::Display for BadTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the table {} cannot be read: {}", self.table, self.problem)
    }
}

impl std::error::Error for BadTable {}

/// A file's head and rows, split but not yet understood.
#[derive(Debug)]
pub struct Parsed {
    /// The head.
    pub provenance: Provenance,
    header: csv::StringRecord,
    /// The rows.
    pub rows: Vec<csv::StringRecord>,
}

impl Parsed {
    /// The head and rows of `text`.
    ///
    /// # Errors
    /// When a head line is missing or a row has another number of columns than the header.
    pub fn read(name: &str, text: &str) -> Result<Self, BadTable> {
        let bad = |problem: String| BadTable { table: name.to_owned(), problem };
        let head = |key: &str| {
            text.lines()
                .take_while(|line| line.starts_with('#'))
                .find_map(|line| line.trim_start_matches('#').trim().strip_prefix(key)?.strip_prefix(':'))
                .map(|value| value.trim().to_owned())
                .ok_or_else(|| bad(format!("its head has no \"# {key}:\" line")))
        };
        let provenance = Provenance {
            table: head("table")?,
            version: head("version")?,
            source: head("source")?,
            licence: head("licence")?,
        };
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|e| bad(e.to_string()))?.clone();
        let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(|e| bad(e.to_string()))?;
        Ok(Self { provenance, header, rows })
    }

    /// The cell of `row` under `column`.
    ///
    /// # Errors
    /// When there is no such column.
    pub fn cell<'a>(&self, row: &'a csv::StringRecord, column: &str) -> Result<&'a str, BadTable> {
        let at = self.header.iter().position(|name| name == column);
        at.and_then(|at| row.get(at)).ok_or_else(|| self.bad(row, &format!("no column {column}")))
    }

    /// The number in the cell of `row` under `column`.
    ///
    /// # Errors
    /// When there is no such column, or no finite number in it.
    pub fn number(&self, row: &csv::StringRecord, column: &str) -> Result<f64, BadTable> {
        let cell = self.cell(row, column)?;
        let number = cell.parse::<f64>().ok().filter(|n| n.is_finite());
        number.ok_or_else(|| self.bad(row, &format!("{column} is \"{cell}\", not a number")))
    }

    /// A complaint about `row`.
    pub fn bad(&self, row: &csv::StringRecord, problem: &str) -> BadTable {
        let line = row.position().map_or(0, csv::Position::line);
        BadTable { table: self.provenance.table.clone(), problem: format!("line {line}: {problem}") }
    }
}
