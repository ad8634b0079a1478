//! A bounded set of connections of one kind, lent in the order in which they were asked for. Waiting for one has an end too.

use crate::db::{Access, Db, Postgres, Sqlite, TRIED_EVERY};
use crate::rest::Rest;
use crate::{DatabaseError, DatabaseErrorKind};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Thread;
use std::time::{Duration, Instant};

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
    /// Begins when the database did not answer somebody in time, and ends with its next answer. Meanwhile whoever comes is
    /// told so at once: a wait for a connection and one for an answer would follow each other.
    silence: Arc<Rest>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    idle: Vec<Db>,
    open: usize,
    /// Who waits, in their order, each with a number of its own. Without an order, long work that gives its connection back
    /// after each step and takes it again would keep everybody else waiting until it ends.
    waiting: VecDeque<(u64, Thread)>,
    numbers: u64,
}

impl State {
    fn wake_next(&self) {
        if let Some((_, thread)) = self.waiting.front() {
            thread.unpark();
        }
    }
}

impl Pool {
    pub(crate) fn new(database: Database, access: Access, most: usize) -> Pool {
        Pool { database, access, most, connecting: CONNECTING, silence: Arc::default(), state: Mutex::default() }
    }

    /// How many connections it lends at once.
    pub(crate) fn most(&self) -> usize {
        self.most
    }

    pub(crate) fn connecting_within(self, connecting: Duration) -> Pool {
        Pool { connecting, ..self }
    }

    /// Of the same server: what one of them was not answered, the other need not ask.
    pub(crate) fn beside(self, other: &Pool) -> Pool {
        Pool { silence: Arc::clone(&other.silence), ..self }
    }

    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Db) -> T) -> Result<T, DatabaseError> {
        self.lend(self.take()?, work)
    }

    /// The same without waiting: nothing when none is free, or when somebody waits for one already.
    pub(crate) fn with_free<T>(&self, work: impl FnOnce(&mut Db) -> T) -> Result<Option<T>, DatabaseError> {
        let state = self.lock();
        if !state.waiting.is_empty() || (state.idle.is_empty() && state.open >= self.most) {
            return Ok(None);
        }
        let db = self.sound_or_new(state)?;
        self.lend(db, work).map(Some)
    }

    fn lend<T>(&self, db: Db, work: impl FnOnce(&mut Db) -> T) -> Result<T, DatabaseError> {
        let mut lent = Lent { pool: self, db: Some(db) };
        match &mut lent.db {
            Some(db) => Ok(work(db)),
            None => Err(DatabaseError::new(DatabaseErrorKind::Other, "a lent connection vanished")),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection, to be given back or forgotten.
    pub(crate) fn take(&self) -> Result<Db, DatabaseError> {
        let was_silent = self.silence.lasts();
        if !self.silence.may_be_asked(TRIED_EVERY) {
            return Err(silent());
        }
        // Whoever tries a silent one may have to wait long enough for its answer.
        let until = Instant::now() + if was_silent { Duration::ZERO } else { PATIENCE };
        let mut state = self.lock();
        state.numbers += 1;
        let mine = state.numbers;
        state.waiting.push_back((mine, std::thread::current()));
        loop {
            let first = state.waiting.front().is_some_and(|(number, _)| *number == mine);
            if first && (!state.idle.is_empty() || state.open < self.most) {
                state.waiting.pop_front();
                state.wake_next();
                if self.silence.lasts() && !was_silent {
                    return Err(silent());
                }
                return self.sound_or_new(state);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                state.waiting.retain(|(number, _)| *number != mine);
                // A turn that came too late is the next one's.
                state.wake_next();
                return Err(DatabaseError::new(DatabaseErrorKind::Unavailable, "no free database connection"));
            }
            drop(state);
            std::thread::park_timeout(left);
            state = self.lock();
        }
    }

    fn sound_or_new(&self, mut state: MutexGuard<'_, State>) -> Result<Db, DatabaseError> {
        while let Some(db) = state.idle.pop() {
            if db.is_sound() {
                return Ok(db);
            }
            state.open -= 1;
        }
        state.open += 1;
        drop(state);
        self.open().inspect_err(|_| self.forget())
    }

    pub(crate) fn give_back(&self, db: Db) {
        let mut state = self.lock();
        if db.is_sound() {
            state.idle.push(db);
            state.wake_next();
            return;
        }
        // Those that lie idle were opened to the same server: after it has gone they would fail one after the other.
        let gone = std::mem::take(&mut state.idle);
        state.open -= gone.len() + 1;
        state.wake_next();
        drop(state);
        drop((db, gone));
    }

    fn forget(&self) {
        let mut state = self.lock();
        state.open -= 1;
        state.wake_next();
    }

    fn open(&self) -> Result<Db, DatabaseError> {
        match &self.database {
            Database::Sqlite(path) => Sqlite::open(path, self.access).map(Db::Sqlite),
            Database::Postgres(url) => Postgres::connect(url, self.connecting, &self.silence)
                .map(Db::Postgres)
                .map_err(|e| DatabaseError::new(DatabaseErrorKind::Unavailable, e.message)),
        }
    }
}

fn silent() -> DatabaseError {
    DatabaseError::new(DatabaseErrorKind::Unavailable, "the database answers nobody")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_has_the_next_turn_before_whoever_gives_back_and_takes_again() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("queue.sqlite"));
        let pool = Pool::new(database, Access::Write, 1);
        let order = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            pool.with(|_| {
                scope.spawn(|| pool.with(|_| order.lock().unwrap().push("who waited")).unwrap());
                while pool.lock().waiting.is_empty() {
                    std::thread::yield_now();
                }
            })
            .unwrap();
            pool.with(|_| order.lock().unwrap().push("who had it")).unwrap();
        });
        assert_eq!(order.into_inner().unwrap(), ["who waited", "who had it"]);
    }

    #[test]
    fn waiting_ends_and_leaves_the_turn_to_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("full.sqlite"));
        let pool = Pool::new(database, Access::Write, 1);
        let refused = pool.with(|_| std::thread::scope(|scope| scope.spawn(|| pool.take().map(drop)).join().unwrap()));
        assert_eq!(refused.unwrap().unwrap_err().kind, DatabaseErrorKind::Unavailable);
        assert!(pool.lock().waiting.is_empty());
        assert!(pool.with(|_| ()).is_ok());
    }

    #[test]
    fn while_the_database_answers_nobody_one_tries_and_the_others_are_told_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("silent.sqlite"));
        let pool = Pool::new(database.clone(), Access::Write, 1);
        let beside = Pool::new(database, Access::Read, 1).beside(&pool);
        let answer = |taken: Result<Db, DatabaseError>| taken.map(|db| pool.give_back(db)).map_err(|e| e.message);
        let told = silent().message;
        std::thread::scope(|scope| {
            let lent = pool.take().unwrap();
            let waiting = scope.spawn(|| answer(pool.take()));
            while pool.lock().waiting.is_empty() {
                std::thread::yield_now();
            }
            pool.silence.begin(Duration::from_secs(60));
            assert_eq!(answer(beside.take()), Err(told.clone()), "the other pool knows it too");
            pool.give_back(lent);
            assert_eq!(waiting.join().unwrap(), Err(told.clone()), "who waited has no use for what comes back");
        });
        pool.silence.begin(Duration::ZERO);
        std::thread::sleep(Duration::from_millis(3));
        assert_eq!(answer(pool.take()), Ok(()), "one tries");
        assert_eq!(answer(pool.take()), Err(told));
        pool.silence.end();
        assert_eq!(answer(pool.take()), Ok(()));
    }
}
