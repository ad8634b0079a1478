//! What the tests of the rules share: the shipped catalogue, a Monday, and the codes of refusals.

use crate::catalogue::Catalogue;
use kernel::{Date, Refusals, Time};

/// A Monday.
pub(crate) const TODAY: Date = jiff::civil::date(2026, 11, 23);

pub(crate) fn catalogue() -> Catalogue {
    Catalogue::shipped().expect("the shipped files are a catalogue")
}

pub(crate) fn time(hour: i8, minute: i8) -> Time {
    Time::constant(hour, minute, 0, 0)
}

pub(crate) fn codes<T>(answer: &Result<T, Refusals>) -> Vec<&'static str> {
    answer.as_ref().err().map(|no| no.0.iter().map(|r| r.code).collect()).unwrap_or_default()
}
