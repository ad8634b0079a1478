//! What runs beside the requests: the relay that gives events their positions, webhooks, jobs, the daily seal, and the
//! sweeping of what has run out. Each server runs them; leases see to it that each thing is done once.

use crate::events;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::thread::JoinHandle;
use std::time::Duration;
use store::tables::Job;
use store::{Asker, Failure, House};
use uuid::Uuid;
use web::Site;

/// How often each worker looks.
const PAUSE: Duration = Duration::from_millis(500);
/// How many turns between two sweeps.
const SWEEP_EVERY: u64 = 600;
/// How often a job that runs is kept: well within its lease.
const KEEP_EVERY: Duration = Duration::from_secs(20);
/// How many turns between two looks at reminders of appointments.
const LOOK_EVERY: u64 = 20;

/// The running threads.
pub(crate) struct Workers {
    ending: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Lets each finish what it is doing.
    pub(crate) fn stop(self) {
        self.ending.store(true, Ordering::Relaxed);
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a worker ended in a panic");
            }
        }
    }
}

/// Starts them.
pub(crate) fn start(site: &Arc<Site>) -> Workers {
    let ending = Arc::new(AtomicBool::new(false));
    let server = site.house.read(&Asker::system("workers"), |cx| Ok(cx.new_id::<Uuid>())).unwrap_or_default();
    if let Err(why) = assessment::begin_nights(&site.house) {
        tracing::warn!(%why, "the nightly look at time limits was not begun; the next start tries again");
    }
    if let Err(why) = casefile::begin_nights(&site.house) {
        tracing::warn!(%why, "the nightly look at interventions was not begun; the next start tries again");
    }
    if let Err(why) = interventions::begin_nights(&site.house) {
        tracing::warn!(%why, "the nightly look at needs that are not met was not begun; the next start tries again");
    }
    if let Err(why) = enforcement::recognition::begin_nights(&site.house) {
        tracing::warn!(%why, "the nightly look at what went well was not begun; the next start tries again");
    }
    if let Err(why) = unpaid_work::nominations::begin_nights(&site.house) {
        tracing::warn!(%why, "the night's removal of nominators is not in the queue");
    }
    if let Err(why) = unpaid_work::pace::begin_nights(&site.house) {
        tracing::warn!(%why, "the nightly look at the pace of unpaid work was not begun; the next start tries again");
    }
    if let Err(why) = performance::begin_nights(&site.house) {
        tracing::warn!(%why, "the nightly counting of performance was not begun; the next start tries again");
    }
    let every = |work: fn(&Site, Uuid, u64) -> Result<(), Failure>| {
        let (site, ending) = (Arc::clone(site), Arc::clone(&ending));
        std::thread::spawn(move || {
            let mut turn = 0;
            while !ending.load(Ordering::Relaxed) {
                if let Err(e) = work(&site, server, turn) {
                    tracing::warn!(error = %e, "a worker's turn failed; it tries again");
                }
                turn += 1;
                std::thread::sleep(PAUSE);
            }
        })
    };
    let threads =
        vec![every(relay_and_sweep), every(|site, _, _| events::deliver(site)), every(run_jobs), every(remind)];
    Workers { ending, threads }
}

fn relay_and_sweep(site: &Site, server: Uuid, turn: u64) -> Result<(), Failure> {
    // An idle house is not written to: the relay's lease is only taken when there is something to do.
    if site.house.has_waiting_events()? {
        site.house.relay(server)?;
    }
    if turn.is_multiple_of(SWEEP_EVERY) {
        site.house.make_log_months()?;
        site.house.sweep()?;
    }
    Ok(())
}

/// Looks at the reminders that are due, a slice at a time.
fn remind(site: &Site, _: Uuid, turn: u64) -> Result<(), Failure> {
    if turn.is_multiple_of(LOOK_EVERY) {
        documents::messages::look_at_reminders(&site.house)?;
    }
    Ok(())
}

/// Does a job and keeps it meanwhile, so that no other server takes over what only takes long.
fn kept<T>(house: &House, job: &Job, server: Uuid, work: impl FnOnce() -> T) -> T {
    let (done, hear) = std::sync::mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            while hear.recv_timeout(KEEP_EVERY) == Err(RecvTimeoutError::Timeout) {
                if let Err(error) = house.keep_job(job, server) {
                    tracing::warn!(kind = job.kind, %error, "a job that runs could not be kept");
                }
            }
        });
        let out = work();
        drop(done);
        out
    })
}

/// Runs every job that is due, one after the other.
fn run_jobs(site: &Site, server: Uuid, _: u64) -> Result<(), Failure> {
    // Nobody waits for a job as for a page: its statements may take longer.
    let patient = site.house.patient();
    let house = &site.house;
    while let Some(job) = house.claim_job(server)? {
        let runner = crate::rooms::jobs().into_iter().find(|(kind, _)| *kind == job.kind);
        let done = match runner {
            Some((_, run)) => kept(house, &job, server, || run(&patient, &job.body).map_err(|e| e.to_string())),
            None => Err(format!("no room runs jobs of kind {}", job.kind)),
        };
        if let Err(why) = &done {
            tracing::warn!(kind = job.kind, why, attempts = job.attempts, "a job failed; it is tried again");
        }
        house.close_job(&job, done)?;
    }
    Ok(())
}
