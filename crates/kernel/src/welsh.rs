//! Days and lengths of time as Welsh says them, for what people under supervision and the public read. It knows no other words:
//! the texts of a page or letter are its room's.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
];
const WEEKDAYS: [&str; 7] = ["Llun", "Mawrth", "Mercher", "Iau", "Gwener", "Sadwrn", "Sul"];

/// "Tachwedd".
#[must_use]
pub fn month(day: Date) -> &'static str {
    usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

/// "Mawrth", without the word for day before it.
#[must_use]
pub fn weekday_name(day: Date) -> &'static str {
    let at = usize::try_from(day.weekday().to_monday_zero_offset());
    at.ok().and_then(|at| WEEKDAYS.get(at)).copied().unwrap_or_default()
}

/// "24 Tachwedd 2026".
#[must_use]
pub fn day(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

/// "Dydd Mawrth 24 Tachwedd 2026".
#[must_use]
pub fn weekday(date: Date) -> String {
    format!("Dydd {} {}", weekday_name(date), day(date))
}

/// "7 awr 30 munud".
#[must_use]
pub fn hours(minutes: impl Into<i64>) -> String {
    let minutes = minutes.into();
    let (size, sign) = (minutes.unsigned_abs(), if minutes < 0 { "−" } else { "" });
    match (size / 60, size % 60) {
        (0, rest) => format!("{sign}{rest} munud"),
        (hours, 0) => format!("{sign}{hours} awr"),
        (hours, rest) => format!("{sign}{hours} awr {rest} munud"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date;

    #[test]
    fn days_and_hours_read_in_welsh() {
        let tuesday = date(2026, 11, 24);
        assert_eq!((day(tuesday).as_str(), month(date(2026, 1, 1))), ("24 Tachwedd 2026", "Ionawr"));
        assert_eq!(weekday(tuesday), "Dydd Mawrth 24 Tachwedd 2026");
        assert_eq!(
            [45, 60, 450, -90].map(|n: i64| hours(n)),
            ["45 munud", "1 awr", "7 awr 30 munud", "−1 awr 30 munud"]
        );
    }
}
