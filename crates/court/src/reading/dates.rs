//! The dates and times that courts write: three ways for a day, ISO 8601 for an instant, sometimes with a bracketed
//! zone behind it. A day that does not exist is never moved to one that does.

use super::json::Obj;
use jiff::Timestamp;
use kernel::{Date, Instant};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `dd/MM/yyyy`, `yyyy-MM-dd` and `dd MMM yyyy`. Of a point in time told in universal time it is the day in England then;
/// told with an offset, it is the day that the sender wrote.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let universal = text.split('[').next().unwrap_or(text);
    if universal.contains(['T', 't']) && universal.ends_with(['Z', 'z']) {
        return instant(text).map(|at| at.local_date());
    }
    let head = text.split(['T', 't']).next().unwrap_or(text);
    // A day may carry a zone too: `2026-07-01Z`, `2026-07-01+01:00`.
    let head = match head.get(10..) {
        Some(zone) if zone.starts_with(['Z', 'z', '+']) || (zone.starts_with('-') && zone.contains(':')) => &head[..10],
        _ => head,
    };
    let (year, month, day) = if let Some(parts) = three(head, '/') {
        (parts[2], parts[1].parse().ok()?, parts[0])
    } else if let Some(parts) = three(head, '-') {
        (parts[0], parts[1].parse().ok()?, parts[2])
    } else {
        let parts = three(text, ' ')?;
        let month = parts[1].get(..3)?.to_ascii_lowercase();
        (parts[2], MONTHS.iter().position(|m| *m == month)? as i8 + 1, parts[0])
    };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

fn three(text: &str, by: char) -> Option<[&str; 3]> {
    let mut parts = text.split(by);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

/// An instant such as `2021-06-25T09:38:02.191Z[UTC]`; without a zone it is a wall clock in Europe/London.
pub(super) fn instant(text: &str) -> Option<Instant> {
    let text = text.split('[').next().unwrap_or(text).trim();
    match text.parse::<Timestamp>() {
        Ok(at) => Some(at.into()),
        Err(_) => text.parse::<jiff::civil::DateTime>().ok().map(Instant::from_local),
    }
}

impl Obj<'_> {
    /// A day; one that cannot be read is a note that keeps what stood there.
    pub(super) fn day(&self, name: &str) -> Option<Date> {
        let text = self.text(name)?;
        let read = day(&text);
        if read.is_none() {
            self.note(name, "this is no day of the calendar");
        }
        read
    }

    pub(super) fn instant(&self, name: &str) -> Option<Instant> {
        let text = self.text(name)?;
        let read = instant(&text);
        if read.is_none() {
            self.note(name, "this is no point in time");
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn days_are_read_in_the_three_ways_that_courts_write_them() {
        for text in ["09/05/2028", "2028-05-09", "09 May 2028", "9 MAY 2028", "2028-05-09T10:00:00.000Z"] {
            assert_eq!(day(text), Some(date(2028, 5, 9)), "{text}");
        }
    }

    #[test]
    fn a_point_in_time_is_the_day_in_england_and_an_offset_moves_nothing() {
        for text in ["2026-06-30T23:00:00.000Z", "2026-07-01Z", "2026-07-01+01:00", "2026-07-01T00:00:00+01:00"] {
            assert_eq!(day(text), Some(date(2026, 7, 1)), "{text}");
        }
        assert_eq!(day("2026-12-31T23:30:00Z"), Some(date(2026, 12, 31)));
    }

    #[test]
    fn a_day_that_does_not_exist_is_not_moved() {
        for text in ["30/02/2026", "2026-13-01", "31 Foo 2026", "1/1/26", "", "10/11", "é/é/éééé", "2026-02-29"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn an_instant_may_have_a_bracketed_zone_or_none() {
        assert_eq!(instant("2021-06-25T09:38:02.191Z[UTC]"), instant("2021-06-25T09:38:02.191Z"));
        assert_eq!(instant("2021-06-25T10:38:02"), instant("2021-06-25T09:38:02Z"));
        assert_eq!(instant("yesterday"), None);
    }
}
