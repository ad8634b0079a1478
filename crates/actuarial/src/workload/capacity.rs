//! Points of a caseload and the share of the available points that they take, real-time and in batch.
//!
//! Always true: capacity has one decimal in real time and is 0 where either side is 0. It knows no name.

use super::points::PointsVersion;
use super::{Case, CaseTier, Location};

/// The points of all that an officer does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points {
    pub cases: i64,
    pub reports: i64,
    /// Done for others' cases.
    pub contacts_for_others: i64,
    /// Done by others for one's own.
    pub contacts_by_others: i64,
}

impl Points {
    /// All together.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.cases + self.reports + self.contacts_for_others - self.contacts_by_others
    }
}

/// The points of cases; one without a tier has none.
pub fn case_points<'a>(version: &PointsVersion, cases: impl IntoIterator<Item = &'a Case>) -> i64 {
    cases.into_iter().filter_map(|c| version.case(c.location, c.tier?, c.t2a)).sum()
}

/// Capacity in tenths of a per cent: total by available, to three decimals, half up.
#[must_use]
pub fn capacity_tenths(total: i64, available: i64) -> i64 {
    if total == 0 || available == 0 {
        return 0;
    }
    let sign = if (total < 0) == (available < 0) { 1 } else { -1 };
    let (total, available) = (i128::from(total).abs(), i128::from(available).abs());
    sign * i64::try_from((2 * total * 1000 + available) / (2 * available)).unwrap_or(i64::MAX)
}

/// Capacity after one more case, or the same when the officer has the case already.
#[must_use]
pub fn capacity_with(total: i64, held: Option<i64>, case: i64, available: i64) -> i64 {
    capacity_tenths(total - held.unwrap_or(0) + case, available)
}

/// Capacity as the batch shows it: not rounded.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "points of a caseload have few digits")]
pub fn batch_capacity(total: i64, available: i64) -> f64 {
    if available == 0 { 0.0 } else { total as f64 / available as f64 * 100.0 }
}

/// How many inactive cases of one place and tier there are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inactive {
    pub warrants: i64,
    pub unpaid_work: i64,
    pub overdue_termination: i64,
}

/// One line of a nightly extract.
#[derive(Clone, Copy, Debug)]
pub struct BatchCases {
    pub location: Location,
    pub tier: CaseTier,
    pub t2a: bool,
    pub count: i64,
    /// Taken off for cases of young adults only.
    pub inactive: Inactive,
}

/// What else the batch counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct BatchOther {
    pub standard_reports: i64,
    pub fast_reports: i64,
    pub parole_reports: i64,
    pub arms_community: i64,
    pub arms_licence: i64,
    /// Points moved by contacts for others' cases.
    pub contact_adjustment: i64,
    /// The older engine counts parole reports and assessments of active risk.
    pub older_engine: bool,
}

/// Total points of the nightly batch, rounded half up as a whole.
#[must_use]
pub fn batch_total(version: &PointsVersion, cases: &[BatchCases], other: &BatchOther) -> i64 {
    let report = |kind, count: i64| version.report(kind).unwrap_or(0) * count;
    let mut hundredths: i64 = cases.iter().map(|line| line_hundredths(version, line)).sum();
    let mut whole =
        report("STANDARD", other.standard_reports) + report("FAST", other.fast_reports) + other.contact_adjustment;
    if other.older_engine {
        whole += other.parole_reports * version.parole_report()
            + other.arms_community * version.active_risk_assessment(Location::Community)
            + other.arms_licence * version.active_risk_assessment(Location::Licence);
    }
    hundredths += whole * 100;
    (hundredths + 50).div_euclid(100)
}

fn line_hundredths(version: &PointsVersion, line: &BatchCases) -> i64 {
    let points = version.case(line.location, line.tier, line.t2a).unwrap_or(0);
    let all = line.count * points * 100;
    if !line.t2a {
        return all;
    }
    let w = version.weightings();
    let off = |count: i64, weight: i64| count * points * (100 - weight.clamp(0, 100));
    let i = line.inactive;
    all - off(i.warrants, w.warrants)
        - off(i.unpaid_work, w.unpaid_work)
        - off(i.overdue_termination, w.overdue_termination)
}
