//! The room's own policy as dated rows: numbers, what courts make of a breach, reasons, which registration answers which
//! fact, milestones. Seeded from the shipped file and set anew by page; a house that was never seeded works by the file. A
//! value that callers pass on; no number of it stands in a code path. The law itself is in `law`.
//!
//! Always true: a row that somebody set is a new row, and what was reckoned by an older one can be reckoned again.

mod rows;
mod shelf;

pub(crate) use rows::TABLES;
pub use rows::seed;
pub(crate) use shelf::routes;

use kernel::Date;
use serde::Deserialize;
use std::sync::{Arc, OnceLock};
use store::{Cx, Result};

/// A manager agrees to a pack before it is sent.
pub(crate) const PACK_SIGN_OFF: &str = "pack-sign-off";
pub(crate) const JUDGEMENT_DAYS: &str = "judgement-days";
pub(crate) const MILESTONE_DAYS: &str = "milestone-days";
pub(crate) const EARLY_END_NOTICE: &str = "early-end-notice-days";

/// From when rows of the file hold that name no day.
const BEGINNING: Date = kernel::date(2000, 1, 1);

fn beginning() -> Date {
    BEGINNING
}

/// A row that holds from a day until the next of its code, or until it ends.
pub(crate) trait Held {
    fn code(&self) -> &str;
    fn from(&self) -> Date;
    fn before(&self) -> Option<Date>;

    fn holds_on(&self, day: Date) -> bool {
        self.from() <= day && self.before().is_none_or(|before| day < before)
    }
}

macro_rules! held {
    ($($name:ident),*) => {
        $(impl Held for $name {
            fn code(&self) -> &str {
                &self.code
            }
            fn from(&self) -> Date {
                self.from
            }
            fn before(&self) -> Option<Date> {
                self.before
            }
        })*
    };
}

held!(CourtResult, Coded, MilestoneRow);

/// The row of a code on a day; of one that does not hold then, the newest, so that older records keep their words.
fn of<'r, T: Held>(rows: &'r [T], code: &str, day: Date) -> Option<&'r T> {
    let own = || rows.iter().filter(|row| row.code() == code);
    own().filter(|row| row.holds_on(day)).max_by_key(|row| row.from()).or_else(|| own().max_by_key(|row| row.from()))
}

/// The rows that hold on a day, in their order.
fn on<T: Held>(rows: &[T], day: Date) -> impl Iterator<Item = &T> {
    let newer = move |row: &T| rows.iter().any(|o| o.code() == row.code() && o.from() > row.from() && o.from() <= day);
    rows.iter().filter(move |row| row.holds_on(day) && !newer(row))
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Number {
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) from: Date,
    pub(crate) number: i64,
    pub(crate) assumed: bool,
    pub(crate) source: String,
}

/// What a court may make of a breach.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CourtResult {
    pub(crate) code: String,
    pub(crate) en: String,
    pub(crate) cy: String,
    /// How a court's message says it.
    #[serde(default)]
    pub(crate) court: Vec<String>,
    /// The order ends, for this reason.
    pub(crate) ends: Option<String>,
    /// The order's dates or requirements change.
    #[serde(default)]
    pub(crate) amends: bool,
    #[serde(default = "beginning")]
    pub(crate) from: Date,
    pub(crate) before: Option<Date>,
}

/// A code with its words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Coded {
    pub(crate) code: String,
    pub(crate) en: String,
    pub(crate) cy: String,
    #[serde(default = "beginning")]
    pub(crate) from: Date,
    pub(crate) before: Option<Date>,
}

/// Which registration answers a fact of the law.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Registered {
    pub(crate) fact: String,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) levels: Vec<String>,
    #[serde(default = "beginning")]
    pub(crate) from: Date,
    pub(crate) before: Option<Date>,
}

/// How a milestone is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Measure {
    /// So many months since the order began, every appointment kept.
    MonthsKept,
    /// So many months with appointments kept and none missed.
    MonthsWithoutFailure,
    /// So many hundredths of the hours of unpaid work.
    HoursPercent,
    RequirementCompleted,
    OrderCompleted,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MilestoneRow {
    pub(crate) code: String,
    pub(crate) en: String,
    pub(crate) cy: String,
    pub(crate) words_en: String,
    pub(crate) words_cy: String,
    /// What a certificate says of the person: it reads on from "has", and in Welsh from "achieved this".
    pub(crate) certificate_en: String,
    pub(crate) certificate_cy: String,
    pub(crate) measure: Measure,
    /// Only of requirements of these types; none: of any.
    #[serde(default)]
    pub(crate) of: Vec<String>,
    /// Not of these, which another row tells.
    #[serde(default)]
    pub(crate) not_of: Vec<String>,
    pub(crate) number: u32,
    pub(crate) from: Date,
    pub(crate) before: Option<Date>,
    /// The template that is offered.
    pub(crate) gives: String,
    pub(crate) assumed: bool,
    pub(crate) source: String,
}

impl MilestoneRow {
    /// It is about requirements of this type.
    pub(crate) fn is_of(&self, kind: &str) -> bool {
        (self.of.is_empty() || self.of.iter().any(|of| of == kind)) && !self.not_of.iter().any(|not| not == kind)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    #[serde(rename = "version")]
    _version: String,
    #[serde(rename = "number")]
    numbers: Vec<Number>,
    #[serde(rename = "result")]
    results: Vec<CourtResult>,
    #[serde(rename = "stop")]
    stops: Vec<Coded>,
    #[serde(rename = "reason")]
    reasons: Vec<Coded>,
    registered: Vec<Registered>,
    #[serde(rename = "milestone")]
    milestones: Vec<MilestoneRow>,
}

impl Policy {
    /// The policy that Throughcare ships with, read once.
    #[expect(clippy::expect_used, reason = "a compiled-in file, which a test reads; nothing from outside reaches this")]
    pub(crate) fn shipped() -> &'static Policy {
        static SHIPPED: OnceLock<Policy> = OnceLock::new();
        SHIPPED.get_or_init(|| toml::from_str(include_str!("../../data/policy.toml")).expect("the policy is readable"))
    }

    /// Every row of this house, remembered until one is set.
    ///
    /// # Errors
    /// When the database fails or a row holds what the program does not know.
    pub(crate) fn current(cx: &mut Cx<'_>) -> Result<Arc<Policy>> {
        cx.remembered(rows::read)
    }

    /// A number as it stands on a day.
    pub(crate) fn number(&self, name: &str, day: Date) -> Result<i64> {
        let row = self.numbers.iter().filter(|n| n.name == name && n.from <= day).max_by_key(|n| n.from);
        let first = self.numbers.iter().filter(|n| n.name == name).map(|n| n.from).min();
        row.map(|n| n.number).ok_or_else(|| policy::unsaid("enforcement", name, day, first))
    }

    pub(crate) fn result(&self, code: &str, day: Date) -> Option<&CourtResult> {
        of(&self.results, code, day)
    }

    /// What a court may make of a breach on a day.
    pub(crate) fn results_on(&self, day: Date) -> impl Iterator<Item = &CourtResult> {
        on(&self.results, day)
    }

    /// What a court's word for its decision means.
    pub(crate) fn result_of_court(&self, word: &str, day: Date) -> Option<&CourtResult> {
        self.results_on(day).find(|r| r.court.iter().any(|w| w == word))
    }

    pub(crate) fn stop(&self, code: &str, day: Date) -> Option<&Coded> {
        of(&self.stops, code, day)
    }

    /// Why a breach may not go on, of those that can be chosen on a day.
    pub(crate) fn stops_on(&self, day: Date) -> impl Iterator<Item = &Coded> {
        on(&self.stops, day)
    }

    pub(crate) fn reason(&self, code: &str, day: Date) -> Option<&Coded> {
        of(&self.reasons, code, day)
    }

    /// Which registrations answer which fact on a day.
    pub(crate) fn registered_on(&self, day: Date) -> impl Iterator<Item = &Registered> {
        let rows = &self.registered;
        let same = |a: &Registered, b: &Registered| a.fact == b.fact && a.kind == b.kind;
        let newer = move |row: &Registered| rows.iter().any(|o| same(o, row) && o.from > row.from && o.from <= day);
        let holds = move |row: &&Registered| row.from <= day && row.before.is_none_or(|before| day < before);
        rows.iter().filter(holds).filter(move |row| !newer(row))
    }

    pub(crate) fn milestone(&self, code: &str, day: Date) -> Option<&MilestoneRow> {
        of(&self.milestones, code, day)
    }

    /// Every milestone there has been; a row holds until the next of its code.
    pub(crate) fn milestones(&self) -> &[MilestoneRow] {
        &self.milestones
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use std::collections::BTreeSet;

    #[test]
    fn the_policy_is_readable_and_its_codes_are_unique() {
        let policy = Policy::shipped();
        let codes: BTreeSet<&str> = policy.results.iter().map(|r| r.code.as_str()).collect();
        assert_eq!(codes.len(), policy.results.len());
        let lists = sentences::Lists::shipped();
        for result in &policy.results {
            assert!(result.ends.as_deref().is_none_or(|code| lists.reason(code).is_some()), "{}", result.code);
            assert!(!(result.amends && result.ends.is_some()), "{}", result.code);
        }
        let law = law::Law::shipped();
        assert!(policy.registered.iter().all(|r| law.power_facts().iter().any(|f| f.code == r.fact)));
        assert!(law.powers().iter().flat_map(|p| &p.reason_codes).all(|code| policy.reason(code, BEGINNING).is_some()));
        assert!(policy.numbers.iter().all(|n| !n.source.is_empty() && !n.words.is_empty()));
    }

    #[test]
    fn a_number_holds_from_its_day_and_not_before() {
        assert_eq!(Policy::shipped().number(EARLY_END_NOTICE, date(2026, 5, 11)).ok(), Some(7));
        assert!(Policy::shipped().number(EARLY_END_NOTICE, date(2026, 5, 10)).is_err());
    }
}
