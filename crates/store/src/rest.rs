//! A server that let somebody down is left alone for a while. Then one tries it, and the others do not wait for that one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Whether a server rests, and until when.
pub(crate) struct Rest {
    made: Instant,
    /// Milliseconds after `made`; nought while it is asked by everybody.
    until: AtomicU64,
}

impl Default for Rest {
    fn default() -> Rest {
        Rest { made: Instant::now(), until: AtomicU64::new(0) }
    }
}

impl Rest {
    fn at(&self, later: Duration) -> u64 {
        u64::try_from((self.made.elapsed() + later).as_millis()).unwrap_or(u64::MAX).max(1)
    }

    pub(crate) fn begin(&self, how_long: Duration) {
        self.until.store(self.at(how_long), Ordering::Relaxed);
    }

    /// It answered.
    pub(crate) fn end(&self) {
        if self.until.load(Ordering::Relaxed) != 0 {
            self.until.store(0, Ordering::Relaxed);
        }
    }

    /// Whether it let somebody down and has answered nobody since.
    pub(crate) fn lasts(&self) -> bool {
        self.until.load(Ordering::Relaxed) != 0
    }

    /// Whether it is too early to try it.
    pub(crate) fn is_early(&self) -> bool {
        let until = self.until.load(Ordering::Relaxed);
        until != 0 && self.at(Duration::ZERO) < until
    }

    /// Whether to ask it. After a rest one tries, and is alone with it for so long unless it answers.
    pub(crate) fn may_be_asked(&self, alone: Duration) -> bool {
        let until = self.until.load(Ordering::Relaxed);
        until == 0
            || self.at(Duration::ZERO) >= until
                && self.until.compare_exchange(until, self.at(alone), Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_rest_one_tries_and_the_others_do_not_wait_for_it() {
        let (rest, minute) = (Rest::default(), Duration::from_secs(60));
        assert!(rest.may_be_asked(minute) && rest.may_be_asked(minute));
        rest.begin(minute);
        assert!(rest.lasts() && rest.is_early() && !rest.may_be_asked(minute));
        rest.begin(Duration::ZERO);
        std::thread::sleep(Duration::from_millis(3));
        assert!(rest.lasts() && !rest.is_early());
        assert!(rest.may_be_asked(minute));
        assert!(!rest.may_be_asked(minute));
        rest.end();
        assert!(!rest.lasts() && rest.may_be_asked(minute) && rest.may_be_asked(minute));
    }
}
