//! The access log of reads. A reading page waits until its rows are committed; pages that read at the same time share
//! one commit.

use crate::House;
use crate::cx::Asker;
use crate::tables::AccessLog;
use crate::{DatabaseError, DatabaseErrorKind, Failure};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Rows waiting for the next commit.
#[derive(Default)]
pub(crate) struct ReadLog {
    state: Mutex<State>,
    done: Condvar,
}

#[derive(Default)]
struct State {
    waiting: Vec<AccessLog>,
    batch: u64,
    committed: u64,
    failed: Vec<(u64, DatabaseErrorKind, Arc<str>)>,
    writing: bool,
}

impl ReadLog {
    /// Returns when the rows are on disk. The first who comes writes for all who wait.
    pub(crate) fn keep(&self, house: &House, rows: Vec<AccessLog>) -> Result<(), Failure> {
        let mut state = self.lock();
        state.waiting.extend(rows);
        let mine = state.batch + 1;
        loop {
            if state.committed >= mine {
                return Ok(());
            }
            if let Some((_, kind, why)) = state.failed.iter().find(|(batch, ..)| *batch == mine) {
                return Err(Failure::Database(DatabaseError::new(*kind, why.to_string())));
            }
            if state.writing {
                state = self.done.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            state.writing = true;
            state.batch += 1;
            let batch = state.batch;
            let rows = std::mem::take(&mut state.waiting);
            drop(state);
            let kept = house.write(&Asker::system("access log"), |cx| cx.insert_all(&rows));
            state = self.lock();
            state.writing = false;
            match kept {
                Ok(()) => state.committed = batch,
                Err(e) => {
                    // It was tried again already; only of a damaged file there is something else to say.
                    let kind = if e.is_damage() { DatabaseErrorKind::Damaged } else { DatabaseErrorKind::Unavailable };
                    state.failed.push((batch, kind, e.to_string().into()));
                    // Those who wait look at once; an old failure is of no use to anybody.
                    state.failed.retain(|(b, ..)| *b + 64 > batch);
                }
            }
            self.done.notify_all();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
