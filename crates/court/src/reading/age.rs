//! Whether somebody was under eighteen on the day of the hearing. The date of birth decides; flags only speak where it
//! is missing.

use jiff::ToSpan;
use kernel::Date;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    Adult,
    /// With the day they turn eighteen, where the date of birth is known.
    Youth {
        eighteen: Option<Date>,
    },
    /// Neither a date of birth nor a flag.
    Unknown,
}

impl Age {
    pub(super) fn at(day: Option<Date>, born: Option<Date>, flagged: Option<bool>) -> Age {
        match (born, day) {
            (Some(born), Some(day)) => {
                let eighteen = birthday(born, 18);
                if day < eighteen { Age::Youth { eighteen: Some(eighteen) } } else { Age::Adult }
            }
            _ => match flagged {
                Some(true) => Age::Youth { eighteen: born.map(|b| birthday(b, 18)) },
                Some(false) => Age::Adult,
                None => Age::Unknown,
            },
        }
    }

    #[must_use]
    pub fn is_youth(self) -> bool {
        matches!(self, Age::Youth { .. })
    }
}

/// Somebody born on 29 February has their birthday on 1 March in other years.
fn birthday(born: Date, years: i16) -> Date {
    let year = born.year().saturating_add(years);
    Date::new(year, born.month(), born.day())
        .or_else(|_| Date::new(year, 3, 1))
        .unwrap_or_else(|_| born.saturating_add(years.years()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn somebody_is_an_adult_on_their_eighteenth_birthday_and_not_the_day_before() {
        let born = Some(date(2009, 1, 18));
        let eighteen = Some(date(2027, 1, 18));
        assert_eq!(Age::at(Some(date(2027, 1, 17)), born, None), Age::Youth { eighteen });
        assert_eq!(Age::at(eighteen, born, Some(true)), Age::Adult);
        assert_eq!(birthday(date(2008, 2, 29), 18), date(2026, 3, 1));
    }

    #[test]
    fn a_flag_speaks_only_where_the_date_of_birth_is_missing() {
        assert_eq!(Age::at(Some(date(2021, 9, 9)), Some(date(1975, 1, 1)), Some(true)), Age::Adult);
        assert_eq!(Age::at(Some(date(2021, 9, 9)), None, Some(true)), Age::Youth { eighteen: None });
        assert_eq!(Age::at(None, None, None), Age::Unknown);
    }
}
