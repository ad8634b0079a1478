//! A bounded set of connections of one kind. Waiting for one has an end too.

use crate::db::{Access, Db, Postgres, Sqlite};
use crate::{DatabaseError, DatabaseErrorKind};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Longest wait for a free connection.
const PATIENCE: Duration = Duration::from_secs(3);

/// Where the data are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// `sqlite:PATH`
    Sqlite(PathBuf),
    /// `postgres://...`, possibly with several hosts.
    Postgres(String),
}

impl std::str::FromStr for Database {
    type Err = String;
    fn from_str(url: &str) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path == ":memory:" {
                return Err("name a file, such as sqlite:throughcare.sqlite".into());
            }
            Ok(Database::Sqlite(path.into()))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Database::Postgres(url.to_owned()))
        } else {
            Err("a database URL begins with sqlite: or postgres://".into())
        }
    }
}

/// Connections lent out one by one.
pub(crate) struct Pool {
    database: Database,
    access: Access,
    most: usize,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Db>,
    open: usize,
}

impl Pool {
    pub(crate) fn new(database: Database, access: Access, most: usize) -> Pool {
        Pool { database, access, most, state: Mutex::default(), freed: Condvar::new() }
    }

    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Db) -> T) -> Result<T, DatabaseError> {
        let mut lent = Lent { pool: self, db: Some(self.take()?) };
        match &mut lent.db {
            Some(db) => Ok(work(db)),
            None => Err(DatabaseError::new(DatabaseErrorKind::Other, "a lent connection vanished")),
        }
    }

    /// A connection, to be given back or forgotten.
    pub(crate) fn take(&self) -> Result<Db, DatabaseError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(db) = state.idle.pop() {
                if db.is_sound() {
                    return Ok(db);
                }
                state.open -= 1;
                continue;
            }
            if state.open < self.most {
                state.open += 1;
                drop(state);
                return self.open().inspect_err(|_| self.forget());
            }
            let (next, waited) = self.freed.wait_timeout(state, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            state = next;
            if waited.timed_out() && state.idle.is_empty() {
                return Err(DatabaseError::new(DatabaseErrorKind::Unavailable, "no free database connection"));
            }
        }
    }

    pub(crate) fn give_back(&self, db: Db) {
        if db.is_sound() {
            self.state.lock().unwrap_or_else(PoisonError::into_inner).idle.push(db);
            self.freed.notify_one();
        } else {
            drop(db);
            self.forget();
        }
    }

    fn forget(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).open -= 1;
        self.freed.notify_one();
    }

    fn open(&self) -> Result<Db, DatabaseError> {
        match &self.database {
            Database::Sqlite(path) => Sqlite::open(path, self.access).map(Db::Sqlite),
            Database::Postgres(url) => Postgres::connect(url)
                .map(Db::Postgres)
                .map_err(|e| DatabaseError::new(DatabaseErrorKind::Unavailable, e.message)),
        }
    }
}

/// A connection on loan. It comes back when this goes, and is thrown away after a panic.
struct Lent<'p> {
    pool: &'p Pool,
    db: Option<Db>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        match self.db.take() {
            Some(db) if !std::thread::panicking() => self.pool.give_back(db),
            _ => self.pool.forget(),
        }
    }
}
