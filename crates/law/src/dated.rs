//! Which day a rule turns on, and from when to when it holds. An unknown day never decides anything by itself.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The day by which a rule turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Turns {
    Offence,
    Conviction,
    Sentence,
}

/// How sure we are of a row: read in legislation or in running national code, or held to be right and not re-read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sureness {
    Known,
    Assumed,
}

/// The days of one case by which rules turn, as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseDates {
    pub offence: Option<Date>,
    pub conviction: Option<Date>,
    pub sentence: Option<Date>,
}

impl CaseDates {
    #[must_use]
    pub fn day(&self, turns: Turns) -> Option<Date> {
        match turns {
            Turns::Offence => self.offence,
            Turns::Conviction => self.conviction,
            Turns::Sentence => self.sentence,
        }
    }
}

/// From the first day `from` up to but not with `before`; either end may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Span {
    pub from: Option<Date>,
    pub before: Option<Date>,
}

impl Span {
    #[must_use]
    pub fn holds_on(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.before.is_none_or(|before| day < before)
    }

    /// Whether the row may be the one that applies: certain when the day is known, possible when it is not.
    pub(crate) fn may_hold(self, day: Option<Date>) -> bool {
        day.is_none_or(|day| self.holds_on(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_rule_holds_from_its_first_day_until_the_day_before_the_next_rule() {
        let span = Span { from: Some(date(2022, 6, 28)), before: Some(date(2026, 3, 22)) };
        assert!(!span.holds_on(date(2022, 6, 27)));
        assert!(span.holds_on(date(2022, 6, 28)));
        assert!(span.holds_on(date(2026, 3, 21)));
        assert!(!span.holds_on(date(2026, 3, 22)));
    }
}
