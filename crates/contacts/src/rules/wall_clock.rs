//! Appointment times are wall-clock times in Europe/London. On the day the clocks go forward an hour of them does not
//! exist, and on the day they go back an hour comes twice; lengths are counted in real minutes, not by subtracting
//! the hands of the clock.

use kernel::{Date, DateTime, Instant, Time};

/// What is particular about a wall-clock time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    Plain,
    /// The clocks go forward over it: no such time on that day.
    Skipped,
    /// The clocks go back over it: it comes twice, and the first is meant.
    Twice,
}

const HOUR: i64 = 3_600;

/// How a time of a day reads in Europe/London.
#[must_use]
pub fn reading(date: Date, time: Time) -> Reading {
    let wall = DateTime::from_parts(date, time);
    let instant = Instant::from_local(wall);
    if instant.local() != wall {
        Reading::Skipped
    } else if instant.plus_seconds(HOUR).local() == wall {
        Reading::Twice
    } else {
        Reading::Plain
    }
}

/// The instant of a time of a day.
#[must_use]
pub fn instant(date: Date, time: Time) -> Instant {
    Instant::from_local(DateTime::from_parts(date, time))
}

/// The real minutes from `start` to `end` of one day; nothing when `end` is not the later.
#[must_use]
pub fn minutes(date: Date, start: Time, end: Time) -> Option<u32> {
    let micros = instant(date, end).0 - instant(date, start).0;
    if end <= start || micros <= 0 { None } else { u32::try_from(micros / 60_000_000).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use proptest::prelude::*;

    fn at(hour: i8, minute: i8) -> Time {
        Time::constant(hour, minute, 0, 0)
    }

    #[test]
    fn half_past_one_does_not_exist_when_the_clocks_go_forward() {
        assert_eq!(reading(date(2027, 3, 28), at(1, 30)), Reading::Skipped);
        assert_eq!(reading(date(2027, 3, 28), at(0, 59)), Reading::Plain);
        assert_eq!(reading(date(2027, 3, 28), at(2, 0)), Reading::Plain);
    }

    #[test]
    fn half_past_one_comes_twice_when_the_clocks_go_back() {
        assert_eq!(reading(date(2026, 10, 25), at(1, 30)), Reading::Twice);
        assert_eq!(reading(date(2026, 10, 25), at(2, 0)), Reading::Plain);
        assert_eq!(reading(date(2026, 10, 25), at(0, 59)), Reading::Plain);
    }

    #[test]
    fn a_night_shift_over_the_autumn_change_lasts_an_hour_longer_than_the_hands_say() {
        assert_eq!(minutes(date(2026, 10, 25), at(0, 30), at(3, 0)), Some(210));
        assert_eq!(minutes(date(2027, 3, 28), at(0, 30), at(3, 0)), Some(90));
    }

    #[test]
    fn an_end_before_the_start_has_no_length() {
        assert_eq!(minutes(date(2026, 11, 23), at(10, 0), at(10, 0)), None);
        assert_eq!(minutes(date(2026, 11, 23), at(10, 0), at(9, 30)), None);
    }

    proptest! {
        #[test]
        fn on_a_working_day_minutes_are_the_hands_of_the_clock(
            day in 1i8..=28, month in 1i8..=12, start in 6i16..20, length in 1i16..180,
        ) {
            let date = date(2026, month, day);
            let clock = |m: i16| at(i8::try_from(m / 60).unwrap(), i8::try_from(m % 60).unwrap());
            let minutes = minutes(date, clock(start * 60), clock(start * 60 + length));
            prop_assert_eq!(minutes, u32::try_from(length).ok());
        }
    }
}
