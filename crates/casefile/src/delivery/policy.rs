//! What counts as treatment and as late, as dated rows.

use kernel::Date;
use law::Sureness;
use serde::Deserialize;
use std::sync::OnceLock;
use store::{Failure, Result};

/// An answer that tells a need by itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Telling {
    pub(crate) question: String,
    pub(crate) is: Vec<String>,
}

/// A kind of treatment.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TreatmentKind {
    pub(crate) code: String,
    pub(crate) words: String,
    /// Sections of the assessment.
    pub(crate) needs: Vec<String>,
    pub(crate) answers: Vec<Telling>,
    /// Requirement types of the law.
    pub(crate) requirements: Vec<String>,
}

/// When treatment is delivered to guidance.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Guidance {
    #[serde(deserialize_with = "day")]
    from: Date,
    pub(crate) begin_weeks: i32,
    pub(crate) keep_weeks: i32,
    pub(crate) sure: Sureness,
    pub(crate) source: String,
}

/// After how many days a requirement that has not begun is late.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BeginWithin {
    pub(crate) requirement: String,
    #[serde(deserialize_with = "day")]
    from: Date,
    pub(crate) days: i32,
    pub(crate) sure: Sureness,
    pub(crate) source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    #[serde(rename = "treatment")]
    pub(crate) treatments: Vec<TreatmentKind>,
    guidance: Vec<Guidance>,
    begin_within: Vec<BeginWithin>,
}

fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(deserializer)?;
    written.to_string().parse().map_err(serde::de::Error::custom)
}

impl Policy {
    /// What Throughcare ships with.
    pub(crate) fn shipped() -> Result<&'static Policy> {
        static SHIPPED: OnceLock<std::result::Result<Policy, String>> = OnceLock::new();
        let read = || toml::from_str(include_str!("../../policy/interventions.toml")).map_err(|e| e.to_string());
        SHIPPED.get_or_init(read).as_ref().map_err(|why| Failure::broken(format!("interventions.toml: {why}")))
    }

    #[cfg(test)]
    pub(crate) fn treatment(&self, code: &str) -> Option<&TreatmentKind> {
        self.treatments.iter().find(|kind| kind.code == code)
    }

    /// By the day of the order.
    pub(crate) fn guidance(&self, ordered_on: Date) -> Option<&Guidance> {
        self.guidance.iter().filter(|row| row.from <= ordered_on).max_by_key(|row| row.from)
    }

    /// By the day of the order; none for a type that has no time limit.
    pub(crate) fn begin_within(&self, requirement: &str, ordered_on: Date) -> Option<&BeginWithin> {
        let rows = self.begin_within.iter().filter(|row| row.requirement == requirement && row.from <= ordered_on);
        rows.max_by_key(|row| row.from)
    }

    /// The rows that hold on a day, one a requirement type.
    pub(crate) fn limits(&self, on: Date) -> Vec<&BeginWithin> {
        let mut rows: Vec<&BeginWithin> = Vec::new();
        for row in &self.begin_within {
            let held = self.begin_within(&row.requirement, on);
            if let Some(held) = held.filter(|held| !rows.iter().any(|r| r.requirement == held.requirement)) {
                rows.push(held);
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn every_row_names_what_the_law_lists_and_holds_from_its_day() {
        let (policy, law) = (Policy::shipped().unwrap(), law::Law::shipped());
        let mut codes: Vec<&String> = policy.treatments.iter().flat_map(|kind| &kind.requirements).collect();
        codes.extend(policy.begin_within.iter().map(|row| &row.requirement));
        assert!(codes.iter().all(|code| law.requirement(code).is_some()));
        assert!(policy.guidance(date(2021, 6, 25)).is_none() && policy.guidance(date(2021, 6, 26)).is_some());
        assert!(policy.begin_within("DRR", date(2021, 6, 25)).is_none());
        assert_eq!(policy.begin_within("DRR", date(2021, 6, 26)).map(|row| row.days), Some(21));
        assert!(policy.begin_within("CUR", date(2026, 11, 23)).is_none());
        assert_eq!(policy.limits(date(2026, 11, 23)).len(), 8);
    }
}
