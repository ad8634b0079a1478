//! How much of a requirement is done. Days are distinct dates: two activities on one date are one day. Minutes are summed.

use jiff::civil::Date;
use kernel::words::hours;
use law::{Counting, RequirementType, Term};
use std::collections::BTreeSet;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Days,
    Minutes,
}

/// Done against ordered, in days or minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub counted: Counted,
    pub done: u32,
    /// None when the court stated no number.
    pub ordered: Option<u32>,
}

impl Progress {
    /// What is left; nought when as much or more is done, None when no number was ordered.
    #[must_use]
    pub fn left(self) -> Option<u32> {
        self.ordered.map(|ordered| ordered.saturating_sub(self.done))
    }

    /// Done of ordered in hundredths, at most 100, for a bar.
    #[must_use]
    pub fn hundredths(self) -> Option<u32> {
        let ordered = self.ordered.filter(|ordered| *ordered > 0)?;
        u32::try_from((u64::from(self.done) * 100 / u64::from(ordered)).min(100)).ok()
    }

    /// Such as "12 of 20 days, 8 left" or "30 hours 30 minutes of 100 hours, 69 hours 30 minutes left".
    #[must_use]
    pub fn words(self) -> String {
        match (self.counted, self.ordered, self.left()) {
            (Counted::Days, Some(ordered), Some(left)) => {
                format!("{} of {}, {left} left", self.done, plural(ordered, "day"))
            }
            (Counted::Minutes, Some(ordered), Some(left)) => {
                format!("{} of {}, {} left", hours(self.done), hours(ordered), hours(left))
            }
            (Counted::Days, ..) => format!("{} done", plural(self.done, "day")),
            (Counted::Minutes, ..) => format!("{} done", hours(self.done)),
        }
    }
}

fn plural(count: u32, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

/// Counts what was done. None for a requirement that runs by the calendar.
pub fn progress(
    kind: &RequirementType,
    length: Option<Term>,
    done: impl IntoIterator<Item = (Date, i64)>,
) -> Option<Progress> {
    match kind.counted {
        Counting::None => None,
        Counting::DistinctDays => {
            let days: BTreeSet<Date> = done.into_iter().map(|(on, _)| on).collect();
            let ordered = length.and_then(Term::whole_days);
            Some(Progress { counted: Counted::Days, done: u32::try_from(days.len()).unwrap_or(u32::MAX), ordered })
        }
        Counting::Minutes => {
            let minutes = done.into_iter().fold(0i64, |sum, (_, minutes)| sum.saturating_add(minutes)).max(0);
            let ordered = length.and_then(Term::whole_hours).map(|hours| hours.saturating_mul(60));
            Some(Progress { counted: Counted::Minutes, done: u32::try_from(minutes).unwrap_or(u32::MAX), ordered })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use law::Law;
    use proptest::prelude::*;

    fn of(code: &str, length: Term, done: &[(Date, i64)]) -> Progress {
        progress(Law::shipped().requirement(code).unwrap(), Some(length), done.iter().copied()).unwrap()
    }

    #[test]
    fn two_activities_on_one_date_are_one_day() {
        let day = date(2026, 6, 1);
        let done = of("RAR", Term::days(20), &[(day, 0), (day, 0), (date(2026, 6, 8), 0)]);
        assert_eq!((done.done, done.left()), (2, Some(18)));
        assert_eq!(done.words(), "2 of 20 days, 18 left");
    }

    #[test]
    fn unpaid_work_is_counted_in_minutes_against_hours() {
        let done = of("UPW", Term::hours(100), &[(date(2026, 6, 1), 390), (date(2026, 6, 1), 60)]);
        assert_eq!(done.words(), "7 hours 30 minutes of 100 hours, 92 hours 30 minutes left");
        assert_eq!(done.hundredths(), Some(7));
    }

    #[test]
    fn more_than_ordered_leaves_nothing_and_fills_the_bar() {
        let done = of("UPW", Term::hours(1), &[(date(2026, 6, 1), 90)]);
        assert_eq!((done.left(), done.hundredths()), (Some(0), Some(100)));
    }

    #[test]
    fn a_curfew_runs_by_the_calendar() {
        let law = Law::shipped();
        assert_eq!(progress(law.requirement("CUR").unwrap(), Some(Term::months(3)), []), None);
    }

    proptest! {
        #[test]
        fn activity_days_never_exceed_the_distinct_dates(offsets in proptest::collection::vec((0i32..40, 0i64..600), 0..60)) {
            let start = date(2026, 1, 1);
            let done: Vec<_> = offsets.iter().map(|(o, m)| (start.saturating_add(o.days()), *m)).collect();
            let mut dates: Vec<Date> = done.iter().map(|(on, _)| *on).collect();
            dates.sort_unstable();
            dates.dedup();
            let counted = of("RAR", Term::days(30), &done);
            prop_assert_eq!(counted.done as usize, dates.len());
            let mut again = done.clone();
            again.extend(done.iter().copied());
            prop_assert_eq!(of("RAR", Term::days(30), &again).done, counted.done);
        }

        #[test]
        fn what_is_left_and_done_make_up_what_was_ordered(done in 0i64..5000, ordered in 1u32..300) {
            let p = of("UPW", Term::hours(ordered), &[(date(2026, 1, 1), done)]);
            prop_assert_eq!(p.left().unwrap() + p.done.min(ordered * 60), ordered * 60);
            prop_assert!(p.hundredths().unwrap() <= 100);
        }
    }
}
