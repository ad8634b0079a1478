//! Completed years and months between two civil dates.
//!
//! Always true: whole units only, counted by comparing the calendar parts, so that somebody born on 29 February reaches an
//! age on 1 March in a common year. It knows no time zone and no clock.

use jiff::civil::Date;
use std::fmt;

/// A day on or before the day of birth, where an age was asked for.
///
/// The national service answers such a request with an unexpected error that names the field, and gives no score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAfterBirth;

impl fmt::Display for NotAfterBirth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot be on or before date of birth.")
    }
}

/// Age in completed years on `on`, of somebody born on `born`.
///
/// # Errors
/// When `on` is not after `born`.
pub fn completed_years(born: Date, on: Date) -> Result<i32, NotAfterBirth> {
    if on <= born {
        return Err(NotAfterBirth);
    }
    let years = i32::from(on.year()) - i32::from(born.year());
    Ok(years - i32::from((on.month(), on.day()) < (born.month(), born.day())))
}

/// Completed calendar months from `from` to `to`; negative when `to` lies before `from`.
pub fn completed_months(from: Date, to: Date) -> i32 {
    if to < from {
        return -completed_months(to, from);
    }
    let years = i32::from(to.year()) - i32::from(from.year());
    let months = years * 12 + i32::from(to.month()) - i32::from(from.month());
    months - i32::from(to.day() < from.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_birthday_on_29_february_is_reached_on_1_march_in_a_common_year() {
        let born = date(2000, 2, 29);
        assert_eq!(completed_years(born, date(2019, 2, 28)), Ok(18));
        assert_eq!(completed_years(born, date(2019, 3, 1)), Ok(19));
        assert_eq!(completed_years(born, date(2020, 2, 28)), Ok(19));
        assert_eq!(completed_years(born, date(2020, 2, 29)), Ok(20));
    }

    #[test]
    fn a_day_on_or_before_birth_has_no_age() {
        let born = date(2000, 2, 29);
        assert_eq!(completed_years(born, born), Err(NotAfterBirth));
        assert_eq!(completed_years(born, date(1999, 1, 1)), Err(NotAfterBirth));
        assert_eq!(completed_years(born, date(2000, 3, 1)), Ok(0));
    }

    #[test]
    fn a_month_is_complete_on_the_same_day_of_the_next_one() {
        assert_eq!(completed_months(date(2024, 1, 31), date(2024, 2, 29)), 0);
        assert_eq!(completed_months(date(2024, 1, 31), date(2024, 3, 1)), 1);
        assert_eq!(completed_months(date(2024, 1, 1), date(2025, 1, 1)), 12);
        assert_eq!(completed_months(date(2024, 1, 2), date(2025, 1, 1)), 11);
        assert_eq!(completed_months(date(2025, 1, 1), date(2024, 1, 2)), -11);
    }
}
