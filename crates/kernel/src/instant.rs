//! A point in time, kept as UTC microseconds in both databases.

use jiff::{Timestamp, civil::Date, civil::DateTime, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// UTC microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// Legal days and the times on appointment letters are those of this zone.
fn london() -> TimeZone {
    static LONDON: std::sync::OnceLock<TimeZone> = std::sync::OnceLock::new();
    LONDON.get_or_init(|| TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)).clone()
}

impl Instant {
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The day it is in Europe/London.
    #[must_use]
    pub fn local_date(self) -> Date {
        self.local().date()
    }

    /// The wall clock in Europe/London.
    #[must_use]
    pub fn local(self) -> DateTime {
        self.timestamp().to_zoned(london()).datetime()
    }

    /// The instant of a wall-clock time in Europe/London. A time that the spring clock change skips is taken an hour
    /// later, one that the autumn change repeats is taken the first time.
    #[must_use]
    pub fn from_local(wall: DateTime) -> Instant {
        london().to_ambiguous_zoned(wall).compatible().map_or(Instant(0), |z| z.timestamp().into())
    }

    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Instant {
        Instant(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }
}

impl From<Timestamp> for Instant {
    fn from(t: Timestamp) -> Self {
        Instant(t.as_microsecond())
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.timestamp().fmt(f)
    }
}
