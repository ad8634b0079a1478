//! The lists of projects, matching and nominations: the bodies that are asked, and lists of words, compiled in and passed on as a
//! value. No list of it stands in a code path; numbers are rows of the room's policy. It does not know the law of unpaid work itself.

use kernel::Date;
use serde::Deserialize;
use std::sync::OnceLock;
use store::{Failure, Result};

/// Somebody who is asked about the work.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body {
    pub code: String,
    pub en: String,
    #[serde(rename = "cy")]
    pub(crate) _cy: String,
    pub from: Date,
    /// To be asked in each calendar year.
    pub yearly: bool,
    pub assumed: bool,
    pub source: String,
}

/// A code with its words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Coded {
    pub code: String,
    pub en: String,
    pub cy: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Registered {
    pub(crate) fact: String,
    pub(crate) kinds: Vec<String>,
    from: Date,
    #[serde(rename = "assumed")]
    _assumed: bool,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceBound {
    pub(crate) kinds: Vec<String>,
    from: Date,
    #[serde(rename = "assumed")]
    _assumed: bool,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rest {
    pub(crate) religion: String,
    pub(crate) weekdays: String,
    from: Date,
    #[serde(rename = "assumed")]
    _assumed: bool,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    #[serde(rename = "version")]
    _version: String,
    #[serde(rename = "body")]
    bodies: Vec<Body>,
    #[serde(rename = "need")]
    pub(crate) needs: Vec<Coded>,
    #[serde(rename = "skill")]
    pub(crate) skills: Vec<Coded>,
    #[serde(rename = "end")]
    pub(crate) ends: Vec<Coded>,
    #[serde(rename = "leave")]
    pub(crate) leaves: Vec<Coded>,
    registered: Vec<Registered>,
    place_bound: Vec<PlaceBound>,
    #[serde(rename = "rest")]
    rests: Vec<Rest>,
    pub(crate) declined: Vec<Coded>,
}

impl Policy {
    /// What Throughcare ships with, read once.
    ///
    /// # Errors
    /// When the file cannot be read, which a test would have found.
    pub(crate) fn shipped() -> Result<&'static Policy> {
        static SHIPPED: OnceLock<std::result::Result<Policy, String>> = OnceLock::new();
        let read = || toml::from_str(include_str!("../../data/projects.toml")).map_err(|e| e.to_string());
        SHIPPED.get_or_init(read).as_ref().map_err(|why| Failure::broken(format!("projects.toml: {why}")))
    }

    /// Who is asked about the work on a day.
    pub(crate) fn bodies(&self, on: Date) -> impl Iterator<Item = &Body> {
        self.bodies.iter().filter(move |b| b.from <= on)
    }

    pub(crate) fn body(&self, code: &str) -> Option<&Body> {
        self.bodies.iter().find(|b| b.code == code)
    }

    /// The registrations that answer a fact on a day.
    pub(crate) fn registered(&self, fact: &str, on: Date) -> impl Iterator<Item = &str> {
        let rows = self.registered.iter().filter(move |r| r.from <= on);
        let newest = rows.filter(|r| r.fact == fact).max_by_key(|r| r.from);
        newest.into_iter().flat_map(|r| r.kinds.iter().map(String::as_str))
    }

    /// Requirement types that say where somebody may not be.
    pub(crate) fn place_bound(&self, on: Date) -> impl Iterator<Item = &str> {
        let newest = self.place_bound.iter().filter(|r| r.from <= on).max_by_key(|r| r.from);
        newest.into_iter().flat_map(|r| r.kinds.iter().map(String::as_str))
    }

    /// The days that many of a religion keep free, as digits from 1 for Monday.
    pub(crate) fn rest_days(&self, religion: &str, on: Date) -> Option<&str> {
        let rows = self.rests.iter().filter(|r| r.religion == religion && r.from <= on);
        rows.max_by_key(|r| r.from).map(|r| r.weekdays.as_str())
    }
}

/// The English words of a code.
pub(crate) fn words<'a>(list: &'a [Coded], code: &'a str) -> &'a str {
    list.iter().find(|c| c.code == code).map_or(code, |c| c.en.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn the_policy_is_readable_and_says_where_each_row_comes_from() {
        let policy = Policy::shipped().unwrap();
        assert!(policy.bodies.iter().all(|b| !b.source.is_empty() && !b._cy.is_empty()));
        assert!(
            policy.registered.iter().all(|r| !r._source.is_empty())
                && policy.rests.iter().all(|r| !r._source.is_empty())
        );
        assert!(policy.place_bound.iter().all(|r| !r._source.is_empty()));
        let law = law::Law::shipped();
        assert!(policy.place_bound(date(2026, 11, 22)).all(|code| law.requirement(code).is_some()));
    }

    #[test]
    fn the_four_bodies_of_the_regulations_are_asked_each_year_from_the_day_these_came_into_force() {
        let policy = Policy::shipped().unwrap();
        let yearly = |on| policy.bodies(on).filter(|b| b.yearly && !b.assumed).count();
        assert_eq!((yearly(date(2023, 5, 7)), yearly(date(2023, 5, 8))), (0, 4));
    }
}
