//! The shape that every predictor of this generation answers with.
//!
//! Always true: the members are there whatever happened; what could not be computed is null. It computes nothing.

use super::figures::Figures;
use crate::refusal::ValidationError;
use serde_json::{Map, Value, json};

/// A response.
pub(super) fn response(
    algorithm: &str,
    form: Option<&str>,
    output: Value,
    features: Map<String, Value>,
    errors: &[ValidationError],
) -> Value {
    json!({
        "algorithm": algorithm,
        "type": form,
        "modelVersion": "1.0",
        "thresholdsVersion": "1.0",
        "output": output,
        "featureValues": features,
        "validationErrors": errors,
    })
}

/// `featureValues` of these names and contributions.
pub(super) fn features(named: &[(&str, f64)]) -> Map<String, Value> {
    named.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect()
}

/// The figures, or the error that a faulty file leaves.
pub(super) fn figures() -> Result<&'static Figures, Vec<ValidationError>> {
    Figures::shipped().map_err(|bad| vec![ValidationError::unexpected(&bad.to_string())])
}

/// A share from 0 to 1 as a whole percentage, the halves away from zero, inside 1 to 99.
pub(super) fn whole_percent(share: f64) -> i32 {
    // Two decimals of the share are the whole numbers of the percentage, so that the exact product is rounded.
    let percent = (crate::vocabulary::half_up(share, 2) * 100.0).round() as i64;
    i32::try_from(crate::vocabulary::clamp_whole(percent)).unwrap_or(99)
}

/// A share from 0 to 1 as a percentage with two decimals.
pub(crate) fn fine_percent(share: f64) -> f64 {
    (crate::vocabulary::half_up(share, 4) * 10_000.0).round() / 100.0
}
