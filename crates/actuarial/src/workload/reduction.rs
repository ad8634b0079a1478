//! Reductions of hours: their state by the days, their limits, and what a reason proposes.
//!
//! Always true: nothing is clipped; hours above a limit are refused with the limit. Limits come in as data. It knows no
//! officer and no clock.

use jiff::civil::Date;

/// Where a reduction stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReductionState {
    /// Its first day is ahead.
    Scheduled,
    /// It lessens the hours.
    Active,
    /// Its last day is over.
    Archived,
    /// Somebody took it back.
    Deleted,
}

impl ReductionState {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            ReductionState::Scheduled => "Scheduled",
            ReductionState::Active => "Active",
            ReductionState::Archived => "Archived",
            ReductionState::Deleted => "Deleted",
        }
    }
}

/// The state by the days: from its first day to its last, both included.
#[must_use]
pub fn state(first: Date, last: Option<Date>, deleted: bool, today: Date) -> ReductionState {
    if deleted {
        ReductionState::Deleted
    } else if today < first {
        ReductionState::Scheduled
    } else if last.is_some_and(|last| last < today) {
        ReductionState::Archived
    } else {
        ReductionState::Active
    }
}

/// What is wrong with a reduction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadReduction {
    /// Hours below none.
    Negative,
    /// More than the service allows a week, in hundredths.
    AboveMost(i64),
    /// More than the reason allows, in hundredths.
    AboveReason(i64),
    /// The last day is before the first.
    EndsBeforeStart,
    NotesTooLong,
}

/// What limits a reduction: hundredths of hours, and characters.
#[derive(Clone, Copy, Debug)]
pub struct ReductionLimits {
    pub most: i64,
    pub reason_most: Option<i64>,
    pub notes_below: usize,
}

/// Whether a reduction may be recorded.
///
/// # Errors
/// Each thing that is wrong with it.
pub fn check(
    hundredths: i64,
    first: Date,
    last: Option<Date>,
    notes: &str,
    limits: ReductionLimits,
) -> Result<(), Vec<BadReduction>> {
    let mut wrong = Vec::new();
    if hundredths < 0 {
        wrong.push(BadReduction::Negative);
    }
    if hundredths > limits.most {
        wrong.push(BadReduction::AboveMost(limits.most));
    } else if let Some(most) = limits.reason_most.filter(|most| hundredths > *most) {
        wrong.push(BadReduction::AboveReason(most));
    }
    if last.is_some_and(|last| last < first) {
        wrong.push(BadReduction::EndsBeforeStart);
    }
    if notes.chars().count() >= limits.notes_below {
        wrong.push(BadReduction::NotesTooLong);
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// The hours that a reason proposes: a share of the contracted hours in hundredths, rounded, never more than them.
#[must_use]
pub fn proposed(contracted: i64, percent: i64) -> i64 {
    ((contracted * percent + 50) / 100).min(contracted)
}
