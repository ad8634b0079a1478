//! What a session must say, and which days a repeated placing takes.
//!
//! A session ends on the day on which it begins: minutes belong to one civil day. Lengths are real minutes, so that a night
//! on which the clocks change is neither longer nor shorter than it was.

use contacts::rules::wall_clock::{self, Reading};
use kernel::{Date, ProjectId, Refusal, StaffId, Time};

/// What a session is planned as.
#[derive(Clone, Debug)]
pub struct SessionFacts {
    pub project: ProjectId,
    pub on: Date,
    pub starts: Time,
    pub ends: Time,
    pub staff: StaffId,
    pub outside_supervisor: Option<String>,
    pub places: i64,
    pub meeting_point: Option<String>,
    pub tools: Option<String>,
}

/// What bounds a session.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) most_places: i64,
    pub(crate) most_minutes: i64,
    /// Places that people have.
    pub(crate) taken: i64,
}

pub(crate) fn check_session(facts: &SessionFacts, bounds: Bounds) -> Vec<Refusal> {
    let mut no = check_times(facts.on, (facts.starts, facts.ends), ("starts", "ends"));
    if no.is_empty() {
        let minutes = wall_clock::minutes(facts.on, facts.starts, facts.ends).map_or(0, i64::from);
        if minutes > bounds.most_minutes {
            let words =
                format!("A session lasts at most {}: enter other times", kernel::words::hours(bounds.most_minutes));
            no.push(Refusal::new("ends", "too_long", words));
        }
    }
    if facts.places < 1 || facts.places > bounds.most_places {
        let words = format!("Enter places from 1 to {}", bounds.most_places);
        no.push(Refusal::new("places", "no_places", words));
    } else if facts.places < bounds.taken {
        let words = format!("{} people are expected: move somebody first, or keep the places", bounds.taken);
        no.push(Refusal::new("places", "taken", words));
    }
    no
}

/// Times of one day, the second later than the first, both of which that day has.
pub(crate) fn check_times(day: Date, (from, to): (Time, Time), (first, second): (&str, &str)) -> Vec<Refusal> {
    let mut no = Vec::new();
    for (field, time) in [(first, from), (second, to)] {
        if wall_clock::reading(day, time) == Reading::Skipped {
            let words = "The clocks go forward that night and this time does not exist: enter another time";
            no.push(Refusal::new(field, "time_skipped", words));
        }
    }
    if to <= from {
        let words = "The end must be later than the start. Work over midnight is two sessions, one for each day";
        no.push(Refusal::new(second, "over_midnight", words));
    }
    no
}

/// Two runs of one day share a minute.
#[must_use]
pub(crate) fn overlap(one: (Time, Time), other: (Time, Time)) -> bool {
    one.0 < other.1 && other.0 < one.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use uuid::Uuid;

    fn at(hour: i8, minute: i8) -> Time {
        Time::constant(hour, minute, 0, 0)
    }

    fn codes(on: Date, starts: Time, ends: Time, places: i64) -> Vec<&'static str> {
        let facts = SessionFacts {
            project: ProjectId(Uuid::from_u128(1)),
            on,
            starts,
            ends,
            staff: StaffId(Uuid::from_u128(2)),
            outside_supervisor: None,
            places,
            meeting_point: None,
            tools: None,
        };
        let bounds = Bounds { most_places: 20, most_minutes: 600, taken: 4 };
        check_session(&facts, bounds).into_iter().map(|r| r.code).collect()
    }

    const DAY: Date = date(2026, 11, 28);

    #[test]
    fn a_session_is_of_one_day_and_not_too_long() {
        assert!(codes(DAY, at(9, 0), at(16, 0), 8).is_empty());
        assert_eq!(codes(DAY, at(22, 0), at(2, 0), 8), ["over_midnight"]);
        assert_eq!(codes(DAY, at(6, 0), at(16, 1), 8), ["too_long"]);
        // Ten hours by the clock are eleven in truth on the night on which the clocks go back.
        assert_eq!(codes(date(2026, 10, 25), at(0, 30), at(10, 30), 8), ["too_long"]);
        assert_eq!(codes(date(2027, 3, 28), at(1, 30), at(9, 0), 8), ["time_skipped"]);
    }

    #[test]
    fn a_session_has_places_and_never_fewer_than_are_taken() {
        assert_eq!(codes(DAY, at(9, 0), at(16, 0), 0), ["no_places"]);
        assert_eq!(codes(DAY, at(9, 0), at(16, 0), 3), ["taken"]);
        assert_eq!(codes(DAY, at(9, 0), at(16, 0), 21), ["no_places"]);
    }

    #[test]
    fn runs_that_only_touch_do_not_overlap() {
        assert!(!overlap((at(9, 0), at(12, 0)), (at(12, 0), at(15, 0))));
        assert!(overlap((at(9, 0), at(12, 0)), (at(11, 59), at(15, 0))));
    }
}
