//! Times of day, as people type them.

use super::{Form, sentence};
use kernel::{Refusal, Time};

/// Reads 9:30, 09:30, 0930, 9.30am, 9am, 2:15 pm, midday, midnight. A bare number such as 9 could be either half of the
/// day and is refused.
#[must_use]
pub fn parse_time(text: &str) -> Option<Time> {
    let text: String = text.to_ascii_lowercase().split_whitespace().collect();
    match text.as_str() {
        "midday" | "noon" => return Time::new(12, 0, 0, 0).ok(),
        "midnight" => return Time::new(0, 0, 0, 0).ok(),
        _ => {}
    }
    let half = ["am", "a.m.", "pm", "p.m."].into_iter().find(|half| text.ends_with(half));
    let figures = half.map_or(text.as_str(), |half| &text[..text.len() - half.len()]);
    let (hour, minute) = hour_and_minute(figures, half.is_some())?;
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) if half.starts_with('p') => hour % 12 + 12,
        Some(_) => hour % 12,
    };
    Time::new(hour, minute, 0, 0).ok()
}

fn hour_and_minute(figures: &str, bare_hour: bool) -> Option<(i8, i8)> {
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<i8>().ok()).flatten();
    if let Some((hour, minute)) = figures.split_once([':', '.']) {
        return (minute.len() == 2).then_some((number(hour)?, number(minute)?));
    }
    match figures.len() {
        3 | 4 if figures.is_ascii() => {
            let (hour, minute) = figures.split_at(figures.len() - 2);
            Some((number(hour)?, number(minute)?))
        }
        1 | 2 if bare_hour => Some((number(figures)?, 0)),
        _ => None,
    }
}

impl Form {
    /// A time of day that must be there. `what` reads on from "Enter", such as "the start time".
    pub fn time(&mut self, name: &str, what: &str) -> Option<Time> {
        if self.typed(name).trim().is_empty() {
            self.missing(name, format!("Enter {what}"));
            return None;
        }
        self.optional_time(name, what)
    }

    /// A time of day that may be left empty.
    pub fn optional_time(&mut self, name: &str, what: &str) -> Option<Time> {
        let typed = self.typed(name).trim();
        if typed.is_empty() {
            return None;
        }
        let time = parse_time(typed);
        if time.is_none() {
            let words = format!("{} must be a time, like 9:30am or 14:15", sentence(what));
            self.refuse(Refusal::new(name, "not_a_time", words));
        }
        time
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i8, minute: i8) -> Option<Time> {
        Time::new(hour, minute, 0, 0).ok()
    }

    #[test]
    fn a_time_may_be_typed_in_the_ways_people_write_it() {
        for text in ["9:30", "09:30", "0930", "930", "9.30am", "9:30 AM", "9.30 a.m."] {
            assert_eq!(parse_time(text), at(9, 30), "{text}");
        }
        assert_eq!(parse_time("9am"), at(9, 0));
        assert_eq!(parse_time("2:15pm"), at(14, 15));
        assert_eq!(parse_time("12am"), at(0, 0));
        assert_eq!(parse_time("12:05pm"), at(12, 5));
        assert_eq!(parse_time("midday"), at(12, 0));
        assert_eq!(parse_time("23:59"), at(23, 59));
    }

    #[test]
    fn what_could_mean_two_things_or_nothing_is_refused() {
        for text in ["9", "24:00", "9:5", "13:00pm", "0am", "9:60", "soon", "", "-1:30", "+9:30", "é30", "9:30:00"] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    #[test]
    fn a_wrong_time_is_told_with_an_example() {
        let mut form = Form::of([("start", "soon")]);
        assert_eq!(form.time("start", "the start time"), None);
        assert_eq!(form.finish().unwrap_err().to_string(), "Start time must be a time, like 9:30am or 14:15");
    }
}
