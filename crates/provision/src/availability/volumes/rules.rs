//! What a contract commissions in a quarter, and how long a backlog would last.

use crate::availability::quarter::Quarter;
use jiff::ToSpan;
use kernel::Date;

/// The four, and those who wait, of one contract and service in one quarter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Figures {
    /// Starts paid for.
    pub(super) commissioned: i64,
    /// Requirements that came to the list.
    pub(super) ordered: i64,
    /// People who joined by agreement, without a requirement.
    pub(super) agreed: i64,
    pub(super) begun: i64,
    pub(super) completed: i64,
    /// Neither begun nor left at the end of the quarter, or today.
    pub(super) backlog: i64,
}

impl std::ops::AddAssign for Figures {
    fn add_assign(&mut self, other: Figures) {
        self.commissioned += other.commissioned;
        self.ordered += other.ordered;
        self.agreed += other.agreed;
        self.begun += other.begun;
        self.completed += other.completed;
        self.backlog += other.backlog;
    }
}

/// The share of a year's volume that falls into a quarter: by the days of the quarter on which the contract runs, to the
/// nearest whole start.
pub(super) fn commissioned(yearly: i64, start: Date, end: Option<Date>, quarter: Quarter) -> i64 {
    let last_of_quarter = quarter.next().first().yesterday().unwrap_or(quarter.first());
    let first = start.max(quarter.first());
    let last = end.map_or(last_of_quarter, |end| end.min(last_of_quarter));
    let days = i64::from(first.until(last).map_or(-1, |span| span.get_days())) + 1;
    let year = if quarter.first().in_leap_year() { 366 } else { 365 };
    if days <= 0 { 0 } else { (yearly * days * 2 + year) / (year * 2) }
}

/// Weeks that the backlog would take at the pace of beginnings in this quarter so far; none without a beginning.
pub(super) fn weeks_of_backlog(figures: &Figures, quarter: Quarter, today: Date) -> Option<i64> {
    let until = today.saturating_add(1.day()).min(quarter.next().first());
    let days = i64::from(quarter.first().until(until).map_or(0, |span| span.get_days())).max(1);
    (figures.begun > 0).then(|| (figures.backlog * days).div_euclid(figures.begun * 7))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use proptest::prelude::*;

    fn quarter(day: Date) -> Quarter {
        Quarter::of(day)
    }

    #[test]
    fn a_quarter_has_its_days_share_of_the_year() {
        let (start, q4) = (date(2026, 1, 1), quarter(date(2026, 11, 1)));
        for (start, end, expected) in [
            (start, None, 92),
            (start, Some(date(2026, 10, 31)), 31),
            (date(2026, 12, 31), None, 1),
            (date(2027, 1, 1), None, 0),
            (start, Some(date(2026, 9, 30)), 0),
        ] {
            assert_eq!(commissioned(365, start, end, q4), expected, "{start} {end:?}");
        }
        assert_eq!(commissioned(366, start, None, quarter(date(2028, 2, 1))), 91, "a leap year");
    }

    #[test]
    fn a_backlog_lasts_as_long_as_the_pace_of_beginnings_says() {
        let q4 = quarter(date(2026, 11, 1));
        let figures = |begun, backlog| Figures { begun, backlog, ..Figures::default() };
        assert_eq!(weeks_of_backlog(&figures(0, 5), q4, date(2026, 11, 23)), None);
        // 14 days, two begun: one a week.
        assert_eq!(weeks_of_backlog(&figures(2, 6), q4, date(2026, 10, 14)), Some(6));
        assert_eq!(weeks_of_backlog(&figures(2, 0), q4, date(2026, 10, 14)), Some(0));
    }

    proptest! {
        #[test]
        fn the_quarters_of_a_year_add_up_to_its_volume(yearly in 0i64..100_000, year in 2020i16..2040) {
            let q1 = quarter(date(year, 1, 1));
            let all = [q1, q1.next(), q1.next().next(), q1.next().next().next()];
            let sum: i64 = all.iter().map(|q| commissioned(yearly, date(2000, 1, 1), None, *q)).sum();
            prop_assert!((sum - yearly).abs() <= 2, "{} of {}", sum, yearly);
        }
    }
}
