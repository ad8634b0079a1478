//! What happened under an order, as the rules take it: failures and warnings that count, and what was decided about them.

use crate::{CaseDates, Nation};
use jiff::civil::Date;

/// What can be done about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EnforcementStep {
    /// Wait for a reason and evidence.
    Wait,
    /// Accept a reasonable excuse.
    Accept,
    Warn,
    /// Refer to whoever considers enforcement.
    Refer,
    /// Instruct a breach, or ask for recall, at once.
    Breach,
    /// Take no action, with a reason.
    NoAction,
    /// Warn or refer, one of the two.
    WarnOrRefer,
    /// Look at the whole, because the service's counter calls for it.
    Review,
    /// Something that is proposed and not law.
    Proposed,
}

impl EnforcementStep {
    /// The word that programs and records use.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            EnforcementStep::Wait => "wait",
            EnforcementStep::Accept => "accept",
            EnforcementStep::Warn => "warn",
            EnforcementStep::Refer => "refer",
            EnforcementStep::Breach => "breach",
            EnforcementStep::NoAction => "no-action",
            EnforcementStep::WarnOrRefer => "warn-or-refer",
            EnforcementStep::Review => "review",
            EnforcementStep::Proposed => "proposed",
        }
    }
}

/// What was decided about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecidedFact {
    pub step: EnforcementStep,
    pub on: Date,
    /// A manager agreed to it.
    pub agreed: bool,
}

impl DecidedFact {
    /// It was referred or breached, or a manager agreed that it is not.
    #[must_use]
    pub fn meets_a_referral(self) -> bool {
        matches!(self.step, EnforcementStep::Refer | EnforcementStep::Breach) || self.agreed
    }
}

/// One failure that counts: neither accepted nor superseded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureFact {
    pub on: Date,
    /// At a contact of the national standard, which the service's counter counts.
    pub national_standard: bool,
    /// The person gave a reason or evidence.
    pub evidence: bool,
    pub decided: Option<DecidedFact>,
}

/// One warning that counts: neither withdrawn nor superseded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarningFact {
    pub given_on: Date,
}

/// An order with what happened under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnforcementCase {
    /// Code of a sentence type.
    pub sentence: String,
    pub dates: CaseDates,
    /// From when the service's counter counts, unless a breach ended later.
    pub starts_on: Date,
    /// The day on which the order ended; none while it runs.
    pub ended_on: Option<Date>,
    pub failures: Vec<FailureFact>,
    pub warnings: Vec<WarningFact>,
    /// The day on which a breach was instructed that has not ended.
    pub breach_since: Option<Date>,
    pub last_breach_end: Option<Date>,
    pub nation: Nation,
}
