//! IIC-SRP: the images and indirect contact sexual reoffending predictor, a table in which the first matching row counts.
//!
//! Always true: without a history of sexual offending the band is "not applicable" and the score 0; a woman with a history
//! is low with a score of 0. It reads counts only, no date.

use super::checks as check;
use super::facts::Facts;
use super::faults::{Any, Faults};
use super::suite::NoScore;
use crate::refusal::{MISSING_MANDATORY_INPUT, ValidationError};
use crate::vocabulary::{Band, Sex, half_up};

/// The wire name of the algorithm.
pub(super) const ALGORITHM: &str = "IMAGES_AND_INDIRECT_CONTACT_SEXUAL_REOFFENDING_PREDICTOR";

/// A result of IIC-SRP.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Images {
    /// The row that matched; `None` where the predictor does not apply.
    pub row: Option<Row>,
    /// The band.
    pub band: Band,
    /// The probability as a percentage with two decimals.
    pub score: f64,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// When it matches, in words.
    pub when: &'static str,
    /// The probability.
    pub weight: f64,
    /// The band.
    pub band: Band,
}

/// The rows, the first matching one counts; the last matches always.
pub(super) const ROWS: [Row; 6] = [
    Row { when: "two or more sanctions for indecent images", weight: 0.1031, band: Band::High },
    Row { when: "one sanction for indecent images", weight: 0.03328, band: Band::Medium },
    Row { when: "two or more sanctions for contact offences against children", weight: 0.00926, band: Band::Low },
    Row { when: "one sanction for a contact offence against a child", weight: 0.00634, band: Band::Low },
    Row {
        when: "sanctions both for contact offences against adults and for non-contact offences",
        weight: 0.00281,
        band: Band::Low,
    },
    NOTHING,
];
const NOTHING: Row = Row { when: "none of the other rows", weight: 0.0, band: Band::Low };
const WOMAN: Row = Row { when: "a woman", weight: 0.0, band: Band::Low };

/// The result for `facts`, without allocation.
///
/// # Errors
/// When the facts do not pass the checks, or a woman's history has no counts.
pub fn predict(facts: &Facts) -> Result<Images, NoScore> {
    let mut flag = Any::default();
    checks(facts, &mut flag);
    if flag.0 {
        return Err(NoScore::Invalid);
    }
    if facts.sexual.ever != Some(true) {
        return Ok(Images { row: None, band: Band::NotApplicable, score: 0.0 });
    }
    let [Some(images), Some(adult), Some(child), Some(other)] = check::sexual_counts(facts) else {
        return Err(NoScore::CountsMissing);
    };
    let row = if facts.sex == Some(Sex::Female) { WOMAN } else { matching(images, adult, child, other) };
    Ok(Images { row: Some(row), band: row.band, score: half_up(100.0 * row.weight, 2) })
}

fn matching(images: i32, adult: i32, child: i32, other: i32) -> Row {
    let holds = [images >= 2, images == 1, child >= 2, child == 1, adult != 0 && other != 0];
    let found = holds.iter().zip(ROWS).find(|(holds, _)| **holds);
    found.map_or(NOTHING, |(_, row)| row)
}

/// The errors of `facts`, for the response.
pub(super) fn errors(facts: &Facts) -> Vec<ValidationError> {
    let mut list = Vec::new();
    checks(facts, &mut list);
    list
}

fn checks(facts: &Facts, faults: &mut impl Faults) {
    let missing = [("gender", facts.sex.is_none()), ("hasEverCommittedSexualOffence", facts.sexual.ever.is_none())];
    faults.fault_of_flagged(MISSING_MANDATORY_INPUT, &missing);
    if facts.sex == Some(Sex::Female) {
        return;
    }
    if facts.sexual.ever != Some(false) {
        check::sexual_counts_present(facts, faults);
        check::sexual_counts_in_range(facts, None, faults);
    }
    if facts.sexual.ever != Some(true) {
        check::sexual_counts_without_history(facts, faults);
    }
}
