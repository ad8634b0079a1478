//! The dated rows that a proposal turns on beside the requirement types: facts to ask for, conditions, what to arrange
//! first, what stands together. A row names requirement types by code; a test holds that each is listed.

use super::Weight;
use crate::{CaseDates, Span, Sureness, Term, Turns};
use jiff::civil::Date;
use serde::Deserialize;

/// Something about the person that a condition asks for, with the question to put.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub code: String,
    pub question: String,
}

/// From when to when a row holds, and by which day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Dated {
    turns: Option<Turns>,
    from: Option<Date>,
    before: Option<Date>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Condition {
    pub requirements: Vec<String>,
    pub fact: String,
    pub must: bool,
    pub words: String,
    pub source: String,
    pub sure: Sureness,
    #[serde(flatten)]
    pub dated: Dated,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Arrange {
    pub requirements: Vec<String>,
    pub words: String,
    pub source: String,
    pub sure: Sureness,
    #[serde(flatten)]
    pub dated: Dated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Ask {
    OneOf,
    NoneOf,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Together {
    pub rule: String,
    /// The orders it is about; none: every kind.
    #[serde(default)]
    pub sentences: Vec<String>,
    pub of: Vec<String>,
    pub ask: Ask,
    pub with: Vec<String>,
    #[serde(default)]
    pub a_fine_serves: bool,
    pub weight: Weight,
    pub words: String,
    pub source: String,
    pub sure: Sureness,
    #[serde(flatten)]
    pub dated: Dated,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Beyond {
    pub requirements: Vec<String>,
    pub over: Term,
    pub rule: String,
    pub words: String,
    pub source: String,
    pub sure: Sureness,
    #[serde(flatten)]
    pub dated: Dated,
}

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposalRows {
    pub version: String,
    #[serde(rename = "fact")]
    pub facts: Vec<Fact>,
    #[serde(rename = "condition")]
    pub conditions: Vec<Condition>,
    pub arrange: Vec<Arrange>,
    pub together: Vec<Together>,
    pub beyond: Vec<Beyond>,
}

impl Dated {
    /// False only when the deciding day is known and lies outside.
    pub(crate) fn may_hold(self, dates: &CaseDates) -> bool {
        let day = self.turns.and_then(|turns| dates.day(turns));
        Span { from: self.from, before: self.before }.may_hold(day)
    }
}

#[cfg(test)]
mod tests {
    use crate::Law;

    #[test]
    fn every_row_names_listed_types_and_a_listed_fact() {
        let law = Law::shipped();
        let rows = law.proposals();
        let mut codes: Vec<&String> = Vec::new();
        codes.extend(rows.conditions.iter().flat_map(|row| &row.requirements));
        codes.extend(rows.arrange.iter().flat_map(|row| &row.requirements));
        codes.extend(rows.together.iter().flat_map(|row| row.of.iter().chain(&row.with)));
        codes.extend(rows.beyond.iter().flat_map(|row| &row.requirements));
        for code in codes {
            assert!(law.requirement(code).is_some(), "{code}");
        }
        assert!(rows.together.iter().flat_map(|row| &row.sentences).all(|code| law.sentence(code).is_some()));
        assert!(rows.conditions.iter().all(|row| law.facts().iter().any(|fact| fact.code == row.fact)));
    }

    #[test]
    fn the_requirements_that_may_serve_as_punishment_are_the_restrictive_ones_of_adults() {
        let law = Law::shipped();
        let row = law.proposals().together.iter().find(|row| row.rule == "no-punishment").unwrap();
        let restrictive: Vec<_> = law
            .requirements()
            .iter()
            .filter(|kind| kind.family == crate::Family::Community && kind.restrictive)
            .map(|kind| kind.code.clone())
            .collect();
        assert_eq!(row.with, restrictive);
    }
}
