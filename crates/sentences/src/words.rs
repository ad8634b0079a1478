//! Days as the ledger tells them to people: "2 July 2026".

use kernel::Date;

pub(crate) fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
