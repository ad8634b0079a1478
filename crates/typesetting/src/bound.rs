//! Limits. Each document is set on a thread of its own, with a stack that deep templates fit in; whoever waits stops waiting
//! at the deadline. A thread cannot be killed, so one that goes on keeps its place, and there are few places: a template that
//! never ends can stop documents from being set, but not the server from answering.

use crate::{SetError, Source};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What setting one document may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long whoever asked waits, for a place and for the document.
    pub deadline: Duration,
    /// Documents that are set at once.
    pub places: usize,
    /// Bytes of a template with its parts.
    pub most_template: usize,
    /// Bytes of data.
    pub most_data: usize,
}

/// The limits of this program.
#[must_use]
pub fn limits() -> Limits {
    Limits { deadline: Duration::from_secs(60), places: 2, most_template: 512 * 1024, most_data: 16 * 1024 * 1024 }
}

/// How deep templates and documents may be nested.
const STACK: usize = 64 * 1024 * 1024;
/// Results of Typst that were not used again in so many documents are forgotten.
const REMEMBERED: usize = 4;

struct Places {
    taken: Mutex<usize>,
    freed: Condvar,
}

static PLACES: Places = Places { taken: Mutex::new(0), freed: Condvar::new() };

/// A place among those that are set at once, given back when it is dropped: by the thread, however it ends.
struct Place;

impl Place {
    fn take(until: Instant) -> Result<Place, SetError> {
        let mut taken = PLACES.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken >= limits().places {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let words = "Too many documents are being set at this moment: try again in a minute";
                return Err(SetError::of_limits(words, true));
            }
            taken = PLACES.freed.wait_timeout(taken, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        *taken += 1;
        Ok(Place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *PLACES.taken.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        PLACES.freed.notify_one();
    }
}

/// Sets within the limits.
pub(crate) fn within<T: Send + 'static>(
    source: &Source,
    set: fn(&Source) -> Result<T, SetError>,
) -> Result<T, SetError> {
    let limits = limits();
    let size: usize = source.template.len() + source.parts.iter().map(|(_, text)| text.len()).sum::<usize>();
    if size > limits.most_template {
        return Err(SetError::of_limits("The template is longer than half a megabyte: make it shorter", false));
    }
    if source.data.to_string().len() > limits.most_data {
        return Err(SetError::of_limits("There is more to say than one document holds: make several", false));
    }
    let until = Instant::now() + limits.deadline;
    let place = Place::take(until)?;
    let (tell, hear) = sync_channel(1);
    let source = source.clone();
    let work = move || {
        let _place = place;
        let done = catch_unwind(AssertUnwindSafe(|| set(&source)));
        typst::comemo::evict(REMEMBERED);
        // Nobody may be waiting any more.
        let _ = tell.send(done);
    };
    std::thread::Builder::new()
        .name("typesetting".into())
        .stack_size(STACK)
        .spawn(work)
        .map_err(|e| SetError::of_limits(format!("The machine gives no thread to set a document on: {e}"), true))?;
    match hear.recv_timeout(until.saturating_duration_since(Instant::now())) {
        Ok(Ok(done)) => done,
        Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
            Err(SetError::of_limits("Setting this document ended in an error of the program", false))
        }
        Err(RecvTimeoutError::Timeout) => {
            let words = format!("Setting this document took longer than {} seconds", limits.deadline.as_secs());
            Err(SetError::of_limits(words, true))
        }
    }
}
