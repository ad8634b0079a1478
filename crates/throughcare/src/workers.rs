//! What runs beside the requests: the relay that gives events their positions, webhooks, jobs, the daily look through the
//! database's file, and the sweeping of what has run out. Each server runs them; leases see to it that each thing is done once.

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
/// How many turns between two looks through the database's file: a day.
const LOOK_THROUGH_EVERY: u64 = 2 * 24 * 3600;
/// By so many seconds a clock that runs evenly does not differ.
const JUMP: i64 = 60;
/// How long the clock must have run evenly before anything is thrown away by it.
const STEADY_FOR: Duration = Duration::from_secs(3600);

/// The running threads.
pub(crate) struct Workers {
    ending: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Tells each to begin nothing more.
    pub(crate) fn leave_off(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    /// Lets each finish what it is doing.
    pub(crate) fn stop(self) {
        self.leave_off();
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a worker ended in a panic");
            }
        }
    }
}

/// What a thread does in each of its turns, which are counted.
type Work = Box<dyn FnMut(&Site, u64) -> Result<(), Failure> + Send>;

/// Starts them.
pub(crate) fn start(site: &Arc<Site>) -> Workers {
    let ending = Arc::new(AtomicBool::new(false));
    let new_id = || site.house.read(&Asker::system("workers"), |cx| Ok(cx.new_id::<Uuid>())).unwrap_or_default();
    begin_nights(&site.house);
    let every = |mut work: Work| {
        let (site, ending) = (Arc::clone(site), Arc::clone(&ending));
        std::thread::spawn(move || {
            let mut turn = 0;
            while !ending.load(Ordering::Relaxed) {
                if let Err(e) = work(&site, turn) {
                    tracing::warn!(error = %e, "a worker's turn failed; it tries again");
                }
                turn += 1;
                std::thread::sleep(PAUSE);
            }
        })
    };
    let mut steady = SteadyClock::new(&site.house);
    let server = new_id();
    let mut threads = vec![
        every(Box::new(move |site, turn| relay_and_sweep(site, server, turn, &mut steady))),
        every(Box::new(|site, _| events::deliver(site))),
        every(Box::new(remind)),
    ];
    for _ in 0..jobs_at_once(&site.house) {
        // Each has a name of its own, so that one which was thought dead does not keep what another took over.
        let (worker, told_to_end) = (new_id(), Arc::clone(&ending));
        threads.push(every(Box::new(move |site, _| run_jobs(site, worker, &told_to_end))));
    }
    // It only reads, and may take long: nobody waits for its end.
    drop(every(Box::new(look_for_damage)));
    Workers { ending, threads }
}

/// How many jobs are run at once: half of what can write, so that pages have the other half, and no more than there are
/// processors. A night is several chains of jobs, one for each look at everybody, which go on side by side.
fn jobs_at_once(house: &House) -> usize {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    (house.writers() / 2).clamp(1, processors)
}

/// Leaves the first job of each nightly look where none is planned.
fn begin_nights(house: &House) {
    for (what, begin) in crate::rooms::nights() {
        if let Err(why) = begin(house) {
            tracing::warn!(%why, "{what} was not begun; it is tried again");
        }
    }
}

fn relay_and_sweep(site: &Site, server: Uuid, turn: u64, steady: &mut SteadyClock) -> Result<(), Failure> {
    // An idle house is not written to: the relay's lease is only taken when there is something to do.
    if site.house.has_waiting_events()? {
        site.house.relay(server)?;
    }
    if turn > 0 && turn.is_multiple_of(SWEEP_EVERY) {
        begin_nights(&site.house);
        site.house.make_log_months()?;
        if steady.is_trusted_now(&site.house) {
            return site.house.sweep();
        }
    }
    Ok(())
}

/// Whether the machine's clock has gone on evenly for a while. What has run out by a clock that jumped has not run out: drafts
/// and the answers to request keys would be lost by it.
struct SteadyClock {
    began: std::time::Instant,
    /// What the clock said, and how long this had run, when it was last looked at.
    wall: kernel::Instant,
    ran: Duration,
    /// Since when it has gone on evenly.
    even_since: Duration,
}

impl SteadyClock {
    fn new(house: &House) -> SteadyClock {
        let began = std::time::Instant::now();
        SteadyClock { began, wall: house.clock().now(), ran: Duration::ZERO, even_since: Duration::ZERO }
    }

    fn is_trusted_now(&mut self, house: &House) -> bool {
        self.is_trusted(house.clock().now(), self.began.elapsed())
    }

    /// `wall` is what the clock says, `ran` how long this has run by a clock that nobody sets.
    fn is_trusted(&mut self, wall: kernel::Instant, ran: Duration) -> bool {
        let passed = i64::try_from(ran.saturating_sub(self.ran).as_micros()).unwrap_or(i64::MAX);
        let jump = (wall.0 - self.wall.0 - passed) / 1_000_000;
        if jump.abs() > JUMP {
            tracing::warn!(seconds = jump, "the machine's clock jumped; nothing that has run out is swept for an hour");
            self.even_since = ran;
        }
        (self.wall, self.ran) = (wall, ran);
        ran.saturating_sub(self.even_since) >= STEADY_FOR
    }
}

/// Looks through the database's file once a day: damage is met before somebody needs the page that it is on.
fn look_for_damage(site: &Site, turn: u64) -> Result<(), Failure> {
    if turn.is_multiple_of(LOOK_THROUGH_EVERY) { site.house.look_for_damage() } else { Ok(()) }
}

/// Looks at the reminders that are due, a slice at a time.
fn remind(site: &Site, turn: u64) -> Result<(), Failure> {
    if turn.is_multiple_of(LOOK_EVERY) {
        documents::messages::look_at_reminders(&site.house)?;
    }
    Ok(())
}

/// Does a job and keeps it meanwhile, so that no other worker takes over what only takes long.
fn kept<T>(house: &House, job: &Job, worker: Uuid, work: impl FnOnce() -> T) -> T {
    let (done, hear) = std::sync::mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            while hear.recv_timeout(KEEP_EVERY) == Err(RecvTimeoutError::Timeout) {
                if let Err(error) = house.keep_job(job, worker) {
                    tracing::warn!(kind = job.kind, %error, "a job that runs could not be kept");
                }
            }
        });
        let out = work();
        drop(done);
        out
    })
}

/// Runs every job that is due, one after the other. What waits when the server is told to end is another's: each step of a
/// night leaves the next one, so that there is always one due until everybody was looked at.
fn run_jobs(site: &Site, worker: Uuid, ending: &AtomicBool) -> Result<(), Failure> {
    // Nobody waits for a job as for a page: its statements may take longer.
    let patient = site.house.patient();
    let house = &site.house;
    while !ending.load(Ordering::Relaxed) {
        let Some(job) = house.claim_job(worker)? else { break };
        let runner = crate::rooms::jobs().into_iter().find(|(kind, _)| *kind == job.kind);
        let done = match runner {
            Some((_, run)) => kept(house, &job, worker, || run(&patient, &job.body).map_err(|e| e.to_string())),
            None => Err(format!("no room runs jobs of kind {}", job.kind)),
        };
        if let Err(why) = &done {
            tracing::warn!(kind = job.kind, why, attempts = job.attempts, "a job failed; it is tried again");
        }
        house.close_job(&job, done)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_swept_before_the_clock_has_run_evenly_for_an_hour() {
        let at = |minutes: i64| kernel::Instant(minutes * 60_000_000);
        let ran = |minutes: u64| Duration::from_secs(minutes * 60);
        let mut steady = SteadyClock { began: std::time::Instant::now(), wall: at(0), ran: ran(0), even_since: ran(0) };
        assert!(!steady.is_trusted(at(5), ran(5)), "a start tells nothing of the clock");
        assert!(steady.is_trusted(at(60), ran(60)));
        assert!(steady.is_trusted(at(65), ran(65)));
        let year = 365 * 24 * 60;
        assert!(!steady.is_trusted(at(70 + year), ran(70)), "a year in five minutes");
        assert!(!steady.is_trusted(at(75 + year), ran(75)));
        assert!(!steady.is_trusted(at(80), ran(80)), "and back again");
        assert!(!steady.is_trusted(at(139), ran(139)));
        assert!(steady.is_trusted(at(140), ran(140)));
    }
}
