//! Parts of a filling that have nothing to do with each other, written at the same time where the database takes several
//! writers. It does not know what a part holds.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use store::{Database, House, Result};

/// The most parts that are written at the same time.
const AT_ONCE: usize = 4;

/// One more than the processors, so that none waits while a part waits for the database. SQLite has one writer.
fn at_once(house: &House) -> usize {
    match house.database() {
        Database::Sqlite(_) => 1,
        Database::Postgres(_) => std::thread::available_parallelism().map_or(2, |n| n.get() + 1).min(AT_ONCE),
    }
}

/// Does `work` for each of these, in any order, and says of each that it is done. After a failure nothing more is begun.
///
/// # Errors
/// The first failure.
pub(super) fn each<T: Sync>(
    house: &House,
    all: &[T],
    work: impl Fn(&T) -> Result<()> + Sync,
    mut done: impl FnMut(&T),
) -> Result<()> {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (sender, told) = channel();
    let mut first = Ok(());
    std::thread::scope(|scope| {
        for _ in 0..at_once(house).min(all.len()) {
            let (work, next, stop, sender) = (&work, &next, &stop, sender.clone());
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed)
                    && let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    let result = work(one);
                    if result.is_err() {
                        stop.store(true, Ordering::Relaxed);
                    }
                    if sender.send((one, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (one, result) in told {
            match result {
                Ok(()) => done(one),
                Err(e) if first.is_ok() => first = Err(e),
                Err(_) => {}
            }
        }
    });
    first
}
