//! Kinds of treatment, ends, what courts say and what can be shared: data that the program ships with, passed on as a value.

use serde::Deserialize;
use std::sync::OnceLock;

/// A kind of treatment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kind {
    pub(crate) code: String,
    pub(crate) en: String,
    pub(crate) cy: String,
    /// Types of the law that order it.
    pub(crate) requirements: Vec<String>,
    pub(crate) tests: bool,
    /// The number of the policy that says how many contacts there are at least in a period.
    pub(crate) contacts: String,
}

/// A code with its words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Coded {
    pub(crate) code: String,
    pub(crate) en: String,
    pub(crate) cy: String,
    #[serde(default)]
    pub(crate) completed: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    #[serde(rename = "version")]
    _version: String,
    #[serde(rename = "kind")]
    pub(crate) kinds: Vec<Kind>,
    #[serde(rename = "end")]
    pub(crate) ends: Vec<Coded>,
    pub(crate) said: Vec<Coded>,
    #[serde(rename = "share")]
    pub(crate) shares: Vec<Coded>,
}

impl Policy {
    /// The policy that Throughcare ships with, read once.
    #[expect(clippy::expect_used, reason = "a compiled-in file, which a test reads; nothing from outside reaches this")]
    pub(crate) fn shipped() -> &'static Policy {
        static SHIPPED: OnceLock<Policy> = OnceLock::new();
        SHIPPED
            .get_or_init(|| toml::from_str(include_str!("../../data/treatment.toml")).expect("the policy is readable"))
    }

    pub(crate) fn kind(&self, code: &str) -> Option<&Kind> {
        self.kinds.iter().find(|k| k.code == code)
    }

    pub(crate) fn kind_words<'a>(&'a self, code: &'a str) -> &'a str {
        self.kind(code).map_or(code, |k| k.en.as_str())
    }

    pub(crate) fn end(&self, code: &str) -> Option<&Coded> {
        self.ends.iter().find(|e| e.code == code)
    }

    pub(crate) fn said(&self, code: &str) -> Option<&Coded> {
        self.said.iter().find(|s| s.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_ordered_by_requirements_of_the_law_that_ask_for_consent() {
        let law = law::Law::shipped();
        for kind in &Policy::shipped().kinds {
            for code in &kind.requirements {
                assert!(law.requirement(code).is_some_and(|r| r.consent), "{code}");
            }
        }
        let every = Policy::shipped();
        let all = every.ends.iter().chain(&every.said).chain(&every.shares);
        assert!(all.clone().count() > 10 && all.into_iter().all(|c| c.en != c.cy && !c.cy.is_empty()));
    }
}
