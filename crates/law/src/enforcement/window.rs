//! The last day of a warning's window. Twelve months that begin with 1 March end on the last of February; those that begin
//! on a 29 February end on 28 February of a common year.

use super::rows::LastDay;
use crate::Term;
use jiff::civil::Date;

/// The last day of a window of this length for a warning given on that day. None past the end of the calendar.
pub(super) fn last_day(window: Term, reading: LastDay, given: Date) -> Option<Date> {
    let anniversary = window.after(given)?;
    match reading {
        LastDay::Anniversary => Some(anniversary),
        // The corresponding day is missing (29 February, or a 31st): the period ends with the last day of the month.
        LastDay::DayBeforeAnniversary if anniversary.day() < given.day() => Some(anniversary),
        LastDay::DayBeforeAnniversary => anniversary.yesterday().ok(),
    }
}
