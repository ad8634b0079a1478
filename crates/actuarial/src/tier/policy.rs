//! The tier's policy as dated data: points, limits and letters, read from the files of `data/tier`.
//!
//! Always true: no limit of the tier stands in code, and a file that is wrong is refused as a whole. It knows no case.

use super::{Letter, NEEDS, Need, Rosh};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One dated version of the policy.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TierPolicy {
    /// The name under which results keep it.
    pub version: String,
    /// The first day on which it holds.
    #[serde(deserialize_with = "day")]
    pub from: Date,
    /// Where the figures come from.
    pub source: String,
    /// How sure we are of them.
    pub sureness: String,
    /// The two-part tier, such as B2.
    pub v2: V2,
    /// The single letter, A to G.
    pub v3: V3,
}

/// The two parts of the older tier.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct V2 {
    pub protect: Protect,
    pub change: Change,
    needs: BTreeMap<String, NeedLimits>,
}

/// Points for the letter of the older tier.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protect {
    pub rsr: Vec<RsrBand>,
    rosh: BTreeMap<String, u32>,
    mappa: BTreeMap<String, u32>,
    pub each_complexity_factor: u32,
    pub parenting: u32,
    pub impulsivity_or_temper: u32,
    pub enforcement: u32,
    pub levels: Vec<ProtectLevel>,
}

/// A range of the risk of serious recidivism, in per cent, and its points. Between two ranges nothing is given: the
/// national service does so too.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RsrBand {
    pub from: f64,
    /// The last value that belongs to it, if that is how it is said.
    pub to: Option<f64>,
    /// The first value above it, if that is how it is said.
    pub below: Option<f64>,
    pub points: u32,
}

/// From how many points a letter.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtectLevel {
    pub level: Letter,
    pub from: u32,
}

/// Points for the digit of the older tier.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub ogrs_percent_a_point: u32,
    pub iom: u32,
    pub no_mandate_level: u8,
    pub no_assessment_level: u8,
    pub levels: Vec<ChangeLevel>,
    pub custodial_sentences: Vec<String>,
    pub not_for_change: Vec<String>,
}

/// From how many points a digit.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeLevel {
    pub level: u8,
    pub from: u32,
}

/// What a need weighs, and from which section score it is standard and severe.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedLimits {
    pub weight: u32,
    pub standard: u32,
    pub severe: u32,
    pub san_standard: u32,
    pub san_severe: u32,
}

/// The letters of the newer tier.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct V3 {
    pub scores: Scores,
    pub direct_contact: DirectContact,
    mappa: WithMappa,
    no_mappa: WithoutMappa,
    pub lifer: Lifer,
    pub history: History,
    pub provisional: Provisional,
}

/// The table of the two predictors.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scores {
    pub arp: Vec<f64>,
    pub rows: Vec<ScoreRow>,
}

/// One row: from which combined serious score, and a letter for each column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreRow {
    pub csrp: f64,
    #[serde(deserialize_with = "letters")]
    pub tiers: Vec<Letter>,
}

/// Letters by the band of the direct contact sexual predictor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectContact {
    #[serde(rename = "VERY_HIGH")]
    pub very_high: Letter,
    #[serde(rename = "HIGH")]
    pub high: Letter,
    #[serde(rename = "LOW")]
    pub low: Letter,
    pub medium: Vec<FromScore>,
}

/// From which score a letter.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromScore {
    pub from: f64,
    pub tier: Letter,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WithMappa {
    #[serde(rename = "VERY_HIGH")]
    very_high: Letter,
    #[serde(rename = "HIGH")]
    high: Letter,
    #[serde(rename = "MEDIUM")]
    medium: Letter,
    otherwise: Letter,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WithoutMappa {
    #[serde(rename = "VERY_HIGH")]
    very_high: Letter,
    #[serde(rename = "HIGH")]
    high: Letter,
}

/// Letters by the time since a life or indeterminate sentence was last released on licence.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifer {
    pub within_years: Vec<WithinYears>,
    pub longer: Letter,
}

/// Released at most so many years ago.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithinYears {
    pub years: u8,
    pub tier: Letter,
}

/// Letters that one fact alone gives.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    pub domestic_abuse: Letter,
    pub stalking: Letter,
    pub child_protection: Letter,
    pub sexual_offence: Letter,
}

/// Below which letter a result is provisional when something is not known.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provisional {
    pub both_static_below: Letter,
    pub no_rosh_with_mappa_below: Letter,
    pub no_rosh_below: Letter,
    pub lowest: Letter,
}

const FILES: [&str; 1] = [include_str!("../../data/tier/2026-04.toml")];

impl TierPolicy {
    /// Every shipped version, oldest first.
    ///
    /// # Errors
    /// When a data file is wrong; says which line.
    pub fn shipped() -> Result<&'static [TierPolicy], &'static str> {
        static READ: OnceLock<Result<Vec<TierPolicy>, String>> = OnceLock::new();
        READ.get_or_init(|| FILES.iter().map(|text| TierPolicy::read(text)).collect())
            .as_deref()
            .map_err(String::as_str)
    }

    /// The newest shipped version.
    ///
    /// # Errors
    /// When a data file is wrong.
    pub fn newest() -> Result<&'static TierPolicy, &'static str> {
        TierPolicy::shipped()?.last().ok_or("no tier policy is shipped")
    }

    fn read(text: &str) -> Result<TierPolicy, String> {
        let policy: TierPolicy = toml::from_str(text).map_err(|e| e.to_string())?;
        let wide = policy.v3.scores.arp.len();
        if policy.v3.scores.rows.iter().any(|row| row.tiers.len() != wide) {
            return Err("each row of v3.scores needs a letter for each column".to_owned());
        }
        Ok(policy)
    }
}

impl V2 {
    /// What a need weighs and where its limits are; nothing for the two that count for no points.
    #[must_use]
    pub fn need(&self, need: Need) -> NeedLimits {
        self.needs.get(need.code()).copied().unwrap_or_default()
    }

    /// Every need with its limits, in the order of the assessment.
    pub fn needs(&self) -> impl Iterator<Item = (Need, NeedLimits)> + '_ {
        NEEDS.iter().map(|n| (*n, self.need(*n)))
    }
}

impl Protect {
    pub(super) fn rosh(&self, rosh: Option<Rosh>) -> u32 {
        rosh.and_then(|r| self.rosh.get(r.code()).copied()).unwrap_or(0)
    }

    pub(super) fn mappa(&self, level: Option<super::MappaLevel>) -> u32 {
        level.and_then(|l| self.mappa.get(l.code()).copied()).unwrap_or(0)
    }

    pub(super) fn rsr(&self, rsr: f64) -> u32 {
        self.rsr.iter().find(|band| band.holds(rsr)).map_or(0, |band| band.points)
    }
}

impl RsrBand {
    fn holds(&self, rsr: f64) -> bool {
        rsr >= self.from && self.to.is_none_or(|to| rsr <= to) && self.below.is_none_or(|below| rsr < below)
    }
}

impl V3 {
    /// Step 3: the level of harm, with or without a MAPPA category.
    pub(super) fn by_harm(&self, category: bool, rosh: Option<Rosh>) -> Option<Letter> {
        match (category, rosh) {
            (true, Some(Rosh::VeryHigh)) => Some(self.mappa.very_high),
            (true, Some(Rosh::High)) => Some(self.mappa.high),
            (true, Some(Rosh::Medium)) => Some(self.mappa.medium),
            (true, _) => Some(self.mappa.otherwise),
            (false, Some(Rosh::VeryHigh)) => Some(self.no_mappa.very_high),
            (false, Some(Rosh::High)) => Some(self.no_mappa.high),
            (false, _) => None,
        }
    }
}

fn day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(from)?;
    written.to_string().parse().map_err(serde::de::Error::custom)
}

fn letters<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Letter>, D::Error> {
    let text = String::deserialize(from)?;
    text.chars()
        .map(|c| Letter::read(c).ok_or_else(|| serde::de::Error::custom(format!("{c} is no tier from A to G"))))
        .collect()
}
