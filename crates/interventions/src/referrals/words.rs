//! The words of the catalogue that comes with the room: desired outcomes by need, reasons to withdraw, kinds of service that
//! others deliver, and what an answer of a provider means in the log. Pure data, read once.

use serde::Deserialize;
use std::sync::OnceLock;

/// An outcome that can be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DesiredOutcome {
    pub(crate) code: String,
    pub(crate) need: String,
    pub(crate) en: String,
}

/// A reason to withdraw.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Withdrawal {
    pub(crate) code: String,
    pub(crate) group: String,
    pub(crate) en: String,
    /// Why the person leaves the waiting list, in the words of provision.
    pub(crate) leaves: String,
    /// The provider may give it too.
    #[serde(default)]
    pub(crate) provider: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Elsewhere {
    kind: String,
    /// People are referred to it here.
    #[serde(default = "yes")]
    referred: bool,
}

fn yes() -> bool {
    true
}

/// What an answer means in the log.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Came {
    attended: bool,
    happened: bool,
    why: Option<String>,
    outcome: String,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    #[serde(rename = "outcome", default)]
    pub(crate) outcomes: Vec<DesiredOutcome>,
    #[serde(rename = "withdrawal", default)]
    pub(crate) withdrawals: Vec<Withdrawal>,
    #[serde(default)]
    elsewhere: Vec<Elsewhere>,
    #[serde(default)]
    came: Vec<Came>,
}

impl Words {
    /// As shipped; a test reads every row.
    pub(crate) fn shipped() -> &'static Words {
        static ONE: OnceLock<Words> = OnceLock::new();
        ONE.get_or_init(|| toml::from_str(include_str!("outcomes.toml")).unwrap_or_default())
    }

    /// The outcomes of a need.
    pub(crate) fn of_need<'a>(&'a self, need: &'a str) -> impl Iterator<Item = &'a DesiredOutcome> {
        self.outcomes.iter().filter(move |outcome| outcome.need == need)
    }

    /// The words of an outcome; its code where it is not known.
    pub(crate) fn outcome<'a>(&'a self, code: &'a str) -> &'a str {
        self.outcomes.iter().find(|outcome| outcome.code == code).map_or(code, |outcome| outcome.en.as_str())
    }

    pub(crate) fn withdrawal(&self, code: &str) -> Option<&Withdrawal> {
        self.withdrawals.iter().find(|reason| reason.code == code)
    }

    /// Sessions of this kind of service are planned and recorded by its provider, here.
    pub(crate) fn by_provider(&self, kind: &str) -> bool {
        self.elsewhere.iter().all(|other| other.kind != kind)
    }

    /// People are referred to this kind of service here.
    pub(crate) fn is_referred_to(&self, kind: &str) -> bool {
        self.elsewhere.iter().all(|other| other.referred || other.kind != kind)
    }

    /// The outcome that the log gets.
    pub(crate) fn came(&self, attended: bool, happened: bool, why: Option<&str>) -> Option<&str> {
        let found =
            self.came.iter().find(|c| c.attended == attended && c.happened == happened && c.why.as_deref() == why);
        found.map(|came| came.outcome.as_str())
    }
}

/// The name of a need; its code where it is not known.
#[must_use]
pub(crate) fn need_words(code: &str) -> &str {
    provision::NEEDS.iter().find(|(known, _)| *known == code).map_or(code, |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_need_can_be_asked_for_by_an_outcome_and_no_outcome_is_for_a_need_that_is_not() {
        let words: Words = toml::from_str(include_str!("outcomes.toml")).unwrap();
        for (need, _) in provision::NEEDS {
            assert!(words.of_need(need).next().is_some(), "{need}");
        }
        for outcome in &words.outcomes {
            assert!(provision::NEEDS.iter().any(|(need, _)| *need == outcome.need), "{}", outcome.code);
        }
    }

    #[test]
    fn every_answer_of_a_provider_means_an_outcome_that_the_log_has() {
        let catalogue = contacts::Catalogue::shipped().unwrap();
        let words = Words::shipped();
        for came in &words.came {
            let outcome = catalogue.outcome(&came.outcome).unwrap();
            assert_eq!(outcome.attended, Some(came.attended), "{}", came.outcome);
        }
        assert_eq!(words.came(true, true, None), Some("ATTC"));
        assert_eq!(words.came(false, false, None), Some("AFTA"));
        assert_eq!(words.came(true, false, None), None);
    }
}
