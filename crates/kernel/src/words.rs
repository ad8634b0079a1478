//! Days and times in words for people: "22 November 2026", "Sunday 22 November 2026 at 9:30am". Instants are told in the
//! wall clock of Europe/London.

use crate::{Date, DateTime, Instant, Time};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(day: Date) -> &'static str {
    usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

/// "22 November 2026".
#[must_use]
pub fn day(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

/// "22 Nov 2026", for tables.
#[must_use]
pub fn short_day(day: Date) -> String {
    format!("{} {} {}", day.day(), &month(day)[..3], day.year())
}

/// "Nov 2026".
#[must_use]
pub fn short_month(day: Date) -> String {
    format!("{} {}", &month(day)[..3], day.year())
}

/// "Sunday 22 November 2026".
#[must_use]
pub fn weekday(date: Date) -> String {
    format!("{:?} {}", date.weekday(), day(date))
}

/// "9:30am", "2pm", "midday", "midnight".
#[must_use]
pub fn time(time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match (hour, minute) {
        (0, 0) => return "midnight".into(),
        (12, 0) => return "midday".into(),
        _ => {}
    }
    let half = if hour < 12 { "am" } else { "pm" };
    let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
    if minute == 0 { format!("{hour}{half}") } else { format!("{hour}:{minute:02}{half}") }
}

/// "Sunday 22 November 2026 at 9:30am".
#[must_use]
pub fn day_time(at: DateTime) -> String {
    format!("{} at {}", weekday(at.date()), time(at.time()))
}

/// "22 November 2026 at 9:30am", in Europe/London.
#[must_use]
pub fn instant(at: Instant) -> String {
    let local = at.local();
    format!("{} at {}", day(local.date()), time(local.time()))
}

/// Whole years lived. Somebody born on 29 February is a year older on 1 March of other years.
#[must_use]
pub fn age(born: Date, today: Date) -> i16 {
    let birthday_to_come = (today.month(), today.day()) < (born.month(), born.day());
    today.year() - born.year() - i16::from(birthday_to_come)
}

/// "1 day", "3 days".
#[must_use]
pub fn count(number: i64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date;

    #[test]
    fn days_and_times_read_as_people_say_them() {
        let sunday = date(2026, 11, 22);
        assert_eq!(day(sunday), "22 November 2026");
        assert_eq!(short_day(sunday), "22 Nov 2026");
        assert_eq!(day_time(sunday.at(9, 30, 0, 0)), "Sunday 22 November 2026 at 9:30am");
        assert_eq!(day_time(sunday.at(14, 0, 0, 0)), "Sunday 22 November 2026 at 2pm");
        assert_eq!(time(sunday.at(12, 0, 0, 0).time()), "midday");
        assert_eq!(time(sunday.at(12, 5, 0, 0).time()), "12:05pm");
        assert_eq!(time(sunday.at(0, 5, 0, 0).time()), "12:05am");
    }

    #[test]
    fn an_instant_is_told_in_london_on_both_sides_of_a_clock_change() {
        assert_eq!(
            instant("2026-10-25T00:30:00Z".parse::<jiff::Timestamp>().unwrap().into()),
            "25 October 2026 at 1:30am"
        );
        assert_eq!(
            instant("2026-10-25T01:30:00Z".parse::<jiff::Timestamp>().unwrap().into()),
            "25 October 2026 at 1:30am"
        );
        assert_eq!(instant("2026-07-01T08:00:00Z".parse::<jiff::Timestamp>().unwrap().into()), "1 July 2026 at 9am");
    }

    #[test]
    fn a_leap_day_birthday_comes_on_the_first_of_march() {
        assert_eq!(age(date(2008, 2, 29), date(2026, 2, 28)), 17);
        assert_eq!(age(date(2008, 2, 29), date(2026, 3, 1)), 18);
        assert_eq!(age(date(2008, 2, 29), date(2028, 2, 29)), 20);
    }
}
