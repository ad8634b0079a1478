//! Times for which figures are counted: months, quarters and the year of the last twelve whole months. Pure: takes today. What
//! is not over is counted too, and says so.

use crate::policy::Kept;
use jiff::ToSpan;
use kernel::Date;

/// What sort of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Sort {
    Month,
    Quarter,
    Year,
}

impl Sort {
    pub(crate) const ALL: [Sort; 3] = [Sort::Quarter, Sort::Month, Sort::Year];
}

/// A time, by its sort and first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Period {
    pub(crate) sort: Sort,
    pub(crate) first: Date,
}

impl Period {
    pub(crate) fn month(day: Date) -> Period {
        Period { sort: Sort::Month, first: day.first_of_month() }
    }

    pub(crate) fn quarter(day: Date) -> Period {
        let month = (day.month() - 1) / 3 * 3 + 1;
        Period { sort: Sort::Quarter, first: Date::new(day.year(), month, 1).unwrap_or(day) }
    }

    /// The twelve months before the present one.
    pub(crate) fn year(today: Date) -> Period {
        Period { sort: Sort::Year, first: today.first_of_month().saturating_sub(12.months()) }
    }

    fn months(self) -> i32 {
        match self.sort {
            Sort::Month => 1,
            Sort::Quarter => 3,
            Sort::Year => 12,
        }
    }

    /// The first day after it.
    pub(crate) fn after(self) -> Date {
        self.first.saturating_add(self.months().months())
    }

    /// The first days of its months.
    pub(crate) fn of_months(self) -> Vec<Date> {
        (0..self.months()).map(|n| self.first.saturating_add(n.months())).collect()
    }

    pub(crate) fn is_over(self, today: Date) -> bool {
        self.after() <= today
    }

    /// As the address, the table and the API have it: `2026-11`, `2026-Q4`, `year`.
    pub(crate) fn code(self) -> String {
        match self.sort {
            Sort::Month => self.first.strftime("%Y-%m").to_string(),
            Sort::Quarter => format!("{}-Q{}", self.first.year(), (self.first.month() - 1) / 3 + 1),
            Sort::Year => "year".into(),
        }
    }

    /// Such as "October to December 2026".
    pub(crate) fn words(self) -> String {
        let last = self.after().saturating_sub(1.day());
        match self.sort {
            Sort::Month => self.first.strftime("%B %Y").to_string(),
            Sort::Quarter => format!("{} to {}", self.first.strftime("%B"), last.strftime("%B %Y")),
            Sort::Year => format!("{} to {}", self.first.strftime("%B %Y"), last.strftime("%B %Y")),
        }
    }

    /// For pictures.
    pub(crate) fn short(self) -> String {
        let last = self.after().saturating_sub(1.day());
        match self.sort {
            Sort::Month => self.first.strftime("%b %Y").to_string(),
            Sort::Quarter => format!("{}-{}", self.first.strftime("%b"), last.strftime("%b %Y")),
            Sort::Year => "12 months".into(),
        }
    }
}

/// Every time that is counted on a day, the oldest first within each sort.
pub(crate) fn counted(today: Date, kept: &Kept) -> Vec<Period> {
    let months = (0..kept.months).rev().map(|n| Period::month(today.first_of_month().saturating_sub(n.months())));
    let quarter = Period::quarter(today).first;
    let quarters = (0..kept.quarters).rev().map(|n| Period::quarter(quarter.saturating_sub((3 * n).months())));
    months.chain(quarters).chain([Period::year(today)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use kernel::date;

    #[test]
    fn a_day_lies_in_one_month_and_one_quarter_and_the_year_ends_before_its_month() {
        for (day, month, quarter, year) in [
            (date(2026, 1, 1), "2026-01", "2026-Q1", date(2025, 1, 1)),
            (date(2026, 3, 31), "2026-03", "2026-Q1", date(2025, 3, 1)),
            (date(2024, 2, 29), "2024-02", "2024-Q1", date(2023, 2, 1)),
            (date(2026, 12, 31), "2026-12", "2026-Q4", date(2025, 12, 1)),
        ] {
            assert_eq!(Period::month(day).code(), month);
            assert_eq!(Period::quarter(day).code(), quarter);
            assert_eq!(Period::year(day).first, year);
            assert!(Period::year(day).after() <= day);
        }
        assert_eq!(Period::quarter(date(2026, 11, 23)).words(), "October to December 2026");
    }

    #[test]
    fn a_time_is_over_on_the_day_after_its_last() {
        let quarter = Period::quarter(date(2026, 9, 30));
        assert!(!quarter.is_over(date(2026, 9, 30)));
        assert!(quarter.is_over(date(2026, 10, 1)));
    }

    #[test]
    fn the_months_of_the_year_are_all_counted_for_themselves() {
        let today = date(2026, 11, 23);
        let all = counted(today, Policy::shipped().unwrap().kept(today).unwrap());
        assert_eq!(all.len(), 13 + 8 + 1);
        let months: Vec<Date> = all.iter().filter(|p| p.sort == Sort::Month).map(|p| p.first).collect();
        assert!(Period::year(today).of_months().iter().all(|m| months.contains(m)));
    }
}
