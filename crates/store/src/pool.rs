//! A bounded set of connections of one kind. Waiting for one has an end too.

use crate::db::{Access, Db, Postgres, Sqlite};
use crate::{DatabaseError, DatabaseErrorKind};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Longest wait for a free connection.
const PATIENCE: Duration = Duration::from_secs(3);
/// Longest wait for a new one.
const CONNECTING: Duration = Duration::from_secs(2);

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
    /// Longest wait for a new connection.
    connecting: Duration,
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
        Pool { database, access, most, connecting: CONNECTING, state: Mutex::default(), freed: Condvar::new() }
    }

    pub(crate) fn connecting_within(self, connecting: Duration) -> Pool {
        Pool { connecting, ..self }
    }

    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Db) -> T) -> Result<T, DatabaseError> {
        let db = self.take(PATIENCE)?;
        self.lend(
            db.ok_or_else(|| DatabaseError::new(DatabaseErrorKind::Unavailable, "no free database connection"))?,
            work,
        )
    }

    /// The same without waiting: nothing when every connection is lent.
    pub(crate) fn with_free<T>(&self, work: impl FnOnce(&mut Db) -> T) -> Result<Option<T>, DatabaseError> {
        match self.take(Duration::ZERO)? {
            Some(db) => self.lend(db, work).map(Some),
            None => Ok(None),
        }
    }

    fn lend<T>(&self, db: Db, work: impl FnOnce(&mut Db) -> T) -> Result<T, DatabaseError> {
        let mut lent = Lent { pool: self, db: Some(db) };
        match &mut lent.db {
            Some(db) => Ok(work(db)),
            None => Err(DatabaseError::new(DatabaseErrorKind::Other, "a lent connection vanished")),
        }
    }

    fn take(&self, patience: Duration) -> Result<Option<Db>, DatabaseError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(db) = state.idle.pop() {
                if db.is_sound() {
                    return Ok(Some(db));
                }
                state.open -= 1;
                continue;
            }
            if state.open < self.most {
                state.open += 1;
                drop(state);
                return self.open().map(Some).inspect_err(|_| self.forget());
            }
            if patience.is_zero() {
                return Ok(None);
            }
            let (next, waited) = self.freed.wait_timeout(state, patience).unwrap_or_else(PoisonError::into_inner);
            state = next;
            if waited.timed_out() && state.idle.is_empty() {
                return Ok(None);
            }
        }
    }

    fn give_back(&self, db: Db) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if db.is_sound() {
            state.idle.push(db);
        } else {
            // Those that lie idle were opened to the same server: after it has gone they would fail one after the other.
            let gone = std::mem::take(&mut state.idle);
            state.open -= gone.len() + 1;
            drop(state);
            drop((db, gone));
        }
        self.freed.notify_one();
    }

    fn forget(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).open -= 1;
        self.freed.notify_one();
    }

    fn open(&self) -> Result<Db, DatabaseError> {
        match &self.database {
            Database::Sqlite(path) => Sqlite::open(path, self.access).map(Db::Sqlite),
            Database::Postgres(url) => Postgres::connect(url, self.connecting)
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
