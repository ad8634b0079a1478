//! What a responsible officer may do of their own authority, by date: each power is a row with its source and conditions,
//! and each use is judged with reasons.
//!
//! Always true: a fact that is not known never decides; what is proposed and not law is shown and never allowed; no date,
//! share or number of hours stands here. It knows no person and no record.

mod credit;
mod curfew;
mod judge;
mod rows;

pub use credit::{Credit, CreditCase};
pub use curfew::{CurfewRun, CurfewWeek};
pub use judge::first_day_after_part;
pub(crate) use rows::PowerRows;
pub use rows::{Condition, CreditFigures, Nature, Power, PowerKind};

use crate::{CaseDates, Fact, Law, Reason, Sureness, Verdict};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// An order on a day, as far as powers turn on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PowerCase {
    /// Code of a sentence type.
    pub sentence: String,
    pub dates: CaseDates,
    /// The day of use.
    pub on: Date,
    pub open: bool,
    pub starts_on: Option<Date>,
    /// The last day as it stands now.
    pub ends_on: Option<Date>,
    /// Types of the requirements that are open.
    pub open_requirements: Vec<String>,
    /// What is known, by the codes of [`Law::power_facts`].
    pub facts: BTreeMap<String, bool>,
}

/// Whether a power may be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PowerVerdict<'l> {
    pub power: &'l Power,
    /// The worst of the reasons.
    pub verdict: Verdict,
    /// Never empty.
    pub reasons: Vec<Reason>,
}

impl PowerVerdict<'_> {
    /// Whether everything that it stands on was read.
    #[must_use]
    pub fn sure(&self) -> Sureness {
        judge::sure(&self.reasons, self.power)
    }

    /// The codes of the facts that must be known first.
    #[must_use]
    pub fn asks(&self) -> Vec<&str> {
        let open = self.reasons.iter().filter(|r| r.verdict == Verdict::CannotTell);
        open.filter_map(|r| r.asks.as_deref()).collect()
    }
}

impl Law {
    /// Every power, those that are only proposed too.
    #[must_use]
    pub fn powers(&self) -> &[Power] {
        &self.power_rows().powers
    }

    #[must_use]
    pub fn power(&self, code: &str) -> Option<&Power> {
        self.powers().iter().find(|p| p.code == code)
    }

    /// The facts that conditions of powers ask for, each with its question.
    #[must_use]
    pub fn power_facts(&self) -> &[Fact] {
        &self.power_rows().facts
    }

    /// Every power with whether it may be used in this case.
    #[must_use]
    pub fn may_be_used(&self, case: &PowerCase) -> Vec<PowerVerdict<'_>> {
        self.powers().iter().map(|power| judge::judge(self, power, case)).collect()
    }

    /// One power in this case. None for a code that the law does not list.
    #[must_use]
    pub fn may_use(&self, code: &str, case: &PowerCase) -> Option<PowerVerdict<'_>> {
        self.power(code).map(|power| judge::judge(self, power, case))
    }

    /// Credit for unpaid work by the rows that give it. None where the law has no such row.
    #[must_use]
    pub fn work_credit(&self, case: &CreditCase) -> Option<Credit> {
        let power = self.powers().iter().find(|p| p.kind == PowerKind::CreditWork && p.from().is_some())?;
        Some(credit::credit(case, power.credit?, power.holds.span()?))
    }
}
