//! What operators and the server's workers ask about the store's own tables, and the sweeping of what is kept for a time.

use crate::tables::Outbox;
use crate::{Asker, Cx, Failure, House, Value};
use uuid::Uuid;

/// How long the answer to a request key is kept, seconds.
const ANSWERS_KEPT: i64 = 14 * 24 * 3600;
/// From this many attempts on, a job counts as stuck.
const STUCK_AFTER: i64 = 5;

/// How much is there and how much waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upkeep {
    /// Chains of the ledger: one for each person and each subject.
    pub chains: i64,
    /// Events that the relay has not given a position yet.
    pub waiting_events: i64,
    /// Jobs that failed over and over.
    pub stuck_jobs: i64,
}

impl House {
    /// # Errors
    /// When the database fails.
    pub fn upkeep(&self) -> Result<Upkeep, Failure> {
        self.read(&Asker::system("upkeep"), |cx| {
            Ok(Upkeep {
                chains: cx.count("SELECT count(*) FROM ledger_head", &[])?,
                waiting_events: cx.count("SELECT count(*) FROM outbox WHERE position IS NULL", &[])?,
                stuck_jobs: cx.count(
                    "SELECT count(*) FROM job WHERE done_at IS NULL AND attempts > $1",
                    &[Value::Int(STUCK_AFTER)],
                )?,
            })
        })
    }

    /// Whether the relay has anything to do. An idle house is asked this and not written to.
    ///
    /// # Errors
    /// When the database fails.
    pub fn has_waiting_events(&self) -> Result<bool, Failure> {
        let waiting = self.read(&Asker::system("relay"), |cx| {
            cx.count("SELECT count(*) FROM (SELECT id FROM outbox WHERE position IS NULL LIMIT 1) waiting", &[])
        })?;
        Ok(waiting > 0)
    }

    /// How many seconds the newest things that were told lie ahead of this machine's clock; nought or less when it is right.
    ///
    /// # Errors
    /// When the database fails.
    pub fn told_ahead_of_the_clock(&self) -> Result<i64, Failure> {
        let now = self.clock().now();
        let newest = self.read(&Asker::system("upkeep"), |cx| {
            // The newest by position, or waiting for one: both are read by an index.
            let placed = cx.first::<Outbox>("WHERE position IS NOT NULL ORDER BY position DESC", &[])?;
            let waiting = cx.first::<Outbox>("WHERE position IS NULL ORDER BY id DESC", &[])?;
            Ok(placed.into_iter().chain(waiting).map(|told| told.told_at).max())
        })?;
        Ok(newest.map_or(0, |at| (at.0 - now.0) / 1_000_000))
    }

    /// Removes drafts past their day, and the answers of old request keys.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sweep(&self) -> Result<(), Failure> {
        self.write(&Asker::system("sweep"), |cx| {
            let now = cx.now();
            let old = now.plus_seconds(-ANSWERS_KEPT);
            cx.execute("DELETE FROM draft WHERE expires_at < $1", &[Value::Int(now.0)])?;
            cx.execute("DELETE FROM request_key WHERE answered_at < $1", &[Value::Int(old.0)])?;
            Ok(())
        })
    }
}

/// Forgets what somebody typed into a form.
///
/// # Errors
/// When the database fails.
pub fn forget_draft(cx: &mut Cx<'_>, owner: Uuid, form: &str) -> Result<(), Failure> {
    cx.execute("DELETE FROM draft WHERE owner_id = $1 AND form = $2", &[Value::Id(owner), form.into()])?;
    Ok(())
}
