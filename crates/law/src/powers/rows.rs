//! The rows of powers as data: what each permits, of which sentences, from which day, on which conditions.

use crate::{CaseDates, Fact, SentenceAttribute, Span, Sureness, Turns};
use jiff::civil::Date;
use kernel::Bilingual;
use serde::{Deserialize, Serialize};

/// What sort of thing a power does; callers read this and never the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PowerKind {
    VaryCurfewTimes,
    VaryCurfewAddress,
    /// An instruction to attend.
    Instruct,
    SuspendContact,
    EndOrder,
    EndSupervision,
    CreditWork,
    SetHours,
    AddRequirement,
}

/// Where a power comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    Law,
    /// The service's own, within the law.
    Policy,
    /// Put forward and not enacted.
    Proposed,
}

/// The day that decides whether a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Decides {
    Offence,
    Conviction,
    Sentence,
    /// The day on which the power is used.
    Use,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Holds {
    pub(crate) turns: Decides,
    pub(crate) from: Option<Date>,
    pub(crate) before: Option<Date>,
}

impl Holds {
    /// The day that decides, as far as it is known.
    pub(crate) fn day(self, dates: &CaseDates, on: Date) -> Option<Date> {
        match self.turns {
            Decides::Offence => dates.day(Turns::Offence),
            Decides::Conviction => dates.day(Turns::Conviction),
            Decides::Sentence => dates.day(Turns::Sentence),
            Decides::Use => Some(on),
        }
    }

    /// None where it is not in force on any day.
    pub(crate) fn span(self) -> Option<Span> {
        self.from.map(|from| Span { from: Some(from), before: self.before })
    }
}

/// What must be so, or must not be so, before the power is used.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The code of a fact.
    pub fact: String,
    pub must: bool,
    pub words: String,
    pub source: String,
    pub sure: Sureness,
}

/// The figures of credit for unpaid work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditFigures {
    /// So many hundredths of the hours are worked before credit begins.
    pub threshold_percent: u32,
    /// Credit for each further hour.
    pub minutes_an_hour: u32,
    /// Credit is at most so many hundredths of the hours.
    pub most_percent: u32,
}

/// One power.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Power {
    pub code: String,
    pub kind: PowerKind,
    pub en: String,
    pub cy: String,
    /// What it permits, in a sentence or two.
    pub words: String,
    pub nature: Nature,
    /// Of sentences of any of these sorts.
    pub sentences: Vec<SentenceAttribute>,
    /// One of these must be open in the order; none asks for nothing.
    #[serde(default)]
    pub requirements: Vec<String>,
    /// None of these may be open in the order.
    #[serde(default)]
    pub not_with: Vec<String>,
    pub(crate) holds: Holds,
    /// Only after this part of the order has passed, as numerator and denominator.
    pub after_part: Option<(u32, u32)>,
    /// The person is given notice of it.
    #[serde(default)]
    pub notice: bool,
    /// One of these reasons is given when it is used.
    #[serde(default)]
    pub reason_codes: Vec<String>,
    pub credit: Option<CreditFigures>,
    #[serde(default, rename = "condition")]
    pub conditions: Vec<Condition>,
    pub source: String,
    pub sure: Sureness,
}

impl Power {
    #[must_use]
    pub fn name(&self) -> Bilingual {
        Bilingual { en: self.en.clone(), cy: self.cy.clone() }
    }

    /// The first day on which the row holds; none for one that is not in force.
    #[must_use]
    pub fn from(&self) -> Option<Date> {
        self.holds.from
    }

    /// The first day on which it no longer holds.
    #[must_use]
    pub fn before(&self) -> Option<Date> {
        self.holds.before
    }
}

/// The file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PowerRows {
    pub(crate) version: String,
    #[serde(rename = "fact")]
    pub(crate) facts: Vec<Fact>,
    #[serde(rename = "power")]
    pub(crate) powers: Vec<Power>,
}
