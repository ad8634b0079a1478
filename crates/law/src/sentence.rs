//! What a court passes: one row a sentence type, what it means for probation, and its dated limits.

use crate::{CaseDates, Family, Span, Sureness, Term, Turns};
use jiff::civil::Date;
use kernel::Bilingual;
use serde::{Deserialize, Serialize};

/// What a sentence is. Rules read these and never the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SentenceAttribute {
    /// Served in custody first.
    Custodial,
    /// Served in the community.
    Community,
    /// Custody that does not take effect unless activated.
    Suspended,
    Youth,
    /// Probation or youth justice supervises it.
    Supervised,
    /// Can be breached and taken back to court.
    Breachable,
    Extended,
    /// Without a fixed end.
    Life,
    /// Must hold at least one requirement.
    NeedsRequirement,
    /// No longer passed; kept for records.
    Historic,
}

/// What a limit bounds. All lengths begin with the day of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LimitOf {
    /// The custodial term, or the period of an order that has one.
    Term,
    Operational,
    Supervision,
    /// The order's end date.
    End,
}

/// One dated row of limits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentenceLimit {
    pub of: LimitOf,
    pub turns: Turns,
    pub from: Option<Date>,
    pub before: Option<Date>,
    pub min: Option<Term>,
    pub max: Option<Term>,
    pub source: String,
    pub sure: Sureness,
}

/// One sentence type.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentenceType {
    /// Our own short code, stable for ever.
    pub code: String,
    pub en: String,
    pub cy: String,
    is: Vec<SentenceAttribute>,
    /// Which requirements may stand in it; none for a sentence without requirements.
    #[serde(default)]
    pub requirements: Vec<Family>,
    /// Not for people younger than this on the day of the sentence.
    pub min_age: Option<i16>,
    /// Only for people younger than this when convicted.
    pub under_age: Option<i16>,
    #[serde(default, rename = "limit")]
    pub limits: Vec<SentenceLimit>,
    pub source: String,
    pub sure: Sureness,
}

impl SentenceLimit {
    pub(crate) fn may_apply(&self, dates: &CaseDates) -> bool {
        Span { from: self.from, before: self.before }.may_hold(dates.day(self.turns))
    }
}

impl SentenceType {
    #[must_use]
    pub fn name(&self) -> Bilingual {
        Bilingual { en: self.en.clone(), cy: self.cy.clone() }
    }

    #[must_use]
    pub fn is(&self, attribute: SentenceAttribute) -> bool {
        self.is.contains(&attribute)
    }

    #[must_use]
    pub fn custodial(&self) -> bool {
        self.is(SentenceAttribute::Custodial)
    }

    #[must_use]
    pub fn community(&self) -> bool {
        self.is(SentenceAttribute::Community)
    }

    #[must_use]
    pub fn suspended(&self) -> bool {
        self.is(SentenceAttribute::Suspended)
    }

    #[must_use]
    pub fn youth(&self) -> bool {
        self.is(SentenceAttribute::Youth)
    }

    /// Somebody with such a sentence not ended is a supervised person.
    #[must_use]
    pub fn supervised(&self) -> bool {
        self.is(SentenceAttribute::Supervised)
    }

    #[must_use]
    pub fn breachable(&self) -> bool {
        self.is(SentenceAttribute::Breachable)
    }

    /// The limits of one thing for these dates. Where the deciding day is unknown, every row that could apply.
    pub fn limits_for<'a>(&'a self, of: LimitOf, dates: &'a CaseDates) -> impl Iterator<Item = &'a SentenceLimit> {
        self.limits.iter().filter(move |limit| limit.of == of && limit.may_apply(dates))
    }
}

#[cfg(test)]
mod tests {
    use crate::Law;

    #[test]
    fn fines_and_discharges_are_not_supervised() {
        let law = Law::shipped();
        for code in ["FINE", "CD", "AD", "NSP", "REF"] {
            assert!(!law.sentence(code).unwrap().supervised(), "{code}");
        }
        for code in ["CO", "SSO", "SSOD", "IMP", "YOI", "EXT", "LIFE", "S250", "DTO", "YRO", "SDO", "PSS"] {
            assert!(law.sentence(code).unwrap().supervised(), "{code}");
        }
    }

    #[test]
    fn a_suspended_sentence_is_not_served_in_custody() {
        let law = Law::shipped();
        let sso = law.sentence("SSO").unwrap();
        assert!(sso.suspended() && !sso.custodial() && sso.breachable());
        assert!(law.sentence("IMP").unwrap().custodial());
    }
}
