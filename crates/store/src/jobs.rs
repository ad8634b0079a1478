//! Work outside a request: jobs are rows claimed with a lease, and the relay gives outbox rows the positions by which
//! readers page. A lease that ran out is taken over, so nothing hangs on one server's life.

use crate::tables::{Job, Outbox, Setting};
use crate::{Asker, Cx, Failure, House, Value};
use kernel::Instant;
use uuid::Uuid;

/// How long a claimed job or the relay belongs to whoever claimed it, seconds.
const LEASE: i64 = 60;

/// A lease that ends further ahead than this, seconds, was given by a clock that was wrong, and binds nobody.
const LONGEST_LEASE: i64 = 10 * LEASE;

/// The id of a job that is put into the queue once.
fn id_of(kind: &str, body: &serde_json::Value) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{kind} {body}").as_bytes())
}

impl Cx<'_> {
    /// Puts a job in the queue, in this transaction: it exists if and only if the change does.
    ///
    /// # Errors
    /// When the database fails.
    pub fn enqueue(&mut self, kind: &str, body: serde_json::Value, run_at: Instant) -> Result<(), Failure> {
        let id = self.new_id();
        self.put_job(id, kind, body, run_at)
    }

    /// Puts a job in the queue unless the very same one, by kind and body, was put there before, done or not.
    ///
    /// # Errors
    /// When the database fails.
    pub fn enqueue_once(&mut self, kind: &str, body: serde_json::Value, run_at: Instant) -> Result<(), Failure> {
        if self.was_enqueued(kind, &body)? {
            return Ok(());
        }
        self.put_job(id_of(kind, &body), kind, body, run_at)
    }

    /// Whether [`Cx::enqueue_once`] put this job into the queue.
    pub(crate) fn was_enqueued(&mut self, kind: &str, body: &serde_json::Value) -> Result<bool, Failure> {
        Ok(self.get::<Job>(&[Value::Id(id_of(kind, body))])?.is_some())
    }

    /// Whether a job of this kind is to run before `until`. A chain of nights that a wrong clock planned for a time far ahead
    /// is told from one that goes on.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_planned(&mut self, kind: &str, until: Instant) -> Result<bool, Failure> {
        let planned = self.first::<Job>(
            "WHERE done_at IS NULL AND run_at <= $1 AND kind = $2 ORDER BY run_at, id",
            &[Value::Int(until.0), kind.into()],
        )?;
        Ok(planned.is_some())
    }

    fn put_job(&mut self, id: Uuid, kind: &str, body: serde_json::Value, run_at: Instant) -> Result<(), Failure> {
        self.insert(&Job {
            id,
            kind: kind.into(),
            body,
            run_at,
            attempts: 0,
            leased_until: None,
            leased_by: None,
            last_error: None,
            done_at: None,
        })
    }

    /// A small fact about this installation.
    ///
    /// # Errors
    /// When the database fails.
    pub fn setting(&mut self, name: &str) -> Result<Option<String>, Failure> {
        Ok(self.get::<Setting>(&[name.into()])?.map(|s| s.text))
    }

    /// Keeps a small fact about this installation.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set_setting(&mut self, name: &str, text: &str) -> Result<(), Failure> {
        self.save(&Setting { name: name.into(), text: text.into() })
    }
}

impl House {
    /// Claims the next job that is due, if any, for a worker of some server. None when every job that is due is held.
    ///
    /// # Errors
    /// When the database fails.
    pub fn claim_job(&self, worker: Uuid) -> Result<Option<Job>, Failure> {
        let asker = Asker::system("jobs");
        // An idle house is not written to. Whoever comes second for a job looks for the next one.
        while let Some(job) = self.read(&asker, next_job)? {
            if let Some(job) = self.write(&asker, |cx| claim(cx, job.clone(), worker))? {
                return Ok(Some(job));
            }
        }
        Ok(None)
    }

    /// Keeps a job for the worker that runs it. False when another has taken it over.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keep_job(&self, job: &Job, worker: Uuid) -> Result<bool, Failure> {
        self.write(&Asker::system("jobs"), |cx| {
            let until = cx.now().plus_seconds(LEASE);
            let kept = cx.execute(
                "UPDATE job SET leased_until = $2 WHERE id = $1 AND done_at IS NULL AND leased_by = $3",
                &[Value::Id(job.id), Value::Int(until.0), Value::Id(worker)],
            )?;
            Ok(kept == 1)
        })
    }

    /// Says how a job went. One that failed is tried again after a growing pause.
    ///
    /// # Errors
    /// When the database fails.
    pub fn close_job(&self, job: &Job, outcome: Result<(), String>) -> Result<(), Failure> {
        self.write(&Asker::system("jobs"), |cx| {
            let now = cx.now();
            match &outcome {
                Ok(()) => cx.execute(
                    "UPDATE job SET done_at = $2, leased_until = NULL, last_error = NULL WHERE id = $1",
                    &[Value::Id(job.id), Value::Int(now.0)],
                ),
                Err(why) => cx.execute(
                    "UPDATE job SET run_at = $2, leased_until = NULL, last_error = $3 WHERE id = $1",
                    &[
                        Value::Id(job.id),
                        Value::Int(now.plus_seconds(5 << job.attempts.clamp(0, 10)).0),
                        Value::Text(why.clone()),
                    ],
                ),
            }?;
            Ok(())
        })
    }

    /// Gives positions to the events that have none, if this server holds the relay's lease. Returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub fn relay(&self, server: Uuid) -> Result<usize, Failure> {
        self.write(&Asker::system("relay"), |cx| {
            let now = cx.now();
            let mine = format!("{server}");
            cx.execute(
                "INSERT INTO setting (name, text) VALUES ('relay', '0 nobody 0') ON CONFLICT (name) DO NOTHING",
                &[],
            )?;
            let held = cx.setting("relay")?.unwrap_or_default();
            let mut words = held.split(' ');
            let until: i64 = words.next().and_then(|w| w.parse().ok()).unwrap_or(0);
            let holder = words.next().unwrap_or("").to_owned();
            let position: i64 = words.next().and_then(|w| w.parse().ok()).unwrap_or(0);
            if holder != mine && until > now.0 && until <= now.plus_seconds(LONGEST_LEASE).0 {
                return Ok(0);
            }
            let waiting = cx.list::<Outbox>("WHERE position IS NULL ORDER BY id LIMIT 500", &[])?;
            // Changing the row we read makes a second relay wait and then see the new holder.
            let text = format!("{} {mine} {}", now.plus_seconds(LEASE).0, position + waiting.len() as i64);
            let kept = cx.execute(
                "UPDATE setting SET text = $2 WHERE name = 'relay' AND text = $1",
                &[held.into(), text.into()],
            )?;
            if kept == 0 {
                return Ok(0);
            }
            for (n, event) in (position + 1..).zip(&waiting) {
                cx.execute("UPDATE outbox SET position = $2 WHERE id = $1", &[Value::Id(event.id), Value::Int(n)])?;
            }
            Ok(waiting.len())
        })
    }
}

/// Takes a job that was due a moment ago; none where another took it meanwhile.
fn claim(cx: &mut Cx<'_>, mut job: Job, worker: Uuid) -> Result<Option<Job>, Failure> {
    let now = cx.now();
    let taken = cx.execute(
        "UPDATE job SET leased_until = $2, leased_by = $3, attempts = attempts + 1 \
         WHERE id = $1 AND done_at IS NULL AND run_at <= $4 \
         AND (leased_until IS NULL OR leased_until < $4 OR leased_until > $5)",
        &[
            Value::Id(job.id),
            Value::Int(now.plus_seconds(LEASE).0),
            Value::Id(worker),
            Value::Int(now.0),
            Value::Int(now.plus_seconds(LONGEST_LEASE).0),
        ],
    )?;
    job.attempts += 1;
    Ok((taken == 1).then_some(job))
}

/// The next job that is due and that nobody holds.
fn next_job(cx: &mut Cx<'_>) -> Result<Option<Job>, Failure> {
    let now = cx.now();
    cx.first(
        "WHERE done_at IS NULL AND run_at <= $1 AND (leased_until IS NULL OR leased_until < $1 OR leased_until > $2) \
         ORDER BY run_at, id",
        &[Value::Int(now.0), Value::Int(now.plus_seconds(LONGEST_LEASE).0)],
    )
}

/// The events after a position, in order, at most `most`.
///
/// # Errors
/// When the database fails.
pub fn events_after(cx: &mut Cx<'_>, position: i64, most: i64) -> Result<Vec<Outbox>, Failure> {
    cx.list("WHERE position > $1 ORDER BY position LIMIT $2", &[Value::Int(position), Value::Int(most)])
}
