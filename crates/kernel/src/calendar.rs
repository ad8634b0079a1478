//! Working days. A working day is Monday to Friday and not a bank holiday of the nation whose calendar it is.

use jiff::{ToSpan, civil::Date, civil::Weekday};

/// Bank holidays of one nation, in order, and the span of years that the list is known to cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holidays {
    days: Vec<Date>,
}

impl Holidays {
    /// The days need not be in order.
    #[must_use]
    pub fn new(mut days: Vec<Date>) -> Holidays {
        days.sort_unstable();
        days.dedup();
        Holidays { days }
    }

    #[must_use]
    pub fn days(&self) -> &[Date] {
        &self.days
    }
}

/// Counts working days by one nation's holidays.
#[derive(Clone, Copy, Debug)]
pub struct WorkingDays<'a>(pub &'a Holidays);

impl WorkingDays<'_> {
    #[must_use]
    pub fn is_working(self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && self.0.days.binary_search(&day).is_err()
    }

    /// The day that is `count` working days after `day`. Day nought is `day` itself, whether it works or not; so two
    /// working days after a Friday is the Tuesday, and after a Saturday too.
    #[must_use]
    pub fn after(self, day: Date, count: u32) -> Date {
        let mut at = day;
        for _ in 0..count {
            at = self.next(at);
        }
        at
    }

    /// The first working day after `day`.
    #[must_use]
    pub fn next(self, day: Date) -> Date {
        let mut at = tomorrow(day);
        while !self.is_working(at) && at < Date::MAX {
            at = tomorrow(at);
        }
        at
    }

    /// How many working days lie after `from`, up to and with `to`; negative when `to` is the earlier.
    #[must_use]
    pub fn between(self, from: Date, to: Date) -> i64 {
        let (start, end, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let mut count = 0;
        let mut at = start;
        while at < end {
            at = tomorrow(at);
            count += i64::from(self.is_working(at));
        }
        count * sign
    }
}

fn tomorrow(day: Date) -> Date {
    day.saturating_add(1.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn christmas() -> Holidays {
        Holidays::new(vec![date(2026, 12, 28), date(2026, 12, 25)])
    }

    #[test]
    fn the_second_working_day_after_christmas_eve_passes_weekend_and_holidays() {
        let holidays = christmas();
        assert_eq!(WorkingDays(&holidays).after(date(2026, 12, 24), 2), date(2026, 12, 30));
    }

    #[test]
    fn a_count_from_a_saturday_begins_on_the_monday() {
        let holidays = christmas();
        assert_eq!(WorkingDays(&holidays).after(date(2026, 11, 21), 1), date(2026, 11, 23));
    }

    proptest! {
        #[test]
        fn between_undoes_after(offset in 0i32..900, count in 0u32..60) {
            let holidays = christmas();
            let days = WorkingDays(&holidays);
            let from = date(2026, 1, 1).saturating_add(offset.days());
            prop_assert_eq!(days.between(from, days.after(from, count)), i64::from(count));
        }
    }
}
