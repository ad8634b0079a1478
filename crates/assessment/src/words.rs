//! Days and numbers in words, for reasons that rules give; rules know no pages.

use kernel::Date;

/// "22 November 2026".
pub(crate) fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// "1 month", "3 months".
pub(crate) fn count(number: i64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
