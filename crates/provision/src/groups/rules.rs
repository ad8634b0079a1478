//! What a group may be, and on which days it meets. Pure.

use crate::book::Days;
use crate::policy::{code_of, within};
use jiff::ToSpan;
use kernel::{Date, Refusal, StaffId, Time};

/// What is known of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupFacts {
    pub code: String,
    pub start_date: Date,
    /// The last day on which somebody may still begin; the first day when nobody joins later.
    pub joins_until: Date,
    pub places: i64,
    pub start_time: Time,
    pub address: Option<String>,
    pub staff: Option<StaffId>,
}

/// Whether a group may be recorded so. `taken` places are given already.
pub(crate) fn check_group(facts: &GroupFacts, offer: Days, most: i64, taken: i64) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    code_of(&facts.code, 20, &mut wrong);
    if facts.places == 0 {
        let words = "A group has at least one place: to run no group, cancel it";
        wrong.push(Refusal::new("places", "no_places", words));
    } else {
        within("places", facts.places, 1, most, "The places of a group", &mut wrong);
    }
    if facts.places > 0 && facts.places < taken {
        let taken = kernel::words::count(taken, "place is", "places are");
        wrong.push(Refusal::new("places", "taken", format!("{taken} taken: enter at least that many")));
    }
    if facts.joins_until < facts.start_date {
        let words = "The last day to join must not be before the first session";
        wrong.push(Refusal::new("joins_until", "ends_before_start", words));
    }
    if facts.start_date < offer.0 || offer.1.is_some_and(|end| facts.start_date > end) {
        let words = "The offer does not run on that day: choose another day, or change the days of the offer";
        wrong.push(Refusal::new("start_date", "not_running", words));
    }
    wrong
}

/// How a service meets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern<'a> {
    pub(crate) sessions: i64,
    /// Digits from 1 (Monday) to 7; empty means the weekday of the first session.
    pub(crate) weekdays: &'a str,
    pub(crate) gap_days: i64,
}

/// The days of the sessions: the first day, then each day of the pattern that is a working day, with the gap kept.
pub(crate) fn session_days(start: Date, pattern: Pattern<'_>, works: impl Fn(Date) -> bool) -> Vec<Date> {
    let own = char::from(b'1' + u8::try_from(start.weekday().to_monday_zero_offset()).unwrap_or(0));
    let meets = |day: Date| {
        let digit = char::from(b'1' + u8::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0));
        if pattern.weekdays.is_empty() { digit == own } else { pattern.weekdays.contains(digit) }
    };
    // A day of the weekend is worked when the pattern names it, but no bank holiday is.
    let open = |day: Date| works(day) || (day.weekday().to_monday_zero_offset() >= 5 && meets(day));
    let mut days = vec![start];
    let wanted = usize::try_from(pattern.sessions).unwrap_or(0);
    let mut day = start;
    // Ten years are further than any service goes.
    for _ in 0..3_650 {
        if days.len() >= wanted {
            break;
        }
        day = day.saturating_add(1.day());
        let far_enough = days.last().is_none_or(|last| i64::from((day - *last).get_days()) > pattern.gap_days);
        if far_enough && meets(day) && open(day) {
            days.push(day);
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    fn facts() -> GroupFacts {
        GroupFacts {
            code: "ALD-1".into(),
            start_date: date(2026, 12, 1),
            joins_until: date(2026, 12, 8),
            places: 8,
            start_time: jiff::civil::time(10, 0, 0, 0),
            address: None,
            staff: None,
        }
    }

    fn codes(facts: &GroupFacts, taken: i64) -> Vec<&'static str> {
        let offer = (date(2026, 1, 1), Some(date(2027, 3, 31)));
        check_group(facts, offer, 20, taken).into_iter().map(|r| r.code).collect()
    }

    #[test]
    fn a_group_has_places_and_never_fewer_than_are_taken() {
        assert!(codes(&facts(), 8).is_empty());
        assert_eq!(codes(&GroupFacts { places: 0, ..facts() }, 0), ["no_places"]);
        assert_eq!(codes(&facts(), 9), ["taken"]);
        assert_eq!(codes(&GroupFacts { joins_until: date(2026, 11, 30), ..facts() }, 0), ["ends_before_start"]);
        assert_eq!(
            codes(&GroupFacts { start_date: date(2027, 4, 1), joins_until: date(2027, 4, 1), ..facts() }, 0),
            ["not_running"]
        );
    }

    #[test]
    fn sessions_fall_on_the_days_of_the_pattern_and_pass_over_holidays() {
        let works = |day: Date| day.weekday().to_monday_zero_offset() < 5 && day != date(2026, 12, 25);
        let tuesdays_and_fridays = Pattern { sessions: 8, weekdays: "25", gap_days: 0 };
        let days = session_days(date(2026, 12, 1), tuesdays_and_fridays, works);
        let expected = [(12, 1), (12, 4), (12, 8), (12, 11), (12, 15), (12, 18), (12, 22), (12, 29)];
        assert_eq!(days, expected.map(|(m, d)| date(2026, m, d)));
        let fortnightly = Pattern { sessions: 3, weekdays: "", gap_days: 13 };
        let days = session_days(date(2026, 12, 1), fortnightly, works);
        assert_eq!(days, [date(2026, 12, 1), date(2026, 12, 15), date(2026, 12, 29)]);
    }
}
