//! What the law requires, allows and does not allow after a failure to comply, on a day, with reasons and rows.
//!
//! Always true: whether an excuse is reasonable is a judgement that somebody records, and never worked out here; the
//! service's counter and the law's window are two things; what is proposed never holds. It knows no person, and takes
//! `today` and the facts.

mod clocks;
mod facts;
mod failure;
mod rows;
mod situation;
#[cfg(test)]
mod tests;
mod window;

pub use clocks::Clock;
pub use facts::{DecidedFact, EnforcementCase, EnforcementStep, FailureFact, WarningFact};
pub use rows::{
    AgreementRule, AgreementWhen, CounterRule, Element, EnforcementRows, EvidenceRule, LastDay, LimitAt, Path,
    ProposedRule, Reckoned, Regime, Standing, TurnsOn, WarningRule,
};
pub use situation::{Agreement, Counted, Point, Situation, Window};

use crate::Law;
use jiff::civil::Date;

impl Law {
    /// What may, must and must not be done today about one failure of the case (by its place), or about the order as it
    /// stands when none is named.
    #[must_use]
    pub fn what_now(&self, case: &EnforcementCase, failure: Option<usize>, today: Date) -> Situation {
        situation::what_now(self, case, failure, today)
    }

    /// Whether the law says that this failure of the case must be referred, whatever was decided.
    #[must_use]
    pub fn must_refer(&self, case: &EnforcementCase, failure: usize, today: Date) -> bool {
        situation::must_refer(self, case, failure, today)
    }

    /// Whether the law says that this failure must be referred, and nobody has referred it or agreed that it is not.
    #[must_use]
    pub fn unmet_referral(&self, case: &EnforcementCase, failure: usize, today: Date) -> bool {
        let met = case.failures.get(failure).and_then(|f| f.decided).is_some_and(DecidedFact::meets_a_referral);
        !met && self.must_refer(case, failure, today)
    }

    /// The last day for a reason and evidence after a failure of that day, with the row.
    #[must_use]
    pub fn evidence_due(&self, failed_on: Date) -> Option<Clock> {
        clocks::evidence_clock(self, failed_on)
    }

    /// The last day of the window of a warning given under an order of this kind.
    #[must_use]
    pub fn warning_lapses(&self, case: &EnforcementCase, given_on: Date) -> Option<Clock> {
        clocks::warning_clock(self, case, given_on)
    }
}
