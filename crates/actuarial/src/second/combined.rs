//! CSRP: the combined serious reoffending predictor, the successor of RSR: SVRP, DC-SRP and IIC-SRP added up.
//!
//! Always true: each part is a percentage with two decimals before they are added; an error in a part blocks the sum, but
//! for answers missing from SVRP, which is then static. A lowered DC-SRP band does not lower the sum.

use super::facts::Facts;
use super::suite::{NoScore, Prediction, Tables, band_of};
use super::{SVRP, direct_contact, images};
use crate::vocabulary::{Band, Sex, clamp_decimal, half_up};

/// The wire name of the algorithm.
pub(super) const ALGORITHM: &str = "COMBINED_SERIOUS_REOFFENDING_PREDICTOR";
/// The bands with their lowest scores.
pub(super) const BANDS: [(Band, f64); 4] =
    [(Band::Low, 0.0), (Band::Medium, 1.0), (Band::High, 3.0), (Band::VeryHigh, 6.9)];
/// What a woman with a sexual history has instead of the two sexual predictors, in percent.
pub(super) const WOMAN_WITH_HISTORY: f64 = 0.383_141_762_452_11;

/// A result of CSRP with its parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Combined {
    /// Serious violence.
    pub violence: Prediction,
    /// Direct contact.
    pub direct: direct_contact::DirectContact,
    /// Images and indirect contact.
    pub images: images::Images,
    /// The addition for a woman with a sexual history, in percent.
    pub woman: f64,
    /// The sum, 0.00 to 99.99.
    pub score: f64,
    /// The band.
    pub band: Band,
}

/// The result for `facts`, without allocation.
///
/// # Errors
/// When a part has no score, or sex or history is missing.
pub fn predict(facts: &Facts, tables: Tables) -> Result<Combined, NoScore> {
    let direct = direct_contact::predict(facts)?;
    let images = images::predict(facts)?;
    let violence = SVRP.predict(facts, tables)?;
    Ok(add(facts, violence, direct, images))
}

/// The sum of parts that were computed already.
pub fn add(
    facts: &Facts,
    violence: Prediction,
    direct: direct_contact::DirectContact,
    images: images::Images,
) -> Combined {
    let woman = if facts.sex == Some(Sex::Female) && facts.sexual.ever == Some(true) {
        half_up(WOMAN_WITH_HISTORY, 2)
    } else {
        0.0
    };
    let score = clamp_decimal(half_up(hundredths(&[violence.score, direct.score, images.score, woman]), 2));
    Combined { violence, direct, images, woman, score, band: band_of(&BANDS, score) }
}

/// The sum of percentages with two decimals, added in whole hundredths so that no binary remainder can tip a limit.
fn hundredths(parts: &[f64]) -> f64 {
    let sum: f64 = parts.iter().map(|part| half_up(part * 100.0, 0)).sum();
    sum / 100.0
}
