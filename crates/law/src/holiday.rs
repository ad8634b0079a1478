//! Bank holidays by nation, as proclaimed; outside the listed years nothing is known and only weekends are not worked.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A nation with its own bank holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nation {
    EnglandAndWales,
    Scotland,
    NorthernIreland,
}

/// One day.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankHoliday {
    pub on: Date,
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Law;
    use jiff::civil::{Weekday, date};

    fn days_of(nation: Nation, year: i16) -> Vec<Date> {
        Law::shipped().holidays(nation).days().iter().copied().filter(|d| d.year() == year).collect()
    }

    #[test]
    fn england_and_wales_have_eight_a_year_but_for_the_proclaimed_extra_days() {
        for year in 2015..=2030 {
            let expected = match year {
                2022 => 10,
                2023 => 9,
                _ => 8,
            };
            assert_eq!(days_of(Nation::EnglandAndWales, year).len(), expected, "{year}");
        }
    }

    #[test]
    fn scotland_has_nine_and_northern_ireland_ten_but_for_the_proclaimed_extra_days() {
        for year in 2015..=2030 {
            let extra = usize::from(matches!(year, 2022 | 2023)) + usize::from(year == 2022);
            assert_eq!(days_of(Nation::Scotland, year).len(), 9 + extra + usize::from(year == 2026), "Scotland {year}");
            assert_eq!(days_of(Nation::NorthernIreland, year).len(), 10 + extra, "Northern Ireland {year}");
        }
    }

    #[test]
    fn no_bank_holiday_falls_on_a_weekend() {
        for nation in [Nation::EnglandAndWales, Nation::Scotland, Nation::NorthernIreland] {
            for day in Law::shipped().holidays(nation).days() {
                assert!(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday), "{day}");
            }
        }
    }

    #[test]
    fn moved_extra_and_substitute_days_are_where_they_were_kept() {
        let days = Law::shipped().holidays(Nation::EnglandAndWales).days().to_vec();
        for kept in [
            date(2015, 12, 28),
            date(2016, 12, 27),
            date(2018, 3, 30),
            date(2020, 5, 8),
            date(2020, 12, 28),
            date(2021, 12, 28),
            date(2022, 6, 2),
            date(2022, 6, 3),
            date(2022, 9, 19),
            date(2023, 1, 2),
            date(2023, 5, 8),
            date(2024, 4, 1),
            date(2025, 4, 18),
            date(2026, 4, 3),
            date(2026, 12, 28),
            date(2027, 12, 27),
            date(2027, 12, 28),
        ] {
            assert!(days.contains(&kept), "{kept}");
        }
        for worked in [date(2020, 5, 4), date(2022, 5, 30), date(2022, 12, 28), date(2026, 12, 24)] {
            assert!(!days.contains(&worked), "{worked}");
        }
    }
}
