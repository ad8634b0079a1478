//! How work is run in a house: reads in one snapshot, actions in one transaction, the same request once, and what is run again.
//!
//! Always true: an action is run again only when nothing of it can have been kept; what was read of people is written down
//! before the answer leaves, also when it was read on a standby.

use super::{House, Once};
use crate::cx::{Asker, Cx};
use crate::db::{Access, Db, Pace};
use crate::tables::{AccessLog, RequestKey};
use crate::{DatabaseErrorKind, Failure};

/// How often an action is run again after a conflict or a lost connection.
const TRIES: usize = 6;

impl House {
    /// Reads in one consistent snapshot of the primary. What was read of people is written down before this returns.
    ///
    /// # Errors
    /// What `work` gave, or the database's.
    pub fn read<T>(
        &self,
        asker: &Asker,
        mut work: impl FnMut(&mut Cx<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.again(|| {
            let (out, reads) = self.lend(Access::Read, |db| self.snapshot(db, asker, &mut work))??;
            self.written_down(out, reads)
        })
    }

    /// Reads what somebody looks at: on the standby where there is one that has everything that the primary had when this was
    /// called, and on the primary otherwise. So whoever looks sees their own write, and what was withdrawn from them is gone,
    /// wherever it is read. What was read of people is written down on the primary before this returns.
    ///
    /// # Errors
    /// What `work` gave, or the primary's. A standby that fails is no failure.
    pub fn look<T>(
        &self,
        asker: &Asker,
        mut work: impl FnMut(&mut Cx<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        if let Some(standby) = self.all.standby.as_ref().filter(|s| s.may_be_asked())
            && let Ok(Ok(Some(position))) = self.all.readers.with(Db::position)
            && let Some((out, reads)) = standby.read(position, |db| self.snapshot(db, asker, &mut work))
        {
            return self.written_down(out, reads);
        }
        if let Some(standby) = &self.all.standby {
            standby.count_primary();
        }
        self.read(asker, work)
    }

    /// One reading transaction: what `work` gave, and what it read of people.
    fn snapshot<T>(
        &self,
        db: &mut Db,
        asker: &Asker,
        work: &mut impl FnMut(&mut Cx<'_>) -> Result<T, Failure>,
    ) -> Result<(Result<T, Failure>, Vec<AccessLog>), Failure> {
        self.begin(db, Access::Read, self.pace)?;
        let mut cx = Cx::new(self, db, asker, false, false);
        let out = work(&mut cx);
        let reads = cx.take_reads();
        self.undo(cx.db(), Access::Read);
        Ok((out, reads))
    }

    fn written_down<T>(&self, out: Result<T, Failure>, reads: Vec<AccessLog>) -> Result<T, Failure> {
        if !reads.is_empty() {
            self.read_log().keep(self, reads)?;
        }
        out
    }

    /// Runs an action in one transaction. It is run again, a bounded number of times, after a conflict or a lost
    /// connection, so it must have no effect outside `cx`.
    ///
    /// # Errors
    /// What `work` gave, or the database's.
    pub fn write<T>(
        &self,
        asker: &Asker,
        mut work: impl FnMut(&mut Cx<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.again(|| self.transact(asker, false, |cx| work(cx)))
    }

    /// One transaction over many people, each with its own chain: only for filling a new database.
    ///
    /// # Errors
    /// What `work` gave, or the database's.
    pub fn bulk<T>(
        &self,
        asker: &Asker,
        mut work: impl FnMut(&mut Cx<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.transact(asker, true, |cx| work(cx))
    }

    /// Runs an action once for each request key. The same key with the same body again gives the first answer and does
    /// nothing.
    ///
    /// # Errors
    /// [`Failure::KeyReused`] when the key came with another body, and as [`House::write`].
    pub fn write_once(
        &self,
        asker: &Asker,
        key: &str,
        body_hash: &[u8],
        mut work: impl FnMut(&mut Cx<'_>) -> Result<serde_json::Value, Failure>,
    ) -> Result<Once, Failure> {
        let known = |known: RequestKey| {
            if known.body_hash == body_hash {
                Ok(Once { answer: known.answer, done_now: false })
            } else {
                Err(Failure::KeyReused)
            }
        };
        let done = self.again(|| {
            self.transact(asker, false, |cx| {
                if let Some(before) = cx.get::<RequestKey>(&[key.into()])? {
                    return known(before);
                }
                cx.set_request_key(key);
                let answer = work(cx)?;
                let answered_at = cx.now();
                cx.insert(&RequestKey {
                    request_key: key.to_owned(),
                    body_hash: body_hash.to_vec(),
                    answer: answer.clone(),
                    answered_at,
                })?;
                Ok(Once { answer, done_now: true })
            })
        });
        match done {
            // Two of the same at once: the other came first, and its answer is this one's.
            Err(e) if e.duplicate().is_some_and(|d| d.contains("request_key")) => {
                self.read(asker, |cx| known(cx.need::<RequestKey>(&[key.into()])?))
            }
            other => other,
        }
    }

    fn transact<T>(
        &self,
        asker: &Asker,
        bulk: bool,
        mut work: impl FnMut(&mut Cx<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.refuse_where_damaged()?;
        let pace = if bulk { Pace::Operator } else { self.pace };
        self.lend(Access::Write, |db| {
            self.begin(db, Access::Write, pace).map_err(|e| (Failure::from(e), Vec::new()))?;
            let mut cx = Cx::new(self, db, asker, true, bulk);
            let done = work(&mut cx).and_then(|out| cx.finish().map(|()| out));
            let out = match done {
                Ok(out) => out,
                Err(e) => {
                    // A refused read is evidence too, though the action itself leaves no trace.
                    let reads = cx.take_reads();
                    self.undo(db, Access::Write);
                    return Err((e, reads));
                }
            };
            self.keep(db).map_err(|e| {
                self.undo(db, Access::Write);
                (Failure::from(e), Vec::new())
            })?;
            Ok(out)
        })?
        .or_else(|(e, reads): (Failure, Vec<_>)| {
            if matches!(e, Failure::Restricted { .. }) && !reads.is_empty() {
                self.read_log().keep(self, reads)?;
            }
            Err(e)
        })
    }

    fn again<T>(&self, mut run: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
        let mut tries = 1;
        loop {
            match run() {
                Err(e) if e.can_be_retried() && tries < TRIES => {
                    tracing::debug!(error = %e, tries, "running the action again");
                    std::thread::sleep(std::time::Duration::from_millis(8 << tries));
                    tries += 1;
                }
                Err(Failure::Database(mut e)) if tries >= TRIES && e.kind == DatabaseErrorKind::Conflict => {
                    e.kind = DatabaseErrorKind::Unavailable;
                    return Err(Failure::Database(e));
                }
                Err(e) if e.is_damage() => return Err(self.found_damaged(e)),
                other => return other,
            }
        }
    }
}
