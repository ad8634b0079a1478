//! Many at once for some seconds, and what each of them waited.

use super::Spent;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How many work at the same time where one number is enough.
pub(crate) const AT_ONCE: usize = 8;
/// How many work at the same time, from nobody else there to a busy Monday.
pub(crate) const CLIENTS: [usize; 3] = [1, AT_ONCE, 64];

/// What was measured. Times are in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Measured {
    pub(crate) median: f64,
    pub(crate) p95: f64,
    pub(crate) per_second: f64,
    pub(crate) failed: usize,
    /// Everything that was done, warming up included.
    pub(crate) done: usize,
}

/// Runs `worker(n)` for each of so many threads; what it returns is then called again and again with a number that
/// nobody else gets, until the time is over. The first fifth of the time warms up and is not counted. What `spent` tells
/// is asked while they work, at the end of warming up and at the end, and told for each thing done between.
///
/// # Errors
/// When a worker cannot begin.
pub(crate) fn measure<W>(
    clients: usize,
    lasting: Duration,
    spent: impl Fn() -> Spent,
    worker: impl Fn(usize) -> Result<W, String> + Sync,
) -> Result<(Measured, Spent), String>
where
    W: FnMut(usize) -> Result<(), String>,
{
    let (waits, failures, next) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()), AtomicUsize::new(0));
    let stop = AtomicBool::new(false);
    let began = Instant::now();
    let warm = lasting / 5;
    let mut each = Spent::default();
    std::thread::scope(|scope| {
        for n in 0..clients {
            let (worker, waits, failures, next, stop) = (&worker, &waits, &failures, &next, &stop);
            scope.spawn(move || {
                let mut own = Vec::new();
                match worker(n) {
                    Err(words) => lock(failures).push(words),
                    Ok(mut work) => {
                        while !stop.load(Ordering::Relaxed) {
                            let from = Instant::now();
                            match work(next.fetch_add(1, Ordering::Relaxed)) {
                                Ok(()) if began.elapsed() > warm => own.push(from.elapsed()),
                                Ok(()) => {}
                                Err(words) => lock(failures).push(words),
                            }
                        }
                    }
                }
                lock(waits).extend(own);
            });
        }
        std::thread::sleep(warm);
        let (before, begun) = (spent(), next.load(Ordering::Relaxed));
        std::thread::sleep(lasting - warm);
        each = spent().since(before, next.load(Ordering::Relaxed) - begun);
        stop.store(true, Ordering::Relaxed);
    });
    let failures = lock(&failures);
    let mut waits = lock(&waits);
    if waits.is_empty() {
        return Err(failures.first().cloned().unwrap_or_else(|| "nothing was done in the time".to_owned()));
    }
    if let Some(first) = failures.first() {
        eprintln!("  {} failed, the first: {first}", failures.len());
    }
    waits.sort_unstable();
    let done = next.load(Ordering::Relaxed);
    Ok((Measured { done, ..summary(&waits, lasting - warm, failures.len()) }, each))
}

fn summary(waits: &[Duration], counted: Duration, failed: usize) -> Measured {
    let at = |part: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
        let place = ((waits.len() - 1) as f64 * part) as usize;
        waits.get(place).map_or(0.0, |w| w.as_secs_f64() * 1000.0)
    };
    Measured {
        median: at(0.5),
        p95: at(0.95),
        per_second: waits.len() as f64 / counted.as_secs_f64(),
        failed,
        done: waits.len(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_and_the_slowest_twentieth_are_told_apart() {
        let waits: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        let told = summary(&waits, Duration::from_secs(10), 0);
        assert_eq!((told.median, told.p95, told.per_second), (50.0, 95.0, 10.0));
    }

    #[test]
    fn what_fails_is_counted_apart() {
        let told = measure(8, Duration::from_millis(50), Spent::default, |_| {
            Ok(|n: usize| {
                std::thread::sleep(Duration::from_micros(200));
                if n.is_multiple_of(2) { Ok(()) } else { Err("odd".to_owned()) }
            })
        });
        assert!(told.is_ok_and(|(t, _)| t.failed > 0 && t.per_second > 0.0));
    }
}
