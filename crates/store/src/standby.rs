//! A hot standby: another PostgreSQL server that follows the primary and answers reads.
//!
//! Always true: a standby is read only when it has replayed everything that the primary had acknowledged when the read was
//! asked for, on the same timeline; it is waited for a moment and no longer; one that fails is left alone for a while, and
//! nobody is told of it. It never writes, and it does not know what is read.

use crate::db::{Access, Db};
use crate::pool::{Database, Pool};
use crate::rest::Rest;
use crate::tables::AccessLog;
use crate::{DatabaseErrorKind, Failure};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Longest wait for a standby to catch up.
const PATIENCE: Duration = Duration::from_millis(50);
/// Longest wait for its answer to whether it has, and for a connection to it.
const ANSWERS_WITHIN: Duration = Duration::from_millis(400);
/// How long one that was behind is left alone.
const AFTER_BEHIND: Duration = Duration::from_millis(500);
/// How long one that was away is left alone.
const AFTER_AWAY: Duration = Duration::from_secs(3);

/// How far a server's write-ahead log goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) bytes: i64,
    /// A promoted standby begins a new one: positions of two timelines cannot be compared.
    pub(crate) timeline: i64,
}

/// What a standby says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Following {
    pub(crate) is_standby: bool,
    pub(crate) replayed: i64,
    /// The timeline that it receives; nothing when it receives none, or when the role may not know.
    pub(crate) timeline: Option<i64>,
}

impl Following {
    /// Why it cannot be read whatever it has replayed.
    fn cannot(self, primary: Position) -> Option<&'static str> {
        if !self.is_standby {
            return Some("is no standby");
        }
        match self.timeline {
            None => Some("receives nothing from the primary, or the role lacks pg_read_all_stats to be told"),
            Some(own) if own != primary.timeline => Some("follows another timeline than the primary's"),
            Some(_) => None,
        }
    }
}

/// A standby as an operator is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandbySeen {
    /// Whether it is read at the moment.
    pub is_read: bool,
    /// How far it is behind the primary, bytes of the write-ahead log.
    pub behind: Option<i64>,
    /// In words for people.
    pub words: String,
    /// Reads of this process that it answered.
    pub answered: u64,
    /// Reads of this process that the primary answered instead.
    pub by_primary: u64,
}

pub(crate) struct Standby {
    pool: Pool,
    rest: Rest,
    why: Mutex<String>,
    answered: AtomicU64,
    by_primary: AtomicU64,
}

impl Standby {
    pub(crate) fn new(database: Database, most: usize) -> Standby {
        Standby {
            pool: Pool::new(database, Access::Read, most).connecting_within(ANSWERS_WITHIN),
            rest: Rest::default(),
            why: Mutex::default(),
            answered: AtomicU64::new(0),
            by_primary: AtomicU64::new(0),
        }
    }

    fn leave_alone(&self, how_long: Duration, why: impl Into<String>) {
        let why = why.into();
        tracing::debug!(why, "the standby is left alone for a while");
        *self.why.lock().unwrap_or_else(PoisonError::into_inner) = why;
        self.rest.begin(how_long);
    }

    /// Whether to ask it. After a rest one read tries, and the others go to the primary until it has.
    pub(crate) fn may_be_asked(&self) -> bool {
        self.rest.may_be_asked(Duration::from_secs(1))
    }

    pub(crate) fn count_primary(&self) {
        self.by_primary.fetch_add(1, Ordering::Relaxed);
    }

    /// Reads on it once it has the position; nothing when it cannot, and the primary is to be read.
    pub(crate) fn read<T>(
        &self,
        position: Position,
        snapshot: impl FnOnce(&mut Db) -> Result<(Result<T, Failure>, Vec<AccessLog>), Failure>,
    ) -> Option<(Result<T, Failure>, Vec<AccessLog>)> {
        let done = self.pool.with_free(|db| {
            match caught_up(db, position) {
                Ok(None) => {}
                Ok(Some((how_long, why))) => {
                    self.leave_alone(how_long, why);
                    return None;
                }
                Err(e) => {
                    self.leave_alone(AFTER_AWAY, e.to_string());
                    return None;
                }
            }
            match snapshot(db) {
                // What takes too long here would take as long there.
                Ok((Err(Failure::Database(e)), _)) if e.kind != DatabaseErrorKind::TooSlow => {
                    if e.kind != DatabaseErrorKind::Conflict {
                        self.leave_alone(AFTER_AWAY, e.to_string());
                    }
                    None
                }
                Ok(done) => Some(done),
                Err(e) => {
                    self.leave_alone(AFTER_AWAY, e.to_string());
                    None
                }
            }
        });
        match done {
            Ok(Some(Some(done))) => {
                self.rest.end();
                self.answered.fetch_add(1, Ordering::Relaxed);
                Some(done)
            }
            Ok(_) => None,
            Err(e) => {
                self.leave_alone(AFTER_AWAY, e.to_string());
                None
            }
        }
    }

    pub(crate) fn seen(&self, primary: Option<Position>) -> StandbySeen {
        let following = self.pool.with_free(|db| {
            db.allow(ANSWERS_WITHIN);
            db.following()
        });
        let rests = self.rest.is_early();
        let behind = |f: Following, p: Position| (p.bytes - f.replayed).max(0);
        let (is_read, behind, words) = match (following, primary) {
            (Ok(Some(Ok(f))), Some(p)) => match f.cannot(p) {
                Some(why) => (false, None, format!("the server {why}; reads go to the primary")),
                None if rests => {
                    let why = self.why.lock().unwrap_or_else(PoisonError::into_inner).clone();
                    (false, Some(behind(f, p)), format!("follows, and is left alone for a moment: {why}"))
                }
                None => (true, Some(behind(f, p)), format!("follows, {} bytes behind", behind(f, p))),
            },
            (Ok(None), _) => (!rests, None, "every connection to it is in use".into()),
            (Ok(Some(Ok(_))), None) => (false, None, "the primary does not say how far it is".into()),
            (Ok(Some(Err(e))) | Err(e), _) => (false, None, format!("is away; reads go to the primary: {}", e.message)),
        };
        StandbySeen {
            is_read,
            behind,
            words,
            answered: self.answered.load(Ordering::Relaxed),
            by_primary: self.by_primary.load(Ordering::Relaxed),
        }
    }
}

/// Waits a moment until it has the position. Gives for how long to leave it alone, and why, when it has not.
fn caught_up(db: &mut Db, position: Position) -> Result<Option<(Duration, String)>, crate::DatabaseError> {
    db.allow(ANSWERS_WITHIN);
    let from = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        let following = db.following()?;
        if let Some(why) = following.cannot(position) {
            return Ok(Some((AFTER_AWAY, why.to_owned())));
        }
        if following.replayed >= position.bytes {
            return Ok(None);
        }
        if from.elapsed() >= PATIENCE {
            let missing = position.bytes - following.replayed;
            return Ok(Some((AFTER_BEHIND, format!("{missing} bytes behind after {} ms", PATIENCE.as_millis()))));
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIMARY: Position = Position { bytes: 100, timeline: 2 };

    #[test]
    fn only_a_standby_of_the_primarys_own_timeline_is_read() {
        let follows = Following { is_standby: true, replayed: 100, timeline: Some(2) };
        assert_eq!(follows.cannot(PRIMARY), None);
        assert!(
            Following { is_standby: false, ..follows }.cannot(PRIMARY).is_some(),
            "a former primary that came back"
        );
        assert!(Following { timeline: Some(1), ..follows }.cannot(PRIMARY).is_some(), "it follows a former primary");
        assert!(Following { timeline: None, ..follows }.cannot(PRIMARY).is_some(), "it follows nobody");
    }
}
