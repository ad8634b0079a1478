//! The only place that asks the machine for the time.

use crate::Instant;
use jiff::{Timestamp, civil::Date};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time. A demo runs on a shifted clock, a test on one that it moves by hand.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's time, moved by a fixed number of microseconds.
    Machine { shift: i64 },
    /// A time that only moves when told to.
    Hand(Arc<AtomicI64>),
}

impl Clock {
    #[must_use]
    pub fn machine() -> Clock {
        Clock::Machine { shift: 0 }
    }

    /// A clock that runs on, but began at nine in the morning (Europe/London) of `today`.
    #[must_use]
    pub fn machine_as_if(today: Date) -> Clock {
        Clock::Machine { shift: Instant::from_local(today.at(9, 0, 0, 0)).0 - machine_now().0 }
    }

    /// A clock that stands at nine in the morning of `today` until it is moved.
    #[must_use]
    pub fn standing_at(today: Date) -> Clock {
        Clock::Hand(Arc::new(AtomicI64::new(Instant::from_local(today.at(9, 0, 0, 0)).0)))
    }

    /// Moves a hand clock to nine in the morning of `day`; a machine clock takes no notice.
    pub fn move_to(&self, day: Date) {
        if let Clock::Hand(at) = self {
            at.store(Instant::from_local(day.at(9, 0, 0, 0)).0, Ordering::SeqCst);
        }
    }

    #[must_use]
    pub fn now(&self) -> Instant {
        match self {
            Clock::Machine { shift } => Instant(machine_now().0 + shift),
            // Each reading is a microsecond later, so that what a test writes keeps its order.
            Clock::Hand(at) => Instant(at.fetch_add(1, Ordering::SeqCst)),
        }
    }

    /// The day in Europe/London.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().local_date()
    }
}

#[expect(clippy::disallowed_methods, reason = "the one reading of the machine's clock")]
fn machine_now() -> Instant {
    Timestamp::now().into()
}
