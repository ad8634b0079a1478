//! Points for cases, reports and contacts, targets and hours: dated versions, read from the files of `data/workload`.
//!
//! Always true: points of a version never change; a new version is a new file. A case without a tier has no points, and
//! a tier without points in a version is said to have none, not nothing. It knows no officer.

use super::{CaseTier, Location};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One dated version of the points.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointsVersion {
    /// The name under which results keep it.
    pub version: String,
    /// The first day on which it holds.
    pub from: Date,
    /// The last day, once there is one.
    pub until: Option<Date>,
    /// Where the figures come from.
    pub source: String,
    /// How sure we are of them.
    pub sureness: String,
    cases: BTreeMap<String, CaseTable>,
    t2a: BTreeMap<String, CaseTable>,
    reports: BTreeMap<String, i64>,
    parole_report: i64,
    parole_enabled: bool,
    arms: BTreeMap<String, i64>,
    /// Points that an officer at full hours has.
    target: BTreeMap<String, i64>,
    /// Hours a week of a grade.
    default_hours: BTreeMap<String, f64>,
    weightings: Weightings,
    contacts: BTreeMap<String, i64>,
    #[serde(rename = "other_category")]
    _other_category: Vec<String>,
}

/// Which share of the points of inactive cases counts, in per cent.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weightings {
    pub warrants: i64,
    pub unpaid_work: i64,
    pub overdue_termination: i64,
}

/// The points of one location, one for each tier.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "BTreeMap<String, i64>")]
struct CaseTable([Option<i64>; CaseTier::COUNT]);

impl From<BTreeMap<String, i64>> for CaseTable {
    fn from(rows: BTreeMap<String, i64>) -> CaseTable {
        let mut table = [None; CaseTier::COUNT];
        for (tier, points) in rows {
            if let Some(slot) = CaseTier::read(&tier).and_then(|t| table.get_mut(t.at())) {
                *slot = Some(points);
            }
        }
        CaseTable(table)
    }
}

const FILES: [&str; 1] = [include_str!("../../data/workload/points-2021.json")];

impl PointsVersion {
    /// Every shipped version, oldest first.
    ///
    /// # Errors
    /// When a data file is wrong; says where.
    pub fn shipped() -> Result<&'static [PointsVersion], &'static str> {
        static READ: OnceLock<Result<Vec<PointsVersion>, String>> = OnceLock::new();
        READ.get_or_init(|| FILES.iter().map(|text| serde_json::from_str(text).map_err(|e| e.to_string())).collect())
            .as_deref()
            .map_err(String::as_str)
    }

    /// The version that holds on a day: the one that began last.
    ///
    /// # Errors
    /// When a data file is wrong, or none holds on that day.
    pub fn on(day: Date) -> Result<&'static PointsVersion, &'static str> {
        let holds = |v: &&PointsVersion| v.from <= day && v.until.is_none_or(|until| day <= until);
        let found = PointsVersion::shipped()?.iter().filter(holds).max_by_key(|v| v.from);
        found.ok_or("no version of the workload points holds on that day")
    }

    /// The newest version, whatever the day.
    ///
    /// # Errors
    /// When a data file is wrong.
    pub fn newest() -> Result<&'static PointsVersion, &'static str> {
        PointsVersion::shipped()?.last().ok_or("no workload points are shipped")
    }

    /// The points of a case, or nothing where this version has none for the tier.
    #[must_use]
    pub fn case(&self, location: Location, tier: CaseTier, t2a: bool) -> Option<i64> {
        let tables = if t2a { &self.t2a } else { &self.cases };
        tables.get(location.code())?.0.get(tier.at()).copied().flatten()
    }

    /// The points of a court report, or nothing when there is no such kind.
    #[must_use]
    pub fn report(&self, kind: &str) -> Option<i64> {
        self.reports.iter().find(|(k, _)| k.eq_ignore_ascii_case(kind)).map(|(_, points)| *points)
    }

    /// The points of a contact that somebody else did for a case; nothing when the type is not known.
    #[must_use]
    pub fn contact(&self, kind: &str) -> Option<i64> {
        self.contacts.iter().find(|(k, _)| k.eq_ignore_ascii_case(kind)).map(|(_, points)| *points)
    }

    /// Points for a parole report; only the older batch engine counts them.
    #[must_use]
    pub fn parole_report(&self) -> i64 {
        if self.parole_enabled { self.parole_report } else { 0 }
    }

    /// Points for one assessment of active risk; only the older batch engine counts them.
    #[must_use]
    pub fn active_risk_assessment(&self, location: Location) -> i64 {
        self.arms.get(location.code()).copied().unwrap_or(0)
    }

    /// Which share of inactive cases counts.
    #[must_use]
    pub fn weightings(&self) -> Weightings {
        self.weightings
    }

    pub(super) fn target(&self, slot: &str) -> i64 {
        self.target.get(slot).copied().unwrap_or(0)
    }

    pub(super) fn default_hours(&self, slot: &str) -> f64 {
        self.default_hours.get(slot).copied().unwrap_or(0.0)
    }
}
