//! Quarters of a year: January to March, and so on.

use jiff::ToSpan;
use kernel::Date;

/// A quarter, by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter(Date);

impl Quarter {
    /// The quarter in which a day lies.
    #[must_use]
    pub fn of(day: Date) -> Quarter {
        let month = (day.month() - 1) / 3 * 3 + 1;
        Quarter(Date::new(day.year(), month, 1).unwrap_or(day))
    }

    #[must_use]
    pub fn first(self) -> Date {
        self.0
    }

    #[must_use]
    pub fn next(self) -> Quarter {
        Quarter(self.0.saturating_add(3.months()))
    }

    /// The quarters up to and with this one, the oldest first.
    #[must_use]
    pub fn back(self, count: i32) -> Vec<Quarter> {
        (0..count).rev().map(|n| Quarter(self.0.saturating_sub((3 * n).months()))).collect()
    }

    /// Such as `2026-Q4`, as the address and the API have it.
    #[must_use]
    pub fn code(self) -> String {
        format!("{}-Q{}", self.0.year(), (self.0.month() - 1) / 3 + 1)
    }

    /// Such as "October to December 2026".
    #[must_use]
    pub fn words(self) -> String {
        let last = self.0.saturating_add(2.months());
        format!("{} to {}", self.0.strftime("%B"), last.strftime("%B %Y"))
    }

    /// Such as "Oct-Dec 2026", for pictures.
    #[must_use]
    pub fn short(self) -> String {
        let last = self.0.saturating_add(2.months());
        format!("{}-{}", self.0.strftime("%b"), last.strftime("%b %Y"))
    }
}

/// The first day of each quarter and the day after the last.
pub(crate) fn days(quarters: &[Quarter]) -> Vec<Date> {
    let after = quarters.last().map(|quarter| quarter.next().first());
    quarters.iter().map(|quarter| quarter.first()).chain(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn a_day_lies_in_one_quarter() {
        for (day, code) in [
            (date(2026, 1, 1), "2026-Q1"),
            (date(2026, 3, 31), "2026-Q1"),
            (date(2026, 4, 1), "2026-Q2"),
            (date(2026, 12, 31), "2026-Q4"),
        ] {
            assert_eq!(Quarter::of(day).code(), code, "{day}");
        }
        assert_eq!(Quarter::of(date(2026, 11, 23)).words(), "October to December 2026");
        assert_eq!(Quarter::of(date(2026, 11, 23)).short(), "Oct-Dec 2026");
    }

    #[test]
    fn quarters_follow_each_other_without_a_hole() {
        let back = Quarter::of(date(2026, 2, 3)).back(3);
        assert_eq!(back.iter().map(|q| q.code()).collect::<Vec<_>>(), ["2025-Q3", "2025-Q4", "2026-Q1"]);
        assert_eq!(days(&back), [date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)]);
    }
}
