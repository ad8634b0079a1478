//! A length as a court says it: "18 Months", "2 Years 8 Months", "120 Hours", or a bare number whose unit the kind of
//! requirement gives. It is kept in its own units; nothing is turned into days.

/// Years, months, weeks, days and hours as said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub years: u32,
    pub months: u32,
    pub weeks: u32,
    pub days: u32,
    pub hours: u32,
}

impl Span {
    #[must_use]
    pub fn years(years: u32) -> Span {
        Span { years, ..Span::default() }
    }
    #[must_use]
    pub fn months(months: u32) -> Span {
        Span { months, ..Span::default() }
    }
    #[must_use]
    pub fn weeks(weeks: u32) -> Span {
        Span { weeks, ..Span::default() }
    }
    #[must_use]
    pub fn days(days: u32) -> Span {
        Span { days, ..Span::default() }
    }
    #[must_use]
    pub fn hours(hours: u32) -> Span {
        Span { hours, ..Span::default() }
    }

    /// Reads "2 Years 8 Months" and its like; `unit` (`Y M W D H`) is for a bare number. `None` when any part of the
    /// text is something else, or when it says nothing.
    #[must_use]
    pub fn read(text: &str, unit: Option<char>) -> Option<Span> {
        let mut span = Span::default();
        let mut words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()).peekable();
        let mut any = false;
        while let Some(word) = words.next() {
            if word.eq_ignore_ascii_case("and") {
                continue;
            }
            let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
            let amount: u32 = digits.parse().ok()?;
            let tail = &word[digits.len()..];
            let unit = match tail.chars().next() {
                Some(_) => unit_of(tail)?,
                None => match words.peek().and_then(|w| unit_of(w)) {
                    Some(unit) => {
                        words.next();
                        unit
                    }
                    None => unit.filter(|_| !any && words.peek().is_none())?,
                },
            };
            span.put(unit, amount)?;
            any = true;
        }
        any.then_some(span)
    }

    /// Both together, each unit by itself; `None` beyond what a number holds.
    #[must_use]
    pub fn plus(self, other: Span) -> Option<Span> {
        Some(Span {
            years: self.years.checked_add(other.years)?,
            months: self.months.checked_add(other.months)?,
            weeks: self.weeks.checked_add(other.weeks)?,
            days: self.days.checked_add(other.days)?,
            hours: self.hours.checked_add(other.hours)?,
        })
    }

    fn put(&mut self, unit: char, amount: u32) -> Option<()> {
        let place = match unit {
            'Y' => &mut self.years,
            'M' => &mut self.months,
            'W' => &mut self.weeks,
            'D' => &mut self.days,
            _ => &mut self.hours,
        };
        *place = place.checked_add(amount)?;
        Some(())
    }
}

fn unit_of(word: &str) -> Option<char> {
    match word.to_ascii_lowercase().as_str() {
        "year" | "years" | "y" => Some('Y'),
        "month" | "months" | "m" => Some('M'),
        "week" | "weeks" | "w" => Some('W'),
        "day" | "days" | "d" => Some('D'),
        "hour" | "hours" | "h" | "hrs" => Some('H'),
        _ => None,
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [
            (self.years, "year"),
            (self.months, "month"),
            (self.weeks, "week"),
            (self.days, "day"),
            (self.hours, "hour"),
        ];
        let mut first = true;
        for (amount, name) in parts.iter().filter(|(amount, _)| *amount > 0) {
            write!(f, "{}{amount} {name}{}", if first { "" } else { " " }, if *amount == 1 { "" } else { "s" })?;
            first = false;
        }
        if first { f.write_str("nothing") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn a_length_keeps_every_unit_it_was_said_in() {
        assert_eq!(Span::read("2 Years 8 Months", None), Some(Span { years: 2, months: 8, ..Span::default() }));
        assert_eq!(Span::read("1 Years", None), Some(Span::years(1)));
        assert_eq!(Span::read("30 MINUTES", None), None);
        assert_eq!(Span::read("20 weeks", None), Some(Span::weeks(20)));
        assert_eq!(Span::read("1 year and 6 months", None).unwrap().to_string(), "1 year 6 months");
    }

    #[test]
    fn a_bare_number_takes_the_unit_of_its_requirement_and_none_otherwise() {
        assert_eq!(Span::read("120", Some('D')), Some(Span::days(120)));
        assert_eq!(Span::read("120", None), None);
        assert_eq!(Span::read("2 Years 8", Some('D')), None);
        for text in ["", "-4 Days", "4.5 Hours", "4294967296 Days", "Life", "4 4 Days", "é"] {
            assert_eq!(Span::read(text, Some('D')), None, "{text}");
        }
    }
}
