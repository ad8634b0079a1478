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

/// "November".
#[must_use]
pub fn month(day: Date) -> &'static str {
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

/// Minutes as people say them: "7 hours 30 minutes", "1,177 hours", "−45 minutes".
#[must_use]
pub fn hours(minutes: impl Into<i64>) -> String {
    let minutes = minutes.into();
    let (size, sign) = (minutes.unsigned_abs(), if minutes < 0 { "−" } else { "" });
    let many = |n: u64, word: &str| format!("{} {word}{}", grouped(n), if n == 1 { "" } else { "s" });
    let words = match (size / 60, size % 60) {
        (0, rest) => many(rest, "minute"),
        (hours, 0) => many(hours, "hour"),
        (hours, rest) => format!("{} {}", many(hours, "hour"), many(rest, "minute")),
    };
    format!("{sign}{words}")
}

/// Pence as pounds: "£1,250", "£12.50", "−£3".
#[must_use]
pub fn pounds(pence: i64) -> String {
    let (size, sign) = (pence.unsigned_abs(), if pence < 0 { "−" } else { "" });
    let whole = grouped(size / 100);
    if size.is_multiple_of(100) { format!("{sign}£{whole}") } else { format!("{sign}£{whole}.{:02}", size % 100) }
}

/// Pounds as they are typed, in pence: "£1,250", "95.5", "-3.20". Nothing for what is no amount.
#[must_use]
pub fn pence_of(typed: &str) -> Option<i64> {
    let bare = typed.trim().replace(['£', ','], "");
    let (sign, bare) = bare.strip_prefix(['-', '−']).map_or((1, bare.as_str()), |rest| (-1, rest));
    let (whole, part) = bare.split_once('.').unwrap_or((bare, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let part: i64 = part.parse::<i64>().ok()? * if part.len() == 1 { 10 } else { 1 };
    Some(sign * whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part)?)
}

/// "1,177": thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
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

    #[test]
    fn minutes_and_amounts_read_as_people_say_them() {
        assert_eq!(
            [45, 60, 61, 450, 70_620, -45, 0].map(|minutes: i64| hours(minutes)),
            [
                "45 minutes",
                "1 hour",
                "1 hour 1 minute",
                "7 hours 30 minutes",
                "1,177 hours",
                "−45 minutes",
                "0 minutes"
            ]
        );
        assert_eq!(
            [1_250, 125_000, 5, -300, 123_456_789].map(pounds),
            ["£12.50", "£1,250", "£0.05", "−£3", "£1,234,567.89"]
        );
    }

    #[test]
    fn an_amount_is_read_to_the_penny_or_not_at_all() {
        assert_eq!(
            ["12.50", "£1,250", "95.5", "0.05", "-3.20"].map(pence_of),
            [Some(1_250), Some(125_000), Some(9_550), Some(5), Some(-320)]
        );
        for wrong in ["", ".50", "12.", "12.505", "12.-5", "+12", "1e3", "twelve", "99999999999999999999"] {
            assert_eq!(pence_of(wrong), None, "{wrong}");
        }
    }
}
