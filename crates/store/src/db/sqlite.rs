//! The embedded database: WAL, `synchronous=FULL`, foreign keys on. One writer at a time by BEGIN IMMEDIATE.

use super::{Access, Pace};
use crate::{DatabaseError, DatabaseErrorKind, Row, Value};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How many steps of SQLite's machine lie between two looks at the clock: well under a millisecond.
const STEPS: i32 = 10_000;

/// How often a copy is tried while the database is locked.
const TRIES: usize = 50;

/// A connection to an SQLite file.
pub(crate) struct Sqlite {
    connection: Connection,
    opened: Instant,
    /// When the statement that runs is ended, milliseconds after `opened`; nought while none runs.
    ends_at: Arc<AtomicU64>,
    pace: Pace,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, access: Access) -> Result<Sqlite, DatabaseError> {
        Sqlite::opened(path, access).map_err(|mut e| {
            let what_to_look_at = match e.kind {
                DatabaseErrorKind::Unavailable => {
                    ": may this user write the file and its folder, and has the disk room and takes writes?"
                }
                _ => "",
            };
            e.message = format!("{}: {}{what_to_look_at}", path.display(), e.message);
            e
        })
    }

    fn opened(path: &Path, access: Access) -> Result<Sqlite, DatabaseError> {
        let flags = match access {
            Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Access::Read => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        let mut connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.set_prepared_statement_cache_capacity(256);
        // A plan depends on the statement alone. Otherwise SQLite plans many statements anew whenever a parameter is bound,
        // which for a long one takes longer than to run it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;",
        )?;
        if access == Access::Read {
            connection.execute_batch("PRAGMA query_only=ON;")?;
        }
        let (opened, ends_at) = (Instant::now(), Arc::new(AtomicU64::new(0)));
        let end = Arc::clone(&ends_at);
        let too_late = move || {
            let end = end.load(Ordering::Relaxed);
            end > 0 && opened.elapsed().as_millis() >= u128::from(end)
        };
        connection.progress_handler(STEPS, Some(too_late))?;
        Ok(Sqlite { connection, opened, ends_at, pace: Pace::Page })
    }

    pub(crate) fn keep_pace(&mut self, pace: Pace) {
        self.pace = pace;
    }

    /// Runs a statement that is ended when it takes longer than the pace allows.
    fn in_time<T>(&mut self, run: impl FnOnce(&Connection) -> Result<T, DatabaseError>) -> Result<T, DatabaseError> {
        let end = (self.opened.elapsed() + self.pace.statement()).as_millis();
        self.ends_at.store(u64::try_from(end).unwrap_or(u64::MAX).max(1), Ordering::Relaxed);
        let done = run(&self.connection);
        self.ends_at.store(0, Ordering::Relaxed);
        done
    }

    pub(crate) fn begin(&mut self, access: Access) -> Result<(), DatabaseError> {
        self.batch(if access == Access::Write { "BEGIN IMMEDIATE" } else { "BEGIN" })
    }

    pub(crate) fn commit(&mut self) -> Result<(), DatabaseError> {
        self.batch("COMMIT")
    }

    pub(crate) fn rollback(&mut self) {
        if !self.connection.is_autocommit()
            && let Err(e) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::warn!(error = %e, "rollback failed");
        }
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, DatabaseError> {
        self.in_time(|connection| {
            let mut statement = connection.prepare_cached(&numbered(sql))?;
            let changed = statement.execute(rusqlite::params_from_iter(params))?;
            Ok(changed as u64)
        })
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        self.in_time(|connection| {
            let mut statement = connection.prepare_cached(&numbered(sql))?;
            let width = statement.column_count();
            let mut rows = statement.query(rusqlite::params_from_iter(params))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let mut cells = Vec::with_capacity(width);
                for index in 0..width {
                    cells.push(cell(row.get_ref(index)?));
                }
                found.push(Row(cells));
            }
            Ok(found)
        })
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DatabaseError> {
        Ok(self.connection.execute_batch(sql)?)
    }

    /// Copies the whole database, while others go on working, into a new file, and looks whether the copy is sound. All
    /// pages are taken in one reading transaction: in several, each write of another program would begin it anew, and a
    /// busy database would never be copied.
    pub(crate) fn copy_to(&mut self, path: &Path) -> Result<(), DatabaseError> {
        let mut copy = Connection::open(path)?;
        {
            let backup = Backup::new(&self.connection, &mut copy)?;
            let mut tries = 0;
            while backup.step(-1)? != StepResult::Done {
                tries += 1;
                if tries == TRIES {
                    return Err(DatabaseError::new(DatabaseErrorKind::Unavailable, "the database is locked"));
                }
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        match wrong_in(&copy, "PRAGMA quick_check(3)")? {
            wrong if wrong.is_empty() => Ok(()),
            wrong => Err(DatabaseError::new(DatabaseErrorKind::Damaged, wrong.join("; "))),
        }
    }

    /// What is damaged in the file, the first findings in words; empty when it is sound.
    pub(crate) fn damage(&mut self) -> Result<Vec<String>, DatabaseError> {
        wrong_in(&self.connection, "PRAGMA integrity_check(5)")
    }
}

/// What a check of the whole file finds.
fn wrong_in(connection: &Connection, check: &str) -> Result<Vec<String>, DatabaseError> {
    let found = connection.prepare(check).and_then(|mut statement| {
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        rows.collect::<Result<Vec<_>, _>>()
    });
    match found.map_err(DatabaseError::from) {
        Ok(words) => Ok(words.into_iter().filter(|w| w != "ok").collect()),
        // Too damaged to be looked through.
        Err(e) if e.kind == DatabaseErrorKind::Damaged => Ok(vec![e.message]),
        Err(e) => Err(e),
    }
}

/// `$1` as SQLite counts parameters: `?1`.
fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        let parameter = c == '$' && chars.peek().is_some_and(char::is_ascii_digit);
        out.push(if parameter { '?' } else { c });
    }
    out
}

fn cell(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Int(n),
        ValueRef::Real(n) => Value::Real(n),
        ValueRef::Text(t) => Value::Text(String::from_utf8_lossy(t).into_owned()),
        ValueRef::Blob(b) => Value::Bytes(b.to_vec()),
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Bool(b) => ValueRef::Integer(i64::from(*b)),
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Real(n) => ValueRef::Real(*n),
            Value::Text(t) => ValueRef::Text(t.as_bytes()),
            Value::Bytes(b) => ValueRef::Blob(b),
            Value::Id(id) => ValueRef::Blob(id.as_bytes()),
        }))
    }
}

impl From<rusqlite::Error> for DatabaseError {
    fn from(error: rusqlite::Error) -> DatabaseError {
        use DatabaseErrorKind as K;
        let kind = match &error {
            rusqlite::Error::SqliteFailure(e, _) => match (e.code, e.extended_code) {
                (_, rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => {
                    K::Duplicate
                }
                (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => K::Conflict,
                (ErrorCode::OperationInterrupted, _) => K::TooSlow,
                (ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::SystemIoFailure, _) => {
                    K::Unavailable
                }
                (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => K::Damaged,
                _ => K::Other,
            },
            _ => K::Other,
        };
        DatabaseError::new(kind, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn parameters_are_counted_and_prices_left_alone() {
        assert_eq!(numbered("a = $1 or b = $12 or c = '$' || $3"), "a = ?1 or b = ?12 or c = '$' || ?3");
    }
}
