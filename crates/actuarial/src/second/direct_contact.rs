//! DC-SRP: the direct contact sexual reoffending predictor, a points table from 0 to 64.
//!
//! Always true: it applies to men with a history of sexual offending; for everybody else the band is "not applicable" and
//! the probability 0. Five years without an offence in the community lower the band by one step, never the points.

use super::checks as check;
use super::facts::Facts;
use super::faults::{Any, Faults};
use super::suite::NoScore;
use crate::refusal::{MISSING_MANDATORY_INPUT, ValidationError};
use crate::vocabulary::{Band, Sex, SupervisionStatus, completed_months, completed_years, half_up, logistic};
use jiff::civil::Date;

/// The wire name of the algorithm.
pub(super) const ALGORITHM: &str = "DIRECT_CONTACT_SEXUAL_REOFFENDING_PREDICTOR";
/// The bands with their lowest points.
pub(super) const BANDS: [(Band, f64); 4] =
    [(Band::Low, 0.0), (Band::Medium, 22.0), (Band::High, 30.0), (Band::VeryHigh, 36.0)];
/// Free of offences for so many years, a person drops one band.
const YEARS_FREE: i32 = 5;
const INTERCEPT: f64 = -8.633;
const EACH_POINT: f64 = 0.1598;

/// The points, one field an item of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// Contact offences against adults: 5 a sanction, at most 15.
    pub contact_adult: i32,
    /// Contact offences against children: 3 a sanction, at most 9.
    pub contact_child: i32,
    /// Non-contact offences other than images: 2 a sanction, at most 6.
    pub non_contact: i32,
    /// Age at the start of the follow-up: 14 below 21, one less for each three years, 0 from 60.
    pub age: i32,
    /// Age at the last sexual sanction: 0 below 16, 5 at 16 and 17, 10 from 18.
    pub age_at_last: i32,
    /// All sanctions: 6 from the second on.
    pub sanctions: i32,
    /// Current offence against a stranger: 4.
    pub stranger: i32,
}

impl Points {
    /// The sum, 0 to 64.
    pub const fn total(&self) -> i32 {
        self.contact_adult
            + self.contact_child
            + self.non_contact
            + self.age
            + self.age_at_last
            + self.sanctions
            + self.stranger
    }

    /// Each item with its wire name, in the order of the response.
    pub const fn items(&self) -> [(&'static str, i32); 7] {
        [
            ("totalContactAdultSexualSanctionsWeight", self.contact_adult),
            ("totalContactChildSexualSanctionsWeight", self.contact_child),
            ("totalNonContactSexualOffencesWeight", self.non_contact),
            ("ageAtStartOfFollowUpWeight", self.age),
            ("ageAtLastSanctionForSexualOffenceWeight", self.age_at_last),
            ("totalNumberOfSanctionsForAllOffencesWeight", self.sanctions),
            ("currentOffenceAgainstVictimStrangerWeight", self.stranger),
        ]
    }
}

/// A result of DC-SRP.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DirectContact {
    /// The points; `None` where the predictor does not apply.
    pub points: Option<Points>,
    /// The band, after the reduction if there is one.
    pub band: Band,
    /// The band that the points alone give.
    pub band_of_points: Band,
    /// The probability as a percentage with two decimals.
    pub score: f64,
    /// Whether the band was lowered; `None` where the question does not arise.
    pub reduced: Option<bool>,
}

/// The result for `facts`, without allocation.
///
/// # Errors
/// When the facts do not pass the checks, or a date lies on or before birth.
pub fn predict(facts: &Facts) -> Result<DirectContact, NoScore> {
    let mut flag = Any::default();
    checks(facts, &mut flag);
    if flag.0 {
        return Err(NoScore::Invalid);
    }
    if facts.sex == Some(Sex::Female) || facts.sexual.ever == Some(false) {
        let band = Band::NotApplicable;
        return Ok(DirectContact { points: None, band, band_of_points: band, score: 0.0, reduced: None });
    }
    let points = points(facts)?;
    let total = points.total();
    let band_of_points = super::suite::band_of(&BANDS, f64::from(total));
    if total == 0 {
        let band = band_of_points;
        return Ok(DirectContact { points: Some(points), band, band_of_points, score: 0.0, reduced: None });
    }
    let reduced = lowers(facts, band_of_points);
    let band = if reduced { one_lower(band_of_points) } else { band_of_points };
    let score = half_up(100.0 * probability(total), 2);
    Ok(DirectContact { points: Some(points), band, band_of_points, score, reduced: Some(reduced) })
}

/// The probability that `points` above 0 stand for.
pub(super) fn probability(points: i32) -> f64 {
    logistic(INTERCEPT + EACH_POINT * f64::from(points))
}

fn points(facts: &Facts) -> Result<Points, NoScore> {
    let sexual = &facts.sexual;
    let (Some(born), Some(followup), Some(sanctions)) = (facts.born, facts.followup, facts.sanctions) else {
        return Err(NoScore::Invalid);
    };
    let years = |on: Date, field| completed_years(born, on).map_err(|_| NoScore::BeforeBirth(field));
    let age = years(followup, "ageAtStartOfFollowup")?;
    let age_at_last = match sexual.most_recent {
        Some(day) => years(day, "ageAtLastSanctionForSexualOffence")?,
        None => 0,
    };
    let each = |count: Option<i32>, points: i32| count.unwrap_or(0).clamp(0, 3) * points;
    Ok(Points {
        contact_adult: each(sexual.contact_adult, 5),
        contact_child: each(sexual.contact_child, 3),
        non_contact: each(sexual.non_contact, 2),
        age: if age >= 60 { 0 } else { 14 - ((age - 18) / 3).max(0) },
        age_at_last: match age_at_last {
            ..16 => 0,
            16 | 17 => 5,
            18.. => 10,
        },
        sanctions: if sanctions >= 2 { 6 } else { 0 },
        stranger: if sexual.stranger == Some(true) { 4 } else { 0 },
    })
}

fn lowers(facts: &Facts, band: Band) -> bool {
    let free = |since: Option<Date>| since.is_none_or(|day| completed_months(day, facts.assessed) >= 12 * YEARS_FREE);
    !matches!(band, Band::Low | Band::NotApplicable)
        && facts.supervision != Some(SupervisionStatus::Custody)
        && free(facts.sexual.most_recent_any)
        && free(facts.sexual.most_recent)
        && free(facts.followup)
}

const fn one_lower(band: Band) -> Band {
    match band {
        Band::VeryHigh => Band::High,
        Band::High => Band::Medium,
        Band::Medium => Band::Low,
        other => other,
    }
}

/// The errors of `facts`, for the response.
pub(super) fn errors(facts: &Facts) -> Vec<ValidationError> {
    let mut list = Vec::new();
    checks(facts, &mut list);
    list
}

fn checks(facts: &Facts, faults: &mut impl Faults) {
    faults.fault_of_flagged(
        MISSING_MANDATORY_INPUT,
        &[
            ("gender", facts.sex.is_none()),
            ("supervisionStatus", facts.supervision.is_none()),
            ("hasEverCommittedSexualOffence", facts.sexual.ever.is_none()),
            ("dateOfBirth", facts.born.is_none()),
            ("dateAtStartOfFollowup", facts.followup.is_none()),
            ("totalNumberOfSanctionsForAllOffences", facts.sanctions.is_none()),
        ],
    );
    let woman = facts.sex == Some(Sex::Female);
    if !woman && facts.sexual.ever != Some(false) {
        check::sexual_counts_present(facts, faults);
        check::sanctions(facts, faults);
        check::sexual_counts_in_range(facts, facts.sanctions, faults);
        if facts.sex == Some(Sex::Male) && facts.sexual.ever == Some(true) {
            check::most_recent_sexual_offence(facts, faults);
        }
        check::followup_age_of_men(facts, faults);
    }
    if !woman && facts.sexual.ever != Some(true) {
        check::sexual_counts_without_history(facts, faults);
    }
}
