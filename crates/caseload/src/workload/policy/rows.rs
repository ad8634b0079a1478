//! What a row of each kind says, with the day from which it holds and its source.

use actuarial::tier::Letter;
use actuarial::workload::Grade;
use jiff::civil::Date;
use serde::Deserialize;

/// How a grade counts, and what it may hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeRow {
    pub code: String,
    pub(super) counts_as: String,
    pub highest_letter: Letter,
    pub highest_two_part: Letter,
    #[serde(deserialize_with = "day")]
    pub from: Date,
    pub assumed: bool,
    pub source: String,
}

impl GradeRow {
    /// How the rules of hours and points take it.
    #[must_use]
    pub fn grade(&self) -> Grade {
        Grade::read(&self.counts_as)
    }
}

/// A reason for fewer hours.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReductionReason {
    pub code: String,
    pub words: String,
    pub group: String,
    /// Proposed, of the contracted hours.
    pub percent: Option<i64>,
    /// At most, of the contracted hours.
    pub most_percent: Option<i64>,
    /// Usual length.
    pub months: Option<i32>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    pub most_hundredths: i64,
    pub notes_below: usize,
    #[serde(deserialize_with = "day")]
    pub(super) from: Date,
}

/// When an officer is shown as full and as over, in tenths of a per cent.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Display {
    pub full_tenths: i64,
    pub over_tenths: i64,
    #[serde(deserialize_with = "day")]
    pub from: Date,
}

/// How many people of a tier somebody of a grade should hold at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierCapacity {
    pub grade: String,
    pub tier: Letter,
    pub most: i64,
    pub from: Date,
    pub source: String,
}

/// What share of the contracted hours an absence takes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbsenceShare {
    pub percent: i64,
    #[serde(deserialize_with = "day")]
    pub from: Date,
    pub assumed: bool,
    pub source: String,
}

/// For how many days a signed report, or a contact for another officer, counts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportDays {
    pub days: i64,
    #[serde(deserialize_with = "day")]
    pub from: Date,
    pub assumed: bool,
    pub source: String,
}

/// As which kind of work a contact with somebody of another officer's list counts, and for how many days.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactCounts {
    /// The type of the contact.
    pub kind: String,
    /// The kind under which the points are kept.
    pub counts_as: String,
    #[serde(deserialize_with = "day")]
    pub from: Date,
    pub assumed: bool,
    pub source: String,
}

/// How allocation stood in earlier years, in words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Before {
    #[serde(deserialize_with = "day")]
    pub from: Date,
    /// The last day.
    #[serde(deserialize_with = "day")]
    pub until: Date,
    pub words: String,
    pub source: String,
}

/// Need without risk: who is shown, and what the case adds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HighNeed {
    #[serde(deserialize_with = "day")]
    pub from: Date,
    pub highest_letter: Letter,
    pub highest_two_part: Letter,
    pub need_points: i64,
    pub allowance: i64,
    pub allowance_women: i64,
    pub assumed: bool,
    pub source: String,
}

impl HighNeed {
    /// Points that a case adds for need without risk.
    #[must_use]
    pub fn allowance(&self, letter: Option<Letter>, two_part: Option<Letter>, need_points: i64, woman: bool) -> i64 {
        let low =
            letter.is_none_or(|l| l >= self.highest_letter) && two_part.is_some_and(|l| l >= self.highest_two_part);
        match (low && need_points >= self.need_points, woman) {
            (false, _) => 0,
            (true, true) => self.allowance_women,
            (true, false) => self.allowance,
        }
    }
}

/// Which tier is in force where no manager recorded one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Driver {
    Letter,
    TwoPart,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DriverRow {
    #[serde(deserialize_with = "day")]
    pub(super) from: Date,
    pub(super) by: Driver,
    #[serde(rename = "assumed")]
    _assumed: bool,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EnforcementRow {
    #[serde(deserialize_with = "day")]
    pub(super) from: Date,
    pub(super) days: i64,
    #[serde(rename = "assumed")]
    _assumed: bool,
    #[serde(rename = "source")]
    _source: String,
}

fn day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(from)?;
    written.to_string().parse().map_err(serde::de::Error::custom)
}
