//! Civil dates, from one field that takes what people type or from three fields `name-day`, `name-month`, `name-year`.
//! Years have four figures: 26 could be 1926 in a date of birth.

use super::{Form, sentence};
use kernel::{Date, Refusal};

/// Why a text is not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotADay {
    /// No date can be read in it, or the day is not in the calendar.
    Unreal,
    /// The year does not have four figures.
    ShortYear,
    /// Before 1850 or after 2199: a slip of the finger.
    FarAway,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads 22/11/2026, 22-11-2026, 22.11.2026, 22 11 2026, 22 Nov 2026, Sunday 22nd November 2026, 2026-11-22.
///
/// # Errors
/// The reason, for the words of the refusal.
pub fn parse_day(text: &str) -> Result<Date, NotADay> {
    let mut parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ','))
        .filter(|p| !p.is_empty())
        .collect();
    if parts.len() == 4 && is_weekday(parts[0]) {
        parts.remove(0);
    }
    match parts[..] {
        [year, month, day] if year.len() == 4 && digits(year) => from_parts(day, month, year),
        [day, month, year] => from_parts(day, month, year),
        _ => Err(NotADay::Unreal),
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_weekday(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.len() >= 3
        && ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
            .iter()
            .any(|day| day.starts_with(&text))
}

fn month_number(text: &str) -> Option<i8> {
    if digits(text) {
        return text.parse().ok();
    }
    let text = text.to_ascii_lowercase();
    let at = MONTHS
        .iter()
        .position(|month| text.len() >= 3 && (month.starts_with(&text) || text == "sept" && *month == "september"))?;
    i8::try_from(at + 1).ok()
}

fn from_parts(day: &str, month: &str, year: &str) -> Result<Date, NotADay> {
    let lower = day.to_ascii_lowercase();
    let day = ["st", "nd", "rd", "th"].iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(&lower);
    let day: i8 = if digits(day) && day.len() <= 2 {
        day.parse().map_err(|_| NotADay::Unreal)?
    } else {
        return Err(NotADay::Unreal);
    };
    let month = month_number(month).ok_or(NotADay::Unreal)?;
    if !digits(year) {
        return Err(NotADay::Unreal);
    }
    if year.len() != 4 {
        return Err(NotADay::ShortYear);
    }
    let year: i16 = year.parse().map_err(|_| NotADay::Unreal)?;
    let date = Date::new(year, month, day).map_err(|_| NotADay::Unreal)?;
    if (1850..2200).contains(&year) { Ok(date) } else { Err(NotADay::FarAway) }
}

impl Form {
    /// A date that must be there. `what` reads on from "Enter", such as "the date of the appointment".
    pub fn date(&mut self, name: &str, what: &str) -> Option<Date> {
        if self.date_typed(name).iter().all(|part| part.is_empty()) {
            self.missing(name, format!("Enter {what}"));
            return None;
        }
        self.optional_date(name, what)
    }

    /// A date that may be left empty.
    pub fn optional_date(&mut self, name: &str, what: &str) -> Option<Date> {
        let parts = self.date_typed(name);
        if parts.iter().all(|part| part.is_empty()) {
            return None;
        }
        let lacking: Vec<&str> = ["day", "month", "year"]
            .into_iter()
            .zip(&parts)
            .filter(|(_, p)| parts.len() == 3 && p.is_empty())
            .map(|(w, _)| w)
            .collect();
        if !lacking.is_empty() {
            let words = format!("{} must include a {}", sentence(what), lacking.join(" and "));
            self.refuse(Refusal::new(name, "incomplete_date", words));
            return None;
        }
        let read = match &parts[..] {
            [day, month, year] => from_parts(day, month, year),
            [text] => parse_day(text),
            _ => Err(NotADay::Unreal),
        };
        read.map_err(|why| self.refuse(Refusal::new(name, "not_a_date", words(what, why)))).ok()
    }

    /// One part when the date came in one field, three when it came in three.
    fn date_typed(&self, name: &str) -> Vec<String> {
        if self.has(name) {
            return vec![self.typed(name).trim().to_owned()];
        }
        ["day", "month", "year"].map(|part| self.typed(&format!("{name}-{part}")).trim().to_owned()).into()
    }
}

fn words(what: &str, why: NotADay) -> String {
    let subject = sentence(what);
    match why {
        NotADay::Unreal => format!("{subject} must be a real date"),
        NotADay::ShortYear => format!("{subject} must have a year of 4 numbers, like 2026"),
        NotADay::FarAway => {
            format!("{subject} must be between 1 January 1850 and 31 December 2199")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn a_date_may_be_typed_in_the_ways_people_write_it() {
        for text in [
            "22/11/2026",
            "22-11-2026",
            "22.11.2026",
            "22 11 2026",
            " 22 Nov 2026 ",
            "22 november 2026",
            "Sunday 22nd November, 2026",
            "2026-11-22",
            "22NOV2026 ".replace("NOV", " NOV ").as_str(),
        ] {
            assert_eq!(parse_day(text), Ok(date(2026, 11, 22)), "{text}");
        }
        assert_eq!(parse_day("1/2/1980"), Ok(date(1980, 2, 1)));
        assert_eq!(parse_day("1 Sept 1980"), Ok(date(1980, 9, 1)));
    }

    #[test]
    fn words_for_days_and_days_outside_the_calendar_are_not_dates() {
        for text in [
            "today",
            "tomorrow",
            "31/02/2026",
            "0/1/2026",
            "1/13/2026",
            "22",
            "22/11",
            "1/2/3/2026",
            "²²/11/2026",
            "22 N 2026",
            "-1/2/2026x",
        ] {
            assert_eq!(parse_day(text), Err(NotADay::Unreal), "{text}");
        }
    }

    #[test]
    fn the_twenty_ninth_of_february_is_a_date_only_in_a_leap_year() {
        assert_eq!(parse_day("29/2/2028"), Ok(date(2028, 2, 29)));
        assert_eq!(parse_day("29/2/2000"), Ok(date(2000, 2, 29)));
        assert_eq!(parse_day("29/2/2026"), Err(NotADay::Unreal));
        assert_eq!(parse_day("29/2/1900"), Err(NotADay::Unreal));
    }

    #[test]
    fn a_year_of_two_figures_is_never_guessed() {
        assert_eq!(parse_day("1/2/26"), Err(NotADay::ShortYear));
        assert_eq!(parse_day("1/2/0026"), Err(NotADay::FarAway));
        assert_eq!(parse_day("1/2/2206"), Err(NotADay::FarAway));
    }

    #[test]
    fn three_fields_say_which_part_is_missing() {
        let mut form = Form::of([("dob-day", "1"), ("dob-month", ""), ("dob-year", "")]);
        assert_eq!(form.date("dob", "the date of birth"), None);
        assert_eq!(form.finish().unwrap_err().to_string(), "Date of birth must include a month and year");
        let mut form = Form::of([("dob-day", "1"), ("dob-month", "mar"), ("dob-year", "1980")]);
        assert_eq!(form.date("dob", "the date of birth"), Some(date(1980, 3, 1)));
        let mut form = Form::of([("dob-day", ""), ("dob-month", ""), ("dob-year", "")]);
        assert_eq!(form.optional_date("dob", "the date of birth"), None);
        assert!(form.finish().is_ok());
        assert_eq!(form.date("dob", "the date of birth"), None);
        assert_eq!(form.finish().unwrap_err().to_string(), "Enter the date of birth");
    }
}
