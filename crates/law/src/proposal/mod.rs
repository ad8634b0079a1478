//! What a court may be asked to order in a case: each requirement type with a verdict and its reasons, and the checks of a
//! whole proposal. A proposal is checked by the same rows and rules as an order that was passed, and by those that only
//! matter beforehand: consent, conditions, what must be arranged.
//!
//! Always true: an unknown fact never decides; it makes the verdict "cannot tell" and says what to ask. Nothing here knows
//! what the area provides.

mod open;
mod rows;
mod together;

pub use rows::Fact;
pub(crate) use rows::ProposalRows;

use crate::{
    CaseDates, Law, LimitWarning, Monitored, OrderAsPassed, RequirementAsPassed, RequirementLimit, Sureness, Term, Unit,
};
use jiff::civil::Date;
use kernel::Bilingual;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A requirement as somebody means to propose it: the same facts as of one that was passed.
pub type Proposed = RequirementAsPassed;

/// What is known of the case. Start with [`Case::new`] and fill in what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The kind of order: code of a sentence type, such as a community order's.
    pub sentence: String,
    /// The day of the sentence, or on which it is expected.
    pub on: Date,
    pub offence: Option<Date>,
    pub conviction: Option<Date>,
    pub date_of_birth: Option<Date>,
    /// The order's last day, where it is proposed.
    pub end: Option<Date>,
    pub custody_term: Option<Term>,
    pub operational_period: Option<Term>,
    pub supervision_period: Option<Term>,
    /// Whether a fine goes with the order.
    pub fined: Option<bool>,
    /// What the person said when asked, by requirement type.
    pub consents: BTreeMap<String, bool>,
    /// The answers to [`Law::facts`], by the fact's code.
    pub facts: BTreeMap<String, bool>,
    /// What stands under the person's other orders and would not run at the same time.
    pub standing: Vec<Proposed>,
}

/// Whether a court could order it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Allowed,
    /// Something must be known or asked first; the reasons say what.
    CannotTell,
    NotAllowed,
}

/// One reason for a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// A word that programs can rely on, such as `consent-not-asked`.
    pub rule: &'static str,
    pub verdict: Verdict,
    pub words: String,
    /// The code of the fact that it asks for.
    pub asks: Option<String>,
    pub source: String,
    pub sure: Sureness,
}

/// The person's own consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    NotNeeded,
    Given,
    Refused,
    NotAsked,
}

/// Something to do before the court passes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToArrange {
    pub words: String,
    pub source: String,
    pub sure: Sureness,
}

/// One requirement type in this case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    pub code: String,
    pub name: Bilingual,
    /// The worst of the reasons.
    pub verdict: Verdict,
    /// Never empty.
    pub reasons: Vec<Reason>,
    /// Whether requirements of its family stand in this kind of order at all.
    pub belongs: bool,
    pub unit: Unit,
    /// The rows of limits that apply; several where the day that decides is not known.
    pub limits: Vec<RequirementLimit>,
    /// The limits hold for all requirements of the type together.
    pub aggregate: bool,
    pub consent: Consent,
    /// Not for people younger than this on the day of the sentence.
    pub min_age: Option<i16>,
    /// Only for people younger than this when convicted.
    pub under_age: Option<i16>,
    pub restrictive: bool,
    pub monitored: Monitored,
    /// Types that may not stand in the same order.
    pub not_with: Vec<String>,
    pub arrange: Vec<ToArrange>,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// The law, as far as it was read, does not allow it.
    Bars,
    /// Something is not known.
    CannotTell,
    /// It may stand, but somebody should look again.
    Odd,
    /// It may stand, and something follows from it.
    Follows,
}

/// What is to be said of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub weight: Weight,
    /// A word that programs can rely on.
    pub rule: String,
    /// Which of the proposed, from 0; None when it is the whole.
    pub requirement: Option<usize>,
    pub words: String,
    pub source: String,
    pub sure: Sureness,
}

impl Case {
    /// A case of which only the kind of order and the day are known.
    #[must_use]
    pub fn new(sentence: impl Into<String>, on: Date) -> Case {
        Case {
            sentence: sentence.into(),
            on,
            offence: None,
            conviction: None,
            date_of_birth: None,
            end: None,
            custody_term: None,
            operational_period: None,
            supervision_period: None,
            fined: None,
            consents: BTreeMap::new(),
            facts: BTreeMap::new(),
            standing: Vec::new(),
        }
    }

    /// The days by which rules turn.
    #[must_use]
    pub fn dates(&self) -> CaseDates {
        CaseDates { offence: self.offence, conviction: self.conviction, sentence: Some(self.on) }
    }

    /// The order that a court would pass with these requirements.
    fn as_passed(&self, requirements: &[Proposed]) -> OrderAsPassed {
        OrderAsPassed {
            conviction_date: self.conviction,
            offence_date: self.offence,
            date_of_birth: self.date_of_birth,
            end: self.end,
            custody_term: self.custody_term,
            operational_period: self.operational_period,
            supervision_period: self.supervision_period,
            requirements: requirements.to_vec(),
            ..OrderAsPassed::new(self.sentence.clone(), self.on)
        }
    }
}

impl Law {
    /// The facts that conditions ask for, each with its question.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.proposals().facts
    }

    /// Every requirement type of the law with whether a court could order it in this case, in statutory order.
    #[must_use]
    pub fn may_be_ordered(&self, case: &Case) -> Vec<Allowed> {
        self.requirements().iter().map(|kind| open::allowed(self, kind, case)).collect()
    }

    /// What is to be said of these requirements as one order: first what the law does not allow, then what is not known, then
    /// what is odd, then what follows. Empty when nothing is to be said.
    #[must_use]
    pub fn check_together(&self, proposed: &[Proposed], case: &Case) -> Vec<Finding> {
        together::check(self, proposed, case)
    }
}

impl From<LimitWarning> for Finding {
    fn from(warning: LimitWarning) -> Finding {
        Finding {
            weight: Weight::Bars,
            rule: warning.rule.into(),
            requirement: warning.requirement,
            words: warning.words,
            source: warning.source,
            sure: warning.sure,
        }
    }
}
