//! The calendar feed: what an officer's own calendar is told of their appointments. It leaves the service, so it says the
//! initials, the kind of appointment and where; never a name, a CRN or a note. Times go out in UTC, so that no
//! reader's time-zone table can move an appointment.

use super::wall_clock;
use icalendar::{Calendar, Component, Event, EventLike};
use kernel::{ContactId, Date, Instant, Time};

/// An appointment as the feed tells it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub contact: ContactId,
    pub initials: String,
    pub contact_type: String,
    pub place: Option<String>,
    pub date: Date,
    pub start: Time,
    pub end: Option<Time>,
    /// Moved or cancelled: calendars take it away.
    pub withdrawn: bool,
    /// When it was last changed; a calendar trusts the newest.
    pub changed: Instant,
}

/// The initials of a name, in any script: `Siân O'Neil-Jones` is `S O J`.
#[must_use]
pub fn initials(name: &str) -> String {
    let words = name.split([' ', '-']).filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    words.map(|c| c.to_uppercase().to_string()).collect::<Vec<_>>().join(" ")
}

/// The text of the feed (RFC 5545). The same entries always give the same text.
#[must_use]
pub fn text(entries: &[Entry]) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Throughcare//Appointments//EN"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.append_property(("X-WR-CALNAME", "Throughcare appointments"));
    for entry in entries {
        calendar.push(event(entry));
    }
    calendar.to_string()
}

fn event(entry: &Entry) -> Event {
    let start = wall_clock::instant(entry.date, entry.start);
    // Without an end it still takes a moment: a calendar shows nothing for an event of no length.
    let end = entry.end.map_or_else(|| start.plus_seconds(900), |end| wall_clock::instant(entry.date, end));
    let mut event = Event::new();
    event.uid(&format!("{}@throughcare", entry.contact));
    event.add_property("DTSTAMP", utc(entry.changed));
    event.add_property("LAST-MODIFIED", utc(entry.changed));
    event.add_property("DTSTART", utc(start));
    event.add_property("DTEND", utc(end));
    event.add_property("CLASS", "PRIVATE");
    event.add_property("STATUS", if entry.withdrawn { "CANCELLED" } else { "CONFIRMED" });
    event.summary(&format!("{} ({})", entry.initials, entry.contact_type));
    if let Some(place) = &entry.place {
        event.location(place);
    }
    event.done()
}

fn utc(instant: Instant) -> String {
    instant.timestamp().strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::samples::time;
    use kernel::date;

    fn entry(date: Date) -> Entry {
        Entry {
            contact: ContactId::from(uuid::Uuid::from_u128(7)),
            initials: "A B".into(),
            contact_type: "Office appointment".into(),
            place: Some("Zedbury office, 1 High Street".into()),
            date,
            start: time(10, 0),
            end: Some(time(10, 30)),
            withdrawn: false,
            changed: Instant(0),
        }
    }

    #[test]
    fn the_feed_says_initials_and_no_more() {
        let text = text(&[entry(date(2026, 11, 24))]);
        assert!(text.contains("SUMMARY:A B (Office appointment)\r\n"), "{text}");
        assert!(text.contains("LOCATION:Zedbury office\\, 1 High Street\r\n"), "{text}");
        assert!(text.contains("CLASS:PRIVATE\r\n"), "{text}");
        assert!(!text.contains("DESCRIPTION"), "{text}");
    }

    #[test]
    fn ten_oclock_is_ten_oclock_in_london_before_and_after_the_clock_change() {
        assert!(text(&[entry(date(2026, 10, 23))]).contains("DTSTART:20261023T090000Z"));
        assert!(text(&[entry(date(2026, 10, 26))]).contains("DTSTART:20261026T100000Z"));
        assert!(text(&[entry(date(2027, 3, 29))]).contains("DTSTART:20270329T090000Z"));
    }

    #[test]
    fn a_moved_appointment_is_taken_away_under_the_same_name() {
        let gone = text(&[Entry { withdrawn: true, ..entry(date(2026, 11, 24)) }]);
        assert!(
            gone.contains("STATUS:CANCELLED") && gone.contains("UID:00000000-0000-0000-0000-000000000007@throughcare")
        );
    }

    #[test]
    fn the_same_diary_gives_the_same_text() {
        let entries = [entry(date(2026, 11, 24)), entry(date(2026, 11, 25))];
        assert_eq!(text(&entries), text(&entries));
        assert!(text(&entries).starts_with("BEGIN:VCALENDAR\r\n") && text(&entries).ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn a_name_with_a_line_break_cannot_write_into_the_feed() {
        let text =
            text(&[Entry { place: Some("x\r\nATTENDEE:mailto:a@example.com".into()), ..entry(date(2026, 11, 24)) }]);
        assert!(!text.lines().any(|line| line.starts_with("ATTENDEE")), "{text}");
    }

    #[test]
    fn initials_are_taken_in_any_script() {
        assert_eq!(initials("Siân O'Neil-Jones"), "S O J");
        assert_eq!(initials("محمد علي"), "م ع");
        assert_eq!(initials(" Prince "), "P");
    }
}
