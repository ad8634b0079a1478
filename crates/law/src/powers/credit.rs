//! Credit for good progress with unpaid work, in whole minutes.
//!
//! Always true: credit is never negative, never above its share of what was ordered, grows with what is worked, and is
//! never taken back by a later failure; a failure before the threshold leaves none to earn.

use super::rows::CreditFigures;
use crate::Span;
use jiff::civil::Date;

/// What credit is worked out from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditCase {
    pub ordered_minutes: u32,
    /// Day and minutes, in any order; a day may stand more than once.
    pub worked: Vec<(Date, u32)>,
    /// Days of a failure that can be enforced: an absence without a reason accepted, or being sent home.
    pub failures: Vec<Date>,
}

/// Credit with its working.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    pub worked_minutes: u32,
    pub credit_minutes: u32,
    /// The most that could ever be credited.
    pub most_minutes: u32,
    /// What must be worked before credit begins.
    pub threshold_minutes: u32,
    /// The day on which the threshold was reached without a failure.
    pub reached_on: Option<Date>,
    /// The failure from which nothing more is earned.
    pub stopped_on: Option<Date>,
    /// The first day on which work and credit together made up what was ordered.
    pub completed_on: Option<Date>,
}

impl Credit {
    /// What is still to be worked or credited.
    #[must_use]
    pub fn left_minutes(&self, ordered_minutes: u32) -> u32 {
        ordered_minutes.saturating_sub(self.worked_minutes).saturating_sub(self.credit_minutes)
    }
}

fn hundredths(minutes: u32, percent: u32) -> u64 {
    u64::from(minutes) * u64::from(percent)
}

fn whole(minutes: u64) -> u32 {
    u32::try_from(minutes).unwrap_or(u32::MAX)
}

/// Work done on days outside `holds` counts towards the threshold and earns nothing.
#[must_use]
pub(super) fn credit(case: &CreditCase, figures: CreditFigures, holds: Span) -> Credit {
    let mut days = case.worked.clone();
    days.sort_unstable_by_key(|(day, _)| *day);
    let first_failure = case.failures.iter().min().copied();
    let threshold = hundredths(case.ordered_minutes, figures.threshold_percent);
    let most = hundredths(case.ordered_minutes, figures.most_percent) / 100;
    let (mut worked, mut earning) = (0u64, 0u64);
    let (mut reached_on, mut completed_on) = (None, None);
    let mut credited = 0;
    for (day, minutes) in days {
        let before = worked;
        worked += u64::from(minutes);
        let failed = first_failure.is_some_and(|failure| failure <= day);
        if !failed && worked * 100 >= threshold {
            reached_on.get_or_insert(day);
            if holds.holds_on(day) {
                // In hundredths of a minute, from the threshold on or from the work before where that is more.
                earning += worked * 100 - threshold.max(before * 100);
            }
        }
        credited = (earning * u64::from(figures.minutes_an_hour) / (60 * 100)).min(most);
        if case.ordered_minutes > 0 && worked + credited >= u64::from(case.ordered_minutes) {
            completed_on.get_or_insert(day);
        }
    }
    Credit {
        worked_minutes: whole(worked),
        credit_minutes: whole(credited),
        most_minutes: whole(most),
        threshold_minutes: whole(threshold.div_ceil(100)),
        reached_on,
        stopped_on: first_failure,
        completed_on,
    }
}
