//! The dated rows of enforcement: which sentences go which way, warnings, what they must say, counters, the time for
//! evidence, agreements. A row that is an alternative or only proposed is there to be read and never holds.

use crate::{CaseDates, Span, Sureness, Term};
use jiff::civil::Date;
use kernel::Bilingual;
use serde::Deserialize;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Law,
    /// The service's own, which it may change.
    Policy,
    /// Another reading or figure, switched off.
    Alternative,
    /// Proposed and not law, switched off.
    Proposed,
}

impl Standing {
    #[must_use]
    pub fn holds(self) -> bool {
        matches!(self, Standing::Law | Standing::Policy)
    }
}

/// The day by which a row of enforcement turns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TurnsOn {
    #[default]
    Failure,
    Offence,
    Conviction,
    Sentence,
}

/// Where a failure leads in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Path {
    Court,
    Recall,
}

/// Kinds of order that are enforced alike.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    pub code: String,
    pub en: String,
    pub cy: String,
    /// Codes of sentence types.
    pub sentences: Vec<String>,
    pub path: Path,
    /// Reads on from "refer to".
    pub refer_to: String,
    pub source: String,
    pub sure: Sureness,
}

/// Which day is the last of a warning's window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LastDay {
    /// The window begins with the day of the warning.
    DayBeforeAnniversary,
    /// The window begins after the day of the warning.
    Anniversary,
}

/// Which day must lie in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reckoned {
    Failure,
    Decision,
}

/// One dated row about warnings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarningRule {
    pub code: String,
    pub regimes: Vec<String>,
    pub standing: Standing,
    #[serde(default)]
    pub turns: TurnsOn,
    pub from: Option<Date>,
    pub before: Option<Date>,
    pub window: Term,
    pub last_day: LastDay,
    pub reckoned: Reckoned,
    /// After so many warnings in their windows, a further failure is one to refer.
    pub warnings: usize,
    /// The law says that it must be referred.
    pub must_refer: bool,
    /// Not referring it needs a reason.
    pub departure_needs_reason: bool,
    pub source: String,
    pub sure: Sureness,
}

/// Something that a warning must say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    pub code: String,
    pub regimes: Vec<String>,
    pub en: String,
    pub cy: String,
    pub source: String,
    pub sure: Sureness,
}

impl Element {
    #[must_use]
    pub fn words(&self) -> Bilingual {
        Bilingual { en: self.en.clone(), cy: self.cy.clone() }
    }
}

/// When a counter calls for a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitAt {
    Reached,
    Exceeded,
}

/// The service's counter of failures, which is not the law's window.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CounterRule {
    pub code: String,
    pub regimes: Vec<String>,
    pub standing: Standing,
    #[serde(default)]
    pub turns: TurnsOn,
    pub from: Option<Date>,
    pub before: Option<Date>,
    pub limit: usize,
    pub at: LimitAt,
    pub source: String,
    pub sure: Sureness,
}

/// How long the person has for a reason and evidence.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRule {
    pub code: String,
    pub standing: Standing,
    pub from: Option<Date>,
    pub before: Option<Date>,
    pub count: u32,
    pub unit: crate::DeadlineUnit,
    pub source: String,
    pub sure: Sureness,
}

/// Which decision needs a manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgreementWhen {
    /// The law says that it must be referred, and it is not.
    NotReferred,
    /// No action, and so many of the order in a time.
    NoActions,
}

/// One row about a manager's agreement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementRule {
    pub code: String,
    pub standing: Standing,
    pub from: Option<Date>,
    pub before: Option<Date>,
    pub when: AgreementWhen,
    pub at_least: Option<usize>,
    pub within: Option<Term>,
    pub source: String,
    pub sure: Sureness,
}

/// Something that is proposed and not law.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposedRule {
    pub code: String,
    pub regimes: Vec<String>,
    pub standing: Standing,
    pub words: String,
    pub source: String,
    pub sure: Sureness,
}

/// The whole file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnforcementRows {
    pub version: String,
    #[serde(rename = "regime")]
    pub regimes: Vec<Regime>,
    #[serde(rename = "warning")]
    pub warnings: Vec<WarningRule>,
    #[serde(rename = "element")]
    pub elements: Vec<Element>,
    #[serde(rename = "counter")]
    pub counters: Vec<CounterRule>,
    pub evidence: Vec<EvidenceRule>,
    #[serde(rename = "agreement")]
    pub agreements: Vec<AgreementRule>,
    pub proposed: Vec<ProposedRule>,
}

/// The days of one failure under one order by which rows turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub failure: Date,
    pub order: CaseDates,
}

impl Days {
    fn of(self, turns: TurnsOn) -> Option<Date> {
        match turns {
            TurnsOn::Failure => Some(self.failure),
            TurnsOn::Offence => self.order.offence,
            TurnsOn::Conviction => self.order.conviction,
            TurnsOn::Sentence => self.order.sentence,
        }
    }
}

/// The row that holds, and whether another might, because a day is not known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held<'l, R> {
    pub row: &'l R,
    pub unsure: bool,
}

fn pick<'l, R>(
    rows: &'l [R],
    regime: &str,
    days: Days,
    read: impl Fn(&R) -> (&[String], Standing, TurnsOn, Option<Date>, Option<Date>),
    alike: impl Fn(&R, &R) -> bool,
) -> Option<Held<'l, R>> {
    let may: Vec<&R> = rows
        .iter()
        .filter(|row| {
            let (regimes, standing, turns, from, before) = read(row);
            standing.holds()
                && regimes.iter().any(|code| code == regime)
                && Span { from, before }.may_hold(days.of(turns))
        })
        .collect();
    let row = *may.last()?;
    Some(Held { row, unsure: may.iter().any(|other| !alike(other, row)) })
}

impl EnforcementRows {
    /// The regime of a sentence type; none where no rule is held.
    #[must_use]
    pub fn regime(&self, sentence: &str) -> Option<&Regime> {
        self.regimes.iter().find(|regime| regime.sentences.iter().any(|code| code == sentence))
    }

    /// What a warning under this regime must say.
    pub fn elements_of<'l>(&'l self, regime: &'l str) -> impl Iterator<Item = &'l Element> {
        self.elements.iter().filter(move |element| element.regimes.iter().any(|code| code == regime))
    }

    pub(super) fn warning(&self, regime: &str, days: Days) -> Option<Held<'_, WarningRule>> {
        let same = |a: &WarningRule, b: &WarningRule| {
            let what = |r: &WarningRule| {
                (r.window, r.last_day, r.reckoned, r.warnings, r.must_refer, r.departure_needs_reason)
            };
            what(a) == what(b)
        };
        pick(&self.warnings, regime, days, |r| (&r.regimes, r.standing, r.turns, r.from, r.before), same)
    }

    pub(super) fn counter(&self, regime: &str, days: Days) -> Option<Held<'_, CounterRule>> {
        let same = |a: &CounterRule, b: &CounterRule| (a.limit, a.at) == (b.limit, b.at);
        pick(&self.counters, regime, days, |r| (&r.regimes, r.standing, r.turns, r.from, r.before), same)
    }

    /// How long the person has after a failure of that day.
    #[must_use]
    pub fn evidence_on(&self, day: Date) -> Option<&EvidenceRule> {
        self.evidence.iter().find(|r| r.standing.holds() && Span { from: r.from, before: r.before }.holds_on(day))
    }

    pub(super) fn agreement(&self, when: AgreementWhen, day: Date) -> Option<&AgreementRule> {
        self.agreements
            .iter()
            .find(|r| r.when == when && r.standing.holds() && Span { from: r.from, before: r.before }.holds_on(day))
    }
}
