//! Reads the texts of a body with the same care as forms are read: what is no date or length is refused by its name, and
//! everything that is wrong is told at once.

use crate::Length;
use kernel::{Date, Refusal, Refusals};

/// The longest text that is kept.
const MOST: usize = 4000;

/// Reads texts and gathers what is wrong with them.
#[derive(Default)]
pub(super) struct Reader(pub(super) Vec<Refusal>);

impl Reader {
    pub(super) fn day(&mut self, field: &str, text: &str) -> Option<Date> {
        let day = text.parse().ok();
        if day.is_none() {
            self.0.push(Refusal::new(field, "not_a_date", format!("Give {field} as YYYY-MM-DD")));
        }
        day
    }

    pub(super) fn maybe_day(&mut self, field: &str, text: Option<&str>) -> Option<Date> {
        text.and_then(|text| self.day(field, text))
    }

    pub(super) fn length(&mut self, field: &str, text: Option<&str>) -> Option<Length> {
        let text = text?;
        let term = text.parse().ok();
        if term.is_none() {
            let words = format!("Give {field} as a number and a unit, such as 18 months");
            self.0.push(Refusal::new(field, "not_a_length", words));
        }
        term.map(Length)
    }

    pub(super) fn text(&mut self, field: &str, text: Option<String>) -> Option<String> {
        let text = text?;
        if text.chars().count() > MOST {
            self.0.push(Refusal::new(field, "too_long", format!("{field} must be {MOST} characters or fewer")));
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            let words = format!("{field} must not contain hidden control characters");
            self.0.push(Refusal::new(field, "control_character", words));
        }
        Some(text).filter(|text| !text.trim().is_empty())
    }

    pub(super) fn finish<T>(self, read: Option<T>) -> Result<T, Refusals> {
        match read {
            Some(read) if self.0.is_empty() => Ok(read),
            _ => Err(Refusals(self.0)),
        }
    }
}
