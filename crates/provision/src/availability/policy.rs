//! The service's own choices for these pictures, as dated rows: how sure a day has to be, and which wait is short or long.

use kernel::Date;
use serde::Deserialize;
use std::sync::OnceLock;
use store::{Failure, Result};

/// How sure the day shown as likely has to be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certainty {
    #[serde(deserialize_with = "day")]
    from: Date,
    pub(crate) likely_percent: u8,
    pub(crate) assumed: bool,
    pub(crate) source: String,
}

/// Which wait is short and which is long.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bands {
    #[serde(deserialize_with = "day")]
    from: Date,
    pub(crate) short_weeks: i32,
    pub(crate) long_weeks: i32,
    pub(crate) assumed: bool,
    pub(crate) source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    certainty: Vec<Certainty>,
    bands: Vec<Bands>,
}

fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(deserializer)?;
    written.to_string().parse().map_err(serde::de::Error::custom)
}

impl Policy {
    /// What Throughcare ships with.
    pub(crate) fn shipped() -> Result<&'static Policy> {
        static SHIPPED: OnceLock<std::result::Result<Policy, String>> = OnceLock::new();
        let read = || toml::from_str(include_str!("../../data/availability.toml")).map_err(|e| e.to_string());
        SHIPPED.get_or_init(read).as_ref().map_err(|why| Failure::broken(format!("availability.toml: {why}")))
    }

    pub(crate) fn certainty(&self, on: Date) -> Result<&Certainty> {
        newest(&self.certainty, on, |row| row.from)
    }

    pub(crate) fn bands(&self, on: Date) -> Result<&Bands> {
        newest(&self.bands, on, |row| row.from)
    }
}

fn newest<T>(rows: &[T], on: Date, from: impl Fn(&T) -> Date) -> Result<&T> {
    let held = rows.iter().filter(|row| from(row) <= on).max_by_key(|row| from(row));
    held.ok_or_else(|| Failure::broken(format!("no row of availability.toml holds on {on}")))
}

impl Certainty {
    pub(crate) fn share(&self) -> f64 {
        f64::from(self.likely_percent) / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn a_choice_holds_from_its_day_on_and_not_before() {
        let policy = Policy::shipped().unwrap();
        assert!(policy.certainty(date(2021, 6, 25)).is_err());
        assert_eq!(policy.certainty(date(2021, 6, 26)).unwrap().likely_percent, 80);
        let bands = policy.bands(date(2026, 11, 23)).unwrap();
        assert!(bands.short_weeks < bands.long_weeks && bands.assumed && !bands.source.is_empty());
    }
}
