//! A length as a court says it: "2 years 8 months", "120 days", "100 hours". Years and months are calendar arithmetic, so
//! two years and 24 months come to the same day.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// A length in one or more units. At least one unit was said, though it may be nought ("0 hours").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Term {
    years: u32,
    months: u32,
    weeks: u32,
    days: u32,
    hours: u32,
    /// Which unit to show when everything is nought.
    said: Said,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum Said {
    Years,
    Months,
    Weeks,
    #[default]
    Days,
    Hours,
}

/// The text is not a number and a unit, repeated, with no unit twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATerm;

/// More than this in one unit is a slip of the keyboard, and would leave the calendar.
const MOST: u32 = 99_999;

impl Term {
    #[must_use]
    pub const fn years(count: u32) -> Term {
        Term { years: count, ..Term::nought(Said::Years) }
    }

    #[must_use]
    pub const fn months(count: u32) -> Term {
        Term { months: count, ..Term::nought(Said::Months) }
    }

    #[must_use]
    pub const fn weeks(count: u32) -> Term {
        Term { weeks: count, ..Term::nought(Said::Weeks) }
    }

    #[must_use]
    pub const fn days(count: u32) -> Term {
        Term { days: count, ..Term::nought(Said::Days) }
    }

    #[must_use]
    pub const fn hours(count: u32) -> Term {
        Term { hours: count, ..Term::nought(Said::Hours) }
    }

    const fn nought(said: Said) -> Term {
        Term { years: 0, months: 0, weeks: 0, days: 0, hours: 0, said }
    }

    /// The corresponding day after the term, as the law counts "six months after": years and months by the calendar (31
    /// January plus a month is the last of February), then weeks and days. Hours do not move a date. `None` past the end of
    /// the calendar.
    #[must_use]
    pub fn after(self, start: Date) -> Option<Date> {
        let span = 0
            .days()
            .try_years(i64::from(self.years))
            .and_then(|s| s.try_months(i64::from(self.months)))
            .and_then(|s| s.try_weeks(i64::from(self.weeks)))
            .and_then(|s| s.try_days(i64::from(self.days)))
            .ok()?;
        start.checked_add(span).ok()
    }

    /// The last day of a period of this length that begins with `start`: three months from 1 March end on 31 May.
    #[must_use]
    pub fn last_day(self, start: Date) -> Option<Date> {
        self.after(start)?.yesterday().ok()
    }

    /// The hours, when nothing but hours was said.
    #[must_use]
    pub fn whole_hours(self) -> Option<u32> {
        (self.said == Said::Hours && self.months == 0 && self.years == 0 && self.weeks == 0 && self.days == 0)
            .then_some(self.hours)
    }

    /// The days, when only days and weeks were said.
    #[must_use]
    pub fn whole_days(self) -> Option<u32> {
        let only =
            self.years == 0 && self.months == 0 && self.hours == 0 && matches!(self.said, Said::Days | Said::Weeks);
        only.then(|| self.weeks * 7 + self.days)
    }

    #[must_use]
    pub fn is_nought(self) -> bool {
        self.parts().iter().all(|(count, _, _)| *count == 0)
    }

    fn parts(self) -> [(u32, &'static str, Said); 5] {
        [
            (self.years, "year", Said::Years),
            (self.months, "month", Said::Months),
            (self.weeks, "week", Said::Weeks),
            (self.days, "day", Said::Days),
            (self.hours, "hour", Said::Hours),
        ]
    }
}

impl std::fmt::Display for Term {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = String::new();
        for (count, name, said) in self.parts() {
            if count > 0 || (self.is_nought() && said == self.said) {
                let gap = if out.is_empty() { "" } else { " " };
                write!(out, "{gap}{count} {name}{}", if count == 1 { "" } else { "s" })?;
            }
        }
        f.write_str(&out)
    }
}

impl std::str::FromStr for Term {
    type Err = NotATerm;

    /// Takes "2 Years 8 Months", "90 days", "1 weeks", "18 months and 2 days"; capitals, plurals, commas and "and" do not
    /// matter. A number without a unit is refused: what it counts is not known.
    fn from_str(text: &str) -> Result<Term, NotATerm> {
        let words = text.to_lowercase().replace(',', " ");
        let mut words = words.split_whitespace().filter(|w| *w != "and").peekable();
        let mut term: Option<Term> = None;
        let mut seen = Vec::new();
        while let Some(word) = words.next() {
            let (number, unit) = split_number(word);
            let count = number.parse::<u32>().ok().filter(|n| *n <= MOST).ok_or(NotATerm)?;
            let unit = if unit.is_empty() { words.next().ok_or(NotATerm)? } else { unit };
            let said = unit_of(unit).ok_or(NotATerm)?;
            if seen.contains(&said) {
                return Err(NotATerm);
            }
            seen.push(said);
            let term = term.get_or_insert(Term::nought(said));
            match said {
                Said::Years => term.years = count,
                Said::Months => term.months = count,
                Said::Weeks => term.weeks = count,
                Said::Days => term.days = count,
                Said::Hours => term.hours = count,
            }
        }
        term.ok_or(NotATerm).map(Term::settled)
    }
}

impl Term {
    /// Two texts that mean the same are the same value, whatever order the units came in.
    fn settled(mut self) -> Term {
        let largest = self.parts().into_iter().find(|(count, _, _)| *count > 0);
        self.said = largest.map_or(self.said, |(_, _, said)| said);
        self
    }
}

fn split_number(word: &str) -> (&str, &str) {
    word.split_at(word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len()))
}

fn unit_of(word: &str) -> Option<Said> {
    Some(match word {
        "year" | "years" => Said::Years,
        "month" | "months" => Said::Months,
        "week" | "weeks" => Said::Weeks,
        "day" | "days" => Said::Days,
        "hour" | "hours" => Said::Hours,
        _ => return None,
    })
}

impl std::fmt::Display for NotATerm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a length is a number and a unit, such as 18 months, 2 years 8 months or 120 hours")
    }
}

impl std::error::Error for NotATerm {}

impl TryFrom<String> for Term {
    type Error = NotATerm;
    fn try_from(text: String) -> Result<Self, NotATerm> {
        text.parse()
    }
}

impl From<Term> for String {
    fn from(term: Term) -> String {
        term.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_term_is_read_as_courts_write_it() {
        for (text, shown) in [
            ("2 Years 8 Months", "2 years 8 months"),
            ("1 weeks", "1 week"),
            ("90 DAYS", "90 days"),
            ("20 Hours", "20 hours"),
            ("18 months and 2 days", "18 months 2 days"),
            ("6months", "6 months"),
            ("0 Hours", "0 hours"),
        ] {
            assert_eq!(text.parse::<Term>().map(|t| t.to_string()), Ok(shown.into()), "{text}");
        }
        for wrong in ["", "120", "months", "2 fortnights", "2 months 3 months", "-3 days", "999999 years", "1.5 years"]
        {
            assert_eq!(wrong.parse::<Term>(), Err(NotATerm), "{wrong}");
        }
    }

    #[test]
    fn a_period_ends_the_day_before_the_corresponding_day() {
        assert_eq!(Term::months(3).last_day(date(2026, 3, 1)), Some(date(2026, 5, 31)));
        assert_eq!(Term::days(120).last_day(date(2026, 1, 1)), Some(date(2026, 4, 30)));
        assert_eq!(Term::months(1).after(date(2026, 1, 31)), Some(date(2026, 2, 28)));
        assert_eq!(Term::years(9998).after(date(2026, 1, 1)), None);
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(y in 0u32..40, m in 0u32..40, w in 0u32..60, d in 0u32..500, h in 0u32..400) {
            prop_assume!(y + m + w + d + h > 0);
            let text = format!("{h} hours {d} days {w} weeks {m} months {y} years");
            let term: Term = text.parse().unwrap();
            prop_assert_eq!(term.to_string().parse::<Term>(), Ok(term));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = text.parse::<Term>();
        }

        #[test]
        fn a_longer_term_never_ends_sooner(days in 0i32..4000, m in 0u32..50) {
            let start = date(2015, 1, 1).checked_add(days.days()).unwrap();
            prop_assert!(Term::months(m).after(start) < Term::months(m + 1).after(start));
        }
    }
}
